"""People for tests, and a browser in the hands of one of them.

ana = a_partner(organization); desk = at(app, ana); desk.post("/desk/offers/…/confirm")
"""

import itertools
import re
import threading
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from directory import clock, revisions
from directory.accounts.actions import begin_session
from directory.db import db
from directory.models import Letter, Membership, Organization, StewardBorough, User
from directory.web import access
from tests.client import HouseClient
from tests.makers import BOROUGHS, saved

numbers = itertools.count(1)


def a_user(**over: Any) -> User:
    """Somebody who may sign in, with an address of their own."""
    number = next(numbers)
    given = {"name": f"Person {number}", "email": f"person{number}@example.org", "created_at": clock.now()}
    return saved(User(**given | over))


def a_partner(*organizations: Organization, accepted: bool = True, **over: Any) -> User:
    """Somebody who works for these organisations."""
    user = a_user(**over)
    since = clock.now()
    for one in organizations:
        saved(Membership(user_id=user.id, organization_id=one.id, since=since, accepted=accepted))
    return user


def a_steward(*boroughs: str, **over: Any) -> User:
    """A steward of these boroughs ("lewisham"), of all when none is named."""
    user = a_user(role="steward", all_boroughs=not boroughs, **over)
    user.boroughs = [StewardBorough(gss=BOROUGHS[one]) for one in boroughs]
    return saved(user)


def an_admin(**over: Any) -> User:
    """An admin."""
    return a_user(role="admin", **over)


class Somebody:
    """A browser in which somebody is signed in; posts carry the proof that a form of ours would carry."""

    def __init__(self, client: HouseClient, csrf: str = "") -> None:
        self.client = client
        self.csrf = csrf

    def get(self, address: str, **more: Any) -> TestResponse:
        """GET."""
        return self.client.get(address, **more)

    def post(self, address: str, data: dict[str, str] | None = None, **more: Any) -> TestResponse:
        """Sends a form."""
        return self.client.post(address, data={"csrf": self.csrf, **(data or {})}, **more)

    def act(self, offer: str, act: str, data: dict[str, str] | None = None) -> TestResponse:
        """Does something to a whole offer ("pause", "withdraw/phones"), as its form on the desk would."""
        there = f"{offer}/{act}"
        form = self.get(there if act in ("pause", "close", "full") else offer).text.partition(f'action="{there}"')[2]
        return self.post(there, {**(data or {}), "print": value_of(form, "print")})


def at(app: Flask, user: User, complete: bool = True) -> Somebody:
    """A browser in which somebody has signed in (with `complete` False: taken the first step only)."""
    token = begin_session(user, "Firefox, Linux", complete=complete)
    db.session.commit()
    client = app.test_client()
    client.set_cookie("signed-in", token)
    return Somebody(client, access.proof_of(token, "0123456789abcdef"))


def letters(recipient: str | None = None) -> list[Letter]:
    """What has been written, to somebody or to anybody, the newest last."""
    found = db.session.scalars(select(Letter).order_by(Letter.written_at, Letter.id))
    return [one for one in found if one.recipient and recipient in (None, one.recipient)]


def overtaken(asks: Callable[[], TestResponse], act: Callable[[], Any]) -> TestResponse:
    """The answer to a request that waits for its turn while `act`, which commits, is done before it."""
    answers: list[TestResponse] = []
    db.session.rollback()
    revisions.take_turn()
    late = threading.Thread(target=lambda: answers.append(asks()))
    late.start()
    late.join(1.5)  # by then it has looked up what it is about
    act()
    late.join(30)
    return answers[0]


def link_in(letter: Letter) -> str:
    """The path of the link in a letter."""
    found = re.search(r"https?://[^/\s]+(/\S*sign-in/link/\S+)", letter.text or "")
    assert found, letter.text
    return found[1]


def links_in(letter: Letter) -> list[str]:
    """The paths of all links in a letter, as text and as HTML alike."""
    text, html = (re.findall(r"https?://[^/\s\"]+(/[^\s\"<]+)", part or "") for part in (letter.text, letter.html))
    assert set(text) == set(html), (text, html)
    return list(dict.fromkeys(text))


def code_in(letter: Letter) -> str:
    """The code in a letter."""
    found = re.search(r"\b[0-9]{6}\b", letter.text or "")
    assert found, letter.text
    return found[0]


def value_of(html: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', html)
    assert found, f"no field {name}"
    return found[1]
