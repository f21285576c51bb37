"""Reads the venues an organisation has, and where a postcode is."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from directory import index, postcodes
from directory.db import db
from directory.listings.dates.shape import Values, is_same_address, venue_of
from directory.models import Location, Organization, Service, ServiceAtLocation

MOST = 30  # venues to choose from


class Spot(NamedTuple):
    """A postcode as Royal Mail writes it, with the named place and the borough it is in ("" when not known)."""

    postcode: str
    place: str
    gss: str


def venues(organization_id: str) -> list[Values]:
    """The places where the offers of an organisation are, by name; two statements."""
    used = select(ServiceAtLocation.location_id).join(Service).where(Service.organization_id == organization_id)
    wanted = select(Location).where(Location.id.in_(used), Location.location_type == "physical")
    found = db.session.scalars(wanted.order_by(Location.name, Location.id).limit(MOST))
    return [venue_of(one) for one in found if one] if organization_id else []


def spot(typed: str) -> Spot | None:
    """Where a full postcode is, however it was typed; None for what is none. One statement."""
    table = index.worker().postcodes
    read = postcodes.read(typed, table.has)
    if read is None or read.kind != "unit":
        return None
    where = index.worker().where()
    point = where.postcode(read.name)
    return Spot(read.name, where.name(point[0], point[1]), point[2]) if point else Spot(read.name, "", "")


def is_at(service: Service, location_id: str) -> bool:
    """Whether an offer is at a venue."""
    return location_id in [at.location_id for at in service.service_at_locations]


def at_one_address(organization_id: str, held: Location) -> list[str]:
    """The ids of a venue and of an organisation's other public ones at its address."""
    used = select(ServiceAtLocation.location_id).join(Service).where(Service.organization_id == organization_id)
    wanted = select(Location).where(Location.id.in_(used), Location.address_public, Location.id != held.id)
    others = map(venue_of, db.session.scalars(wanted.options(selectinload(Location.addresses))))
    return [held.id, *(one["id"] for one in others if is_same_address(one, venue_of(held)))]


def neighbours(organization_id: str, location_ids: Sequence[str]) -> list[Service]:
    """The offers of an organisation that are at one of these venues, by name."""
    at = select(ServiceAtLocation.service_id).where(ServiceAtLocation.location_id.in_(location_ids))
    own = select(Service).join(Organization).where(Service.organization_id == organization_id, Service.id.in_(at))
    return list(db.session.scalars(own.order_by(Service.name, Service.id)))


def location(location_id: str) -> Location | None:
    """A venue with its address."""
    wanted = select(Location).where(Location.id == location_id).options(selectinload(Location.addresses))
    return db.session.scalars(wanted).first()


def is_used(location_id: str) -> bool:
    """Whether any offer is at a venue."""
    own = select(func.count()).where(ServiceAtLocation.location_id == location_id)
    return bool(db.session.scalar(own))
