"""Programmes and funding: which offers belong, that they end with the grant, and that people are told in time."""

from datetime import date

from directory import clock as the_clock
from directory import revisions
from directory.db import db
from directory.models import GrantWarning, Program, Service
from directory.stewarding.programmes.actions import warn
from tests.makers import BOROUGHS, a_programme, a_service, an_organization
from tests.people import a_partner, a_steward, at, letters, value_of
from tests.stewarding.conftest import Desk


def offer(desk: Desk) -> Service:
    """The one offer as it is now."""
    found = db.session.get(Service, desk.service_id)
    assert found
    return found


def put(who, key: str, **act: str):
    """Presses a button beside an offer."""
    page = f"/stewards/programmes/{key}/offers"
    return who.post(page, {"print": value_of(who.get(f"{page}?q=pottery").text, "print"), **act})


def a_wave(desk: Desk, **said: str) -> str:
    """A wave that Stella adds through its form; its key."""
    given = {"name": "Wave 1", "funder": "The Fund", "amount": "£12,500", "gss": BOROUGHS["lewisham"]}
    given |= {"starts": "1/4/2026", "ends": "31/03/2027"}
    answer = desk.stella.post("/stewards/programmes/new", given | said)
    assert answer.status_code == 303, answer.text
    return answer.location.split("?")[0].rpartition("/")[2]


def test_an_offer_that_is_put_in_ends_with_the_grant_and_goes_on_with_it(desk: Desk, clock):
    key = a_wave(desk)
    program = db.session.get(Program, key)
    assert (str(program.amount), program.starts, program.ends) == ("12500.00", date(2026, 4, 1), date(2027, 3, 31))
    page = desk.stella.get(f"/stewards/programmes/{key}/offers?q=pottery").text
    assert "Pottery together" in page and put(desk.stella, key, add=desk.service_id).status_code == 303
    assert offer(desk).program_id == key and offer(desk).ended_on == date(2027, 4, 1)
    assert offer(desk).state(date(2027, 3, 31)) == "open" and offer(desk).state(date(2027, 4, 1)) == "ended"
    desk.save(desk.stella, f"/stewards/programmes/{key}", ends="2027-09-30")
    assert offer(desk).ended_on == date(2027, 10, 1)
    told = [(one.act, one.after) for one in revisions.of(desk.service_id)]
    assert told == [("grant", {"ended_on": "2027-10-01"}), ("grant", {"ended_on": "2027-04-01"})]
    assert "said when its funding ends" in desk.ana.get(f"/desk/offers/{desk.service_id}/history").text
    put(desk.stella, key, remove=desk.service_id)
    assert offer(desk).program_id is None and offer(desk).ended_on is None


def test_a_day_that_somebody_else_has_given_an_offer_stays(desk: Desk):
    key = a_wave(desk)
    offer(desk).ended_on = date(2026, 12, 24)
    db.session.commit()
    put(desk.stella, key, add=desk.service_id)
    assert offer(desk).program_id == key and offer(desk).ended_on == date(2026, 12, 24)


def test_a_programme_that_is_taken_away_lets_its_offers_go_and_brings_them_back(desk: Desk):
    key = a_wave(desk)
    put(desk.stella, key, add=desk.service_id)
    number = revisions.newest().number
    page = f"/stewards/programmes/{key}"
    html = desk.stella.get(page).text
    desk.stella.post(f"{page}/retire", {"print": value_of(html.split("/retire")[1], "print")})
    assert (offer(desk).program_id, offer(desk).ended_on) == (None, None) and db.session.get(Program, key) is None
    newest = value_of(desk.stella.get(f"{page}/history").text, "newest")
    assert desk.stella.post(f"{page}/version/{number}", {"newest": newest}).status_code == 303
    assert (offer(desk).program_id, offer(desk).ended_on) == (key, date(2027, 4, 1))


def test_a_steward_edits_what_is_of_their_boroughs(desk: Desk):
    key = a_wave(desk)
    there = "/stewards/programmes"
    assert desk.carl.get(f"{there}/{key}").status_code == 404 and "Wave 1" not in desk.carl.get(there).text
    assert "Wave 1" not in desk.carl.get(f"{there}/history").text
    refused = desk.carl.post(f"{there}/new", {"name": "Ours", "gss": BOROUGHS["lewisham"]})
    assert refused.status_code == 422 and "Choose one of these." in refused.text
    own = desk.carl.post(f"{there}/new", {"name": "Ours", "gss": BOROUGHS["croydon"]}).location.split("?")[0]
    mine = own.rpartition("/")[2]
    assert "Pottery" not in desk.carl.get(f"{own}/offers?q=pottery").text.split("<h2>Found")[1]
    html = desk.carl.get(f"{own}/offers").text
    print_ = value_of(html, "print") if 'name="print"' in html else ""
    assert desk.carl.post(f"{own}/offers", {"add": desk.service_id, "print": print_}).status_code == 404
    assert offer(desk).program_id is None and mine
    assert desk.stella.post(f"{own}/offers", {"add": "no-id", "print": print_}).status_code == 404
    wrong = desk.stella.post(
        f"{there}/new", {"name": "Odd", "starts": "2027-01-01", "ends": "1/1/2026", "amount": "lots"}
    )
    assert wrong.status_code == 422 and "Choose a day after the first one." in wrong.text and "lots" in wrong.text


def test_both_sides_are_told_once_eight_weeks_before(desk: Desk, clock):
    ana, closed = a_partner(offer(desk).organization, name="Bea"), a_service(status="inactive", boroughs=["lewisham"])
    other = a_service(name="Other", organization=an_organization(), boroughs=["lewisham"])
    eve, sue = a_partner(other.organization, name="Eve"), a_steward("lewisham", name="Sue")
    stella = a_steward(name="Stella 2")
    services = [offer(desk), other, closed]
    key = a_programme(*services, by=stella, ends="2027-03-31")
    clock.set(2027, 2, 2)
    assert warn(the_clock.today()) == 0
    clock.set(2027, 2, 3)
    assert warn(the_clock.today()) == 4 and warn(the_clock.today()) == 0
    said = str(letters(ana.email)[-1].text)
    assert "Pottery together" in said and "Other" not in said and "31 March 2027" in said and "/desk" in said
    assert "Other" in str(letters(eve.email)[-1].text)
    staff = str(letters(sue.email)[-1].text)
    assert "Pottery together" in staff and "Other" in staff and f"/stewards/programmes/{key}" in staff
    assert letters(stella.email) == [] and db.session.query(GrantWarning).count() == 2
    run = desk.app.test_cli_runner().invoke(args=["waves"])
    assert run.exit_code == 0 and "0 letters" in run.output
    desk.save(at(desk.app, stella), f"/stewards/programmes/{key}", ends="2027-02-28")
    told = desk.app.test_cli_runner().invoke(args=["waves", "--dry-run"])
    assert "Wave 1, until 2027-02-28: 2 offers" in told.output and warn(the_clock.today()) == 4


def test_lists_and_pages_ask_a_bounded_number_of_times(desk: Desk, statements):
    asked = {}
    for number in (1, 5):
        for _more in range(number):
            key = a_programme(a_service(boroughs=["lewisham"]), by=a_steward())
        for path in ("/stewards/programmes", f"/stewards/programmes/{key}/offers?q=neighbours"):
            desk.stella.get(path)
            with statements() as said:
                desk.stella.get(path)
            asked[path.partition("?")[2], number] = len(said)
    assert asked["", 1] == asked["", 5] <= 12 and asked["q=neighbours", 1] == asked["q=neighbours", 5] <= 16, asked
