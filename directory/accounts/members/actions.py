"""Acts about people: inviting and removing partners, and what only the commands do: roles, suspending."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ScalarSelect, delete, func, or_, select
from sqlalchemy.orm import aliased

from directory import clock, mail, proofs, revisions
from directory.accounts import actions, queries
from directory.accounts.own.actions import give_app, new_recovery_codes
from directory.db import db
from directory.models import Challenge, Membership, Organization, StewardBorough, User
from directory.models.user import PARTNER, STEWARD

INVITED_FOR = timedelta(days=7)
DEMO = {PARTNER: "demo.partner@example.org", STEWARD: "demo.steward@example.org"}
DEMO_LASTS = timedelta(hours=12)


@dataclass(frozen=True)
class Demo:
    """Somebody to play with: the token of a link, and a code for the second step of a steward."""

    user: User
    token: str
    recovery_code: str = ""


class LastOne(Exception):
    """Nobody would be left to keep the offers of an organisation right."""


def invite(organization: Organization, *, name: str, email: str, by: User | None) -> User:
    """Makes somebody a partner of an organisation and sends them a link. `by` None: a command of the server.

    Somebody who is known already keeps their name and role. An invitation may be sent again.
    """
    user = person(name=name, email=email)
    if not any(one.organization_id == organization.id for one in user.memberships):
        db.session.add(Membership(user_id=user.id, organization_id=organization.id, since=clock.now()))
    send_invitation(user, organization=organization.name, inviter=by.name if by else "")
    db.session.commit()
    return user


def person(*, name: str, email: str, role: str = PARTNER) -> User:
    """Whoever has this address, or a new person, within the caller's transaction."""
    known = db.session.scalars(select(User).where(User.email == queries.tidy(email))).first()
    if known:
        return known
    user = User(email=queries.tidy(email), name=name, role=role, created_at=clock.now())
    db.session.add(user)
    db.session.flush()
    return user


def send_invitation(user: User, *, organization: str, inviter: str) -> None:
    """Writes the letter with a link that lasts a week; nobody suspended gets one."""
    token, now = proofs.new_token(), clock.now()
    expires = now + INVITED_FOR
    db.session.add(Challenge(user_id=user.id, link_hash=proofs.token_hash(token), made_at=now, expires_at=expires))
    to = user.email if user.active else ""
    mail.write(to, "invitation", token=token, user=user, organization=organization, inviter=inviter, expires_at=expires)


def remove(organization: Organization, user_id: str, *, by: User) -> None:
    """Ends somebody's work for an organisation, or takes an invitation back.

    Raises LastOne for the last who has come in and still may, LookupError for somebody who does not work there.
    Two colleagues who remove each other at the same moment are put in line, as every act with a revision is.
    """
    revisions.take_turn()
    gone = db.session.get(User, user_id)
    theirs = (Membership.organization_id == organization.id) & (Membership.user_id == user_id)
    allowed = or_(Membership.accepted.is_(False), others_than(user_id, organization) > 0)
    ending = delete(Membership).where(theirs, allowed).execution_options(synchronize_session=False)
    if not db.session.execute(ending).rowcount:  # type: ignore[attr-defined]
        there = db.session.scalar(select(Membership.user_id).where(theirs))
        db.session.rollback()
        raise LastOne if there else LookupError
    before = {"person": gone.name if gone else user_id}
    revisions.note(f"people:{organization.id}:{user_id}", "remove", by=by, before=before, after={"person": None})
    db.session.commit()


def others_than(user_id: str, organization: Organization) -> ScalarSelect[int]:
    """How many others have come in for an organisation and still may."""
    another = aliased(Membership)
    who = select(func.count()).select_from(another).join(User, User.id == another.user_id)
    here = another.organization_id == organization.id
    return who.where(here, another.user_id != user_id, another.accepted, User.active).scalar_subquery()


def add_staff(*, name: str, email: str, role: str, boroughs: Iterable[str], all_boroughs: bool) -> User:
    """Makes somebody a steward or an admin and sends them a link. `boroughs` are GSS codes. Their sessions end."""
    user = person(name=name, email=email, role=role)
    user.role, user.all_boroughs = role, all_boroughs
    user.boroughs = [StewardBorough(gss=gss) for gss in sorted(set(boroughs))]
    actions.end_sessions(user)
    send_invitation(user, organization="", inviter="")
    db.session.commit()
    return user


def suspend(user: User) -> None:
    """Ends every session at once, and lets nobody in with this address until they are let back."""
    user.active = False
    actions.end_sessions(user)
    actions.end_links(user)
    db.session.commit()


def let_back(user: User) -> None:
    """Ends a suspension."""
    user.active = True
    db.session.commit()


def forget_app(user: User) -> None:
    """Takes away a second step that was lost with its phone; the next sign-in sets up another. Sessions end."""
    user.totp_secret = user.totp_counter = None
    user.passkeys, user.recovery_codes = [], []
    actions.end_sessions(user)
    db.session.commit()


def make_demo(organization: Organization) -> list[Demo]:
    """A partner of an organisation and a steward of every borough, made anew, for a site to play with."""
    drop_demo()
    partner = person(name="Demo partner", email=DEMO[PARTNER])
    steward = person(name="Demo steward", email=DEMO[STEWARD], role=STEWARD)
    steward.all_boroughs = True
    give_app(steward)
    db.session.add(Membership(user_id=partner.id, organization_id=organization.id, since=clock.now()))
    made = [Demo(partner, demo_link(partner)), Demo(steward, demo_link(steward), new_recovery_codes(steward)[0])]
    db.session.commit()
    return made


def demo_link(user: User) -> str:
    """A way in that nobody is sent, within the caller's transaction; returns its token."""
    token, now = proofs.new_token(), clock.now()
    known = proofs.token_hash(token)
    db.session.add(Challenge(user_id=user.id, link_hash=known, made_at=now, expires_at=now + DEMO_LASTS))
    return token


def drop_demo() -> None:
    """Takes the demo people away, with their sessions and links."""
    db.session.execute(delete(User).where(User.email.in_(DEMO.values())))
    db.session.commit()
