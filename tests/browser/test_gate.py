"""The page gate: nothing is wrong with any page, in any state, contrast, text size, language or width."""

import re
import shutil
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from directory import create_app
from tests.browser.judge import AXE, TONGUES, dress, findings, recoloured, resize
from tests.browser.matrix import (
    AXES,
    CONTRASTS,
    PROVEN,
    SIZES,
    STATES,
    WIDTHS,
    behind,
    each,
    every,
    languages,
    met,
    name,
    walk,
)
from tests.browser.pages import SHELL, VNU, nu
from tests.browser.stage import token
from tests.conftest import need

LANGUAGES = languages(create_app())
ALL = AXES | {"language": tuple(LANGUAGES)}
PARTS = {"HX-Request": "true", "HX-Target": "results"}


@pytest.fixture(scope="module", autouse=True)
def tools() -> None:
    """axe is there."""
    need("axe-core", AXE.exists())


@pytest.mark.parametrize("row", walk(ALL), ids=name)
def test_nothing_is_wrong_where_every_two_values_meet(visitor, row):
    """A page that stands here in English too is asked by all rules of axe there; make test-full asks so everywhere."""
    again = row["language"] != "en" and not behind(str(row["state"]))
    found = findings(visitor.come(row), *(TONGUES if again else ()))
    assert found + visitor.complaints == []


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_nothing_is_wrong_anywhere(visitor, state, language):
    """Every size, contrast and width of a page, which is fetched once for each width and then dressed anew."""
    found = {}
    for width in WIDTHS:
        rows = every(ALL | {"state": (state,), "language": (language,), "width": (width,)})
        visitor.come(rows[0])
        for row in rows:
            judge = findings if row["contrast"] == CONTRASTS[0] else recoloured
            found[name(row)] = judge(dress(visitor.page, str(row["size"]), str(row["contrast"]))) + visitor.complaints
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("state", ["home", "results near a place", "desk", "database gone"])
def test_a_page_that_is_dressed_anew_is_the_page_the_site_would_send(visitor, state):
    def html(page):
        return re.sub(r'name="csrf" value="\w+"', "", page.content())  # another each time

    for row in every(AXES | {"state": (state,), "width": (320,)}):
        sent = html(visitor.come(row))
        visitor.come(row | {"size": "standard", "contrast": "standard"})
        assert html(dress(visitor.page, str(row["size"]), str(row["contrast"]))) == sent, name(row)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_speaks_its_language(visitor, language):
    """No words of another language stand on any page, but where they are marked as such."""
    rows = every(AXES | {"language": (language,), "size": ("",), "contrast": ("",), "width": (320,)})
    found = {str(row["state"]): visitor.come(row).evaluate("gate.spoken()") for row in rows}
    assert {state: wrong for state, wrong in found.items() if wrong} == {}


def test_every_two_values_meet():
    rows, proven = walk(ALL), ALL | {"language": PROVEN}
    apart = {pair for pair in set().union(*map(met, every(proven))) if not any(behind(one) for one in states(pair))}
    meeting = set().union(*map(met, rows))
    assert apart <= meeting
    assert {row["state"] for row in rows} == set(STATES) and len(rows) <= 1.3 * len(STATES) * len(PROVEN)
    assert all(frozenset({("language", tag), ("width", width)}) in meeting for tag in LANGUAGES for width in WIDTHS)


def states(pair: frozenset[tuple[str, object]]) -> list[str]:
    """The states in two values that meet."""
    return [str(value) for axis, value in pair if axis == "state"]


def asked(address: str, headers: dict[str, str], data: bytes | None = None) -> str:
    """The answer to a request, whatever its status."""
    try:
        with urlopen(Request(address, data, headers)) as answer:
            return answer.read().decode()
    except HTTPError as error:
        with error:
            return error.read().decode()


def answers(visitor) -> Iterator[tuple[str, str]]:
    """(name, HTML) of every state from left to right and from right to left, and of the parts that htmx swaps in."""
    for language, direction in (("en", "ltr"), ("ar", "rtl")):
        for state, there in STATES.items():
            address = visitor.address(state, language)
            cookie = {"Cookie": f"signed-in={token(there.who)}"} if there.who else {}
            yield f"{state} in {language}", asked(address, cookie)
            if there.path.startswith("/search") and there.status == 200:
                yield f"{state} in {language}, swapped", SHELL.format(language, direction, asked(address, PARTS))
        home = visitor.address("home", language)
        yield f"not understood in {language}", asked(f"{home}preferences", {}, b"size=odd")


def test_every_page_and_part_is_valid_html(visitor, tmp_path):
    need("java", shutil.which("java"))
    need("vnu-jar", VNU.exists())
    files = dict(answers(visitor))
    parts = [html for name, html in files.items() if name.endswith("swapped")]
    assert parts and all(html.count("<h1") == 1 and html.count("<html") == 1 for html in parts)
    assert nu(files, tmp_path) == []


@pytest.mark.parametrize("state", ["home", "results", "urgent help", "offer", "not found", "database gone"])
@pytest.mark.parametrize("language", each(LANGUAGES))
def test_help_in_a_crisis_is_seen_without_scrolling(visitor, state, language):
    page = visitor.come({"state": state, "language": language, "size": "", "contrast": "", "width": 320})
    for number in ("tel:111", "tel:999"):
        box = page.locator(f'aside a[href="{number}"]').first.bounding_box()
        assert box and box["y"] + box["height"] <= 640


@pytest.mark.parametrize("state", ["home", "results", "offer"])
def test_a_phone_held_sideways_has_room_for_the_page(visitor, state):
    page = visitor.come({"state": state, "language": "en", "size": "largest", "contrast": "", "width": 320})
    page.set_viewport_size({"width": 640, "height": 320})
    assert page.evaluate("gate.look()") == []
    resize(page, 320)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", each(LANGUAGES))
@pytest.mark.parametrize("state", ["home", "results"])
def test_the_search_begins_in_the_first_screen_at_every_size(visitor, state, language, size):
    page = visitor.come({"state": state, "language": language, "size": size, "contrast": "", "width": 320})
    box = page.locator("#search-q").bounding_box()
    assert box and box["y"] + box["height"] / 2 <= 640


@pytest.mark.parametrize("size", SIZES)
def test_the_opened_controls_are_not_under_the_way_out(visitor, size):
    """In English, where there is most room; what does not fit into a small screen can be scrolled into sight."""
    page = visitor.come({"state": "urgent help", "language": "en", "size": size, "contrast": "", "width": 320})
    page.locator("#display > summary").click()
    bar = page.locator("#exit").bounding_box()
    for control in page.locator(".display__groups button, .display__groups a").all():
        page.evaluate("at => at.scrollIntoView({block: 'center'})", control.element_handle())
        box = control.bounding_box()
        assert bar and box and box["y"] + box["height"] <= bar["y"] + 1, control.inner_text()
