"""Journeys with a keyboard and nothing else."""

import pytest

from tests.browser.judge import ready, resize
from tests.browser.keyboard import Keyboard
from tests.browser.matrix import each
from tests.browser.test_gate import LANGUAGES

MOST_STOPS = 15  # from the start of a page to its first result
WIDTHS = (320, 1280)


@pytest.fixture
def at(browser, stages):
    """`at(path, width)`: a new visitor with a keyboard at a page."""
    context = ready(browser.new_context(locale="en-GB"))
    page = context.new_page()

    def come(path: str, width: int = 1280) -> Keyboard:
        resize(page, width)
        return Keyboard(page, stages["stage"] + path)

    yield come
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_search_and_open_an_offer(at, width):
    keys = skip(at("/", width)).to("#search-q").type("cooking")
    assert keys.stops <= MOST_STOPS
    keys.open()
    assert keys.page.url.endswith("/search?q=cooking&near=")
    to_the_first_result(skip(keys))
    assert keys.stops <= MOST_STOPS
    name = keys.page.evaluate("document.activeElement.textContent.trim()")
    keys.open()
    assert keys.page.locator("h1").inner_text() == name


def skip(keys: Keyboard) -> Keyboard:
    """By the first stop, past the header."""
    return keys.to(".nhsuk-skip-link").press("Enter")


def to_the_first_result(keys: Keyboard) -> None:
    """By the link that skips the filters."""
    keys.to(".facets > a[href^='#']").press("Enter")
    keys.to(".card__name a")


@pytest.mark.parametrize("width", WIDTHS)
def test_choose_a_filter_and_take_it_back(at, width):
    keys = at("/search?q=cooking", width).unfold(".filters > summary").to(".facet a").swap()
    assert keys.page.locator(".chips").count() and "category=" in keys.page.url
    assert keys.at(".facet a[aria-current]"), f"the keyboard lost its place: {keys.focused()}"
    keys.swap()
    assert not keys.page.locator(".chips").count() and "category=" not in keys.page.url


def test_take_a_filter_back_above_the_results(at):
    keys = at("/search?cost=free&format=in-person").to(".chips a").swap()
    assert ("cost=free" in keys.page.url) + ("format=in-person" in keys.page.url) == 1


@pytest.mark.parametrize("chosen,where", [("large", "data-size"), ("dark", "data-contrast"), ("high", "data-contrast")])
@pytest.mark.parametrize("width", WIDTHS)
def test_change_how_the_page_looks(at, chosen, where, width):
    keys = at("/search?q=cooking", width).unfold("#display > summary").to(f"button[value={chosen}]").open()
    assert keys.page.url.endswith("/search?q=cooking")
    assert keys.page.locator("html").get_attribute(where) == chosen


@pytest.mark.parametrize("language", each(tag for tag in LANGUAGES if tag != "en"))
def test_change_the_language(at, language):
    keys = at("/search?q=cooking").unfold("#display > summary").to(f"#display a[hreflang={language}]").open()
    assert keys.page.url.endswith(f"/{language}/search?q=cooking")
    assert keys.page.locator("html").get_attribute("lang") == language


def test_go_to_the_second_page_and_back(at):
    keys = at("/search")
    to_the_first_result(keys)
    first = keys.page.locator(".card__name").first.inner_text()
    keys.to(".pages a[rel=next]").swap()
    assert keys.page.locator(".card__name").first.inner_text() != first
    assert keys.page.evaluate("document.activeElement.getBoundingClientRect().top") < 640
    keys.page.go_back()
    keys.page.locator(".pages a[rel=prev]").wait_for(state="detached")
    assert keys.page.locator(".card__name").first.inner_text() == first


def test_skip_to_what_the_page_is_about(at):
    keys = at("/urgent-help")
    keys.tab()
    assert keys.at(".nhsuk-skip-link"), "it is the first stop"
    keys.press("Enter").tab()
    assert keys.page.evaluate("!!document.activeElement.closest('main')")


@pytest.mark.parametrize("path", ["/", "/search", "/offers/the-open", "/urgent-help"])
def test_no_stop_is_a_trap(at, path):
    """Every stop comes once, from the first to the last and back."""
    keys, there = at(path), []
    keys.tab()
    while keys.focused():
        there.append(
            keys.page.evaluate("(window.stops ||= []).push(document.activeElement), gate.where(document.activeElement)")
        )
        keys.tab()
        assert len(there) < 400
    assert keys.page.evaluate("new Set(window.stops).size") == len(there) >= 10
    keys.tab(back=True)
    assert keys.focused() == there[-1]
