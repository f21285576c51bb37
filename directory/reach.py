"""For which organisations somebody may act: those they are a member of, and for a steward those of their boroughs."""

from sqlalchemy import ColumnElement, false, or_, select, true

from directory import index
from directory.db import db
from directory.models import (
    Address,
    Location,
    Membership,
    Organization,
    Service,
    ServiceArea,
    ServiceAtLocation,
    User,
)
from directory.models.user import ADMIN, STEWARD


def organizations(user: User) -> ColumnElement[bool]:
    """A condition on Organization: that this person may act for it. False for everything while they are suspended."""
    if not user.active:
        return false()
    return or_(member_of(user), stewarded(user))


def member_of(user: User) -> ColumnElement[bool]:
    """A condition on Organization: that they work for it."""
    return Organization.id.in_(select(Membership.organization_id).where(Membership.user_id == user.id))


def stewarded(user: User) -> ColumnElement[bool]:
    """A condition on Organization: that it is in a steward's boroughs, by whom it serves or by where it meets.

    A place with an address that is not public counts as well: stewards look after refuges too. An organisation
    that has no offer yet is in no borough, so those with all boroughs look after it.
    """
    if user.role == ADMIN or (user.role == STEWARD and user.all_boroughs):
        return true()
    if user.role != STEWARD or not user.boroughs:
        return false()
    boroughs = {one.gss for one in user.boroughs}
    serving = select(ServiceArea.service_id).where(ServiceArea.extent.in_(boroughs))
    meeting = (
        select(ServiceAtLocation.service_id)
        .join(Address, Address.location_id == ServiceAtLocation.location_id)
        .where(Address.postal_code.in_(postcodes_in(boroughs)))
    )
    offers = select(Service.organization_id).where(or_(Service.id.in_(serving), Service.id.in_(meeting)))
    return Organization.id.in_(offers)


def postcodes_in(boroughs: set[str]) -> list[str]:
    """The postcodes of venues that lie in these boroughs (GSS codes), by the offline table."""
    known = select(Address.postal_code).join(Location, Location.id == Address.location_id).distinct()
    table = index.worker().postcodes
    found = ((code, table.unit(code)) for code in db.session.scalars(known) if code)
    return [code for code, point in found if point and point.gss in boroughs]
