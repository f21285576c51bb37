"""What is written into any form is shown as the words it is: every form is sent, and a browser looks everywhere."""

import itertools
from collections.abc import Iterator
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.test import TestResponse

from directory.db import db
from directory.listings.forms import QUESTIONS
from directory.models import Service
from tests.browser import stage
from tests.browser.matrix import STATES
from tests.browser.visit import Visitor
from tests.client import HouseClient
from tests.payloads import PAYLOADS, harmless
from tests.people import letters
from tests.reader import Reader
from tests.sites import Sites

TEXTS = ("text", "search", "email", "tel", "url")
TURNS, ROUNDS = 15, 2  # times that every form is sent, each on a site of its own; a large field takes a dozen payloads
ROOMS = (600, 90, 0)  # letters to fill; a field that refuses so many gets fewer
# Forms that end the session they are sent in, or that say nothing anybody else sees.
LEFT = ("/sign-out", "/preferences", "/sign-in", "/account/")
ALSO = ("/offers/the-open.ics", "/offers/the-open.json", "/list/handout?o=stage0,stage1", "/list.ics?o=stage0,stage1")


class Writer(Reader):
    """A visitor who types a payload into every field of every form of a page. `next` gives payloads without end."""

    def __init__(self, client: HouseClient, payloads: Iterator[str]) -> None:
        super().__init__(client)
        self.payloads = payloads
        self.kept = self.refused = 0

    def write(self, address: str) -> None:
        """Sends each form of a page that has a field to write in; what comes back is harmless."""
        answer = self.client.get(address, follow_redirects=True)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            return
        self.arrive(answer)
        for form in list(self.tree.iter("form")):
            fields = [one for one in form.iter() if writable(one)]
            if fields and (form.get("method") or "").lower() == "post" and not self.left(form):
                self.refused += not any(self.taken(answer, form, fields, room) for room in ROOMS)

    def taken(self, page: TestResponse, form: Element, fields: list[Element], room: int) -> bool:
        """Whether a form is accepted with payloads in its fields, so many as there is room for letters."""
        self.arrive(page)
        buttons = [one for one in form.iter("input") if one.get("type") == "radio"]
        self.typed = {str(one.get("name")): [one.get("value", "on")] for one in buttons}
        self.typed |= {str(one.get("name")): [self.fitting(room)] for one in fields}
        self.sent(form)
        self.kept += bool(self.response.history)
        return bool(self.response.history)

    def left(self, form: Element) -> bool:
        """Whether a form is one of those that are left."""
        return any(part in urljoin(self.address, form.get("action") or "") for part in LEFT)

    def sent(self, form: Element) -> None:
        """Sends a form, and once more when the answer asks whether it was meant so."""
        button = next((one for one in form.iter("button")), form)
        typed = self.typed
        self.send(form, button)
        again = [one for one in self.tree.iter("form") if one.get("action") == form.get("action")]
        if again and any(one.get("name") == "seen" for one in again[0].iter()):
            self.typed = typed
            self.send(again[0], next(again[0].iter("button")))

    def arrive(self, response):  # type: ignore[no-untyped-def]
        """Reads what came back, whatever its status, as long as nothing in it could run."""
        assert response.status_code < 500, response.request.path
        assert harmless(response.text), response.request.path
        if response.status_code >= 400:
            response.status_code = 200  # a mistake shown is a page like others
        return super().arrive(response)

    def fitting(self, room: int) -> str:
        """As many payloads as there is room for, one at least."""
        said = next(self.payloads)
        while len(said) < room:
            said += " " + next(self.payloads)
        return said


def writable(control: Element) -> bool:
    """Whether somebody can type what they want into a control."""
    return bool(control.get("name")) and (
        control.tag == "textarea" or (control.tag == "input" and (control.get("type") or "text") in TEXTS)
    )


def addresses(visitor: Visitor) -> list[tuple[str, str]]:
    """(who is signed in, path) of every page that is there, once."""
    known = [(one.who, visitor.path(one.path)) for one in STATES.values() if one.site == "stage" and one.status == 200]
    known += [("partner", f"/desk/offers/{stage.KEPT}/change/{field}") for field in QUESTIONS]
    return list(dict.fromkeys(known))


def write_everywhere(app: Flask, visitor: Visitor, payloads: Iterator[str]) -> tuple[int, int]:
    """Partners, stewards and visitors write into every form; what a steward writes is live at once. (kept, refused)"""
    clients = {who: app.test_client() for who in ("", "partner", "steward", "half")}
    for who, client in clients.items():
        if who:
            client.set_cookie("signed-in", stage.token(who))
    kept = refused = 0
    for who, path in addresses(visitor):
        for one in (who, "steward") if who == "partner" else (who,):
            writer = Writer(clients[one], payloads)
            writer.write(path)
            kept += writer.kept
            refused += writer.refused
    return kept, refused


def look_everywhere(visitor: Visitor) -> dict[str, list[str]]:
    """Opens every page in the browser: {page: what ran, what was asked of other hosts, what the policy refused}."""
    found: dict[str, list[str]] = {}
    rang: list[str] = []
    page: Page = visitor.page
    page.on("dialog", lambda dialog: (rang.append(f"ran: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda asked: asked.url.startswith(("http://127.", "data:")) or rang.append(asked.url))
    for who, path in addresses(visitor):
        visitor.choose("", "", who)
        visitor.complaints.clear()
        page.goto(visitor.sites["stage"] + path)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        if bad := rang + visitor.complaints:
            found[path] = list(bad)
        rang.clear()
    return found


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(TURNS))
def test_nothing_that_is_written_runs(sites: Sites, browser: Browser, turn: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(HouseClient, "judge", lambda *_answer: None)  # it takes typed braces for a template's
    app = sites.make("sample")
    with app.app_context():
        stage.fill()
        before = db.session.query(Service).filter_by(code="stage0").one().summary
        first = turn * len(PAYLOADS) // TURNS
        payloads = itertools.cycle([*PAYLOADS[first:], *PAYLOADS[:first]])
        with stage.listening(app) as here, Visitor.of(browser, {"stage": here, "gone": here}) as visitor:
            for _round in range(ROUNDS):
                kept, refused = write_everywhere(app, visitor, payloads)
                assert kept > 40 and kept + refused > 70, (kept, refused)
                assert look_everywhere(visitor) == {}
            for path in ALSO:
                answer = app.test_client().get(path)
                assert answer.status_code < 500 and (answer.mimetype != "text/html" or harmless(answer.text))
        db.session.rollback()
        assert db.session.query(Service).filter_by(code="stage0").one().summary != before, "nothing was kept"
        assert all(harmless(str(letter.html)) and letter.subject.isprintable() for letter in letters())


def test_what_runs_would_be_seen(browser: Browser, visitor: Visitor):
    page = browser.new_context().new_page()
    rang: list[str] = []
    page.on("dialog", lambda dialog: (rang.append(dialog.message), dialog.dismiss()))
    page.set_content(f"<p>{PAYLOADS[20]}</p>")
    page.wait_for_timeout(200)
    page.context.close()
    assert rang and not harmless(f"<p>{PAYLOADS[20]}</p>")
