"""One's own account: sessions are listed and end, passwords are good ones, risky things ask to sign in again."""

import tarfile

import pytest
from sqlalchemy import func, select

from directory.accounts.members import actions as people
from directory.accounts.own.forms import is_common
from directory.db import db
from directory.models import SignedIn
from tests.accounts.test_sign_in import ask
from tests.makers import an_organization
from tests.people import a_partner, a_steward, at, letters, value_of

GOOD = "Teekanne wandert bergauf"
RISKY = ["/account/password", "/account/second-step"]


@pytest.fixture
def ana(app):
    """A partner."""
    return a_partner(an_organization(), name="Ana", email="ana@example.org")


def sign_in(client, email: str, password: str):
    """Types address and password."""
    token = value_of(client.get("/sign-in/password").text, "token")
    return client.post("/sign-in/password", data={"token": token, "email": email, "password": password})


def test_sessions_are_listed_and_ended(app, ana):
    here, there = at(app, ana), at(app, ana)
    page = here.get("/account").text
    assert page.count("Firefox, Linux</bdi>") >= 2 and page.count("This is the one you are using now") == 1
    other = next(one for one in db.session.scalars(select(SignedIn.id)) if f"/sessions/{one}/end" in page)
    assert here.post(f"/account/sessions/{other}/end").status_code == 303
    assert there.get("/desk").status_code == 303 and here.get("/desk").status_code == 200


def test_a_session_of_somebody_else_is_not_found(app, ana):
    stranger = at(app, a_partner())
    at(app, ana)
    theirs = db.session.scalars(select(SignedIn.id).where(SignedIn.user_id == ana.id)).one()
    assert stranger.post(f"/account/sessions/{theirs}/end").status_code == 404
    assert db.session.scalar(select(func.count(SignedIn.id))) == 2


def test_all_but_this_one_end(app, ana):
    here, *others = (at(app, ana) for _browser in range(4))
    assert here.post("/account/sessions/end-others").status_code == 303
    assert here.get("/desk").status_code == 200 and all(one.get("/desk").status_code == 303 for one in others)


@pytest.mark.parametrize("make,idle,longest", [(a_partner, 60, 12), (a_steward, 30, 8)])
def test_a_session_ends_when_idle_and_when_long(app, clock, make, idle, longest):
    user = make()
    quiet = at(app, user)
    clock.move(minutes=idle - 1)
    assert quiet.get("/desk").status_code == 200
    clock.move(minutes=idle)
    assert quiet.get("/desk").status_code == 303
    busy = at(app, user)
    steps = longest * 60 // (idle - 5)
    for _step in range(steps):
        clock.move(minutes=idle - 5)
        answer = busy.get("/desk").status_code
    assert answer == 200
    clock.move(minutes=idle - 5)
    assert busy.get("/desk").status_code == 303


def test_being_suspended_ends_everything_at_once(app, ana):
    browser = at(app, ana)
    people.suspend(ana)
    assert browser.get("/desk").status_code == 303
    people.let_back(ana)
    assert browser.get("/desk").status_code == 303


def test_signing_out_ends_the_session_and_clears_the_browser(app, ana):
    browser = at(app, ana)
    cookie = browser.client.get_cookie("signed-in").value
    answer = browser.post("/sign-out")
    assert answer.location == "/" and "cache" in answer.headers["Clear-Site-Data"]
    browser.client.set_cookie("signed-in", cookie)
    assert browser.get("/desk").status_code == 303


@pytest.mark.parametrize("address", RISKY)
def test_risky_things_ask_to_sign_in_again_after_a_while(app, ana, clock, address):
    browser = at(app, ana)
    assert browser.get(address).status_code == 200
    clock.move(minutes=16)
    assert browser.get(address).location == f"/sign-in?next={address}"
    assert "sign in once more" in browser.get(f"/sign-in?next={address}").text
    assert browser.get("/desk").status_code == 200


def test_a_password_is_set_signs_in_and_ends_other_sessions(app, client, ana):
    here, there = at(app, ana), at(app, ana)
    assert here.post("/account/password", {"password": GOOD}).status_code == 303
    assert there.get("/desk").status_code == 303 and here.get("/desk").status_code == 200
    assert letters(ana.email)[-1].subject == "Your account was changed"
    assert db.session.get(type(ana), ana.id).password.startswith("$argon2id$")
    assert sign_in(client, "ANA@example.org", GOOD).location == "/desk"
    assert here.post("/account/password/remove").status_code == 303
    assert sign_in(app.test_client(), ana.email, GOOD).status_code == 422


def test_a_wrong_password_and_an_unknown_address_are_told_alike(app, client, ana):
    at(app, ana).post("/account/password", {"password": GOOD})
    answers = [sign_in(client, email, "wrong one") for email in (ana.email, "no@example.org", a_partner().email)]
    texts = {one.text.split("<main")[1].split("<form")[0] for one in answers}
    assert [one.status_code for one in answers] == [422] * 3 and len(texts) == 1
    assert "wrong one" not in answers[0].text


def test_a_steward_with_a_password_still_needs_the_second_step(app, client):
    steward = a_steward(email="sam@example.org")
    at(app, steward).post("/account/password", {"password": GOOD})
    assert sign_in(client, steward.email, GOOD).location.startswith("/sign-in/second-step")
    assert client.get("/desk").status_code == 303


@pytest.mark.parametrize(
    "password",
    ["short", "Password1234!", "letmein12345678", "123456789012", "abcdefghijklm", "aaaaaaaaaaaa", "x" * 201],
)
def test_an_easy_password_is_refused(app, ana, password):
    assert at(app, ana).post("/account/password", {"password": password}).status_code == 422


def test_what_counts_as_easy():
    assert is_common("grace.hopper99", "grace.hopper@example.org") and is_common("PASSWORD-2026", "")
    assert not is_common(GOOD, "ana@example.org") and not is_common("كلمة سر طويلة abc", "ana@example.org")


def test_password_managers_are_helped(app, client, ana):
    assert 'autocomplete="current-password"' in client.get("/sign-in/password").text
    page = at(app, ana).get("/account/password").text
    assert 'autocomplete="new-password"' in page and 'autocomplete="username"' in page


def test_a_backup_brings_nobody_back_in(app, client, ana, tmp_path):
    at(app, ana)
    ask(client, ana.email)
    made = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "copy")])
    assert made.exit_code == 0, made.output
    with tarfile.open(tmp_path / "copy") as archive:
        rows = {one.name: archive.extractfile(one).read() for one in archive.getmembers() if one.isfile()}
    assert b"ana@example.org" in rows["tables/user.ndjson"]
    assert all(rows[f"tables/{name}.ndjson"] == b"" for name in ("signed_in", "challenge", "attempt"))
