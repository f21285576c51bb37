"""Partners keep their offers right on a phone with JavaScript; the steps are those of tests/journeys, taken without."""

import time
from collections.abc import Callable, Iterator

import pytest

from directory import index, revisions
from directory.accounts.actions import begin_session
from directory.accounts.members import actions as members
from directory.db import db
from directory.models import Organization, Service, User
from tests.browser.phone import Phone, phones
from tests.journeys.test_listing_an_offer import move_it, write_it
from tests.makers import a_location, a_schedule, a_service, an_organization
from tests.people import a_partner, a_steward, letters, link_in

Phones = Callable[..., Phone]


@pytest.fixture
def phone(browser, served) -> Iterator[Phones]:
    """Gives somebody a phone."""
    with phones(browser, served[1]) as found:
        yield found


@pytest.fixture
def group(served) -> Organization:
    """A group that meets on Thursdays in Catford."""
    made = an_organization()
    hall = a_location(name="Rushey Hall")
    a_service(
        organization=made, name="Walk together", boroughs=["lewisham"], at=hall, schedules=[a_schedule(byday="TH")]
    )
    return made


def cookie(user: User) -> str:
    """Signs somebody in."""
    token = begin_session(user, "Chromium", complete=True)
    db.session.commit()
    return token


def offer_of(group: Organization) -> Service:
    """The one offer of a group as the database has it now."""
    db.session.rollback()
    return Service.query.filter_by(organization_id=group.id).one()


def open_offer(phone: Phone) -> Phone:
    """From the desk to the offer one keeps right."""
    return phone.visit("/desk").follow("Change, pause or close")


def test_from_the_mail_that_invites_to_a_search(phone: Phones, group: Organization):
    members.invite(group, name="Ana", email="ana@example.org", by=None)
    ana, stella, visitor = phone(), phone(cookie(a_steward("lewisham", name="Stella"))), phone()
    assert "Harp circle" not in visitor.visit("/search?q=harp").words
    write_it(ana.visit(link_in(letters("ana@example.org")[0])).press("Sign in"))
    assert ana.heading == "Check your answers" and "Still needed" not in ana.words
    assert "Sent. Somebody checks it" in ana.press("Everything is right").words
    assert "Harp circle" not in visitor.visit("/search?q=harp").words
    stella.visit("/review").follow("Harp circle").press("Put it in the directory")
    began = time.process_time()  # of all threads of the site, as a busy machine takes longer by the clock on the wall
    assert "Harp circle" in visitor.visit("/search?q=harp&near=SE13+7HE").words
    assert time.process_time() - began < 1


def test_thursdays_are_elsewhere_from_monday_by_one_change(phone: Phones, group: Organization, clock):
    ana = phone(cookie(a_partner(group, name="Ana")))
    before = revisions.newest()
    move_it(ana)
    last = revisions.newest()
    assert last and last.number - (before.number if before else 0) == 1 and last.by_name == "Ana"
    page = ana.visit(f"/offers/{offer_of(group).slug}").words
    assert page.index("Rushey Hall") < page.index("Medlar Hall")
    clock.set(2026, 11, 30, 9)
    page = ana.visit(f"/offers/{offer_of(group).slug}").words
    assert "Every Thursday" in page and "Medlar Hall" in page and "Rushey Hall" not in page


def test_the_second_of_two_colleagues_sees_both_texts_and_chooses(phone: Phones, group: Organization):
    ana, ben = (phone(cookie(a_partner(group, name=name))) for name in ("Ana", "Ben"))
    address = f"/desk/offers/{offer_of(group).id}/change/not_for"
    ben.visit(address).fill("Who is it not right for", "Children under 8.")
    ana.visit(address).fill("Who is it not right for", "Dogs.").press("Save")
    ben.press("Save")
    assert "Ana has changed this while you were writing" in ben.words and "Dogs." in ben.words
    assert ben.labelled("Who is it not right for").input_value() == "Children under 8."
    assert "Saved. Somebody checks it" in ben.press("Save mine").words
    assert ana.visit(address).labelled("Who is it not right for").input_value() == "Children under 8."


def test_a_pause_and_an_end_are_told_at_once(phone: Phones, group: Organization):
    ana, visitor = phone(cookie(a_partner(group, name="Ana"))), phone()
    public = f"/offers/{offer_of(group).slug}"
    open_offer(ana).follow("Pause it for a while").fill("Until when", "2026-12-14")
    ana.fill("What will people be told", "Back soon. Phone us.").press("Pause it")
    assert "Paused. People see it now." in ana.words
    paused = visitor.visit(public).words
    assert "Paused until Monday 14 December" in paused and "Back soon. Phone us." in paused
    assert "It has ended" in ana.press("It is on again").words and "Paused" not in visitor.visit(public).words
    ana.follow("It has ended").fill("Where else can people go", "Try Soup Sunday.").press("Say that it has ended")
    ended = visitor.visit(public).words
    assert "This has ended." in ended and "Try Soup Sunday." in ended
    assert offer_of(group).id not in [hit.id for hit in index.find(index.Query(q="walk together")).hits]
