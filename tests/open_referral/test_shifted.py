"""--shift-dates: the newest confirmation is today, calendar dates keep their distance, meetings their weekday."""

from datetime import date, timedelta

from sqlalchemy import select

from directory.db import db
from directory.models import Schedule, Service
from directory.open_referral.actions import import_services
from tests.open_referral.conftest import TODAY, dump
from tests.open_referral.records import a_record, a_schedule, ndjson

PAST = {"assured_date": "2025-03-03", "last_modified": "2025-03-03T10:00:00Z"}


def test_the_newest_confirmation_is_today(app, take_in):
    take_in([a_record(1, **PAST), a_record(2, **PAST | {"assured_date": "2025-03-01"})], shift_dates=True)
    found = db.session.scalars(select(Service.assured_date).order_by(Service.assured_date)).all()
    assert found == [TODAY - timedelta(days=2), TODAY]


def test_calendar_dates_keep_their_distance_to_it(app, take_in):
    take_in(
        [a_record(1, **PAST, paused_until="2025-03-13", ended_on="2025-03-02", open_until="2025-04-03")],
        shift_dates=True,
    )
    found = db.session.scalars(select(Service)).one()
    distances = [(getattr(found, name) - TODAY).days for name in ("paused_until", "ended_on", "open_until")]
    assert distances == [10, -1, 31]
    assert found.last_modified.date() == TODAY


def test_meetings_keep_their_weekday(app, take_in):
    times = a_schedule("s", dtstart="2025-03-06", valid_to="2025-12-25", except_dates=["2025-04-17"])
    once = a_schedule("once", dtstart="2025-03-15", count=1, freq=None, byday=None)
    take_in([a_record(1, **PAST, schedules=[times, once], service_at_locations=None)], shift_dates=True)
    first, second = db.session.scalars(select(Schedule).order_by(Schedule.position)).all()
    assert [day.strftime("%A") for day in (first.dtstart, first.valid_to)] == ["Thursday"] * 2
    assert date.fromisoformat(first.except_dates[0]).strftime("%A") == "Thursday"
    assert second.dtstart.strftime("%A") == "Saturday"
    assert abs((second.dtstart - TODAY).days - 12) <= 3


def test_several_files_move_together(app):
    files = [
        ("a", ndjson([a_record(1, **PAST)])),
        ("b", ndjson([a_record(2, **PAST | {"assured_date": "2025-01-03"})])),
    ]
    import_services(files, as_of=TODAY, shift_dates=True)
    found = sorted(db.session.scalars(select(Service.assured_date)).all())
    assert found == [TODAY - timedelta(days=59), TODAY]


def test_shifting_twice_on_one_day_is_once(app, take_in):
    records = [a_record(1, **PAST), a_record(2)]
    take_in(records, shift_dates=True)
    before = dump()
    take_in(records, shift_dates=True)
    assert dump() == before


def test_dates_at_the_end_of_the_calendar_stay_there(app, take_in):
    assert take_in([a_record(1, **PAST, open_until="2199-12-31", paused_until="9999-12-31")], shift_dates=True).added


def test_nobody_confirms_on_a_day_to_come(app, take_in):
    outcome = take_in([a_record(1, assured_date="2026-11-26")])
    assert [note.field for note in outcome.warnings] == ["assured_date"]
    assert db.session.scalars(select(Service.assured_date)).one() is None


def test_as_of_says_which_day_today_is(app, tmp_path):
    (tmp_path / "a.json").write_bytes(ndjson([a_record(1, **PAST)]))
    app.test_cli_runner().invoke(args=["import", "--shift-dates", "--as-of", "2027-01-02", str(tmp_path / "a.json")])
    assert db.session.scalars(select(Service.assured_date)).one() == date(2027, 1, 2)
    result = app.test_cli_runner().invoke(args=["import", "--as-of", "soon", str(tmp_path / "a.json")])
    assert "is not a date" in result.stderr
