"""Words as the index reads them: in every script, however they were composed, and nothing typed is remembered."""

import pytest
from flask import Flask

from directory import index
from directory.index.engine import split, words
from tests.index.test_matching import find, names
from tests.makers import a_service


@pytest.mark.parametrize(
    "written, typed",
    [
        ("\u0130STANBUL", "istanbul"),
        ("Isparta", "\u0131sparta"),
        ("i\u015f", "is"),
        ("re\u0301sume\u0301", "RÉSUMÉ"),
        ("NẤU ĂN", "nau an"),
        ("Đà", "da"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Ελληνικά", "ελληνικα"),
        ("\u0645\u064e\u0637\u0652\u0628\u064e\u062e", "\u0645\u0637\u0628\u062e"),
        ("\uff43\uff4f\uff4f\uff4b", "cook"),
        ("can\u2019t", "cant"),
    ],
)
def test_it_is_the_same_word(written: str, typed: str):
    assert split(written) == split(typed) != []


@pytest.mark.parametrize("text", ["சமையல்", "தமிழ்", "বাংলা", "हिन्दी", "ਪੰਜਾਬੀ", "ગુજરાતી", "tiếng", "العربية"])
def test_signs_inside_a_word_do_not_part_it(text: str):
    assert len(split(text)) == 1


def test_a_word_of_another_script_is_found_as_a_whole(app: Flask):
    a_service(name="தமிழ் சமையல்")
    a_service(name="\u0130stanbul sofras\u0131")
    assert names(find(q="சமையல்")) == ["தமிழ் சமையல்"]
    assert names(find(q="istanbul")) == ["\u0130stanbul sofras\u0131"]
    assert "சமையல்" in words(dict.fromkeys(("name", "summary", "description", "organisation", "terms"), "சமையல்"))


def test_a_word_that_no_offer_has_is_not_remembered(app: Flask):
    a_service(name="Harp circle")
    find(q="harp kanarienvogel")
    kept = {term for segment in index.worker().snapshot.opened.segments.values() for _field, term in segment.postings}
    assert "harp" in kept and "kanarienvogel" not in kept
