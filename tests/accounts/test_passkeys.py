"""Passkeys: what is no proof opens nothing, and who may add or remove one."""

import pytest

from directory import clock
from directory.accounts.members.actions import forget_app
from directory.db import db
from directory.models import Passkey, RecoveryCode
from tests.makers import an_organization, saved
from tests.people import a_partner, a_steward, at, letters

ODD = (
    "",
    "{}",
    "[]",
    "null",
    "\0",
    "{" * 2000,
    '{"id": "none", "rawId": "bm9uZQ", "type": "public-key", "response": {}}',
)


def with_passkey(user, credential: str = "bm9uZQ"):
    """Somebody with a passkey that nobody holds."""
    saved(Passkey(credential=credential, user_id=user.id, public_key=b"\x01", name="Phone", made_at=clock.now()))
    db.session.refresh(user)
    return user


@pytest.mark.parametrize("sent", ODD, ids=range(len(ODD)))
def test_what_is_no_proof_opens_nothing(app, sent):
    user = with_passkey(a_steward())
    sam = at(app, user, complete=False)
    assert "Use my passkey" in sam.get("/sign-in/second-step").text
    assert sam.post("/sign-in/passkey", {"credential": sent}).status_code == 422
    assert sam.get("/desk").location.startswith("/sign-in/second-step")
    whole = at(app, user)
    whole.get("/account/passkeys")
    assert whole.post("/account/passkeys", {"credential": sent}).status_code == 422
    assert db.session.query(Passkey).count() == 1


def test_who_has_one_cannot_be_given_another_second_step_before_it(app):
    sam = at(app, with_passkey(a_steward()), complete=False)
    for path in ("/account/second-step", "/account/passkeys"):
        assert sam.get(path).status_code == 404 and sam.post(path).status_code == 404


def test_a_partner_removes_theirs_and_is_told(app):
    user = with_passkey(a_partner(an_organization()))
    assert at(app, user, complete=False).get("/desk").location.startswith("/sign-in/second-step")
    other = with_passkey(a_partner(an_organization()), "b3RoZXI")
    ana = at(app, user)
    assert ana.post("/account/passkeys/b3RoZXI/remove").status_code == 404 and other.passkeys
    assert ana.post("/account/passkeys/bm9uZQ/remove").status_code == 303
    assert "A passkey was removed." in str(letters(user.email)[-1].text)


def test_the_server_takes_them_away_with_the_second_step(app):
    user = with_passkey(a_steward())
    saved(RecoveryCode(user_id=user.id, code_hash="x"))
    forget_app(user)
    assert db.session.query(Passkey).count() == db.session.query(RecoveryCode).count() == 0
