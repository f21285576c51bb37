"""Whom to write to about an organisation: those who keep its offers right, or its own mailbox, and its stewards."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from directory import clock, plain_text, proofs, reach
from directory.db import db
from directory.models import Membership, Organization, Service, User
from directory.models.user import ADMIN, LINK, STEWARD

LASTS = timedelta(days=30)  # a link in a letter
NAME = 120  # letters of a name in a revision


@dataclass(frozen=True)
class Editor:
    """Somebody who gets letters for an organisation: a partner, or its own mailbox, which has the id of the group."""

    id: str
    name: str
    email: str

    def acting(self) -> User:
        """Them as whoever acts through a link: not signed in, a steward of nothing, and never saved."""
        return User(id=self.id, name=self.name[:NAME], email=self.email, role=LINK, active=True, all_boroughs=False)


def of(organization_ids: Collection[str]) -> dict[str, list[Editor]]:
    """{organisation id: its partners who have come in, by name; if there is none, the mailbox it has given}.

    An organisation nobody can write to has an empty list. At most three statements.
    """
    found: dict[str, list[Editor]] = {one: [] for one in organization_ids}
    people = select(Membership.organization_id, User).join(User, User.id == Membership.user_id)
    theirs = people.where(Membership.organization_id.in_(found), Membership.accepted, User.active)
    for organization_id, user in db.session.execute(theirs.order_by(User.name, User.id)) if found else ():
        found[organization_id].append(Editor(user.id, user.name, user.email))
    mailboxes = given([one for one, editors in found.items() if not editors])
    return found | {one: [editor] for one, editor in mailboxes.items()}


def given(organization_ids: Collection[str]) -> dict[str, Editor]:
    """The mailbox an organisation has given: its own, else that of its first offer that has one."""
    found: dict[str, Editor] = {}
    groups = select(Organization.id, Organization.name, Organization.email)
    offers = select(Organization.id, Organization.name, Service.email).join(Organization.services)
    for wanted in (groups, offers.order_by(Service.name, Service.id)):
        missing = [one for one in organization_ids if one not in found]
        rows = db.session.execute(wanted.where(Organization.id.in_(missing))) if missing else ()
        for organization_id, name, said in rows:
            address = plain_text.email_address(said or "")[0]
            if address:
                found.setdefault(organization_id, Editor(organization_id, name, address))
    return found


def stewards_of(organization_ids: Collection[str]) -> dict[User, set[str]]:
    """{steward: which of these organisations are theirs}; admins for those that no steward looks after."""
    staff = select(User).where(User.role.in_((STEWARD, ADMIN)), User.active).order_by(User.email)
    found: dict[User, set[str]] = {}
    everybody = db.session.scalars(staff).all()
    for user in everybody:
        if user.role == STEWARD:
            theirs = select(Organization.id).where(Organization.id.in_(organization_ids), reach.stewarded(user))
            found[user] = set(db.session.scalars(theirs))
    nobodys = set(organization_ids).difference(*found.values())
    found |= {user: nobodys for user in everybody if user.role == ADMIN}
    return {user: theirs for user, theirs in found.items() if theirs}


def token(use: str, organization_id: str, editor: Editor, *, until: datetime | None = None, more: bytes = b"") -> str:
    """What a link in a letter to an editor carries: it works for this organisation only, and for 30 days."""
    said = UUID(organization_id).bytes + UUID(editor.id).bytes + more
    return proofs.signed(use, said, until=until or clock.now() + LASTS)


def read(use: str, text: str) -> tuple[str, Editor, bytes] | None:
    """(organisation id, who, more) of a token; None when it is altered, has run out, or they are no editor any more."""
    said = proofs.read_signed(use, text)
    if said is None or len(said) < 32:
        return None
    organization_id, editor_id = str(UUID(bytes=said[:16])), str(UUID(bytes=said[16:32]))
    known = [one for one in of([organization_id])[organization_id] if one.id == editor_id]
    return (organization_id, known[0], said[32:]) if known else None
