"""A visitor of the page gate: one window that comes to a state of a page, in a language, size, contrast and width."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from urllib.request import urlopen

from playwright.sync_api import Browser, ConsoleMessage, Page

from directory.web.preferences import COOKIE
from tests.browser.judge import ready, resize
from tests.browser.matrix import STATES, Row
from tests.browser.stage import PEOPLE_OF, SENT, token

# Where the first link of a kind is found.
LINKS = {"sample": ("/search", "/offers/"), "organisation": ("{sample}", "/organisations/"), "place": ("/", "/places/")}


class Visitor:
    """`sites` are the addresses of the site and of the one whose database is gone."""

    def __init__(self, page: Page, sites: dict[str, str]) -> None:
        self.page = page
        self.sites = sites
        self.complaints: list[str] = []
        self.found: dict[str, str] = {}
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @classmethod
    @contextmanager
    def of(cls, browser: Browser, sites: dict[str, str]) -> Iterator["Visitor"]:
        """A visitor with a window of their own; the window is closed after the block."""
        context = ready(browser.new_context(locale="en-GB"))
        try:
            yield cls(context.new_page(), sites)
        finally:
            context.close()

    def hear(self, message: ConsoleMessage) -> None:
        """Keeps what the page complained about: a script error, or something the content policy refused."""
        expected = re.search(r"status of (400|403|404|409|410|422|503)", message.text)
        if message.type in ("error", "warning") and not expected:
            self.complaints.append(message.text)

    def come(self, row: Row) -> Page:
        """The page in the state, language, size, contrast and width of a row; its status is as expected."""
        state = STATES[str(row["state"])]
        self.choose(str(row["size"]), str(row["contrast"]), state.who)
        resize(self.page, int(str(row["width"])))
        self.complaints.clear()
        answer = self.page.goto(self.address(str(row["state"]), str(row["language"])))
        assert answer and answer.status == state.status, f"{answer and answer.status}"
        if state.act:
            state.act(self.page)
        return self.page

    def choose(self, size: str, contrast: str, who: str = "") -> None:
        """Sets the cookies that the forms would set: how pages look, and who is signed in."""
        self.page.context.clear_cookies()
        value = f"{size}.{contrast}."
        self.page.context.add_cookies([{"name": COOKIE, "value": value, "url": site} for site in self.sites.values()])
        if who:
            self.page.context.add_cookies([{"name": "signed-in", "value": token(who), "url": self.sites["stage"]}])

    def address(self, name: str, language: str = "en") -> str:
        """The full address of a state in a language."""
        state = STATES[name]
        prefix = "" if language == "en" else f"/{language}"
        return self.sites[state.site] + prefix + self.path(state.path)

    def path(self, path: str) -> str:
        """A path with the braces filled in from the first link of that kind."""
        known = SENT | {"people": PEOPLE_OF}
        return re.sub(r"\{(\w+)\}", lambda match: known.get(match[1]) or self.first(match[1]), path)

    def first(self, kind: str) -> str:
        """The first link of a kind, as a visitor finds it."""
        if kind not in self.found:
            page, room = LINKS[kind]
            with urlopen(self.sites["stage"] + self.path(page)) as answer:
                links = re.findall(rf'href="({room}[^"?#]+)"', answer.read().decode())
            assert links, f"no link leads to {room}"
            self.found[kind] = unescape(links[0])
        return self.found[kind]
