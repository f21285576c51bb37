"""How long the search engine takes, by kind of question, beside two other engines that match words alone."""

import time
from collections.abc import Callable, Sequence

from flask import Flask

from directory import index
from directory.index.facts import load
from directory.index.texts import document
from tests.bench import yardsticks
from tests.bench.load import percentile
from tests.bench.questions import KINDS, WORDS, Question, args

Figures = dict[str, float]


def measure(app: Flask, rounds: int) -> Figures:
    """{"<kind> p50 ms": ..., "all p95 ms": ..., "FTS5 p95 ms": ...}; rounds take turns, the first is dropped."""
    with app.app_context():
        index.catch_up()
        took: dict[str, list[float]] = {kind: [] for kind in KINDS}
        for turn in range(rounds + 1):
            for kind, questions in KINDS.items():
                found = [timed(index.find, index.asked(args(question))) for question in questions]
                took[kind] += found if turn else []
        others = {name: beside(ask, rounds) for name, ask in engines().items() if ask}
    every = [one for kind in took.values() for one in kind]
    figures = {"all p50 ms": percentile(every, 50), "all p95 ms": percentile(every, 95)}
    for name, values in (took | others).items():
        figures |= {f"{name} p50 ms": percentile(values, 50), f"{name} p95 ms": percentile(values, 95)}
    return figures


def timed(call: Callable[..., object], *given: object) -> float:
    """Milliseconds of a call."""
    began = time.perf_counter()
    call(*given)
    return (time.perf_counter() - began) * 1000


def engines() -> dict[str, yardsticks.Ask | None]:
    """The yardsticks, over the texts the index has."""
    documents = [dict(document(one)) for one in load(None, index.worker().where()).values()]
    return {"FTS5": yardsticks.fts5(documents), "tantivy": yardsticks.tantivy_index(documents)}


def beside(ask: yardsticks.Ask, rounds: int) -> list[float]:
    """Milliseconds of every question in words."""
    asked: Sequence[Question] = [question for kind in WORDS for question in KINDS[kind]]
    took = []
    for turn in range(rounds + 1):
        found = [timed(ask, words) for words, _asked in asked]
        took += found if turn else []
    return took
