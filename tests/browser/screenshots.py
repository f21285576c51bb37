"""Pictures of every kind of page, for people to look at: `make screenshots` puts them into screenshots/.

Each contrast in four languages, on a phone and on a desk; forced colours, zoom and paper; and the same content in
the stock stylesheet of NHS.UK frontend beside ours. Open screenshots/index.html.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from directory import clock
from tests.browser import stage
from tests.browser.conftest import CALM
from tests.browser.judge import resize
from tests.browser.matrix import CONTRASTS, WIDTHS, languages
from tests.browser.visit import Visitor
from tests.commands import ROOT
from tests.conftest import NOW
from tests.databases import of_kind
from tests.sites import Sites

FOLDER = ROOT / "screenshots"
STOCK_CSS = ROOT / "node_modules/nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.css"
STOCK = Path(__file__).with_name("stock.js")
# One from right to left, one with long words in a script of its own, one without spaces between words.
SHOWN = ("en", "ar", "ta", "zh-Hans")
STATES = {
    "home": "home", "results": "results near a place", "offer": "offer, sample", "organisation": "organisation, sample",
    "urgent-help": "urgent help", "nothing-found": "nothing found", "error": "database gone", "handout": "handout",
    "editor": "an offer to keep right",
}  # fmt: skip
# What is looked at less often: name, width in CSS pixels, and what the browser or the reader asks for.
ZOOMED = {"200-percent": (640, 2.0), "400-percent": (320, 4.0)}
HIGHEST = 1200  # pixels of a page that is zoomed
A4 = 718  # pixels between the margins of a sheet


@contextmanager
def opened() -> Iterator[tuple[Browser, Visitor, tuple[str, ...]]]:
    """A browser, a visitor, and the languages of a site of their own, at the clock of the tests."""
    clock.read = lambda: NOW
    with tempfile.TemporaryDirectory() as name, of_kind("sqlite", Path(name)) as databases:
        sites = Sites(databases, lambda: Path(tempfile.mkdtemp(dir=name)))
        here, gone = sites.make("sample"), sites.make(SQLALCHEMY_DATABASE_URI="sqlite:////no/such/folder/x.sqlite")
        with here.app_context():
            stage.fill()
        with stage.listening(here) as there, stage.listening(gone) as nowhere, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CALM)
            with Visitor.of(browser, {"stage": there, "gone": nowhere}) as visitor:
                yield browser, visitor, tuple(languages(here))
        sites.close()


def row(state: str, language: str, contrast: str, width: int) -> dict[str, object]:
    """A row of the matrix at standard size."""
    return {"state": STATES[state], "language": language, "size": "", "contrast": contrast, "width": width}


def shoot(page: Page, name: str) -> None:
    """The whole page, as high as it is."""
    page.screenshot(path=FOLDER / f"{name}.png", full_page=True, animations="disabled")


def themes(visitor: Visitor, spoken: tuple[str, ...]) -> None:
    """Every state in every contrast, on both widths, from left to right and from right to left."""
    for state in STATES:
        for language in [tag for tag in SHOWN if tag in spoken]:
            for contrast in CONTRASTS:
                for width in WIDTHS:
                    shoot(visitor.come(row(state, language, contrast, width)), f"{state}-{contrast}-{language}-{width}")


def asked_for(visitor: Visitor, name: str, **media: str) -> None:
    """Every state as a reader's device may ask for it."""
    visitor.page.emulate_media(**media)  # type: ignore[arg-type]
    for state in STATES:
        for width in WIDTHS:
            shoot(visitor.come(row(state, "en", "", width)), f"{state}-{name}-en-{width}")
    visitor.page.emulate_media(forced_colors="none", color_scheme="light", contrast="no-preference")


def zoomed(browser: Browser, visitor: Visitor) -> None:
    """Every state at 200% and 400% of a window of 1280 pixels."""
    for name, (width, scale) in ZOOMED.items():
        context = browser.new_context(device_scale_factor=scale, viewport={"width": width, "height": HIGHEST})
        page = context.new_page()
        for state in STATES:
            page.goto(visitor.address(STATES[state]))  # nobody is signed in here: the editor is a sign-in page
            page.screenshot(path=FOLDER / f"{state}-{name}.png")
        context.close()


def printed(visitor: Visitor) -> None:
    """Every state as it comes out on A4."""
    for state in STATES:
        page = visitor.come(row(state, "en", "", 1280))
        page.emulate_media(media="print")
        page.set_viewport_size({"width": A4, "height": 1024})
        shoot(page, f"{state}-print")
        page.pdf(path=FOLDER / f"{state}-print.pdf", prefer_css_page_size=True)
        page.emulate_media(media="screen")


def in_stock(visitor: Visitor, act: Callable[[], None]) -> None:
    """While `act` runs our stylesheet is that of NHS.UK frontend, as it is."""
    visitor.page.route("**/static/site*.css", lambda route: route.fulfill(path=STOCK_CSS, content_type="text/css"))
    act()
    visitor.page.unroute_all()


def stock(visitor: Visitor) -> None:
    """Every state with the classes that NHS.UK frontend has for it."""
    for state in STATES:
        for width in WIDTHS:
            page = visitor.come(row(state, "en", "", width))
            page.evaluate(STOCK.read_text())
            shoot(page, f"{state}-stock-en-{width}")


def beside(visitor: Visitor) -> None:
    """Ours and stock in one picture, the first 2,000 pixels of each."""
    for state in STATES:
        for width in WIDTHS:
            ours, theirs = (f"{state}-{kind}-en-{width}.png" for kind in ("standard", "stock"))
            resize(visitor.page, 1280)
            visitor.page.set_viewport_size({"width": 2 * width + 60, "height": 2000})
            sheet = FOLDER / "beside.html"
            pictures = "".join(f'<img src="{one}" style="vertical-align: top; margin: 8px">' for one in (ours, theirs))
            sheet.write_text(f'<body style="margin: 0; background: #888; white-space: nowrap">{pictures}')
            visitor.page.goto(sheet.as_uri())
            visitor.page.screenshot(path=FOLDER / f"{state}-beside-{width}.png")
            sheet.unlink()


def index() -> None:
    """A page with every picture."""
    pictures = sorted(path.name for path in FOLDER.glob("*.png"))
    figures = "".join(f'<p><a href="{one}">{one}</a><br><img loading="lazy" src="{one}" alt="">' for one in pictures)
    (FOLDER / "index.html").write_text(f"<!DOCTYPE html><title>Screenshots</title>{figures}")


def main() -> None:
    """Takes them all."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    with opened() as (browser, visitor, spoken):
        themes(visitor, spoken)
        asked_for(visitor, "forced-colours", forced_colors="active")
        asked_for(visitor, "forced-colours-dark", forced_colors="active", color_scheme="dark")
        zoomed(browser, visitor)
        printed(visitor)
        in_stock(visitor, lambda: stock(visitor))
        beside(visitor)
    index()
    sys.stdout.write(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER.name}/\n")


if __name__ == "__main__":
    main()
