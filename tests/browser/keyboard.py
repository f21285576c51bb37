"""Somebody at a page with a keyboard and nothing else; the focus is never lost, and every stop is counted."""

from playwright.sync_api import Page

from tests.browser.matrix import settles

PATIENCE = 200  # Tab stops, before something is taken for out of reach


class Keyboard:
    """`stops` are the Tab stops since the page was opened."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        page.goto(address)
        self.stops = 0

    def tab(self, back: bool = False) -> None:
        """One step on, or back. The focus may leave the page only at its end."""
        self.page.keyboard.press("Shift+Tab" if back else "Tab")
        self.stops += 1

    def focused(self) -> str:
        """The element that has the focus, in words; "" for none."""
        return str(
            self.page.evaluate("document.activeElement === document.body ? '' : gate.where(document.activeElement)")
        )

    def at(self, selector: str) -> bool:
        """Whether the focus is on what the selector finds."""
        return bool(self.page.evaluate("selector => document.activeElement.matches(selector)", selector))

    def to(self, selector: str) -> "Keyboard":
        """Tabs on to the first stop that the selector finds."""
        for _stop in range(PATIENCE):
            self.tab()
            assert self.focused(), f"the end of the page came before {selector}"
            if self.at(selector):
                return self
        raise AssertionError(f"{PATIENCE} stops did not reach {selector}")

    def type(self, text: str) -> "Keyboard":
        """Types into what has the focus."""
        self.page.keyboard.type(text)
        return self

    def open(self) -> "Keyboard":
        """Presses Enter on a link or button that leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.stops = 0
        return self

    def swap(self) -> "Keyboard":
        """Presses Enter on what changes the results in place: the focus stays in the page, the change is said once."""
        self.page.evaluate("gate.watch()")
        settles(self.page, lambda: self.page.keyboard.press("Enter"))
        heard = self.page.evaluate("gate.heard()")
        assert heard["focus"], "the focus was lost"
        assert len(heard["said"]) == 1, heard["said"]
        return self

    def unfold(self, selector: str) -> "Keyboard":
        """Opens what is folded, where there is no room to show it."""
        if self.page.locator(selector).is_visible():
            self.to(selector).press("Enter")
        return self

    def press(self, key: str) -> "Keyboard":
        """Any other key."""
        self.page.keyboard.press(key)
        return self
