"""A browser asked by the commands of W3C WebDriver: Firefox over Marionette, WebKitGTK over HTTP.

with engines.webkit(folder, javascript=True) as ask: Window(ask).open(address).click("main a")

Ours, as Debian has no geckodriver for Selenium and Firefox ESR lacks a command that Playwright begins with.
"""

import json
import time
from base64 import b64decode
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection
from typing import Any

PATIENCE = 60  # seconds
# W3C WebDriver, 17.4.2: the keys that write nothing.
KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Shift": "\ue008", "F9": "\ue039"}
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # under this name it tells which element is meant
ARRIVED = "document.readyState === 'complete' && location.protocol !== 'about:'"
# How a command of Marionette is said over HTTP.
PATHS = {
    "Navigate": "POST url", "GetCurrentURL": "GET url", "Back": "POST back", "FindElements": "POST elements",
    "ElementClick": "POST element/{id}/click", "ElementSendKeys": "POST element/{id}/value",
    "ElementClear": "POST element/{id}/clear", "ExecuteScript": "POST execute/sync",
    "ExecuteAsyncScript": "POST execute/async", "PerformActions": "POST actions", "SetTimeouts": "POST timeouts",
    "SetWindowRect": "POST window/rect", "TakeScreenshot": "GET screenshot", "AddCookie": "POST cookie",
    "DeleteAllCookies": "DELETE cookie",
}  # fmt: skip

Ask = Callable[..., Any]  # ask("Navigate", url=…): what the browser answers


class Refused(Exception):
    """What a browser says it cannot do."""


def patiently(find: Callable[[], Any], what: str) -> Any:
    """What is found at last; a browser that is just beginning, or on its way to a page, refuses for a while."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(OSError, Refused):
            if found := find():
                return found
        time.sleep(0.05)
    raise TimeoutError(what)


def refusal(command: str, fault: dict[str, str]) -> Exception:
    """What a browser says instead of an answer; out of time is told as such, as the machine may be busy."""
    kind = TimeoutError if fault["error"] == "timeout" else Refused
    return kind(f"{command}: {fault['error']}: {fault['message']}")


def told(line: Any, command: str, given: dict[str, Any]) -> Any:
    """Says a command to Marionette; it is heard and answered before the next."""
    said = json.dumps([0, 1, f"WebDriver:{command}", given]).encode()
    line.write(b"%d:%s" % (len(said), said))
    line.flush()
    _kind, _number, fault, answer = heard(line)
    if fault:
        raise refusal(command, fault)
    return answer.get("value", answer) if isinstance(answer, dict) else answer


def heard(line: Any) -> Any:
    """The next thing Marionette says: its length, a colon, JSON."""
    length = b""
    while not length.endswith(b":"):
        byte = line.read(1)
        if not byte:
            raise ConnectionError("Firefox went away")
        length += byte
    return json.loads(line.read(int(length[:-1])))


def sent(port: int, method: str, path: str, given: dict[str, Any] | None = None) -> Any:
    """What WebKitWebDriver answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=2 * PATIENCE)
    try:
        connection.request(method, path, json.dumps(given or {}) if method == "POST" else None)
        answer = json.loads(connection.getresponse().read())["value"]
    finally:
        connection.close()
    if isinstance(answer, dict) and "error" in answer:
        raise refusal(path, answer)
    return answer


class Window:
    """The one window of a browser. Tests may ask a page by script without JavaScript too: only the page has none."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        ask("SetTimeouts", script=1000 * PATIENCE, pageLoad=1000 * PATIENCE)

    def open(self, address: str) -> "Window":
        """Types an address in."""
        self.ask("Navigate", url=address)
        return self

    @property
    def url(self) -> str:
        """Where it is."""
        return str(self.ask("GetCurrentURL"))

    def back(self) -> "Window":
        """The browser's Back."""
        self.ask("Back")
        return self

    def resize(self, width: int, height: int) -> None:
        """Gives the page that much room: the window is bigger by its frame."""
        frame = self.script("return [outerWidth - innerWidth, outerHeight - innerHeight]")
        self.ask("SetWindowRect", x=0, y=0, width=width + frame[0], height=height + frame[1])
        self.until(f"innerWidth === {width} && innerHeight === {height}")

    def script(self, body: str, *given: Any) -> Any:
        """What a script returns, which is given `arguments`."""
        return self.ask("ExecuteScript", script=body, args=list(given))

    def promised(self, what: str) -> Any:
        """What a script comes to that may take its time; only where JavaScript is on."""
        body = f"const done = arguments[0]; Promise.resolve({what}).then(done, (error) => done(String(error)))"
        return self.ask("ExecuteAsyncScript", script=body, args=[])

    def until(self, holds: str) -> "Window":
        """Waits for what a script says."""
        patiently(lambda: self.script(f"return !!({holds})"), f"never at {self.url}: {holds}")
        return self

    def leave(self, act: Callable[[], object]) -> "Window":
        """Acts, and waits for the page that it leads to; Firefox may show an empty one on the way."""
        here = self.script("return performance.timeOrigin")
        act()
        return self.until(f"performance.timeOrigin !== {here} && {ARRIVED}")

    def all(self, css: str) -> list[str]:
        """What a selector finds, each by a name the browser gave it."""
        found = self.ask("FindElements", using="css selector", value=css)
        return [name for one in found for name in one.values()]

    def first(self, css: str) -> str:
        """The first that a selector finds."""
        found = self.all(css)
        assert found, f"no {css} at {self.url}"
        return found[0]

    def text(self, css: str) -> str:
        """The words in the first that a selector finds, as a reader sees them."""
        return " ".join(self.script("return arguments[0].innerText", {ELEMENT: self.first(css)}).split())

    def click(self, css: str) -> "Window":
        """Taps the first that a selector finds, once it is in sight: WebKit scrolls to it and says that it is not."""
        found = self.first(css)
        self.script("arguments[0].scrollIntoView({ block: 'center' })", {ELEMENT: found})
        self.ask("ElementClick", id=found)
        return self

    def follow(self, css: str) -> "Window":
        """Taps what leads to another page."""
        return self.leave(lambda: self.click(css))

    def fill(self, css: str, text: str) -> "Window":
        """Writes into a field instead of what it says."""
        field = self.first(css)
        self.ask("ElementClear", id=field)
        self.ask("ElementSendKeys", id=field, text=text.replace("\n", KEYS["Enter"]))
        return self

    def press(self, *keys: str) -> "Window":
        """Keys on the keyboard, one after the other: letters, or names of KEYS."""
        way = [{"type": kind, "value": KEYS.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")]
        self.ask("PerformActions", actions=[{"type": "key", "id": "keyboard", "actions": way}])
        return self

    def cookie(self, name: str, value: str) -> None:
        """Keeps a cookie for the site of the page."""
        self.ask("AddCookie", cookie={"name": name, "value": value, "path": "/"})

    def picture(self) -> bytes:
        """The page on the screen, as PNG."""
        return b64decode(self.ask("TakeScreenshot"))
