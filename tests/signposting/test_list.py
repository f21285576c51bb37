"""A list is shown in its order, changed by buttons, and tells what changed since the day it was made."""

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from directory.signposting import shape
from tests.makers import a_location, a_schedule, a_service, an_organization, changed
from tests.people import a_partner, a_steward, at, value_of
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
    assert "Bakers</bdi></a>، " in client.get(f"/ar{handed_over}").text, "with the commas of the page"


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


@pytest.fixture
def ana(app):
    """Somebody who works for a group and keeps its offers right at the desk; and the group."""
    group = an_organization()
    return SimpleNamespace(group=group, user=a_partner(group, name="Ana"))


def move(desk, service, **answers) -> None:
    """The desk's form for one pattern of times is filled in, looked at and saved."""
    address = f"/desk/offers/{service.id}/times/{service.all_schedules()[0].id}"
    form = {"every": "week", "opens": "2pm", "closes": "4pm", "terms": "yes", "holidays": ""} | answers
    form["print"] = value_of(desk.get(address).text, "print")
    form["seen"] = value_of(desk.post(address, form).text, "seen")
    assert desk.post(address, form).status_code == 303


def test_what_was_done_at_the_desk_is_told_with_its_day(app, client, clock, ana):
    """A list was handed over; since then one offer has moved, one is paused, one has closed. The code leads there."""
    given = {"organization": ana.group, "categories": ["cooking-and-food"]}
    moves = a_service(name="Walkers", code="mmm23", **given)
    pauses = a_service(name="Singers", code="ppp23", **given)
    closes = a_service(name="Cooks", code="ccc23", **given)
    for name, over in {"Bakers": {}, "Stewers": {}, "Resting": {"status": "temporarily closed"},
                       "Crowded": {"waiting": ["full"]}}.items():  # fmt: skip
        a_service(name=name, code=name.lower(), categories=["cooking-and-food"], **over)
    handed_over = client.get("/list?o=mmm23,ppp23,ccc23").text
    address = in_the_code(handed_over)
    clock.move(days=7)
    desk = at(app, ana.user)
    move(desk, moves, days="TH")
    desk.act(f"/desk/offers/{pauses.id}", "pause", {"until": "2027-01-14", "say": "The hall is painted."})
    clock.move(days=1)
    at(app, ana.user).act(f"/desk/offers/{closes.id}", "close", {"say": "Thank you all."})
    clock.move(days=13)
    assert address == "/list?o=mmm23,ppp23,ccc23&d=2026-11-25"
    said = client.page(address).words()
    assert "Moved on 2 December 2026. Now: Every Thursday, 2pm to 4pm. Before: Every Wednesday, 2pm to 4pm." in said
    assert "Paused until Thursday 14 January" in said and "The hall is painted." in said
    assert "This has closed, on 3 December 2026. Like it and open:" in said and "Thank you all." in said
    others = set(re.findall(r"Put it in place of the closed one<[^>]*>: (\w+)<", client.get(address).text))
    assert others == {"Bakers", "Stewers"}, "the list's own, the paused and the full one are no way out"
    reader = Reader(client).visit(address).press("Put it in place of the closed one: Bakers")
    assert "This has closed" not in reader.words and "o=mmm23,ppp23,bakers" in reader.address


def in_the_code(html: str) -> str:
    """The path of the list that the code to scan holds, which is the one on the page as well."""
    path = re.search(r"(/list\?o=[^\s<]*)\n</textarea>", html)[1].replace("&amp;", "&")
    drawn = re.search(r'role="img"[^>]*><path d="([^"]+)"', html)[1]
    assert drawn == shape.code_to_scan(f"http://localhost{path}")["path"]
    return path


@pytest.mark.parametrize(
    ("field", "form", "told"),
    [
        ("phones", {"phones": "020 7946 0999"}, "New phone number since 2 December 2026: 020 7946 0999"),
        ("name", {"name": "Strollers"}, "Until 2 December 2026 it was called Walkers."),
        ("cost", {"cost": "free"}, "Changed on 2 December 2026: Cost."),
        ("summary", {"summary": "Walk and talk."}, ""),
    ],
)
def test_a_changed_fact_is_told(app, client, clock, ana, field, form, told):
    service = a_service(name="Walkers", code="www23", organization=ana.group)
    clock.move(days=7)
    steward = at(app, a_steward())
    address = f"/desk/offers/{service.id}/change/{field}"
    sent = steward.post(address, form | {"print": value_of(steward.get(address).text, "print")})
    assert sent.status_code == 303
    said = client.page("/list?o=www23&d=2026-11-25").words()
    assert told in said and ("hanged on" in said) is ("hanged on" in told)
    assert "2 December" not in client.page("/list?o=www23&d=2026-12-02").words().partition("Made on 2 December 2026")[2]
    assert "2 ديسمبر" in client.page("/ar/list?o=www23&d=2026-11-25").words() or not told


def test_a_number_that_was_taken_off_and_a_day_called_off_are_told(app, client, clock, ana):
    service = a_service(name="Walkers", code="www23", organization=ana.group)
    clock.move(days=7)
    desk = at(app, ana.user)
    desk.act(f"/desk/offers/{service.id}", "withdraw/phones")
    times = service.all_schedules()[0].id
    desk.post(f"/desk/offers/{service.id}/dates/cancel", {"times": times, "day": "2026-12-09"})
    said = client.page("/list?o=www23&d=2026-11-25").words()
    assert "The phone number was taken off on 2 December 2026" in said
    assert "It is not on: Wednesday 9 December" in said and "Moved" not in said


@pytest.mark.parametrize("over", [{"dtstart": date(2026, 12, 2)}, {"until": date(2027, 10, 30)}])
def test_times_that_are_only_said_otherwise_by_now_have_not_moved(app, client, clock, ana, over):
    """ "From 2 December" goes without saying once that has come, and "2027" once it is less than 11 months away."""
    service = a_service(name="Walkers", code="www23", organization=ana.group, schedules=[a_schedule(**over)])
    clock.move(days=7)
    sent = {"times": service.all_schedules()[0].id, "day": "2026-12-09"}
    at(app, ana.user).post(f"/desk/offers/{service.id}/dates/cancel", sent)
    said = client.page("/list?o=www23&d=2026-11-25").words()
    assert "It is not on: Wednesday 9 December" in said and "Moved" not in said


def test_another_place_is_told_from_the_day_it_meets_there(app, client, clock, ana):
    service = a_service(name="Walkers", code="www23", organization=ana.group)
    clock.move(days=7)
    desk = at(app, ana.user)
    there = f"/desk/offers/{service.id}/times/{service.all_schedules()[0].id}/move"
    form = {
        "day": "7/12/2026",
        "where": "new",
        "name": "Medlar Hall",
        "street": "1 High Street",
        "postcode": "SE13 7HE",
    }
    form["print"] = value_of(desk.get(there).text, "print")
    shown = desk.post(there, form)
    assert desk.post(there, form | {"seen": value_of(shown.text, "seen")}).status_code == 303
    told = "It meets in another place since 7 December 2026: Medlar Hall"
    assert told not in client.page("/list?o=www23&d=2026-11-25").words()
    clock.move(days=7)
    assert told in client.page("/list?o=www23&d=2026-11-25").words()


def test_somebody_saying_that_all_is_right_is_no_change(app, client, clock, ana):
    service = a_service(code="www23", organization=ana.group)
    clock.move(days=7)
    at(app, ana.user).post(f"/desk/offers/{service.id}/confirm")
    assert "Details were changed" not in client.page("/list?o=www23&d=2026-11-25").words()


def test_one_that_is_full_says_since_when(app, client, clock, ana):
    service = a_service(code="www23", organization=ana.group)
    clock.move(days=7)
    at(app, ana.user).act(f"/desk/offers/{service.id}", "full", {"until": "2027-01-20"})
    said = client.page("/list?o=www23&d=2026-11-25").words()
    assert "It has not taken new people since 2 December 2026." in said


@pytest.mark.parametrize("closed", [False, True])
def test_statements_do_not_grow_with_the_list(app, client, statements, closed):
    """Nor with what has closed on it."""
    over = {"status": "inactive", "ended_on": date(2026, 11, 18)} if closed else {}
    codes = [a_service(code=f"code{n}", categories=["cooking-and-food"], **over).code for n in range(6)]
    for n in range(4):
        a_service(code=f"like{n}", categories=["cooking-and-food"])
    counted = []
    client.get("/search")  # the index has read them
    for few in (codes[:1], codes):
        with statements() as asked:
            client.get(f"/list?o={','.join(few)}&d={DAY}")
        counted.append(len(asked))
    assert counted[0] == counted[1] <= (26 if closed else 15)
