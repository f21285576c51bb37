"""Leaving fast, in a browser: at once, by three ways, and Back shows nothing of the journey."""

import json

import pytest
from playwright.sync_api import Page, expect

AT_RISK = "/search?category=safety"


@pytest.fixture
def page(browser, way_out):
    """A window on that site; what does not happen soon there does not happen."""
    context = browser.new_context(base_url=way_out)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def walker(page: Page, away):
    """A reader who came from another website."""
    page.goto(f"{away[0]}/start")
    return page


def journey(page: Page) -> Page:
    """Home, results, results narrowed in place, an offer about staying safe."""
    page.goto("/")
    page.goto("/search?q=women")
    page.locator("#facet-need summary").click()
    page.locator("#f-need-not-safe").click()
    expect(page.locator("#exit")).to_be_visible()
    page.locator(".card__name a").first.click()
    page.wait_for_url("**/offers/**")
    expect(page.locator("#exit")).to_be_visible()
    return page


def leaves(page: Page) -> None:
    """It is away, and nothing but the weather is found on the way back."""
    page.wait_for_url("http://localhost:*/weather")
    for _step in range(6):
        page.go_back(wait_until="commit")
        page.wait_for_url("http://localhost:*/*")
        if page.url.endswith("/start"):
            return
        assert page.url.endswith("/weather")
    raise AssertionError("never came back to where the journey began")


def by_button(page: Page) -> None:
    page.locator("#exit .exit__go").click()


def by_hidden_link(page: Page) -> None:
    page.evaluate("document.body.focus()")
    for _press in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('exit__first')"):
            break
    expect(page.locator(".exit__first")).to_be_focused()
    page.keyboard.press("Enter")


def by_shift(page: Page) -> None:
    for said in ("Press Shift 2 more times to exit.", "Press Shift 1 more time to exit."):
        page.keyboard.press("Shift")
        expect(page.locator("#status")).to_have_text(said)
    page.keyboard.press("Shift")


@pytest.mark.parametrize("way", [by_button, by_hidden_link, by_shift])
def test_a_way_out_leaves_nothing_to_go_back_to(walker, way):
    way(journey(walker))
    leaves(walker)


BLANK = """() => {
    let began;
    addEventListener("click", () => { began = performance.now(); }, true);
    new MutationObserver(() => requestAnimationFrame(() => {
        const shown = [...document.body.children].filter((one) => one.className !== "nhsuk-u-visually-hidden");
        const took = performance.now() - began;
        const address = location.pathname + location.search;
        console.log(JSON.stringify([took, shown.length, document.body.textContent, address]));
    })).observe(document.body, { childList: true });
}"""


def test_the_page_is_blank_within_a_tenth_of_a_second(page, prompt):
    """The other website answers only after the picture: one next door would be there before it is drawn."""
    page.goto(AT_RISK)
    page.evaluate(BLANK)
    prompt.clear()
    try:
        with page.expect_console_message() as told:
            page.locator("#exit .exit__go").click(no_wait_after=True)
    finally:
        prompt.set()
    page.wait_for_url("http://localhost:*/weather")
    took, shown, said, address = json.loads(told.value.text)
    assert took < 100  # milliseconds
    assert (shown, said, address) == (0, "Leaving this page", "/")


def test_without_a_script_the_link_leads_away(browser, way_out, away):
    context = browser.new_context(java_script_enabled=False, base_url=way_out)
    page = context.new_page()
    page.goto(AT_RISK)
    page.locator("#exit .exit__go").click()
    page.wait_for_url("http://localhost:*/weather")
    assert away[1][-1] is None
    context.close()


def test_whoever_comes_back_on_purpose_may_read_on(walker):
    by_button(journey(walker))
    walker.wait_for_url("http://localhost:*/weather")
    walker.goto(AT_RISK)
    expect(walker.locator(".card").first).to_be_visible()
    walker.goto("/about")
    walker.go_back()
    expect(walker.locator(".card").first).to_be_visible()


def test_nothing_is_remembered_before_leaving(walker):
    journey(walker)
    assert walker.evaluate("localStorage.length + sessionStorage.length") == 0
    assert walker.context.cookies() == []


def test_a_page_kept_in_memory_is_hidden_again(walker, away):
    """Browsers that keep whole pages show them with pageshow; Playwright's Chromium keeps none, so it is told here."""
    walker.goto(AT_RISK)
    walker.evaluate("address => sessionStorage.setItem('left', address)", f"{away[0]}/weather")
    walker.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    walker.wait_for_url("http://localhost:*/weather")


@pytest.mark.parametrize("typed", ["Shift+a", "a"])
def test_writing_capitals_is_not_leaving(page, typed):
    page.goto(AT_RISK)
    page.locator("#search-q").focus()
    for key in ("Shift", "Shift", typed, "Shift", typed, "Shift"):
        page.keyboard.press(key)
    assert AT_RISK in page.url and page.locator(".card").count()


def test_shift_does_nothing_where_nobody_is_at_risk(page):
    page.goto("/search?q=walking")
    assert not page.locator("#exit").is_visible() and not page.locator("#exit-note").is_visible()
    for _press in range(4):
        page.keyboard.press("Shift")
    assert page.locator(".card").count() and page.locator("#status").inner_text() == ""


def test_the_button_comes_and_goes_as_results_are_swapped(page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/search")
    assert not page.locator("#exit").is_visible()
    page.locator("#facet-need summary").click()
    page.locator("#f-need-not-safe").click()
    expect(page.locator("#exit")).to_be_visible()
    expect(page.locator("#exit-note")).to_be_visible()
    page.locator("#f-need-not-safe").click()
    expect(page.locator("#exit")).to_be_hidden()


@pytest.mark.parametrize("size", [(320, 640), (320, 256), (256, 320), (1280, 720)])
@pytest.mark.parametrize("path", [AT_RISK, "/urgent-help"])
def test_the_button_is_always_on_screen_and_small(page, size, path):
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    page.goto(path)
    for where in ("0", "700", "document.body.scrollHeight"):
        page.evaluate(f"scrollTo(0, {where})")
        box = page.locator("#exit").bounding_box()
        assert box and box["y"] >= -1 and box["y"] + box["height"] <= height + 1, where
        assert box["height"] <= height * 0.2 + 1
    assert page.locator("#exit .exit__go").bounding_box()["height"] >= min(44, height * 0.18)


def test_what_has_the_focus_is_not_under_the_button(page):
    page.set_viewport_size({"width": 320, "height": 480})
    page.goto(AT_RISK)
    page.locator("footer a").last.focus()
    for _press in range(60):
        page.keyboard.press("Shift+Tab")
        covered = page.evaluate("""() => {
            const one = document.activeElement, bar = document.getElementById('exit').getBoundingClientRect();
            if (bar.height === 0 || one === document.body || one.closest('#exit')) return false;
            const box = one.getBoundingClientRect();
            return box.top < bar.bottom - 1 && box.bottom > bar.top + 1 ? one.outerHTML.slice(0, 120) : false;
        }""")
        assert not covered, covered
