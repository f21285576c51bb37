"""Which addresses organisations have taken from the public, so that nothing old or sent in anew shows them again."""

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from directory.db import db
from directory.models import Location, Service, ServiceAtLocation
from directory.models.location import Door


def venues(organization_id: str) -> dict[Door, Location]:
    """{address: venue} of those an organisation does not show, nowhere; two statements.

    One that it shows as well, of another offer or since, is not among them.
    """
    used = select(ServiceAtLocation.location_id).join(Service).where(Service.organization_id == organization_id)
    once = ~Location.address_public & (Location.organization_id == organization_id)
    own = select(Location).where(or_(Location.id.in_(used), once)).options(selectinload(Location.addresses))
    found = [(one.door(), one) for one in db.session.scalars(own.order_by(Location.id))]
    shown = {at for at, one in found if one.address_public}
    return {at: one for at, one in found if at and at not in shown}


def taken() -> dict[str, dict[Door, str]]:
    """{organisation id: {address: id of its venue}} of those that were taken from the public here, not sent in so."""
    groups = select(Location.organization_id).where(~Location.address_public, Location.organization_id.is_not(None))
    found = {str(one): venues(str(one)) for one in db.session.scalars(groups.distinct())}
    return {
        group: {at: one.id for at, one in theirs.items() if one.organization_id == group}
        for group, theirs in found.items()
    }
