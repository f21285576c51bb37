"""Suggestions while somebody types: from memory, in their language, of nothing that must not be seen, kept nowhere."""

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event

from directory import index
from directory.db import db
from tests.client import HouseClient
from tests.conftest import NewApp
from tests.makers import a_location, a_service, changed


def suggested(client: HouseClient, address: str) -> list[str]:
    """The names in an answer."""
    answer = client.get(address)
    assert answer.status_code == 200 and "<html" not in answer.text
    return re.findall('<option value="(.*?)">', answer.text)


def test_kinds_of_help_come_first_then_offers(client: HouseClient):
    a_service(name="The cook club")
    a_service(name="Cookery for two")
    assert suggested(client, "/search/suggest?q=cook") == ["Cooking and food", "Cookery for two", "The cook club"]


def test_what_is_going_on_is_suggested(client: HouseClient):
    assert suggested(client, "/search/suggest?q=lonel") == ["Feeling lonely"]


def test_a_word_in_the_middle_is_no_beginning(client: HouseClient):
    a_service(name="Overcooked")
    assert "Overcooked" not in suggested(client, "/search/suggest?q=cook")


def test_places_are_for_the_other_box(client: HouseClient):
    assert suggested(client, "/search/suggest?near=catf")[0] == "Catford"
    assert suggested(client, "/search/suggest?q=catf") == []


@pytest.mark.parametrize("typed", ["", "c", "%20c", "zzyzxq", "%00", "a" * 500, "(((", "%ff", "%25%27"])
def test_little_or_nonsense_suggests_nothing(client: HouseClient, typed: str):
    assert suggested(client, f"/search/suggest?q={typed}") == suggested(client, f"/search/suggest?near={typed}") == []


@pytest.mark.parametrize("typed, label", [("es/search/suggest?q=cocin", "Cocina"), ("ar/search/suggest?q=طع", "طعام")])
def test_they_speak_the_readers_language(client: HouseClient, typed: str, label: str):
    assert any(label in one for one in suggested(client, f"/{typed}"))


def test_what_is_suggested_is_found_in_the_readers_language(new_app: NewApp):
    app = new_app(MEANING="off")
    with app.app_context():
        a_service(name="Supper club", categories=["cooking-and-food"])
        a_service(name="Chess")
    client = app.test_client()
    for tag, typed in (("es", "cocin"), ("ar", "طع")):
        name = suggested(client, f"/{tag}/search/suggest?q={typed}")[0]
        words = client.page(f"/{tag}/search", query_string={"q": name}).words()
        assert "Supper club" in words and "Chess" not in words, name


def test_closed_withdrawn_and_forgotten_offers_are_not_suggested(client: HouseClient):
    a_service(name="Zither ended", ended_on=date(2026, 11, 1))
    a_service(name="Zither gone", status="inactive")
    a_service(name="Zither old", assured_date=date(2025, 1, 1))
    kept = a_service(name="Zither open")
    assert suggested(client, "/search/suggest?q=zither") == ["Zither open"]
    changed(kept, status="defunct")
    assert suggested(client, "/search/suggest?q=zither") == []


def test_what_is_hidden_or_delicate_is_not_suggested(client: HouseClient):
    a_service(name="Zither refuge", at=a_location(name="Zither house", address_public=False))
    a_service(name="Zither safety", categories=["safety"])
    a_service(name="Zither fear", needs=["not-safe"])
    for box in ("q", "near"):
        assert suggested(client, f"/search/suggest?{box}=zither") == []
    assert index.find(index.Query(q="zither")).total == 3, "they are found by who searches for them"


def test_names_are_escaped_and_each_stands_once(client: HouseClient):
    a_service(name='Zither & "harp" <b>')
    a_service(name='Zither & "harp" <b>')
    text = client.get("/search/suggest?q=zither").text
    assert text.count("<option") == 1 and "Zither &amp; &#34;harp&#34; &lt;b&gt;" in text


def test_at_most_eight(client: HouseClient):
    for number in range(12):
        a_service(name=f"Zither {number}")
    assert len(suggested(client, "/search/suggest?q=zither")) == 8


def test_it_asks_one_thing_of_the_database_and_nothing_is_kept(sample: Flask):
    client = sample.test_client()
    client.get("/search/suggest?q=th")
    asked: list[str] = []
    watch = lambda *said: asked.append(str(said[2]))  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", watch)
    try:
        answer = client.get("/search/suggest?q=th")
    finally:
        event.remove(db.engine, "before_cursor_execute", watch)
    assert answer.text.count("<option") == 8 and len(asked) == 1, asked
    assert answer.headers["Cache-Control"] == "no-store" and "Set-Cookie" not in answer.headers


def test_the_boxes_ask_for_them_and_stand_without_them(client: HouseClient):
    for address in ("/", "/search", "/places/catford"):
        text = client.get(address).text
        for box in ("search-q", "search-near"):
            assert f'list="{box}-names"' in text and f'<datalist id="{box}-names"></datalist>' in text
    assert 'name="q" type="text" value="" maxlength="200" autocomplete="off"' in text
