"""The offers of one page, loaded from the database in a bounded number of statements."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
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


LISTED = Service.status.in_(("active", "temporarily closed"))
STILL = select(Service.id).where(Service.id.in_(bindparam("ids", expanding=True)), LISTED)


def still_listed(ids: Sequence[str]) -> set[str]:
    """Those of the offers that the database lists at this moment; one statement."""
    return set(db.session.connection().execute(STILL, {"ids": list(ids)}).scalars()) if ids else set()


def load(ids: Sequence[str]) -> list[Service]:
    """These services in this order, with all that a card shows; those the database no longer lists are left out.

    The database is the truth: an offer withdrawn a moment ago is gone here even when the index still ranks it.
    """
    if not ids:
        return []
    found = db.session.scalars(select(Service).where(Service.id.in_(ids), LISTED).options(*CARD)).unique()
    by_id = {service.id: service for service in found}
    return [by_id[one] for one in ids if one in by_id]
