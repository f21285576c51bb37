"""Reads who somebody is and where they are signed in."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from directory import clock, proofs, reach
from directory.db import db
from directory.models import Challenge, Membership, Organization, SignedIn, User

IDLE = {True: timedelta(minutes=30), False: timedelta(minutes=60)}  # by whether they are staff
ABSOLUTE = {True: timedelta(hours=8), False: timedelta(hours=12)}
HALF = timedelta(minutes=15)  # between the first step and the second


def tidy(email: str) -> str:
    """An address as we keep it: capitals make no other mailbox at any provider people use."""
    return email.strip().lower()


def by_email(email: str) -> User | None:
    """Whoever has this address and is not suspended."""
    return db.session.scalars(select(User).where(User.email == tidy(email), User.active)).first()


def session_of(token: str) -> SignedIn | None:
    """The session a cookie belongs to, while it lasts and its owner is not suspended."""
    known = SignedIn.token_hash == proofs.token_hash(token)
    found = db.session.scalars(select(SignedIn).where(known).options(joinedload(SignedIn.user))).first()
    return found if found and found.user.active and lasts(found, clock.now()) else None


def lasts(session: SignedIn, now: datetime) -> bool:
    """Whether a session was used lately and did not begin too long ago."""
    return now < ends(session)


def ends(session: SignedIn) -> datetime:
    """When a session ends if nothing is done: unused for too long, or too long after it began."""
    staff = session.user.is_staff
    longest = ABSOLUTE[staff] if session.complete else HALF
    return min(session.seen_at + IDLE[staff], session.began_at + longest)


def sessions_of(user: User) -> list[SignedIn]:
    """Where somebody is signed in, the one used last first."""
    own = select(SignedIn).where(SignedIn.user_id == user.id, SignedIn.complete).order_by(SignedIn.seen_at.desc())
    return [one for one in db.session.scalars(own) if lasts(one, clock.now())]


def open_challenge(challenge_id: str) -> Challenge | None:
    """A way in that was asked for, known here or not, while it is good."""
    return challenge(Challenge.id == challenge_id)


def sent_link(token: str) -> Challenge | None:
    """The way in that a link from an e-mail opens, while it is good and its owner is not suspended."""
    found = challenge(Challenge.link_hash == proofs.token_hash(token))
    return found if found and found.user and found.user.active else None


def challenge(which: object) -> Challenge | None:
    """One way in that has not run out."""
    wanted = select(Challenge).where(which, Challenge.expires_at > clock.now())  # type: ignore[arg-type]
    return db.session.scalars(wanted.options(joinedload(Challenge.user))).first()


def organization(organization_id: str, by: User) -> Organization | None:
    """An organisation this person may act for; None for any other, and for what is no id at all."""
    wanted = select(Organization).where(Organization.id == organization_id, reach.organizations(by))
    return db.session.scalars(wanted).first()


def members(organization: Organization) -> Sequence[Membership]:
    """Its partners, by name."""
    own = select(Membership).where(Membership.organization_id == organization.id).join(User).order_by(User.name)
    return db.session.scalars(own.options(joinedload(Membership.user))).all()


def everybody() -> Sequence[User]:
    """Everyone who may sign in or once could, by role and address."""
    return db.session.scalars(select(User).order_by(User.role, User.email)).all()
