"""Reads whose logo somebody may change, and the pictures themselves."""

from sqlalchemy import func, select

from directory import reach
from directory.db import db
from directory.models import Organization, Picture, User


def organization(organization_id: str, by: User) -> Organization | None:
    """The organisation, if this person may act for it."""
    wanted = select(Organization).where(Organization.id == organization_id, reach.organizations(by))
    return db.session.scalars(wanted).first()


def data(name: str) -> bytes | None:
    """A picture (WebP) by its name."""
    return db.session.scalar(select(Picture.data).where(Picture.name == name))


def uses(logo: str) -> int:
    """How many organisations have this logo."""
    return db.session.scalar(select(func.count()).select_from(Organization).where(Organization.logo == logo)) or 0
