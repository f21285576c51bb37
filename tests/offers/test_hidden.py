"""What must never be shown: an address that is not public, and text that acts like code."""

from datetime import date

import pytest

from directory.models import Accessibility, Contact, CostOption, Language, Phone, ServiceArea
from directory.offers import queries
from tests.makers import a_location, a_schedule, a_service, an_attribute, an_organization, changed, saved

TOLD_BY = [
    "SE13 7HE",
    "SE137HE",
    "SE13",
    "Sample Terrace",
    "Secret House",
    "51.4655",
    "-0.0163",
    "Bus 999",
    "side door",
]
TAG = "<script>alert(1)</script>"
BREAKOUT = '"\'></script><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>'


@pytest.fixture
def refuge(app):
    """An offer at a house whose address is nobody's business."""
    house = a_location(
        name="Secret House", postcode="SE13 7HE", latitude=51.465522, longitude=-0.016335, address_public=False,
        transportation="Bus 999 stops there.", description="By the side door.", accessibility={"step-free": "yes"},
    )  # fmt: skip
    house.addresses[0].address_1 = "16 Sample Terrace"
    house.accessibility = [Accessibility(description="Ramp at the side door.")]
    service = a_service(at=saved(house), categories=["safety"], schedules=[a_schedule(byday="FR")])
    service.service_at_locations[0].description = "Ring at the side door."
    a_service(categories=["safety"], at=a_location(postcode="SE6 4RU"))
    return changed(service)


def test_a_hidden_address_is_nowhere(client, refuge):
    paths = (f"/offers/{refuge.slug}", f"/offers/{refuge.slug}.ics", f"/organisations/{refuge.organization.slug}",
             "/sitemap.xml")  # fmt: skip
    for path in paths:
        text = client.get(path).text
        assert [word for word in TOLD_BY if word.lower() in text.lower()] == [], path
    page = client.get(f"/offers/{refuge.slug}").text
    assert "openstreetmap" not in page and " miles" not in page
    assert '"Event"' not in page and '"Place"' not in page and "LOCATION" not in client.get(paths[1]).text


def test_nothing_is_measured_from_a_hidden_address(client, refuge):
    assert queries.known_by("service", refuge.slug).postcode is None
    assert queries.known_by("service", a_service(at=a_location(postcode="SE6 4RU")).slug).postcode == "SE6 4RU"


def test_it_says_how_to_find_the_place(client, refuge):
    page = client.page(f"/offers/{refuge.slug}")
    assert "The address is not public. Phone first and they will tell you where to go." in page.words()
    assert "Friday 27 November, 2pm to 4pm" in page.words() and "Yes Step-free" in page.words()


def test_a_public_address_is_found_by_the_same_search(client, app):
    """The words that must not be shown are shown when they may be: else the test above could not fail."""
    text = client.get(f"/offers/{a_service(at=a_location(name='Secret House', postcode='SE13 7HE')).slug}").text
    assert "SE13 7HE" in text and "Secret House" in text and "51.4454" in text


@pytest.mark.parametrize("bad", [TAG, BREAKOUT])
def test_text_stays_text_in_every_field(client, app, bad):
    org = an_organization(name=f"Org {bad}", description=bad, email=bad, website=f"javascript:{bad}")
    org.phones = [Phone(number=bad[:60], description=bad)]
    hall = a_location(name=bad, postcode=bad, description=bad, transportation=bad)
    hall.accessibility = [Accessibility(description=bad)]
    texts = ("name summary description email url alert application_process wait_time fees_description first_visit "
             "leaving returning not_for eligibility_description interpretation_services").split()  # fmt: skip
    service = a_service(
        organization=saved(org), at=saved(hall), categories=["safety"], schedules=[a_schedule(description=bad)],
        **dict.fromkeys(texts, bad),
    )  # fmt: skip
    service.phones = [Phone(number=bad[:60], description=bad)]
    service.contacts = [Contact(name=bad, title=bad, email=bad)]
    service.languages = [Language(name=bad, note=bad)]
    service.cost_options = [CostOption(option=bad, amount_description=bad), CostOption(option=bad)]
    service.service_areas = [ServiceArea(name=bad, extent="E09000023", extent_type="gss")]
    service.service_at_locations[0].description = bad
    changed(service)
    other = a_service(categories=["safety"])
    for path in (f"/offers/{service.slug}", f"/organisations/{org.slug}", f"/offers/{other.slug}"):
        text = client.get(path).text
        assert "<script>alert" not in text and "<img" not in text and 'href="javascript' not in text
        assert "&lt;" in text


def test_links_of_other_kinds_are_not_followed(client, app):
    org = an_organization(website="data:text/html,x", email="not an address")
    service = a_service(url="ftp://example.org/x", email="a b@example.org", organization=saved(org))
    for path in (f"/offers/{service.slug}", f"/organisations/{org.slug}"):
        links = client.page(path).links
        assert not [link for link in links if link.startswith(("data:", "ftp:", "mailto:a", "mailto:not"))]


def test_an_ended_offer_hides_its_place_too(client, refuge):
    changed(refuge, status="inactive", ended_on=date(2026, 11, 1))
    text = client.get(f"/offers/{refuge.slug}").text.lower()
    assert [word for word in TOLD_BY if word.lower() in text] == []


def test_an_attribute_of_a_hidden_place_may_be_told(client, refuge):
    refuge.service_at_locations[0].location.attributes.append(an_attribute("accessibility", "quiet-space", "no"))
    changed(refuge)
    assert "No Quiet space" in client.page(f"/offers/{refuge.slug}").words()
