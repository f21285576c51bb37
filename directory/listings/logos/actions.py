"""Acts on logos: putting one there and taking it away."""

from sqlalchemy import delete

from directory import pictures, revisions
from directory.db import db
from directory.listings.logos import queries
from directory.models import Organization, Picture, User


def put(organization: Organization, data: bytes, *, by: User) -> None:
    """Makes a picture the logo of an organisation, in place of the one there was. Raises BadPicture."""
    name, webp = pictures.made(data)
    revisions.take_turn()
    if db.session.get(Picture, name) is None:
        db.session.add(Picture(name=name, data=webp))
    replace(organization, pictures.address(name), by)


def remove(organization: Organization, *, by: User) -> None:
    """Takes the logo of an organisation away."""
    revisions.take_turn()
    replace(organization, None, by)


def replace(organization: Organization, logo: str | None, by: User) -> None:
    """Writes the logo with a revision and commits; a picture that nobody has any more is deleted."""
    old, organization.logo = organization.logo, logo
    if old != logo:
        revisions.note(f"logo:{organization.id}", "change", by=by, before={"logo": old}, after={"logo": logo})
        db.session.flush()
        if old and not queries.uses(old) and (found := pictures.ADDRESS.fullmatch(old)):
            db.session.execute(delete(Picture).where(Picture.name == found[1]))
    db.session.commit()
