"""A card stays short on a small phone: nine lines, whatever the sample offer (look.md)."""

from pathlib import Path

import pytest

from tests.browser.stage import listening

COUNT = Path(__file__).with_name("lines.js").read_text()
MOST = 9


@pytest.fixture(scope="module")
def samples(sample_site):
    """The sample offers at the clock that stands, so that the words are the same in every run."""
    with listening(sample_site) as address:
        yield address


def cards(page, address: str) -> dict[str, int]:
    """{name: lines} of every card of a search, page after page."""
    found: dict[str, int] = {}
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address)
    while True:
        found |= {one["name"]: one["lines"] for one in page.evaluate(COUNT)}
        further = page.locator('a[rel="next"]')
        if not further.count():
            return found
        page.goto(further.evaluate("link => link.href"))


@pytest.mark.parametrize(
    "search,least", [("", 135), ("?near=SE6+4RU&within=10", 100), ("?q=lonely", 30), ("?q=skint+women", 15)]
)
def test_no_card_is_longer_than_nine_lines_on_a_phone(page, samples, search, least):
    found = cards(page, f"{samples}/search{search}")
    assert len(found) >= least
    assert {name: lines for name, lines in found.items() if lines > MOST} == {}


def test_a_line_too_many_would_be_seen(page, samples):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{samples}/search")
    before = page.evaluate(COUNT)[0]["lines"]
    page.evaluate("document.querySelector('.card').append(document.createElement('p'), 'and one line more')")
    assert page.evaluate(COUNT)[0]["lines"] == before + 1
