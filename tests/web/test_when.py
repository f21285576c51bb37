"""Dates, times and schedules as people say them, and what a translation may do with them."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask
from flask_babel import Babel, force_locale, get_translations
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.schedules import LONDON, Session
from directory.web.when import ago, clock, day, hours, miles_away, pattern, session, usual

TODAY = date(2026, 11, 21)
ABSENT = "valid_from valid_to dtstart until count wkst interval byday byweekno bymonthday description on_bank_holidays"
ORDINARY = {"id": "one", "freq": "WEEKLY", "opens_at": time(14), "closes_at": time(16)}


def a_schedule(**over):
    return SimpleNamespace(**dict.fromkeys(ABSENT.split()) | ORDINARY | {"term_time_only": False} | over)


@pytest.fixture(autouse=True)
def in_english():
    app = Flask(__name__)
    Babel(app, default_locale="en")
    with app.app_context():
        yield


def at(text):
    return text and time.fromisoformat(text)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("14:00", "2pm"),
        ("17:30", "5:30pm"),
        ("09:05", "9:05am"),
        ("12:00", "midday"),
        ("12:15", "12:15pm"),
        ("00:00", "midnight"),
        ("00:30", "12:30am"),
        ("23:59:59", "11:59pm"),
    ],
)
def test_clock(moment, said):
    assert clock(at(moment)) == said


@pytest.mark.parametrize(
    ("opens", "closes", "said"),
    [
        ("14:00", "16:00", "2pm to 4pm"),
        ("10:00", "12:00", "10am to midday"),
        ("18:00", "00:00", "6pm to midnight"),
        ("22:00", "06:00", "10pm to 6am"),
        ("14:00", None, "from 2pm"),
        ("14:00", "14:00", "from 2pm"),
        (None, "16:00", "until 4pm"),
        ("00:00", "00:00", "24 hours"),
        (None, None, ""),
    ],
)
def test_hours(opens, closes, said):
    assert hours(at(opens), at(closes)) == said


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2026-11-21", "today"),
        ("2026-11-22", "tomorrow"),
        ("2026-11-20", "Friday 20 November"),
        ("2026-11-26", "Thursday 26 November"),
        ("2027-10-20", "Wednesday 20 October"),
        ("2027-10-21", "Thursday 21 October 2027"),
        ("2025-12-22", "Monday 22 December"),
        ("2025-12-21", "Sunday 21 December 2025"),
    ],
)
def test_day(when, said):
    assert day(date.fromisoformat(when), TODAY) == said


def test_tomorrow_may_be_in_another_year():
    assert day(date(2027, 1, 1), date(2026, 12, 31)) == "tomorrow"
    assert day(date(2028, 2, 29), date(2028, 2, 28)) == "tomorrow"


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2026-11-21", "today"),
        ("2026-11-20", "yesterday"),
        ("2026-11-12", "9 days ago"),
        ("2026-11-08", "13 days ago"),
        ("2026-11-07", "2 weeks ago"),
        ("2026-10-31", "3 weeks ago"),
        ("2026-09-22", "8 weeks ago"),
        ("2026-09-21", "2 months ago"),
        ("2025-11-22", "11 months ago"),
        ("2025-11-21", "over a year ago"),
        ("1999-01-01", "over a year ago"),
        ("2026-11-23", "Monday 23 November"),
    ],
)
def test_ago(when, said):
    assert ago(date.fromisoformat(when), TODAY) == said


@given(st.dates(date(2000, 1, 1), TODAY - timedelta(days=2)), st.integers(0, 400))
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_ago_never_says_fresher_than_it_is(when, later):
    """An hour by which people judge trust: 3 weeks is said only of 21 days and more."""
    said = ago(when, when + timedelta(days=later))
    least = {"day": 1, "days": 1, "week": 7, "weeks": 7, "month": 28, "months": 28}
    words = said.split()
    fewest = (
        int(words[0]) * least[words[1]] if words[0].isdigit() else {"today": 0, "yesterday": 1, "over": 365}[words[0]]
    )
    assert fewest <= later < max(fewest * 1.7, fewest + 7) + (10_000 if words[0] == "over" else 0)


@pytest.mark.parametrize(
    ("miles", "said"),
    [
        (0, "less than 0.1 miles"),
        (0.099, "less than 0.1 miles"),
        (0.1, "0.1 miles"),
        (0.44, "0.4 miles"),
        (0.96, "1 mile"),
        (1.04, "1 mile"),
        (1.06, "1.1 miles"),
        (1.96, "2 miles"),
        (12.34, "12.3 miles"),
    ],
)
def test_miles_away(miles, said):
    assert miles_away(miles) == said


NO_HOURS = {"opens_at": None, "closes_at": None}


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"byday": "TH"}, "Every Thursday, 2pm to 4pm"),
        ({"byday": "TH", "closes_at": None}, "Every Thursday, from 2pm"),
        ({"byday": "TH"} | NO_HOURS, "Every Thursday"),
        ({"byday": "TH,TU"}, "Every Tuesday and Thursday, 2pm to 4pm"),
        ({"byday": "MO,WE,FR"} | NO_HOURS, "Every Monday, Wednesday and Friday"),
        ({"byday": "MO,TU,WE,TH,FR"}, "Monday to Friday, 2pm to 4pm"),
        ({"byday": "MO,TU"} | NO_HOURS, "Every Monday and Tuesday"),
        ({"byday": "SU,MO,TU,WE,TH,FR,SA"}, "Every day, 2pm to 4pm"),
        ({"byday": "TU", "interval": 2} | NO_HOURS, "Every 2 weeks on Tuesday"),
        ({"byday": "TU", "byweekno": "41,42"} | NO_HOURS, "Every Tuesday, in some weeks only"),
        ({"dtstart": date(2025, 1, 9)} | NO_HOURS, "Every Thursday"),
        ({"freq": "MONTHLY", "byday": "1MO"}, "First Monday of the month, 2pm to 4pm"),
        ({"freq": "MONTHLY", "byday": "-1FR"} | NO_HOURS, "Last Friday of the month"),
        ({"freq": "MONTHLY", "byday": "5FR"} | NO_HOURS, "Fifth Friday of the month, when there is one"),
        ({"freq": "MONTHLY", "byday": "3MO,1MO"} | NO_HOURS, "Every month on the first Monday and third Monday"),
        ({"freq": "MONTHLY", "byday": "-1FR,2MO"} | NO_HOURS, "Every month on the second Monday and last Friday"),
        ({"freq": "MONTHLY", "byday": "MO"} | NO_HOURS, "Every Monday"),
        ({"freq": "MONTHLY", "byday": "1MO", "interval": 2} | NO_HOURS, "First Monday of the month, every 2 months"),
        ({"freq": "MONTHLY", "bymonthday": "15"} | NO_HOURS, "The 15th of every month"),
        ({"freq": "MONTHLY", "bymonthday": "2,3,11,21"} | NO_HOURS, "The 2nd, 3rd, 11th and 21st of every month"),
        ({"freq": "MONTHLY", "bymonthday": "-1"} | NO_HOURS, "Last day of the month"),
        ({"freq": None, "dtstart": date(2026, 12, 12)}, "Saturday 12 December, 2pm to 4pm"),
        ({"freq": "WEEKLY", "count": 1, "dtstart": date(2026, 12, 12)}, "Saturday 12 December, 2pm to 4pm"),
        ({"freq": None, "dtstart": date(2026, 12, 25), "on_bank_holidays": True} | NO_HOURS, "Friday 25 December"),
        ({"byday": "TH", "term_time_only": True}, "Every Thursday, 2pm to 4pm, in school term time only"),
        ({"byday": "TH", "on_bank_holidays": False} | NO_HOURS, "Every Thursday, not on bank holidays"),
        ({"byday": "TH", "on_bank_holidays": True} | NO_HOURS, "Every Thursday, bank holidays included"),
        ({"description": " Phone to ask when we next meet. "}, "Phone to ask when we next meet."),
        ({"byday": "XX", "description": "Most weekdays"}, "Most weekdays"),
        ({"freq": "MONTHLY", "byday": "-3FR", "description": "Some Fridays"}, "Some Fridays"),
        ({"freq": "MONTHLY", "byday": "FR", "bymonthday": "13"}, ""),
        ({"freq": "MONTHLY", "bymonthday": "-2"}, ""),
        ({}, ""),
    ],
)
def test_pattern(parts, said):
    assert pattern(a_schedule(**parts)) == said


def test_pattern_says_when_it_begins_and_ends_to_who_knows_the_day():
    course = a_schedule(byday="TH", dtstart=date(2027, 1, 7), until=date(2027, 2, 11))
    said = "Every Thursday, 2pm to 4pm, from Thursday 7 January, until Thursday 11 February"
    assert pattern(course, TODAY) == said
    assert pattern(course) == "Every Thursday, 2pm to 4pm"
    assert pattern(course, date(2027, 1, 7)) == "Every Thursday, 2pm to 4pm, until Thursday 11 February"
    far = a_schedule(freq=None, dtstart=date(2025, 11, 1))
    assert pattern(far, TODAY) == "Saturday 1 November 2025, 2pm to 4pm"


def test_usual_leaves_out_what_narrows_a_pattern():
    assert (
        usual(a_schedule(byday="TH", term_time_only=True, valid_to=date(2027, 3, 1)), TODAY)
        == "Every Thursday, 2pm to 4pm"
    )
    assert usual(a_schedule(freq=None, byday=None, dtstart=None, description="Ask us")) == "Ask us"


def a_session(**over):
    starts = datetime(2026, 11, 26, 14, tzinfo=LONDON)
    return Session(**{"starts": starts, "ends": starts + timedelta(hours=2), "schedule_id": "one"} | over)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({}, "Thursday 26 November, 2pm to 4pm"),
        ({"ends": None}, "Thursday 26 November, from 2pm"),
        ({"check": "bank-holiday"}, "Thursday 26 November, 2pm to 4pm, check first: bank holiday"),
        ({"timed": False, "ends": None}, "Thursday 26 November"),
        ({"timed": False}, "Thursday 26 November, until 4pm"),
        ({"timed": False, "ends": None, "check": "bank-holiday"}, "Thursday 26 November, check first: bank holiday"),
        ({"starts": datetime(2026, 11, 21, 14, tzinfo=LONDON)}, "today, 2pm to 4pm"),
    ],
)
def test_session(parts, said):
    assert session(a_session(**parts), TODAY) == said


@pytest.mark.parametrize(
    ("locale", "time_of_day", "weekday", "month"),
    [
        ("pl", "14:00", "czwartek", "listopada"),
        ("es", "14:00", "jueves", "noviembre"),
        ("ar", "4:00", "الخميس", "نوفمبر"),
        ("zh_Hans", "14:00", "星期四", "11月"),
        ("so", "GD", "Khamiis", "Noofeembar"),
    ],
)
def test_other_languages_have_their_own_names_and_clock(locale, time_of_day, weekday, month):
    with force_locale(locale):
        said = session(a_session(), TODAY)
    assert time_of_day in said and weekday in said
    assert month in said


def test_a_fraction_of_a_mile_is_written_the_local_way():
    with force_locale("pl"):
        assert miles_away(0.4).startswith("0,4 ")


def test_a_translation_may_turn_a_phrase_round(monkeypatch):
    with force_locale("pl"):
        turned = {"%(days)s, %(hours)s": "%(hours)s: %(days)s", "Every %(days)s": "Co tydzień: %(days)s"}
        known = get_translations()
        monkeypatch.setattr(known, "ugettext", lambda text: turned.get(text, text))
        monkeypatch.setattr("flask_babel.Domain.get_translations", lambda self: known)
        assert pattern(a_schedule(byday="TH,TU", opens_at=None)) == "until 16:00: Co tydzień: wtorek i czwartek"
