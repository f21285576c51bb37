"""What screen readers say on the main journeys, compared with what was said when a person last read it.

After a change that is right, `TRANSCRIPTS=write pytest tests/browser/test_aloud.py` writes the files anew; read the
difference before it is committed.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.aloud import transcript
from tests.browser.judge import ready, resize
from tests.browser.matrix import settles, unfold

FOLDER = Path(__file__).with_name("transcripts")
OFFERS_HEARD = 2
WRITE = os.environ.get("TRANSCRIPTS") == "write"


class Listener:
    """Somebody who listens to pages, and what they heard so far."""

    def __init__(self, page, address: str) -> None:
        self.page = page
        self.address = address
        self.heard: list[str] = []

    def visit(self, path: str) -> "Listener":
        """Comes to a page and hears it."""
        self.page.goto(self.address + path)
        return self.listen(f"at {path}")

    def listen(self, what: str) -> "Listener":
        """Hears the whole page."""
        self.heard.append(f"=== {what}\n\n{short(transcript(self.page))}")
        return self

    def search(self, words: str) -> "Listener":
        """Types and presses Enter."""
        self.page.locator("#search-q").fill(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self.listen(f"after a search for {words}")

    def open(self, selector: str) -> "Listener":
        """Follows a link to another page."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        return self.listen(f"after {selector}")

    def choose(self, selector: str) -> "Listener":
        """Presses what changes the results in place, and hears what is said of it."""
        unfold(self.page)
        self.page.evaluate("gate.watch()")
        settles(self.page, lambda: self.page.locator(selector).first.press("Enter"))
        heard = self.page.evaluate("gate.heard()")
        self.heard.append(
            f"=== after {selector}\n\nsaid at once: {heard['said']}\nthe keyboard is at: {heard['focus']}\n"
        )
        return self


def short(heard: str) -> str:
    """A page with its first offers only: which come after them is tested where finding is."""
    lines = heard.splitlines()
    cards = [number for number, line in enumerate(lines) if line.startswith("heading 2: ") and line.endswith(", link")]
    if len(cards) > OFFERS_HEARD:
        ends = ("landmark navigation", "status", "heading")
        after = next(number for number in range(cards[-1] + 1, len(lines)) if lines[number].startswith(ends))
        lines[cards[OFFERS_HEARD] : after] = ["(and more offers)"]
    return "\n".join(lines) + "\n"


def in_language(tag: str, path: str) -> str:
    """A path in a language."""
    return path if tag == "en" else f"/{tag}{path}"


JOURNEYS: dict[str, Callable[[Listener], object]] = {
    "search and open an offer": lambda one: one.visit("/").search("cooking").open(".card__name a"),
    "filter and take it back": lambda one: (
        one.visit("/search?q=walk&near=SE6+4RU").choose(".facet a:not([aria-current])").choose(".chips a")
    ),
    "nothing found": lambda one: one.visit("/search?q=zzzzqqqq&cost=free"),
    "words that may mean danger": lambda one: one.visit("/search?q=suicidal").open(".notice--urgent p:last-child a"),
    "an offer with every fact": lambda one: one.visit("/offers/the-open").open("a[href^='/organisations/']"),
    "offers that are not open": lambda one: one.visit("/offers/the-paused").visit("/offers/the-ended"),
    "an address that is not public": lambda one: one.visit("/offers/the-hidden"),
    "a page that is not there": lambda one: one.visit("/no/such/page"),
}
JOURNEYS |= {
    f"in {tag}": lambda one, tag=tag: (
        one.visit(in_language(tag, "/")).search("cooking").visit(in_language(tag, "/offers/the-open"))
        .visit(in_language(tag, "/urgent-help"))
    )
    for tag in ("es", "ar")
}  # fmt: skip


@pytest.fixture
def listener(browser, stages):
    """A new visitor on a desk."""
    context = ready(browser.new_context(locale="en-GB"))
    page = context.new_page()
    resize(page, 1280)
    yield Listener(page, stages["stage"])
    context.close()


@pytest.mark.parametrize("journey", JOURNEYS)
def test_it_is_said_as_before(listener, journey):
    JOURNEYS[journey](listener)
    path = FOLDER / f"{journey.replace(' ', '-')}.txt"
    if WRITE:
        FOLDER.mkdir(exist_ok=True)
        path.write_text("\n".join(listener.heard))
    assert path.read_text().splitlines() == "\n".join(listener.heard).splitlines()


def test_every_transcript_has_its_journey():
    spoken = {name for name in JOURNEYS if not name.startswith("in ")}
    kept = {path.stem for path in FOLDER.glob("*.txt") if not path.stem.startswith("in-")}
    assert kept == {name.replace(" ", "-") for name in spoken}
