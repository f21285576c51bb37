"""Acts of signing in. What is done for an address we know is done for one we do not, so that nobody can tell."""

import threading
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from flask_security import hash_password, verify_and_update_password
from sqlalchemy import delete, update

from directory import clock, mail, proofs
from directory.accounts import actions, queries
from directory.db import db, new_id
from directory.models import Challenge, Membership, RecoveryCode, SignedIn, User

LASTS = timedelta(minutes=10)  # a link and a code from an e-mail
MISSES = 5  # wrong codes for one e-mail, or at one second step
AN_HOUR = timedelta(hours=1)
FREELY, APART = 5, timedelta(minutes=1)  # e-mails to one mailbox in an hour; later ones at most one a minute
GUESSES = 10  # wrong codes, or passwords, for one mailbox in an hour
hashing = threading.BoundedSemaphore(2)  # each password takes 64 MiB while it is hashed


@dataclass(frozen=True)
class Entered:
    """Somebody came in: their cookie's token, whether that was all, and where they wanted to go."""

    user: User
    token: str
    complete: bool
    goes_to: str = ""


def ask(email: str, goes_to: str) -> str:
    """Sends a link and a code to whoever has this address. Returns the id of the way in, for anybody."""
    user = queries.by_email(email)
    may_write = not_too_many(email)
    token, code, now = proofs.new_token(), proofs.new_code(), clock.now()
    challenge = Challenge(
        id=new_id(), user_id=user.id if user else None, link_hash=proofs.token_hash(token),
        goes_to=goes_to, made_at=now, expires_at=now + LASTS,
    )  # fmt: skip
    challenge.code_hash = code_hash(challenge.id, code)
    db.session.add(challenge)
    mail.write(
        user.email if user and may_write else "", "sign_in", token=token, code=code, expires_at=challenge.expires_at
    )
    db.session.commit()
    return challenge.id


def not_too_many(email: str) -> bool:
    """Whether one more e-mail to a mailbox is no flood. Whoever waits a minute gets one, however many others ask."""
    few = actions.allow("mail", queries.tidy(email), FREELY, AN_HOUR)
    return few or actions.allow("mail-more", queries.tidy(email), 1, APART)


def code_hash(challenge_id: str, code: str) -> str:
    """How the code of one e-mail is kept."""
    return proofs.keyed("code", challenge_id, code)


def follow_link(token: str, device: str) -> Entered | None:
    """Lets in whoever was sent this link; None when it has run out or was used."""
    found = queries.sent_link(token)
    return use(found, device) if found else None


def type_code(challenge_id: str, code: str, device: str) -> Entered | None:
    """Lets in whoever was sent this code; None when it is wrong, or has been tried too often.

    After too many wrong codes only the link in the e-mail opens: a stranger who guesses cannot lock anybody out.
    """
    found = queries.open_challenge(challenge_id)
    known = proofs.keyed("code", challenge_id, code)
    email = found.user.email if found and found.user else challenge_id
    may_guess = actions.allow("guess", email, GUESSES)
    if not found or not may_guess or not counted(Challenge, found.id):
        return None
    right = found.code_hash == known and found.user is not None and found.user.active
    return use(found, device) if right else None


def counted(noun: type[Challenge] | type[SignedIn], noun_id: str) -> bool:
    """Counts one more try at a code before it is looked at; False when there were too many."""
    few = update(noun).where(noun.id == noun_id, noun.misses < MISSES).values(misses=noun.misses + 1)
    done = db.session.execute(few).rowcount  # type: ignore[attr-defined]
    db.session.commit()
    return bool(done)


def use(challenge: Challenge, device: str) -> Entered | None:
    """Uses up a way in; of two who come at once one gets in. Invitations its owner had are taken up."""
    user, goes_to = challenge.user, challenge.goes_to or ""
    gone = db.session.execute(delete(Challenge).where(Challenge.id == challenge.id))
    if not user or not gone.rowcount:  # type: ignore[attr-defined]
        db.session.rollback()
        return None
    return enter(user, device, goes_to)


def enter(user: User, device: str, goes_to: str) -> Entered:
    """Begins a session; a half one for those who have or need a second step."""
    complete = not (user.is_staff or user.has_second_step)
    mine = update(Membership).where(Membership.user_id == user.id)
    db.session.execute(mine.values(accepted=True))
    token = actions.begin_session(user, device, complete=complete)
    db.session.commit()
    return Entered(user, token, complete, goes_to)


def type_password(email: str, password: str, device: str, goes_to: str) -> Entered | None:
    """Lets in whoever has this address and password. It takes as long for an address that is not known.

    After too many tries for one mailbox only the link by e-mail opens.
    """
    user = queries.by_email(email)
    may_guess = actions.allow("password", queries.tidy(email), GUESSES)
    with hashing:
        right = is_password(user, password)
    if not (user and right and may_guess):
        db.session.rollback()
        return None
    return enter(user, device, goes_to)


def is_password(user: User | None, password: str) -> bool:
    """Whether this is their password; as much work when there is none to compare with."""
    if user and user.password:
        return bool(verify_and_update_password(password, user))
    hash_password(password)
    return False


def second_step(visit: SignedIn, code: str, device: str) -> Entered | None:
    """Completes a session with a code of an authenticator app or a recovery code; None when it is wrong.

    The session begins anew, with another cookie. After too many wrong codes it ends.
    """
    user = visit.user
    if not actions.allow("second", user.id, GUESSES) or not counted(SignedIn, visit.id):
        db.session.delete(visit)
        db.session.commit()
        return None
    if not (is_app_code(user, code) or is_recovery_code(user, code)):
        db.session.commit()
        return None
    return complete(visit, device)


def complete(visit: SignedIn, device: str) -> Entered:
    """Puts a complete session in place of a half one, within one transaction with what was done before."""
    user = visit.user
    db.session.delete(visit)
    token = actions.begin_session(user, device, complete=True)
    db.session.commit()
    return Entered(user, token, complete=True)


def is_app_code(user: User, code: str) -> bool:
    """Whether an app of theirs shows this code now, or did half a minute ago; never twice the same."""
    if not user.totp_secret or len(code) != 6:
        return False
    db.session.refresh(user, with_for_update=True)  # the same code may be on its way to another worker
    factory = current_app.extensions["security"].totp_factory
    return bool(factory.verify_totp(token=code, totp_secret=user.totp_secret, user=user, window=30))


def is_recovery_code(user: User, code: str) -> bool:
    """Whether this is one of their codes on paper; it is used up."""
    mine = RecoveryCode.user_id == user.id
    used = delete(RecoveryCode).where(mine, RecoveryCode.code_hash == recovery_hash(user, code))
    return bool(db.session.execute(used).rowcount)  # type: ignore[attr-defined]


def recovery_hash(user: User, code: str) -> str:
    """How a recovery code is kept."""
    return proofs.keyed("recovery", user.id, code.replace("-", "").lower())


def sign_out(visit: SignedIn) -> None:
    """Ends this session."""
    db.session.delete(visit)
    db.session.commit()
