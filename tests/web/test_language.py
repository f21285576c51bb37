"""The address says the language, in every link; nothing is left in English; unchecked words of a crisis come twice."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import html5lib
import pytest

from directory.web.language import reviewed
from tests import pseudo
from tests.pseudo import LEFT_TO_RIGHT, RIGHT_TO_LEFT
from tests.routes import addresses

CRAWLED = ["/", "/search?near=SE6+4RU&cost=free", "/search?q=0&near=SE6", "/urgent-help", "/about", "/privacy",
           "/accessibility", "/places/catford", "/no/such/page"]  # fmt: skip
SPOKEN = ("aria-label", "alt", "title", "placeholder")


@pytest.fixture(scope="session")
def catalogues(tmp_path_factory):
    """A folder with two made-up translations; a person has read the Greek one."""
    folder = tmp_path_factory.mktemp("translations")
    pseudo.catalogue(folder, LEFT_TO_RIGHT, reviewed_by="Eleni")
    pseudo.catalogue(folder, RIGHT_TO_LEFT)
    return folder


@pytest.fixture(scope="session")
def spoken_site(sites, catalogues):
    """A site with the samples that speaks both."""
    return sites.make("sample", BABEL_TRANSLATION_DIRECTORIES=str(catalogues))


@pytest.fixture
def client(spoken_site):
    """A visitor of it."""
    return spoken_site.test_client()


def tree(response):
    """The page as elements."""
    return html5lib.parse(response.text, treebuilder="etree", namespaceHTMLElements=False)


def own_words(element, skipped: bool = False) -> Iterator[str]:
    """Every text that is in the page's own language: outside what is marked as another or as not to be translated."""
    if element.tag in ("script", "style") or callable(element.tag):
        return
    skipped = skipped or element.get("translate") == "no" or (element.tag != "html" and element.get("lang") is not None)
    if not skipped:
        yield element.text or ""
        yield from (element.get(name, "") for name in SPOKEN)
    for child in element:
        yield from own_words(child, skipped)
        if not skipped:
            yield child.tail or ""


def english(response) -> list[str]:
    """English words on a page where there should be none. Postcodes and names such as NHS are capitals."""
    said = " ".join(text for text in own_words(tree(response).find("body")))
    return [word for word in re.findall(r"[A-Za-z]{2,}", said) if not word.isupper()]


def paths(client) -> list[str]:
    """Main pages, with an offer and an organisation."""
    slug = re.search(r'href="(/offers/[^"?]+)"', client.get("/search").text)[1]
    organisation = re.search(r'href="(/organisations/[^"?]+)"', client.get(slug).text)[1]
    return [*CRAWLED, slug, organisation]


@pytest.mark.parametrize("tag", [LEFT_TO_RIGHT, RIGHT_TO_LEFT])
def test_nothing_on_a_page_is_left_in_english(client, tag):
    left = {path: english(client.get(f"/{tag}{path}")) for path in paths(client)}
    assert {path: words for path, words in left.items() if words} == {}
    assert english(client.get("/about")), "English pages are full of English"


@pytest.mark.parametrize("tag,direction,sheet", [("el", "ltr", "site.css"), ("he", "rtl", "site.rtl.css")])
def test_every_page_says_its_language_and_stays_in_it(client, tag, direction, sheet):
    for path in paths(client):
        response = client.get(f"/{tag}{path}")
        html = tree(response)
        assert (html.get("lang"), html.get("dir")) == (tag, direction)
        assert response.headers["Content-Language"] == tag
        assert client.application.jinja_env.globals["asset"](sheet) in response.text
        links = [a for a in html.iter("a") if a.get("href", "").startswith("/") and a.get("hreflang") is None]
        forms = [one.get("action") for one in html.iter("form")]
        assert links and {one.get("href").split("/")[1] for one in links} == {tag}
        assert {action.split("/")[1] for action in forms} == {tag}
        for one in html.iter():
            assert one.get("data-hx-get", f"/{tag}/").startswith(f"/{tag}/")


def test_english_has_no_prefix_and_unknown_languages_are_no_page(client):
    assert client.get("/").headers["Content-Language"] == "en-GB"
    for path in (
        "/en/",
        "/fr/",
        "/EL/",
        "/el/el/",
        "/el/health",
        "/el/robots.txt",
        "/el/sitemap.xml",
        "/el/static/x.css",
    ):
        assert client.get(path).status_code == 404, path
    assert client.get("/el").status_code == 308


def test_every_route_answers_in_another_language(client, spoken_site):
    for route, address in addresses(spoken_site).items():
        one_address = route in ("/robots.txt", "/sitemap.xml", "/health")
        assert client.get(f"/el{address}").status_code == (404 if one_address else client.get(address).status_code)


def test_search_engines_find_the_other_languages(client):
    for path in ("/about", "/el/about"):
        head = tree(client.get(path)).find("head")
        links = {one.get("hreflang"): one.get("href") for one in head.iter("link") if one.get("rel") == "alternate"}
        base = "http://localhost"
        assert links == {"en": f"{base}/about", "el": f"{base}/el/about", "he": f"{base}/he/about",
                         "x-default": f"{base}/about"}  # fmt: skip
        canonical = [one.get("href") for one in head.iter("link") if one.get("rel") == "canonical"]
        assert canonical == [base + path]
    assert "canonical" not in client.get("/search?q=tea").text and "canonical" not in client.get("/no/page").text


def test_the_sitemap_is_english_and_names_the_others(client):
    found = ElementTree.fromstring(client.get("/sitemap.xml").data)
    here = [one.text for one in found.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    others = [one.get("href") for one in found.iter("{http://www.w3.org/1999/xhtml}link")]
    assert "http://localhost/about" in here and not [one for one in here if "/el/" in one]
    assert {"http://localhost/el/about", "http://localhost/he/about", "http://localhost/about"} <= set(others)
    assert len(others) == 4 * len(here)


def test_the_way_to_the_same_page_keeps_the_search(client):
    links = {
        one.get("hreflang"): one.get("href")
        for one in tree(client.get("/el/search?q=tea&near=SE6+4RU")).iter("a")
        if one.get("hreflang")
    }
    asked = "?q=tea&near=SE6+4RU"
    assert links == {"en": f"/search{asked}", "el": f"/el/search{asked}", "he": f"/he/search{asked}"}


def test_a_fragment_stays_in_the_language(client):
    response = client.get("/el/search?q=tea", headers={"HX-Request": "true", "HX-Target": "results"})
    assert not response.text.lstrip().startswith("<!") and 'href="/el/offers/' in response.text
    assert 'href="/offers/' not in response.text and response.headers["Content-Language"] == "el"


def wishing(client, languages: str, path: str = "/about"):
    """A page as a browser with these languages gets it."""
    return client.get(path, headers={"Accept-Language": languages})


@pytest.mark.parametrize("asked", ["he", "he-IL,he;q=0.9,en;q=0.8", "fr,he;q=0.5"])
def test_a_first_time_reader_is_offered_their_language(client, asked):
    response = wishing(client, asked)
    assert response.status_code == 200 and response.headers["Content-Language"] == "en-GB", "offered, never redirected"
    line = tree(response).find(".//*[@class='language-line small screen']//a")
    assert (line.get("href"), line.get("lang"), line.get("dir")) == ("/he/about", "he", "rtl")
    assert "עברית" in line.text and not re.search("[a-z]", line.text)
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("asked", ["zh-CN,zh;q=0.9,en;q=0.8", "zh", "zh-Hans-CN"])
def test_chinese_is_offered_however_a_browser_names_it(app, asked):
    assert '<a class="target" href="/zh-Hans/about" lang="zh-Hans"' in wishing(app.test_client(), asked).text


@pytest.mark.parametrize("asked", ["en", "en-GB,he;q=0.5", "fr", "*", "", "he;q=0,en", "fr,he;q=0", "nonsense;;q=x"])
def test_others_are_offered_nothing(client, asked):
    assert "language-line" not in wishing(client, asked).text


def test_once_something_was_chosen_nothing_is_offered(client):
    assert "language-line" not in wishing(client, "he", "/el/about").text
    assert client.post("/preferences", data={"language": "en", "next": "/about"}).headers["Location"] == "/about"
    assert "language-line" not in wishing(client, "he").text


def test_an_unchecked_translation_says_so_and_a_checked_one_does_not(client):
    assert "language-line" in client.get("/he/about").text
    assert "language-line" not in client.get("/el/about").text


def test_in_a_crisis_the_numbers_come_first_and_english_stands_beside_unchecked_words(client):
    for path in ("/he/", "/he/urgent-help", "/he/no/such/page"):
        strip = tree(client.get(path)).find(".//aside")
        assert [one.get("href") for one in strip.iter("a")][:2] == ["tel:111", "tel:999"]
        words = [one for one in strip.iter("span") if one.get("lang") == "en"]
        assert "".join(words[0].itertext()).split() == (
            "In a crisis? Call 111 and choose option 2. In an emergency call 999.".split()
        )
        assert words[0].get("dir") == "ltr" and "".join(strip.itertext()).strip()[:3] == "111"
    checked = tree(client.get("/el/")).find(".//aside")
    assert [one for one in checked.iter() if one.get("lang")] == []


def test_urgent_help_is_said_twice_until_somebody_checked_it(client):
    page = client.get("/he/urgent-help")
    twice = [one for one in tree(page).iter("span") if one.get("class") == "both both--english"]
    said = [" ".join("".join(one.itertext()).split()) for one in twice]
    assert {"someone’s life is at risk", "Call 999", "If you want to talk or text", "Call 116 123"} <= set(said)
    assert '<bdi dir="ltr" translate="no">116 123</bdi>' in page.text
    assert "both--english" not in client.get("/el/urgent-help").text
    assert "both--english" not in client.get("/urgent-help").text
    assert "You can get help now" in client.get("/he/search?q=suicidal").text


def test_what_groups_wrote_is_marked_as_english(client):
    slug = paths(client)[-2]
    lead = next(one for one in tree(client.get(f"/he{slug}")).iter("p") if one.get("class") == "lead")
    assert lead.get("lang") == "en"
    assert [one for one in tree(client.get(slug)).iter("p") if one.get("lang")] == []


def test_the_log_still_says_route_templates(client, caplog):
    client.get("/el/places/catford")
    assert "GET /places/<slug> 200" in caplog.text and "/el/" not in caplog.text


@pytest.mark.parametrize(
    "header,checked",
    [('"X-Reviewed-By: Ana\\n"', True), ('"X-Reviewed-By: \\n"', False), ('"X-Reviewed-By:\\n"', False), ("", False)],
)
def test_who_checked_it_stands_in_the_header(tmp_path, header, checked):
    path = tmp_path / "es" / "LC_MESSAGES"
    path.mkdir(parents=True)
    (path / "messages.po").write_text(f'msgid ""\nmsgstr ""\n{header}\n"Language: es\\n"\n')
    assert reviewed(tmp_path, "es") is checked
    assert reviewed(tmp_path, "ar") is False
