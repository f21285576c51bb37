"""How good searches are over the judged set, with each part switched off in turn; kept queries as sums only."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import numpy as np
from flask import Flask

from directory import clock, create_app, index
from directory.index import Query, filters
from directory.index.sentence import Said
from directory.index.understood import Group
from directory.index.words import Lexicon
from tests.relevance.scoring import Judged, Score, judged, score

HALVES = ("tune", "kept")


def uri(data: Path) -> str:
    """The database in a data folder."""
    return f"sqlite:///{data / 'directory.sqlite'}"


def site(data: Path, **settings: object) -> Flask:
    """An application on a data folder."""
    return create_app(DATA_DIR=data, SQLALCHEMY_DATABASE_URI=uri(data), **settings)


def measure(data: Path) -> dict[str, Score]:
    """{"tune, all parts": score, ...} over the sample offers in `data`."""
    found: dict[str, Score] = {}
    for name, settings, switch in WAYS:
        app = site(data, **settings)
        with app.app_context(), switch():
            for half in HALVES:
                found[f"{half}, {name}"] = score(judged(half))
    with site(data).app_context():
        index.catch_up()
        for half in HALVES:
            found[f"{half}, meaning only"] = score(judged(half), by_meaning)
    return found


@contextmanager
def everything() -> Iterator[None]:
    """Nothing is switched off."""
    yield


@contextmanager
def no_synonyms() -> Iterator[None]:
    """A word means only itself."""
    with patch.object(Lexicon, "group", lambda _self, key, _words: Group(tuple(key))):
        yield


@contextmanager
def no_spelling() -> Iterator[None]:
    """Words are taken as they are typed."""
    with patch.object(Lexicon, "spelt", lambda _self, words, *_how: list(words)):
        yield


WAYS: tuple[tuple[str, dict[str, object], Callable[[], object]], ...] = (
    ("all parts", {}, everything),
    ("words only", {"MEANING": "off"}, everything),
    ("no synonyms", {}, no_synonyms),
    ("no spelling", {}, no_spelling),
)


def by_meaning(query: Judged) -> list[str]:
    """Names of the five offers most like a query, whatever else it asks; it never finds nothing."""
    snapshot, store = index.snapshot(), index.worker().store
    assert store is not None and snapshot.meanings is not None, "the encoder is not installed"
    listed = filters.base(filters.measured(Query(), snapshot, clock.now(), None, Said("")))
    rows = np.flatnonzero(listed)
    vector = store.encoder.encode([query["query"].get("q", "")])[0]
    like = (snapshot.meanings @ vector)[snapshot.columns.text[rows]]
    return [str(snapshot.columns.titles[row]) for row in rows[np.argsort(-like)[:5]]]
