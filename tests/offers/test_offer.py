"""The page of an offer: what it says, in which order, and what it does in each state of an offer."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from directory.db import db
from directory.models import (
    Contact,
    CostOption,
    Location,
    Phone,
    PublicName,
    Schedule,
    Service,
    ServiceAtLocation,
)
from tests.makers import a_location, a_schedule, a_service, an_attribute, an_organization, changed, saved

HEADINGS = [
    "What it is",
    "What happens the first time",
    "Who it is for",
    "When and where",
    "How to join",
    "Cost",
    "Getting there and access",
    "Languages",
    "If you need to stop or come back",
    "Something wrong?",
    "Details confirmed on",
]


def words(client, service: Service) -> str:
    return client.page(f"/offers/{service.slug}").words()


def also_at(service: Service, location: Location, *schedules: Schedule) -> Service:
    """The offer at one more venue."""
    service.service_at_locations.append(ServiceAtLocation(location=location, schedules=list(schedules)))
    return changed(service)


def in_order(text: str, parts: list[str]) -> bool:
    """Whether the parts stand in the text one after another."""
    at = [text.find(part) for part in parts]
    return -1 not in at and at == sorted(at)


def test_it_answers_what_people_ask_in_the_order_they_ask(client, app):
    service = a_service(
        first_visit="Grace meets you.", not_for="Children under 5.", minimum_age=18, fees_description="50p",
        languages=["en"], leaving="Just stop.", returning="Come back.",
    )  # fmt: skip
    said = words(client, service)
    assert in_order(said, ["020 7946 0123", "1 Rushey Green", "Next Today, 2pm to 4pm", *HEADINGS])
    assert in_order(said, ["Grace meets you.", "Ages 18 and over", "Not right for", "Children under 5.", "50p"])


def test_a_section_without_facts_is_left_out_but_access_is_told(client, app):
    said = words(client, a_service(at=a_location(accessibility={"step-free": "yes", "hearing-loop": "no"})))
    for heading in ("What happens the first time", "Who it is for", "Cost", "Languages", "If you need to stop"):
        assert heading not in said
    assert in_order(said, ["Yes Step-free", "No Hearing loop", "Not known: ask Accessible toilet, Quiet space"])


def test_an_offer_of_which_little_is_known_has_no_empty_parts(client, app):
    bare = a_service(online=True, phone=None, schedules=[], application_process=None)
    page = client.get(f"/offers/{bare.slug}").text
    assert '<dl class="acts">' not in page and "How to join" not in page and "When and where" not in page


def test_venues_that_differ_leave_access_not_known(client, app):
    service = a_service(at=a_location(accessibility={"step-free": "yes"}))
    also_at(service, a_location(accessibility={"step-free": "no"}))
    assert "Not known: ask Step-free" in words(client, service)
    known_of_one = a_service(at=a_location(accessibility={"step-free": "yes"}))
    assert "Not known: ask Step-free" in words(client, also_at(known_of_one, a_location()))


def test_without_a_summary_the_first_sentence_stands_below_the_name(client, app):
    service = a_service(summary=None, description="We mend bikes. Bring yours.")
    assert '<p class="lead" dir="auto">We mend bikes.</p>' in client.get(f"/offers/{service.slug}").text


def test_what_to_act_on_can_be_tapped(client, app):
    service = a_service(email="hello@example.org", url="https://www.example.org/us")
    links = client.page(f"/offers/{service.slug}").links
    assert {"tel:02079460123", "mailto:hello@example.org", "https://www.example.org/us"} <= set(links)
    assert "https://www.openstreetmap.org/search?query=SE6+4RU" in links
    text = client.get(f"/offers/{service.slug}").text
    assert text.count('rel="noopener noreferrer"') == sum(link.startswith("https") for link in links) == 2
    assert "on another website" in text


def test_the_organisation_is_rung_when_the_offer_has_no_phone(client, app):
    org = an_organization()
    org.phones = [Phone(number="020 7946 0999")]
    service = a_service(phone=None, organization=saved(org))
    assert "tel:02079460999" in client.page(f"/offers/{service.slug}").links


@pytest.mark.parametrize("slug", ["nothing", "a" * 121, "%00", "%F0%9F%98%80", "..%2f", "x'--"])
def test_an_unknown_offer_is_404(client, app, slug):
    for path in (f"/offers/{slug}", f"/offers/{slug}.ics", f"/organisations/{slug}", f"/o/{slug}"):
        assert client.get(path).status_code == 404


def test_a_former_slug_leads_to_the_present_one(client, app):
    service = a_service(slug="new-name")
    saved(PublicName(kind="service", name="old-name", entity_id=service.id))
    for old, new in (("old-name", "new-name"), ("New-Name", "new-name")):
        response = client.get(f"/offers/{old}")
        assert (response.status_code, response.location) == (301, f"/offers/{new}")
    assert client.get("/offers/old-name.ics").location == "/offers/new-name.ics"


@pytest.mark.parametrize("ids", ["12", "21"])
def test_the_present_owner_of_a_slug_comes_before_a_former_one(client, app, ids):
    former, present = (f"{one * 8}-0000-4000-8000-000000000000" for one in ids)
    services = {
        one: a_service(id=one, slug="our-name" if one == present else "other") for one in sorted((former, present))
    }
    saved(PublicName(kind="service", name="our-name", entity_id=former))
    assert services[present].name in words(client, services[present])


def test_the_short_code_leads_to_the_page(client, app):
    service = a_service(code="k7bcd")
    assert client.get("/o/k7bcd").location == client.get("/o/K7BCD").location == f"/offers/{service.slug}"


def test_paused_says_so_where_when_stands(client, app):
    service = a_service(status="temporarily closed", paused_until=date(2026, 12, 14), alert="The hall is painted.")
    said = words(client, service)
    assert in_order(said, ["When Paused until Monday 14 December", "The hall is painted.", "Usually: Every Wednesday"])
    assert "Wednesday 16 December, 2pm to 4pm" in said, "the first after the return"
    assert "today, 2pm" not in said.lower() and "Wednesday 9 December" not in said


def test_a_pause_that_is_over_is_no_pause(client, app):
    service = a_service(status="temporarily closed", paused_until=date(2026, 11, 25))
    assert "Next Today, 2pm to 4pm" in words(client, service)


def test_ended_says_where_else_to_go_and_shows_what_is_like_it(client, app):
    other = a_service(name="Still here", categories=["cooking-and-food"])
    gone = a_service(
        name="Gone", status="inactive", ended_on=date(2026, 10, 1), alert="Try Still here.",
        categories=["cooking-and-food"],
    )  # fmt: skip
    page = client.page(f"/offers/{gone.slug}")
    assert in_order(page.words(), ["Gone", "This has ended.", "Try Still here.", "Open now, and like it", "What it is"])
    assert f"/offers/{other.slug}" in page.links
    assert "tel:02079460123" not in page.links and "2pm" not in page.words().split("What it is")[1]
    assert client.get(f"/offers/{gone.slug}.ics").status_code == 404


@pytest.mark.parametrize(
    "days,said,unsaid",
    [
        (10, "15 November 2026, 10 days ago", "over 6 months"),
        (183, "That is over 6 months ago", "not been able"),
        (365, "We have not been able to confirm this.", "That is over 6 months"),
        (None, "Nobody has confirmed these details yet", "not been able"),
    ],
)
def test_it_says_how_fresh_it_is(client, app, days, said, unsaid):
    service = a_service(assured_date=days and date(2026, 11, 25) - timedelta(days=days))
    text = words(client, service)
    assert said in text and unsaid not in text


def test_a_sample_says_that_it_is_one(client, app):
    made_up = a_service(organization=an_organization(name="Sample: Kitchen"))
    assert "This is a sample offer, made up to show how the directory works" in words(client, made_up)
    assert "sample" not in words(client, a_service()).lower()


def test_a_name_of_danger_is_not_in_the_title(client, app):
    page = client.page(f"/offers/{a_service(name='Blue Latch', categories=['safety']).slug}")
    assert page.title.startswith("Support offer") and "Blue Latch" in page.words()
    assert client.page(f"/offers/{a_service(name='Tea').slug}").title.startswith("Tea")


def test_related_offers_are_others_that_are_open(client, app):
    names = [f"Like it {number}" for number in range(5)]
    service, *rest = [a_service(name=name, slug=f"like-{name[-1]}", categories=["safety"]) for name in names]
    changed(rest[0], status="temporarily closed")
    a_service(name="Another kind", categories=["sport-and-movement"])
    links = client.page(f"/offers/{service.slug}").links
    others = [link for link in links if link.startswith("/offers/") and service.slug not in link]
    assert sorted(others) == sorted(f"/offers/{one.slug}" for one in rest[1:])


def test_a_paused_offer_is_not_offered_instead(client, app):
    service = a_service(categories=["safety"])
    a_service(categories=["safety"], status="temporarily closed")
    assert "Offers like this" not in words(client, service)


def test_something_wrong_goes_to_whoever_can_be_reached(new_app):
    for given, there in (({"HELP_EMAIL": ""}, "Phone us on"), ({"HELP_EMAIL": "", "HELP_PHONE": ""}, None)):
        app = new_app(**given)
        with app.app_context():
            service = a_service(code="k7bcd")
            said = words(app.test_client(), service)
        assert "Tell us something is wrong" in said and ("Phone us on" in said) == bool(there)
    app = new_app()
    with app.app_context():
        service = a_service(code="k7bcd")
        links = app.test_client().page(f"/offers/{service.slug}").links
    assert "mailto:help@example.org?subject=Something%20is%20wrong%20with%20offer%20k7bcd" in links


def test_prices_are_told_as_people_write_them(client, app):
    service = a_service(price="0.50", fees_description=None)
    service.cost_options.append(CostOption(option="With lunch", amount="2.5", currency="GBP"))
    service.cost_options.append(CostOption(amount="12", currency="gbp"))
    assert in_order(words(client, changed(service)), ["50p", "With lunch: £2.50", "£12"])


def test_a_page_asks_the_database_at_most_twelve_times(client, app):
    service = a_service(
        categories=["safety"], needs=["lonely"], languages=["en", "es"], boroughs=["lewisham", "lambeth"], price="2"
    )
    for _number in range(8):
        also_at(a_service(categories=["safety"], languages=["en"]), a_location(), a_schedule(byday="FR"))
    service.contacts = [Contact(name="Grace", phones=[Phone(number="020 7946 0555")]) for _ in range(3)]
    also_at(service, a_location(accessibility={"step-free": "no"}), a_schedule(byday="MO"))
    client.get(f"/offers/{service.slug}")
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda _c, _k, statement, *_rest: asked.append(statement))
    for path in (
        f"/offers/{service.slug}",
        f"/offers/{service.slug}.ics",
        f"/organisations/{service.organization.slug}",
    ):
        asked.clear()
        assert client.get(path).status_code == 200
        assert 3 <= len(asked) <= 12, f"{path} asked {len(asked)} times"


def test_the_database_gone_is_503_with_help(new_app, tmp_path):
    app = new_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/no/such/folder/x.sqlite")
    for path in ("/offers/x", "/organisations/x", "/o/x", "/offers/x.ics"):
        response = app.test_client().get(path)
        assert response.status_code == 503 and "tel:999" in response.text


def test_every_sample_offer_has_a_page(sample):
    client = sample.test_client()
    slugs = db.session.scalars(select(Service.slug).order_by(Service.slug)).all()
    assert len(slugs) >= 120
    for slug in slugs[::5]:
        assert client.get(f"/offers/{slug}").status_code == 200


def test_access_that_hangs_on_the_offer_itself_is_told(client, app):
    service = a_service(online=True)
    service.attributes.append(an_attribute("accessibility", "bsl", "no"))
    said = words(client, changed(service))
    assert "No British Sign Language" in said and "toilet" not in said
