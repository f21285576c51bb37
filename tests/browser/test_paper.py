"""On paper: an offer is one sheet of A4 with the numbers for a crisis and its own address; lists are plain lists."""

import re

import pytest

LEAST = 11 * 96 / 72  # 11 points in pixels
SMALL = """(least) => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    while (texts.nextNode()) {
        const one = texts.currentNode, of = one.parentElement;
        const size = parseFloat(getComputedStyle(of).fontSize);
        const shown = one.data.trim() && of.checkVisibility() && !of.closest("[class*=hidden]");
        if (shown && size < least - 0.1) found.push(one.data.trim());
    }
    return found;
}"""


def sheets(page) -> int:
    """How many pages of A4 the page prints on."""
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


@pytest.fixture(scope="session")
def slugs(live) -> list[str]:
    """Every sample offer that is listed."""
    return re.findall(r"<loc>[^<]*/offers/([a-z0-9-]+)</loc>", live.get("/sitemap.xml").text)


def long_ones(page, slugs) -> dict[str, int]:
    """Offers that take more than one sheet."""
    found = {}
    for slug in slugs:
        page.goto(f"/offers/{slug}", wait_until="domcontentloaded")
        if (number := sheets(page)) > 1:
            found[slug] = number
    return found


def test_the_longest_offers_are_one_sheet(live, page, slugs):
    assert len(slugs) > 100
    longest = sorted(slugs, key=lambda slug: -len(live.get(f"/offers/{slug}").body))
    assert long_ones(page, longest[:12]) == {}


@pytest.mark.slow
def test_every_offer_is_one_sheet(page, slugs):
    assert long_ones(page, slugs) == {}


def test_a_second_sheet_would_be_seen(page, slugs):
    page.goto(f"/offers/{slugs[0]}")
    page.evaluate("document.querySelector('.offer__section').append('All about it. '.repeat(900))")
    assert sheets(page) > 1


def test_an_offer_on_paper_has_what_is_needed_and_no_more(page, slugs):
    page.emulate_media(media="print")
    page.goto(f"/offers/{slugs[0]}")
    said = page.locator("body").inner_text()
    assert "Call 111" in said and "call 999" in said and f"/offers/{slugs[0]}" in said
    for gone in (
        "All offers",
        "Privacy",
        "calendar",
        "Map of",
        "Offers like this",
        "Show more",
        "Exit this",
    ):
        assert gone not in said
    assert page.evaluate(SMALL, LEAST) == []


@pytest.mark.parametrize("address,most", [("/search?q=cooking", 3), ("/urgent-help", 2)])
def test_lists_and_urgent_help_are_short_and_large_enough(page, address, most):
    page.emulate_media(media="print")
    page.goto(address)
    assert sheets(page) <= most
    assert page.evaluate(SMALL, LEAST) == []
    said = page.locator("body").inner_text()
    assert "Call 111" in said and "Narrow the results" not in said and "Exit this page" not in said


def test_a_theme_is_not_printed(page, base_url):
    page.context.add_cookies([{"name": "display", "value": "largest.dark.", "url": base_url}])
    page.emulate_media(media="print")
    page.goto("/search?q=cooking")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == pytest.approx(LEAST, abs=0.1)
