"""Places: text to a point that is honest about itself."""

import random
import sqlite3
import statistics
import time
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.gazetteer import Gazetteer, fold
from directory.places import Place, Unplaced, locate, miles
from directory.postcodes import LONGEST, Postcodes
from tests.postcode_table import gazetteer, london, table


def found(text):
    return locate(text, postcodes=table(), named=gazetteer())


# Postcodes


def test_a_full_postcode():
    assert found(" se13 6jz") == Place("SE13 6JZ", "SE13 6JZ", 51.457272, -0.014001, "unit", "E09000023")


@pytest.mark.parametrize(
    ("text", "asked", "name", "precision", "exact"),
    [
        ("SE6", "SE6", "SE6", "district", True),
        ("SE13 7", "SE13 7", "SE13 7", "sector", True),
        ("se41", "SE4 1", "SE4 1", "sector", True),
        ("SE13 6J", "SE13 6J", "SE13 6", "sector", False),
        ("SE5 9XX", "SE5 9XX", "SE5 9", "sector", False),
        ("SE4 8XX", "SE4 8XX", "SE4", "district", False),
        ("SE4 8", "SE4 8", "SE4", "district", False),
        ("CRO", "CR0", "CR0", "district", True),
    ],
)
def test_how_precise_it_was_and_whether_it_is_what_was_asked(text, asked, name, precision, exact):
    place = found(text)
    assert (place.asked, place.name, place.precision, place.exact) == (asked, name, precision, exact)
    assert place.gss and place.slug is None


def test_a_fallback_is_near_and_never_called_exact():
    with sqlite3.connect(f"{london().as_uri()}?mode=ro", uri=True) as rows:
        codes = [code for (code,) in rows.execute("SELECT code FROM unit WHERE code LIKE 'SE%' OR code LIKE 'CR%'")]
    rows.close()
    assert len(codes) > 40_000, "all of SE and CR"
    apart = []
    for code in random.Random(1).sample(codes, 400):
        true = found(code)
        assert (true.precision, true.exact) == ("unit", True)
        fallback = found(f"{code[:-3]} {code[-3]}")
        assert fallback.precision == "sector"
        apart.append(miles((true.latitude, true.longitude), (fallback.latitude, fallback.longitude)))
    assert statistics.median(apart) < 0.4, "half of a postcode is right to about a third of a mile"
    assert max(apart) < 5


@pytest.mark.parametrize("text", ["OX1 1AA", "ox1", "BT1 1AA", "M1 1AE", "CM1 1AA", "my postcode is G1 1AA"])
def test_a_postcode_of_elsewhere_is_outside(text):
    assert found(text).reason == "outside"


@pytest.mark.parametrize("text", ["CR9 1AA", "SE99 1AA", "XX1 1AA", "SE29 1AA"])
def test_a_postcode_nobody_knows_is_unknown(text):
    assert found(text).reason == "unknown"


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u200b\u00a0", "\x00", " " * 100_000])
def test_blank_is_nothing_asked(text):
    assert found(text) is None


def test_without_a_table_names_still_work_and_postcodes_are_unknown(tmp_path):
    nothing = Postcodes(tmp_path / "none.sqlite")
    assert locate("SE13 6JZ", postcodes=nothing, named=gazetteer()) == Unplaced("SE13 6JZ", "unknown")
    assert locate("OX1 1AA", postcodes=nothing, named=gazetteer()) == Unplaced("OX1 1AA", "unknown")
    assert locate("Catford", postcodes=nothing, named=gazetteer()).slug == "catford"


# Names

NAMES = {
    "Catford": "catford", "CATFORD": "catford", "catford station": "catford", "near Catford": "catford",
    "Catford, London": "catford", "in the Catford area": "catford", "Catford SE London": "catford",
    "cat ford": "catford", "Çatförd": "catford", "catford!": "catford", "Catford, Lewisham": "catford",
    "st john's": "st-johns", "St Johns": "st-johns", "ST. JOHN’S": "st-johns", "Saint Johns": "st-johns",
    "hither-green": "hither-green", "hithergreen": "hither-green", "HITHER  GREEN": "hither-green",
    "Elephant & Castle": "elephant-and-castle", "elephant and castle tube": "elephant-and-castle",
    "Lewisham": "lewisham", "London Borough of Lewisham": "lewisham", "Lambeth": "lambeth", "southwark": "southwark",
    "Croydon": "croydon", "lee": "lee", "peckham rye": "peckham", "crystal palace": "crystal-palace",
}  # fmt: skip
MISSPELT = {
    "catfrod": "catford", "Catfordd": "catford", "lewishem": "lewisham", "lewihsam": "lewisham", "brocley": "brockley",
    "sydnam": "sydenham", "new cros gate": "new-cross-gate", "streetham": "streatham", "camberwel": "camberwell",
    "near hither gren": "hither-green", "12 Rushey Green Road, Catford": "catford", "acatford": "catford",
}  # fmt: skip


@pytest.mark.parametrize("text", NAMES)
def test_a_name_however_it_is_written(text):
    place = found(text)
    assert (place.slug, place.precision, place.exact) == (NAMES[text], "named", True)
    assert place.asked == " ".join(text.split()) and place.gss.startswith("E09")


def test_names_are_compared_as_bare_words():
    assert fold("  St. JOHN’S,\tÇatförd & Saint-Mary `n' ") == "st johns catford and st mary n"


@pytest.mark.parametrize("text", MISSPELT)
def test_a_letter_or_two_wrong_is_still_found_and_said(text):
    place = found(text)
    assert (place.slug, place.exact) == (MISSPELT[text], False)


@pytest.mark.parametrize(
    "text",
    ["Watford", "Kensington", "Dartford", "Bromley", "Southport", "Brackley", "Manchester", "cooking", "leee", "lea",
     "Catford2", "catfffford", "London", "somewhere", "!!!", "日本", "a b c"],
)  # fmt: skip
def test_a_place_is_never_invented(text):
    assert found(text) == Unplaced(text, "unknown")


def test_two_names_as_near_as_each_other_are_not_guessed_between():
    def named(name):
        return SimpleNamespace(slug=name.lower(), name=name, also=[], latitude=51.4, longitude=0.0, gss=None)

    assert Gazetteer([named("Marlow"), named("Harlow")]).find("Marlaw")[0].name == "Marlow"
    assert Gazetteer([named("Norton"), named("Norten")]).find("Nortan") is None


def test_a_name_goes_before_the_second_name_of_another_and_plain_iterables_do():
    rows = [
        SimpleNamespace(slug="town", name="Town centre", also=["Lewisham"], latitude=51.46, longitude=-0.01, gss="E1"),
        SimpleNamespace(slug="all", name="Lewisham", also=None, latitude=51.44, longitude=-0.02, gss="E1"),
    ]
    assert locate("lewisham", postcodes=table(), named=iter(rows)).slug == "all"
    assert [place.slug for place in Gazetteer(rows)] == ["town", "all"]


def test_every_seeded_name_finds_its_own_place():
    for place in gazetteer():
        assert found(place.name).slug == place.slug
        for other in place.also:
            assert isinstance(found(other), Place), other


# Anything at all


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80) | st.text(alphabet="SE13 6JZOI0/-, catford", max_size=20))
def test_any_text_gets_an_answer(text):
    answer = found(text)
    assert answer is None or isinstance(answer, Place | Unplaced)
    assert answer is None or 0 < len(answer.asked) <= LONGEST


@pytest.mark.parametrize(
    "text",
    [
        "x",
        " ",
        "a ",
        "9",
        "SE6 ",
        "\u200d",
        "ﷺ",
        "S E ",
        "in the ",
        "catfrod ",
        "🙂",
        "é\u0301",
        ",;",
        "O0I1",
        "\x00",
        "\ud800",
    ],
)
def test_a_hundred_thousand_characters_take_no_time(text):
    started = time.thread_time()
    found(text * (100_000 // len(text)))
    assert time.thread_time() - started < 0.05


def test_asked_is_one_short_visible_line():
    assert found("  Cat\x00ford \u202e\n  somewhere" + "x" * 500).asked == ("Catford somewhere" + "x" * 500)[:LONGEST]


def test_miles_are_statute_miles_over_the_ground():
    assert miles((51.4443, -0.0265), (51.4443, -0.0265)) == 0
    assert miles((51.0, 0.0), (52.0, 0.0)) == pytest.approx(69.09, abs=0.02)  # a degree of a 6,371 km sphere
    catford, brixton = (51.4443, -0.0265), (51.4627, -0.1146)
    assert miles(catford, brixton) == pytest.approx(miles(brixton, catford)) == pytest.approx(4.0, abs=0.1)
