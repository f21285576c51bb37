"""Acts with passkeys (W3C Web Authentication, level 2): adding one, signing in with one, taking one away."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from directory import clock
from directory.accounts import actions
from directory.accounts.own.actions import new_recovery_codes, tell
from directory.accounts.sign_in.actions import Entered, complete
from directory.db import db
from directory.models import Passkey, SignedIn, User


def here() -> dict[str, Any]:
    """The site a passkey belongs to: its host, and where its pages come from."""
    site = urlsplit(str(current_app.config["SITE_URL"]))
    return {"expected_rp_id": site.hostname or "", "expected_origin": f"{site.scheme}://{site.netloc}"}


def challenge(visit: SignedIn) -> bytes:
    """A fresh challenge for this session, in place of the one before; committed."""
    made = secrets.token_bytes(32)
    visit.passkey_challenge = bytes_to_base64url(made)
    db.session.commit()
    return made


def spent(visit: SignedIn) -> bytes:
    """The challenge of this session, which works no more once it was tried; committed."""
    made, visit.passkey_challenge = visit.passkey_challenge or "", None
    db.session.commit()
    return base64url_to_bytes(made)


def known(user: User) -> list[PublicKeyCredentialDescriptor]:
    """The passkeys of somebody, as a browser is told of them."""
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential)) for one in user.passkeys]


def to_add(visit: SignedIn) -> str:
    """What a browser has to be told to make a passkey, as JSON. One that is there already is not made again."""
    user = visit.user
    options = generate_registration_options(
        rp_id=here()["expected_rp_id"], rp_name=str(current_app.config["SITE_NAME"]), user_name=user.email,
        user_id=user.id.encode(), user_display_name=user.name, challenge=challenge(visit),
        exclude_credentials=known(user),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=UserVerificationRequirement.PREFERRED
        ),
    )  # fmt: skip
    return str(options_to_json(options))


def to_sign_in(visit: SignedIn) -> str:
    """What a browser has to be told to prove one of somebody's passkeys, as JSON."""
    rp_id = here()["expected_rp_id"]
    options = generate_authentication_options(
        rp_id=rp_id, challenge=challenge(visit), allow_credentials=known(visit.user)
    )
    return str(options_to_json(options))


def add(visit: SignedIn, sent: str, device: str) -> list[str] | None:
    """Adds the passkey that a browser has made. Returns recovery codes when it is the first second step, else [].

    Other sessions end. None when what was sent is not right.
    """
    expected = spent(visit)
    try:
        made = verify_registration_response(credential=sent, expected_challenge=expected, **here())
    except Exception:  # noqa: BLE001 - whatever is wrong with what was sent, it is no passkey
        return None
    user, name = visit.user, device or "Passkey"
    credential = bytes_to_base64url(made.credential_id)
    if db.session.get(Passkey, credential):
        return None
    first = not user.has_second_step
    db.session.add(
        Passkey(credential=credential, user_id=user.id, public_key=made.credential_public_key, name=name,
                sign_count=made.sign_count, made_at=clock.now())
    )  # fmt: skip
    codes = new_recovery_codes(user) if first else []
    actions.end_sessions(user, but=visit.id)
    tell(user, "passkey_added")
    db.session.commit()
    return codes


def sign_in(visit: SignedIn, sent: str, device: str) -> Entered | None:
    """Completes a session with a passkey, with another cookie; None when what was sent is not right."""
    expected, passkey = spent(visit), theirs(visit.user, sent)
    if passkey is None:
        return None
    try:
        proved = verify_authentication_response(
            credential=sent, expected_challenge=expected, credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count, **here(),
        )  # fmt: skip
    except Exception:  # noqa: BLE001 - whatever is wrong with what was sent, it proves nothing
        return None
    passkey.sign_count = proved.new_sign_count
    return complete(visit, device)


def theirs(user: User, sent: str) -> Passkey | None:
    """The passkey that a browser says it has used, if it is this person's."""
    try:
        credential: Any = parse_authentication_credential_json(sent)
    except Exception:  # noqa: BLE001 - as above
        return None
    return next((one for one in user.passkeys if one.credential == bytes_to_base64url(credential.raw_id)), None)


def remove(credential: str, *, by: User, but: SignedIn) -> bool:
    """Takes a passkey away; False for the last second step of a steward or admin. Raises LookupError.

    Other sessions end.
    """
    own = [one for one in by.passkeys if one.credential == credential]
    if not own:
        raise LookupError
    if by.is_staff and not by.totp_secret and len(by.passkeys) == 1:
        return False
    db.session.delete(own[0])
    actions.end_sessions(by, but=but.id)
    tell(by, "passkey_removed")
    db.session.commit()
    return True
