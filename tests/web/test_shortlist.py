"""The list in an address: read kindly, changed as a value, and carried from page to page by links and forms."""

import re
from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from directory.web.shortlist import MOST, Shortlist
from tests.makers import a_service

TWO = "aaa23,bbb23"


def of(o: str = "", d: str = "") -> Shortlist:
    """The list of an address."""
    return Shortlist.of(MultiDict({"o": o, "d": d}))


@pytest.mark.parametrize(
    "o,codes",
    [
        ("", ()),
        (TWO, ("aaa23", "bbb23")),
        (" aaa23 ,, bbb23,aaa23", ("aaa23", "bbb23")),
        ("<script>,aaa23,%00,ccc 23," + "x" * 13, ("aaa23",)),
        (",".join(f"c{n}" for n in range(99)), tuple(f"c{n}" for n in range(MOST))),
    ],
)
def test_it_holds_what_can_be_a_code_once_and_not_too_many(app, o, codes):
    assert of(o).codes == codes


@pytest.mark.parametrize("d", ["", "yesterday", "2026-02-30", "2027-01-01", "20261101", "2026-11-01'", "0001-01-01"])
def test_a_day_that_was_not_is_today(app, d):
    assert of(TWO, d).since == date(2026, 11, 25) or d == "2026-11-01"
    assert of(TWO, "2026-11-01").since == date(2026, 11, 1)


def test_it_is_changed_as_a_value(app):
    three = of(TWO).adding("ccc23")
    assert three.codes == ("aaa23", "bbb23", "ccc23") == three.adding("aaa23").codes
    assert three.without("bbb23").codes == ("aaa23", "ccc23")
    assert three.moved("ccc23", -1).codes == ("aaa23", "ccc23", "bbb23")
    assert three.moved("aaa23", -1) == three == three.moved("ccc23", 1)
    assert of(",".join(f"c{n}" for n in range(MOST))).full and not three.full
    assert Shortlist().args() == {} and three.args() == {"o": "aaa23,bbb23,ccc23", "d": "2026-11-25"}


def carried(client, path: str) -> list[str]:
    """Links of a page that lead on with the list."""
    return [link for link in client.page(path).links if "o=aaa23" in link]


def test_pages_that_help_to_make_it_carry_it(client, app):
    one = a_service(code="aaa23")
    other = a_service(code="bbb23", categories=["social-groups"])
    for path in ("/", "/search", "/signpost", "/places/catford", f"/offers/{other.slug}",
                 f"/organisations/{other.organization.slug}", "/es/search"):  # fmt: skip
        links = carried(client, f"{path}?o=aaa23&d=2026-11-20")
        assert any("/list?" in link and "d=2026-11-20" in link for link in links), path
        assert len(links) > 2, path
        assert carried(client, path) == []
    assert any(f"/offers/{one.slug}?" in link for link in carried(client, "/search?o=aaa23"))


def test_narrowing_keeps_the_list_and_the_search(client, app):
    a_service(code="aaa23", name="Tea and company", categories=["social-groups"])
    links = [link for link in carried(client, "/search?q=tea&o=aaa23&d=2026-11-20") if "category=" in link]
    assert links and all(link.count("?") == 1 and "q=tea" in link for link in links)


def test_a_search_form_carries_it(client, app):
    text = client.get("/search?o=aaa23&d=2026-11-20").text
    assert '<input type="hidden" name="o" value="aaa23">' in text and 'name="d" value="2026-11-20"' in text


def test_what_is_published_never_names_it(client, app):
    service = a_service(code="bbb23")
    for path in (f"/offers/{service.slug}", f"/organisations/{service.organization.slug}"):
        text = client.get(f"{path}?o=aaa23").text
        head = text[: text.index("<body>")]
        assert "aaa23" not in head and f'"canonical" href="http://localhost{path}"' in head
        printed = text[text.index('class="printed"') :]
        assert f"http://localhost{path}</p>" in printed
    for path in (f"/offers/{service.slug}.ics", "/sitemap.xml", "/robots.txt"):
        assert "aaa23" not in client.get(f"{path}?o=aaa23").text


def test_a_page_with_a_list_is_kept_nowhere(client, app):
    service = a_service(code="aaa23")
    for path in ("/", "/search", f"/offers/{service.slug}", "/signpost", "/list"):
        headers = client.get(f"{path}?o=aaa23").headers
        assert headers["Cache-Control"] == "no-store" and headers["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get(f"/offers/{service.slug}").headers


def test_a_button_adds_and_takes_away(client, app):
    a_service(code="aaa23", name="Tea and company")
    text = client.get("/search?q=tea&o=bbb23").text
    assert 'name="o" value="bbb23,aaa23">Add to list' in text and 'name="q" value="tea"' in text
    assert 'name="o" value="bbb23">Remove' in client.get("/search?q=tea&o=bbb23,aaa23").text


def test_the_button_leads_back_to_exactly_what_was_searched(client, app):
    a_service(code="aaa23", name="Tea and company")
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', client.get("/search?q=tea&exact=1").text)
    assert ("exact", "1") in fields


def test_a_full_list_offers_no_more(client, app):
    a_service(code="aaa23", name="Tea and company")
    full = ",".join(f"c{n}" for n in range(MOST))
    assert "Add to list" not in client.page(f"/search?q=tea&o={full}").words()


@pytest.mark.parametrize("asked", ["q=%00%ff&area=%3Cb%3E", "q=" + "a" * 900, "&".join(["need=x"] * 200)])
def test_nothing_that_was_asked_breaks_the_button(client, app, asked):
    a_service(code="aaa23", name="Tea and company")
    assert client.get(f"/search?{asked}&o=bbb23").status_code == 200
    assert client.get(f"/list?{asked}&o=aaa23").status_code == 200
