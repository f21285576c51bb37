"""Suggestions in a real browser: filled while typing, with no trace in history or storage, and never in the way."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import listening


@pytest.fixture(scope="module")
def samples(sample_site):
    """The sample offers at the clock that stands."""
    with listening(sample_site) as address:
        yield address


def names(page: Page, box: str, least: int = 1) -> list[str]:
    """What the list of a box holds, once it holds something."""
    until = time.monotonic() + 20
    options = f"[...document.querySelectorAll('#search-{box}-names option')].map((one) => one.value)"
    while len(page.evaluate(options)) < least:
        assert time.monotonic() < until, "nothing was suggested"
        time.sleep(0.05)
    return page.evaluate(options)


@pytest.mark.parametrize("address", ["/", "/search?q=company&near=SE6+4RU"])
def test_typing_fills_the_list_and_leaves_no_trace(page, samples, address):
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/search/suggest" in one.url else None)
    page.goto(samples + address)
    length = page.evaluate("history.length")
    page.get_by_label("What would help?").fill("")
    page.get_by_label("What would help?").press_sequentially("cooking", delay=20)
    assert names(page, "q")[0] == "Cooking and food"
    page.get_by_label("Postcode or place").fill("catf")
    assert "Catford" in names(page, "near")
    assert page.url == samples + address and page.evaluate("history.length") == length
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    assert page.evaluate("document.activeElement.name") == "near", "the keyboard keeps its place"
    assert len(asked) <= 4, "one question after a pause, not one a letter"
    assert page.locator("#status").inner_text() == "", "nothing is said over what a screen reader says of the list"


def test_return_searches_for_what_was_typed(page, samples):
    page.goto(samples + "/search?category=cooking-and-food")
    page.get_by_label("What would help?").press_sequentially("grief", delay=10)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*q=grief*")
    expect(page.locator("h1")).to_contain_text("grief")
    assert "suggest" not in page.url


def test_no_list_opens_where_suggestions_do_not_answer(page, samples):
    page.route("**/search/suggest*", lambda route: route.abort())
    page.goto(samples + "/")
    page.get_by_label("What would help?").press_sequentially("cooking", delay=20)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*q=cooking*")
    assert page.locator("h1").inner_text()
