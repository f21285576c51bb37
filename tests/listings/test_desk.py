"""The desk: my offers as residents see them, confirmed by a tap; the groups a steward looks after."""

from datetime import date, timedelta

import pytest

from directory import mail
from directory.db import db
from directory.listings import queries
from directory.models import Letter
from tests.conftest import NOW
from tests.makers import a_location, a_service, an_organization, saved
from tests.people import a_partner, a_steward, an_admin, at


@pytest.fixture
def kitchen(app):
    """An organisation with an offer in each state."""
    kitchen = an_organization(name="Kitchen")
    a_service(organization=kitchen, name="Cooking", assured_date=date(2026, 10, 25))
    a_service(organization=kitchen, name="Baking", status="temporarily closed", paused_until=date(2026, 12, 14))
    a_service(organization=kitchen, name="Frying", status="inactive", ended_on=date(2026, 10, 1))
    a_service(organization=kitchen, name="Stewing", assured_date=None)
    return kitchen


def test_a_partner_sees_each_offer_with_its_state_and_when_it_was_confirmed(app, kitchen):
    a_service(name="Of somebody else")
    words = at(app, a_partner(kitchen)).client.page("/desk").words()
    for said in ("Cooking", "Confirmed 4 weeks ago", "Paused until", "This has ended", "Not yet confirmed"):
        assert said in words
    assert "Of somebody else" not in words and words.count("Everything is still right") == 3
    assert "Add to list" not in words


def test_one_tap_confirms_and_visitors_see_it_at_once(app, client, kitchen):
    service = next(one for one in kitchen.services if one.name == "Cooking")
    ana = at(app, a_partner(kitchen, name="Ana"))
    answer = ana.post(f"/desk/offers/{service.id}/confirm")
    assert answer.status_code == 303 and answer.location.endswith(f"#offer-{service.id}")
    assert "Confirmed today. Thank you." in ana.get(answer.location).text
    assert "Confirmed today" in client.page("/search?q=cooking").words()
    assert "25 November 2026" in client.page(f"/offers/{service.slug}").words()
    assert (service.assured_date, service.assured_by) == (NOW.date(), "Ana")


def test_a_form_without_its_proof_changes_nothing(app, kitchen):
    service = kitchen.services[0]
    ana, bea = at(app, a_partner(kitchen)), at(app, a_partner(kitchen))
    for proof in ("", "x", bea.csrf):
        assert ana.client.post(f"/desk/offers/{service.id}/confirm", data={"csrf": proof}).status_code == 400
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert ana.post(f"/desk/offers/{service.id}/confirm", headers=headers).status_code == 403
    db.session.refresh(service)
    assert service.assured_date != NOW.date()
    assert ana.post(f"/desk/offers/{service.id}/confirm", headers={"Origin": "null"}).status_code == 303


def test_access_is_the_lookup(app, kitchen):
    service = kitchen.services[0]
    mine, suspended = a_partner(kitchen), a_partner(kitchen, active=False)
    there = [mine, a_steward("lewisham"), a_steward(), an_admin()]
    assert all(queries.editable(service.id, by=user) is service for user in there)
    elsewhere = [a_partner(), a_partner(an_organization()), a_steward("croydon"), suspended]
    assert not any(queries.editable(service.id, by=user) for user in elsewhere)


def test_a_steward_sees_the_groups_of_their_boroughs(app, kitchen):
    a_partner(kitchen)
    far = an_organization(name="Far away")
    a_service(organization=far, at=a_location(postcode="CR0 1NX"))
    page = at(app, a_steward("lewisham")).client.page("/desk")
    words = page.words()
    assert "Kitchen" in words and "Far away" not in words and "4 offers" in words and "1 partner" in words
    assert f"/desk/organisations/{kitchen.id}/people" in page.links


def test_letters_that_could_not_go_are_shown_to_staff(app, kitchen):
    now = NOW
    saved(Letter(recipient="bea@example.org", subject="Hello", language="en", written_at=now, due_at=now, attempts=2,
                 fault="ConnectionRefusedError: no", expires_at=now + timedelta(days=1)))  # fmt: skip
    assert "bea@example.org" in at(app, a_steward()).client.page("/desk").words()
    assert "bea@example.org" not in at(app, a_partner(kitchen)).client.page("/desk").words()
    assert len(mail.waiting()) == 1


def test_a_partner_of_nobody_is_told(app):
    assert "You do not work for a group here" in at(app, a_partner()).client.page("/desk").words()


def test_the_desk_asks_the_database_a_bounded_number_of_times(app, statements):
    asked = {}
    for number in (1, 6):
        organization = an_organization()
        for _offer in range(number):
            a_service(organization=organization)
        browser = at(app, a_partner(organization))
        browser.get("/desk")
        with statements() as said:
            browser.get("/desk")
        asked[number] = len(said)
    assert asked[1] == asked[6] <= 20, asked
