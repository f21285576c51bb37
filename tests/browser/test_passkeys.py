"""Passkeys as a second step, made and proved by Chromium's virtual authenticator."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs

import pytest
from flask import Flask
from playwright.sync_api import Page

from directory.accounts.actions import begin_session
from directory.db import db
from directory.models import Passkey, SignedIn, User
from tests.browser import stage
from tests.people import Somebody, a_steward, at
from tests.sites import Sites

DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@dataclass
class There:
    """A site at a name (a passkey belongs to a name, not to a number) and a browser with an authenticator."""

    app: Flask
    page: Page
    site: str
    user: User

    def half(self) -> Somebody:
        """Signs in as far as the second step; the same session outside of the browser."""
        token = begin_session(self.user, "Chromium", complete=False)
        db.session.commit()
        self.page.context.clear_cookies()
        self.page.context.add_cookies([{"name": "signed-in", "value": token, "url": self.site}])
        return at(self.app, self.user, complete=False)


@pytest.fixture
def there(page: Page, sites: Sites) -> Iterator[There]:
    """Sam is a steward who has no second step yet."""
    app = sites.make("words")
    with app.app_context(), stage.listening(app) as address:
        site = address.replace("127.0.0.1", "localhost")
        app.config["SITE_URL"] = site
        browser = page.context.new_cdp_session(page)
        browser.send("WebAuthn.enable")
        browser.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        yield There(app, page, site, a_steward(name="Sam", email="sam@example.org"))
        page.goto("about:blank")


def add(there: There) -> None:
    """Sets up a passkey in place of an app, as the first second step, and goes on to the desk."""
    page = there.page
    there.half()
    page.goto(f"{there.site}/desk")
    page.get_by_role("link", name="Use a passkey instead").click()
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("link", name="I have kept them, go on").click()
    page.get_by_role("heading", name="Your desk").wait_for()


def test_a_steward_sets_one_up_and_signs_in_with_it(there: There):
    add(there)
    key = db.session.query(Passkey).one()
    assert key.user_id == there.user.id and key.name
    stranger, page = there.half(), there.page
    page.goto(f"{there.site}/account")
    page.get_by_role("heading", name="One more step").wait_for()
    with page.expect_request("**/sign-in/passkey") as sent:
        page.get_by_role("button", name="Use my passkey").click()
    page.get_by_role("heading", name="Your account").wait_for()
    used = parse_qs(sent.value.post_data or "")["credential"][0]
    assert "signature" in used and db.session.query(SignedIn).filter_by(complete=True).count() == 2
    stranger.get("/sign-in/second-step")
    again = stranger.post("/sign-in/passkey", {"credential": used})
    assert again.status_code == 422 and "This passkey did not work." in again.text
    assert stranger.get("/desk").location == "/sign-in/second-step?next=/desk"


def test_one_that_is_there_is_not_made_twice_and_the_last_second_step_stays(there: There):
    add(there)
    page = there.page
    page.goto(f"{there.site}/account/passkeys")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("This did not work, or this passkey is here already.").wait_for()
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("You need a second step.").wait_for()
    assert db.session.query(Passkey).count() == 1
