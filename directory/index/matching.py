"""matching(query): the offers that answer a question, in order, with counts and what was understood."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from directory.index import filters
from directory.index.columns import Bools
from directory.index.engine import Scores
from directory.index.filters import Setting
from directory.index.measures import next_starts, soon
from directory.index.query import MOST_PAGES, PAGE_SIZE, Query
from directory.index.reasons import Why, reasons
from directory.index.relevance import Asked, relevance
from directory.index.sentence import Said
from directory.index.spelling import respelt
from directory.places import Place, Unplaced

NEARNESS = 0.45  # what the whole circle counts beside a wish answered, which counts 1
FRESH, SOON = 0.05, 0.1  # confirmed lately; on within a week
STALE = 0.25  # not confirmed for half a year
FILED = 0.15  # that what is asked for is what an offer is for, not what it is as well
COMPANY = 0.1  # that an offer is for meeting people, when nobody said what about: it is most people's reason to go
FILED_UNDER = ("category", "need", "audience", "faith", "language")
MONTH = 31  # days
# From the middle of a district a difference of half a mile says little.
HOW_EXACT = {"unit": 1.0, "sector": 0.8, "named": 0.6, "district": 0.5}
FOR_OTHERS = 0.14  # how much lower an offer for certain people stands when the search does not name them


@dataclass(frozen=True)
class Hit:
    """One offer as the index knows it: miles to its nearest venue (None: nothing to measure), the place that is in,
    and its facet codes, {facet: codes}; `access_not_known` when nobody said whether it has the access asked for;
    `why` it answers the words."""

    id: str
    miles: float | None = None
    place: str = ""
    access_not_known: bool = False
    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    why: Why = field(default_factory=Why)


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
    meant: str = ""  # the whole search with strange words replaced by guesses, to be asked about
    written: str = ""  # the language the search was read in, when that is neither English nor the page's
    crisis: frozenset[str] = frozenset()
    said: Said = field(default_factory=lambda: Said(""))
    first: int = 0  # how many fit the filters found in the words; the others follow them
    close: bool = False  # nothing has these words; these may be close
    ways_out: Sequence[WayOut] = ()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return min(max(1, -(-self.total // PAGE_SIZE)), MOST_PAGES)


def answer(setting: Setting, asked_words: Asked) -> Found:
    """Finds, counts and orders. The caller holds the snapshot's lock."""
    query, snapshot, understood = setting.query, setting.snapshot, asked_words.understood
    start = filters.base(setting)
    found = relevance(asked_words, snapshot, start)
    start = start & found.matched if found else start
    asked = filters.masks(setting)
    said = filters.said_mask(setting)
    start = filters.fitting(asked, start, said)
    mask = filters.others(asked, "", start)
    first = int((mask & said).sum())
    rows = np.flatnonzero(mask)
    ordered = rows[order(setting, rows, found.score if found else None, said)]
    last = min(max(1, -(-len(rows) // PAGE_SIZE)), MOST_PAGES)
    page = min(query.page, last)
    shown = ordered[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    whys = reasons(understood, understood.corrected or setting.said.rest, snapshot, shown)
    return Found(
        query=query.but(page=page),
        total=len(rows),
        hits=[hit(setting, int(row), why) for row, why in zip(shown, whys, strict=True)],
        facets=filters.counts(setting, asked, start),
        place=setting.place,
        within=setting.within,
        corrected=understood.corrected,
        meant=respelt(query.q, dict(understood.guessed)) if understood.guessed else "",
        written=understood.written,
        crisis=understood.crisis | (danger_in(setting) if setting.said.rest != query.q else frozenset()),
        said=setting.said,
        first=first if first < len(rows) else len(rows),
        close=bool(found and found.close),
        ways_out=() if len(rows) else ways_out(setting, asked, start, said),
    )


def danger_in(setting: Setting) -> frozenset[str]:
    """Danger in all that was typed, also where filters and places were taken out of it."""
    return setting.snapshot.lexicon.read(setting.query.q).crisis


def hit(setting: Setting, row: int, why: Why | None = None) -> Hit:
    """One row as found."""
    miles = setting.distance[row]
    unknown = bool(setting.query.accessibility) and not sure_of_access(setting, np.array([row]))[0]
    away = float(miles) if np.isfinite(miles) else None
    codes = filters.codes_of(setting.snapshot, row)
    return Hit(str(setting.columns.ids[row]), away, filters.place_of(setting, row), unknown, codes, why or Why())


def seen(setting: Setting, ids: Iterable[str]) -> list[Hit]:
    """What the index knows of these offers; those it does not know are left out."""
    rows = setting.columns.row_of
    return [hit(setting, rows[one]) for one in ids if one in rows]


def order(setting: Setting, rows: NDArray[np.int64], score: Scores | None, said: Bools) -> NDArray[np.int64]:
    """Positions of `rows` in the order to show them: open before paused, sure before not known, fresh before stale."""
    columns, today = setting.columns, setting.today.toordinal()
    paused = filters.paused(setting)[rows]
    stale = columns.assured[rows] <= today - filters.SINKS.days
    if score is not None and setting.query.sort == "best":
        stale = np.zeros_like(stale)  # merit counts it: what is just right and stale may stand above what is not
    doubtful = ~sure_of_access(setting, rows)
    other = ~setting.called[rows]  # who asks for one by its name gets that one first
    return np.lexsort((columns.letters[rows], merit(setting, rows, score), stale, doubtful, paused, ~said[rows], other))


def sure_of_access(setting: Setting, rows: NDArray[np.int64]) -> Bools:
    """Whether each row says yes to all access asked for (all do when none is)."""
    chosen = setting.query.accessibility
    if not chosen:
        return np.ones(len(rows), dtype=bool)
    at = filters.columns_of(setting, "accessibility", chosen)
    found: Bools = np.all(setting.columns.bits[rows][:, at], axis=1)
    return found


def merit(setting: Setting, rows: NDArray[np.int64], score: Scores | None) -> NDArray[np.float64]:
    """The smaller the better: by distance or next session when asked, else a sum that can be explained.

    What words answer, how near it is as a share of the circle, how easily one can come, and whom it is for.
    """
    far = setting.distance[rows]
    if setting.query.sort == "nearest" and setting.within:
        return far
    if setting.query.sort == "soonest":
        return next_starts(setting.columns, setting.now)[rows].astype(np.float64)
    cost = FOR_OTHERS * for_others(setting, rows) - ease(setting, rows) - FILED * filed(setting, rows)
    if not chosen(setting, FILED_UNDER) and (score is None or not score.any()):
        cost -= COMPANY * about(setting, rows, (("category", ("social-groups",)),))
    if score is not None:
        stale = setting.columns.assured[rows] <= setting.today.toordinal() - filters.SINKS.days
        cost += STALE * stale - score[rows]
    if setting.within:
        # Without a venue in the circle it comes to the reader: such an offer stands among those a fair way off.
        near = NEARNESS * HOW_EXACT.get(setting.place.precision if isinstance(setting.place, Place) else "", 1)
        cost += near * np.where(far <= setting.within, far / setting.within, filters.UNPLACED_RANK)
    return cost


def filed(setting: Setting, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """How much each row is about the choices made, in the form or in the words, from 0 to 1."""
    return about(setting, rows, chosen(setting, FILED_UNDER))


def chosen(setting: Setting, facets: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """The (facet, codes) of some facets that were chosen, in the form or in the words."""
    said = setting.said.filters()
    both = [(one, (*getattr(setting.query, one), *said.get(one, ()))) for one in facets]
    return [(facet, codes) for facet, codes in both if codes]


def about(
    setting: Setting, rows: NDArray[np.int64], chosen: Iterable[tuple[str, tuple[str, ...]]]
) -> NDArray[np.float64]:
    """How much each row is about any of some (facet, codes), from 0 to 1."""
    at = [column for facet, codes in chosen for column in filters.columns_of(setting, facet, codes)]
    found: NDArray[np.float64] = setting.columns.about[rows][:, at].max(axis=1, initial=0).astype(np.float64)
    return found


def for_others(setting: Setting, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Rows that are for certain people only, when the search names none of those."""
    columns, at = setting.columns, setting.columns.codes.at.get("audience", {})
    named = [at[code] for code in setting.audiences if code in at]
    meant: Bools = np.any(columns.bits[rows][:, named], axis=1) if named else np.zeros(len(rows), dtype=bool)
    return columns.narrow[rows] & ~meant


def ease(setting: Setting, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """How easily people can come now: open doors and no wait, sessions within the week, and confirmed lately."""
    columns = setting.columns
    days = setting.today.toordinal() - columns.assured[rows]
    fresh = np.clip(1 - days / (3 * MONTH), 0, 1)
    return columns.ease[rows] + FRESH * fresh + SOON * soon(columns, setting.now)[rows]


def ways_out(setting: Setting, found: Mapping[str, Bools], start: Bools, said: Bools) -> list[WayOut]:
    """The nearest ways out of an empty answer: a wider circle, one thing asked less, other words; best first."""
    query, ways, words = setting.query, [], setting.said.near_without if setting.said.near else setting.query.q
    if isinstance(setting.place, Place):
        for wider in (5.0, 10.0, 20.0):
            total = left({**found, "near": filters.near(setting, setting.place, wider)}, start, said)
            if total and wider > (setting.within or 0):
                ways.append(WayOut(query.but(within=wider), "within", total))
                break
    for name in found:
        rest = {other: mask for other, mask in found.items() if other != name}
        if name == "day" and query.time:  # one mask for both, but only the day is taken back
            rest["time"] = filters.on_at(setting, (), query.time)
        total = left(rest, start, said)
        if total and name != "near":
            ways.append(WayOut(query.without(name), name, total))
        elif total and not ways:
            ways.append(WayOut(query.but(q=words, near="", within=None), "near", total))
    chosen = {name: mask for name, mask in found.items() if name != "near" or query.near}
    total = int(filters.others(chosen, "", filters.base(setting)).sum())
    if query.q and total and chosen:
        ways.append(WayOut(query.but(q=""), "q", total))
    if not ways and found and (total := left({}, start, said)):
        ways.append(WayOut(Query(q=words, exact=query.exact, reading=query.reading), "all", total))
    return ways[:4]


def left(found: Mapping[str, Bools], start: Bools, said: Bools) -> int:
    """How many rows would be shown if these were the masks."""
    return int(filters.others(found, "", filters.fitting(found, start, said)).sum())
