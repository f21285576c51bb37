"""The pages of words are true to what the site does; sitemap, robots and health are what machines expect."""

import re
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
from sqlalchemy import event

from directory.content.views import STATEMENT_MADE
from directory.db import db
from directory.index import live, meaning
from tests.conftest import NOW
from tests.makers import a_location, a_service, an_organization

XML = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.mark.parametrize("path", ["/about", "/privacy", "/accessibility"])
def test_a_page_of_words_works_without_asking_the_database(client, app, path):
    client.get(path)
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda _c, _k, statement, *_rest: asked.append(statement))
    response = client.get(path)
    assert response.status_code == 200 and asked == [] and "Set-Cookie" not in response.headers
    assert not re.search(r"None|undefined", response.text)


def test_about_names_who_is_behind_it_and_whose_data_it_uses(client, app, new_app):
    said = client.page("/about").words()
    assert "used in DIALOG+ conversations" in said and said.count("ELFT") == 1 and "Open Referral" in said
    assert "Contains" in said and "OS data" in said, "the licence lines of the postcode table"
    assert "No organisation has put its name" in said and "No partner bodies are named yet" in said
    named = new_app(ORGANISATION_NAME="Trust <b> & Co").test_client()
    for path in ("/about", "/privacy"):
        assert '<bdi translate="no">Trust &lt;b&gt; &amp; Co</bdi>' in named.get(path).text


@pytest.mark.parametrize("seed,said", [("sample", True), ("none", False)])
def test_samples_are_owned_up_to(new_app, seed, said):
    page = new_app("empty", SEED=seed).test_client().page("/about")
    assert ("The offers here are samples." in page.words()) is said


def test_about_stands_without_a_postcode_table(new_app, tmp_path):
    assert "Postcodes:" not in new_app("empty", DATA_DIR=tmp_path).test_client().page("/about").words()


@pytest.mark.parametrize("geocoder,said", [("none", "sent to nobody"), ("postcodesio", "we ask postcodes.io about")])
def test_privacy_tells_where_a_postcode_goes(new_app, geocoder, said):
    assert said in new_app("empty", GEOCODER=geocoder).test_client().page("/privacy").words()


def test_privacy_says_what_the_log_holds_and_no_more(client, app, caplog):
    client.get("/search?q=secret&near=SE6+4RU", headers={"Referer": "http://localhost/x", "User-Agent": "Canary"})
    lines = [one.getMessage() for one in caplog.records if one.name == "directory.access"]
    assert len(lines) == 1 and re.fullmatch(r"GET /search 200 \d+ms", lines[0])
    said = client.page("/privacy").words()
    assert "the time, the kind of page, whether it worked and how long it took" in said and "no cookies" in said


def test_the_statement_has_what_the_regulation_asks_for(client, app):
    page = client.page("/accessibility")
    items = """WCAG) version 2.2, level AA | not yet been tested by disabled people | What is not accessible, and why
        | disproportionate burden | find a problem | EHRC | 2018 | It was written on"""
    for item in (one.strip() for one in items.split("|")):
        assert item in page.words()
    assert {"mailto:help@example.org", "tel:02079460000"} <= set(page.links)
    assert (NOW.date() - STATEMENT_MADE).days < 365


def test_the_statement_says_what_a_computer_last_found(client, app, monkeypatch):
    found = {"pages": 162, "languages": 13, "faults": 0}
    for faults, said in ((0, "It found no fault."), (3, "Pages with a fault: 3.")):
        monkeypatch.setattr("directory.content.views.CHECKED", found | {"faults": faults})
        monkeypatch.setattr("directory.content.views.CHECKED_ON", NOW.date())
        words = client.page("/accessibility").words()
        assert said in words and "every kind of page (162 of them) in 13 languages" in words


def test_robots_leave_searches_alone_and_find_the_sitemap(new_app):
    lines = new_app("empty", SITE_URL="https://help.example.org").test_client().get("/robots.txt").text.splitlines()
    assert lines[:4] == ["User-agent: *", "Disallow: /search", "Disallow: /o/", "Disallow: /list"]
    assert {"Disallow: /es/search", "Disallow: /zh-Hans/o/", "Disallow: /ar/list"} < set(lines)
    assert lines[-1] == "Sitemap: https://help.example.org/sitemap.xml" and len(lines) == len(set(lines)) == 2 + 3 * 13


def test_the_sitemap_lists_every_page_once(client, app):
    service = a_service(
        at=a_location(), last_modified=datetime(2026, 11, 1, tzinfo=UTC), organization=an_organization()
    )
    gone = [a_service(status="inactive"), a_service(ended_on=date(2026, 11, 25))]
    for_now = a_service(status="temporarily closed")
    response = client.get("/sitemap.xml")
    assert response.mimetype == "application/xml"
    found = {one.find(f"{XML}loc").text: one.find(f"{XML}lastmod") for one in ElementTree.fromstring(response.data)}
    base = "http://localhost"
    assert found[f"{base}/offers/{service.slug}"].text == "2026-11-01"
    wanted = {f"{base}/offers/{for_now.slug}", f"{base}/organisations/{service.organization.slug}",
              f"{base}/", f"{base}/urgent-help", f"{base}/places/catford"}  # fmt: skip
    assert wanted <= set(found) and not [one for one in gone if f"{base}/offers/{one.slug}" in found]
    assert all(client.get(one.removeprefix(base)).status_code == 200 for one in sorted(found)[::9])
    assert len(found) == response.text.count("<url>")


def test_the_sitemap_asks_three_times_however_long(client, app):
    for _number in range(3):
        a_service()
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda _c, _k, statement, *_rest: asked.append(statement))
    client.get("/sitemap.xml")
    assert len(asked) == 3 and all("LIMIT" in statement for statement in asked)


def test_health_says_at_which_change_both_stand(client, app):
    a_service()
    response = client.get("/health")
    said = response.get_json()
    assert response.status_code == 200 and response.headers["Cache-Control"] == "no-store"
    assert said["status"] == "ok" and said["database"] == said["index"] > 0


@pytest.mark.parametrize("wanted, said", [("on", "on"), ("auto", "on"), ("off", "off: MEANING=off")])
def test_health_says_whether_meaning_is_compared(new_app, wanted, said):
    response = new_app(MEANING=wanted).test_client().get("/health")
    assert (response.status_code, response.get_json()["meaning"]) == (200, said)


def test_health_says_why_meaning_is_off(new_app, monkeypatch):
    monkeypatch.setattr(live, "COMPARED", -1)
    assert new_app(MEANING="auto").test_client().get("/health").get_json()["meaning"] == "off: more than -1 offers"
    monkeypatch.setattr(meaning, "USE", None)
    meaning.encoder.cache_clear()
    try:
        said = new_app(MEANING="on").test_client().get("/health").get_json()
        assert (said["status"], said["meaning"]) == ("ok", "off: the encoder is not installed")
    finally:
        meaning.encoder.cache_clear()


def test_health_is_503_without_a_database_or_an_index(new_app, tmp_path):
    no_database = new_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/no/such/x.sqlite").test_client()
    no_index = new_app()
    no_index.extensions["index"] = None
    for client, database in ((no_database, False), (no_index.test_client(), True)):
        response = client.get("/health")
        said = response.get_json()
        assert (response.status_code, said["status"], said["index"]) == (503, "unavailable", None)
        assert (said["database"] is not None) is database


def test_an_error_page_leads_on(client, app):
    page = client.get("/nothing/here")
    assert page.status_code == 404 and "tel:02079460000" in page.text and 'href="/search"' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert client.post("/about").status_code == 405 and client.post("/about").headers["Allow"]
