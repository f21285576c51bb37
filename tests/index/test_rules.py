"""Rules of finding that few questions meet: today, ways out, places outside, offers that come to people."""

import threading
from datetime import date
from datetime import time as at

import pytest
from flask import Flask

from directory import index
from directory.index import Query
from tests.conftest import Clock, NewApp
from tests.index.test_matching import find, names
from tests.makers import a_location, a_schedule, a_service


def test_today_is_what_is_still_on_today(app: Flask):
    a_service(name="Paused", status="temporarily closed", paused_until=date(2026, 12, 14))
    a_service(name="Back", status="temporarily closed", paused_until=date(2026, 11, 25))
    a_service(name="Next week", schedules=[a_schedule(interval=2, dtstart=date(2026, 11, 18))])
    assert names(find(day="today")) == ["Back"]


def test_a_session_that_is_over_makes_no_morning_of_today(app: Flask):
    early = a_schedule(opens_at=at(8), closes_at=at(9))
    a_service(name="Morning and afternoon", schedules=[early, a_schedule()])
    assert not names(find(day="today", time="morning"))
    assert names(find(day="today", time="afternoon")) == ["Morning and afternoon"]
    assert find().facets["day"]["today"] == find(day="today").total == 1


def test_a_day_without_times_is_every_time_of_today(app: Flask):
    a_service(name="Open day", schedules=[a_schedule(opens_at=None, closes_at=None)])
    assert names(find(day="today", time="evening")) == ["Open day"]


def test_what_has_run_out_leaves_its_weekday_within_a_day(app: Flask, clock: Clock):
    a_service(name="Last time", schedules=[a_schedule(byday="TH", until=date(2026, 11, 26))])
    assert names(find(day="thu")) == ["Last time"]
    clock.set(2026, 11, 27, 9)
    find()
    beside = index.worker().catching_up
    assert beside is not None
    beside.join(timeout=20)
    assert find(day="thu").total == 0


@pytest.mark.parametrize("times", ["evening", "afternoon"])
def test_every_way_out_finds_what_it_says(app: Flask, times: str):
    a_service(name="Harp", schedules=[a_schedule(byday="WE")])
    found = find(q="harp", day="mon", time=times)
    assert found.total == 0
    assert [(way.dropped, index.find(way.query).total) for way in found.ways_out] == [
        (way.dropped, way.total) for way in found.ways_out
    ]


def test_outside_the_area_all_that_is_online_without_borders_is_shown(app: Flask):
    a_service(name="Hall and online", formats=["online", "in-person"])
    a_service(name="Hall")
    a_service(name="Line for Lewisham", formats=["phone"], online=True, boroughs=["lewisham"])
    a_service(name="Line for all", online=True)
    assert set(names(find(near="M1 1AE"))) == {"Hall and online", "Line for all"}


def test_an_offer_that_comes_to_people_does_not_sink_by_the_distance_of_its_office(app: Flask):
    office = a_location(latitude=51.60, longitude=-0.20)
    a_service(name="A line", summary="Harp", formats=["phone"], at=office, boroughs=["lewisham"])
    a_service(name="Hall", summary="Harp", at=a_location(latitude=51.4873, longitude=-0.0141))
    found = find(q="harp", near="SE13 6JZ")
    assert found.hits[0].miles is not None and found.hits[0].miles > 3
    assert names(found) == ["A line", "Hall"]


@pytest.mark.parametrize("facet", ["category", "borough", "accessibility"])
def test_a_code_that_went_away_finds_nothing(app: Flask, facet: str):
    a_service()
    assert index.find(Query(**{facet: ("gone-meanwhile",)})).total in (0, 1)


def test_a_slow_geocoder_keeps_no_other_search_waiting(new_app: NewApp):
    app, asked, answers = new_app(), threading.Event(), threading.Event()

    def slow(_text: str) -> None:
        asked.set()
        answers.wait(20)

    app.extensions["geocoder"] = slow

    def search() -> None:
        with app.app_context():
            index.find(Query(near="Nowhere at all"))

    thread = threading.Thread(target=search)
    with app.app_context():
        index.find(Query())
        thread.start()
        assert asked.wait(5)
        index.find(Query(q="harp"))
        assert thread.is_alive()
    answers.set()
    thread.join()
