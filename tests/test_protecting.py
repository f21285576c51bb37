"""What no computer may change is held out, comes back whole or the answer is refused."""

import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.protecting import HTML, XML, Mangled, hold, put_back, worth_sending
from tests.translator import MANGLES, moved, other_words, right

CHANCE = random.Random(3)
NAMES = ("Cook together", "Good Neighbours", "St Mary's Hall", "12 Rushey Green")
TEXT = (
    "Come to St Mary's Hall, 12 Rushey Green, SE6 4RU, every Thursday from 2pm to 4.30pm & bring £2.50 or 50p. "
    "Phone 020 7946 0123 or write to ana@example.org, see https://example.org/cook?day=4. Ages 16-25, the 1st is free."
)
KEPT = ["St Mary's Hall", "12 Rushey Green", "SE6 4RU", "2pm", "4.30pm", "£2.50", "50p", "020 7946 0123",
        "ana@example.org", "https://example.org/cook?day=4", "16-25", "1st"]  # fmt: skip


@pytest.mark.parametrize("markup", [XML, HTML])
def test_names_places_times_sums_and_numbers_are_held_out_and_come_back(markup: str):
    held = hold(TEXT, NAMES, markup)
    assert list(held.parts) == KEPT and not re.search(r"\d", held.between)
    for manner in (right, moved):
        back = put_back(held, manner(held.sent, "es", CHANCE), "es")
        assert all(back.count(one) == TEXT.count(one) for one in KEPT) and "&" in back and "<" not in back
    assert put_back(held, right(held.sent, "es", CHANCE), "es") == " ".join(
        "".join(
            one if at % 2 else other_words(one, "es")
            for at, one in enumerate(re.split(f"({'|'.join(map(re.escape, KEPT))})", TEXT))
        ).split()
    )


@pytest.mark.parametrize("language", ["es", "pl", "vi", "ar", "ur", "ta", "zh-Hans"])
def test_every_script_comes_back_and_another_one_is_refused(language: str):
    held = hold(TEXT, NAMES, HTML)
    assert put_back(held, right(held.sent, language, CHANCE), language)
    with pytest.raises(Mangled):
        put_back(held, right(held.sent, "es" if language in ("ar", "ur", "ta", "zh-Hans") else "ar", CHANCE), language)


@pytest.mark.parametrize("manner", MANGLES)
@pytest.mark.parametrize("markup", [XML, HTML])
def test_whatever_is_mangled_is_refused(manner: str, markup: str):
    held = hold(TEXT, NAMES, markup)
    for _again in range(10):
        with pytest.raises(Mangled):
            put_back(held, MANGLES[manner](held.sent, "es", CHANCE), "es")


def test_the_same_english_is_no_translation_and_a_line_of_parts_needs_none():
    held = hold("We sing together every day at 2pm.", (), HTML)
    with pytest.raises(Mangled, match="English"):
        put_back(held, held.sent, "es")
    assert not worth_sending(hold("020 7946 0123, 2pm", (), HTML)) and worth_sending(held)


@pytest.mark.parametrize("english,answer", [
    ("Sing with us", ""), ("Sing with us", " . "), ("Anybody <under> us", "<b>Todos</b> bajo"),
])  # fmt: skip
def test_a_line_without_parts_is_looked_at_too(english: str, answer: str):
    with pytest.raises(Mangled):
        put_back(hold(english, (), HTML), answer, "es")


def test_a_name_counts_as_a_whole_word_only_and_the_longest_first():
    held = hold("Mind your step at Mind Lewisham: remind us.", ("Mind", "Mind Lewisham", "us"), XML)
    assert held.parts == ("Mind", "Mind Lewisham")


def test_a_word_does_not_run_into_what_is_put_back():
    held = hold("We meet at 2pm here", (), XML)
    assert put_back(held, 'Nos vemos a las<x id="0">2pm</x>aquí', "es") == "Nos vemos a las 2pm aquí"


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=40)
facts = st.sampled_from([*KEPT, "½", "10:30", "٢٠", "<3", "&amp;", "5 & 6", "Ⅷ"])
lines = st.lists(st.one_of(words, facts, st.sampled_from(["come", "with us", "every week", "ring"])), max_size=12)


@given(lines.map(" ".join), st.sampled_from([XML, HTML]))
def test_no_number_is_left_between_the_parts_and_nothing_of_the_line_is_lost(line: str, markup: str):
    held = hold(line, NAMES, markup)
    assert not any(unicodedata.category(one).startswith("N") for one in held.between if one < "\u3000")
    assert sum(map(len, held.parts)) <= len(line) and all(one in line for one in held.parts)
    bare = re.sub(r"\s", "", line)
    assert re.sub(r"\s", "", "".join(held.parts)) in bare or len(held.parts) > 1


@given(lines.map(" ".join), st.sampled_from([XML, HTML]), st.sampled_from(list(MANGLES)), st.integers(0, 9999))
def test_no_answer_shows_a_part_otherwise_than_it_was(line: str, markup: str, manner: str, seed: int):
    held = hold(f"{line} at 2pm", NAMES, markup)
    try:
        back = put_back(held, MANGLES[manner](held.sent, "es", random.Random(seed)), "es")
    except Mangled:
        return
    digits = re.compile(r"\d")
    assert sorted(digits.findall(back)) == sorted(digits.findall("".join(held.parts)))


@given(st.text(max_size=300))
def test_rubbish_is_refused_or_harmless(answer: str):
    held = hold("Come at 2pm", (), HTML)
    with pytest.raises(Mangled):
        put_back(held, answer, "es")
