"""Every way through the site ends the same without JavaScript: the same address, title and words."""

from collections.abc import Callable
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.judge import ready, resize
from tests.browser.matrix import PROVEN, unfold

# What is known to differ, and why.
DIFFERENT = {
    "#status": "A change is said aloud where a page changes in place; a new page is read from its top.",
}
SWAPPING = ".htmx-request, .htmx-swapping, .htmx-settling"  # htmx is at work
WORDS = """different => {
  const copy = document.body.cloneNode(true);
  copy.querySelectorAll([...different, "script", "[hidden]"].join(",")).forEach(one => one.remove());
  return copy.textContent.split(/\\s+/).join(" ").trim();
}"""


class Hand:
    """A visitor with a mouse, with or without JavaScript."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def visit(self, path: str) -> "Hand":
        """Types an address in."""
        self.page.goto(self.address + path)
        return self

    def fill(self, selector: str, text: str) -> "Hand":
        """Types into a field."""
        self.page.locator(selector).fill(text)
        return self

    def press(self, selector: str, same_place: bool = False) -> "Hand":
        """Clicks on the first that is found, and waits for what comes of it."""
        unfold(self.page)
        before = self.page.url
        what: Locator = self.page.locator(selector).first
        if same_place:
            with self.page.expect_navigation():
                what.click()
        else:
            what.click()
            self.page.wait_for_url(lambda url: url != before)
        self.page.wait_for_load_state()
        if self.page.evaluate("'htmx' in globalThis"):
            self.page.locator(SWAPPING).first.wait_for(state="detached")
        return self

    def end(self) -> dict[str, str]:
        """Where this has led."""
        page = self.page
        shown = page.evaluate(
            "[document.documentElement.dataset.size, document.documentElement.dataset.contrast].join()"
        )
        address = unquote_plus(page.url.removeprefix(self.address))  # a script writes %20 for the + of a form
        return {"address": address, "title": page.title(), "shown": shown, "words": page.evaluate(WORDS, [*DIFFERENT])}


JOURNEYS: dict[str, Callable[[Hand], Hand]] = {
    "search and open an offer": lambda hand: (
        hand.visit("/").fill("#search-q", "cooking").press("main button").press(".card__name a")
    ),
    "search again from the results": lambda hand: (
        hand.visit("/search?cost=free").fill("#search-q", "walk").fill("#search-near", "SE6 4RU").press("main button")
    ),
    "choose a filter": lambda hand: hand.visit("/search?q=cooking").press(".facet a"),
    "choose two filters and take one back": lambda hand: (
        hand.visit("/search?q=cooking").press(".facet a").press(".facet:last-of-type a").press(".chips a")
    ),
    "soonest first": lambda hand: hand.visit("/search?q=cooking").press(".sort a"),
    "the second page": lambda hand: hand.visit("/search").press(".pages a[rel=next]"),
    "a way out of nothing": lambda hand: hand.visit("/search?q=zzzzqqqq&cost=free").press("#offers li a"),
    "more dates": lambda hand: hand.visit("/offers/the-open").press("#when a[data-hx-get]"),
    "larger text": lambda hand: hand.visit("/search?q=cooking").press("button[value=large]", same_place=True),
    "dark": lambda hand: hand.visit("/offers/the-open").press("button[value=dark]", same_place=True),
    "larger text after a filter": lambda hand: (
        hand.visit("/search?q=cooking").press(".facet a").press("button[value=large]", same_place=True)
    ),
    "a place, an offer, its organisation": lambda hand: (
        hand.visit("/").press("main a[href^='/places/']").press(".card__name a").press("a[href^='/organisations/']")
    ),
    "urgent help from a crisis phrase": lambda hand: hand.visit("/search?q=suicidal").press(
        ".notice--urgent p:last-child a"
    ),
}
JOURNEYS |= {
    f"a filter, then {tag}": lambda hand, tag=tag: (
        hand.visit("/search?q=cooking").press(".facet a").press(f"#display a[hreflang={tag}]")
    )
    for tag in PROVEN
    if tag != "en"
}


@pytest.fixture
def walk(browser, stages):
    """`walk(journey, javascript)`: where a new visitor ends."""

    def end(journey: Callable[[Hand], Hand], javascript: bool) -> dict[str, str]:
        context = ready(browser.new_context(java_script_enabled=javascript, locale="en-GB"))
        page = context.new_page()
        resize(page, 1280)
        try:
            return journey(Hand(page, stages["stage"])).end()
        finally:
            context.close()

    return end


@pytest.mark.parametrize("journey", JOURNEYS)
def test_it_ends_the_same_without_javascript(walk, journey):
    without, with_it = (walk(JOURNEYS[journey], javascript) for javascript in (False, True))
    assert without == with_it
    assert len(without["words"]) > 200
