"""Phrases in a search become filters; mere words do not."""

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
PLACES = {"catford", "forest hill", "se6", "se13 6jz", "the borough", "borough"}


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    units = {"se 13 6jz", "se13-6jz", "sei3 6jz"}
    return Grammar(NAMES, lambda words: words in PLACES | units or words.endswith(" se6"), PLACES)


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
        ("cooking tomorrow", "cooking", {"day": ("tomorrow",)}),
        ("advice with no waiting list", "advice with", {"waiting": ("none",)}),
        ("help without a referral", "help", {"access": ("self-referral", "drop-in")}),
        ("art that costs nothing", "art", {"cost": ("free",)}),
        ("yoga for free on mondays", "yoga", {"cost": ("free",), "day": ("mon",)}),
        ("yoga for free, please", "yoga , please", {"cost": ("free",)}),
        ("drop-in for Muslims", "", {"access": ("drop-in",), "faith": ("muslim",)}),
        ("something in the evening", "something", {"time": ("evening",)}),
        ("choir this evening", "choir", {"day": ("today",), "time": ("evening",)}),
        ("yoga tomorrow night", "yoga", {"day": ("tomorrow",), "time": ("evening",)}),
        ("lunch Monday to Friday", "lunch", {"day": ("mon", "tue", "wed", "thu", "fri")}),
        ("games between saturdays and mondays", "games", {"day": ("sat", "sun", "mon")}),
        ("advice mon-wed afternoons", "advice", {"day": ("mon", "tue", "wed"), "time": ("afternoon",)}),
        ("walk-in clinic", "clinic", {"access": ("drop-in",)}),
        ("somewhere to walk in", "somewhere to", {"access": ("drop-in",)}),
        ("drop in in the evening", "", {"access": ("drop-in",), "time": ("evening",)}),
    ],
)
def test_an_explicit_phrase_is_a_filter(grammar: Grammar, text: str, rest: str, filters: dict[str, tuple[str, ...]]):
    said = grammar.read(text)
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
        "a place to walk in nature",
        "drop in income",
        "looking for free furniture",
        "apply for free school meals",
        "sun to",
    ],
)
def test_a_mere_word_is_not(grammar: Grammar, text: str):
    assert grammar.read(text).filters() == {}
    assert grammar.read(text).rest == text


@pytest.mark.parametrize(
    "text, rest",
    [
        ("yoga not on Mondays", "yoga not"),
        ("can't do Tuesdays", "can't do"),
        ("can’t get out of bed in the morning", "can’t get out of bed"),
        ("choir, any day except Sunday", "choir, any day except"),
        ("cooking, not Monday to Friday", "cooking, not"),
        ("i work weekdays", "i work"),
        ("lunch not before midday", "lunch not"),
        ("lunch, not on mondays or tuesdays", "lunch, not or"),
        ("i'm busy on mondays and in the evening", "i'm busy and"),
        ("not just for Muslims", "not just"),
        ("i don't want polish speaking", "i don't want"),
        ("choir but not in Catford or in Forest Hill", "choir but not or"),
        ("i can't get to Catford", "i can't get to"),
    ],
)
def test_what_is_not_wanted_is_neither_a_filter_nor_a_word(grammar: Grammar, text: str, rest: str):
    said = grammar.read(text)
    assert (said.rest, said.filters(), said.near) == (rest, {}, "")


@pytest.mark.parametrize(
    "text, rest, filters, near",
    [
        ("not mondays, fridays near Catford", "not ,", {"day": ("fri",)}, "Catford"),
        ("no mondays and no cost", "no and", {"cost": ("free",)}, ""),
        ("not in Catford, near Forest Hill", "not ,", {}, "Forest Hill"),
        ("i work in Catford", "i work", {}, "Catford"),
        ("not on mondays or in Catford", "not or", {}, "Catford"),
    ],
)
def test_a_no_reaches_no_further_than_it_was_meant(
    grammar: Grammar, text: str, rest: str, filters: dict[str, tuple[str, ...]], near: str
):
    said = grammar.read(text)
    assert (said.rest, said.filters(), said.near) == (rest, filters, near)


@pytest.mark.parametrize(
    "text, rest, near",
    [
        ("cooking near Catford", "cooking", "Catford"),
        ("groups near forest hill", "groups", "forest hill"),
        ("debt help se13 6jz", "debt help", "se13 6jz"),
        ("food in the middle of winter", "food in the middle of winter", ""),
        ("around SE6 on mondays", "", "SE6"),
        ("debt help SE 13 6JZ", "debt help", "SE 13 6JZ"),
        ("se13-6jz choir", "choir", "se13-6jz"),
        ("lunch SEI3 6jz", "lunch", "SEI3 6jz"),
        ("football, Catford", "football,", "Catford"),
        ("Forest Hill choir", "choir", "Forest Hill"),
        ("the Catford line", "the Catford line", ""),
        ("at risk of eviction SE6", "at risk of eviction", "SE6"),
        ("people in recovery se6", "people in recovery", "se6"),
        ("tea near the hospital SE6", "tea", "hospital SE6"),
        ("clubs in Catford SE6", "clubs", "Catford SE6"),
        ("food at 12 Rushey Green SE6", "food", "12 Rushey Green SE6"),
        ("food bank in my borough", "food bank in my borough", ""),
        ("what is on in the borough", "what is on in the borough", ""),
        ("a walk near borough", "a walk", "borough"),
        ("İngilizce İŞ kursu Catford", "İngilizce İŞ kursu", "Catford"),
    ],
)
def test_a_place_is_found_in_the_words(grammar: Grammar, text: str, rest: str, near: str):
    said = grammar.read(text)
    assert (said.rest, said.near) == (rest, near)


def test_each_piece_says_the_text_without_it(grammar: Grammar):
    said = grammar.read("yoga on sunday mornings near Catford")
    assert [piece.without for piece in said.pieces] == ["yoga near Catford"]
    assert said.near_without == "yoga on sunday mornings"


def test_a_place_in_its_own_field_leaves_the_words_alone(grammar: Grammar):
    assert grammar.read("cooking near Catford", places=False).rest == "cooking near Catford"


def test_it_is_quick_on_anything(grammar: Grammar):
    for text in ("near " * 40, "no " * 60, "on monday " * 20, "a" * 200):
        assert grammar.read(text) is not None
