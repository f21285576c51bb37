"""Any number of machines on one database agree: what one changes, all find; what one withdraws is gone from all."""

import pytest

from directory.db import db
from directory.models import Service
from tests.makers import a_service, changed


@pytest.fixture
def machines(new_app):
    """Two applications with a data folder each, on one database."""
    one = new_app()
    return one, new_app(SQLALCHEMY_DATABASE_URI=one.config["SQLALCHEMY_DATABASE_URI"])


def seen(machine, words: str) -> list[str]:
    """The offers a visitor of a machine finds, by their address."""
    page = machine.test_client().page("/search", query_string={"q": words})
    return sorted({link for link in page.links if link.startswith("/offers/")})


def test_an_edit_through_one_is_found_through_the_other(machines):
    one, two = machines
    assert seen(one, "kayaking") == seen(two, "kayaking") == []
    with one.app_context():
        service = a_service(name="Kayaking for beginners", slug="kayaking")
        kept = service.id
    assert seen(one, "kayaking") == seen(two, "kayaking") == ["/offers/kayaking"]
    with two.app_context():
        changed(db.session.get(Service, kept), name="Falconry for beginners")
    assert seen(one, "falconry") == seen(two, "falconry") == ["/offers/kayaking"]
    assert seen(one, "kayaking") == seen(two, "kayaking") == []


def test_what_is_withdrawn_is_gone_from_both_at_the_next_request(machines):
    one, two = machines
    with one.app_context():
        kept = a_service(name="Kayaking for beginners", slug="kayaking").id
    assert seen(one, "kayaking") == seen(two, "kayaking") == ["/offers/kayaking"]
    with one.app_context():
        changed(db.session.get(Service, kept), status="inactive")
    assert seen(two, "kayaking") == seen(one, "kayaking") == []


def test_the_status_is_asked_of_the_database_even_when_no_number_told_of_it(machines):
    one, two = machines
    with one.app_context():
        kept = a_service(name="Kayaking for beginners", slug="kayaking").id
    assert seen(two, "kayaking") == ["/offers/kayaking"]
    with one.app_context():
        db.session.get(Service, kept).status = "inactive"
        db.session.commit()
    assert seen(two, "kayaking") == []


def test_a_lost_cache_is_made_again(new_app):
    one = new_app()
    with one.app_context():
        a_service(name="Kayaking for beginners", slug="kayaking")
    assert seen(one, "kayaking") == ["/offers/kayaking"]
    for file in (one.config["DATA_DIR"] / "index").iterdir():
        file.write_bytes(b"rubbish")
    again = new_app(SQLALCHEMY_DATABASE_URI=one.config["SQLALCHEMY_DATABASE_URI"], DATA_DIR=one.config["DATA_DIR"])
    assert seen(again, "kayaking") == ["/offers/kayaking"]
