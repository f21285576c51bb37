"""How a schedule repeats: reads the RRULE parts of an Open Referral schedule and names its dates; pure.

RFC 5545 as HSDS 3.0 narrows it (`schedule`: WEEKLY and MONTHLY only). A schedule that cannot be understood, or does not
say enough to name a date, has none: a missing date costs a phone call, a wrong one a wasted journey.

Arithmetic rather than dateutil's `rrule`: the index reads ten thousand schedules at once, and given a rule that no
date fits (a fifth Friday that is the 1st) `rrule` searches until the year 9999, whatever its `until`.
"""

import re
from calendar import monthrange
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Protocol

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MAX_INTERVAL = 1000  # a gap longer than this is a slip, and would run past the calendar's end
MAX_TEXT = 400  # letters in one part: room for every weekday in every position
MAX_COUNT = 1000  # monthly meetings counted one by one; more than this means "for ever"
EARLIEST = date(1970, 1, 1)  # an older first date is an empty field in disguise (0001-01-01, 1900-01-01)


class ScheduleLike(Protocol):
    """What is read of a schedule: the standard's `schedule`, and the three columns it lacks."""

    # Properties, so that both a database model and a frozen value will do.
    @property
    def id(self) -> str: ...
    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...
    @property
    def dtstart(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...
    @property
    def count(self) -> int | None: ...
    @property
    def wkst(self) -> str | None: ...
    @property
    def freq(self) -> str | None: ...
    @property
    def interval(self) -> int | None: ...
    @property
    def byday(self) -> str | None: ...
    @property
    def byweekno(self) -> str | None: ...
    @property
    def bymonthday(self) -> str | None: ...
    @property
    def description(self) -> str | None: ...
    @property
    def opens_at(self) -> time | None: ...
    @property
    def closes_at(self) -> time | None: ...
    @property
    def on_bank_holidays(self) -> bool | None: ...
    @property
    def term_time_only(self) -> bool: ...
    @property
    def except_dates(self) -> Collection[str]: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """What repeats, once understood (RFC 5545 as HSDS narrows it)."""

    freq: str  # "ONCE", "WEEKLY" or "MONTHLY"
    start: date | None
    interval: int
    days: tuple[tuple[int, int], ...]  # (which one in the month, 0 for each; weekday, 0 for Monday)
    monthdays: tuple[int, ...]  # 1 to 31, or -1 for the last day and so on
    weeks: tuple[int, ...]  # weeks of the year it is held to; empty for all
    week_starts: int
    count: int | None


def rule_of(schedule: ScheduleLike) -> Rule | None:
    """How `schedule` repeats, or None when its parts are missing, impossible or contradict each other."""
    days = _days(schedule.byday or "")
    interval = 1 if schedule.interval is None else schedule.interval
    count = schedule.count
    if days is None or not 1 <= interval <= MAX_INTERVAL or (count is not None and count < 1):
        return None
    start = schedule.dtstart if schedule.dtstart and schedule.dtstart >= EARLIEST else None
    wkst = (schedule.wkst or "MO").strip().upper()
    if wkst not in DAYS:
        return None
    freq = _freq(schedule, days, start)
    if freq == "ONCE":
        return _once(start, days)
    if freq == "WEEKLY":
        weeks = _numbers(schedule.byweekno or "", 53)
        return _weekly_rule(start, interval, days, weeks, DAYS.index(wkst), count)
    monthdays = _numbers(schedule.bymonthday or "", 31)
    if freq != "MONTHLY" or monthdays is None:
        return None
    if not days and not monthdays and start:
        monthdays = (start.day,)
    count = None if count and count > MAX_COUNT else count
    return Rule("MONTHLY", start, interval, days, monthdays, (), 0, count) if days or monthdays else None


def _freq(schedule: ScheduleLike, days: tuple[tuple[int, int], ...], start: date | None) -> str:
    """The frequency meant; days without one are a plain week, unless they are counted within a month."""
    said = (schedule.freq or "").strip().upper()
    if start and (schedule.count == 1 or not (said or days or schedule.bymonthday)):
        return "ONCE"
    if said or not days:
        return said
    return "MONTHLY" if any(position for position, _ in days) else "WEEKLY"


def _once(start: date | None, days: tuple[tuple[int, int], ...]) -> Rule | None:
    """A single date; one that falls on another weekday than the schedule says is in doubt."""
    if start is None or (days and start.weekday() not in {day for _, day in days}):
        return None
    return Rule("ONCE", start, 1, ((0, start.weekday()),), (), (), 0, 1)


def _weekly_rule(
    start: date | None,
    interval: int,
    days: tuple[tuple[int, int], ...],
    weeks: tuple[int, ...] | None,
    week_starts: int,
    count: int | None,
) -> Rule | None:
    """A weekly rule; days counted within a month ("1MO") have no meaning in one (RFC 5545, BYDAY)."""
    if not days and start:
        days = ((0, start.weekday()),)
    if not days or weeks is None or any(position for position, _ in days):
        return None
    return Rule("WEEKLY", start, interval, days, (), weeks, week_starts, count)


@lru_cache(maxsize=1024)
def _days(text: str) -> tuple[tuple[int, int], ...] | None:
    """The parts of BYDAY as (position, weekday), sorted; None when any part is not one."""
    if len(text) > MAX_TEXT:
        return None
    found = set()
    for part in text.upper().split(",") if text.strip() else ():
        match = re.fullmatch(r"\s*([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)\s*", part)
        if not match:
            return None
        found.add((int(match[1] or 0), DAYS.index(match[2])))
    return tuple(sorted(found))


@lru_cache(maxsize=1024)
def _numbers(text: str, most: int) -> tuple[int, ...] | None:
    """Comma-separated numbers from -most to most without 0, sorted; None when any part is not one."""
    parts = text.split(",") if text.strip() else []
    if len(text) > MAX_TEXT or not all(re.fullmatch(r"\s*[+-]?[0-9]{1,2}\s*", part) for part in parts):
        return None
    numbers = tuple(sorted({int(part) for part in parts}))
    return numbers if all(1 <= abs(number) <= most for number in numbers) else None


def dates(rule: Rule, first: date, last: date) -> Iterator[date]:
    """The dates of `rule` from `first` to `last`, in order; none where the rule lacks the date it counts from."""
    if rule.start is None and (rule.interval > 1 or rule.count):
        return iter(())
    first = max(first, rule.start or first)
    if rule.freq == "ONCE":
        return iter([first] if first == rule.start and first <= last else [])
    if rule.freq == "WEEKLY":
        last = min(last, _last_of_count(rule) or last)
        found = _weekly(rule, first, last)
        return (day for day in found if _in_week(day, rule.weeks)) if rule.weeks else found
    return _monthly(rule, first, last)


def _weekly(rule: Rule, first: date, last: date) -> Iterator[date]:
    """The dates of a weekly rule, in order."""
    base = rule.start or first
    week = base.toordinal() - (base.weekday() - rule.week_starts) % 7
    step = 7 * rule.interval
    week += max(0, (first.toordinal() - week) // step) * step
    offsets = sorted((day - rule.week_starts) % 7 for _, day in rule.days)
    low, high = first.toordinal(), last.toordinal()
    for monday in range(week, high + 1, step):
        for offset in offsets:
            if low <= monday + offset <= high:
                yield date.fromordinal(monday + offset)


def _last_of_count(rule: Rule) -> date | None:
    """The date of the last of `count` weekly meetings; None when there is no count or it outlives the calendar.

    Where `weeks` thins them out the meetings end later than this: fewer are then promised, never more.
    """
    if rule.start is None or rule.count is None:
        return None
    offsets = sorted((day - rule.week_starts) % 7 for _, day in rule.days)
    started = (rule.start.weekday() - rule.week_starts) % 7
    passed = sum(offset < started for offset in offsets)
    weeks, index = divmod(rule.count - 1 + passed, len(offsets))
    try:
        return rule.start + timedelta(days=offsets[index] - started, weeks=weeks * rule.interval)
    except OverflowError:
        return None


def _in_week(day: date, weeks: tuple[int, ...]) -> bool:
    """Whether `day` is in one of these ISO weeks, counted from the start (1) or the end (-1) of the year."""
    year, week, _ = day.isocalendar()
    return week in weeks or week - date(year, 12, 28).isocalendar().week - 1 in weeks


def _monthly(rule: Rule, first: date, last: date) -> Iterator[date]:
    """From the first month that matters; from the rule's own start only when there is a count to run down."""
    start = rule.start or first
    gap = (first.year - start.year) * 12 + first.month - start.month
    month = start.year * 12 + start.month - 1 + (0 if rule.count else gap - gap % rule.interval)
    found = _month_by_month(rule, month, last.year * 12 + last.month - 1)
    counted = islice((day for day in found if rule.start is None or day >= rule.start), rule.count)
    return (day for day in counted if first <= day <= last)


def _month_by_month(rule: Rule, first: int, last: int) -> Iterator[date]:
    """The dates of `rule` in every `interval`-th month, months numbered from year 0."""
    for number in range(first, last + 1, rule.interval):
        year, month = divmod(number, 12)
        for day in _days_of_month(rule, year, month + 1):
            yield date(year, month + 1, day)


def _days_of_month(rule: Rule, year: int, month: int) -> list[int]:
    """The days on which `rule` falls; with both days and month days, those that are both (Friday the 13th)."""
    begins_on, length = monthrange(year, month)
    by_number = {number if number > 0 else length + 1 + number for number in rule.monthdays}
    by_name: set[int] = set()
    for position, day in rule.days:
        named = range(1 + (day - begins_on) % 7, length + 1, 7)
        by_name.update(named if position == 0 else _nth(named, position))
    both = by_name & by_number if rule.days and rule.monthdays else by_name | by_number
    return sorted(day for day in both if 1 <= day <= length)


def _nth(days: Sequence[int], position: int) -> Sequence[int]:
    """The one at `position`, 1 for the first and -1 for the last, or nothing: some months have no fifth Friday."""
    index = position - 1 if position > 0 else len(days) + position
    return days[index : index + 1] if index >= 0 else ()
