"""A list is shown in its order, changed by buttons, and tells what changed since the day it was made."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event

from directory.db import db
from tests.makers import a_location, a_schedule, a_service, changed
from tests.reader import Reader

DAY = "2026-11-01"


def test_it_shows_offers_in_order(client, app):
    a_service(code="aaa23", name="Tea and company")
    a_service(code="bbb23", name="Gardeners")
    words = client.page("/list?o=bbb23,aaa23").words()
    assert words.index("Gardeners") < words.index("Tea and company") and "Your list (2)" in words


def test_codes_may_be_typed_in_capitals(client, app):
    a_service(code="aaa23", name="Tea and company")
    assert "Tea and company" in client.page("/list?o=AAA23").words()


def test_an_empty_list_says_how_to_fill_it(client, app):
    words = client.page("/list").words()
    assert "There is nothing on your list yet." in words and "Find offers for an appointment" in words


def test_what_is_not_there_is_said(client, app):
    a_service(code="aaa23", name="Tea and company")
    words = client.page("/list?o=aaa23,zzz99,yyy99").words()
    assert "Tea and company" in words and "2 offers of this list are not in the directory any more." in words
    assert "A list holds 12 offers." in client.page("/list?o=" + ",".join(f"c{n}" for n in range(13))).words()


def test_buttons_reorder_and_remove(client, app):
    a_service(code="aaa23", name="Tea and company")
    a_service(code="bbb23", name="Gardeners")
    reader = Reader(client).visit(f"/list?o=aaa23,bbb23&d={DAY}")
    assert reader.press("Move down: Tea and company").address == f"/list?d={DAY}&o=bbb23,aaa23"
    reader.press("Remove: Gardeners")
    assert "Gardeners" not in reader.words and "Tea and company" in reader.words


@pytest.fixture
def handed_over(app):
    """Three offers on a list of three weeks ago, then one moved, one paused, one closed; and two like that one."""
    catford = a_location(name="Old Hall")
    moved = a_service(code="mmm23", name="Walkers", at=catford, schedules=[a_schedule(until=date(2026, 11, 10))])
    paused = a_service(code="ppp23", name="Singers")
    closed = a_service(code="ccc23", name="Cooks", categories=["cooking-and-food"])
    for name in ("Bakers", "Stewers"):
        a_service(name=name, code=name[:5].lower(), categories=["cooking-and-food"])
    moved.service_at_locations[0].schedules.append(a_schedule(byday="FR", dtstart=date(2026, 11, 13)))
    changed(moved, last_modified=datetime(2026, 11, 9, 9, tzinfo=UTC))
    changed(paused, status="temporarily closed", paused_until=date(2026, 12, 14), alert="The hall is painted.")
    changed(closed, status="inactive", ended_on=date(2026, 11, 18), alert="Thank you all.")
    return f"/list?o=mmm23,ppp23,ccc23&d={DAY}"


def test_opened_later_it_tells_what_changed(client, handed_over):
    words = client.page(handed_over).words()
    assert "New times from 13 November 2026: Every Friday, 2pm to 4pm" in words
    assert "Paused until Monday 14 December" in words and "The hall is painted." in words
    assert "This has closed, on 18 November 2026. Like it and open:" in words and "Thank you all." in words
    assert "Bakers" in words and "Stewers" in words


def test_the_closed_one_is_replaced_with_one_press(client, handed_over):
    reader = Reader(client).visit(handed_over).press("Put it in place of the closed one")
    assert "Cooks" not in reader.words and "This has closed" not in reader.words


def test_before_anything_changed_nothing_is_said(client, app):
    a_service(code="aaa23", name="Walkers")
    words = client.page(f"/list?o=aaa23&d={DAY}").words()
    assert "changed" not in words and "New times" not in words


def test_an_edit_that_cannot_be_told_is_told_as_such(client, app):
    changed(a_service(code="aaa23"), last_modified=datetime(2026, 11, 9, 9, tzinfo=UTC))
    words = client.page(f"/list?o=aaa23&d={DAY}").words()
    assert "Details were changed on 9 November 2026. Look at the time and the place again" in words
    assert "Details were changed" not in client.page("/list?o=aaa23&d=2026-11-09").words()


def test_statements_do_not_grow_with_the_list(client, app):
    codes = [a_service(code=f"code{n}").code for n in range(6)]
    client.get("/list?o=code0")
    counted = []
    for few in (codes[:1], codes):
        said: list[str] = []
        listen = lambda *words, said=said: said.append(words[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listen)
        client.get(f"/list?o={','.join(few)}")
        event.remove(db.engine, "before_cursor_execute", listen)
        counted.append(len(said))
    assert counted[0] == counted[1] <= 14
