"""Parts of a page replaced in place: said once, the keyboard keeps its place, Back works, and the text is the same."""

import time

import pytest
from playwright.sync_api import Page, expect

SEARCH = "/search?q=company&near=SE6+4RU"
WATCH = """() => {
    window.said = [];
    new MutationObserver(() => window.said.push(document.getElementById("status").textContent))
        .observe(document.getElementById("status"), { childList: true, characterData: true, subtree: true });
    addEventListener("beforeunload", () => { window.said.push("the whole page was loaded"); });
    window.same = true;
}"""


@pytest.fixture
def plain(browser, base_url):
    """A browser without a script."""
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    yield context.new_page()
    context.close()


def at(page: Page, address: str, width: int = 1280) -> Page:
    """A page of the site, watched."""
    page.set_default_timeout(20_000)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)
    page.evaluate(WATCH)
    return page


def until(page: Page, holds: str) -> None:
    """Waits for what a script says; Playwright's own waiting needs eval, which the content policy refuses."""
    patience = time.monotonic() + 20
    while not page.evaluate(holds):
        assert time.monotonic() < patience, f"never: {holds}"
        time.sleep(0.02)


def settled(page: Page, swaps: int = 1) -> None:
    """As many swaps as were asked for have been said, and what follows them is done."""
    until(page, f"said.length >= {swaps}")
    until(page, "!document.querySelector('.htmx-request, .htmx-settling, .htmx-swapping')")


def text(page: Page) -> tuple[str, str]:
    """The title and the words of the main part, as a reader sees them."""
    return page.title(), " ".join(page.locator("main").inner_text().split())


def unfold(page: Page, facet: str) -> None:
    """Opens a group of filters."""
    if page.locator(f"#facet-{facet}").get_attribute("open") is None:
        page.locator(f"#facet-{facet} > summary").click()


def narrow(page: Page) -> None:
    unfold(page, "cost")
    page.locator("#f-cost-free").click()


def narrow_and_back(page: Page) -> None:
    narrow(page)
    settled(page)
    page.locator(".chips a").first.click()
    settled(page, 2)


def sort(page: Page) -> None:
    page.get_by_role("link", name="soonest").click()


def turn(page: Page) -> None:
    page.get_by_role("link", name="Next page").click()


def search_again(page: Page) -> None:
    page.get_by_label("What would help?").fill("walking")
    page.keyboard.press("Enter")


def find_nothing(page: Page) -> None:
    page.get_by_label("What would help?").fill("zzzzqqqq")
    page.get_by_role("button", name="Search").click()


WAYS = [narrow, sort, turn, search_again, find_nothing]


@pytest.mark.parametrize("way", WAYS)
def test_a_swap_says_once_what_was_found_and_reads_like_a_page_of_its_own(page, plain, way):
    at(page, "/search?near=SE6+4RU")
    way(page)
    settled(page)
    assert page.evaluate("same"), "the whole page was loaded"
    heading = " ".join(page.locator("h1").inner_text().split())
    assert [" ".join(one.split()) for one in page.evaluate("said")] == [heading]
    swapped, address = text(page), page.evaluate("location.pathname + location.search")
    plain.goto(address)
    assert text(plain) == swapped
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("fails", ["abort", "fulfill"])
def test_what_cannot_be_had_in_place_is_asked_for_as_a_page(page, fails):
    at(page, SEARCH)
    answer = {"status": 503} if fails == "fulfill" else {}
    page.route(
        "**/search*",
        lambda one: getattr(one, fails)(**answer) if "hx-request" in one.request.headers else one.continue_(),
    )
    with page.expect_navigation():
        sort(page)
    assert "sort=soonest" in page.url and page.locator(".card").count()


def focused(page: Page) -> str:
    """The id of what has the focus, or its name."""
    return page.evaluate("document.activeElement.id || document.activeElement.getAttribute('aria-label') || ''")


@pytest.mark.parametrize(
    "way,there", [(narrow, "f-cost-free"), (narrow_and_back, "Filters and order"), (sort, "Filters and order"),
                  (turn, "Filters and order"), (search_again, "Filters and order")],
)  # fmt: skip
def test_the_keyboard_keeps_its_place(page, way, there):
    at(page, "/search?near=SE6+4RU")
    way(page)
    settled(page)
    until(page, "document.activeElement !== document.body")
    assert focused(page) == there


def test_a_new_page_of_results_begins_at_its_top(page):
    at(page, "/search", width=320)
    turn(page)
    settled(page)
    until(page, "document.querySelector('#results').getBoundingClientRect().top > -2")
    assert "Page 2 of" in page.title() and "Page 2 of" in page.locator("#status").inner_text()


def test_filters_that_are_unfolded_stay_so(page):
    at(page, SEARCH, width=320)
    page.locator("#filters > summary").click()
    page.locator("#facet-cost > summary").click()
    page.locator("#f-cost-free").click()
    settled(page)
    expect(page.locator("#f-cost-free")).to_be_visible()
    expect(page.locator("#f-cost-free")).to_be_focused()
    assert page.locator("#f-cost-free").get_attribute("aria-current") == "true"


def test_back_and_forward_bring_the_results_of_their_address(page):
    at(page, SEARCH)
    first = text(page)
    narrow(page)
    settled(page)
    second = text(page)
    sort(page)
    page.wait_for_url("**sort=soonest**")
    page.go_back()
    expect(page.locator(".sort [aria-current]")).to_have_text("best")
    assert text(page) == second
    page.go_back()
    until(page, "!document.querySelector('.chips')")
    assert text(page) == first
    page.go_forward()
    until(page, "document.querySelector('.chips')")
    assert text(page) == second


def test_back_from_an_offer_brings_the_narrowed_results(page):
    at(page, SEARCH)
    narrow(page)
    settled(page)
    before = text(page)
    page.locator(".card__name a").first.click()
    page.wait_for_url("**/offers/**")
    page.go_back()
    page.wait_for_url("**cost=free**")
    assert text(page) == before


def test_back_asks_the_site_again(page):
    at(page, SEARCH)
    narrow(page)
    settled(page)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.go_back()
    until(page, "!document.querySelector('.chips')")
    assert [one for one in asked if "/search" in one] and page.evaluate(
        "sessionStorage.length + localStorage.length"
    ) == 0


OFTEN = "/search?q=dominoes"


def test_more_dates_are_shown_in_place_and_without_a_script(page, plain):
    at(page, OFTEN)
    page.locator(".card__name a").first.click()
    page.wait_for_url("**/offers/**")
    page.evaluate(WATCH)
    assert page.locator(".sessions li").count() == 4
    page.get_by_role("link", name="Show more dates").click()
    settled(page)
    assert page.evaluate("said") == ["Next 12 dates"] and page.locator(".sessions li").count() == 12
    assert page.evaluate("[...document.querySelectorAll('.sessions li')].indexOf(document.activeElement)") == 4
    assert page.url.endswith("?sessions=12")
    plain.goto(page.url.removesuffix("?sessions=12"))
    plain.get_by_role("link", name="Show more dates").click()
    plain.wait_for_url("**?sessions=12")
    assert text(plain) == text(page)
