"""What a page costs a reader: bytes, waiting, and how far down the telephone number stands. Goals are of quality.md."""

import pytest

from tests.browser.judge import resize
from tests.browser.matrix import CONTRASTS, each
from tests.browser.pages import Wire
from tests.browser.stage import OFFERS
from tests.browser.test_gate import LANGUAGES

FIRST_VISIT = 70 * 1024  # bytes on the wire
MOST_REQUESTS = 7
# Milliseconds, and bytes a second: 1.6 Mbit down, 0.75 Mbit up.
SLOW_PHONE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
SLOWER = 4  # times the CPU of this machine
LARGEST_PAINT = 1500  # milliseconds
MOVED = """() => new Promise(done => {
  let moved = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) moved += one.value; })
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(moved), 300);
})"""
PAINTED = """() => new Promise(done => {
  new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))
    .observe({type: "largest-contentful-paint", buffered: true});
})"""


def prefix(language: str) -> str:
    """What stands before the paths of a language."""
    return "" if language == "en" else f"/{language}"


def choose(page, live, contrast: str, size: str = "") -> None:
    """Sets the cookie of the display form."""
    page.context.add_cookies([{"name": "display", "value": f"{size}.{contrast}.", "url": live.url}])


@pytest.mark.parametrize("language", each(LANGUAGES))
@pytest.mark.parametrize("contrast", ["", *CONTRASTS])
def test_a_first_visit_to_results_is_light(page, live, contrast, language):
    if contrast:
        choose(page, live, contrast)
    wire = Wire(page)
    page.goto(f"{prefix(language)}/search?q=walk&near=SE6+4RU", wait_until="networkidle")
    assert wire.bytes <= FIRST_VISIT, f"{wire.bytes} bytes"
    assert len(wire.requests) <= MOST_REQUESTS


@pytest.mark.parametrize("path", ["/", "/search?q=walk", "/urgent-help", "{offer}"])
def test_nobody_else_is_told_and_nothing_is_kept(page, live, offer, path):
    wire = Wire(page)
    page.goto(path.format(offer=offer), wait_until="networkidle")
    assert {url.split("/")[2] for url in wire.requests if not url.startswith("data:")} == {f"127.0.0.1:{live.port}"}
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.fixture
def offer(page):
    """The path of a sample offer."""
    page.goto("/search")
    return page.locator(".card__name a").first.get_attribute("href")


@pytest.mark.parametrize("language", each(LANGUAGES))
@pytest.mark.parametrize("path", ["/", "/search?near=SE6+4RU", "/urgent-help", "{offer}"])
def test_nothing_moves_while_a_page_loads(page, offer, path, language):
    """What a page moves it moves each time; on a busy machine the window itself may once still be changing its size."""
    for width in (320, 1280):
        resize(page, width)
        assert any(moved(page, prefix(language) + path.format(offer=offer)) == 0 for _again in range(3))


def moved(page, address: str) -> float:
    """How far things move while a page loads, as Chromium scores it."""
    page.goto(address)
    return page.evaluate(MOVED)


@pytest.mark.parametrize("pages", [1, pytest.param(99, marks=pytest.mark.slow)])
def test_the_phone_number_of_an_offer_stands_in_the_first_screen(visitor, pages):
    """Of offers that have one, on the smallest phone, at standard size in English."""
    page = visitor.come({"state": "home", "language": "en", "size": "", "contrast": "", "width": 320})
    hidden, seen = [], 0
    for address in offers(visitor, pages):
        page.goto(address)
        phone = page.locator(".acts a[href^='tel:']").first
        box = phone.bounding_box() if phone.count() else None
        seen += bool(box)
        if box and box["y"] + box["height"] > 640:
            hidden.append(f"{address}: {box['y'] + box['height']:.0f}")
    assert hidden == [] and seen >= 10


def offers(visitor, pages: int) -> list[str]:
    """The addresses of offers in every state, and of those on so many pages of results."""
    page, found = visitor.page, [f"{visitor.sites['stage']}/offers/the-{state}" for state in OFFERS]
    page.goto(f"{visitor.sites['stage']}/search")
    for _number in range(pages):
        found += page.locator(".card__name a").evaluate_all("links => links.map(link => link.href)")
        further = page.locator("a[rel=next]")
        if not further.count():
            break
        page.goto(further.evaluate("link => link.href"))
    return found


@pytest.mark.parametrize("path", ["/", "/search?q=walk&near=SE6+4RU", "{offer}"])
def test_the_largest_thing_is_painted_soon_on_a_slow_phone(page, offer, path):
    """The best of three, as other tests share this machine."""
    resize(page, 320)
    assert min(painted(page, path.format(offer=offer)) for _ in range(3)) <= LARGEST_PAINT


def painted(page, path: str) -> float:
    """Milliseconds until the largest paint, with nothing cached."""
    page.goto("about:blank")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    session.send("Network.emulateNetworkConditions", SLOW_PHONE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    try:
        page.goto(path)
        return float(page.evaluate(PAINTED))
    finally:
        session.detach()
