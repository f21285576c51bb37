"""Trying often: an attacker is slowed down by counts that all workers share, and the owner still gets in."""

from sqlalchemy import func, select

from directory.accounts.own import actions as own
from directory.db import db
from directory.models import Attempt, SignedIn
from tests.accounts.test_account import GOOD, sign_in
from tests.accounts.test_sign_in import ask, type_code
from tests.makers import an_organization
from tests.people import a_partner, at, letters, link_in


def from_address(app, address: str):
    """A browser at another address of the network."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


def test_one_address_of_the_network_asks_twenty_times_an_hour(app, new_app, clock):
    client = from_address(app, "203.0.113.7")
    assert {ask(client, f"somebody{n}@example.org").status_code for n in range(20)} == {303}
    answer = ask(client, "one-more@example.org")
    assert answer.status_code == 429 and answer.headers["Retry-After"] and "tel:111" in answer.text
    assert ask(from_address(app, "203.0.113.8"), "one-more@example.org").status_code == 303
    other_worker = new_app(SQLALCHEMY_DATABASE_URI=app.config["SQLALCHEMY_DATABASE_URI"])
    assert ask(from_address(other_worker, "203.0.113.7"), "x@example.org").status_code == 429
    clock.move(minutes=61)
    assert ask(client, "one-more@example.org").status_code == 303


def test_a_customer_with_many_addresses_of_ipv6_counts_as_one(app):
    codes = [ask(from_address(app, f"2001:db8:1:2::{n:x}"), f"s{n}@example.org").status_code for n in range(21)]
    assert codes == [303] * 20 + [429]
    assert ask(from_address(app, "2001:db8:1:3::1"), "s@example.org").status_code == 303


def test_a_mailbox_is_not_flooded_and_its_owner_always_gets_a_link(app, clock):
    ana = a_partner(an_organization(), email="ana@example.org")
    for attacker in range(40):
        assert ask(from_address(app, f"203.0.113.{attacker}"), ana.email).status_code == 303
    assert len(letters()) == 6
    clock.move(seconds=61)
    home = from_address(app, "198.51.100.1")
    before = {one.id for one in letters()}
    ask(home, ana.email)
    new = [one for one in letters() if one.id not in before]
    assert home.post(link_in(new[0])).location == "/desk"


def test_guessing_codes_from_everywhere_does_not_lock_anybody_out(app):
    ana = a_partner(an_organization(), email="ana@example.org")
    for attacker in range(4):
        client = from_address(app, f"203.0.113.{attacker}")
        there = ask(client, ana.email).location
        for guess in range(4):
            assert type_code(client, there, f"{guess:06}").status_code in (422, 303)
    home = app.test_client()
    assert all(home.post(link_in(one)).status_code == 303 for one in letters()[:1])
    assert home.get("/desk").status_code == 200


def test_guessing_a_password_slows_down_and_the_link_still_opens(app):
    ana = a_partner(an_organization(), email="ana@example.org")
    own.set_password(db.session.merge(session_of(app, ana)), GOOD)
    for attacker in range(10):
        assert sign_in(from_address(app, f"203.0.113.{attacker}"), ana.email, "a wrong one").status_code == 422
    home = app.test_client()
    assert sign_in(home, ana.email, GOOD).status_code == 422
    ask(home, ana.email)
    link = next(one for one in letters(ana.email) if "link" in one.subject)
    assert home.post(link_in(link)).location == "/desk"


def session_of(app, user) -> SignedIn:
    """A session of somebody."""
    at(app, user)
    return db.session.scalars(select(SignedIn).where(SignedIn.user_id == user.id)).first()


def test_what_was_tried_is_forgotten_after_a_day(app, client, clock):
    ask(client, "ana@example.org")
    assert db.session.scalar(select(func.count(Attempt.id))) == 2
    clock.move(days=1, seconds=1)
    ask(client, "bea@example.org")
    assert db.session.scalar(select(func.count(Attempt.id))) == 2
