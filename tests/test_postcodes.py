"""Postcodes: the truths of the official files, one table for threads and forks, and all that people type."""

import os
import threading

import pytest

from directory.postcodes import About, Postcodes, read
from tests.postcode_table import CROYDON, LAMBETH, LEWISHAM, SOUTHWARK, TRUTHS, london, metres, table

# The table of Greater London


@pytest.mark.parametrize(("code", "spot", "gss"), TRUTHS)
def test_a_full_postcode_has_its_true_point_and_borough(code, spot, gss):
    found = table().unit(code)
    assert metres(found, spot) < 10
    assert found.gss == gss
    assert table().unit(code.lower().replace(" ", "")) == found


@pytest.mark.parametrize(
    ("district", "spot", "gss"),
    [
        ("SE4", (51.461, -0.033), LEWISHAM),
        ("SE6", (51.438, -0.014), LEWISHAM),
        ("SW2", (51.449, -0.119), LAMBETH),
        ("SE15", (51.472, -0.065), SOUTHWARK),
        ("CR0", (51.372, -0.075), CROYDON),
        ("SE3", (51.469, 0.020), "E09000011"),  # Blackheath village is Lewisham's, the middle is Greenwich's
        ("BR1", (51.411, 0.022), "E09000006"),
    ],
)
def test_a_district_has_a_middle_and_the_borough_of_most(district, spot, gss):
    assert metres(table().district(district), spot) < 400
    assert table().district(district).gss == gss


def test_sectors_districts_and_the_names_people_use_for_several():
    assert table().sector("SE4 1").gss == LEWISHAM
    assert table().sector("se41") == table().sector("SE4 1")
    assert table().sector("SE13 6").name == "SE13 6"
    assert table().district("SE1").name == "SE1", "not sector SE1 3 when asked for SE13"
    assert metres(table().district("SW1"), (51.4946, -0.1400)) < 500, "SW1 is SW1A to SW1Y"
    assert metres(table().district("W1"), (51.5156, -0.1428)) < 500
    assert table().district("SE") is table().sector("SE4") is table().unit("SE4") is table().unit("") is None


def test_the_middle_is_that_of_the_whole_district_also_over_the_border():
    assert table().district("CR6").gss == "E07000215", "most of Warlingham is Surrey's"
    assert metres(table().district("CR6"), (51.303, -0.058)) < 500


def test_post_office_boxes_have_no_place():
    for district in ("CR9", "CR44", "CR90", "SE1P", "SE99"):
        assert table().district(district) is None
    assert table().unit("CR9 1AA") is table().sector("CR9 1") is None


def test_the_table_says_where_it_comes_from_and_how_much_it_holds():
    about = table().about()
    assert (about.source, about.date) == ("ONS Postcode Directory, Greater London", "2025-11")
    assert 320_000 < about.rows < 332_000
    assert about.attribution == (
        "Contains OS data © Crown copyright and database right 2025",
        "Contains Royal Mail data © Royal Mail copyright and database right 2025",
        "Source: Office for National Statistics licensed under the Open Government Licence v.3.0",
    )
    assert london().stat().st_size < 12_000_000


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [("OX1 1AA", True), ("BT1 1AA", True), ("JE2 3AB", True), ("CM1 1AA", True), ("TN1 1AA", True),
     ("SE6 4RU", False), ("SE99 1AA", False), ("CR9 1AA", False)],
)  # fmt: skip
def test_elsewhere_is_told_from_unknown(text, elsewhere):
    assert table().elsewhere(read(text)) is elsewhere


def test_no_file_or_a_damaged_one_answers_none(tmp_path):
    (tmp_path / "text.sqlite").write_text("not a table")
    (tmp_path / "empty.sqlite").write_bytes(b"")
    (tmp_path / "cut.sqlite").write_bytes(london().read_bytes()[:50_000])
    for name in ("missing", "text", "empty", "cut"):
        broken = Postcodes(tmp_path / f"{name}.sqlite")
        assert broken.about() == About() and About().source == "none"
        assert broken.unit("SE13 6JZ") is broken.sector("SE13 6") is broken.district("SE13") is None, name
        assert broken.elsewhere(read("OX1 1AA")) is False


def test_threads_and_a_forked_worker_share_one_object():
    shared, wrong = Postcodes(london()), []
    want = shared.unit("SE136JZ")

    def ask() -> None:
        wrong.extend(1 for _ in range(200) if shared.unit("SE136JZ") != want)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    inherited = shared._connection()
    child = os.fork()
    if child == 0:
        anew = shared._connection() is not inherited
        os._exit(0 if anew and shared.unit("SE136JZ") == want else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert shared.unit("SE136JZ") == want


# What people type

TYPED = {
    "SE13 6JZ": "SE13 6JZ", "se136jz": "SE13 6JZ", " s e 1 3 6 j z ": "SE13 6JZ", "SE13-6JZ": "SE13 6JZ",
    "s.e.13/6jz.": "SE13 6JZ", "(SE13 6JZ)": "SE13 6JZ", "SE13\u00a06JZ": "SE13 6JZ", "SE13\u200b6JZ": "SE13 6JZ",
    "ＳＥ１３　６ＪＺ": "SE13 6JZ", "SE١٣ 6JZ": "SE13 6JZ", "\u202eSE13 6JZ": "SE13 6JZ", "SE13\t\n6JZ": "SE13 6JZ",
    "SE5 8AZ": "SE5 8AZ", "se58az": "SE5 8AZ", "E1 6AN": "E1 6AN", "e16an": "E1 6AN", "SW1A 1AA": "SW1A 1AA",
    "sw1a1aa": "SW1A 1AA", "W1A 1AA": "W1A 1AA", "N1 0AA": "N1 0AA", "SE11 4AA": "SE11 4AA", "CR0 1EA": "CR0 1EA",
    "CRO 1EA": "CR0 1EA", "cro1ea": "CR0 1EA", "CR0 IEA": "CR0 1EA", "SEI3 6JZ": "SE13 6JZ", "SE1O OAA": "SE10 0AA",
    "0X1 1AA": "OX1 1AA", "S01 1AA": "SO1 1AA", "1G1 1AA": "IG1 1AA", "E1O 5JP": "E10 5JP",
    "SE6": "SE6", "se 6": "SE6", "SE13": "SE13", "SE 13": "SE13", "AB10": "AB10", "CR0": "CR0", "CRO": "CR0",
    "E1": "E1", "SW1A": "SW1A", "SW1": "SW1", "W1": "W1", "L1": "L1",
    "SE13 7": "SE13 7", "se137": "SE13 7", "SE1 3": "SE1 3", "SE4 1": "SE4 1", "SE41": "SE4 1", "se 4 1": "SE4 1",
    "CR0 5": "CR0 5", "CR05": "CR0 5", "SE10": "SE10", "e101": "E10 1", "SW1A 1": "SW1A 1",
    "SE13 6J": "SE13 6J", "se136j": "SE13 6J", "EC1A1B": "EC1A 1B", "SE16A": "SE1 6A",
    "postcode SE6": "SE6", "near se4 1ab please": "SE4 1AB", "my postcode is SE6 4RU": "SE6 4RU",
    "London SE6": "SE6", "SE6, London": "SE6", "SE6 Catford": "SE6", "Catford SE6 4RU": "SE6 4RU",
    "12 Rushey Green, London SE6 4AS": "SE6 4AS", "Flat 3, 10 High St, SE13 6JZ": "SE13 6JZ", "SE6 4 Catford": "SE6 4",
}  # fmt: skip


@pytest.mark.parametrize("text", TYPED)
def test_any_typing_of_a_postcode_is_read(text):
    typed = read(text, table().has)
    assert typed is not None and typed.name == TYPED[text]


@pytest.mark.parametrize(
    "text",
    ["", " ", "!!!", "Catford", "hello", "so", "no", "to", "in", "Oval", "Lee", "Bow", "13", "999", "SE", "6", "QQ1",
     "XX1 1AA", "SE1234567", "A2 road", "junction 3", "07700 900123", "a" * 10**5, "9" * 10**5, "\x00", "\ud800"],
)  # fmt: skip
def test_what_is_no_postcode_is_not_read_as_one(text):
    assert read(text, table().has) is None


def test_without_a_table_the_rules_alone_decide():
    assert [read(text).name for text in ("se136jz", "se137", "SE4 1", "SE41", "cr05")] == [
        "SE13 6JZ", "SE13 7", "SE4 1", "SE41", "CR0 5",
    ]  # fmt: skip
    assert read("CRO") is None, "a word without a digit needs a table that knows it"
    assert [read(text).kind for text in ("SE13 6JZ", "SE13 6J", "SE13 6", "SE13")] == [
        "unit", "sector", "sector", "district",
    ]  # fmt: skip
