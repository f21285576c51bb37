"""Somebody signs in and saves through HTTPS, behind a proxy that ends TLS, with and without JavaScript."""

import email
import email.policy
import re
import time

import pytest

from tests.commands import command
from tests.server import free_port, serving
from tests.tls_proxy import before

PATIENCE = 60  # seconds


@pytest.fixture(scope="module")
def https(tmp_path_factory):
    """A site behind a TLS proxy: (its address, its folder, the headers of every POST, its settings)."""
    folder, port = tmp_path_factory.mktemp("https"), free_port()
    settings = {"SITE_URL": f"https://localhost:{port}", "TRUSTED_PROXIES": "1"}
    with serving(folder, **settings) as server, before(server.port, port, folder) as posts:
        yield settings["SITE_URL"], server, posts, settings


def newest_letter(server, to: str, number: int = 1) -> str:
    """The text of a letter to somebody, once so many have been written."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        files = sorted((server.folder / "data" / "outbox").glob("*.eml"))
        found = [email.message_from_bytes(one.read_bytes(), policy=email.policy.default) for one in files]
        mine = [one for one in found if one["To"] == to]
        if len(mine) >= number:
            return str(mine[-1].get_body(("plain",)).get_content())
        time.sleep(0.05)
    raise AssertionError(f"no letter came to {to}")


def an_organisation(server) -> str:
    """The slug of an organisation that has an offer."""
    page = server.get("/search?q=cooking", {"Host": "localhost"}).text
    offer = re.search(r'href="(/offers/[^"]+)"', page)[1]
    return re.search(r'href="/organisations/([^"?#]+)"', server.get(offer, {"Host": "localhost"}).text)[1]


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_partner_signs_in_and_confirms_an_offer(browser, https, script):
    site, server, posts, settings = https
    to = f"{'with' if script else 'without'}@example.org"
    there = ["--organisation", an_organisation(server)]
    command(server.folder, server.port, "users", "invite", to, "--name", "Ana", *there, **settings)
    context = browser.new_context(ignore_https_errors=True, java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{site}/sign-in?next=/desk")
    assert context.cookies() == []
    page.get_by_label("Your e-mail address").fill(to)
    page.get_by_role("button", name="Send me an e-mail").click()
    page.get_by_role("heading", name="Look at your e-mail").wait_for()
    letter = newest_letter(server, to, 2)
    assert f"{site}/sign-in/link/" in letter and context.cookies() == []
    page.get_by_label("Code from the e-mail").fill(re.search(r"\b\d{6}\b", letter)[0])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site}/desk")
    cookie = context.cookies()[0]
    assert (cookie["name"], cookie["secure"], cookie["httpOnly"]) == ("__Host-signed-in", True, True)
    offers = page.get_by_role("button", name="Everything is still right")
    left = offers.count()
    offers.first.click()
    page.wait_for_url(f"{site}/desk?confirmed=*")
    assert page.get_by_role("button", name="Everything is still right").count() == left - 1
    assert page.get_by_text("Confirmed today. Thank you.").first.is_visible()
    assert {(one["origin"], one["sec-fetch-site"]) for one in posts} == {(site, "same-origin")}
    assert all(one["referer"].startswith(site) for one in posts)
    context.close()


def test_what_another_site_sends_through_the_proxy_is_refused(browser, https):
    site, _server, _posts, _settings = https
    context = browser.new_context(ignore_https_errors=True)
    page = context.new_page()
    page.route("https://evil.example/", lambda route: route.fulfill(body="<p>Evil</p>", content_type="text/html"))
    page.goto("https://evil.example/")
    page.evaluate(
        """site => {
          const form = document.createElement("form");
          Object.assign(form, {action: site + "/sign-in", method: "post"});
          document.body.append(form);
          form.submit();
        }""",
        site,
    )
    page.wait_for_url(f"{site}/sign-in")
    assert page.locator("h1").inner_text() == "We could not read that request"
    context.close()
