"""Reads what visitors report."""

from collections.abc import Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from directory import reach
from directory.db import db
from directory.models import Attribute, Organization, PublicName, Report, Service, User

MOST = 50  # on the page of the queue


def offer(slug: str) -> Service | None:
    """The offer that has or once had this name in its address; two statements."""
    once = select(PublicName.entity_id).where(PublicName.kind == "service", PublicName.name == slug)
    wanted = select(Service).where(or_(Service.slug == slug, Service.id.in_(once)))
    whole = (joinedload(Service.organization), selectinload(Service.attributes).joinedload(Attribute.taxonomy_term))
    return db.session.scalars(wanted.options(*whole).order_by((Service.slug == slug).desc()).limit(1)).first()


def waiting(by: User) -> Sequence[Report]:
    """The reports on offers of a steward that nobody has answered, the oldest first; bounded in statements."""
    wanted = mine(by).where(Report.answered_at.is_(None)).order_by(Report.at, Report.id).limit(MOST)
    return db.session.scalars(wanted).all()


def report(report_id: str, by: User) -> Report | None:
    """One report, if it is about an offer of this steward; None for any other."""
    return db.session.scalars(mine(by).where(Report.id == report_id)).first()


def mine(by: User) -> Select[Report]:
    """Reports on offers of a steward."""
    own = select(Report).join(Service, Service.id == Report.service_id).join(Organization)
    return own.where(reach.stewarded(by)).options(joinedload(Report.service).joinedload(Service.organization))
