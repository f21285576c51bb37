"""The index is a cache: level with every committed change, on every machine, and made anew when it is spoilt."""

import gc
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from whoosh.index import open_dir

from directory import index
from directory.db import db
from directory.index import Query, changes, engine, picture
from directory.index import live as live_module
from directory.models import Service
from tests.conftest import NewApp
from tests.makers import a_service, changed


def found(app: Flask, words: str) -> list[str]:
    """Names of what one machine finds."""
    with app.app_context():
        hits = index.find(Query(q=words)).hits
        return [service.name for service in index.load([hit.id for hit in hits])]


def folder(app: Flask) -> Path:
    return Path(app.config["DATA_DIR"]) / "index"


@pytest.fixture
def machines(new_app: object) -> Iterator[list[Flask]]:
    """Two machines with folders of their own on one database."""
    first = new_app()  # type: ignore[operator]
    uri = first.config["SQLALCHEMY_DATABASE_URI"]
    yield [first, new_app(SQLALCHEMY_DATABASE_URI=uri)]  # type: ignore[operator]


def test_an_edit_on_one_machine_is_found_on_the_other_at_its_next_search(machines: list[Flask]):
    one, other = machines
    assert found(other, "harp") == []
    with one.app_context():
        service_id = a_service(name="Harp circle").id
    assert found(other, "harp") == found(one, "harp") == ["Harp circle"]  # how soon: see `make bench`
    with other.app_context():
        changed(db.session.get(Service, service_id), name="Lute circle")
    assert found(one, "harp") == []
    assert found(one, "lute") == ["Lute circle"]


def test_a_withdrawn_offer_is_gone_from_both_at_the_next_request(machines: list[Flask]):
    one, other = machines
    with one.app_context():
        service_id = a_service(name="Harp circle").id
    assert found(one, "harp") and found(other, "harp")
    with one.app_context():
        changed(db.session.get(Service, service_id), status="inactive")
    assert found(one, "harp") == found(other, "harp") == []


def test_a_deleted_offer_is_gone(app: Flask):
    service = a_service(name="Harp circle")
    assert found(app, "harp")
    changes.record([service.id])
    db.session.delete(service)
    db.session.commit()
    assert found(app, "harp") == []


def test_even_an_index_that_lags_shows_nothing_withdrawn(app: Flask):
    service = a_service(name="Harp circle")
    assert found(app, "harp")
    service.status = "defunct"
    db.session.commit()  # no change number: the index knows nothing of it
    assert found(app, "harp") == []


def spoilt(path: Path, how: str) -> None:
    """Damages an index the way a machine might."""
    if how == "gone":
        shutil.rmtree(path)
    elif how == "empty":
        for file in path.iterdir():
            file.write_bytes(b"")
    elif how == "garbage":
        for file in path.glob("*.seg"):
            file.write_bytes(b"\x00garbage" * 50)
    elif how == "old":
        (path / "number").write_text("0 1")
    elif how == "no list of parts":
        for file in path.glob("_MAIN_*.toc"):
            file.unlink()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh lets go of what it cannot read
@pytest.mark.parametrize("how", ["gone", "empty", "garbage", "old", "no list of parts"])
def test_a_missing_or_damaged_index_is_made_anew(new_app: NewApp, how: str):
    app = new_app(MEANING="off")
    with app.app_context():
        a_service(name="Harp circle")
    assert found(app, "harp") == ["Harp circle"]
    app.extensions["index"].snapshot.opened.close()
    app.extensions["index"] = live_module.Live(app)
    spoilt(folder(app), how)
    assert found(app, "harp") == ["Harp circle"]
    with app.app_context():
        a_service(name="Harp two")
    spoilt(folder(app), how)
    assert sorted(found(app, "harp")) == ["Harp circle", "Harp two"]
    gc.collect()  # what Whoosh let go of is this test's, not a later one's


def test_a_lock_left_behind_ends_with_new_files(new_app: NewApp, monkeypatch: pytest.MonkeyPatch):
    app = new_app()
    with app.app_context():
        a_service(name="Harp circle")
    assert found(app, "harp") == ["Harp circle"]
    left = open_dir(folder(app)).lock("WRITELOCK")
    assert left.acquire()
    monkeypatch.setattr(engine, "LOCK_SECONDS", 0.1)
    with app.app_context():
        a_service(name="Harp two")
    assert app.test_client().get("/search?q=harp").status_code == 200
    assert sorted(found(app, "harp")) == ["Harp circle", "Harp two"]
    left.release()


def test_files_that_cannot_be_opened_are_no_error_of_any_page(app: Flask, monkeypatch: pytest.MonkeyPatch):
    a_service(name="Harp circle")
    for path in ("/", "/search?q=harp"):
        if index.worker().snapshot:
            index.worker().snapshot.opened.close()
        index.worker().snapshot = None
        real, tries = engine.Engine.open, iter([engine.DamagedIndex])

        def once(self: engine.Engine, kept: object, real=real, tries=tries) -> engine.Opened:  # type: ignore[no-untyped-def]
            for fault in tries:
                raise fault
            return real(self, kept)

        monkeypatch.setattr(engine.Engine, "open", once)
        assert app.test_client().get(path).status_code == 200
        monkeypatch.undo()


def test_on_a_full_disk_the_last_good_copy_answers(new_app: NewApp, monkeypatch: pytest.MonkeyPatch):
    app = new_app()
    with app.app_context():
        gone, _kept = a_service(name="Harp one").id, a_service(name="Harp two")
    assert len(found(app, "harp")) == 2
    tries: list[str] = []

    def full(*_: object) -> None:
        tries.append("write")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(live_module.Live, "only_writer", full)
    with app.app_context():
        changed(db.session.get(Service, gone), status="inactive")
    assert found(app, "harp") == found(app, "harp") == ["Harp two"]
    assert tries == ["write"], "it is not tried again at every search"
    monkeypatch.undo()
    app.extensions["index"].rested = 0.0
    with app.app_context():
        assert index.find(Query(q="harp")).total == 1


def test_files_another_worker_took_further_are_not_written_back(app: Flask, monkeypatch: pytest.MonkeyPatch):
    a_service(name="Harp circle")
    assert found(app, "harp")
    at, written = changes.newest(), []
    monkeypatch.setattr(engine.Engine, "rebuild", lambda *_: written.append("rebuild"))
    assert index.worker().start(at - 1).number == at - 1
    assert not written and index.worker().engine.number() == at


def test_files_of_another_database_are_not_taken_for_ours(new_app: NewApp):
    one, other = new_app(), new_app()
    with one.app_context():
        a_service(name="Harp circle")
    with other.app_context():
        a_service(name="Lute circle")
        uri, number = other.config["SQLALCHEMY_DATABASE_URI"], changes.newest()
    assert found(one, "harp") == ["Harp circle"]
    moved = new_app(SQLALCHEMY_DATABASE_URI=uri, DATA_DIR=one.config["DATA_DIR"])
    assert found(moved, "lute") == ["Lute circle"]
    assert moved.extensions["index"].engine.number() == one.extensions["index"].snapshot.number == number


def test_a_thread_that_fails_is_quiet_and_tried_again_later(app: Flask, monkeypatch: pytest.MonkeyPatch):
    assert found(app, "harp") == []
    monkeypatch.setattr(live_module, "MANY", 0)
    monkeypatch.setattr(live_module.Live, "start", lambda *_: 1 / 0)
    a_service(name="Harp circle")
    assert found(app, "harp") == []
    index.worker().catching_up.join(timeout=20)
    first = index.worker().catching_up
    assert found(app, "harp") == [] and index.worker().catching_up is first
    monkeypatch.undo()
    index.worker().rested = 0.0
    assert found(app, "harp") == ["Harp circle"]


def test_a_database_put_back_is_read_again(app: Flask):
    a_service(name="Harp circle")
    assert found(app, "harp")
    held = index.worker().snapshot
    index.worker().snapshot = replace(held, number=held.number + 50)
    assert found(app, "harp") == ["Harp circle"]
    assert index.worker().snapshot.number == changes.newest()


def test_many_changes_are_taken_in_beside_the_requests(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(live_module, "MANY", 2)
    assert found(app, "harp") == []
    for number in range(4):
        a_service(name=f"Harp {number}")
    found(app, "harp")
    waiting = index.worker().catching_up
    assert waiting is not None
    waiting.join(timeout=20)
    assert len(found(app, "harp")) == 4


def test_in_a_large_directory_new_words_keep_no_search_waiting(new_app: NewApp, monkeypatch: pytest.MonkeyPatch):
    app = new_app()
    assert found(app, "harp") == []
    held = app.extensions["index"]
    monkeypatch.setattr(picture, "LARGE", -1)
    monkeypatch.setattr(live_module.Live, "anew", lambda *_: 1 / 0)
    with app.app_context():
        a_service(name="Harp circle", languages=["tlh"])
        assert found(app, "harp") == ["Harp circle"]
        held.catching_up.join(timeout=20)
        assert index.find(Query(language=("tlh",))).total == 1
        changes.record([None])
        db.session.commit()
        assert found(app, "harp") == ["Harp circle"]
        held.catching_up.join(timeout=20)
        assert held.snapshot.number == changes.newest()


def test_forgotten_changes_mean_reading_everything(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(changes, "KEPT", 2)
    at = changes.newest()
    for number in range(4):
        a_service(name=f"Harp {number}")
    assert changes.since(at).lost
    assert not changes.since(changes.newest() - 1).lost
    index.worker().forget()


def test_numbers_follow_each_other_and_are_told_once(app: Flask):
    at = changes.newest()
    service = a_service()
    seen = changes.since(at)
    assert seen.services == {service.id} and not seen.words and not seen.lost
    assert changes.newest() == at + 1


def test_threads_search_and_edit_at_once(app: Flask):
    for number in range(3):
        a_service(name=f"Harp {number}")
    wrong: list[object] = []

    def search() -> None:
        for _ in range(20):
            names = found(app, "harp")
            if len(names) < 3:
                wrong.append(names)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(5):
        a_service(name=f"Harp more {number}")
    for thread in threads:
        thread.join()
    assert not wrong
    assert len(found(app, "harp")) == 8
