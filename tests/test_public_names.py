"""Slugs and codes: never empty, never another's, the same on every machine."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.public_names import LETTERS, code, free_slug, slug


@pytest.mark.parametrize(
    "name,expected",
    [
        ("Tea and Company", "tea-and-company"),
        ("Café at St Ann's", "cafe-at-st-anns"),
        ("St Ann’s – Tea & Cake!", "st-anns-tea-and-cake"),
        ("18–25s: move", "18-25s-move"),
        ("Łódź", "odz"),
        ("word " * 40, "-".join(["word"] * 16)),
        ("x" * 200, "x" * 80),
    ],
)
def test_a_name_becomes_a_slug(name, expected):
    assert slug(name) == expected


def test_a_name_in_another_script_has_a_slug_of_its_own():
    assert slug("தமிழ்").startswith("offer-")
    assert slug("தமிழ்") != slug("مرکز")
    assert slug("") == slug("")


@given(st.text())
def test_a_slug_is_fit_for_a_link(name):
    found = slug(name)
    assert 0 < len(found) <= 80
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not found.startswith("-")
    assert not found.endswith("-")


def test_a_slug_that_is_taken_gets_a_number():
    held = {"tea", "tea-2"}
    assert free_slug("Tea", held.__contains__) == "tea-3"
    assert free_slug("Cake", held.__contains__) == "cake"


def test_a_number_finds_room_in_a_slug_that_may_be_no_longer():
    held: set[str] = set()
    for _time in range(12):
        held.add(free_slug("tea and cake", held.__contains__, longest=9))
    assert {len(one) for one in held} <= {7, 8, 9} and {"tea-and-c", "tea-and-2", "tea-an-12"} <= held


def test_a_code_hangs_on_the_id_alone():
    first = str(uuid.uuid5(uuid.NAMESPACE_URL, "one"))
    short = code(first, lambda _: False)
    assert short == code(first, lambda _: False)
    assert len(short) == 5
    assert set(short) <= set(LETTERS)
    longer = code(first, {short}.__contains__)
    assert (len(longer), longer[:5]) == (6, short)
    with pytest.raises(ValueError, match="no code is free"):
        code(first, lambda _: True)


def test_codes_of_ten_thousand_services_are_apart():
    held: set[str] = set()
    for number in range(10_000):
        held.add(code(str(uuid.uuid5(uuid.NAMESPACE_URL, str(number))), held.__contains__))
    assert len(held) == 10_000
    assert sum(len(one) > 5 for one in held) < 20
