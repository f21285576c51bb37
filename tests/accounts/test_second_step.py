"""The second step: stewards and admins cannot go without, partners may, each code works once."""

import re

import pytest
from flask import current_app

from directory.accounts.own import actions as own
from directory.db import db
from tests.makers import an_organization, saved
from tests.people import a_partner, a_steward, an_admin, at, letters


def code_of(user, steps: int = 0) -> str:
    """What the app of somebody shows now."""
    db.session.refresh(user)
    return current_app.extensions["security"].totp_factory.generate_totp_password(user.totp_secret)


def with_app(user):
    """Somebody who has an authenticator app, which nobody has used yet."""
    secret = current_app.extensions["security"].totp_factory.generate_totp_secret()
    user.totp_secret = secret
    return saved(user)


@pytest.mark.parametrize("make", [a_steward, an_admin])
def test_staff_set_it_up_before_anything_opens(app, make):
    user = make(email="sam@example.org")
    sam = at(app, user, complete=False)
    assert sam.get("/desk").location == "/sign-in/second-step?next=/desk"
    assert sam.get("/sign-in/second-step?next=/desk").location == "/account/second-step?next=/desk"
    page = sam.get("/account/second-step?next=/desk")
    assert "data:image/svg+xml" in page.text and "otpauth://" in page.text
    key = re.search(r"secret=([A-Z2-7]+)", page.text)[1]
    assert sam.post("/account/second-step", {"code": "12"}).status_code == 422
    factory = current_app.extensions["security"].totp_factory
    code = factory._totp(key=key, format="base32").generate().token
    done = sam.post("/account/second-step", {"code": code, "next": "/desk"})
    codes = re.findall(r"\b[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}\b", done.text)
    assert done.status_code == 200 and len(set(codes)) == 8 and "Set-Cookie" in done.headers
    assert sam.get("/desk").status_code == 200
    assert letters(user.email)[-1].subject == "Your account was changed"


def test_a_code_of_the_app_completes_signing_in_and_works_once(app):
    user = with_app(a_steward())
    first, second = at(app, user, complete=False), at(app, user, complete=False)
    before = first.client.get_cookie("signed-in").value
    code = code_of(user)
    answer = first.post("/sign-in/second-step", {"code": f"{code[:3]} {code[3:]}", "next": "/account"})
    assert (answer.status_code, answer.location) == (303, "/account")
    assert first.client.get_cookie("signed-in").value != before
    assert first.get("/account").status_code == 200
    assert second.post("/sign-in/second-step", {"code": code}).status_code == 422


def test_a_recovery_code_works_once(app):
    user = with_app(a_partner(an_organization()))
    codes = own.new_recovery_codes(user)
    db.session.commit()
    for browser, expected in ((at(app, user, complete=False), 303), (at(app, user, complete=False), 422)):
        assert browser.post("/sign-in/second-step", {"code": codes[0].upper()}).status_code == expected


def test_who_has_an_app_cannot_set_up_another_in_its_place_after_one_step(app):
    user = with_app(a_steward())
    half = at(app, user, complete=False)
    assert half.get("/account/second-step").status_code == 404
    assert half.post("/account/second-step", {"code": "123456"}).status_code == 404
    for address in ("/account", "/account/password", "/desk"):
        assert half.get(address).location.startswith("/sign-in/second-step")


def test_five_wrong_codes_end_it(app):
    user = with_app(a_steward())
    half = at(app, user, complete=False)
    right = code_of(user)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    for _guess in range(5):
        assert half.post("/sign-in/second-step", {"code": wrong}).status_code == 422
    assert half.post("/sign-in/second-step", {"code": right}).location.startswith("/sign-in?")
    assert half.get("/desk").location == "/sign-in?next=/desk"


def test_ten_wrong_codes_an_hour_end_it_in_every_browser(app):
    user = with_app(a_steward())
    browsers = [at(app, user, complete=False) for _browser in range(4)]
    for guess in range(10):
        browsers[guess // 4].post("/sign-in/second-step", {"code": "deadbeef0000"})
    assert browsers[3].post("/sign-in/second-step", {"code": code_of(user)}).status_code != 303
    assert browsers[3].get("/desk").location == "/sign-in?next=/desk"


def test_fifteen_minutes_lie_between_the_steps_at_most(app, clock):
    half = at(app, with_app(a_steward()), complete=False)
    clock.move(minutes=15)
    assert half.get("/sign-in/second-step").location.startswith("/sign-in?")


def test_a_partner_may_turn_it_off_and_a_steward_may_not(app):
    partner, steward = with_app(a_partner(an_organization())), with_app(a_steward())
    assert at(app, partner).post("/account/second-step/off").status_code == 303
    assert at(app, steward).post("/account/second-step/off").status_code == 404
    db.session.expire_all()
    assert partner.totp_secret is None and steward.totp_secret


def test_new_recovery_codes_replace_the_former(app):
    user = with_app(a_partner(an_organization()))
    former = own.new_recovery_codes(user)
    db.session.commit()
    assert at(app, user).post("/account/recovery-codes").text.count("<code>") == 8
    assert at(app, user, complete=False).post("/sign-in/second-step", {"code": former[0]}).status_code == 422
    assert at(app, a_partner()).post("/account/recovery-codes").status_code == 404


def test_what_is_kept_of_an_app_tells_nothing(app):
    user = with_app(a_steward())
    codes = own.new_recovery_codes(user)
    db.session.commit()
    kept = [one.code_hash for one in user.recovery_codes]
    assert '"enckey"' in user.totp_secret and not any(code.replace("-", "") in str(kept) for code in codes)
