"""Urgent help: there whatever fails, numbers that can be tapped, and honest about what nobody has checked."""

import time
from datetime import date

import pytest
from sqlalchemy import text, update

from directory.content import queries
from directory.db import db
from directory.index import changes
from directory.models import CrisisLine

NUMBERS = ["tel:999", "tel:111", "tel:116123", "tel:08082000247", "tel:08001111", "tel:18001111"]


def put(code: str, **values: object) -> None:
    """Makes a line say something else, as a steward's act would: with a change number."""
    db.session.execute(update(CrisisLine).filter_by(code=code).values(**values))
    changes.record([None])
    db.session.commit()


@pytest.fixture
def lines(app):
    """The crisis lines, to change for one test; nothing is remembered before or after it."""
    app.extensions.pop("crisis_lines", None)
    before = [dict(row._mapping) for row in db.session.execute(CrisisLine.__table__.select())]
    yield put
    db.session.rollback()
    db.session.execute(CrisisLine.__table__.delete())
    db.session.execute(CrisisLine.__table__.insert(), before)
    db.session.commit()
    app.extensions.pop("crisis_lines", None)


def test_the_most_urgent_comes_first_and_every_number_can_be_tapped(client, app):
    page = client.page("/urgent-help")
    at = [page.words().find(part) for part in ("Call 999 or go to A&E now if:", "Call 111 and choose option 2 if:",
          "Samaritans", "Shout", "Refuge", "Relay UK", "Childline")]  # fmt: skip
    assert -1 not in at and at == sorted(at)
    assert set(NUMBERS) <= set(page.links) and "sms:85258?&body=SHOUT" in page.links
    html = client.get("/urgent-help").text
    assert '<bdi dir="ltr" translate="no">116 123</bdi>' in html and "Immediate action required" in html


def test_hours_and_cost_are_shown_only_when_known(client, app):
    said = client.page("/urgent-help").words()
    assert "Call 0800 1111 Free" in said, "nobody told us Childline's hours"
    assert "video call NHS 111 by Relay UK" in said, "nor anything of SignVideo"


def test_what_nobody_has_checked_says_so(client, lines):
    unchecked = "from public sources, November 2026; not yet checked by this service."
    said = client.page("/urgent-help").words()
    assert said.lower().count(unchecked.lower()) == 1 and "Checked on" not in said


@pytest.mark.parametrize("name,counts", [("Ada Steward", True), ("", False), ("  ", False)])
def test_a_line_is_checked_when_somebody_put_their_name_to_it(client, app, lines, name, counts):
    lines("samaritans", checked_on=date(2026, 11, 20), checked_by=name)
    said = client.page("/urgent-help").words()
    assert ("Checked on 20 November 2026" in said) is counts
    assert said.lower().count("not yet checked by this service") == (9 if counts else 1)
    assert "Ada" not in said


def test_words_of_danger_lead_to_a_line_that_takes_texts_only(client, app, lines):
    lines("domestic-abuse", tel=None, sms_number="85258", sms_body="HI", action="Text HI to 85258")
    links = client.page("/search?q=my+husband+hits+me").links
    assert "sms:85258?&body=HI" in links and "tel:" not in links
    lines("domestic-abuse", sms_number=None, action="Use the chat of the helpline")
    page = client.page("/search?q=my+husband+hits+me")
    assert "Use the chat of the helpline" in page.words() and "tel:" not in page.links


def test_a_change_is_seen_at_once_and_lines_that_stand_are_not_read_again(client, app, lines, statements):
    client.get("/urgent-help")
    with statements() as asked:
        assert "tel:116123" in client.page("/urgent-help").links
    assert len(asked) == 1 and "change_counter" in asked[0]
    lines("samaritans", number="116 124", tel="116124", action="Call 116 124")
    assert "tel:116124" in client.page("/urgent-help").links


def test_the_last_lines_are_remembered_when_the_database_goes(new_app):
    app = new_app()
    client = app.test_client()
    with app.app_context():
        put("samaritans", action="Call 116 124", tel="116124")
        assert "tel:116124" in client.page("/urgent-help").links
        db.session.execute(text("DROP TABLE crisis_line"))
        changes.record([None])
        db.session.commit()
        assert "tel:116124" in client.page("/urgent-help").links, "not the file's, which is older"
        held = app.extensions["crisis_lines"]
        assert held.back > time.monotonic() and "tel:116124" in client.page("/urgent-help").links
        assert app.extensions["crisis_lines"] is held, "it was asked again at once"


def test_a_database_that_hangs_holds_up_one_reader(client, app, lines):
    lines("samaritans", tel="116124")
    client.get("/urgent-help")
    with queries.asking:  # somebody waits for the database
        lines("samaritans", tel="116125")
        assert "tel:116124" in client.page("/urgent-help").links
    assert "tel:116125" in client.page("/urgent-help").links


@pytest.fixture
def broken(new_app, tmp_path):
    """A site whose database cannot be opened."""
    return new_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/no/such/folder/x.sqlite")


def test_without_a_database_the_numbers_of_the_file_are_there(broken):
    client = broken.test_client()
    for _time in range(2):
        page = client.page("/urgent-help")
        assert set(NUMBERS) <= set(page.links) and "Samaritans" in page.words()
    for path in ("/", "/search", "/sitemap.xml"):
        response = client.get(path)
        assert response.status_code == 503 and "tel:999" in response.text and "/urgent-help" in response.text


def test_without_a_database_the_other_pages_of_words_stand(broken):
    for path in ("/about", "/privacy", "/accessibility", "/robots.txt"):
        assert broken.test_client().get(path).status_code == 200


def test_an_empty_database_is_no_reason_to_show_nothing(new_app):
    assert "tel:116123" in new_app("empty").test_client().page("/urgent-help").links


def test_caches_may_keep_it(client, app):
    response = client.get("/urgent-help")
    assert response.headers["Cache-Control"].startswith("public, max-age=300") and "Set-Cookie" not in response.headers
    again = client.get("/urgent-help", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304 and not again.data
