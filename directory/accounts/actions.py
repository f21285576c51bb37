"""Acts every part of this room needs: coming back to a session, ending sessions, counting who tried what."""

from datetime import timedelta

from sqlalchemy import ColumnElement, delete

from directory import clock, limits, proofs
from directory.accounts import queries
from directory.db import db
from directory.models import Challenge, SignedIn, User

A_MINUTE = timedelta(minutes=1)
A_DAY = timedelta(days=1)


def come_back(token: str) -> SignedIn | None:
    """The session a cookie belongs to, noted as used now (at most once a minute); None when there is none any more."""
    found = queries.session_of(token) if token else None
    if found and clock.now() - found.seen_at >= A_MINUTE:
        found.seen_at = clock.now()
        db.session.commit()
    return found


def begin_session(user: User, device: str, *, complete: bool) -> str:
    """Adds a session to the caller's transaction; returns the token of its cookie."""
    token, now = proofs.new_token(), clock.now()
    db.session.add(
        SignedIn(token_hash=proofs.token_hash(token), user_id=user.id, complete=complete,
                 began_at=now, seen_at=now, device=device)
    )  # fmt: skip
    return token


def end_sessions(user: User, *, but: str = "") -> None:
    """Ends every session of somebody within the caller's transaction, `but` the one with that id."""
    db.session.execute(delete(SignedIn).where(SignedIn.user_id == user.id, SignedIn.id != (but or None)))


def end_links(user: User) -> None:
    """Makes every link and code that was sent to somebody useless, within the caller's transaction."""
    db.session.execute(delete(Challenge).where(Challenge.user_id == user.id))


def allow(what: str, who: str, most: int, within: timedelta = timedelta(hours=1)) -> bool:
    """Counts one more try and says whether it was one of the first `most` (see limits.py); what has run out goes."""
    sweep()
    return limits.allow(what, who, most, within)


def sweep() -> None:
    """Deletes what has run out: links after a day, sessions a day after their end at the latest."""
    old: tuple[tuple[type, ColumnElement[bool]], ...] = (
        (Challenge, Challenge.expires_at < clock.now() - A_DAY),
        (SignedIn, SignedIn.began_at < clock.now() - A_DAY),
    )
    for noun, which in old:
        db.session.execute(delete(noun).where(which))
