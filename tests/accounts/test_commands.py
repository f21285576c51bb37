"""The commands about people: the first admin, suspending, the demo that is there only when asked for."""

import re

import pytest
from sqlalchemy import func, select

from directory.db import db
from directory.models import Letter, User
from tests.makers import a_service, an_organization, saved
from tests.people import a_partner, a_steward, at


def run(app, *words: str):
    """One command."""
    return app.test_cli_runner().invoke(args=list(words))


def test_the_first_admin(app):
    said = run(app, "users", "add", "Root@example.org", "--name", "Root", "--role", "admin")
    assert said.exit_code == 0 and "is now admin" in said.stdout and "outbox" in said.stdout
    letter = sorted((app.config["DATA_DIR"] / "outbox").iterdir())[-1].read_text()
    assert "look after offers of groups" in letter.replace("=\n", "")
    user = db.session.scalars(select(User)).one()
    assert (user.email, user.role) == ("root@example.org", "admin")


def test_a_steward_has_boroughs(app):
    assert run(app, "users", "add", "s@example.org", "--name", "S").exit_code == 2
    assert run(app, "users", "add", "s@example.org", "--name", "S", "--borough", "atlantis").exit_code == 2
    assert run(app, "users", "add", "s@example.org", "--name", "S", "--borough", "lewisham").exit_code == 0
    assert run(app, "users", "add", "no address", "--name", "S", "--borough", "all").exit_code == 2
    assert "lewisham" in run(app, "users", "list").stdout


def test_a_partner_is_invited(app):
    organization = an_organization()
    said = run(app, "users", "invite", "p@example.org", "--name", "P", "--organisation", organization.slug)
    assert said.exit_code == 0 and organization.name in said.stdout
    assert run(app, "users", "invite", "p@example.org", "--name", "P", "--organisation", "none").exit_code == 2
    assert organization.name in run(app, "users", "list").stdout


def test_suspending_and_letting_back(app):
    user = a_partner(an_organization())
    browser = at(app, user)
    assert run(app, "users", "suspend", user.email).exit_code == 0
    assert browser.get("/desk").status_code == 303 and "suspended" in run(app, "users", "list").stdout
    assert run(app, "users", "let-back", user.email).exit_code == 0
    assert at(app, user).get("/desk").status_code == 200
    assert run(app, "users", "suspend", "nobody@example.org").exit_code == 2


def test_a_lost_second_step_is_set_up_again(app):
    user = saved(a_steward())
    user.totp_secret = "lost"
    browser = at(app, user)
    assert run(app, "users", "reset-second-step", user.email).exit_code == 0
    assert browser.get("/desk").status_code == 303
    half = at(app, user, complete=False)
    assert half.get("/sign-in/second-step").location.startswith("/account/second-step")


def test_letters_are_sent_and_listed(app):
    app.config["MAIL_SERVER"], app.extensions["mailman"].server = "127.0.0.1", "127.0.0.1"
    app.extensions["mailman"].port = 1
    try:
        assert run(app, "users", "add", "r@example.org", "--name", "R", "--role", "admin").exit_code == 0
        assert "r@example.org" in run(app, "mail", "list").stdout
    finally:
        app.config["MAIL_SERVER"] = ""
    db.session.execute(Letter.__table__.update().values(due_at=select(Letter.written_at).scalar_subquery()))
    db.session.commit()
    assert "1 sent as a file" in run(app, "mail", "send").stdout


def test_the_demo_is_there_only_when_asked_for(app, monkeypatch):
    a_service()
    assert run(app, "users", "demo").exit_code == 2 and db.session.scalar(select(func.count(User.id))) == 0
    monkeypatch.setitem(app.config, "DEMO", True)
    said = run(app, "users", "demo").stdout
    partner, steward = re.findall(r"http://localhost(/sign-in/link/\S+)", said)
    client = app.test_client()
    assert client.post(partner).location == "/desk" and client.get("/desk").status_code == 200
    other = app.test_client()
    assert other.post(steward).location.startswith("/sign-in/second-step")
    csrf = re.search(r'name="csrf" value="(\w+)"', other.get("/sign-in/second-step").text)[1]
    code = re.search(r"second step: (\S+)", said)[1]
    assert other.post("/sign-in/second-step", data={"csrf": csrf, "code": code}).location == "/desk"
    monkeypatch.setitem(app.config, "DEMO", False)
    run(app, "seed")
    assert client.get("/desk").status_code == 303 and db.session.scalar(select(func.count(User.id))) == 0


@pytest.mark.parametrize("words", [["users", "list"], ["mail", "list"], ["mail", "send"]])
def test_nothing_to_tell_is_no_mistake(app, words):
    assert run(app, *words).exit_code == 0
