"""A partner lists an offer, a steward approves it and it is found; a session moves to another place on a Monday."""

import pytest
from flask import Flask

from directory import index
from directory.index import Query
from directory.models import Draft, Service
from tests.makers import a_location, a_service, an_organization
from tests.people import a_partner, a_steward, at, letters
from tests.reader import Reader


@pytest.fixture
def people(app: Flask) -> dict[str, Reader]:
    """Ana works for a group that has one offer, in Catford; Stella is a steward of Lewisham."""
    group = an_organization(name="Good Neighbours")
    a_service(organization=group, name="Walk together", boroughs=["lewisham"], at=a_location(name="Rushey Hall"))
    who = {"ana": a_partner(group, name="Ana"), "stella": a_steward("lewisham", name="Stella")}
    return {name: Reader(at(app, user).client) for name, user in who.items()}


def write_it(ana: Reader) -> Reader:
    """Ana goes through the five tasks."""
    ana.visit("/desk").follow("List a new offer").fill("What is it called", "Harp circle").press("Look for it")
    ana.press("new one")
    ana.follow("What it is").fill("In one sentence", "Play the harp with others.").tick("Arts").press("Save and go on")
    ana.fill("Youngest age", "18").press("Save and go on")
    ana.follow("Add days and times").tick("Thursday").fill("From", "2pm").fill("To", "4pm")
    ana.tick("At another address").fill("Name of the place", "Medlar Hall").fill("Number and street", "1 High Street")
    ana.fill("Postcode", "se137he").press("Show me")
    assert "Every Thursday, 2pm to 4pm" in ana.words and "Lewisham" in ana.words and "3 December" in ana.words
    ana.press("That is right, save it").tick("In person").press("Save and go on")
    ana.tick("Drop in").press("Save and go on")
    return ana.fill("Phone number", "020 7946 0123").press("Save and go on")


def test_from_an_empty_page_to_a_search(people: dict[str, Reader], client):
    ana, stella = people["ana"], people["stella"]
    write_it(ana)
    assert ana.heading == "Check your answers" and "Still needed" not in ana.words
    ana.follow("See it as residents will")
    assert "Medlar Hall" in ana.words and "Every Thursday" in ana.words
    ana.follow("Back to your answers").press("Everything is right")
    assert "Sent. Somebody checks it" in ana.words and not index.find(Query(q="harp")).hits
    stella.visit("/review").follow("Harp circle").press("Put it in the directory")
    assert "Everybody finds it" in stella.words
    found = client.page("/search?q=harp&near=SE13+7HE").words()
    assert "Harp circle" in found and Draft.query.count() == 0
    assert letters()[-1].subject == "Your new offer is in the directory"


def move_it(ana: Reader) -> Reader:
    """Ana says that the sessions of her one offer are at another place from Monday on."""
    ana.visit("/desk").follow("Change, pause or close").follow("Dates and times").follow("Move to another place")
    ana.fill("From which day", "2026-11-30").tick("At another address").fill("Name of the place", "Medlar Hall")
    ana.fill("Number and street", "1 High Street").fill("Postcode", "SE13 7HE").press("Show me")
    assert "until Sunday 29 November" in ana.words and "from Monday 30 November" in ana.words
    assert "Medlar Hall, 1 High Street, SE13 7HE, " in ana.words and ", Lewisham" in ana.words
    return ana.press("That is right, save it")


def test_a_session_moves_on_monday(people: dict[str, Reader], client, clock):
    ana = people["ana"]
    move_it(ana)
    old, new = "/search?near=SE6+4RU&within=0.25", "/search?near=SE13+7HE&within=0.25"
    assert "Walk together" in client.page(old).words() and "Walk together" not in client.page(new).words()
    assert "Medlar Hall" in people["stella"].visit("/review").words
    assert "Medlar Hall" in ana.visit("/desk").follow("Change, pause or close").follow("History").words
    clock.set(2026, 11, 30, 9)
    assert "Walk together" not in client.page(old).words() and "Walk together" in client.page(new).words()
    page = client.page("/offers/" + Service.query.one().slug).words()
    assert "Medlar Hall" in page and "Rushey Hall" not in page
