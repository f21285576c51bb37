"""An offer that moves is found at its old place until the day, and at the new one from then, without anybody's edit."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask

from directory import index
from directory.index import Query
from directory.index import live as live_module
from directory.models import ServiceAtLocation
from tests.makers import a_location, a_schedule, a_service, changed

OLD, NEW, DAY = "SE6 4RU", "SE13 7HE", date(2026, 11, 30)


def found(near: str, within: float = 0.25) -> list[str]:
    """Ids of what is found close to a place."""
    return [hit.id for hit in index.find(Query(near=near, within=within)).hits]


def told(word: str) -> bool:
    """Whether any text in the index has a word."""
    snapshot = index.catch_up()
    return bool(snapshot.opened.sure(word, len(snapshot.columns.ids)).any())


def quiet(app: Flask) -> None:
    """What a worker does beside the requests is done."""
    if app.extensions["index"].catching_up:
        app.extensions["index"].catching_up.join(timeout=60)


@pytest.fixture(autouse=True)
def nothing_goes_on(app: Flask) -> Iterator[None]:
    """What a moved clock has set going beside the requests is over before the next test begins."""
    yield
    quiet(app)
    app.extensions["index"].rested = 0.0


@pytest.fixture
def worker(app: Flask) -> Iterator[Callable[[], live_module.Live]]:
    """`worker()` is another worker on the same files, who takes over; afterwards the first is back."""
    first = app.extensions["index"]

    def make() -> live_module.Live:
        app.extensions["index"] = live_module.Live(app)
        return app.extensions["index"]

    yield make
    app.extensions["index"] = first


def a_move():
    """An offer that is at the Hornbeam Hall until Sunday, and at the Medlar Hall from Monday; then its page's words."""
    old, new = (
        a_location(name="Hornbeam Hall"),
        a_location(name="Medlar Hall", postcode=NEW, latitude=None, longitude=None),
    )
    service = a_service(at=old, name="Harp circle", schedules=[a_schedule(valid_to=date(2026, 11, 29))])
    service.service_at_locations.append(ServiceAtLocation(location=new, schedules=[a_schedule(valid_from=DAY)]))
    return changed(service)


def test_it_is_found_at_the_old_place_until_and_at_the_new_from_the_day(app: Flask, client, clock):
    service = a_move()
    assert found(OLD) == [service.id] and found(NEW) == [] and told("hornbeam") and not told("medlar")
    page = client.page(f"/offers/{service.slug}").words()
    assert "Hornbeam Hall" in page and "From Monday 30 November:Medlar Hall" in page
    clock.set(2026, 11, 29, 23, 59)
    assert found(OLD) == [service.id] and found(NEW) == []
    quiet(app)
    clock.set(2026, 11, 30, 0, 1)
    assert found(NEW) == [service.id] and found(OLD) == []
    assert told("medlar") and not told("hornbeam")
    page = client.page(f"/offers/{service.slug}").words()
    assert "Medlar Hall" in page and "Hornbeam Hall" not in page and "From Monday" not in page


def test_after_a_week_without_a_search_it_is_there_too(app: Flask, clock):
    service = a_move()
    assert found(OLD)
    clock.set(2026, 12, 20, 9)
    assert found(NEW) == [service.id] and found(OLD) == [] and told("medlar")


def test_a_worker_that_starts_in_the_morning_reads_no_words_of_yesterday(app: Flask, clock, worker):
    a_move()
    assert told("hornbeam")
    clock.set(2026, 11, 30, 6)
    worker()
    assert told("medlar") and not told("hornbeam")


def test_the_second_worker_of_a_machine_finds_the_night_s_work_done(app: Flask, clock, worker, monkeypatch):
    service = a_move()
    first = index.worker()
    assert told("hornbeam")
    worker()
    assert told("hornbeam")
    clock.set(2026, 11, 30, 6)
    assert told("medlar")
    app.extensions["index"] = first
    monkeypatch.setattr("directory.index.engine.Engine.update", lambda *_: 1 / 0)
    assert told("medlar") and found(NEW) == [service.id] and found(OLD) == []


def test_only_what_has_moved_is_read_at_midnight(app: Flask, clock, monkeypatch):
    service, _stays = a_move(), a_service(name="Lute circle")
    assert found(OLD)
    read = []
    real = live_module.facts.load
    monkeypatch.setattr(live_module.Live, "catch_up_beside", lambda *_: None)
    monkeypatch.setattr(live_module.facts, "load", lambda ids, where: read.append(ids) or real(ids, where))
    clock.set(2026, 11, 30, 6)
    assert found(NEW) and found(NEW)
    assert read == [frozenset({service.id})]


def test_an_offer_whose_only_times_are_over_or_to_come_keeps_its_place(app: Flask, client):
    over = a_service(schedules=[a_schedule(valid_to=date(2026, 11, 1))])
    ahead = a_service(schedules=[a_schedule(valid_from=date(2027, 1, 4))])
    assert {over.id, ahead.id} <= set(found(OLD))
    assert "1 Rushey Green" in client.page(f"/offers/{over.slug}").words()


def test_a_place_without_times_of_its_own_is_for_good(app: Flask):
    service = a_service(schedules=[])
    assert found(OLD) == [service.id]


def test_what_is_known_of_access_at_the_old_place_is_not_told_of_the_new(app: Flask, clock):
    old = a_location(accessibility={"step-free": "yes"})
    service = a_service(at=old, schedules=[a_schedule(valid_to=date(2026, 11, 29))])
    there = ServiceAtLocation(location=a_location(postcode=NEW), schedules=[a_schedule(valid_from=DAY)])
    service.service_at_locations.append(there)
    changed(service)
    assert "step-free" in index.seen([service.id])[0].codes["accessibility"]
    clock.set(2026, 11, 30, 6)
    assert "step-free" not in index.seen([service.id])[0].codes.get("accessibility", ())
