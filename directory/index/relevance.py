"""How well offers answer the words of a search: by word, by meaning, and in the language it is written in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from directory.index import abroad
from directory.index.columns import Bools
from directory.index.engine import Opened, Scores, split, stems
from directory.index.meaning import Vectors
from directory.index.picture import Snapshot
from directory.index.query import TAXONOMIES
from directory.index.understood import Group, Understood
from directory.index.words import SMALL

# How sure a target of a synonym makes us, by level: a term an offer is filed under, and a word in its texts.
BY_TERM = {"same": 0.8, "narrower": 0.5, "related": 0.25}
BY_WORD = {"same": 0.7, "narrower": 0.6, "related": 0.3}
BY_OTHERS = 0.5  # what else people type for it, in the texts of an offer that is filed under nothing
LOOSE = 0.6  # what a wish counts that we know no more of than its letters, beside others that we understand
FAINT = 0.3  # a share of the best score: what stays below only mentions the words in passing
MEANT, SENSED = 0.07, 0.05  # what one standard deviation of likeness counts beside a wish answered, which counts 1
SENTENCE = 3  # words from which a search is read as a whole as well
UNSURE = 0.5  # how much more likeness counts when we understand none of the words
SPOKEN = 0.4  # what it counts that an offer speaks the language a search is written in
INSTEAD = 0.1  # what likeness counts to an offer asked for by name that cannot be had now
HALF = 0.5  # of the wishes
# How like the best three offers, and a share of the best three phrases people use, must be before meaning answers
# where words do not: found on tests/relevance/calibration.json, which no other figure was found on.
ALONE, PHRASES = 0.35, 0.35
# A best answer by words so poor that meaning has to agree: when we understand the words, and when they only occur.
POOR, POOR_LETTERS = 0.2, 0.5
NO_SENSE = 0.3  # what is less clear than this has no meaning here, whatever the letters
SMALLEST = 0.05  # a spread of likeness that tells offers apart; what is less is no difference
CLOSE, MOST_CLOSE = 0.5, 20  # then those at least half as near as the best answer
BESIDE, MOST_BESIDE = 0.5, 20  # offers without the words that join those with them
FACET_OF = {taxonomy: facet for facet, taxonomy in TAXONOMIES.items()} | {"language": "language"}


@dataclass(frozen=True)
class Asked:
    """The words of a search: understood, as a vector (None: meaning is off), and whether all of them were filters."""

    understood: Understood
    vector: Vectors | None = None
    only_filters: bool = False
    empty: bool = False  # something was typed, but not one word
    words: tuple[str, ...] = ()  # those typed that are not small


@dataclass(frozen=True)
class Likeness:
    """By row `near`, from 0 to 1, and `score`, whose differences count; `clear`: how clearly the best stand out."""

    near: Scores
    score: Scores
    clear: float


@dataclass(frozen=True)
class ByWords:
    """By row the share of the wishes answered, the rows that answer enough, the share of wishes that are `known`,
    and of those that we are `sure` to understand, not only found by their letters."""

    score: Scores
    matched: Bools
    known: float
    sure: float


@dataclass(frozen=True)
class Relevance:
    """`score` (a wish answered counts 1) and `matched` by row; `close` when nothing has the words and meaning
    alone answers."""

    score: Scores
    matched: Bools
    close: bool = False


def relevance(asked: Asked, snapshot: Snapshot, start: Bools) -> Relevance | None:
    """How well each row answers; None when the search asks nothing in words."""
    understood = asked.understood
    wishes = understood.groups or understood.phrases
    if not wishes and (asked.only_filters or not asked.words or understood.idle):
        return wordless(asked, start)
    like = by_meaning(asked, snapshot, start)
    if not wishes:
        return close(understood, snapshot, like)
    found = by_words(understood, snapshot, start)
    here = found.matched & start
    clear = None if asked.vector is None else like.clear
    foreign = bool(understood.tongues) and any(set(one.levels) - {"related"} for one in understood.groups)
    if not here.any() or doubtful(found, float((found.score * here).max()), clear, foreign):
        return close(understood, snapshot, like)
    score = found.score + (1 + UNSURE * (1 - found.sure)) * like.score
    score = score + spoken(understood, snapshot) + instead(asked.words, snapshot, start)
    beside = ~start & start
    if like.clear >= ALONE:
        beside = foremost(np.where(found.matched, 0, like.near), BESIDE, MOST_BESIDE)
    return Relevance(score.astype(np.float32), found.matched | beside)


def close(understood: Understood, snapshot: Snapshot, like: Likeness) -> Relevance:
    """What meaning answers alone, where nothing has the words: nothing, unless the best stand out."""
    if like.clear < ALONE or understood.strange:
        return Relevance(like.score, np.zeros_like(like.score, bool))
    return Relevance(like.score + spoken(understood, snapshot), foremost(like.near, CLOSE, MOST_CLOSE), close=True)


def doubtful(found: ByWords, best: float, clear: float | None, foreign: bool) -> bool:
    """Whether the words that offers have may be there by chance: few of those asked, or a poor match without sense.

    Without meaning (`clear` is None) only the share of words known can tell. In a language that is not English
    (`foreign`) most words are not known, so one that is says enough; not one that only stands beside such words.
    """
    if clear is None:
        return found.known < HALF
    by_letters = not found.sure and best < POOR_LETTERS and clear < NO_SENSE
    few = found.known <= HALF and not (foreign and found.sure)
    return by_letters or ((few or best < POOR) and clear < ALONE)


def wordless(asked: Asked, start: Bools) -> Relevance | None:
    """Filters alone and small words that ask for something ask for everything; "the of and" and "?!" for nothing."""
    nothing = np.zeros(len(start), np.float32)
    if asked.empty or asked.understood.idle:
        return Relevance(nothing, np.zeros_like(start))
    return Relevance(nothing, np.ones_like(start)) if asked.only_filters else None


def foremost(near: Scores, least: float, most: int) -> Bools:
    """The rows that stand out at least so far, at most so many."""
    found: Bools = near >= least
    if found.sum() > most:
        found &= near >= np.partition(near, -most)[-most]
    return found


def by_meaning(asked: Asked, snapshot: Snapshot, start: Bools) -> Likeness:
    """How like the search each row is, from this query's own middle (0) to its best (1), and in its own spread.

    What an offer says counts, and the terms it is filed under whose phrases the search comes close to.
    """
    none, store, rows = np.zeros(len(start), np.float32), snapshot.meanings, np.flatnonzero(start)
    vector = asked.vector
    if vector is None or store is None or not len(store) or not len(rows):
        return Likeness(none, none, 0.0)
    near, columns = np.zeros(len(start), np.float32), snapshot.columns
    each = (store @ vector)[columns.text]
    here = each[rows]
    middle, best = np.median(here), here.max()
    near[rows] = np.clip((here - middle) / max(float(best - middle), 1e-6), 0, 1)
    score, clear = MEANT * spread(each, rows), float(np.sort(here)[-3:].mean())
    if snapshot.senses:
        sensed, said, alike = snapshot.senses.near(vector, columns.about, columns.codes)
        score, clear = score + SENSED * spread(sensed, rows), clear + PHRASES * alike
        if len(asked.words) >= SENTENCE:
            score = score + said
    return Likeness(near, score.astype(np.float32), clear)


def spread(values: Scores, rows: NDArray[np.int64]) -> Scores:
    """Values in standard deviations from the mean of some rows."""
    here = values[rows]
    return ((values - here.mean()) / max(float(here.std()), SMALLEST)).astype(np.float32)


def spoken(understood: Understood, snapshot: Snapshot) -> Scores:
    """What it counts by row that it speaks the language the search is written in."""
    columns, known = snapshot.columns, snapshot.columns.codes.at.get("language", {})
    at = [known[code] for code in understood.tongues if code in known]
    speaks: Bools = np.any(columns.bits[:, at], axis=1)
    return np.where(speaks, np.float32(SPOKEN), np.float32(0))


def instead(words: Sequence[str], snapshot: Snapshot, start: Bools) -> Scores:
    """What likeness counts by row to an offer asked for by its name that is paused or not listed any more."""
    columns, store = snapshot.columns, snapshot.meanings
    none = np.zeros(len(start), np.float32)
    called = snapshot.opened.named(stems(" ".join(words)), len(start)) if words else ~start & start
    gone = np.flatnonzero(called & columns.live & (~start | columns.paused))
    named = [row for row in gone if half(words, str(columns.names[row]))]
    rows = np.flatnonzero(start)
    if not named or not len(rows):
        return none
    filed = columns.about @ columns.about[named[0]] / np.sqrt(1 + columns.about.sum(axis=1))
    like = spread(np.asarray(filed, np.float32), rows)
    if store is not None and len(store):
        like = like + spread((store @ store[columns.text[named[0]]])[columns.text], rows)
    like[named] = 0
    found: Scores = INSTEAD * like
    return found


def half(words: Sequence[str], name: str) -> bool:
    """Whether some words of a name are at least half of it."""
    return 2 * len(set(words)) >= sum(word not in SMALL for word in split(name))


def by_words(understood: Understood, snapshot: Snapshot, start: Bools) -> ByWords:
    """The share of the wishes that each row answers, and which rows answer enough of them to be shown.

    Each wish counts by its rarity: one that few offers answer says more than one that many do.
    """
    rows, opened = len(start), snapshot.opened
    each = [group_scores(group, understood.tongues, snapshot, rows) for group in understood.groups]
    live = [(scores, known) for scores, known in each if (scores * start).any()]
    understands = any(known for _scores, known in live)
    total, answered = np.zeros(rows, np.float32), 0.0
    for scores, known in live:
        rarity = float(np.log1p(start.sum() / (1 + (scores * start).sum())))
        rarity *= LOOSE if understands and not known else 1
        total += rarity * scores
        answered += rarity
    sure = sum(known for _scores, known in live) / max(len(each), 1)
    score = total / answered if answered else total
    matched = score > FAINT * float((score * start).max(initial=0)) if understood.groups else np.ones(rows, dtype=bool)
    for phrase in understood.phrases:
        together = matched & opened.phrase(phrase, rows)
        matched = together if together.any() else matched  # words that never stand side by side are still words
    return ByWords(score, matched, len(live) / max(len(each), 1), sure)


def group_scores(group: Group, tongues: Collection[str], snapshot: Snapshot, rows: int) -> tuple[Scores, bool]:
    """How sure each row makes us that it answers one wish, from 0 to 1, and whether we understand it: know more of
    its words than their letters, or have them in a text in the language they are in.

    The words typed, each term they mean and each word they mean are reasons; every reason leaves less doubt. An
    offer that is filed under nothing has no terms: for it what else people type is a reason.
    """
    doubt = 1 - word_scores(group.typed, snapshot.opened, rows)
    told = abroad.scores(group.said, tongues, snapshot.opened, rows)
    if told is not None:
        doubt *= 1 - told
    for target, level in zip(group.targets, group.levels or ("same",) * len(group.targets), strict=True):
        taxonomy, colon, code = target.partition(":")
        if not colon:
            doubt *= 1 - BY_WORD[level] * word_scores(tuple(stems(target)), snapshot.opened, rows)
            continue
        column = snapshot.columns.codes.at.get(FACET_OF.get(taxonomy, ""), {}).get(code)
        if column is not None:
            doubt *= 1 - BY_TERM[level] * snapshot.columns.about[:, column]
    if group.others and snapshot.columns.unfiled.any():
        best = np.maximum.reduce([word_scores(one, snapshot.opened, rows) for one in group.others])
        doubt *= 1 - np.where(snapshot.columns.unfiled, np.float32(BY_OTHERS) * best, np.float32(0))
    return 1 - doubt, bool(group.targets) or told is not None


def word_scores(roots: Sequence[str], opened: Opened, rows: int) -> Scores:
    """How sure each row makes us that it is about some words, which must all be there."""
    each = [opened.sure(root, rows) for root in roots]
    if not each:
        return np.zeros(rows, dtype=np.float32)
    together: Scores = np.add.reduce(each) / np.float32(len(each))
    return np.where(np.minimum.reduce(each) > 0, together, 0)
