"""A question is only what a form could ask, and writes itself back as the address that asks it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from directory.index.query import MOST_PAGES, Query

KNOWN = {"category": ("cooking-and-food", "safety"), "day": ("mon", "today"), "language": ("es",)}


def asked(*pairs: tuple[str, str]) -> Query:
    return Query.from_args(MultiDict(pairs), KNOWN)


def test_it_reads_every_part():
    query = asked(("q", " tea  and company "), ("near", "se4 1"), ("within", "2"), ("category", "safety"),
                  ("day", "mon"), ("day", "today"), ("sort", "nearest"), ("page", "3"))  # fmt: skip
    assert (query.q, query.near, query.within, query.sort, query.page) == ("tea and company", "se4 1", 2, "nearest", 3)
    assert query.category == ("safety",)
    assert query.day == ("mon", "today")


@pytest.mark.parametrize(
    "name, value",
    [
        ("category", "no-such"), ("category", "SAFETY' OR 1=1"), ("day", "someday"), ("need", "lonely"),
        ("language", "\x00es"), ("sort", "random"), ("within", "nan"), ("within", "-3"), ("within", "inf"),
        ("within", "1e9"), ("page", "0"), ("page", "-1"), ("page", "٣"), ("unknown", "x"),
    ],
)  # fmt: skip
def test_what_no_form_could_send_is_dropped(name: str, value: str):
    assert asked((name, value)) == Query()


def test_too_much_is_cut_and_says_so():
    assert asked(("q", "a" * 100_000)).cut
    assert asked(("q", "word " * 13)).cut and asked(("q", "a" * 41)).cut
    assert len(asked(("q", "word " * 5000)).q) <= 200
    assert not asked(("q", "a cup of tea")).cut


def test_pages_end():
    assert asked(("page", "9999")).page == MOST_PAGES


def test_another_question_starts_at_page_one():
    query = asked(("q", "tea"), ("page", "3"))
    assert query.adding("category", "safety").page == 1
    assert query.but(page=4).page == 4


def test_a_choice_can_be_taken_back():
    query = asked(("category", "safety"), ("category", "cooking-and-food"), ("within", "2"))
    assert query.without("category", "safety").category == ("cooking-and-food",)
    assert query.without("category").category == ()
    assert query.without("within").within is None


@settings(deadline=None)  # a busy machine is no fault of the question
@given(st.dictionaries(st.sampled_from(["q", "near", "within", "category", "day", "sort", "exact", "page"]), st.text()))
def test_its_address_asks_the_same_again(said: dict[str, str]):
    once = Query.from_args(MultiDict(said), KNOWN).but(cut=False, page=1)
    again = Query.from_args(MultiDict(once.pairs()), KNOWN).but(cut=False)
    assert again == once
