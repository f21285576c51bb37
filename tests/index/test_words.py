"""Typed words are understood: synonyms, misspellings, small words, and danger."""

import pytest
from werkzeug.datastructures import MultiDict

from directory.index import Query
from directory.index.spelling import Speller, distance
from directory.index.words import Lexicon

SYNONYMS = [(["lonely", "lonley", "no friends"], {"same": ["needs:lonely"]}), (["skint"], {"related": ["money"]})]
OFFERS = {"depression": 3, "cooking": 5, "choir": 1, "council": 2, "money": 4, "peer": 2, "mum": 1}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    terms = [("categories:peer-support", "Peer support")]
    danger = [("want to die", "suicide"), ("suicide", "suicide"), ("自杀", "suicide"), ("help me", "emergency")]
    return Lexicon(SYNONYMS, terms, danger, OFFERS, ["Catford"])


def targets(lexicon: Lexicon, text: str) -> set[str]:
    return {target for group in lexicon.read(text).groups for target in group.targets}


@pytest.mark.parametrize(
    "typed, right",
    [("depresion", "depression"), ("cookng", "cooking"), ("hcoir", "choir"), ("deprssoin", "depression")],
)
def test_one_or_two_wrong_letters_are_put_right(lexicon: Lexicon, typed: str, right: str):
    assert lexicon.read(typed).corrected == right


@pytest.mark.parametrize("typed", ["lonley", "catford", "skint", "choir", "xqzzyw", "mum", "2pm"])
def test_a_known_word_or_a_strange_one_is_left_alone(lexicon: Lexicon, typed: str):
    assert lexicon.read(typed).corrected == ""


def test_a_phrase_is_one_wish(lexicon: Lexicon):
    meaning = lexicon.read("I have no friends")
    assert [group.targets for group in meaning.groups] == [("needs:lonely",)]


def test_names_of_the_vocabulary_are_understood(lexicon: Lexicon):
    assert targets(lexicon, "peer support please") == {"categories:peer-support"}


def test_small_words_ask_for_nothing(lexicon: Lexicon):
    assert lexicon.read("I would like some help please").groups == ()


def test_a_misspelling_counts_by_its_meaning_only(lexicon: Lexicon):
    assert lexicon.read("lonley").groups[0].typed == ()


CALLS = [
    "help me",
    "someone help me please",
    "help me get away",
    "help me find him help me",
    "help me find somewhere safe",
]


@pytest.mark.parametrize("text", CALLS)
def test_a_call_for_help_is_danger(lexicon: Lexicon, text: str):
    assert lexicon.read(text).crisis == {"emergency"}


@pytest.mark.parametrize("text", ["someone to help me find a choir", "help me with money", "can you help me to cook"])
def test_an_errand_to_be_helped_with_is_no_danger(lexicon: Lexicon, text: str):
    assert lexicon.read(text).crisis == frozenset()


@pytest.mark.parametrize("text", ["suicide", "i WANT to die", "suicides", "我想自杀了", "help i want to die tonight"])
def test_danger_is_heard(lexicon: Lexicon, text: str):
    assert lexicon.read(text).crisis == {"suicide"}


@pytest.mark.parametrize(
    "text",
    [
        "i have been feeling so low for months now and tonight i just want to die",
        "我最近几个月一直觉得非常难过每天晚上都睡不着觉也不想跟别人说话我觉得没有人关心我所以我真的想自杀了",
    ],
)
def test_danger_is_heard_in_the_last_words_of_a_long_sentence(lexicon: Lexicon, text: str):
    query = Query.from_args(MultiDict({"q": text}))
    assert query.cut and lexicon.read(query.q).crisis == {"suicide"}


def test_twelve_words_and_two_phrases_are_read(lexicon: Lexicon):
    assert len(lexicon.read(",".join(f"x{number}q" for number in range(40))).groups) == 12
    assert len(lexicon.read('"tea-cup"' * 20).phrases) == 2
    assert lexicon.read('"of the" "and to" tea').phrases == ()


@pytest.mark.parametrize("text", ["want to cook", "die cutting", "to die for cakes"])
def test_innocent_words_are_not_danger(lexicon: Lexicon, text: str):
    assert not lexicon.read(text).crisis


def test_quoted_words_are_a_phrase(lexicon: Lexicon):
    assert lexicon.read('"peer support" men').phrases == (("peer", "support"),)


@pytest.mark.parametrize(
    "a, b, apart", [("lonley", "lonely", 1), ("cooking", "cooking", 0), ("cat", "cart", 1), ("choir", "chant", 3)]
)
def test_letters_apart(a: str, b: str, apart: int):
    assert distance(a, b, 3) == apart


def test_the_commoner_word_wins():
    assert Speller({"walking": 9, "talking": 1}).correct("qalking") == "walking"


def test_a_word_means_what_it_stands_for_before_what_has_its_stem():
    lexicon = Lexicon([(["deporte"], {"same": ["sport"]}), (["deported"], {"same": ["papers"]})], [], [], {})
    assert targets(lexicon, "deported") == {"papers"} and targets(lexicon, "deporte") == {"sport"}
    assert targets(lexicon, "deports") == {"papers", "sport"}


def test_another_form_of_a_word_we_mean_is_looked_for_too():
    lexicon = Lexicon([(["gardening", "counciling"], {"same": ["gardening"]})], [], [], {"gardens": 1, "council": 1})
    assert lexicon.read("gardening").groups[0].typed == ("garden",)
    assert lexicon.read("counciling").groups[0].typed == ()


def test_whose_it_is_and_where_are_no_wishes_beside_another(lexicon: Lexicon):
    assert [group.targets for group in lexicon.read("lonely son in Catford").groups] == [("needs:lonely",)]
    assert [group.typed for group in lexicon.read("son").groups] == [("son",)]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("something for my 8 year old", {"under-18", "families"}),
        ("14yo", {"under-18"}),
        ("aged 20", {"18-25"}),
        ("my 2 yr old", {"parents", "families", "new-parents"}),
        ("I am 72", {"50-plus"}),
        ("a man 55 years old", {"50-plus"}),
        ("40 years old", set()),
        ("lonely for 10 years", set()),
        ("bus 36", set()),
    ],
)
def test_an_age_says_for_whom(lexicon: Lexicon, typed: str, codes: set[str]):
    found = {target.partition(":")[2] for target in targets(lexicon, typed) if target.startswith("audiences:")}
    assert found == codes


def test_an_ending_makes_no_misspelling():
    lexicon = Lexicon([], [], [], {"shopping": 3}, is_word=lambda word: word == "shout")
    assert lexicon.read("shouting").corrected == ""
    assert lexicon.read("shoppping").corrected == "shopping"


def test_an_abbreviation_is_compared_by_what_it_stands_for():
    lexicon = Lexicon([(["dv"], {"same": ["abuse"]})], [], [], {"abuse": 1}, is_word=lambda _word: True)
    assert lexicon.read("dv worker").plain == "dv abuse worker"


def test_two_wrong_letters_are_forgiven_behind_the_right_first_one():
    speller = Speller({"centres": 4, "pottery": 2, "depression": 1})
    assert speller.correct("dentures") is None and speller.correct("deprssoin") == "depression"
