"""When is it on: turns Open Referral schedules into dated sessions; pure, it asks no clock, request or database.

Times are Europe/London wall time, so 2pm stays 2pm when the clocks change.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from govuk_bank_holidays.bank_holidays import BankHolidays

from directory.recurrence import Rule, ScheduleLike, dates, rule_of

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
FORESIGHT = timedelta(days=30 * 365)
MIDNIGHT = time(0)
PARTS = (("morning", 0, 12 * 60), ("afternoon", 12 * 60, 17 * 60), ("evening", 17 * 60, 24 * 60))

Terms = Sequence[tuple[date, date]]


@dataclass(frozen=True, slots=True)
class Session:
    """One dated meeting. Without opening hours `timed` is False and `starts` is 00:00 of its day."""

    starts: datetime  # aware, Europe/London
    ends: datetime | None  # None: nobody said when it ends
    schedule_id: str
    check: str = ""  # "bank-holiday": it may not run that day, ask first
    timed: bool = True

    @property
    def order(self) -> tuple[datetime, str]:
        """What sessions are sorted by: the start, then the schedule, so that the order never wavers."""
        return self.starts, self.schedule_id

    @property
    def over(self) -> datetime:
        """The moment (UTC) from which it is past; without an end, its start, or the end of its day."""
        if self.ends:
            return self.ends.astimezone(UTC)
        return (self.starts if self.timed else self.starts + DAY).astimezone(UTC)

    def __lt__(self, other: "Session") -> bool:
        return self.order < other.order


def sessions(
    schedules: Iterable[ScheduleLike],
    *,
    after: datetime,
    until: datetime,
    terms: Terms = (),
    holidays: Collection[date] = frozenset(),
) -> list[Session]:
    """Every session that starts before `until` and has not ended at `after` (both aware), earliest first.

    `terms` are school terms as (first, last) dates: a group that meets in term time is promised no date outside them.
    `holidays` are bank holidays: a group that has not said whether it meets then gets `check="bank-holiday"`.
    Raises ValueError for a naive datetime, and nothing for nonsense in a schedule.
    """
    if after.tzinfo is None or until.tzinfo is None:
        raise ValueError("sessions() needs aware datetimes")
    found: list[Session] = []
    for schedule in schedules:
        found.extend(_sessions_of(schedule, after.astimezone(UTC), until.astimezone(UTC), terms, holidays))
    return sorted(found, key=lambda session: session.order)


def _sessions_of(
    schedule: ScheduleLike, after: datetime, until: datetime, terms: Terms, holidays: Collection[date]
) -> Iterator[Session]:
    """The sessions of one schedule between two moments in UTC."""
    rule = rule_of(schedule)
    opens, closes = schedule.opens_at, schedule.closes_at
    schedule_id = str(schedule.id or "")
    # Moments are compared as such only near the edges of the window: in between, the date says enough.
    low, high = after.astimezone(LONDON).date(), until.astimezone(LONDON).date()
    for day, check in _days_on(schedule, rule, low - DAY, high, terms, holidays) if rule else ():
        session = _session(day, opens, closes, schedule_id, check)
        if (day > low or session.over > after) and (day < high or session.starts.astimezone(UTC) < until):
            yield session


def _days_on(
    schedule: ScheduleLike, rule: Rule, first: date, last: date, terms: Terms, holidays: Collection[date]
) -> Iterator[tuple[date, str]]:
    """The days of `rule` that the schedule's own limits leave, each with what to check about it."""
    first = max(first, schedule.valid_from or first)
    last = min(last, schedule.valid_to or last, schedule.until or last)
    off = {text[:10] for text in schedule.except_dates or () if isinstance(text, str)}
    for day in dates(rule, first, last) if first <= last else ():
        holiday = day in holidays
        if holiday and schedule.on_bank_holidays is False:
            continue
        if schedule.term_time_only and not any(begins <= day <= ends for begins, ends in terms):
            continue
        if off and day.isoformat() in off:
            continue
        # A single date was chosen with the holiday in sight; a weekly group may just not have thought of it.
        doubt = holiday and schedule.on_bank_holidays is None and rule.freq != "ONCE"
        yield day, "bank-holiday" if doubt else ""


def _session(day: date, opens: time | None, closes: time | None, schedule_id: str, check: str) -> Session:
    """The session of `day`; one that closes at or before the time it opens ends on the next day."""
    starts = datetime.combine(day, opens or MIDNIGHT, LONDON)
    if closes is None or (closes == opens and closes != MIDNIGHT):  # 2pm to 2pm is a slip, not 24 hours
        return Session(starts, None, schedule_id, check, opens is not None)
    ends = datetime.combine(day + DAY if closes <= (opens or MIDNIGHT) else day, closes, LONDON)
    return Session(starts, ends, schedule_id, check, opens is not None)


def upcoming(
    schedules: Iterable[ScheduleLike],
    *,
    now: datetime,
    count: int = 4,
    days: int = 62,
    terms: Terms = (),
    holidays: Collection[date] = frozenset(),
) -> list[Session]:
    """The next `count` sessions that start within `days` days of `now` (aware), one going on now included."""
    return sessions(schedules, after=now, until=now + days * DAY, terms=terms, holidays=holidays)[:count]


def open_now(
    schedules: Iterable[ScheduleLike],
    *,
    now: datetime,
    terms: Terms = (),
    holidays: Collection[date] = frozenset(),
) -> Session | None:
    """The session going on at `now` (aware), the one that ends last, or None.

    Only what is sure: `starts` <= `now` < `ends`, both known, and nothing to check first.
    """
    now = now.astimezone(UTC)
    found = sessions(schedules, after=now, until=now + timedelta.resolution, terms=terms, holidays=holidays)
    sure = [session for session in found if session.timed and session.ends and not session.check]
    return max(sure, key=lambda session: (session.ends, session.schedule_id), default=None)


def weekdays(schedule: ScheduleLike) -> frozenset[int]:
    """The weekdays (0 for Monday) on which it can happen; empty when the schedule cannot be understood."""
    rule = rule_of(schedule)
    if rule is None:
        return frozenset()
    return frozenset(day for _, day in rule.days) or frozenset(range(7))


def day_parts(schedule: ScheduleLike) -> frozenset[str]:
    """The "morning" (before midday), "afternoon" (to 5pm) and "evening" (after) that its hours touch; none without."""
    opens, closes = schedule.opens_at, schedule.closes_at
    if opens is None:
        return frozenset()
    start = opens.hour * 60 + opens.minute
    end = start + 1
    if closes is not None and (closes != opens or closes == MIDNIGHT):
        end = closes.hour * 60 + closes.minute + (24 * 60 if closes <= opens else 0)
    spans = ((start, end), (start - 24 * 60, end - 24 * 60))  # the second is what runs over midnight
    return frozenset(name for name, begins, ends in PARTS if any(a < ends and b > begins for a, b in spans))


def active(schedule: ScheduleLike, on: date) -> bool:
    """False when no session of it can be going on or follow on the day `on`; True when that cannot be told."""
    overnight = schedule.opens_at and schedule.closes_at and schedule.closes_at <= schedule.opens_at
    first = on - DAY if overnight else on  # a night that began yesterday still runs
    if any(last and last < first for last in (schedule.valid_to, schedule.until)):
        return False
    rule = rule_of(schedule)
    if rule is None or rule.start is None or rule.count is None:
        return True
    return next(dates(rule, first, first + FORESIGHT), None) is not None


def term_ranges(pairs: Iterable[Sequence[str]]) -> tuple[tuple[date, date], ...]:
    """School terms from (first, last) ISO dates, in order. Raises ValueError, naming the pair, for one that is not."""
    found = []
    for pair in pairs:
        try:
            first, last = (date.fromisoformat(text) for text in pair)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{pair!r} is not a first and a last date") from error
        if last < first:
            raise ValueError(f"{pair!r} ends before it begins")
        found.append((first, last))
    return tuple(sorted(found))


@cache
def bank_holidays() -> frozenset[date]:
    """The bank holidays of England that the pinned package ships (to 2028); no network is used."""
    known = BankHolidays(use_cached_holidays=True)
    return frozenset(day["date"] for day in known.get_holidays(division=BankHolidays.ENGLAND_AND_WALES))
