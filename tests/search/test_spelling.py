"""A misspelling: small ones are put right and said, far ones are asked about, and what was typed can be had."""

import pytest
from flask import Flask

from directory import index
from directory.index import Query
from directory.index.spelling import Speller, respelt, sound
from tests.client import HouseClient
from tests.makers import a_service

WORDS = {"counselling": 4, "housing": 3, "pottery": 2, "poetry": 2, "anxiety": 5, "cooking": 6, "cooling": 1}


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(WORDS)


@pytest.mark.parametrize(
    "typed, guess",
    [("hauzing", "housing"), ("coonseling", "counselling"), ("angsietty", "anxiety"), ("coukinge", "cooking"),
     ("housing", None), ("hous", None), ("zzyzxq", None), ("1234567", None), ("h" * 40, None)],
)  # fmt: skip
def test_a_far_word_is_guessed_by_its_sound_or_its_letters(speller: Speller, typed: str, guess: str | None):
    assert speller.guess(typed) == guess


def test_a_guess_is_a_word_of_our_offers(speller: Speller):
    assert Speller({"housing": 0}).guess("hauzing") is None


def test_words_as_near_as_each_other_are_both_known(speller: Speller):
    assert speller.close("cooming") == ["cooking", "cooling"]


def test_sounds():
    assert sound("counciling") == sound("counselling") != sound("cooking")


def test_only_the_words_meant_are_written_another_way():
    assert respelt("I need Hauzing, don't I?", {"hauzing": "housing"}) == "I need housing, don't I?"


def test_a_small_edit_is_made_and_what_was_typed_can_be_had(client: HouseClient):
    a_service(name="Living with depression", categories=["peer-support"])
    page = client.page("/search?q=deprression&category=peer-support")
    assert "Showing results for depression Search for exactly deprression" in page.words()
    exact = next(link for link in page.links if "exact=1" in link)
    assert exact == "/search?q=deprression&category=peer-support&exact=1"
    assert "Showing results for" not in client.page(exact).words()


def test_a_large_edit_is_asked_about_and_keeps_the_filters(client: HouseClient):
    a_service(name="Housing advice", categories=["housing-and-homelessness"])
    page = client.page("/search?q=hauzing+on+wednesdays&near=SE6+4RU&category=housing-and-homelessness")
    assert "Did you mean housing on wednesdays?" in page.words()
    meant = next(link for link in page.links if "q=housing" in link)
    assert meant == "/search?q=housing+on+wednesdays&near=SE6+4RU&category=housing-and-homelessness"
    assert "Housing advice" in client.page(meant).words()


def test_of_two_words_as_near_one_is_shown_and_the_other_asked_about(client: HouseClient):
    a_service(name="Zambra one")
    a_service(name="Zambra two")
    a_service(name="Zumbra")
    words = client.page("/search?q=zimbra").words()
    assert "Showing results for zambra" in words and "Did you mean zumbra?" in words


def test_a_word_that_exists_is_never_changed_nor_asked_about(app: Flask):
    a_service(name="Housing and cooking")
    for known in ("housing", "cooking", "Catford", "cocina"):
        found = index.find(Query(q=known))
        assert (found.corrected, found.meant) == ("", ""), known


def test_other_languages_and_no_language_are_not_guessed_at(app: Flask):
    a_service(name="Housing and cooking")
    assert index.find(Query(q="hauzing kuking klasez fri")).meant == ""


def test_a_new_search_forgets_that_the_last_one_was_exact(client: HouseClient):
    assert 'name="exact"' not in client.get("/search?q=deprression&exact=1&category=safety").text
