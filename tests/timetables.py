"""Schedules for tests, and an oracle that finds their dates by asking every single day, without arithmetic."""

import calendar
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

from hypothesis import strategies as st

from directory.schedules import LONDON, bank_holidays, sessions, term_ranges

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY = timedelta(days=1)
ORDINARY = {
    "id": "one",
    "freq": "WEEKLY",
    "byday": "TH",
    "opens_at": time(14),
    "closes_at": time(16),
    "term_time_only": False,
    "except_dates": [],
}
ABSENT = "valid_from valid_to dtstart until count wkst interval byweekno bymonthday description on_bank_holidays"
TERMS = term_ranges([("2026-09-01", "2026-10-23"), ("2026-11-02", "2026-12-18"), ("2027-01-04", "2027-02-12")])
TODAY = date(2026, 11, 21)


def a_schedule(**over):
    """Every Thursday, 2pm to 4pm, unless told otherwise."""
    return SimpleNamespace(**dict.fromkeys(ABSENT.split()) | ORDINARY | over)


def at(text):
    """London wall time from ISO text."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def dates(schedule, first, last, **known):
    """The days from `first` to `last` (ISO dates) on which `schedule` has a session that starts that day."""
    before = at(first) - timedelta(seconds=1)  # what begins at midnight and has no end is past at midnight
    found = sessions([schedule], after=before, until=at(last) + DAY, **known)
    return [str(session.starts.date()) for session in found if session.starts >= at(first)]


def a_match(schedule, day):
    """Whether the repeating part alone allows `day`."""
    if schedule.freq == "WEEKLY":
        return DAYS[day.weekday()] in schedule.byday.split(",") and weeks_between(schedule, day) % every(schedule) == 0
    start = schedule.dtstart or day
    if ((day.year - start.year) * 12 + day.month - start.month) % every(schedule):
        return False
    length = calendar.monthrange(day.year, day.month)[1]
    if schedule.bymonthday and not {str(day.day), str(day.day - length - 1)} & set(schedule.bymonthday.split(",")):
        return False
    name, nth, nth_last = DAYS[day.weekday()], (day.day - 1) // 7 + 1, (length - day.day) // 7 + 1
    return not schedule.byday or bool({name, f"{nth}{name}", f"-{nth_last}{name}"} & set(schedule.byday.split(",")))


def every(schedule):
    return schedule.interval or 1


def weeks_between(schedule, day):
    """Whole weeks from the first week to this one, weeks starting on `wkst`: stepped back a day at a time."""
    start = schedule.dtstart or day
    while DAYS[start.weekday()] != (schedule.wkst or "MO"):
        start -= DAY
    return (day - start).days // 7


def walked(schedule, first, last):
    """The dates of `schedule` from `first` to `last`, by asking every single day since it began."""
    found, met, day = [], 0, schedule.dtstart or first
    if not schedule.dtstart and (schedule.count or every(schedule) > 1):
        return []
    while day <= last and (not schedule.count or met < schedule.count):
        if a_match(schedule, day):
            met += 1
            if day >= first and allowed(schedule, day):
                found.append(day)
        day += DAY
    return found


def allowed(schedule, day):
    """Whether the limits around the repeating part leave `day`."""
    return (
        (schedule.valid_from or day) <= day <= (schedule.valid_to or day)
        and day <= (schedule.until or day)
        and str(day) not in schedule.except_dates
        and not (schedule.on_bank_holidays is False and day in bank_holidays())
        and not (schedule.term_time_only and not any(begins <= day <= ends for begins, ends in TERMS))
    )


def rarely(strategy):
    """Mostly nothing: limits that are all there at once leave no date to compare."""
    return st.one_of(st.none(), st.none(), st.none(), strategy)


some_day = st.dates(date(2026, 1, 1), date(2028, 6, 30))
some_time = st.none() | st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
limits = {
    "dtstart": st.dates(date(2024, 1, 1), date(2027, 6, 30)),
    "until": rarely(some_day),
    "count": rarely(st.integers(2, 150)),
    "interval": st.none() | st.integers(1, 5),
    "wkst": st.none() | st.sampled_from(DAYS),
    "valid_from": rarely(some_day),
    "valid_to": rarely(some_day),
    "opens_at": some_time,
    "closes_at": some_time,
    "on_bank_holidays": st.none() | st.booleans(),
    "term_time_only": st.sampled_from([False, False, False, True]),
    "except_dates": st.lists(some_day.map(str), max_size=3),
}
several_days = st.lists(st.sampled_from(DAYS), min_size=1, max_size=4).map(",".join)
counted_days = st.tuples(st.sampled_from(["", "1", "2", "3", "4", "5", "-1", "-2"]), st.sampled_from(DAYS))
month_days = rarely(st.lists(st.sampled_from(["1", "15", "29", "30", "31", "-1"]), min_size=1).map(",".join))
counted = st.lists(counted_days.map("".join), min_size=1, max_size=3).map(",".join)
weekly = st.builds(a_schedule, byday=several_days, **limits)
monthly = st.builds(a_schedule, freq=st.just("MONTHLY"), byday=counted, bymonthday=month_days, **limits)
without_a_start = st.builds(a_schedule, byday=several_days, **limits | {"dtstart": st.none()})
any_schedule = weekly | monthly | without_a_start
