"""The commands that fill a new site: seed and postcodes. What people have edited since stays."""

import json
import sys

import pytest
from sqlalchemy import func, select

from directory import commands
from directory.db import db
from directory.index import changes
from directory.models import (
    AreaCategory,
    CrisisLine,
    CrisisPhrase,
    Place,
    SchoolTerm,
    Service,
    Synonym,
    Taxonomy,
    TaxonomyTerm,
)
from tests.open_referral.conftest import dump

WORDS = (Taxonomy, TaxonomyTerm, AreaCategory, Synonym, Place, SchoolTerm, CrisisLine, CrisisPhrase)


def run(app, *args, **options):
    """A command's result; whatever it raises is raised."""
    return app.test_cli_runner(catch_exceptions=False).invoke(args=args, **options)


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_new_database_gets_its_words_and_no_offers(app):
    assert all(count(model) for model in WORDS)
    assert count(Service) == 0


def test_seeding_again_does_nothing(new_app):
    app = new_app(SEED="none")
    with app.app_context():
        before = dump()
        result = run(app, "seed")
        assert (result.exit_code, result.stdout) == (0, "Seeded already: nothing to do\n")
        assert dump() == before


def test_what_people_edited_stays(new_app):
    app = new_app(SEED="none")
    with app.app_context():
        db.session.get(CrisisLine, "samaritans").checked_by = "A. Steward"
        db.session.delete(db.session.scalars(select(Synonym)).first())
        db.session.commit()
        before = dump()
        run(app, "seed")
        assert dump() == before


def test_words_that_are_loaded_reach_every_index(new_app):
    app = new_app("empty", SEED="none")
    with app.app_context():
        assert "Loaded: vocabulary, synonyms, places" in run(app, "seed").stdout
        assert changes.since(0).words


def test_crisis_lines_wait_to_be_checked(app):
    checked = select(CrisisLine.checked_on, CrisisLine.checked_by).distinct()
    assert db.session.execute(checked).all() == [(None, None)]
    shout = db.session.get(CrisisLine, "shout")
    assert (shout.sms_number, shout.sms_body) == ("85258", "SHOUT")


def test_samples_come_once_and_not_back(new_app):
    app = new_app(SEED="sample")
    with app.app_context():
        assert "sample offers" in run(app, "seed").stdout
        assert count(Service) >= 120
        db.session.query(Service).delete()
        db.session.commit()
        assert run(app, "seed").stdout == "Seeded already: nothing to do\n"
        assert count(Service) == 0


def test_the_newest_sample_was_confirmed_today(sample):
    newest = db.session.scalar(select(func.max(Service.assured_date)))
    assert newest == commands.clock.today()


def test_a_broken_sample_stops_the_seeding(new_app, tmp_path, monkeypatch):
    (tmp_path / "offers").mkdir()
    (tmp_path / "offers" / "a.ndjson").write_text(json.dumps({"name": "x"}))
    app = new_app(SEED="sample")
    monkeypatch.setattr(commands, "SEED", tmp_path)
    with app.app_context():
        result = run(app, "seed")
        assert result.exit_code == 1
        assert "line 1, id: missing" in result.stderr


def test_a_database_without_tables_is_said(databases, sites):
    app = sites.application(SQLALCHEMY_DATABASE_URI=databases.copy(None))
    result = run(app, "import", "-", input=b"")
    assert result.exit_code == 1
    assert "make data" in result.stderr


def test_seeding_makes_the_tables_first(databases, sites):
    app = sites.application(SQLALCHEMY_DATABASE_URI=databases.copy(None), SEED="none")
    assert "Loaded: vocabulary" in run(app, "seed").stdout
    with app.app_context():
        assert count(CrisisLine)


@pytest.mark.parametrize("command", [["seed"], ["import", "-"]])
def test_a_database_that_is_away_is_said(sites, tmp_path, command):
    app = sites.application(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/nowhere/directory.sqlite")
    result = run(app, *command, input=b"")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: the database does not answer: ")


def test_postcodes_are_built_once(new_app):
    result = run(new_app(), "postcodes", "build")
    assert (result.exit_code, result.stdout[:27]) == (0, "Postcodes are there already")


def test_a_file_that_holds_no_postcodes_is_refused(new_app, tmp_path):
    (tmp_path / "a.csv").write_text("name,town\nTea,Catford\n")
    result = run(new_app(), "postcodes", "load", str(tmp_path / "a.csv"))
    assert result.exit_code == 1
    assert "Error: " in result.stderr


def test_waiting_is_shown_on_a_terminal_only(monkeypatch, capsys):
    monkeypatch.setattr(commands, "PATIENCE", -1)
    assert list(commands.progress([1, 2, 3], "Saving")) == [1, 2, 3]
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert list(commands.progress([1, 2, 3], "Saving")) == [1, 2, 3]
    assert "Saving" in capsys.readouterr().err
