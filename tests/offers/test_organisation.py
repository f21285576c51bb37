"""The page of an organisation: what it says of itself, and its offers, open ones first."""

from datetime import date

from directory.models import OrganizationIdentifier, Phone, PublicName
from tests.makers import a_service, an_organization, saved


def test_it_works(client, app):
    org = an_organization(name="Good Food", description="We cook.\n\nTogether.", email="us@example.org")
    org.website, org.phones = "http://www.goodfood.example.org/x", [Phone(number="020 7946 0222")]
    org.organization_identifiers = [OrganizationIdentifier(identifier_scheme="GB-CHC", identifier="1234567")]
    saved(org)
    page = client.page(f"/organisations/{org.slug}")
    assert {"tel:02079460222", "mailto:us@example.org", "http://www.goodfood.example.org/x"} <= set(page.links)
    assert "goodfood.example.org" in page.words() and "Charity number: 1234567" in page.words()
    assert page.title.startswith("Good Food") and "Nothing at the moment" in page.words()


def test_open_offers_come_first_and_ended_ones_are_gone(client, app):
    org = an_organization()
    a_service(organization=org, name="A paused one", status="temporarily closed")
    a_service(organization=org, name="Zumba")
    a_service(organization=org, name="Bread")
    a_service(organization=org, name="Ended", status="defunct")
    a_service(organization=org, name="Over", ended_on=date(2026, 11, 1))
    a_service(name="Somebody else's")
    said = client.page(f"/organisations/{org.slug}").words()
    assert said.find("Bread") < said.find("Zumba") < said.find("A paused one") and "Paused for now" in said
    assert not [name for name in ("Ended", "Over", "Somebody") if name in said]


def test_a_former_slug_leads_to_the_present_one(client, app):
    org = an_organization(slug="now")
    saved(PublicName(kind="organization", name="then", entity_id=org.id))
    response = client.get("/organisations/then")
    assert (response.status_code, response.location) == (301, "/organisations/now")


def test_a_slug_of_an_offer_is_not_one_of_an_organisation(client, app):
    service = a_service(slug="only-an-offer")
    saved(PublicName(kind="service", name="once-an-offer", entity_id=service.id))
    assert client.get("/organisations/only-an-offer").status_code == 404
    assert client.get("/organisations/once-an-offer").status_code == 404


def test_a_sample_says_that_it_is_one(client, app):
    org = an_organization(name="sample: Kitchen")
    assert "This is a sample organisation" in client.page(f"/organisations/{org.slug}").words()
