"""What makes an answer better: levels of synonyms, what an offer is for, the language of the search, open doors."""

from datetime import date

import pytest
from flask import Flask

from directory import index
from directory.index import Query
from directory.index.engine import split
from directory.index.relevance import ByWords, doubtful, half
from directory.index.tongues import tongues
from directory.index.understood import others
from directory.index.words import Lexicon
from tests.index.test_matching import find, names
from tests.makers import a_service


@pytest.mark.parametrize(
    "text, spoken",
    [
        ("necesito ayuda", {"es"}),
        ("szukam pracy", {"pl"}),
        ("je cherche un logement", {"fr"}),
        ("yalnızım", {"tr"}),
        ("أشعر بالوحدة", {"ar"}),
        ("مجھے مدد چاہیے", {"ur"}),
        ("đọc thư", {"vi"}),
        ("தனிமை", {"ta"}),
        ("help with my rent", set()),
        ("I can read and write", set()),
    ],
)
def test_the_language_of_a_search_is_heard(text: str, spoken: set[str]):
    ours = {"help", "with", "my", "rent", "i", "can", "read", "and", "write"}
    words = split(text)
    assert tongues(text, words, [word in ours for word in words]) == spoken


def test_who_speaks_the_language_of_a_search_comes_first(app: Flask):
    for number in range(8):
        a_service(name=f"Table {number}", needs=["lonely"])
    a_service(name="Z Mesa", needs=["lonely"], languages=["es"])
    assert names(find(q="me siento sola"))[0] == "Z Mesa"


def test_what_an_offer_is_for_counts_above_what_it_is_as_well(app: Flask):
    a_service(name="A as well", categories=["social-groups", "gardening-and-nature"])
    a_service(name="B for it", categories=["gardening-and-nature", "social-groups"])
    assert names(find(q="gardening"))[:2] == ["B for it", "A as well"]
    assert names(find(category="gardening-and-nature"))[:2] == ["B for it", "A as well"]


def test_levels_of_a_synonym_are_kept_and_the_first_one_said_stays():
    lexicon = Lexicon(
        [(["kickabout"], {"same": ["football"], "narrower": ["categories:sport"]})], [], [], {"football": 1}
    )
    lexicon.learn_row(["kickabout"], {"related": ["football", "needs:lonely"]})
    (group,) = lexicon.read("kickabout").groups
    levels = dict(zip(group.targets, group.levels, strict=True))
    assert levels == {"football": "same", "categories:sport": "narrower", "needs:lonely": "related"}


def test_an_offer_asked_for_by_name_that_is_paused_brings_those_like_it(app: Flask):
    a_service(
        name="Zither shed", categories=["arts-and-music"], status="temporarily closed", paused_until=date(2027, 1, 4)
    )
    a_service(name="Zither advice", categories=["money-debt-benefits"])
    a_service(name="Zither hour", categories=["arts-and-music"])
    found = names(find(q="zither shed"))
    assert found[:2] == ["Zither shed", "Zither hour"]
    assert half(["zither", "shed"], "the zither shed on the vale") and not half(["zither"], "long zither night walk")


@pytest.mark.parametrize("text", ["the of and", "12345", "3.14159", "???"])
def test_what_asks_for_nothing_finds_nothing(app: Flask, text: str):
    a_service(name="Harp circle")
    assert find(q=text).total == 0


@pytest.mark.parametrize("text", ["please show me anything", "something to do", "groups"])
def test_small_words_that_ask_find_everything_or_what_they_mean(app: Flask, text: str):
    a_service(name="Harp circle", needs=["something-to-do"])
    assert find(q=text).total == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [("my dad is 80", "50-plus"), ("lady in her 70s", "50-plus"), ("78f falls", "50-plus"), ("m22", "18-25"),
     ("my daughter is 13", "under-18")],
)  # fmt: skip
def test_an_age_is_understood(app: Flask, text: str, code: str):
    groups = index.catch_up().lexicon.read(text).groups
    assert f"audiences:{code}" in [target for group in groups for target in group.targets]


@pytest.mark.parametrize("text", ["came here in the 60s", "im 5 months pregnant", "she is 12 weeks sober", "5m away"])
def test_what_is_no_age(app: Flask, text: str):
    targets = {target for group in index.catch_up().lexicon.read(text).groups for target in group.targets}
    assert targets.isdisjoint(("audiences:50-plus", "audiences:under-18", "audiences:18-25"))


@pytest.mark.parametrize("text", ["my mum is lonely", "mum lonely", "lonely since dad went", "nan is lonely"])
def test_a_relative_says_nothing_beside_what_is_understood(app: Flask, text: str):
    targets = {target for group in index.catch_up().lexicon.read(text).groups for target in group.targets}
    assert "needs:lonely" in targets and targets.isdisjoint(("audiences:parents", "audiences:families"))


def test_a_relative_alone_is_a_wish(app: Flask):
    assert any("audiences:parents" in group.targets for group in index.catch_up().lexicon.read("dad").groups)


def test_few_words_of_many_need_sense(app: Flask):
    none = index.find(Query()).total
    assert none == 0
    by_chance = ByWords(score=None, matched=None, known=0.5, sure=0.5)  # type: ignore[arg-type]
    assert doubtful(by_chance, 0.9, 0.2, foreign=False) and not doubtful(by_chance, 0.9, 0.2, foreign=True)
    assert not doubtful(by_chance, 0.9, 0.4, foreign=False) and not doubtful(by_chance, 0.9, None, foreign=False)
    letters = ByWords(score=None, matched=None, known=1, sure=0)  # type: ignore[arg-type]
    assert doubtful(letters, 0.3, 0.25, foreign=True) and not doubtful(letters, 0.7, 0.25, foreign=True)


def test_an_offer_filed_under_nothing_is_found_by_what_else_people_type(app: Flask):
    a_service(name="Calls", summary="Somebody calls against loneliness.", description="")
    a_service(name="Chess", needs=["something-to-do"], summary="The loneliness of a pawn.", description="")
    found = find(q="no mates")
    assert names(found) == ["Calls"] and not found.close


def test_what_else_people_type_are_the_short_phrases_that_offers_have():
    row = ["alone", "on my own", "isolated", "no mates", "lonely", "lonley"]
    owns = {"alone", "isolated", "lonely", "mates"}.__contains__
    assert others(row, ["needs:lonely"], owns) == (("alon",), ("isolat",), ("lone",))
    assert others(row, ["formats:at-home", "visit"], owns) == ()
