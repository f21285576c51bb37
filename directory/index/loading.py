"""The offers of one page, loaded from the database in a bounded number of statements."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from directory.db import db
from directory.models import Service, ServiceAtLocation

# Terms and languages are not loaded: the index knows their codes (Hit.codes), and objects are what costs time here.
CARD = (
    joinedload(Service.organization),
    selectinload(Service.schedules),
    selectinload(Service.phones),
    selectinload(Service.service_at_locations).options(
        selectinload(ServiceAtLocation.schedules), joinedload(ServiceAtLocation.location)
    ),
)


def load(ids: Sequence[str]) -> list[Service]:
    """These services in this order, with all that a card shows; those the database no longer lists are left out.

    The database is the truth: an offer withdrawn a moment ago is gone here even when the index still ranks it.
    """
    if not ids:
        return []
    listed = Service.status.in_(("active", "temporarily closed"))
    found = db.session.scalars(select(Service).where(Service.id.in_(ids), listed).options(*CARD)).unique()
    by_id = {service.id: service for service in found}
    return [by_id[one] for one in ids if one in by_id]
