"""Acts on logos: putting one there or asking for it, approving it, sending it back, and taking it away."""

from flask_babel import gettext as _
from sqlalchemy import delete

from directory import clock, pictures, revisions
from directory.db import db
from directory.listings.actions import Changed
from directory.listings.logos import queries
from directory.listings.review.actions import tell
from directory.listings.review.queries import writers
from directory.models import LogoProposal, Organization, Picture, User
from directory.web.templating import site_url


def put(organization: Organization, data: bytes, *, by: User) -> bool:
    """Makes a picture the logo of an organisation; a partner's waits for a steward, and the logo there was stays.

    Returns whether it waits. Raises BadPicture.
    """
    name, webp = pictures.made(data)
    revisions.take_turn()
    if db.session.get(Picture, name) is None:
        db.session.add(Picture(name=name, data=webp))
    logo, held = pictures.address(name), queries.waiting(organization.id)
    waits = logo != organization.logo and not queries.reviewable(organization.id, by)
    if waits:
        propose(organization, logo, held, by)
    elif held and logo == organization.logo:
        drop(organization, held, "withdraw", by)
    else:
        replace(organization, logo, "change", held, by)
    db.session.commit()
    return waits


def propose(organization: Organization, logo: str, held: LogoProposal | None, by: User) -> None:
    """Puts a logo where a steward will see it, in place of the one that waited."""
    old = held.logo if held else None
    if old == logo:
        return
    forget(held)
    db.session.add(
        LogoProposal(organization_id=organization.id, logo=logo, by_id=by.id, by_name=by.name, at=clock.now())
    )
    note(organization, "propose", old or organization.logo, logo, by)
    sweep(old)


def replace(organization: Organization, logo: str | None, act: str, held: LogoProposal | None, by: User) -> None:
    """Makes this the logo everybody sees; nothing waits any more."""
    old, organization.logo = organization.logo, logo
    waited = held.logo if held else None
    forget(held)
    if old != logo:
        note(organization, act, old, logo, by)
    sweep(old, waited)


def approve(organization: Organization, logo: str, *, by: User) -> None:
    """Shows the logo that waits to everybody, and tells whoever sent it. Raises Changed when another waits by now."""
    held = as_seen(organization, logo)
    tell_of(organization, held, "")
    replace(organization, logo, "approve", held, by)
    db.session.commit()


def send_back(organization: Organization, logo: str, message: str, *, by: User) -> None:
    """Takes away the logo that waits, and says why to whoever sent it. Raises Changed when another waits by now."""
    held = as_seen(organization, logo)
    tell_of(organization, held, message)
    drop(organization, held, "send_back", by, message)
    db.session.commit()


def as_seen(organization: Organization, logo: str) -> LogoProposal:
    """The logo that waits, in line behind every other act; raises Changed when it is not the one that was seen."""
    revisions.take_turn()
    held = queries.waiting(organization.id)
    if held is None or held.logo != logo:
        db.session.rollback()
        raise Changed(["logo"])
    return held


def remove(organization: Organization, logo: str, *, by: User) -> None:
    """Takes this picture away, whether everybody sees it or it waits; nothing when it is neither by now."""
    revisions.take_turn()
    held = queries.waiting(organization.id)
    if held and held.logo == logo:
        drop(organization, held, "withdraw", by)
    elif organization.logo == logo:
        organization.logo = None
        note(organization, "change", logo, None, by)
        sweep(logo)
    db.session.commit()


def drop(organization: Organization, held: LogoProposal, act: str, by: User, why: str = "") -> None:
    """Lets nothing wait any more; the logo stays as it is."""
    forget(held)
    note(organization, act, held.logo, organization.logo, by, why)
    sweep(held.logo)


def forget(held: LogoProposal | None) -> None:
    """Ends a wait within the caller's transaction."""
    if held:
        db.session.delete(held)
        db.session.flush()


def note(organization: Organization, act: str, before: str | None, after: str | None, by: User, why: str = "") -> None:
    """Writes a revision about the logo of an organisation into the caller's transaction."""
    said = {"before": {"logo": before}, "after": {"logo": after}}
    revisions.note(f"logo:{organization.id}", act, by=by, why=why, **said)


def sweep(*logos: str | None) -> None:
    """Deletes those of these pictures that nobody has or waits for any more: what was refused is not kept."""
    db.session.flush()
    for logo in logos:
        found = pictures.ADDRESS.fullmatch(logo or "")
        if found and not queries.is_used(found[0]):
            db.session.execute(delete(Picture).where(Picture.name == found[1]))


def tell_of(organization: Organization, held: LogoProposal, message: str) -> None:
    """Writes to whoever asked for a logo what became of it."""
    there = site_url("logos.logo", organization_id=organization.id)
    for one in writers([held.by_id], organization.id):
        tell(one, organization.name, there, fields=[_("Logo")], message=message)
