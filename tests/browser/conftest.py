"""A real Chromium before a real site. Tests of a browser that is missing skip by hand and fail under CI."""

import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, request
from playwright.sync_api import Browser

from tests.browser import stage
from tests.browser.visit import Visitor
from tests.conftest import need
from tests.server import Server
from tests.sites import Sites

CALM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session", autouse=True)
def chromium() -> None:
    """There is a browser."""
    need("chromium", shutil.which("chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, which phones nobody of its own accord."""
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": CALM}


@pytest.fixture(scope="session")
def base_url(live: Server) -> str:
    """So that page.goto("/search") reaches the site."""
    return live.url


@pytest.fixture(scope="session")
def stage_site(sites: Sites) -> Flask:
    """The sample offers and an offer in every state, at the clock that stands."""
    template, key = "f33517ff-2a88-4f6e-b855-c550268ce08a", "11111111-2222-4333-8444-555555555555"
    app = sites.make("sample", NOTIFY_KEY=f"key-{key}-{key}", NOTIFY_EMAIL_TEMPLATE=template,
                     NOTIFY_TEXT_TEMPLATE=template, NOTIFY_URL="http://127.0.0.1:1")  # fmt: skip
    with app.app_context():
        stage.fill()
    return app


@pytest.fixture(scope="session")
def stages(sites: Sites, stage_site: Flask) -> Iterator[dict[str, str]]:
    """Addresses of the site, and of the same with its database gone."""
    gone = sites.make(SQLALCHEMY_DATABASE_URI="sqlite:////no/such/folder/x.sqlite")
    with stage.listening(stage_site) as here, stage.listening(gone) as nowhere:
        yield {"stage": here, "gone": nowhere}


@pytest.fixture(scope="session")
def visitor(browser: Browser, stages: dict[str, str]) -> Iterator[Visitor]:
    """One visitor with one window, who comes to every state of every page."""
    with Visitor.of(browser, stages) as one:
        yield one


@pytest.fixture(scope="module")
def served(sites: Sites) -> Iterator[tuple[Flask, str]]:
    """A site for partners' journeys, each with a group of its own, and its address."""
    app = sites.make("words", MEANING="off")  # nothing there is about likeness, and the encoder takes its time
    with app.app_context(), stage.listening(app) as address:
        yield app, address


@pytest.fixture(scope="module")
def prompt() -> threading.Event:
    """Set, unless a test wants the other website to keep its reader waiting, as a distant one does."""
    answers = threading.Event()
    answers.set()
    return answers


@pytest.fixture(scope="module")
def away(prompt: threading.Event) -> Iterator[tuple[str, list[str | None]]]:
    """Another website, and whom it was told as the one who sent a reader there: every Referer."""
    site, asked = Flask("weather"), []

    @site.get("/<page>")
    def show(page: str) -> str:
        if page == "weather":
            asked.append(request.headers.get("Referer"))
            prompt.wait(20)
        return f"<title>{page}</title>Rain later."

    with stage.listening(site) as address:
        yield address.replace("127.0.0.1", "localhost"), asked


@pytest.fixture(scope="module")
def way_out(sites: Sites, away: tuple[str, list[str | None]]) -> Iterator[str]:
    """A site with the samples whose way out leads to that website."""
    app = sites.make("sample", EXIT_URL=f"{away[0]}/weather")
    app.test_client().get("/search")  # the index is made once, not while a browser waits
    with stage.listening(app) as address:
        yield address
