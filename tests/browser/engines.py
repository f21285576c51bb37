"""Firefox ESR and WebKitGTK for tests: each has a profile of its own, and ends with everything it has started."""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.browser.webdriver import PATHS, PATIENCE, Ask, heard, patiently, sent, told
from tests.server import free_port

# Nothing is fetched but from this machine: whatever else Firefox wants of its makers ends at a proxy that is not there.
PREFS = {
    "marionette.port": 0, "network.proxy.type": 1, "network.proxy.http": "127.0.0.1", "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1", "network.proxy.ssl_port": 9, "intl.accept_languages": "en-GB",
    "toolkit.legacyUserProfileCustomizations.stylesheets": True,
}  # fmt: skip
# A window may be as narrow as a phone, which the tools in the frame of a browser refuse otherwise.
NARROW_FIREFOX = ":root, :root * { min-width: 0 !important }"
NARROW_GTK = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; font-size: 1px; -gtk-icon-source: none }"


@contextmanager
def running(call: list[str], **settings: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A program and all that it starts, one group that is ended after the block, whatever happened in it."""
    process = subprocess.Popen(call, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               **settings)  # fmt: skip
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def home(folder: Path, **settings: str) -> dict[str, str]:
    """The surroundings of a browser that may write below a folder only, and starts no helpers of a desktop."""
    return os.environ | {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "NO_AT_BRIDGE": "1"} | settings


@contextmanager
def firefox(folder: Path, javascript: bool) -> Iterator[Ask]:
    """Firefox ESR, without a screen."""
    prefs = PREFS | {"javascript.enabled": javascript}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in prefs.items()]
    (folder / "user.js").write_text("\n".join(lines))
    (folder / "chrome").mkdir()
    (folder / "chrome/userChrome.css").write_text(NARROW_FIREFOX)
    call = ["firefox-esr", "--headless", "--no-remote", "--marionette", "--profile", str(folder), "about:blank"]
    with running(call, env=home(folder)):
        port = patiently(lambda: (folder / "MarionetteActivePort").read_text(), "Firefox did not come up")
        with socket.create_connection(("127.0.0.1", int(port)), 2 * PATIENCE) as wire, wire.makefile("rwb") as line:
            heard(line)  # it says hello
            told(line, "NewSession", {})
            yield lambda command, **given: told(line, command, given)


@contextmanager
def screen() -> Iterator[str]:
    """A display that nobody sees, as small as a phone: what lies under the pointer, in its middle, has the keyboard."""
    reads, writes = os.pipe()
    call = ["Xvfb", "-displayfd", str(writes), "-screen", "0", "480x800x24", "-nolisten", "tcp"]
    with open(reads) as number, running(call, pass_fds=(writes,)):
        os.close(writes)
        yield f":{number.readline().strip()}"


def browser_of_webkit() -> str | None:
    """Where Debian puts the small browser of WebKitGTK."""
    return next(map(str, Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")), None)


@contextmanager
def webkit(folder: Path, javascript: bool) -> Iterator[Ask]:
    """WebKitGTK, on a screen of its own. It may run as root, as in a container, where it can lock nothing in."""
    port, style = free_port(), folder / ".config/gtk-3.0/gtk.css"
    style.parent.mkdir(parents=True)
    style.write_text(NARROW_GTK)
    settings = {"GDK_BACKEND": "x11", "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
    call = ["WebKitWebDriver", "--host=127.0.0.1", f"--port={port}"]
    asked = ["--automation", f"--enable-javascript={str(javascript).lower()}"]
    wanted = {"webkitgtk:browserOptions": {"binary": browser_of_webkit(), "args": asked}}
    with screen() as display, running(call, env=home(folder, DISPLAY=display, **settings)):
        patiently(lambda: sent(port, "GET", "/status"), "WebKitWebDriver did not come up")
        session = sent(port, "POST", "/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]

        def ask(command: str, **given: Any) -> Any:
            method, path = PATHS[command].split(" ")
            return sent(port, method, f"/session/{session}/{path.format(**given)}", given)

        yield ask
