"""A real Chromium before a real gunicorn. Tests of a browser that is missing skip by hand and fail under CI."""

import shutil
from typing import Any

import pytest

from tests.browser.pages import Addresses
from tests.conftest import need
from tests.server import Server

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
def addresses(live: Server) -> Addresses:
    """An address of every kind of page, found as a visitor finds it: by following links."""
    return Addresses(live)
