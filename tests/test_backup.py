"""A backup is taken while the site runs and put back whole, on either kind of database, or not at all."""

import gzip
import json
import tarfile
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from directory import backup, index
from directory.db import db
from directory.models import Place, Service
from tests.databases import of_kind
from tests.makers import a_service, changed
from tests.open_referral.conftest import contents
from tests.sites import Sites

SEARCHES = ("/search?q=cooking&near=SE6+4RU", "/search?category=sport&sort=soonest", "/search?q=lonley", "/about")


def run(app: Flask, *args: object):
    """A command on that site."""
    with app.app_context():
        return app.test_cli_runner(catch_exceptions=False).invoke(args=[str(one) for one in args])


def held(app: Flask) -> dict:
    with app.app_context():
        return contents()


def answers(app: Flask) -> list[str]:
    return [app.test_client().get(address).text for address in SEARCHES]


@pytest.fixture(params=["sqlite", "this kind"])
def bare(request: pytest.FixtureRequest, tmp_path: Path, new_app):
    """A site with no tables yet, on SQLite or on the kind of database this run is about."""
    if request.param == "this kind":
        yield new_app("empty")
        return
    folders = iter(tmp_path / name for name in "ab")

    def folder() -> Path:
        made = next(folders)
        made.mkdir()
        return made

    with of_kind("sqlite", tmp_path) as databases:
        sites = Sites(databases, folder)
        yield sites.make("empty")
        sites.close()


def test_what_comes_back_is_equal_search_included(sample: Flask, bare: Flask, tmp_path: Path):
    letters = Path(sample.config["DATA_DIR"], "outbox")
    letters.mkdir(exist_ok=True)
    (letters / "1.eml").write_bytes(b"Subject: Hello\n\n\xff")
    told = run(sample, "backup", tmp_path / "b.tar.gz")
    assert (told.exit_code, told.output.endswith("1 files\n")) == (0, True)
    assert (tmp_path / "b.tar.gz").stat().st_mode & 0o777 == 0o600
    told = run(bare, "restore", tmp_path / "b.tar.gz")
    assert (told.exit_code, told.output.startswith("Put back as of 2026-11-25")) == (0, True)
    assert held(bare) == held(sample)
    assert answers(bare) == answers(sample)
    assert Path(bare.config["DATA_DIR"], "outbox", "1.eml").read_bytes() == b"Subject: Hello\n\n\xff"


def found(app: Flask, words: str) -> list[str]:
    """The names that a search finds, once what is read beside the requests is in use."""
    with app.app_context():
        app.test_client().get(f"/search?q={words}")
        reading = index.worker().catching_up
        if reading:
            reading.join(timeout=20)
    text = app.test_client().get(f"/search?q={words}").text
    return [name for name in ("Harp circle", "Lute circle") if name in text]


def test_a_site_that_runs_answers_from_what_was_put_back(new_app, tmp_path: Path):
    app = new_app()
    with app.app_context():
        service_id = a_service(name="Harp circle").id
    run(app, "backup", tmp_path / "b")
    with app.app_context():
        changed(db.session.get(Service, service_id), name="Lute circle")
    assert (found(app, "lute"), found(app, "harp")) == (["Lute circle"], [])
    assert run(app, "restore", tmp_path / "b", "--replace").exit_code == 0
    assert (found(app, "lute"), found(app, "harp")) == ([], ["Harp circle"])
    with app.app_context():
        changed(db.session.get(Service, service_id), name="Lute circle")
    assert (found(app, "lute"), found(app, "harp")) == (["Lute circle"], [])


def test_offers_are_not_replaced_unless_that_is_said(sample: Flask, tmp_path: Path):
    run(sample, "backup", tmp_path / "b")
    before = held(sample)
    told = run(sample, "restore", tmp_path / "b")
    assert told.exit_code == 1 and "--replace" in told.output
    assert held(sample) == before


def test_it_is_of_one_moment(new_app, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    app, add_table = new_app(), backup.add_table

    def and_somebody_writes(archive, connection, table) -> int:
        count = add_table(archive, connection, table)
        if table is db.metadata.sorted_tables[0]:
            with db.engine.begin() as other:
                other.execute(Place.__table__.delete())
        return count

    with app.app_context():
        monkeypatch.setattr(backup, "add_table", and_somebody_writes)
        about = backup.write(tmp_path / "b", tmp_path)
        assert db.session.scalars(select(Place)).all() == []
        assert about.rows["place"] > 20


def test_a_file_that_cannot_be_written_is_said(app: Flask, tmp_path: Path):
    told = run(app, "backup", tmp_path / "nowhere" / "b")
    assert told.exit_code == 1 and "cannot be written: No such file" in told.output


def repacked(path: Path, change) -> None:
    """The backup anew, each member through `change(name, data)`; None leaves it out."""
    with tarfile.open(path) as archive:
        members = [(member.name, archive.extractfile(member).read()) for member in archive.getmembers()]
    with tarfile.open(path, "w:gz") as archive:
        for name, data in members:
            if (data := change(name, data)) is not None:
                backup.add(archive, name, data)


def torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2000])


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))


def no_archive(path: Path) -> None:
    path.write_bytes(gzip.compress(b"Dear all,"))


def lacking(path: Path) -> None:
    repacked(path, lambda name, data: None if name == "tables/place.ndjson" else data)


def shortened(path: Path) -> None:
    repacked(path, lambda name, data: data.split(b"\n", 1)[1] if name == "tables/place.ndjson" else data)


def misspelt(path: Path) -> None:
    repacked(path, lambda name, data: data.replace(b"2027", b"20Z7") if name == "tables/school_term.ndjson" else data)


def of_another_revision(path: Path) -> None:
    def older(name: str, data: bytes) -> bytes:
        return json.dumps(json.loads(data) | {"revision": "0000"}).encode() if name == "about.json" else data

    repacked(path, older)


def of_the_future(path: Path) -> None:
    def newer(name: str, data: bytes) -> bytes:
        return json.dumps(json.loads(data) | {"format": 2}).encode() if name == "about.json" else data

    repacked(path, newer)


def reaching_out(path: Path) -> None:
    def outside(name: str, data: bytes) -> bytes:
        return data

    repacked(path, outside)
    with tarfile.open(path) as archive:
        members = [(member.name, archive.extractfile(member).read()) for member in archive.getmembers()]
    with tarfile.open(path, "w:gz") as archive:
        for name, data in [*members, ("files/outbox/../../owned", b"!")]:
            backup.add(archive, name, data)


WRONG = [torn, flipped, no_archive, lacking, shortened, misspelt, of_another_revision, of_the_future, reaching_out]


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_not_whole_changes_nothing(new_app, tmp_path: Path, wrong):
    app = new_app()
    path = tmp_path / "b"
    run(app, "backup", path)
    wrong(path)
    before = held(app)
    told = run(app, "restore", path, "--replace")
    assert told.exit_code == 1, told.output
    assert "was not put back" in told.output and "Nothing was changed" in told.output
    assert held(app) == before
    assert not Path(app.config["DATA_DIR"]).with_name("owned").exists()
