"""Nouns for tests: each valid by default, saved, and told to the index as an act of the site would do it.

a_service(name="Cooking together", categories=["cooking-and-food"], at=a_location(postcode="SE6 4RU"))
"""

import io
import itertools
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

from PIL import Image
from sqlalchemy import select

from directory import clock
from directory.db import db, new_id
from directory.index import changes
from directory.listings.dates.shape import pattern_of
from directory.models import (
    Address,
    Attribute,
    CostOption,
    Draft,
    Language,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    TaxonomyTerm,
    User,
)
from directory.stewarding.actions import add

Noun = TypeVar("Noun")
numbers = itertools.count(1)
PART = "81000000-0000-4000-8000-000000000000"  # the session of a draft

# Codes of the vocabulary hang on a service under the name of their taxonomy.
TAXONOMIES = {
    "categories": "categories",
    "needs": "needs",
    "audiences": "audiences",
    "faiths": "faiths",
    "access": "access",
    "waiting": "waiting",
    "formats": "formats",
    "cost": "cost",
    "led_by": "led-by",
}
BOROUGHS = {"lewisham": "E09000023", "lambeth": "E09000022", "southwark": "E09000028", "croydon": "E09000008"}


def saved(noun: Noun, *, changed: Iterable[str | None] = ()) -> Noun:
    """The noun, committed together with the numbers that make every index read the changed services again."""
    db.session.add(noun)
    db.session.flush()
    changes.record(changed)
    db.session.commit()
    return noun


def an_organization(**over: Any) -> Organization:
    """A charity with a name of its own."""
    number = next(numbers)
    given = {"name": f"Good Neighbours {number}", "slug": f"good-neighbours-{number}", "description": "We help."}
    return saved(Organization(**given | over))


def a_location(
    *, postcode: str = "SE6 4RU", latitude: float | None = 51.4454, longitude: float | None = -0.0206,
    accessibility: dict[str, str] | None = None, **over: Any,
) -> Location:  # fmt: skip
    """A hall in Catford. `accessibility` is {code: "yes" or "no"}; what it leaves out is not known."""
    given = {"location_type": "physical", "name": f"Hall {next(numbers)}", "latitude": latitude, "longitude": longitude}
    location = Location(**given | over)
    location.addresses = [
        Address(address_1="1 Rushey Green", city="London", postal_code=postcode, country="GB", address_type="physical")
    ]
    location.attributes = [an_attribute("accessibility", code, value) for code, value in (accessibility or {}).items()]
    return saved(location)


def a_schedule(**over: Any) -> Schedule:
    """Every Wednesday from 2pm to 4pm, not yet saved."""
    given = {"freq": "WEEKLY", "byday": "WE", "dtstart": date(2026, 1, 7), "opens_at": time(14), "closes_at": time(16)}
    return Schedule(**given | over)


def an_attribute(taxonomy: str, code: str, value: str | None = None) -> Attribute:
    """A term of the seeded vocabulary, ready to hang on something. A code that does not exist is a mistake."""
    term = db.session.scalars(select(TaxonomyTerm).filter_by(taxonomy=taxonomy, code=code)).one()
    return Attribute(taxonomy_term=term, value=value)


def a_service(
    *, at: Location | None = None, online: bool = False, schedules: Iterable[Schedule] | None = None,
    boroughs: Iterable[str] = (), languages: Iterable[str] = (), phone: str | None = "020 7946 0123",
    price: str | None = None, **over: Any,
) -> Service:  # fmt: skip
    """An open offer in Catford on Wednesdays, confirmed a month before NOW, self-referral and free.

    `at` is its venue (one of its own by default; none when `online`), `boroughs` are codes such as "lewisham",
    taxonomies take codes: categories, needs, audiences, faiths, access, waiting, formats, cost, led_by.
    """
    number = next(numbers)
    terms = [(TAXONOMIES[name], code) for name in TAXONOMIES for code in over.pop(name, ())]
    venue = None if online else at or a_location()
    given = {
        "id": new_id(),
        "name": f"Neighbours meet {number}",
        "slug": f"neighbours-meet-{number}",
        "code": f"T{number}",
        "status": "active",
        "summary": "Come and meet people who live near you.",
        "description": "Come and meet people who live near you. Tea is on the table.",
        "application_process": "Come along.",
        "assured_date": date(2026, 10, 25),
        "assured_by": "Test Steward",
        "last_modified": datetime(2026, 10, 25, 9, tzinfo=UTC),
        "organization": over.get("organization") or an_organization(),
        "attributes": [an_attribute(taxonomy, code) for taxonomy, code in terms],
        "languages": [Language(code=code, name=code) for code in languages],
        "phones": [Phone(number=phone)] if phone else [],
        "service_areas": [ServiceArea(name=one.title(), extent=BOROUGHS[one], extent_type="gss") for one in boroughs],
        "cost_options": [CostOption(amount=price, currency="GBP")] if price else [],
    }
    service = Service(**given | over)
    put_on(service, venue, [a_schedule()] if schedules is None else list(schedules))
    return saved(service, changed=[service.id])


def put_on(service: Service, location: Location | None, schedules: list[Schedule]) -> None:
    """Hangs the times on the venue, or on the offer itself when it has none."""
    if location is None:
        service.schedules = schedules
    else:
        service.service_at_locations = [ServiceAtLocation(location=location, schedules=schedules)]


def a_draft(organization: Organization, by: User, *, sent: bool = False, **over: Any) -> Draft:
    """A draft with all that is needed: every Thursday at a hall in Catford."""
    fields = {"id": new_id(), **{name: over.pop(name) for name in ("id", "message") if name in over}}
    times = {PART: pattern_of(a_schedule(byday="TH", except_dates=[], term_time_only=False)) | {
        "at": {"id": new_id(), "type": "physical", "name": "Medlar Hall", "address_1": "1 High Street",
               "address_2": None, "city": None, "postal_code": "SE13 7HE", "public": True}}}  # fmt: skip
    values = {"name": "Harp circle", "summary": "Play the harp with others.", "categories": ["arts-and-music"],
              "formats": ["in-person"], "phones": ["020 7946 0123"], "times": times}  # fmt: skip
    made = Draft(
        organization_id=organization.id, values=values | over, done=["what", "who", "where", "join", "contact"],
        by_id=by.id, by_name=by.name, changed_at=clock.now(), sent_at=clock.now() if sent else None, **fields,
    )  # fmt: skip
    return saved(made)


def a_picture(kind: str = "PNG", size: tuple[int, int] = (400, 200), **more: Any) -> bytes:
    """A red picture."""
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **more)
    return out.getvalue()


def changed(service: Service, **values: Any) -> Service:
    """Changes a saved service as a steward's act would: committed, with a change number."""
    for name, value in values.items():
        setattr(service, name, value)
    return saved(service, changed=[service.id])


def a_programme(*services: Service, by: User, **over: Any) -> str:
    """A wave of funding for Lewisham that ends in March, with these offers; its id."""
    given = {"name": "Wave 1", "description": None, "funder": "The Fund", "amount": "10000.00", "starts": "2026-01-01",
             "ends": "2027-03-31", "gss": BOROUGHS["lewisham"], "organization_id": None, "offers": []}  # fmt: skip
    return add("programmes", given | {"offers": sorted(one.id for one in services)} | over, by=by)
