"""matching(query): the offers that answer a question, in order, with counts and what was understood."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from directory.index import filters
from directory.index.columns import Bools, next_starts
from directory.index.engine import TEXTS, Opened, Scores, stems
from directory.index.filters import Setting
from directory.index.live import Snapshot
from directory.index.query import MOST_PAGES, PAGE_SIZE, Query
from directory.index.words import Group, Meaning
from directory.places import Place, Unplaced

FULL_ANSWER = 5  # offers that must have every wish before those with fewer are left out
BY_CODE, BY_WORD, ALSO = 1.1, 0.6, 0.25  # what a synonym's term, a synonym's word and further agreement count
FAINT = 0.12  # a share of the best score: what stays below only mentions the words in passing
TEXT, NEARNESS, QUALITY = 0.6, 0.4, 0.1  # shares of the order when both words and a place are given


@dataclass(frozen=True)
class Hit:
    """One offer as the index knows it: miles to its nearest venue (None: nothing to measure), the place that is in,
    and its facet codes, {facet: codes}; `access_not_known` when nobody said whether it has the access asked for."""

    id: str
    miles: float | None = None
    place: str = ""
    access_not_known: bool = False
    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class WayOut:
    """What to do when nothing was found: the same question with one part changed, and how many that finds."""

    query: Query
    dropped: str  # the parameter taken back; "within" when the circle is wider, "all" when only the words are left
    total: int


@dataclass(frozen=True)
class Found:
    """The answer to a question. `total` counts all pages; facets are {facet: {code: count}}."""

    query: Query
    total: int
    hits: Sequence[Hit] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    place: Place | Unplaced | None = None
    within: float | None = None
    corrected: str = ""
    crisis: frozenset[str] = frozenset()
    ways_out: Sequence[WayOut] = ()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return min(max(1, -(-self.total // PAGE_SIZE)), MOST_PAGES)


def answer(setting: Setting) -> Found:
    """Finds, counts and orders. The caller holds the snapshot's lock."""
    query, snapshot = setting.query, setting.snapshot
    meaning = snapshot.lexicon.read(query.q)
    start, score = filters.base(setting), None
    if meaning.groups or meaning.phrases:
        score, matched = text_scores(meaning, snapshot, start)
        start = start & matched
    found = filters.masks(setting)
    mask = filters.others(found, "", start)
    rows = np.flatnonzero(mask)
    ordered = rows[order(setting, rows, score)]
    last = min(max(1, -(-len(rows) // PAGE_SIZE)), MOST_PAGES)
    page = min(query.page, last)
    shown = ordered[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return Found(
        query=query.but(page=page),
        total=len(rows),
        hits=[hit(setting, int(row)) for row in shown],
        facets=filters.counts(setting, found, start),
        place=setting.place,
        within=setting.within,
        corrected=meaning.corrected,
        crisis=meaning.crisis,
        ways_out=() if len(rows) else ways_out(setting, found, start, filters.base(setting)),
    )


def hit(setting: Setting, row: int) -> Hit:
    """One row as found."""
    miles = setting.distance[row]
    unknown = bool(setting.query.accessibility) and not sure_of_access(setting, np.array([row]))[0]
    away = float(miles) if np.isfinite(miles) else None
    codes = filters.codes_of(setting.columns, row)
    return Hit(str(setting.columns.ids[row]), away, filters.place_of(setting, row), unknown, codes)


def seen(setting: Setting, ids: Iterable[str]) -> list[Hit]:
    """What the index knows of these offers; those it does not know are left out."""
    rows = setting.columns.row_of
    return [hit(setting, rows[one]) for one in ids if one in rows]


def text_scores(meaning: Meaning, snapshot: Snapshot, start: Bools) -> tuple[Scores, Bools]:
    """A score a row for the words asked, and which rows answer enough of them to be shown.

    Offers that answer every wish are the answer when there are a few of them; otherwise those that answer most.
    """
    rows, opened = len(start), snapshot.opened
    by_group = [group_scores(group, opened, rows) for group in meaning.groups]
    live = [(scores, float(scores.max())) for scores in by_group if scores.any()]
    total = np.zeros(rows, dtype=np.float32)
    weight, answered = np.zeros(rows, dtype=np.float32), sum(most for _scores, most in live)
    for scores, most in live:
        total += scores
        weight += np.where(scores > 0, most, 0)
    share = weight / answered if answered else np.ones(rows, dtype=np.float32)
    matched = enough(share, start) if meaning.groups else np.ones(rows, dtype=bool)
    for phrase in meaning.phrases:
        together = matched & opened.phrase(phrase, rows)
        matched = together if together.any() else matched  # words that never stand side by side are still words
    score = total * share
    if meaning.groups:
        matched &= score > FAINT * float((score * start).max(initial=0))
    return score, matched


def enough(share: Scores, start: Bools) -> Bools:
    """Rows whose share of the wishes is high enough: as strict as leaves a few offers to show."""
    for least in (0.999, 0.7, 0.45):
        found: Bools = share >= least
        if (found & start).sum() >= FULL_ANSWER:
            return found
    return share > 0


def group_scores(group: Group, opened: Opened, rows: int) -> Scores:
    """How well each row answers one wish: by the words typed, or by what they mean."""
    ways = [word_scores(group.typed, opened, rows)]
    for target in group.targets:
        if ":" in target:
            ways.append(BY_CODE * opened.scores([("codes", target)], rows))
        else:
            ways.append(BY_WORD * word_scores(tuple(stems(target)), opened, rows))
    best = np.maximum.reduce(ways)
    return best + ALSO * (np.add.reduce(ways) - best)


def word_scores(roots: Sequence[str], opened: Opened, rows: int) -> Scores:
    """The score of some words that must all be there."""
    each = [opened.scores([(name, root) for name in TEXTS], rows) for root in roots]
    if not each:
        return np.zeros(rows, dtype=np.float32)
    together = np.add.reduce(each)
    return np.where(np.minimum.reduce(each) > 0, together, 0)


def order(setting: Setting, rows: NDArray[np.int64], score: Scores | None) -> NDArray[np.int64]:
    """Positions of `rows` in the order to show them: open before paused, sure before not known, fresh before stale."""
    columns, today = setting.columns, setting.today.toordinal()
    paused = filters.paused(setting)[rows]
    stale = columns.assured[rows] <= today - filters.SINKS.days
    doubtful = ~sure_of_access(setting, rows)
    name = np.argsort(np.argsort(columns.names[rows].astype(str), kind="stable"), kind="stable")
    return np.lexsort((name, merit(setting, rows, score), stale, doubtful, paused))


def sure_of_access(setting: Setting, rows: NDArray[np.int64]) -> Bools:
    """Whether each row says yes to the access asked for (all do when none is)."""
    chosen = setting.query.accessibility
    if not chosen:
        return np.ones(len(rows), dtype=bool)
    at = filters.columns_of(setting, "accessibility", chosen)
    found: Bools = np.any(setting.columns.bits[rows][:, at], axis=1)
    return found


def merit(setting: Setting, rows: NDArray[np.int64], score: Scores | None) -> NDArray[np.float64]:
    """The smaller the better: by distance or next session when asked, else a weighted mean.

    Words count as a share of the best answer's score, nearness as a share of the circle: a sum that can be explained.
    """
    far = setting.distance[rows]
    if setting.query.sort == "nearest" and setting.within:
        return far
    if setting.query.sort == "soonest":
        return next_starts(setting.columns, setting.now)[rows].astype(np.float64)
    parts: list[tuple[float, NDArray[Any]]] = [(QUALITY, ranks(quality(setting, rows)))]
    if score is not None and len(rows):
        parts.append((TEXT, 1 - score[rows] / max(float(score[rows].max()), 1e-6)))
    if setting.within:
        # Without a venue in the circle it comes to the reader: such an offer stands among those a fair way off.
        parts.append((NEARNESS, np.where(far <= setting.within, far / setting.within, filters.UNPLACED_RANK)))
    return np.add.reduce([weight * part for weight, part in parts])


def quality(setting: Setting, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Smaller is better: confirmed lately and no wait."""
    columns = setting.columns
    days = setting.today.toordinal() - columns.assured[rows]
    recent = np.digitize(days, [31, 92, 183])
    waits = columns.codes.at.get("waiting", {})
    at = [waits[code] for code in ("weeks", "full") if code in waits]
    waiting = np.any(columns.bits[rows][:, at], axis=1) if at else np.zeros(len(rows), dtype=bool)
    return (recent + 2.0 * waiting).astype(np.float64)


def ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks from 0, equal values sharing one, as a share of the rows."""
    _unique, at = np.unique(values, return_inverse=True)
    return at / max(len(values), 1)


def ways_out(setting: Setting, found: Mapping[str, Bools], start: Bools, any_words: Bools) -> list[WayOut]:
    """The nearest ways out of an empty answer: a wider circle, one thing asked less, other words; best first."""
    query, ways = setting.query, []
    if isinstance(setting.place, Place):
        rest = filters.others(found, "near", start)
        for wider in (5.0, 10.0, 20.0):
            total = int((rest & filters.near(setting, setting.place, wider)).sum())
            if total and wider > (setting.within or 0):
                ways.append(WayOut(query.but(within=wider), "within", total))
                break
    for name in found:
        rest = filters.others(found, name, start)
        if name == "day" and query.time:  # one mask for both, but only the day is taken back
            rest = rest & filters.on_at(setting, (), query.time)
        total = int(rest.sum())
        if total and name != "near":
            ways.append(WayOut(query.without(name), name, total))
        elif total and not ways:
            ways.append(WayOut(query.but(near="", within=None), "near", total))
    total = int(filters.others(found, "", any_words).sum())
    if query.q and total and len(found):
        ways.append(WayOut(query.but(q=""), "q", total))
    if not ways and found and (total := int(start.sum())):
        ways.append(WayOut(Query(q=query.q), "all", total))
    return ways[:4]
