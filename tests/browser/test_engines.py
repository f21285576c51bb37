"""The main journeys in Firefox ESR and WebKitGTK, in a window as small as a phone's: `make test-full` walks them."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from directory import revisions
from directory.accounts.members import actions as members
from directory.db import db
from directory.listings import queries
from directory.models import Organization, Service
from directory.web.preferences import COOKIE
from tests.browser.engines import firefox, webkit
from tests.browser.judge import AXE, CHECKS, HEIGHTS, LOOKS, asked, told
from tests.browser.matrix import FACET, PROVEN, STATES
from tests.browser.stage import token
from tests.browser.test_keyboard import MOST_STOPS
from tests.browser.test_signposting import prefix
from tests.browser.test_without_javascript import DIFFERENT, WORDS
from tests.browser.webdriver import ARRIVED, Window
from tests.conftest import need
from tests.makers import a_service, an_organization
from tests.people import letters, link_in

pytestmark = pytest.mark.slow
ENGINES = {"Firefox ESR": firefox, "WebKitGTK": webkit}
TOOLS = {"Firefox ESR": ("firefox-esr",), "WebKitGTK": ("WebKitWebDriver", "Xvfb")}
WIDTH = 320
PATIENCE = 60  # Tab stops
CLEAR = """const at = document.activeElement, css = getComputedStyle(at);
const outline = css.outlineStyle !== "none" && parseFloat(css.outlineWidth) >= 2;
return at !== document.body && at.matches(":focus-visible") && (outline || css.boxShadow !== "none");"""
IN_SIGHT = """[...document.activeElement.getClientRects()].some((box) => document.activeElement.contains(
  document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)))"""
FITS = "return document.documentElement.scrollWidth <= innerWidth"
PICKS = "return [...document.querySelectorAll('button.pick')].slice(1, 3).map(one => one.parentElement.id)"
LOOKED_AT = """home|results near a place|results with filters|nothing found|a crisis phrase|offer|organisation|
signpost, answered|list|handout|urgent help|desk|an offer to keep right|change a sentence""".replace("\n", "").split(
    "|"
)

Windows = Callable[[bool], Window]


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """The name of an engine that is there."""
    for tool in TOOLS[request.param]:
        need(tool, shutil.which(tool), "tests/tools.sh full")
    return request.param


@pytest.fixture(scope="module")
def windows(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    """`windows(javascript)`: the one window with scripts, or the one without, of an engine."""
    opened: dict[bool, Window] = {}
    with ExitStack() as away:

        def window(javascript: bool) -> Window:
            if javascript not in opened:
                folder = tmp_path_factory.mktemp("browser")
                opened[javascript] = Window(away.enter_context(ENGINES[engine](folder, javascript)))
                opened[javascript].resize(WIDTH, HEIGHTS[WIDTH])
            return opened[javascript]

        yield window


@pytest.fixture
def fresh(windows: Windows, site: str) -> Windows:
    """The same, at the about page and without cookies."""

    def window(javascript: bool) -> Window:
        found = windows(javascript).open(f"{site}/about")
        found.ask("DeleteAllCookies")
        return found

    return window


@pytest.fixture
def scripted(fresh: Windows) -> Window:
    """A window with JavaScript."""
    return fresh(True)


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def either(request: pytest.FixtureRequest, fresh: Windows) -> Window:
    """A window with JavaScript, and one without."""
    return fresh(request.param)


@pytest.fixture(scope="module")
def site(stages: dict[str, str]) -> str:
    """The address of the stage."""
    return stages["stage"]


def tab_to(window: Window, css: str) -> int:
    """Tabs on to the first stop that the selector finds, and counts; every stop on the way is clearly seen."""
    for stop in range(1, PATIENCE):
        window.press("Tab")
        assert window.script(CLEAR), window.script("return document.activeElement.outerHTML.slice(0, 200)")
        window.until(IN_SIGHT)
        if window.script("return document.activeElement.matches(arguments[0])", css):
            return stop
    raise AssertionError(f"{PATIENCE} stops did not reach {css} at {window.url}")


def skip(window: Window, link: str = ".nhsuk-skip-link") -> int:
    """Tabs to a link that skips what stands between, and presses it."""
    stops = tab_to(window, link)
    window.press("Enter")
    return stops


def test_with_the_keyboard_alone_to_a_phone_number(either, site):
    either.open(f"{site}/")
    assert skip(either) + tab_to(either, "#search-q") <= MOST_STOPS
    either.press(*"cooking").leave(lambda: either.press("Enter"))
    assert either.url.endswith("/search?q=cooking&near=")
    assert skip(either) + skip(either, ".facets > a[href^='#']") + tab_to(either, ".card__name a") <= MOST_STOPS
    name = either.script("return document.activeElement.textContent.trim()")
    either.leave(lambda: either.press("Enter"))
    assert either.text("h1") == name
    tab_to(either, "main a[href^='tel:']")


def unfold(window: Window, part: str) -> None:
    """Opens what is folded, as a reader does."""
    if window.script("return !document.querySelector(arguments[0]).open", part):
        window.click(f"{part} > summary")


def narrow(window: Window) -> Window:
    """Unfolds the filters and taps the first; the results change, in place where there is a script."""
    unfold(window, ".filters")
    unfold(window, ".facet:has(a:not([aria-current]))")
    return window.click(FACET).until("document.querySelector('.chips')")


def end(window: Window) -> dict[str, str]:
    """Where this has led."""
    words = window.script(f"return ({WORDS})(arguments[0])", [*DIFFERENT])
    return {"address": window.url, "title": window.script("return document.title"), "words": words}


def test_a_filter_is_said_once_and_back_brings_what_was(scripted, site):
    scripted.open(f"{site}/search?q=cooking")
    before = end(scripted)
    scripted.script(CHECKS)
    scripted.script("gate.watch(); addEventListener('htmx:afterSettle', () => { window.settled = true })")
    narrow(scripted).until("window.settled")
    heard = scripted.script("return gate.heard()")
    assert heard["said"] == [scripted.text("h1")] and re.match(r"\d+ ", heard["said"][0])
    assert scripted.script("return document.activeElement.matches('.facet a[aria-current]')"), heard["focus"]
    scripted.back().until("!document.querySelector('.chips')")
    assert end(scripted) == before


def test_search_and_filter_end_the_same_without_javascript(fresh, site):
    ends = []
    for javascript in (True, False):
        window = fresh(javascript).open(f"{site}/").fill("#search-q", "cooking").follow("main button")
        ends.append(end(narrow(window).until("!document.querySelector('.htmx-request, .htmx-settling')")))
    assert ends[0] == ends[1] and len(ends[0]["words"]) > 200


def shown(window: Window) -> list[str]:
    """Direction, contrast and text size of the page, which is not wider than the window."""
    assert window.script(FITS), window.url
    return window.script(
        "const { dir, dataset } = document.documentElement; return [dir, dataset.contrast, dataset.size]"
    )


def choose(window: Window, value: str) -> None:
    """Presses a button of the controls of display."""
    unfold(window, "#display")
    window.follow(f"#display button[value={value}]")


def test_arabic_dark_and_largest_are_remembered(either, site):
    either.open(f"{site}/ar/search?q=cooking")
    assert shown(either) == ["rtl", None, None]
    choose(either, "dark")
    choose(either, "largest")
    assert either.url.endswith("/ar/search?q=cooking") and shown(either) == ["rtl", "dark", "largest"]
    either.follow(".card__name a")
    assert shown(either) == ["rtl", "dark", "largest"]
    assert either.script("return getComputedStyle(document.documentElement).fontSize") > "16px"


def by_link(window: Window) -> None:
    window.follow("#exit .exit__go")


def by_shift(window: Window) -> None:
    for said in ("Press Shift 2 more times to exit.", "Press Shift 1 more time to exit."):
        window.press("Shift")
        assert window.text("#status") == said
    window.leave(lambda: window.press("Shift"))


@pytest.mark.parametrize("way", [by_link, by_shift])
def test_a_way_out_leaves_nothing_to_go_back_to(scripted, way_out, away, way):
    scripted.open(f"{away[0]}/start").open(f"{way_out}/search?q=women")
    way(scripted.open(f"{way_out}/search?category=safety").follow(".card__name a"))
    assert scripted.url == f"{away[0]}/weather" and not away[1][-1]
    for _step in range(4):
        scripted.back().until(ARRIVED)
        if scripted.url.endswith("/start"):
            return
        assert scripted.url == f"{away[0]}/weather"
    raise AssertionError("never came back to where it began")


def test_without_a_script_the_link_leads_away(fresh, way_out, away):
    by_link(fresh(False).open(f"{way_out}/search?category=safety"))
    assert fresh and away[1][-1] is None


@pytest.mark.parametrize("language", PROVEN)
@pytest.mark.parametrize("state", ["home", "results", "offer", "urgent help", "not found"])
def test_urgent_help_is_in_the_first_screen(scripted, site, state, language):
    scripted.open(site + prefix(language) + STATES[state].path)
    for number in ("tel:111", "tel:999"):
        ends = scripted.script(
            f"return document.querySelector('aside a[href=\"{number}\"]').getBoundingClientRect().bottom"
        )
        assert 0 < ends <= HEIGHTS[WIDTH]


def test_from_the_signpost_to_a_handout(either, site):
    either.open(f"{site}/signpost").click("[value=work]").click("[value=friends]").fill("#ask-near", "SE12")
    either.leave(lambda: either.press("Enter"))
    for place in either.script(PICKS):
        either.follow(f"#{place} button")
    either.follow("header a[href*='/list?']")
    assert either.text("h1") == "Your list"
    either.follow("main .nhsuk-button[href*='/list/handout']")
    assert len(either.all(".sheet__offer")) == 2 and either.script(FITS)


@pytest.fixture
def group(served) -> Organization:
    """A group with an offer that is told in two paragraphs."""
    made = an_organization()
    a_service(organization=made, name="Walk together", description="We walk.\n\nThen we rest.")
    return made


def test_a_partner_signs_in_and_changes_a_text_of_two_paragraphs(either, served, group):
    """Forms are sent with CR LF (HTML, 4.10.21.4): a text that nobody touched is none that was changed."""
    members.invite(group, name="Ana", email=f"{group.slug}@example.org", by=None)
    either.open(served[1] + link_in(letters(f"{group.slug}@example.org")[0])).follow("main form button")
    service = Service.query.filter_by(organization_id=group.id).one()
    question = f"{served[1]}/desk/offers/{service.id}/change/description"
    either.open(question).follow("main form .nhsuk-button")
    assert list(revisions.of(service.id)) == []
    either.open(question).fill("#description", "We run.\n\nThen we eat.").follow("main form .nhsuk-button")
    assert "Saved. Somebody checks it" in either.text("main")
    db.session.rollback()
    assert queries.waiting(service)["description"].value == "We run.\n\nThen we eat."
    assert (
        either.open(question).script("return document.querySelector('#description').value") == "We run.\n\nThen we eat."
    )


@pytest.mark.parametrize("language", PROVEN)
@pytest.mark.parametrize("state", LOOKED_AT)
def test_nothing_is_wrong_with_a_page(scripted, site, state, language):
    """As it comes in English, dark and in the largest text in Arabic."""
    if language != "en":
        scripted.cookie(COOKIE, "largest.dark.")
    if STATES[state].who:
        scripted.cookie("signed-in", token(STATES[state].who))
    scripted.open(site + prefix(language) + STATES[state].path)
    for script in (CHECKS, AXE.read_text()):
        scripted.script(script)
    scripted.press("F9")  # does nothing, and from now on the browser shows where the keyboard is
    found = told(scripted.promised(asked()))
    assert found + [one for look in LOOKS for one in scripted.promised(f"gate.{look}()")] == []
