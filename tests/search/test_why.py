"""Why this result: a card says in one quiet piece why it is there, where nothing else on it does."""

import pytest
from flask import Flask
from sqlalchemy import event

from directory import index
from directory.db import db
from directory.index import Query, Why
from tests.client import HouseClient
from tests.makers import a_service


def whys(**asked: object) -> dict[str, Why]:
    """{name: why} of what a search finds."""
    hits = index.find(Query(**asked)).hits  # type: ignore[arg-type]
    return {service.name: hit.why for service, hit in zip(index.load([hit.id for hit in hits]), hits, strict=True)}


def test_a_word_the_card_shows_needs_no_reason(app: Flask):
    a_service(name="Zither circle")
    a_service(name="Strings", summary="Come and play the zither.")
    assert whys(q="zithers") == {"Zither circle": Why(), "Strings": Why()}


def test_a_word_elsewhere_is_named_as_it_was_typed(app: Flask):
    a_service(name="Strings", description="Bring zithers and harps.")
    assert whys(q="zither") == {"Strings": Why(words=("zither",))}


def test_a_term_is_named_when_no_word_is_shown(app: Flask):
    a_service(name="Tea table", needs=["lonely"])
    assert whys(q="lonely") == {"Tea table": Why(terms=(("need", "lonely"),))}


@pytest.mark.parametrize("words", ["free", "drop in"])
def test_what_the_card_says_in_words_of_its_own_needs_no_reason(app: Flask, words: str):
    a_service(name="Tea table", cost=["free"], access=["drop-in"])
    assert list(whys(q=words).values()) == [Why()]


def test_meaning_alone_is_said(app: Flask):
    text = "Weekly football for anyone who wants to kick a ball about."
    a_service(name="Ball games", summary=text, description=text)
    for number in range(12):
        a_service(name=f"Debt desk {number}", description="Advice about debt and bills.")
    assert whys(q="fußball spielen")["Ball games"] == Why(close=True)


def test_nothing_asked_in_words_has_no_reason(app: Flask):
    a_service(name="Tea table", needs=["lonely"])
    assert whys() == whys(need=("lonely",)) == {"Tea table": Why()}


@pytest.mark.parametrize(
    "address, said",
    [("/search?q=lonely", "Matches: Feeling lonely"), ("/es/search?q=lonely", "Coincide con: Soledad"),
     ("/search?q=zither", "Mentions zither"), ("/ar/search?q=zither", "ورد فيها: zither"),
     ("/ar/search?q=zither+sambuca", "ورد فيها: zither، sambuca")],
)  # fmt: skip
def test_the_card_says_it_in_the_readers_language(client: HouseClient, address: str, said: str):
    a_service(name="Tea table", needs=["lonely"], description="There is a zither and a sambuca.")
    assert said in client.page(address).words()


def test_a_long_card_says_it_only_where_it_fits(client: HouseClient):
    long = "word " * 36
    a_service(name="Tea table and more of the same words again", summary=long, description="A zither.")
    assert "Mentions" not in client.page("/search?q=zither").words()


def test_reasons_ask_nothing_of_the_database(sample: Flask):
    index.find(Query(q="lonely"))
    asked: list[str] = []
    watch = lambda *said: asked.append(str(said[2]))  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", watch)
    try:
        found = index.find(Query(q="lonely women cooking"))
    finally:
        event.remove(db.engine, "before_cursor_execute", watch)
    assert any(hit.why.terms for hit in found.hits) and len(asked) == 1
