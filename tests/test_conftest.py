"""The ground that tests stand on holds: databases are apart, offers go between tests, the clock stands."""

from datetime import date

import pytest
from sqlalchemy import func, select

from directory import clock as the_clock
from directory.db import db
from directory.index import changes
from directory.models import Service, TaxonomyTerm
from tests.commands import ROOT
from tests.conftest import LONGEST, NOW
from tests.makers import a_service, changed


def offers() -> int:
    return db.session.scalar(select(func.count()).select_from(Service))


def test_the_files_that_are_begun_first_are_there():
    assert [name for name in LONGEST if not (ROOT / "tests" / f"{name}.py").exists()] == []


@pytest.mark.parametrize("again", range(2))
def test_a_test_starts_without_offers(app, again):
    assert offers() == 0
    a_service(categories=["cooking-and-food"])
    assert offers() == 1
    assert db.session.scalar(select(func.count()).select_from(TaxonomyTerm)) > 50


def test_every_change_has_a_number(app):
    before = changes.newest()
    service = a_service()
    changed(service, name="Another name")
    assert changes.newest() == before + 2
    assert changes.since(before).services == {service.id}


def test_two_machines_share_a_database_and_others_do_not(new_app):
    one, alone = new_app(), new_app()
    two = new_app(SQLALCHEMY_DATABASE_URI=one.config["SQLALCHEMY_DATABASE_URI"])
    assert one.config["DATA_DIR"] != two.config["DATA_DIR"]
    with one.app_context():
        a_service()
    for app, seen in ((two, 1), (alone, 0)):
        with app.app_context():
            assert offers() == seen


def test_the_clock_stands_until_it_is_moved(clock):
    assert the_clock.now() == NOW and the_clock.today() == date(2026, 11, 25)
    clock.move(days=1, hours=14)
    assert the_clock.today() == date(2026, 11, 27)
    clock.set(2026, 7, 1, 12)
    assert the_clock.now().utcoffset().total_seconds() == 3600


def forgets() -> str:
    """A view that writes and does not commit."""
    db.session.add(changes.Change(number=1))
    db.session.flush()
    return "ok"


def test_the_client_refuses_a_bad_page_and_a_lost_write(new_app):
    app = new_app("empty")
    app.add_url_rule("/bad", "bad", lambda: "<!DOCTYPE html><html><body onload='x()'></body></html>")
    app.add_url_rule("/forgets", "forgets", forgets)
    with pytest.raises(AssertionError, match="onload"):
        app.test_client().get("/bad")
    with pytest.raises(AssertionError, match="never committed: Change"):
        app.test_client().get("/forgets")
