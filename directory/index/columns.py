"""Offers as numpy columns: what filters them, counts them and measures how far they are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from directory import schedules
from directory.index.engine import fold
from directory.index.facts import Facts, ease
from directory.index.query import DAYS, TAXONOMIES, TIMES
from directory.index.understood import FILED_UNDER

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

HORIZON = timedelta(days=42)  # how far ahead sessions are worked out
NEVER = np.iinfo(np.int64).max
VENUE = (np.float64, np.float64, object)  # kinds of the venue table's values
RANKED = ("categories", "needs")  # taxonomies whose first term is what an offer is for, the others what it is as well
AS_WELL = 0.4  # what those count beside it
SPOKEN_TOO = 0.8  # what a language counts that is not the first of those spoken
WIDE = {"adults", "serious-mental-health"}  # audiences a reader who names none may well belong to
AWAY = ("online", "phone", "at-home")  # formats that reach people who are not at the venue
BY_PARAMETER = {taxonomy: parameter for parameter, taxonomy in TAXONOMIES.items()}


@dataclass(frozen=True)
class Calendar:
    """What sessions depend on beside their schedule: school terms, bank holidays and the day they were worked out."""

    now: datetime
    terms: Sequence[tuple[date, date]] = ()
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Codes:
    """Where each facet value has its column: {facet: {code: column}}; columns of one facet stand together."""

    at: Mapping[str, Mapping[str, int]]

    @classmethod
    def of(cls, known: Mapping[str, Iterable[str]]) -> "Codes":
        """Numbers the columns of these facets."""
        at: dict[str, dict[str, int]] = {}
        for facet, values in known.items():
            start = sum(len(done) for done in at.values())
            at[facet] = {code: start + n for n, code in enumerate(values)}
        return cls(at)

    @cached_property
    def by_column(self) -> list[tuple[str, str]]:
        """The facet and code of each column."""
        return [(facet, code) for facet, known in self.at.items() for code in known]

    @cached_property
    def width(self) -> int:
        """How many columns there are."""
        return sum(len(columns) for columns in self.at.values())


@dataclass(frozen=True)
class Columns:
    """One row an offer, every array with the same rows. Never changed in place: an edit makes new columns."""

    codes: Codes
    ids: NDArray[np.object_]
    row_of: Mapping[str, int]
    live: Bools  # False for a row whose offer was deleted
    ended: Bools
    ends: NDArray[np.int64]  # first day (proleptic ordinal) on which it is ended; NEVER when not known
    paused: Bools  # status says temporarily closed …
    returns: NDArray[np.int64]  # … until this day; NEVER when nobody said
    assured: NDArray[np.int64]  # day of the last confirmation, 0 when never
    bits: NDArray[np.float32]  # rows x facet values, 1 or 0 (floats, as counting is a matrix product)
    about: NDArray[np.float32]  # rows x facet values, how much an offer is about each
    unfiled: Bools  # under nothing that says what it is about
    unsaid: NDArray[np.float32]  # the same for "not known" (accessibility)
    everyone: Bools
    narrow: Bools  # for certain people only
    slots: NDArray[np.uint32]  # weekday * 3 + part of the day, one bit each
    everywhere: Bools  # neither venue nor area: for anybody anywhere
    venueless: Bools  # no public venue to measure to
    reaches: Bools  # comes to people: online, by phone or at home
    bounded: Bools  # serves named areas only
    names: NDArray[np.object_]  # folded …
    titles: NDArray[np.object_]  # … and as they are written
    letters: NDArray[np.uint64]  # the first letters as one number: what stands level is in the order of the alphabet
    hidden: Bools  # at an address that is not public
    text: NDArray[np.int64]  # where the vector of what it says stands in the store of meanings
    ease: NDArray[np.float32]  # how easily people can come, see `ease`
    venues: "Table" = field(repr=False)  # row, latitude, longitude, name of the place it is in
    areas: "Table" = field(repr=False)  # row, key of an area served
    sessions: "Table" = field(repr=False)  # row, start, over (epoch seconds)
    worked_out: date = date.min


@dataclass(frozen=True)
class Table:
    """Several facts a row: columns of the same length, the first naming the row of the offer."""

    rows: NDArray[np.int64]
    values: tuple[NDArray[Any], ...]

    @classmethod
    def of(cls, entries: Sequence[tuple[Any, ...]], kinds: Sequence[Any]) -> "Table":
        """A table of entries (row, value, …) whose values have these dtypes."""
        rows = np.array([entry[0] for entry in entries], dtype=np.int64)
        values = tuple(np.array([entry[n + 1] for entry in entries], dtype=kind) for n, kind in enumerate(kinds))
        return cls(rows, values)

    def replacing(self, changed: Iterable[int], other: "Table") -> "Table":
        """This table with the entries of some rows given anew."""
        keep = ~np.isin(self.rows, list(changed))
        values = tuple(np.concatenate((a[keep], b)) for a, b in zip(self.values, other.values, strict=True))
        return Table(np.concatenate((self.rows[keep], other.rows)), values)


def build(facts: Iterable[Facts], codes: Codes, calendar: Calendar) -> Columns:
    """Columns for all these offers."""
    every = list(facts)
    empty = blank(codes, 0, calendar)
    grown = grow(empty, [one.id for one in every])
    return filled(grown, list(enumerate(every)), calendar)


def updated(columns: Columns, changed: Mapping[str, Facts | None], calendar: Calendar) -> Columns:
    """Columns after some offers changed (None: deleted); rows keep their numbers."""
    new = [one for one, facts in changed.items() if facts and one not in columns.row_of]
    grown = grow(columns, new)
    for one, facts in changed.items():
        if facts is None and one in grown.row_of:
            grown.live[grown.row_of[one]] = False
    return filled(grown, [(grown.row_of[one], facts) for one, facts in changed.items() if facts], calendar)


def blank(codes: Codes, rows: int, calendar: Calendar) -> Columns:
    """Columns of empty rows."""

    def zeros(kind: Any) -> Any:
        return np.zeros(rows, dtype=kind)

    wide = (rows, codes.width)
    return Columns(
        codes=codes, ids=zeros(object), row_of={}, live=zeros(bool), ended=zeros(bool), ends=zeros(np.int64),
        paused=zeros(bool), returns=zeros(np.int64), assured=zeros(np.int64), bits=np.zeros(wide, np.float32),
        about=np.zeros(wide, np.float32), unsaid=np.zeros(wide, np.float32), everyone=zeros(bool), narrow=zeros(bool),
        slots=zeros(np.uint32), everywhere=zeros(bool),
        unfiled=zeros(bool), venueless=zeros(bool), reaches=zeros(bool), bounded=zeros(bool), names=zeros(object),
        titles=zeros(object), letters=zeros(np.uint64), hidden=zeros(bool),
        text=zeros(np.int64), ease=zeros(np.float32),
        venues=Table.of((), VENUE), areas=Table.of((), (object,)),
        sessions=Table.of((), (np.int64, np.int64)), worked_out=calendar.now.date(),
    )  # fmt: skip


def grow(columns: Columns, ids: Sequence[str]) -> Columns:
    """A copy with empty rows for new offers."""
    more = blank(columns.codes, len(ids), Calendar(datetime.min))
    more.ids[:] = ids
    joined: dict[str, Any] = {
        name: np.concatenate((value, getattr(more, name)))
        for name, value in vars(columns).items()
        if isinstance(value, np.ndarray)
    }
    start = len(columns.ids)
    row_of = {**columns.row_of, **{one: start + n for n, one in enumerate(ids)}}
    return replace(columns, row_of=row_of, **joined)


def filled(columns: Columns, rows: Sequence[tuple[int, Facts]], calendar: Calendar) -> Columns:
    """The columns with these rows written; the arrays are the caller's own copies."""
    for row, facts in rows:
        write_row(columns, row, facts)
        columns.slots[row] = sum(1 << bit for bit in slot_bits(facts.schedules, calendar.now.date()))
    changed = [row for row, _facts in rows]
    venues = [(row, v.latitude, v.longitude, v.place) for row, f in rows for v in f.venues if v.latitude is not None]
    areas = [(row, key) for row, facts in rows for key in area_keys(facts)]
    times = [entry for row, facts in rows for entry in session_entries(row, facts, calendar)]
    return replace(
        columns,
        venues=columns.venues.replacing(changed, Table.of(venues, VENUE)),
        areas=columns.areas.replacing(changed, Table.of(areas, (object,))),
        sessions=columns.sessions.replacing(changed, Table.of(times, (np.int64, np.int64))),
    )


def write_row(columns: Columns, row: int, facts: Facts) -> None:
    """One offer into its row."""
    formats = {code for code, yes in facts.terms.get("formats", {}).items() if yes}
    access = {code for code, yes in facts.terms.get("access", {}).items() if yes}
    audiences = {code for code, yes in facts.terms.get("audiences", {}).items() if yes}
    columns.live[row] = True
    columns.names[row], columns.titles[row] = fold(facts.name), facts.name
    columns.hidden[row] = facts.hidden
    columns.ended[row] = facts.status in ("inactive", "defunct")
    columns.ends[row] = facts.ended_on.toordinal() if facts.ended_on else NEVER
    columns.paused[row] = facts.status == "temporarily closed"
    columns.returns[row] = facts.paused_until.toordinal() if facts.paused_until else NEVER
    columns.assured[row] = facts.assured.toordinal() if facts.assured else 0
    columns.everyone[row] = not audiences or "everyone" in audiences
    columns.narrow[row] = "everyone" not in audiences and bool(audiences - WIDE)
    columns.venueless[row] = not any(venue.latitude is not None for venue in facts.venues)
    columns.bounded[row] = bool(facts.areas)
    columns.everywhere[row] = not facts.has_venue and not facts.areas
    columns.reaches[row] = bool(formats & set(AWAY)) or "outreach" in access
    columns.ease[row] = ease(facts)
    columns.unfiled[row] = not any(any(facts.terms.get(taxonomy, {}).values()) for taxonomy in FILED_UNDER)
    write_codes(columns, row, facts)


def write_codes(columns: Columns, row: int, facts: Facts) -> None:
    """The facet values of one offer, and which kinds of access nobody told us about."""
    columns.bits[row] = columns.about[row] = columns.unsaid[row] = 0
    for taxonomy, known in facts.terms.items():
        at = columns.codes.at.get(BY_PARAMETER.get(taxonomy, ""), {})
        for place, code in enumerate(code for code, yes in known.items() if yes):
            if code in at:
                columns.bits[row, at[code]] = 1
                columns.about[row, at[code]] = AS_WELL if place and taxonomy in RANKED else 1
    for code, column in columns.codes.at.get("accessibility", {}).items():
        columns.unsaid[row, column] = code not in facts.terms.get("accessibility", {})
    for place, (code, _name) in enumerate(facts.languages):
        if code in columns.codes.at.get("language", {}):
            spoken = columns.codes.at["language"][code]
            columns.bits[row, spoken], columns.about[row, spoken] = 1, SPOKEN_TOO if place else 1
    borders = {venue.gss for venue in facts.venues} | {extent for _name, extent, kind in facts.areas if kind == "gss"}
    for gss, column in columns.codes.at.get("borough", {}).items():
        columns.bits[row, column] = gss in borders or bool(columns.everywhere[row])


def area_keys(facts: Facts) -> set[str]:
    """Areas served, as comparable keys: a GSS code, or the name of a neighbourhood in small letters."""
    return {extent if kind == "gss" and extent else name.casefold().strip() for name, extent, kind in facts.areas}


def slot_bits(found: Iterable[Any], today: date) -> set[int]:
    """The weekday and part-of-day slots that schedules still fall in; a day without times fills all its parts."""
    slots = set()
    for one in (schedule for schedule in found if schedules.active(schedule, today)):
        parts = schedules.day_parts(one) or TIMES
        slots |= {day * 3 + TIMES.index(part) for day in schedules.weekdays(one) for part in parts}
    return slots


def session_entries(row: int, facts: Facts, calendar: Calendar) -> list[tuple[int, int, int]]:
    """The sessions of one offer over the horizon, as (row, start, over) in epoch seconds."""
    found = schedules.sessions(
        facts.schedules,
        after=calendar.now,
        until=calendar.now + HORIZON,
        terms=calendar.terms,
        holidays=calendar.holidays,
    )
    return [(row, int(one.starts.timestamp()), int(one.over.timestamp())) for one in found]


def day_mask(days: Iterable[str]) -> int:
    """The slot bits of some weekdays (`mon` … `sun`)."""
    return sum(0b111 << DAYS.index(day) * 3 for day in days if day in DAYS)


def time_mask(times: Iterable[str]) -> int:
    """The slot bits of some parts of the day."""
    return sum(1 << (day * 3 + TIMES.index(time)) for time in times if time in TIMES for day in range(7))
