"""Reads one offer or one organisation with everything its page says, in a bounded number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import exists, func, or_, select

from directory import clock, index
from directory.db import db
from directory.index import Hit, Query
from directory.models import (
    Address,
    Attribute,
    Location,
    Organization,
    OrganizationIdentifier,
    Phone,
    PublicName,
    Schedule,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)
from directory.models.service import State
from directory.reading import add_the_rest, give, load

RELATED = 3  # other offers shown on a page
LOOKED_AT = 6  # of what the search finds: some are paused, one is the offer itself
MOST_OFFERS = 60  # of one organisation on its page


@dataclass(frozen=True)
class Known:
    """An offer by its name in the address: its id and present slug, its main category and its public postcode."""

    id: str
    slug: str
    category: str | None
    postcode: str | None


def known_by(kind: str, name: str) -> Known | None:
    """The offer that has or once had this `service` slug or `code`; None when nobody ever had it."""
    present = Service.slug if kind == "service" else Service.code
    names = {name, name.lower()}
    once = select(PublicName.entity_id).where(PublicName.kind == kind, PublicName.name.in_(names))
    found = select(Service.id, Service.slug, main_category(), public_postcode())
    # Who has the name now comes before who had it; one statement, because every page begins with it.
    wanted = found.where(or_(present.in_(names), Service.id.in_(once))).order_by(present.in_(names).desc()).limit(1)
    row = db.session.execute(wanted).first()
    return Known(*row) if row else None


def main_category() -> Any:
    """The code of the first category that hangs on the service of the statement around it."""
    joined = select(TaxonomyTerm.code).join(Attribute, Attribute.taxonomy_term_id == TaxonomyTerm.id)
    own = joined.where(Attribute.service_id == Service.id, TaxonomyTerm.taxonomy == "categories")
    return own.order_by(Attribute.position).limit(1).scalar_subquery()


def public_postcode() -> Any:
    """The postcode of the first public venue it is at today; a hidden one is never measured from."""
    joined = (
        select(Address.postal_code)
        .join(Location, Location.id == Address.location_id)
        .join(ServiceAtLocation, ServiceAtLocation.location_id == Location.id)
    )
    own = joined.where(ServiceAtLocation.service_id == Service.id, Location.address_public, Address.postal_code != "")
    here, today = Schedule.service_at_location_id == ServiceAtLocation.id, clock.today()
    still = here & func.coalesce(Schedule.valid_from <= today, True) & func.coalesce(Schedule.valid_to >= today, True)
    own = own.where(or_(~exists().where(here), exists().where(still)))
    return own.order_by(ServiceAtLocation.position, Address.position).limit(1).scalar_subquery()


@dataclass(frozen=True)
class Read:
    """An offer with everything its page says, and others like it with what the index knows of them."""

    service: Service
    others: Sequence[Service]
    hits: Sequence[Hit]


def offer(known: Known, today: date) -> Read | None:
    """An offer with everything its page says; None when it went away meanwhile. Eleven statements with known_by."""
    hits = related(known)
    services = load(Service.id.in_([known.id, *(hit.id for hit in hits)]))
    if known.id not in services:
        return None
    add_the_rest([services[known.id]])
    others = [services[hit.id] for hit in hits if is_open(services.get(hit.id), today)]
    return Read(services[known.id], others[:RELATED], hits)


def with_times(known: Known) -> Service | None:
    """An offer with its times and venues, for its calendar file."""
    return load(Service.id == known.id).get(known.id)


def related(known: Known) -> list[Hit]:
    """Offers of the same main category, near when the offer has a public postcode; never the offer itself.

    Without miles: they would be measured from the offer, and a reader would take them for their own.
    """
    if not known.category:
        return []
    found = index.find(Query(category=(known.category,), near=known.postcode or ""))
    return [replace(hit, miles=None) for hit in found.hits if hit.id != known.id][:LOOKED_AT]


def is_open(service: Service | None, today: date) -> bool:
    """Whether a reader can go to it today."""
    return service is not None and service.state(today) is State.OPEN


def organization_known_by(name: str) -> Organization | None:
    """The organisation that has or once had this slug, with what its page says of itself; three statements."""
    names = {name, name.lower()}
    once = select(PublicName.entity_id).where(PublicName.kind == "organization", PublicName.name.in_(names))
    present = Organization.slug.in_(names)
    wanted = select(Organization).where(or_(present, Organization.id.in_(once))).order_by(present.desc()).limit(1)
    found = db.session.scalars(wanted).first()
    if found:
        give(Phone, "phones", {"organization_id": [found]})
        give(OrganizationIdentifier, "organization_identifiers", {"organization_id": [found]})
    return found


def offers_of(organization: Organization, today: date) -> list[Service]:
    """Its offers that have not ended, open ones first, then by name; five statements."""
    own = select(Service.id).where(Service.organization_id == organization.id).order_by(Service.name, Service.id)
    services = index.load(db.session.scalars(own.limit(MOST_OFFERS)).all())
    listed = [one for one in services if one.state(today) is not State.ENDED]
    return sorted(listed, key=lambda one: (not is_open(one, today), one.name.casefold()))
