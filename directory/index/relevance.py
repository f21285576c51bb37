"""How well offers answer the words of a search: by word and by meaning, each as a share of its best answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from directory.index.columns import Bools
from directory.index.engine import TEXTS, Opened, Scores, stems
from directory.index.live import Snapshot
from directory.index.meaning import Vectors
from directory.index.words import Group, Understood

FULL_ANSWER = 5  # offers that must have every wish before those with fewer are left out
BY_CODE, BY_WORD, ALSO = 0.85, 0.6, 0.35  # what a synonym's term, a synonym's word and further agreement count
FAINT = 0.12  # a share of the best score: what stays below only mentions the words in passing
WORDS, INDIRECT, SENTENCE = 0.75, 0.75, 0.75  # share of the words in the score; less when no offer has the very words
HALF = 0.5  # of the wishes
ENOUGH = 0.45  # of the wishes, by weight, that an offer must answer
# How like the best three offers must be before meaning answers alone (see tests/relevance/README.md).
ALONE = 0.19
CLOSE, MOST_CLOSE = 0.5, 20  # then those at least half as near as the best answer
BESIDE, MOST_BESIDE = 0.7, 10  # offers without the words that join those with them


@dataclass(frozen=True)
class Asked:
    """The words of a search: understood, as a vector (None: meaning is off), and whether all of them were filters."""

    understood: Understood
    vector: Vectors | None = None
    only_filters: bool = False
    empty: bool = False  # something was typed, but not one word


@dataclass(frozen=True)
class Likeness:
    """`near` by row from 0 to 1, and how `clear` the meaning is: the likeness of the best three."""

    near: Scores
    clear: float


@dataclass(frozen=True)
class ByWords:
    """Scores by row, the rows that answer enough, the share of wishes `known`, and whether the very words occur."""

    score: Scores
    matched: Bools
    known: float
    direct: bool

    def weight(self, wishes: int) -> float:
        """The share of the words beside meaning: less for strange words, for synonyms only, and for long sentences."""
        return WORDS * self.known * (1 if self.direct else INDIRECT) * (1 if wishes < 4 else SENTENCE)


@dataclass(frozen=True)
class Relevance:
    """`score` (0 to 1) and `matched` by row; `close` when nothing has the words and meaning alone answers."""

    score: Scores
    matched: Bools
    close: bool = False


def relevance(asked: Asked, snapshot: Snapshot, start: Bools) -> Relevance | None:
    """How well each row answers; None when the search asks nothing in words."""
    understood = asked.understood
    likeness = by_meaning(asked.vector, snapshot, start)
    near, clear = likeness.near, likeness.clear
    if not (understood.groups or understood.phrases):
        if asked.empty:
            return Relevance(near, np.zeros_like(start))
        # Small words alone, or filters alone: everything fits, in the order of what the whole text means.
        return Relevance(near, np.ones_like(start)) if asked.only_filters or clear >= ALONE else None
    found = by_words(understood, snapshot, start)
    here = found.matched & start
    if not here.any() or (found.known <= HALF and clear < ALONE):
        if clear < ALONE:
            return Relevance(near, np.zeros_like(start))
        return Relevance(near, foremost(near, CLOSE, MOST_CLOSE), close=True)
    best = float((found.score * here).max(initial=0)) or 1.0
    share = found.weight(len(understood.groups)) if asked.vector is not None else 1.0
    score = share * np.minimum(found.score / best, 1) + (1 - share) * near
    beside = foremost(np.where(found.matched, 0, near), BESIDE, MOST_BESIDE) if clear >= ALONE else ~start & start
    return Relevance(score.astype(np.float32), found.matched | beside)


def foremost(near: Scores, least: float, most: int) -> Bools:
    """The rows that stand out at least so far, at most so many."""
    found: Bools = near >= least
    if found.sum() > most:
        found &= near >= np.partition(near, -most)[-most]
    return found


def by_meaning(vector: Vectors | None, snapshot: Snapshot, start: Bools) -> Likeness:
    """How like the search each row is: the mean over its texts, from this query's own middle (0) to its best (1)."""
    near, store, rows = np.zeros(len(start), np.float32), snapshot.meanings, np.flatnonzero(start)
    if vector is None or store is None or not len(store) or not len(rows):
        return Likeness(near, 0.0)
    each = (store @ vector)[snapshot.columns.texts[rows]]
    mean = each.mean(axis=1)
    middle, best = np.median(mean), mean.max()
    near[rows] = np.clip((mean - middle) / max(float(best - middle), 1e-6), 0, 1)
    return Likeness(near, float(np.sort(each.max(axis=1))[-3:].mean()))


def by_words(understood: Understood, snapshot: Snapshot, start: Bools) -> ByWords:
    """A score a row for the words asked, and which rows answer enough of them to be shown.

    Each wish gives at most its rarity: a wish that few offers answer says more than one that many do.
    """
    rows, opened = len(start), snapshot.opened
    by_group = [group_scores(group, opened, rows) for group in understood.groups]
    live = [(scores, direct) for scores, direct in by_group if (scores * start).any()]
    total, weight, answered = np.zeros(rows, np.float32), np.zeros(rows, np.float32), 0.0
    for scores, _direct in live:
        rarity = float(np.log1p(start.sum() / (1 + ((scores > 0) & start).sum())))
        total += rarity * scores
        weight += np.where(scores > 0, rarity, 0)
        answered += rarity
    share = weight / answered if answered else np.ones(rows, dtype=np.float32)
    matched = (share >= ENOUGH) if understood.groups else np.ones(rows, dtype=bool)
    for phrase in understood.phrases:
        together = matched & opened.phrase(phrase, rows)
        matched = together if together.any() else matched  # words that never stand side by side are still words
    score = total * share
    if understood.groups:
        matched &= score > FAINT * float((score * start).max(initial=0))
    return ByWords(score, matched, len(live) / max(len(by_group), 1), any(direct for _scores, direct in live))


def group_scores(group: Group, opened: Opened, rows: int) -> tuple[Scores, bool]:
    """How well each row answers one wish, from 0 to about 1, and whether any row has the very words.

    The words typed, each term they mean and each word they mean are ways to answer; each counts as a share of its
    own best, the words most.
    """
    direct = whole(word_scores(group.typed, opened, rows))
    ways = [direct]
    for target in group.targets:
        if ":" in target:
            ways.append(BY_CODE * whole(opened.scores([("codes", target)], rows)))
        else:
            ways.append(BY_WORD * whole(word_scores(tuple(stems(target)), opened, rows)))
    best = np.maximum.reduce(ways)
    return best + ALSO * (np.add.reduce(ways) - best), bool(direct.any())


def whole(scores: Scores) -> Scores:
    """Scores as shares of the best one."""
    best = float(scores.max(initial=0))
    return scores / best if best else scores


def word_scores(roots: Sequence[str], opened: Opened, rows: int) -> Scores:
    """The score of some words that must all be there."""
    each = [opened.scores([(name, root) for name in TEXTS], rows) for root in roots]
    if not each:
        return np.zeros(rows, dtype=np.float32)
    together = np.add.reduce(each)
    return np.where(np.minimum.reduce(each) > 0, together, 0)
