"""Dates, times and numbers are read as people write them, and refused where they can be read in two ways."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import plain_values as values
from directory.kinds import KINDS

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.parametrize(
    "sent,expected",
    [
        ("14:00", time(14)),
        ("14:00:00", time(14)),
        ("14:00Z", time(14)),
        ("14:00+01:00", time(14)),
        ("2pm", time(14)),
        ("2.30 p.m.", time(14, 30)),
        ("12am", time(0)),
        ("12 noon", time(12)),
        ("midnight", time(0)),
        ("1400", time(14)),
        ("24:00", time(0)),
        ("9:05", time(9, 5)),
        ("2025-01-01T10:30:00Z", time(10, 30)),
        ("25:99", None),
        ("14:60", None),
        ("24:30", None),
        ("13pm", None),
        ("2", None),
        ("late", None),
        (14, None),
    ],
)
def test_a_time(sent, expected):
    assert values.clock_time(sent)[0] == expected


def test_what_had_to_be_interpreted_is_said():
    assert values.clock_time("14:00")[1] == ""
    assert "read as 14:00" in values.clock_time("2pm")[1]
    assert "read as 2026-12-31" in values.day("31/12/2026")[1]
    assert "read as MO" in values.weekdays("Mondays")[1]


@pytest.mark.parametrize(
    "sent,expected",
    [
        ("2026-11-12", date(2026, 11, 12)),
        ("20261112", date(2026, 11, 12)),
        ("2026-11-12T23:30:00Z", date(2026, 11, 12)),
        ("31/12/2026", date(2026, 12, 31)),
        ("5/5/2026", date(2026, 5, 5)),
        ("03/04/2026", None),
        ("2026-02-30", None),
        ("31/02/2026", None),
        ("soon", None),
        (20261112, None),
    ],
)
def test_a_date(sent, expected):
    assert values.day(sent)[0] == expected


@pytest.mark.parametrize(
    "reader,sent,expected",
    [
        (values.whole, "18", 18),
        (values.whole, 18.0, 18),
        (values.whole, 18.5, None),
        (values.whole, 10**30, None),
        (values.whole, True, None),
        (values.number, "51.44", 51.44),
        (values.number, float("nan"), None),
        (values.number, "1e9", None),
        (values.money, "£2.50", Decimal("2.50")),
        (values.money, 2, Decimal("2.00")),
        (values.money, -2, None),
        (values.money, 1e12, None),
        (values.yes_no, "Yes", True),
        (values.yes_no, 0, False),
        (values.yes_no, "perhaps", None),
        (values.identifier, "AC148810D857441C9679408F346DE14B", "ac148810-d857-441c-9679-408f346de14b"),
        (values.identifier, "svc-1", None),
        (values.moment, "2026-11-12T10:00:00+01:00", datetime(2026, 11, 12, 9, tzinfo=UTC)),
        (values.moment, "yesterday", None),
        (values.weekdays, "TH,FR", "TH,FR"),
        (values.weekdays, ["mo", "1TU", "-1FR"], "MO,1TU,-1FR"),
        (values.weekdays, "Tuesday; thu", "TU,TH"),
        (values.weekdays, "someday", None),
        (values.numbers, [1, -1], "1,-1"),
        (values.numbers, "first", None),
        (values.language, "eng", "en"),
        (values.language, "en-GB", "en"),
        (values.language, "bfi", "bfi"),
        (values.language, "Urdu", "ur"),
        (values.language, "British Sign Language", "bfi"),
        (values.language, "Klingonese of Mars", None),
    ],
)
def test_other_values(reader, sent, expected):
    value, problem = reader(sent)
    assert value == expected
    assert value is not None or problem


@pytest.mark.parametrize("kind", sorted(KINDS))
@given(sent=JSON)
def test_whatever_is_sent_no_kind_breaks(kind, sent):
    value, problem = KINDS[kind](sent)
    assert isinstance(problem, str)
    assert value is None or value == value  # never NaN
