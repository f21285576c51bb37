"""Every kind of page, in a browser: accessible, valid, at home on a narrow screen, and quiet."""

import shutil

import pytest
from playwright.sync_api import Page

from tests.browser.pages import AXE, PAGES, VNU, Wire, axe, nu
from tests.conftest import need

FIRST_VISIT = 70 * 1024  # bytes on the wire, quality.md F1


@pytest.fixture
def quiet(page: Page):
    """Fails the test when the page complained: a script error, or something the content policy refused."""
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert [one for one in said if "status of 404" not in one] == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_axe_has_nothing_to_say(quiet, addresses, name, width):
    need("axe-core", AXE.exists())
    quiet.set_viewport_size({"width": width, "height": 640})
    quiet.goto(addresses[name])
    assert axe(quiet) == []
    assert quiet.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_sees_a_fault(page, addresses):
    page.goto(addresses["about"])
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/x.png\">')")
    assert any("image-alt" in one for one in axe(page))


def test_every_page_is_valid_html(live, addresses, tmp_path):
    need("java", shutil.which("java"))
    need("vnu-jar", VNU.exists())
    files = {name: live.get(addresses[name]).text for name in PAGES}
    assert nu(files, tmp_path) == []


def test_the_nu_checker_sees_a_fault(tmp_path):
    need("java", shutil.which("java"))
    bad = '<!DOCTYPE html><html lang="en"><head><title>x</title></head><body><p id="a">x<p id="a"></body></html>'
    assert any("Duplicate ID" in one for one in nu({"bad": bad}, tmp_path))


@pytest.mark.parametrize("name", ["home", "results near a place", "offer"])
def test_a_first_visit_is_light_and_talks_to_nobody_else(page, live, addresses, name):
    wire = Wire(page)
    page.goto(addresses[name], wait_until="networkidle")
    assert wire.bytes <= FIRST_VISIT, f"{wire.bytes} bytes"
    assert {url.split("/")[2] for url in wire.requests if not url.startswith("data:")} == {f"127.0.0.1:{live.port}"}
    assert len(wire.requests) <= 7
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("name", ["home", "results", "urgent help", "not found"])
def test_help_in_a_crisis_is_seen_without_scrolling(page, addresses, name):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(addresses[name])
    for number in ("tel:111", "tel:999"):
        box = page.locator(f'aside a[href="{number}"]').bounding_box()
        assert box and box["y"] + box["height"] <= 640
