"""Somebody with a phone and JavaScript; it reads like tests/reader.py:Reader, so that one journey is walked by both."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from playwright.sync_api import Browser, Locator, Page

from tests.browser.judge import ready, resize

WIDTH = 320


class Phone:
    """One person's browser. No page it comes to is wider than its screen, and no script on one fails."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site
        self.failed: list[str] = []
        page.on("pageerror", lambda error: self.failed.append(str(error)))

    def visit(self, path: str) -> "Phone":
        """Types an address in."""
        self.page.goto(self.site + path)
        return self.arrived()

    def arrived(self) -> "Phone":
        """Looks at the page that came."""
        assert not self.failed, self.failed
        assert self.page.evaluate("document.documentElement.scrollWidth") <= WIDTH, self.page.url
        return self

    @property
    def words(self) -> str:
        """What can be read on the page."""
        return " ".join(self.page.locator("body").inner_text().split())

    @property
    def heading(self) -> str:
        """The words of the h1."""
        return self.page.locator("h1").inner_text()

    def labelled(self, label: str) -> Locator:
        """The form control whose label begins so."""
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}", re.IGNORECASE)).first

    def fill(self, label: str, value: str) -> "Phone":
        """Types into a field."""
        self.labelled(label).fill(value)
        return self

    def tick(self, *labels: str) -> "Phone":
        """Taps boxes or a radio button, where they are not ticked yet."""
        for label in labels:
            self.labelled(label).check()
        return self

    def follow(self, text: str) -> "Phone":
        """Taps the first link that says `text`; one that says exactly that comes first."""
        exact = self.page.get_by_role("link", name=text, exact=True)
        return self.tap(exact if exact.count() else self.page.get_by_role("link", name=text))

    def press(self, text: str) -> "Phone":
        """Taps the first button that says `text`."""
        return self.tap(self.page.get_by_role("button", name=text))

    def tap(self, found: Locator) -> "Phone":
        """Taps the first that was found and waits for the page it leads to."""
        with self.page.expect_navigation():
            found.first.click()
        return self.arrived()


@contextmanager
def phones(browser: Browser, site: str) -> Iterator[Callable[..., Phone]]:
    """`phone(cookie="")` gives somebody a phone of their own, signed in by a cookie, until the block ends."""
    with ExitStack() as away:

        def phone(cookie: str = "") -> Phone:
            context = ready(browser.new_context(locale="en-GB", has_touch=True))
            away.callback(context.close)
            if cookie:
                context.add_cookies([{"name": "signed-in", "value": cookie, "url": site}])
            page = context.new_page()
            resize(page, WIDTH)
            return Phone(page, site)

        yield phone
