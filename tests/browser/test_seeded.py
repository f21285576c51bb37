"""The page gate catches each of its seeded faults and says nothing of a page without one."""

import shutil

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.judge import findings, ready, resize
from tests.browser.pages import VNU, nu
from tests.browser.seeded import CLEAN, DEFECTS, with_defect
from tests.conftest import need

ADDRESS = "http://seeded.test/"
NAMES = [row[0] for row in DEFECTS]


@pytest.fixture(scope="module")
def window(browser: Browser):
    context = ready(browser.new_context())
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def said_by_nu(tmp_path_factory):
    """What the Nu checker says of each page, in one run."""
    need("java", shutil.which("java"))
    need("vnu-jar", VNU.exists())
    said = nu({"clean": CLEAN} | {name: with_defect(name) for name in NAMES}, tmp_path_factory.mktemp("seeded"))
    return {name: [one for one in said if one.startswith(f"{name}: ")] for name in ("clean", *NAMES)}


def seen(window: Page, html: str) -> list[str]:
    """What axe and our own checks find on a phone and on a desk, and after a change of the page."""
    window.unroute_all()
    window.route("**/*", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    found = []
    for width in (320, 1280):
        resize(window, width)
        window.goto(ADDRESS)
        window.evaluate("gate.watch()")
        window.locator("#more").click()
        found += findings(window)
    return found


def test_nothing_is_said_of_a_clean_page(window, said_by_nu):
    assert said_by_nu["clean"] + seen(window, CLEAN) == []


@pytest.mark.parametrize("name,said", [row[:2] for row in DEFECTS], ids=NAMES)
def test_a_seeded_fault_is_caught(window, said_by_nu, name, said):
    found = said_by_nu[name] if said == "nu: " else seen(window, with_defect(name))
    assert [one for one in found if said in one or said == "nu: "], f"not said: {said!r}, but {found}"


def test_there_are_enough_faults():
    assert len(NAMES) >= 25
