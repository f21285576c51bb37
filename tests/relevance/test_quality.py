"""Search is as good as it has been measured to be; a change that makes it worse fails here."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask

from directory import index
from directory.index import Query
from tests.relevance.scoring import QUERIES, Judged, Score, gain, judged, score

# What was measured, less a little: names and dates of the samples move with the calendar.
FLOORS = {"tune": Score(0, 0.82, 0.89, 0.96, 0.95), "kept": Score(0, 0.75, 0.87, 0.93, 0.9),
          "read": Score(0, 0.68, 0.74, 0.86, 0.88), "unread": Score(0, 0.62, 0.63, 0.8, 0.7)}  # fmt: skip
MORE = Path(__file__).parent / "more.json"


@pytest.mark.parametrize(("half", "file"), [("tune", QUERIES), ("kept", QUERIES), ("read", MORE), ("unread", MORE)])
def test_searches_find_what_people_want(sample: Flask, half: str, file: Path):
    got, floor = score(judged(half, file)), FLOORS[half]
    assert got.ndcg >= floor.ndcg, got
    assert got.first >= floor.first, got
    assert got.third >= floor.third, got
    assert got.nonsense >= floor.nonsense, got


def test_a_bad_search_would_be_seen(sample: Flask):
    def backwards(query: Judged) -> list[str]:
        return sorted(query["grades"], key=lambda name: query["grades"][name]["grade"])[:5] or ["anything"]

    got = score(judged("tune"), backwards)
    assert got.ndcg < 0.6 and got.nonsense == 0


def test_the_best_order_scores_one():
    assert gain(["a", "b"], {"a": 3, "b": 1}) == 1
    assert gain(["b", "a"], {"a": 3, "b": 1}) < 1
    assert gain(["x"], {"a": 3}) == 0


def test_everyday_words_of_twelve_languages_find_the_right_kind_of_help(sample: Flask):
    """Twenty a language, by somebody who had seen none of our words, over offers written in English only."""
    index.catch_up()
    right: Counter[str] = Counter()
    with (Path(__file__).parent / "everyday_words.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        found = index.find(Query(q=row["typed"], reading=row["language"].partition("-")[0])).hits[:3]
        kinds = {code for hit in found for code in hit.codes.get("category", ())}
        right[row["language"]] += not kinds.isdisjoint(row["categories"].split("; "))
    assert len(right) == 12 and min(right.values()) >= 16 and right.total() >= 0.9 * len(rows), right
