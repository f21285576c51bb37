"""Words of other languages mean something, whatever ending, article or accents they have."""

import pytest

from directory.index.foreign import Foreign
from directory.index.words import Lexicon

ROWS = [
    ("es", ["cocina", "clases de cocina"], {"food": "same"}),
    ("pl", ["długi", "nauka czytania"], {"debt": "same"}),
    ("ar", ["السكن", "طعام", "لاجئين"], {"housing": "same"}),
    ("zh", ["做饭", "英语"], {"food": "same"}),
    ("vi", ["nợ", "trả nợ", "mắc nợ"], {"debt": "same"}),
    ("fr", ["pain"], {"food": "same"}),
]
FOREIGN = Foreign(ROWS)


def meant(text: str, reading: str = "", **known: int) -> list[tuple[str, ...]]:
    """The targets of each wish in a search text; `known` are words offers have."""
    lexicon = Lexicon([(["hurt", "pain"], {"same": ["body"]})], [], [], known, foreign=FOREIGN)
    return [group.targets for group in lexicon.read(text, reading=reading).groups]


@pytest.mark.parametrize(
    "text, reading, target",
    [
        ("cocina", "", "food"),
        ("Clases de cocina", "es", "food"),
        ("cocinas", "es", "food"),
        ("długów", "pl", "debt"),
        ("dlugi", "pl", "debt"),
        ("سكن", "", "housing"),
        ("والسكن", "ar", "housing"),
        ("لطعام", "ar", "housing"),
        ("للاجئين", "", "housing"),
        ("我想学英语", "", "food"),
        ("nợ", "vi", "debt"),
        ("nợ nhiều quá", "vi", "debt"),
        ("nauka", "pl", "debt"),
    ],
)
def test_a_word_is_found_in_its_language(text, reading, target):
    assert (target,) in meant(text, reading)


def test_the_language_of_the_page_decides_between_two_meanings():
    assert meant("pain", pain=3) == [("body",)] and meant("pain", "fr", pain=3) == [("food", "body")]


def test_english_words_are_found_on_any_page():
    assert meant("hurt", "vi", hurt=3) == meant("hurt", hurt=3) == [("body",)]


def test_an_english_word_is_not_taken_for_a_foreign_one():
    assert meant("cocktail", cocktail=2) == [()] and meant("no") == []


def test_a_foreign_word_is_not_put_right():
    lexicon = Lexicon([], [], [], {"cocoa": 4}, foreign=FOREIGN)
    assert not lexicon.read("cocina").corrected and lexicon.read("cocoe").corrected == "cocoa"


def test_what_a_word_stands_in_most_is_what_it_is_about():
    many = Foreign(
        [("es", ["tocar algo", "tocar todo", "pagar algo"], {"a": "same"}), ("es", ["algo mas"], {"b": "same"})]
    )
    assert many.mostly("tocar", "es") == {"a": "related"} and many.mostly("mas", "es") == {"b": "related"}
    assert many.mostly("nada", "es") == {}


def test_an_offer_filed_under_nothing_is_found_by_the_english_name_of_what_is_meant():
    foreign = Foreign([("es", ["sola"], {"needs:lonely": "same", "categories:social-groups": "related"})])
    names = [("needs:lonely", "Feeling lonely"), ("categories:social-groups", "Groups and company")]
    lexicon = Lexicon([], names, [], {"lonely": 1, "company": 1}, foreign=foreign)
    assert [group.others for group in lexicon.read("sola", reading="es").groups] == [(("lone",),)]
