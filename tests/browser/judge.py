"""What is wrong with a page as it stands in the browser: axe, and the checks of our own in checks.js and words.js."""

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.commands import ROOT

AXE = ROOT / "node_modules/axe-core/axe.min.js"
DRESS = Path(__file__).with_name("dress.js").read_text()
CHECKS = "\n".join(Path(__file__).with_name(name).read_text() for name in ("checks.js", "words.js"))
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Every rule of the tags, reported only where it fails or cannot tell; styles are not fetched a second time.
OPTIONS = {"runOnly": TAGS, "resultTypes": ["violations", "incomplete"], "preload": False}
LOOKS = ("look", "spaced", "lengthened", "walk")
COLOURS = ("color-contrast", "link-in-text-block")  # the rules of axe that read colours
# Those that may answer otherwise when a page stands in another language.
TONGUES = (*COLOURS, "html-has-lang", "html-lang-valid", "valid-lang", "label-content-name-mismatch", "target-size")
PATIENCE = 120_000  # milliseconds: a machine that has much else to do is slow, and nothing here is about speed
HEIGHTS = {320: 640, 256: 512, 1280: 800}  # of the window, by its width

# What axe could not decide and a person has: rule, what its element looks like or its path, and why it is right.
REVIEWED: list[tuple[str, str, str]] = [
    ("color-contrast", r"nhsuk-(checkboxes|radios)__label", "the box is drawn by a pseudo-element beside the words"),
    ("color-contrast", r"^label\[for=\S+\] > bdi$", "the same, where the words of the label are a name"),
]


def ready(context: BrowserContext) -> BrowserContext:
    """A context in which every page can be judged."""
    context.set_default_timeout(PATIENCE)
    context.add_init_script(CHECKS)
    return context


def resize(page: Page, width: int) -> None:
    """Gives the window a width."""
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})


def dress(page: Page, size: str, contrast: str) -> Page:
    """The page as it stands, in another text size and contrast; a test holds that it is what the site would send."""
    page.evaluate(DRESS, [size, contrast])
    return page


def axe(page: Page, *rules: str) -> list[str]:
    """What axe finds wrong (by some rules only), and what it could not decide and nobody has reviewed."""
    if page.evaluate("!window.axe"):
        page.evaluate(AXE.read_text())
    return told(page.evaluate(asked(*rules)))


def asked(*rules: str) -> str:
    """The script that asks axe, which the page has by then."""
    options = OPTIONS | ({"runOnly": list(rules)} if rules else {})
    return f"gate.loosely(() => axe.run(document, {json.dumps(options)}))"


def told(report: dict[str, Any]) -> list[str]:
    """What axe answered, without what a person has reviewed."""
    return [
        f"axe {kind}: {rule['id']}: {node['html'][:160]}"
        for kind in ("violations", "incomplete")
        for rule in report[kind]
        for node in rule["nodes"]
        if kind == "violations" or not reviewed(rule["id"], node["html"], node["target"][0])
    ]


def reviewed(rule: str, html: str, path: str) -> bool:
    """Whether a person has looked at this one."""
    seen = [pattern for known, pattern, _why in REVIEWED if known == rule]
    return any(re.search(pattern, text) for pattern in seen for text in (html, str(path)))


def own(page: Page) -> list[str]:
    """What our own checks find: at this width, with text wide apart, with words twice as long, at each focus stop, at
    256 pixels or with text twice as big."""
    page.keyboard.press("F9")  # does nothing, and from now on the browser shows where the keyboard is
    found = [one for look in LOOKS for one in page.evaluate(f"gate.{look}()")]
    width = (page.viewport_size or {"width": 320})["width"]
    if width > 320:
        return found + page.evaluate("gate.enlarged()")
    resize(page, 256)
    found += [f"256 wide, {one}" for one in page.evaluate("gate.narrow()")]
    resize(page, width)
    return found


def announced(page: Page) -> list[str]:
    """What is wrong with how a change was said, after gate.watch() and the change."""
    heard = page.evaluate("gate.heard()")
    if not heard["changed"]:
        return []
    page.evaluate("gate.watch()")  # it was said once, however often the page is judged
    said = [] if len(heard["said"]) == 1 else [f"change: announced {len(heard['said'])} times: {heard['said']}"]
    return said if heard["focus"] else [*said, "change: the focus was lost"]


def findings(page: Page, *rules: str) -> list[str]:
    """Everything that is wrong with the page as it stands; with `rules`, axe looks by these alone."""
    changes = announced(page)
    page.evaluate("scrollTo(0, 0)")
    return [*changes, *axe(page, *rules), *own(page)]


def recoloured(page: Page) -> list[str]:
    """What is wrong with a page that had no findings and of which only the contrast has changed since."""
    return [*axe(page, *COLOURS), *page.evaluate("gate.look()"), *page.evaluate("gate.walk()")]
