"""From a bookmark to the print dialog in few interactions, with and without JavaScript, in every language."""

import shutil

import pytest
from playwright.sync_api import Page

from tests.browser.judge import ready
from tests.browser.matrix import each
from tests.browser.test_gate import LANGUAGES
from tests.browser.test_paper import sheets
from tests.conftest import need

MOST = 12  # clicks and keystrokes from the bookmark to the print dialog
LARGE = ("standard", "large", "largest")


class Clinician:
    """Somebody with two minutes left, whose every click and key is counted."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.did = 0

    def click(self, selector: str) -> "Clinician":
        """One click on the first that is found."""
        self.page.locator(selector).first.click()
        self.did += 1
        return self

    def type(self, letters: str) -> "Clinician":
        """One keystroke a letter."""
        self.page.keyboard.type(letters)
        self.did += len(letters)
        return self

    def go(self, selector: str) -> "Clinician":
        """A click that leads to another page."""
        with self.page.expect_navigation():
            self.click(selector)
        return self


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def clinician(request, browser, stages):
    """A clinician at a browser of the hospital, with scripts allowed or not."""
    context = ready(browser.new_context(locale="en-GB", java_script_enabled=request.param))
    yield Clinician(context.new_page(), stages["stage"])
    context.close()


def prefix(language: str) -> str:
    """What stands before the paths of a language."""
    return "" if language == "en" else f"/{language}"


@pytest.mark.parametrize("language", each(LANGUAGES))
def test_the_first_three_are_at_the_printer_in_time(clinician, language):
    page = clinician.page
    page.goto(f"{clinician.address}{prefix(language)}/signpost")
    clinician.click("[value=work]").click("[value=friends]").click("#ask-near").type("SE12")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    clinician.did += 1
    clinician.go("main .nhsuk-button[href*='/list/handout']")
    clinician.did += 1  # Ctrl and P
    assert page.locator(".sheet__offer").count() == 3 and clinician.did <= MOST
    assert f"{prefix(language)}/list/handout" in page.url and "SE12" not in page.url
    assert page.locator("html").get_attribute("lang") == language or language == "en"
    assert sheets(page) == 1


def test_three_chosen_ones_too(clinician):
    """One click each; the question is answered from a bookmark that holds it."""
    page = clinician.page
    page.goto(f"{clinician.address}/signpost?area=work&area=friends&near=SE12")
    for at in (0, 1, 2):
        with page.expect_navigation():
            page.locator("button.pick:has-text('Add to list')").nth(at).click()
        clinician.did += 1
    clinician.go("main .nhsuk-button[href*='/list/handout']")
    clinician.did += 1  # Ctrl and P
    assert page.locator(".sheet__offer").count() == 3 and clinician.did <= MOST
    assert page.locator("header").get_by_text("Your list (3)").is_visible()


def test_adding_keeps_the_place_on_the_page(clinician):
    page = clinician.page
    page.goto(f"{clinician.address}/search?q=cooking")
    last = page.locator("button.pick").last
    wanted = last.get_attribute("formaction").rpartition("#")[2]
    with page.expect_navigation():
        last.click()
    assert page.url.endswith(f"#{wanted}") and "q=cooking" in page.url
    assert page.locator(f"#{wanted}").is_visible() and page.locator(f"#{wanted} button").inner_text().startswith(
        "Remove"
    )


@pytest.mark.parametrize("language", each(LANGUAGES))
def test_a_sheet_is_printed_alone(page, stages, language):
    page.goto(f"{stages['stage']}{prefix(language)}/list/handout?o=stage0,stage1,stage3")
    page.emulate_media(media="print")
    assert not page.locator("header").first.is_visible() and not page.locator("footer").first.is_visible()
    assert not page.locator(".around").is_visible() and page.locator(".sheet").is_visible()
    need("chromium", shutil.which("chromium"))
    for size in LARGE:
        page.goto(f"{stages['stage']}{prefix(language)}/list/handout?o=stage0,stage1,stage3&size={size}")
        assert sheets(page) <= (1 if size == "standard" else 2)


def test_a_wall_is_one_sheet(page, stages):
    page.goto(f"{stages['stage']}/places/lewisham/this-week")
    assert sheets(page) == 1 and page.locator(".wall li").count() >= 6


def test_nothing_is_kept_on_the_computer(page, stages):
    page.goto(f"{stages['stage']}/signpost?area=work&near=SE12")
    with page.expect_navigation():
        page.locator("button.pick").first.click()
    page.goto(f"{stages['stage']}/list/handout?o=stage0")
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
