"""Crisis lines: one person asks, another confirms; what nobody has checked for 90 days is flagged."""

import pytest

from directory import revisions
from directory.db import db
from directory.models import CrisisLine, CrisisProposal
from tests.people import a_steward, at, value_of
from tests.stewarding.conftest import Desk, answers

PAGE = "/stewards/lines/samaritans"


def decide(who, what: str = "confirm", page: str = PAGE):
    """Presses one of the buttons of what waits."""
    html = who.get(page).text
    return who.post(f"{page}/{what}", {"print": value_of(html.split(f'action="{page}/')[1], "print")})


def line(code: str = "samaritans") -> CrisisLine:
    """A line as the database has it now."""
    found = db.session.get(CrisisLine, code)
    assert found
    return found


def urgent(desk: Desk) -> str:
    """The page of urgent help."""
    return desk.app.test_client().get("/urgent-help").text


def test_one_person_asks_and_another_confirms(desk: Desk):
    assert desk.save(desk.stella, PAGE, hours="Day and night", checked="yes").status_code == 303
    assert line().hours != "Day and night" and "Day and night" not in urgent(desk)
    assert "It waits for a second person." in desk.stella.get(f"{PAGE}?done=saved").text
    assert decide(desk.stella, "refuse").status_code == 303 and db.session.query(CrisisProposal).count() == 0
    desk.save(desk.stella, PAGE, hours="Day and night", checked="yes")
    html = desk.sid.get(PAGE).text
    alone = desk.stella.post(f"{PAGE}/confirm", {"print": value_of(html.split(f'action="{PAGE}/')[1], "print")})
    assert alone.status_code == 422 and "Somebody else has to confirm it." in alone.text
    assert "Day and night" in html and "Stella" in html and decide(desk.sid).status_code == 303
    assert (line().hours, line().checked_by, str(line().checked_on)) == ("Day and night", "Stella, Sid", "2026-11-25")
    assert "Day and night" in urgent(desk)
    acts = [one.act for one in revisions.of(revisions.subject("lines:samaritans"))]
    assert acts == ["approve", "propose", "send_back", "propose"] and revisions.verify() is None


def test_what_two_have_said_is_shown_by_every_machine_at_the_next_request(desk: Desk, new_app):
    page, said = "/stewards/lines/domestic-abuse", "Call 020 7946 0111"
    other = new_app(SQLALCHEMY_DATABASE_URI=desk.app.config["SQLALCHEMY_DATABASE_URI"]).test_client()
    there = ("/urgent-help", "/search?q=domestic+abuse")
    assert not any("020 7946 0111" in other.get(path).text for path in there)
    desk.save(desk.stella, page, action=said, number="020 7946 0111", tel="02079460111")
    assert not any("020 7946 0111" in other.get(path).text for path in there)
    assert decide(desk.sid, page=page).status_code == 303
    for path in there:
        assert "tel:02079460111" in other.page(path).links, path


def test_what_was_changed_meanwhile_is_not_confirmed_unseen(desk: Desk):
    desk.save(desk.stella, PAGE, hours="Day and night")
    seen = value_of(desk.ada.get(PAGE).text.split(f'action="{PAGE}/')[1], "print")
    desk.save(desk.stella, PAGE, hours="Mornings")
    assert desk.ada.post(f"{PAGE}/confirm", {"print": seen}).status_code == 409
    assert line().hours not in ("Day and night", "Mornings")


def test_what_waits_is_not_replaced_unseen(desk: Desk):
    early = answers(desk.sid.get(PAGE).text, PAGE)
    desk.save(desk.stella, PAGE, number="020 7946 0123")
    for path, said in ((PAGE, {**early, "hours": "Mornings"}), (f"{PAGE}/retire", {"print": early["print"]})):
        late = desk.sid.post(path, said)
        assert late.status_code == 409 and "020 7946 0123" in late.text and "Stella" in late.text
        assert ("Mornings" in late.text) == (path == PAGE)
        assert db.session.get(CrisisProposal, "samaritans").values["number"] == "020 7946 0123"
    seen = desk.sid.post(PAGE, {**early, "hours": "Mornings", "print": answers(late.text, PAGE)["print"]})
    assert seen.status_code == 303 and db.session.get(CrisisProposal, "samaritans").values["hours"] == "Mornings"


def test_what_waits_is_found_by_its_name_and_nothing_else(desk: Desk):
    new = {"name": "Night line", "group": "talk", "action": "Call 020 7946 0999"}
    desk.stella.post("/stewards/lines/new", new)
    desk.stella.post(f"{PAGE}/retire", {"print": value_of(desk.stella.get(PAGE).text, "print")})
    links = {words: desk.sid.get(f"/stewards/lines?find={words}").text for words in ("night", "samar", "nothing")}
    assert ["Night line" in text for text in links.values()] == [True, False, False]
    assert [f'href="{PAGE}"' in text for text in links.values()] == [False, True, False]


def test_whoever_confirms_second_is_told_that_somebody_was_quicker(desk: Desk):
    desk.save(desk.stella, PAGE, hours="Day and night")
    seen = {"print": value_of(desk.ada.get(PAGE).text.split(f'action="{PAGE}/')[1], "print")}
    assert decide(desk.sid).status_code == 303
    for what in ("confirm", "refuse"):
        late = desk.ada.post(f"{PAGE}/{what}", seen)
        assert late.status_code == 409 and "Somebody has changed this" in late.text and "Day and night" in late.text


def test_what_is_to_go_is_not_kept_unseen(desk: Desk):
    early = answers(desk.sid.get(PAGE).text, PAGE)
    desk.stella.post(f"{PAGE}/retire", {"print": early["print"]})
    assert desk.sid.post(PAGE, {**early, "hours": "Mornings"}).status_code == 409
    assert db.session.get(CrisisProposal, "samaritans").values is None


def test_adding_and_taking_away_take_two_as_well(desk: Desk):
    new = {"name": "Night line", "group": "talk", "action": "Call 020 7946 0999", "tel": "020 7946 0999"}
    answer = desk.stella.post("/stewards/lines/new", new)
    page = answer.location.split("?")[0]
    assert page == "/stewards/lines/night-line" and "Night line" not in urgent(desk)
    assert "Night line" in desk.sid.get("/stewards/lines").text and decide(desk.sid, page=page).status_code == 303
    assert "Night line" in urgent(desk)
    desk.sid.post(f"{page}/retire", {"print": value_of(desk.sid.get(page).text, "print")})
    assert "Night line" in urgent(desk) and decide(desk.ada, page=page).status_code == 303
    assert "Night line" not in urgent(desk)
    last = revisions.of(revisions.subject("lines:night-line"))
    added = next(one.number for one in last if one.act == "approve" and one.after)
    desk.stella.post(f"{page}/version/{added}", {"newest": str(last[0].number)})
    assert "Night line" not in urgent(desk) and decide(desk.sid, page=page).status_code == 303
    assert "Night line" in urgent(desk)


def test_a_line_with_a_long_name_that_is_sent_twice_waits_twice(desk: Desk):
    new = {"name": "Night line for people who look after somebody", "group": "talk", "action": "Call 020 7946 0999"}
    pages = [desk.stella.post("/stewards/lines/new", new).location.split("?")[0] for _time in range(2)]
    assert len(set(pages)) == 2 and db.session.query(CrisisProposal).count() == 2
    assert decide(desk.sid, page=pages[0]).status_code == decide(desk.sid, "refuse", pages[1]).status_code == 303
    assert urgent(desk).count("Night line for people") == 1


@pytest.mark.parametrize("code", ["999", "nhs-111"])
def test_what_urgent_help_stands_on_cannot_go(desk: Desk, code):
    assert desk.stella.post(f"/stewards/lines/{code}/retire", {}).status_code == 404


def test_a_line_is_flagged_when_nobody_has_checked_it_for_90_days(desk: Desk, clock):
    assert "10 have to be checked" in desk.stella.get("/stewards").text
    desk.save(desk.stella, PAGE, checked="yes")
    assert "1 change waits" in desk.sid.get("/stewards").text
    decide(desk.sid)
    assert "9 have to be checked" in desk.stella.get("/stewards").text
    for days, said in ((89, "9 have"), (1, "10 have")):
        clock.move(days=days)
        assert said in at(desk.app, a_steward()).get("/stewards").text


def test_a_number_that_cannot_be_dialled_is_refused(desk: Desk):
    answer = desk.save(desk.stella, PAGE, tel="javascript:alert(1)")
    assert answer.status_code == 422 and "Write digits only" in answer.text and "javascript:alert(1)" in answer.text
