"""When is it on, across clock changes, nights, bank holidays and terms; and never open while it is closed."""

import random
import time as stopwatch
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.schedules import (
    LONDON,
    active,
    bank_holidays,
    day_parts,
    open_now,
    sessions,
    term_ranges,
    upcoming,
    weekdays,
)
from tests.timetables import DAY, DAYS, TERMS, TODAY, a_schedule, any_schedule, at, dates, walked

HALF_TERM = date(2026, 10, 29)
CHRISTMAS = date(2026, 12, 25)


near_the_clock_change = st.sampled_from(
    ["2026-03-29T00:00", "2026-10-25T00:00", "2026-11-19T00:00", "2028-02-29T12:00"]
)


@given(st.lists(any_schedule, max_size=3), near_the_clock_change, st.integers(-2000, 2000))
@settings(max_examples=300, deadline=None)
def test_open_now_is_never_said_of_something_closed(schedules, near, minutes):
    now = (at(near).astimezone(UTC) + timedelta(minutes=minutes)).astimezone(LONDON)
    found = open_now(schedules, now=now, terms=TERMS, holidays=bank_holidays())
    if found:
        assert found.starts.astimezone(UTC) <= now.astimezone(UTC) < found.ends.astimezone(UTC)
        assert found.timed and not found.check
        began = found.starts.date()
        assert any(began in walked(schedule, began, began) for schedule in schedules)


def test_of_10_000_groups_none_is_open_while_closed_and_none_closed_while_open():
    chance, wrong = random.Random(20261121), []
    for _ in range(10_000):
        minutes = sorted(chance.sample(range(0, 24 * 60, 5), 2), reverse=chance.random() < 0.2)
        opens, closes = (time(*divmod(minute, 60)) for minute in minutes)
        byday = ",".join(chance.sample(DAYS, chance.randint(1, 4)))
        schedule = a_schedule(byday=byday, opens_at=opens, closes_at=closes, on_bank_holidays=False)
        now = at("2026-11-16T00:00") + timedelta(minutes=chance.randrange(60 * 24 * 60))
        found = open_now([schedule], now=now, holidays=bank_holidays())
        wrong += [(schedule, now)] if bool(found) != plainly_open(byday, opens, closes, now) else []
    assert wrong == []


def plainly_open(byday, opens, closes, now):
    """Whether a minute is inside the hours, on wall clocks alone (there is no clock change in this stretch)."""

    def runs(day):
        return DAYS[day.weekday()] in byday and day not in bank_holidays()

    moment, today = now.time(), now.date()
    if opens < closes:
        return runs(today) and opens <= moment < closes
    return (runs(today) and moment >= opens) or (runs(today - DAY) and moment < closes)


# Times and the clock


def test_2pm_stays_2pm_when_the_clocks_change():
    found = sessions([a_schedule(byday="SA,SU")], after=at("2026-10-24T00:00"), until=at("2026-10-26T00:00"))
    assert [session.starts.isoformat() for session in found] == [
        "2026-10-24T14:00:00+01:00",
        "2026-10-25T14:00:00+00:00",
    ]
    spring = sessions([a_schedule(byday="SU")], after=at("2026-03-29T00:00"), until=at("2026-03-30T00:00"))
    assert spring[0].starts.isoformat() == "2026-03-29T14:00:00+01:00"


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        ("2026-10-24T21:30+00:00", True),  # 10:30pm, summer time
        ("2026-10-25T00:20+00:00", True),  # 1:20am, the first time round
        ("2026-10-25T00:40+00:00", False),  # 1:40am, the first time round
        ("2026-10-25T01:20+00:00", False),  # 1:20am again: it closed an hour ago
    ],
)
def test_a_night_with_1am_twice_closes_at_the_first(now, is_open):
    night = a_schedule(byday="SA", opens_at=time(22), closes_at=time(1, 30))
    assert bool(open_now([night], now=datetime.fromisoformat(now))) is is_open


def test_a_night_without_1_30am_loses_that_hour():
    night = a_schedule(byday="SA", opens_at=time(22), closes_at=time(2, 30))
    ends = sessions([night], after=at("2026-03-28T12:00"), until=at("2026-03-29T00:00"))[0].ends
    assert ends.astimezone(UTC) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert open_now([night], now=datetime(2026, 3, 29, 1, 29, tzinfo=UTC))
    assert not open_now([night], now=datetime(2026, 3, 29, 1, 30, tzinfo=UTC))


def test_what_is_going_on_counts_and_what_has_ended_does_not():
    first = {"2026-11-19T15:59": "2026-11-19", "2026-11-19T16:00": "2026-11-26", "2026-11-18T09:00": "2026-11-19"}
    for now, day in first.items():
        assert str(upcoming([a_schedule()], now=at(now))[0].starts.date()) == day


def test_the_window_is_half_open():
    assert sessions([a_schedule()], after=at("2026-11-19T12:00"), until=at("2026-11-19T14:00")) == []
    assert len(sessions([a_schedule()], after=at("2026-11-19T12:00"), until=at("2026-11-19T14:01"))) == 1
    assert sessions([a_schedule()], after=at("2026-11-19T15:00"), until=at("2026-11-18T15:00")) == []


def test_opening_at_the_minute_closing_at_the_minute():
    group = [a_schedule()]
    assert not open_now(group, now=at("2026-11-19T13:59"))
    assert open_now(group, now=at("2026-11-19T14:00"))
    assert open_now(group, now=at("2026-11-19T15:59"))
    assert not open_now(group, now=at("2026-11-19T16:00"))


def test_overnight_ends_on_the_next_day():
    cafe = a_schedule(byday="TH", opens_at=time(14), closes_at=time(6))
    assert open_now([cafe], now=at("2026-11-20T05:59")).starts == at("2026-11-19T14:00")
    assert not open_now([cafe], now=at("2026-11-20T06:00"))
    assert not open_now([cafe], now=at("2026-11-19T05:00"))


def test_midnight_closes_the_day_and_midnight_to_midnight_is_all_of_it():
    late = a_schedule(closes_at=time(0))
    assert upcoming([late], now=at("2026-11-19T23:59"))[0].ends == at("2026-11-20T00:00")
    assert open_now([a_schedule(opens_at=time(0), closes_at=time(0))], now=at("2026-11-19T23:59"))


def test_2pm_to_2pm_is_a_slip_not_a_day_and_night():
    slip = [a_schedule(closes_at=time(14))]
    assert upcoming(slip, now=at("2026-11-19T12:00"))[0].ends is None
    assert not open_now(slip, now=at("2026-11-19T15:00"))


def test_without_hours_it_is_that_day_but_never_open_now():
    day = [a_schedule(opens_at=None, closes_at=None)]
    found = upcoming(day, now=at("2026-11-19T20:00"))[0]
    assert (found.starts, found.ends, found.timed) == (at("2026-11-19T00:00"), None, False)
    assert not open_now(day, now=at("2026-11-19T12:00"))
    assert str(upcoming(day, now=at("2026-11-20T00:00"))[0].starts.date()) == "2026-11-26"


def test_without_an_end_it_is_next_until_it_starts_and_never_open_now():
    group = [a_schedule(closes_at=None)]
    assert upcoming(group, now=at("2026-11-19T13:59"))[0].starts == at("2026-11-19T14:00")
    assert upcoming(group, now=at("2026-11-19T14:01"))[0].starts == at("2026-11-26T14:00")
    assert not open_now(group, now=at("2026-11-19T14:00"))
    until_4 = a_schedule(opens_at=None)
    assert not open_now([until_4], now=at("2026-11-19T12:00"))
    assert str(upcoming([until_4], now=at("2026-11-19T16:00"))[0].starts.date()) == "2026-11-26"


def test_sessions_are_in_order_whatever_order_the_schedules_came_in():
    group = [a_schedule(id="late", opens_at=time(18)), a_schedule(id="b"), a_schedule(id="a", closes_at=None)]
    found = upcoming(group, now=at("2026-11-19T12:00"), count=3)
    assert [session.schedule_id for session in found] == ["a", "b", "late"]
    assert found == sorted([found[2], found[0], found[1]])


def test_a_far_clock_revives_nothing():
    ended = a_schedule(dtstart=date(2026, 1, 1), until=date(2026, 11, 19))
    for now in ("2026-11-20T00:00", "2038-01-19T03:14:08", "2099-12-31T23:59"):
        assert upcoming([ended], now=at(now)) == []
    assert dates(a_schedule(), "2038-01-18", "2038-01-31") == ["2038-01-21", "2038-01-28"]


def test_a_clock_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="aware"):
        sessions([], after=datetime(2026, 11, 19), until=at("2026-11-20T00:00"))


# Bank holidays and terms


def test_the_bank_holidays_of_england():
    assert {CHRISTMAS, date(2026, 12, 28), date(2027, 1, 1)} <= bank_holidays()
    assert date(2026, 12, 26) not in bank_holidays()  # a Saturday: the Monday stands in
    assert date(2026, 11, 30) not in bank_holidays()  # St Andrew's Day is Scotland's


@pytest.mark.parametrize(("said", "checks"), [(False, None), (True, ""), (None, "bank-holiday")])
def test_a_bank_holiday(said, checks):
    fridays = [a_schedule(byday="FR", on_bank_holidays=said)]
    found = sessions(fridays, after=at("2026-12-21T00:00"), until=at("2026-12-26T00:00"), holidays=bank_holidays())
    assert [session.check for session in found] == ([] if checks is None else [checks])
    now_open = open_now(fridays, now=at("2026-12-25T15:00"), holidays=bank_holidays())
    assert bool(now_open) is (said is True)


def test_a_single_date_on_a_bank_holiday_was_meant():
    lunch = a_schedule(freq=None, byday=None, dtstart=CHRISTMAS)
    assert upcoming([lunch], now=at("2026-12-20T00:00"), holidays=bank_holidays())[0].check == ""


def test_term_time_only_promises_nothing_outside_the_terms_we_know():
    group = a_schedule(term_time_only=True)
    found = dates(group, "2026-10-20", "2027-12-31", terms=TERMS)
    assert str(HALF_TERM) not in found
    assert found[:2] == ["2026-10-22", "2026-11-05"] and found[-1] == "2027-02-11"
    assert dates(group, "2026-10-20", "2027-12-31") == []


@pytest.mark.parametrize("pair", [("2026-12-01", "2026-11-01"), ("2026-12-01",), ("soon", "later"), (None, None)])
def test_a_term_that_cannot_be_is_named(pair):
    with pytest.raises(ValueError, match=r"\("):
        term_ranges([pair])


# What it says about itself


def test_weekdays():
    assert weekdays(a_schedule(byday="MO,WE,FR")) == {0, 2, 4}
    assert weekdays(a_schedule(freq="MONTHLY", byday="1MO,-1FR")) == {0, 4}
    assert weekdays(a_schedule(freq="MONTHLY", byday=None, bymonthday="15")) == set(range(7))
    assert weekdays(a_schedule(byday="whenever")) == frozenset()


@pytest.mark.parametrize(
    ("opens", "closes", "parts"),
    [
        ("10:00", "12:00", "morning"),
        ("10:00", "12:01", "morning afternoon"),
        ("12:00", "17:00", "afternoon"),
        ("17:00", "19:00", "evening"),
        ("09:00", "21:00", "morning afternoon evening"),
        ("18:00", "00:00", "evening"),
        ("22:00", "02:00", "evening morning"),
        ("00:00", "00:00", "morning afternoon evening"),
        ("14:00", None, "afternoon"),
        (None, "16:00", ""),
        (None, None, ""),
    ],
)
def test_day_parts(opens, closes, parts):
    hours = {"opens_at": opens and time.fromisoformat(opens), "closes_at": closes and time.fromisoformat(closes)}
    assert day_parts(a_schedule(**hours)) == set(parts.split())


@pytest.mark.parametrize(
    ("parts", "is_active"),
    [
        ({}, True),
        ({"valid_to": TODAY}, True),
        ({"valid_to": TODAY - DAY}, False),
        ({"valid_to": TODAY - DAY, "opens_at": time(22), "closes_at": time(2)}, True),
        ({"until": TODAY - DAY}, False),
        ({"freq": None, "byday": None, "dtstart": TODAY}, True),
        ({"freq": None, "byday": None, "dtstart": TODAY - DAY}, False),
        ({"dtstart": date(2026, 1, 1), "count": 6}, False),
        ({"dtstart": date(2026, 11, 5), "count": 6}, True),
        ({"freq": "MONTHLY", "byday": "1MO", "dtstart": date(2026, 1, 1), "count": 6}, False),
        ({"byday": None, "freq": None, "description": "Phone to ask"}, True),
        ({"count": -1, "dtstart": date(2026, 1, 1)}, True),
    ],
)
def test_active(parts, is_active):
    assert active(a_schedule(**parts), TODAY) is is_active


def test_ten_thousand_weekly_groups_over_six_weeks_take_under_a_second_and_a_half():
    groups, begun = [a_schedule(dtstart=date(2025, 1, 9)) for _ in range(10_000)], stopwatch.thread_time()
    now = at("2026-11-21T12:00")
    assert len(sessions(groups, after=now, until=now + 42 * DAY, holidays=bank_holidays())) == 60_000
    assert stopwatch.thread_time() - begun < 1.5
