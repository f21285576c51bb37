"""Reads offers with everything a page says of them, in a bounded number of statements, however many offers."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from directory.db import db
from directory.models import (
    Attribute,
    Contact,
    CostOption,
    Location,
    Phone,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
)

Owners = dict[str, Sequence[Any]]  # which nouns each column of a part points at


def load(which: ColumnElement[bool]) -> dict[str, Service]:
    """Services by id with all that a card shows and more; seven statements, however many services.

    One statement a kind of part, whoever owns it: SQLAlchemy's own loaders would ask once for each kind of owner.
    """
    chosen = select(Service).where(which)
    loaded = chosen.options(joinedload(Service.organization), joinedload(Service.languages))
    services = list(db.session.scalars(loaded).unique())
    place = joinedload(ServiceAtLocation.location)
    parts = (place.joinedload(Location.addresses), place.joinedload(Location.accessibility))
    venues = give(ServiceAtLocation, "service_at_locations", {"service_id": services}, *parts)
    places = list({at.location_id: at.location for at in venues}.values())
    give(Attribute, "attributes", {"service_id": services, "location_id": places}, joinedload(Attribute.taxonomy_term))
    give(Schedule, "schedules", {"service_id": services, "service_at_location_id": venues})
    give(CostOption, "cost_options", {"service_id": services})
    give(ServiceArea, "service_areas", {"service_id": services})
    runners = list({service.organization_id: service.organization for service in services}.values())
    give(Phone, "phones", {"service_id": services, "service_at_location_id": venues, "organization_id": runners})
    return {service.id: service for service in services}


def add_the_rest(services: Sequence[Service]) -> None:
    """What the page of an offer says beyond its card; two statements."""
    venues = [at for service in services for at in service.service_at_locations]
    people: Owners = {"service_id": services, "service_at_location_id": venues}
    give(Contact, "contacts", people, joinedload(Contact.phones))
    give(RequiredDocument, "required_documents", {"service_id": services})


def codes_there(codes: Sequence[str]) -> list[str]:
    """The codes of offers among what was typed as such; one statement."""
    named = {name for code in codes for name in (code, code.lower())}
    return list(db.session.scalars(select(Service.code).where(Service.code.in_(named))))


def phones(service: Service) -> list[Phone]:
    """Numbers to ring, the offer's own first; its organisation's when it has none.

    None while the number is being checked: another of the same group may be as wrong.
    """
    if "phones" in (service.checking or ()):
        return []
    people = [*service.contacts, *(who for at in service.service_at_locations for who in at.contacts)]
    own = [*service.phones, *(one for at in service.service_at_locations for one in at.phones)]
    own += [one for who in people for one in who.phones]
    found: dict[str, Phone] = {}
    for one in own or service.organization.phones:
        found.setdefault(one.number, one)
    return list(found.values())


def give(part: Any, relation: str, owners: Owners, *options: Any) -> list[Any]:
    """Reads every `part` of these owners in one statement and hands each owner its own, in order.

    `owners` names for each column of `part` the nouns it points at. Reading the relation then asks nothing more.
    """
    theirs = [getattr(part, name).in_([noun.id for noun in nouns]) for name, nouns in owners.items()]
    wanted = select(part).where(or_(*theirs)).options(*options).order_by(part.position, part.id)
    rows = list(db.session.scalars(wanted).unique())
    for name, nouns in owners.items():
        by_owner = defaultdict(list)
        for row in rows:
            by_owner[getattr(row, name)].append(row)
        for noun in nouns:
            set_committed_value(noun, relation, by_owner[noun.id])
    return rows
