"""Reads whose logo somebody may change, what waits for a steward, and the pictures themselves."""

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from directory import pictures, reach, revisions
from directory.db import db
from directory.models import LogoProposal, Organization, Picture, Revision, User


def organization(organization_id: str, by: User) -> Organization | None:
    """The organisation, if this person may act for it."""
    wanted = select(Organization).where(Organization.id == organization_id, reach.organizations(by))
    return db.session.scalars(wanted).first()


def reviewable(organization_id: str, by: User) -> Organization | None:
    """The organisation, if this person is a steward of it."""
    wanted = select(Organization).where(Organization.id == organization_id, reach.stewarded(by))
    return db.session.scalars(wanted).first() if by.active else None


def waiting(organization_id: str) -> LogoProposal | None:
    """The logo of an organisation that waits."""
    return db.session.get(LogoProposal, organization_id)


def queue(by: User) -> Sequence[LogoProposal]:
    """The logos that wait for a steward, the longest wait first; one statement."""
    wanted = select(LogoProposal).join(Organization).where(reach.stewarded(by))
    order = (LogoProposal.at, LogoProposal.organization_id)
    return db.session.scalars(wanted.options(joinedload(LogoProposal.organization)).order_by(*order)).all()


def history(organization_id: str) -> Sequence[Revision]:
    """What was done to the logo of an organisation, the newest first."""
    return revisions.of(revisions.subject(f"logo:{organization_id}"))


def data(name: str) -> bytes | None:
    """A picture (WebP) by its name, if everybody may see it: one that waits is nobody's logo yet."""
    shown = exists().where(Organization.logo == pictures.address(name))
    return db.session.scalar(select(Picture.data).where(Picture.name == name, shown))


def waiting_data(organization_id: str) -> bytes | None:
    """The picture that waits for an organisation."""
    held = waiting(organization_id)
    found = pictures.ADDRESS.fullmatch(held.logo) if held else None
    return db.session.scalar(select(Picture.data).where(Picture.name == found[1])) if found else None


def is_used(logo: str) -> bool:
    """Whether any organisation has this logo or waits for it."""
    used = exists().where(Organization.logo == logo) | exists().where(LogoProposal.logo == logo)
    return bool(db.session.scalar(select(used)))
