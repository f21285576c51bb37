"""The command that says why offers stand where they do."""

import pytest

from directory import index
from directory.index import Query
from tests.makers import a_location, a_service


def explain(app, *words: str) -> str:
    result = app.test_cli_runner(catch_exceptions=False).invoke(args=["explain", *words])
    assert result.exit_code == 0, result.output
    return result.output


def test_each_part_has_a_rank_and_a_score(app):
    a_service(name="Zither far", at=a_location(latitude=51.4650, longitude=-0.0206))
    a_service(name="Zither near", summary="Zither, zither.")
    offers = index.explain(Query(q="zither", near="SE6 4RU")).offers
    assert [one.name for one in offers] == ["Zither near", "Zither far"]
    first, second = (one.parts for one in offers)
    assert list(first) == ["words", "meaning", "nearness", "quality"]
    assert (first["words"].rank, second["words"].rank) == (1, 2) and first["words"].score == pytest.approx(1)
    assert (first["nearness"].rank, second["nearness"].rank) == (1, 2)
    assert second["nearness"].score == pytest.approx(1.35, abs=0.05)
    assert offers[0].sum < offers[1].sum


def test_it_agrees_with_what_readers_find(sample):
    for words in ("lonely", "polish speaking women on mondays", "cooking", "", "zzyzxq"):
        query = Query(q=words, near="SE6")
        explained = index.explain(query)
        assert [one.id for one in explained.offers] == [hit.id for hit in index.find(query).hits], words


def test_what_puts_an_offer_lower_is_named(app):
    a_service(name="Zither", status="temporarily closed", audiences=["men"], cost=["free"])
    a_service(name="Zither two")
    lower = {one.name: list(one.lower) for one in index.explain(Query(q="zither free of charge")).offers}
    assert lower == {
        "Zither": ["paused", "for certain people"],
        "Zither two": ["does not fit the filters in the words"],
    }


def test_the_command_prints_it(app):
    a_service(name="Zither circle", needs=["lonely"])
    said = explain(app, "lonely zitherr on wednesdays", "--near", "SE6", "--top", "1")
    for part in ("1 offers", "day=wed", "place: SE6 (district), within 3 miles", "words: lonely zitherr",
                 "searched instead: lonely zither", "-> needs:lonely", "meaning: on", "Zither circle"):  # fmt: skip
        assert part in said, part


def test_nothing_found_and_an_unknown_place_are_said(app):
    assert "0 offers" in explain(app, "zzyzxq") and "place: Atlantis Deep, unknown" in explain(
        app, "tea", "--near", "Atlantis Deep"
    )
