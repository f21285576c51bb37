"""How a schedule repeats: checked against a walk through the calendar, by example, and with nonsense."""

import time as stopwatch
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.schedules import active, bank_holidays, day_parts, open_now, upcoming, weekdays
from tests.timetables import DAY, TERMS, TODAY, a_schedule, any_schedule, at, dates, some_day, walked


@given(any_schedule, some_day, st.integers(0, 400))
@settings(max_examples=400, deadline=None)
def test_the_dates_are_those_a_walk_through_the_calendar_finds(schedule, first, days):
    last = first + days * DAY
    expected = [str(day) for day in walked(schedule, first, last)]
    assert dates(schedule, str(first), str(last), terms=TERMS, holidays=bank_holidays()) == expected


def test_valid_from_and_valid_to_are_both_included():
    group = a_schedule(valid_from=date(2026, 11, 12), valid_to=date(2026, 11, 26))
    assert dates(group, "2026-11-01", "2026-12-31") == ["2026-11-12", "2026-11-19", "2026-11-26"]


def test_when_until_and_count_are_both_given_the_smaller_wins():
    six = {"dtstart": date(2026, 11, 5), "count": 3}
    assert dates(a_schedule(**six, until=date(2026, 12, 31)), "2026-11-01", "2027-01-31")[-1] == "2026-11-19"
    assert dates(a_schedule(**six, until=date(2026, 11, 12)), "2026-11-01", "2027-01-31")[-1] == "2026-11-12"


def test_a_cancelled_date_still_counts():
    course = a_schedule(dtstart=date(2026, 11, 5), count=3, except_dates=["2026-11-12T14:00:00"])
    assert dates(course, "2026-11-01", "2026-12-31") == ["2026-11-05", "2026-11-19"]


@pytest.mark.parametrize(
    "how", [{}, {"count": 1}, {"freq": "WEEKLY", "count": 1}, {"freq": "WEEKLY", "count": 1, "byday": "SA"}]
)
def test_a_one_off(how):
    event = a_schedule(**{"freq": None, "byday": None, "dtstart": date(2026, 12, 12)} | how)
    assert dates(event, "2026-11-01", "2027-12-31") == ["2026-12-12"]
    assert weekdays(event) == {5}


def test_a_one_off_on_another_day_than_it_says_is_in_doubt():
    assert dates(a_schedule(dtstart=date(2026, 12, 12), count=1), "2026-11-01", "2026-12-31") == []


def test_every_other_week_needs_a_week_to_count_from():
    assert dates(a_schedule(interval=2), "2026-11-01", "2026-12-31") == []
    assert weekdays(a_schedule(interval=2)) == {3}
    fortnightly = a_schedule(interval=2, dtstart=date(2026, 10, 1))
    assert dates(fortnightly, "2026-11-01", "2026-11-30") == ["2026-11-12", "2026-11-26"]


def test_the_day_the_week_starts_on_moves_every_other_sunday():
    sundays = {"byday": "TU,SU", "interval": 2, "dtstart": date(1997, 8, 5), "count": 4}  # the example in RFC 5545
    assert dates(a_schedule(**sundays), "1997-08-01", "1997-09-30")[1] == "1997-08-10"
    assert dates(a_schedule(**sundays, wkst="SU"), "1997-08-01", "1997-09-30")[1] == "1997-08-17"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"byday": "1MO"}, ["2026-11-02", "2026-12-07", "2027-01-04"]),
        ({"byday": "-1FR"}, ["2026-11-27", "2026-12-25", "2027-01-29"]),
        ({"byday": "5TH"}, ["2026-12-31"]),
        ({"byday": None, "bymonthday": "15"}, ["2026-11-15", "2026-12-15", "2027-01-15"]),
        ({"byday": None, "bymonthday": "31"}, ["2026-12-31", "2027-01-31"]),
        ({"byday": None, "bymonthday": "-1"}, ["2026-11-30", "2026-12-31", "2027-01-31"]),
        ({"byday": None, "dtstart": date(2026, 8, 31)}, ["2026-12-31", "2027-01-31"]),
        ({"byday": "1MO", "interval": 2, "dtstart": date(2026, 9, 1)}, ["2026-11-02", "2027-01-04"]),
        ({"byday": "1MO", "interval": 2}, []),
        ({"byday": "2,3"}, []),
        ({"byday": None}, []),
    ],
)
def test_monthly(parts, expected):
    assert dates(a_schedule(freq="MONTHLY", **parts), "2026-11-01", "2027-01-31") == expected


def test_29_february():
    leap = a_schedule(freq="MONTHLY", byday=None, bymonthday="29")
    assert dates(leap, "2028-02-01", "2028-03-01") == ["2028-02-29"]
    assert dates(leap, "2027-02-01", "2027-03-01") == []
    yearly = a_schedule(freq="MONTHLY", interval=12, byday=None, dtstart=date(2024, 2, 29))
    assert dates(yearly, "2025-01-01", "2028-12-31") == ["2028-02-29"]


def test_the_year_ends_without_a_gap():
    assert dates(a_schedule(byday="TH,FR"), "2026-12-29", "2027-01-02") == ["2026-12-31", "2027-01-01"]


def test_days_of_the_month_mean_nothing_in_a_weekly_schedule():
    """The official HSDS examples carry both."""
    assert dates(a_schedule(bymonthday="2,3,4"), "2026-11-01", "2026-11-14") == ["2026-11-05", "2026-11-12"]


def test_weeks_of_the_year_are_kept_to():
    group = a_schedule(byweekno="48,-1")
    assert dates(group, "2026-11-01", "2027-01-10") == ["2026-11-26", "2026-12-31"]  # 2026 has 53 weeks
    assert dates(group, "2027-12-20", "2028-01-10") == ["2027-12-30"]


def test_days_without_a_frequency_are_a_plain_week():
    assert dates(a_schedule(freq=None, byday="th"), "2026-11-01", "2026-11-14") == ["2026-11-05", "2026-11-12"]
    assert dates(a_schedule(freq=None, byday="1TH"), "2026-11-01", "2026-11-30") == ["2026-11-05"]


# Nonsense

a_date = st.none() | st.dates()
a_text = (
    st.none() | st.text(max_size=8) | st.sampled_from(["MO", "0MO", "6MO", "MO,", "32", "0", "-1", "1MO,XX", "١MO"])
)
nonsense = st.builds(
    a_schedule,
    freq=st.none() | st.text(max_size=3) | st.sampled_from(["WEEKLY", "MONTHLY", "DAILY", "weekly"]),
    interval=st.none() | st.integers(),
    count=st.none() | st.integers(),
    opens_at=st.none() | st.times(),
    closes_at=st.none() | st.times(),
    except_dates=st.none() | st.lists(st.none() | st.integers() | st.text(max_size=12)),
    **dict.fromkeys(["dtstart", "until", "valid_from", "valid_to"], a_date),
    **dict.fromkeys(["byday", "bymonthday", "byweekno", "wkst"], a_text),
)


@given(nonsense)
@settings(max_examples=400, deadline=None)
def test_nonsense_raises_nothing(schedule):
    upcoming([schedule], now=at("2026-11-21T12:00"), terms=TERMS, holidays=bank_holidays())
    open_now([schedule], now=at("2026-11-21T12:00"))
    weekdays(schedule), day_parts(schedule), active(schedule, TODAY)


@pytest.mark.parametrize(
    "parts",
    [
        {"byday": "XX"},
        {"byday": "Thursday"},
        {"byday": "1TH"},
        {"byday": "TH," * 50_000},
        {"interval": 0, "dtstart": date(2026, 1, 1)},
        {"interval": -1, "dtstart": date(2026, 1, 1)},
        {"interval": 10**12, "dtstart": date(2026, 1, 1)},
        {"count": -1, "dtstart": date(2026, 1, 1)},
        {"count": 0, "dtstart": date(2026, 1, 1)},
        {"count": 5},
        {"freq": "MONTHLY", "byday": "4TH", "count": 0, "dtstart": date(2026, 1, 1)},
        {"freq": "MONTHLY", "byday": "4TH", "count": -1, "dtstart": date(2026, 1, 1)},
        {"wkst": "XX"},
        {"byweekno": "54"},
        {"freq": "DAILY"},
        {"freq": "MONTHLY", "byday": "6MO"},
        {"freq": "MONTHLY", "bymonthday": "32"},
        {"freq": "MONTHLY", "bymonthday": "0"},
        {"freq": "MONTHLY", "byday": None, "bymonthday": "31", "interval": 12, "dtstart": date(2024, 2, 1), "count": 9},
        {"freq": "MONTHLY", "byday": "5FR", "bymonthday": "1", "dtstart": date(1970, 1, 1), "count": 9},
        {"freq": None, "byday": None},
        {"freq": None, "byday": None, "dtstart": date(1, 1, 1)},
        {"valid_to": date(1, 1, 1)},
        {"valid_from": date(9999, 12, 31)},
    ],
)
def test_nonsense_names_no_date_and_takes_under_10_milliseconds(parts):
    took = []
    for _ in range(3):
        begun = stopwatch.thread_time()
        assert upcoming([a_schedule(**parts)], now=at("2026-11-21T12:00")) == []
        active(a_schedule(**parts), TODAY)
        took.append(stopwatch.thread_time() - begun)
    assert min(took) < 0.01


def test_a_first_date_of_year_1_is_an_empty_field_in_disguise():
    assert dates(a_schedule(dtstart=date(1, 1, 1)), "2026-11-19", "2026-11-19") == ["2026-11-19"]
