"""Words that stewards change are taken in alone, and what is made of them is what reading everything would make."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from flask import Flask

from directory import index
from directory.db import db
from directory.index import Query, changes, picture
from directory.index import live as live_module
from directory.index.picture import Snapshot
from directory.models import CrisisPhrase, Place, SchoolTerm, Synonym, TaxonomyTerm
from tests.conftest import NewApp
from tests.makers import a_service

HELD = ("means", "exact", "siblings", "leading", "vocabulary", "place_words", "names", "empty")


@pytest.fixture
def site(new_app: NewApp) -> Iterator[Flask]:
    """A site with an offer, which has been searched; its words are its own."""
    app = new_app()
    with app.app_context():
        a_service(name="Clay and glaze", categories=["arts-and-music"])
        index.catch_up()
        yield app


def told(snapshot: Snapshot) -> dict[str, Any]:
    """All that searches read of words in a snapshot."""
    lexicon, senses = snapshot.lexicon, snapshot.senses
    assert senses
    return {
        **{name: getattr(lexicon, name) for name in HELD},
        "danger": vars(lexicon.danger),
        "texts of offers": dict(lexicon.abroad.words),
        "known": lexicon.speller.words,
        "near": {key: set(words) for key, words in lexicon.speller.near.items()},
        "alike": {key: set(words) for key, words in lexicon.speller.alike.items()},
        "abroad": (lexicon.foreign.means, lexicon.foreign.words, lexicon.foreign.parts, lexicon.foreign.alike),
        "senses": (senses.vectors.tobytes(), senses.order.tolist(), np.array(senses.starts).tolist(), senses.terms),
    }


def act(change: Callable[[], object]) -> None:
    """Changes words as a steward's act would."""
    change()
    changes.record([None])
    db.session.commit()


def words(**said: Any) -> Synonym:
    """A row of words that has not been saved."""
    return Synonym(position=9999, **said)


def a_row(language: str = "en") -> Synonym:
    """The first row of a language."""
    return db.session.query(Synonym).filter_by(language=language).order_by(Synonym.position).first()


ARTS = {"same": ["categories:arts-and-music"]}
CHANGES: dict[str, Callable[[], object]] = {
    "new words": lambda: db.session.add(words(typed=["snurfling", "the snurf"], means=ARTS)),
    "words that are there already": lambda: db.session.add(words(typed=["lonely"], means=ARTS)),
    "other phrases": lambda: setattr(a_row(), "typed", ["quabbing"]),
    "another meaning": lambda: setattr(a_row(), "means", ARTS),
    "words that go": lambda: db.session.delete(a_row()),
    "words of another language": lambda: setattr(a_row("pl"), "typed", ["samotny jak palec"]),
    "new words of another language": lambda: db.session.add(words(typed=["zielony"], means=ARTS, language="pl")),
    "words of danger": lambda: db.session.add(CrisisPhrase(phrase="dark thought", kind="suicide", language="en")),
    "nothing": lambda: None,
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_made_of_a_change_is_what_reading_everything_makes(site: Flask, name: str, monkeypatch):
    held = index.worker().snapshot
    for again in ("anew", "start"):
        monkeypatch.setattr(live_module.Live, again, lambda *_: 1 / 0)
    act(CHANGES[name])
    now = index.catch_up()
    assert now.number == changes.newest() > held.number and now.columns is held.columns, "offers were read again"
    assert (now.lexicon is held.lexicon) is (name == "nothing")
    assert (now.lexicon.foreign is held.lexicon.foreign) is ("language" not in name)
    monkeypatch.undo()
    index.worker().forget()
    index.worker().apart.clear()
    assert told(now) == told(index.catch_up())


def test_an_offer_that_changes_with_the_words_is_found_by_them(site: Flask):
    db.session.add(words(typed=["snurfling"], means=ARTS))
    changes.record([None])
    service = a_service(name="Wheel and kiln", categories=["arts-and-music"])
    found = [hit.id for hit in index.find(Query(q="snurfling")).hits]
    assert service.id in found and len(found) == 2


NAMES: dict[str, Callable[[], object]] = {
    "a name": lambda: setattr(db.session.query(TaxonomyTerm).filter_by(code="arts-and-music").one(), "name", "Crafts"),
    "another order": lambda: setattr(
        db.session.query(TaxonomyTerm).filter_by(code="arts-and-music").one(), "position", -1
    ),
    "a place": lambda: setattr(db.session.get(Place, "catford"), "also", ["Catters"]),
    "a school term": lambda: db.session.delete(db.session.query(SchoolTerm).first()),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("many", [False, True])
def test_offers_are_read_again_when_names_change(site: Flask, name: str, many: bool, monkeypatch):
    held = index.worker().snapshot
    monkeypatch.setattr(picture, "LARGE", -1 if many else picture.LARGE)
    act(NAMES[name])
    now = index.catch_up()
    assert (now is held) is many, "so many offers are read beside the requests"
    if many:
        index.worker().catching_up.join(timeout=60)
    assert index.catch_up().columns is not held.columns and index.catch_up().number == changes.newest()


def test_new_words_are_known_at_once_in_a_large_directory(site: Flask, monkeypatch):
    monkeypatch.setattr(picture, "LARGE", -1)
    act(CHANGES["new words"])
    assert index.find(Query(q="snurfling")).total == 1 and index.worker().catching_up is None
