"""Phrases in a search become filters; mere words do not."""

from datetime import date

import pytest

from directory.index.query import DAYS, TIMES
from directory.index.sentence import Grammar

NAMES = {
    "language": {"pl": "Polish", "so": "Somali", "en": "English", "bfi": "British Sign Language (BSL)"},
    "faith": {"muslim": "Muslim", "all-faiths": "All faiths and none"},
    "access": {"drop-in": "Drop in", "self-referral": "Refer yourself"},
    "waiting": {"none": "No wait"},
    "cost": {"free": "Free"},
    "day": dict.fromkeys((*DAYS, "today"), ""),
    "time": dict.fromkeys(TIMES, ""),
}
WEDNESDAY = date(2026, 11, 25)
PLACES = {"catford", "forest hill", "se6", "se13 6jz", "the borough"}


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return Grammar(NAMES, lambda words: words in PLACES, PLACES)


@pytest.mark.parametrize(
    "text, rest, filters",
    [
        ("polish speaking", "", {"language": ("pl",)}),
        ("someone who speaks Somali", "someone", {"language": ("so",)}),
        ("yoga on sunday mornings", "yoga", {"day": ("sun",), "time": ("morning",)}),
        ("choir at the weekend", "choir", {"day": ("sat", "sun")}),
        ("football tonight", "football", {"day": ("today",), "time": ("evening",)}),
        ("film after 6pm", "film", {"time": ("evening",)}),
        ("tea before midday", "tea", {"time": ("morning",)}),
        ("cooking tomorrow", "cooking", {"day": ("thu",)}),
        ("advice with no waiting list", "advice with", {"waiting": ("none",)}),
        ("help without a referral", "help", {"access": ("self-referral", "drop-in")}),
        ("art that costs nothing", "art", {"cost": ("free",)}),
        ("drop-in for Muslims", "", {"access": ("drop-in",), "faith": ("muslim",)}),
        ("something in the evening", "something", {"time": ("evening",)}),
    ],
)
def test_an_explicit_phrase_is_a_filter(grammar: Grammar, text: str, rest: str, filters: dict[str, tuple[str, ...]]):
    said = grammar.read(text, WEDNESDAY)
    assert (said.rest, said.filters()) == (rest, filters)


@pytest.mark.parametrize(
    "text",
    [
        "polish",
        "free yoga",
        "muslim women",
        "english speaking",
        "sundown",
        "morning yoga",
        "after 6 years",
        "sunday roast",
    ],
)
def test_a_mere_word_is_not(grammar: Grammar, text: str):
    assert grammar.read(text, WEDNESDAY).filters() == {}
    assert grammar.read(text, WEDNESDAY).rest == text


@pytest.mark.parametrize(
    "text, rest, near",
    [
        ("cooking near Catford", "cooking", "Catford"),
        ("groups near forest hill", "groups", "forest hill"),
        ("debt help se13 6jz", "debt help", "se13 6jz"),
        ("food in the middle of winter", "food in the middle of winter", ""),
        ("around SE6 on mondays", "", "SE6"),
        ("football, Catford", "football,", "Catford"),
        ("Forest Hill choir", "choir", "Forest Hill"),
        ("the Catford line", "the Catford line", ""),
    ],
)
def test_a_place_is_found_in_the_words(grammar: Grammar, text: str, rest: str, near: str):
    said = grammar.read(text, WEDNESDAY)
    assert (said.rest, said.near) == (rest, near)


def test_each_piece_says_the_text_without_it(grammar: Grammar):
    said = grammar.read("yoga on sunday mornings near Catford", WEDNESDAY)
    assert [piece.without for piece in said.pieces] == ["yoga near Catford"]
    assert said.near_without == "yoga on sunday mornings"


def test_a_place_in_its_own_field_leaves_the_words_alone(grammar: Grammar):
    assert grammar.read("cooking near Catford", WEDNESDAY, places=False).rest == "cooking near Catford"


def test_it_is_quick_on_anything(grammar: Grammar):
    for text in ("near " * 40, "no " * 60, "on monday " * 20, "a" * 200):
        assert grammar.read(text, WEDNESDAY) is not None
