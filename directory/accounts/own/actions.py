"""Acts on one's own account."""

from flask import current_app
from flask_security import hash_password
from sqlalchemy import delete

from directory import mail
from directory.accounts import actions, queries
from directory.accounts.sign_in.actions import hashing, recovery_hash
from directory.db import db
from directory.models import RecoveryCode, SignedIn, User

CODES = 8  # on paper


def end_session(session_id: str, *, by: User) -> bool:
    """Signs somebody out somewhere else; False when that is no session of theirs."""
    own = [one for one in queries.sessions_of(by) if one.id == session_id]
    for one in own:
        db.session.delete(one)
    db.session.commit()
    return bool(own)


def end_other_sessions(*, but: SignedIn, by: User) -> None:
    """Signs somebody out everywhere else."""
    actions.end_sessions(by, but=but.id)
    db.session.commit()


def new_app_secret(visit: SignedIn) -> dict[str, str]:
    """What an authenticator app has to be told; the same until it is set up. Keys: key, image (an SVG), uri."""
    factory = current_app.extensions["security"].totp_factory
    if not visit.new_totp_secret:
        visit.new_totp_secret = factory.generate_totp_secret()
        db.session.commit()
    values: dict[str, str] = factory.fetch_setup_values(visit.new_totp_secret, visit.user)
    return values


def set_up_app(visit: SignedIn, code: str) -> list[str] | None:
    """Makes an app the second step of somebody, once it shows the right code. Returns recovery codes to write down.

    Other sessions end. None when the code is wrong.
    """
    factory, user = current_app.extensions["security"].totp_factory, visit.user
    secret = visit.new_totp_secret
    user.totp_counter = None
    if not secret or not factory.verify_totp(token=code, totp_secret=secret, user=user, window=30):
        db.session.rollback()
        return None
    user.totp_secret, visit.new_totp_secret = secret, None
    codes = new_recovery_codes(user)
    actions.end_sessions(user, but=visit.id)
    tell(user, "second_step_on")
    db.session.commit()
    return codes


def give_app(user: User) -> None:
    """Gives somebody the secret of an app that nobody has, within the caller's transaction."""
    user.totp_secret = current_app.extensions["security"].totp_factory.generate_totp_secret()


def new_recovery_codes(user: User) -> list[str]:
    """Fresh codes in place of what was there, within the caller's transaction."""
    codes: list[str] = current_app.extensions["security"].totp_factory.generate_recovery_codes(CODES)
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    db.session.add_all(RecoveryCode(user_id=user.id, code_hash=recovery_hash(user, code)) for code in codes)
    return codes


def more_recovery_codes(*, by: User) -> list[str]:
    """Fresh codes to write down; the former ones work no more."""
    codes = new_recovery_codes(by)
    tell(by, "recovery_codes")
    db.session.commit()
    return codes


def turn_app_off(visit: SignedIn) -> None:
    """Takes away the app and the passkeys of a partner, who does not need a second step. Other sessions end."""
    user = visit.user
    user.totp_secret = user.totp_counter = None
    user.passkeys = []
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    actions.end_sessions(user, but=visit.id)
    tell(user, "second_step_off")
    db.session.commit()


def set_password(visit: SignedIn, password: str) -> None:
    """Gives somebody a password, or another one. Other sessions end at once, and links sent before work no more."""
    with hashing:
        visit.user.password = hash_password(password)
    actions.end_sessions(visit.user, but=visit.id)
    actions.end_links(visit.user)
    tell(visit.user, "password_set")
    db.session.commit()


def remove_password(visit: SignedIn) -> None:
    """Takes the password away; e-mail remains the way in. Other sessions end."""
    visit.user.password = None
    actions.end_sessions(visit.user, but=visit.id)
    tell(visit.user, "password_removed")
    db.session.commit()


def tell(user: User, what: str) -> None:
    """Writes to somebody that their account was changed, in case it was not them."""
    mail.write(user.email, "account_changed", what=what)
