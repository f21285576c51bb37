"""Which offers a search may show: one mask over the rows for each thing asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from directory.index.columns import Bools, Columns, Floats, day_mask, time_mask
from directory.index.engine import fold
from directory.index.measures import distances
from directory.index.picture import Snapshot
from directory.index.query import DAYS, FACETS, TIMES, WITHIN, Query
from directory.index.sentence import Said
from directory.places import Place, Unplaced, miles
from directory.schedules import PARTS

SINKS, HIDDEN = timedelta(days=183), timedelta(days=365)  # since it was last confirmed
# Miles from the reader's point within which a neighbourhood counts as theirs: more when the point is a wide middle.
CLOSE_BY = {"unit": 1.0, "named": 1.0, "sector": 1.5, "district": 2.0}
MILES_A_DEGREE = 69.0  # of latitude; nowhere on the sphere of measures.py less
AHEAD = {"today": 0, "tomorrow": 1}  # days that are meant as dates, not as days of a week
FEW = 3  # offers a filter found in the words must leave; otherwise the others follow
UNPLACED_RANK = 0.6  # where an offer without distance stands among those with one, as a share of `within`


@dataclass(frozen=True)
class Setting:
    """A question with what it depends on worked out: the place it was asked from, distances and the moment."""

    query: Query
    snapshot: Snapshot
    now: datetime
    place: Place | Unplaced | None
    within: float | None  # miles, when there is a point to measure from
    said: Said  # the words taken apart
    boroughs: frozenset[str]  # GSS codes the reader may live in: several for a district
    audiences: frozenset[str]  # those the words or the filters name
    distance: Floats  # miles to the nearest venue of each row; infinity where there is none to measure

    @property
    def columns(self) -> Columns:
        """The rows asked."""
        return self.snapshot.columns

    @property
    def today(self) -> date:
        """The day it is."""
        return self.now.date()

    @cached_property
    def called(self) -> Bools:
        """Rows whose name is just what was typed: the day or the place in it is a name, and asks for nothing."""
        found: Bools = self.columns.names == fold(self.query.q)
        return found


def measured(
    query: Query,
    snapshot: Snapshot,
    now: datetime,
    place: Place | Unplaced | None,
    said: Said,
    audiences: Iterable[str] = (),
    boroughs: Iterable[str] = (),
) -> Setting:
    """The setting of a question."""
    rows, named = len(snapshot.columns.ids), frozenset((*audiences, *query.audience))
    if not isinstance(place, Place):
        return Setting(query, snapshot, now, place, None, said, frozenset(), named, np.full(rows, np.inf))
    far = distances(snapshot.columns, place.latitude, place.longitude)
    return Setting(query, snapshot, now, place, query.within or WITHIN, said, frozenset(boroughs), named, far)


def base(setting: Setting) -> Bools:
    """Offers that may be listed at all: there, not ended, and confirmed within the year (or never yet)."""
    columns, today = setting.columns, setting.today.toordinal()
    fresh = (columns.assured == 0) | (columns.assured > today - HIDDEN.days)
    return columns.live & ~columns.ended & (columns.ends > today) & fresh


def masks(setting: Setting) -> dict[str, Bools]:
    """A mask for each thing the question asks, by parameter (`near` for the place)."""
    query, found = setting.query, {}
    for facet in FACETS:
        chosen = getattr(query, facet)
        if chosen and facet not in ("day", "time"):
            found[facet] = any_of(setting, facet, chosen)
    if query.day or query.time:
        found["day" if query.day else "time"] = on_at(setting, query.day, query.time)
    if isinstance(setting.place, Place):
        found["near"] = near(setting, setting.place, setting.within or WITHIN)
        if setting.said.near:
            found["near"] |= setting.called
    elif isinstance(setting.place, Unplaced) and setting.place.reason == "outside":
        online = any_of(setting, "format", ("online", "phone"))
        found["near"] = setting.columns.everywhere | (online & ~setting.columns.bounded)
    return found


def said_mask(setting: Setting) -> Bools:
    """Rows that fit every filter found in the words, or are called just so."""
    mask = np.ones(len(setting.columns.ids), dtype=bool)
    asks = setting.said.filters()
    for facet, chosen in asks.items():
        if facet not in ("day", "time"):
            mask &= any_of(setting, facet, chosen)
    if "day" in asks or "time" in asks:
        mask &= on_at(setting, asks.get("day", ()), asks.get("time", ()))
    return mask | setting.called if asks else mask


def fitting(found: Mapping[str, Bools], start: Bools, said: Bools) -> Bools:
    """The rows of `start` that may be shown: those that fit the filters found in the words, where these leave enough
    before anything is chosen beside them, and some after; else all, as the others follow."""
    fit, before = start & said, found.get("near", start)
    return fit if (fit & before).sum() >= FEW and others(found, "", fit).any() else start


def any_of(setting: Setting, facet: str, chosen: Iterable[str]) -> Bools:
    """Rows with any of the codes; "everyone" offers stay for any audience. All access asked for is needed together, and
    unknown is not a no."""
    columns = setting.columns
    at = columns_of(setting, facet, chosen)
    if facet == "accessibility":
        return np.all((columns.bits[:, at] > 0) | (columns.unsaid[:, at] > 0), axis=1)
    found: Bools = np.any(columns.bits[:, at], axis=1)
    return found | columns.everyone if facet == "audience" else found


def columns_of(setting: Setting, facet: str, chosen: Iterable[str]) -> list[int]:
    """The columns of facet values that exist now (boroughs stand under their GSS code)."""
    known, gss = setting.columns.codes.at[facet], setting.snapshot.vocabulary.gss
    keys = [gss.get(code, "") if facet == "borough" else code for code in chosen]
    return [known[key] for key in keys if key in known]


def on_at(setting: Setting, days: Iterable[str], times: Iterable[str]) -> Bools:
    """Rows with a session on any of the days at any of the times; `today` needs a session that is not over."""
    columns, whens = setting.columns, time_mask(times or TIMES)
    plain = [day for day in days if day not in AHEAD]
    bits = whens & (day_mask(plain) if days else 0xFFFFFFFF)
    found: Bools = (columns.slots & np.uint32(bits)) > 0
    for day in set(days) & set(AHEAD):
        found = found | on_date(setting, AHEAD[day] * 24 * 60, times)
    return found


def on_date(setting: Setting, midnight: int, times: Iterable[str]) -> Bools:
    """Rows that are not paused and have a session on the day that begins so many minutes after today did, not over yet,
    at any of the times (no times: at any)."""
    table, found = setting.columns.sessions, np.zeros(len(setting.columns.ids), dtype=bool)
    starts, over = table.values
    soon = (over > setting.now.timestamp()) & (starts < moment(setting, midnight + 2 * 24 * 60))  # few of many weeks
    rows, starts, over = table.rows[soon], starts[soon], over[soon]
    ends = np.maximum(over, starts + 60)  # one without an end
    for name, begins, until in PARTS:
        if name in times or not times:
            first, last = moment(setting, midnight + begins), moment(setting, midnight + until)
            found[rows[(starts < last) & (ends > first)]] = True
    return found & ~paused(setting, midnight // (24 * 60))


def moment(setting: Setting, minutes: int) -> float:
    """A time of today's day, in minutes by the clock on the wall, as epoch seconds."""
    day, left = divmod(minutes, 24 * 60)
    wall = datetime.combine(setting.today + timedelta(days=day), time(left // 60, left % 60), setting.now.tzinfo)
    return wall.timestamp()


def paused(setting: Setting, ahead: int = 0) -> Bools:
    """Rows that are paused today, or some days ahead; a pause with a return date ends on that date."""
    return setting.columns.paused & (setting.columns.returns > setting.today.toordinal() + ahead)


def near(setting: Setting, place: Place, within: float) -> Bools:
    """Rows a reader at a place can use: near enough and not for other areas only, or reaching them where they are."""
    columns = setting.columns
    serves = served(setting, place, within)
    open_to_all = ~columns.bounded | serves
    close = (setting.distance <= within) & open_to_all
    # An offer without a venue, or one that also comes to people, is found by the area it serves.
    comes = (columns.venueless | columns.reaches) & serves
    return close | comes | columns.everywhere


def served(setting: Setting, place: Place, within: float) -> Bools:
    """Rows that serve the reader's borough, or a neighbourhood they are in or close to."""
    keys = {place.gss, (place.name or "").casefold(), *setting.boroughs} - {"", None}
    here, limit = (place.latitude, place.longitude), min(within, CLOSE_BY[place.precision])
    for one in setting.snapshot.places:
        level = abs(one.latitude - place.latitude) * MILES_A_DEGREE <= limit  # most are not even that
        if one.kind != "borough" and level and miles(here, (one.latitude, one.longitude)) <= limit:
            keys |= {name.casefold() for name in (one.name, *one.also)}
    table = setting.columns.areas
    found = np.zeros(len(setting.columns.ids), dtype=bool)
    found[table.rows[[key in keys for key in table.values[0].tolist()]]] = True
    return found


def place_of(setting: Setting, row: int) -> str:
    """The neighbourhood of an offer's nearest venue, or of its first one when there is nowhere to measure from."""
    venues = setting.columns.venues
    at = np.flatnonzero(venues.rows == row)
    if not len(at):
        return ""
    if isinstance(setting.place, Place):
        lat, lon = (column[at] for column in venues.values[:2])
        at = at[np.argsort((lat - setting.place.latitude) ** 2 + (0.62 * (lon - setting.place.longitude)) ** 2)]
    return str(venues.values[2][at[0]])


def codes_of(snapshot: Snapshot, row: int) -> Mapping[str, Sequence[str]]:
    """The facet codes of one row, in the vocabulary's order; worked out once while the offer stays as it is."""
    columns = snapshot.columns
    key = (str(columns.ids[row]), "codes")
    if key not in snapshot.memory:
        found: dict[str, list[str]] = {facet: [] for facet in columns.codes.at}
        for at in np.flatnonzero(columns.bits[row]).tolist():
            facet, code = columns.codes.by_column[at]
            found[facet].append(code)
        snapshot.memory[key] = found
    known: dict[str, list[str]] = snapshot.memory[key]
    return known


def others(found: Mapping[str, Bools], but: str, start: Bools) -> Bools:
    """All masks but one."""
    mask = start
    for name, one in found.items():
        if name != but:
            mask = mask & one
    return mask


def counts(setting: Setting, found: Mapping[str, Bools], start: Bools) -> dict[str, dict[str, int]]:
    """How many offers each facet value would leave, given everything else asked."""
    columns, counted = setting.columns, {}
    rest = others(found, "", start)
    every = totals(columns, rest, 0, columns.codes.width)  # of all facets but those chosen from, in one go
    for facet, at in columns.codes.at.items():
        first, width = min(at.values(), default=0), len(at)
        left = every[first : first + width]
        start_at = 0
        if facet == "audience":
            mask = others(found, facet, start)
            start_at = int((mask & columns.everyone).sum())
            left = totals(columns, mask & ~columns.everyone, first, width)
        elif facet in found and facet != "accessibility":  # of which each choice more is needed too
            left = totals(columns, others(found, facet, start), first, width)
        by_code = {code: int(left[column - first]) + start_at for code, column in at.items()}
        if facet == "borough":
            by_code = {code: by_code[gss] for code, gss in setting.snapshot.vocabulary.gss.items()}
        counted[facet] = by_code
    return counted | slot_counts(setting, found, start)


def totals(columns: Columns, mask: Bools, first: int, width: int) -> NDArray[np.float32]:
    """How many rows of a mask have each of some facet values."""
    if mask.sum() * 4 < len(mask):  # few rows: copying them is less than multiplying by nothing
        few: NDArray[np.float32] = columns.bits[np.flatnonzero(mask), first : first + width].sum(axis=0)
        return few
    return mask.astype(np.float32) @ columns.bits[:, first : first + width]


def slot_counts(setting: Setting, found: Mapping[str, Bools], start: Bools) -> dict[str, dict[str, int]]:
    """The same for days and times of day, which are asked of one session together."""
    query = setting.query
    rest = others({name: one for name, one in found.items() if name not in ("day", "time")}, "", start)
    slots, today = setting.columns.slots[rest], "today" in query.day
    days = {day: at_slots(slots, (day,), query.time) for day in DAYS}
    days["today"] = int((rest & on_at(setting, ("today",), query.time)).sum())
    if today:  # the time of a session that is on today, which no slot knows
        times = {time: int((rest & on_at(setting, query.day, (time,))).sum()) for time in TIMES}
    else:
        times = {time: at_slots(slots, query.day, (time,)) for time in TIMES}
    return {"day": days, "time": times}


def at_slots(slots: NDArray[np.uint32], days: Sequence[str], times: Sequence[str]) -> int:
    """How many of these rows have a session on any of the days (none: on any day) at any of the times."""
    bits = time_mask(times or TIMES) & (day_mask(days) if days else 0xFFFFFFFF)
    return int(np.count_nonzero(slots & np.uint32(bits)))
