"""Reads what somebody may keep right. Access is the lookup: what is not theirs is not found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from directory import reach
from directory.db import db
from directory.index.loading import CARD
from directory.models import Membership, Organization, Service, User


@dataclass(frozen=True)
class Desk:
    """An organisation somebody works for, with all its offers."""

    organization: Organization
    services: Sequence[Service]


@dataclass(frozen=True)
class LookedAfter:
    """An organisation of a steward: how many offers and partners it has, and the offer confirmed longest ago."""

    organization: Organization
    offers: int
    partners: int
    oldest: date | None


def editable(service_id: str, by: User) -> Service | None:
    """The offer with this id, if this person may keep it right; None for any other."""
    wanted = select(Service).join(Organization).where(Service.id == service_id, reach.organizations(by))
    return db.session.scalars(wanted).first()


def desks(by: User) -> list[Desk]:
    """The organisations this person works for, by name, with what a card shows of each offer; seven statements."""
    mine = db.session.scalars(select(Organization).where(reach.member_of(by)).order_by(Organization.name)).all()
    wanted = select(Service.id).where(Service.organization_id.in_([one.id for one in mine]))
    ids = db.session.scalars(wanted.order_by(Service.name, Service.id)).all() if mine else []
    services = db.session.scalars(select(Service).where(Service.id.in_(ids)).options(*CARD)).unique().all()
    services = sorted(services, key=lambda one: (one.name.casefold(), one.id))
    return [Desk(one, [service for service in services if service.organization_id == one.id]) for one in mine]


def looked_after(by: User) -> list[LookedAfter]:
    """The organisations of a steward's boroughs, by name; two statements."""
    if not by.is_staff:
        return []
    offers = select(func.count()).where(Service.organization_id == Organization.id).scalar_subquery()
    partners = select(func.count()).where(Membership.organization_id == Organization.id).scalar_subquery()
    oldest = select(func.min(Service.assured_date)).where(Service.organization_id == Organization.id).scalar_subquery()
    wanted = select(Organization, offers, partners, oldest).where(reach.stewarded(by)).order_by(Organization.name)
    return [LookedAfter(*row) for row in db.session.execute(wanted)]
