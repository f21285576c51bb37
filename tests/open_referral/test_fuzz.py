"""Whatever is sent, an import answers: it never breaks, saves no half record, and the second time changes nothing."""

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from directory.db import db
from directory.models import Service
from directory.nouns import NOUNS
from directory.open_referral.actions import import_services
from tests.conftest import remove_offers
from tests.open_referral.conftest import TODAY, dump
from tests.open_referral.records import a_record, a_schedule, ndjson

NASTY = [
    "",
    " ",
    "\x00",
    "\ud800",
    "a" * 10_000,
    "<script>x</script>",
    "\u202eevil",
    "25:99",
    "2026-02-30",
    "javascript:x",
]
NASTY += ["0001-01-01", "9999-12-31", "-1", "1e400", "NaN", "ac148810-d857-441c-9679-408f346de14b", "MO,TU", "true"]
SCALARS = st.sampled_from([*NASTY, None, True, False, 0, -1, 1.5, 2**31, 2**63, 10**400, float("nan"), float("inf")])
PROPERTIES = sorted(
    {name for noun in NOUNS.values() for name in (*noun.properties, *noun.parts, *noun.one, *noun.many)}
)
VALUES = st.recursive(
    SCALARS | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*PROPERTIES, "id"]), inner, max_size=4)
    ),
    max_leaves=8,
)
QUICK = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LONG = settings(QUICK, max_examples=2000)


def whole() -> dict[str, Any]:
    """A record that says something everywhere."""
    phone = {"id": a_record("x")["phones"][0]["id"], "number": "111", "languages": [{"name": "Urdu"}]}
    contacts = [{"name": "Grace", "phones": [phone]}]
    more = {
        "contacts": contacts,
        "cost_options": [{"amount": 2}],
        "funding": [{"source": "Us"}],
        "program": {"name": "P"},
    }
    return a_record("fuzz", **more, schedules=[a_schedule("fuzz", freq="MONTHLY", byday="1MO", until="2027-01-01")])


def places(value: Any, path: tuple = ()) -> list[tuple]:
    """The way to every value in a record."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way for key, one in inner for way in ((*path, key), *places(one, (*path, key)))]


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """A whole record with up to three of its values put wrong."""
    record = copy.deepcopy(whole())
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from(places(record)))
        holder = record
        for key in way:
            holder = holder[key]
        holder[last] = draw(VALUES)
    return record


def answers(data: bytes) -> None:
    """An import of `data` counts every record once; the second time nothing changes."""
    remove_offers()
    outcome = import_services([("file", data)], as_of=TODAY)
    assert db.session.scalar(select(func.count()).select_from(Service)) == outcome.added
    assert all(note.reason and str(note).isprintable() for note in (*outcome.refusals, *outcome.warnings))
    assert not any("database would not take it" in note.reason for note in outcome.refusals), outcome.refusals
    before = dump()
    again = import_services([("file", data)], as_of=TODAY)
    assert (again.added, again.changed, again.unchanged) == (0, 0, outcome.added)
    assert dump() == before


def check_records(some: list[Any]) -> None:
    answers(ndjson([json.dumps(one) for one in some]))


@QUICK
@given(st.lists(records(), min_size=1, max_size=3))
def test_records_put_wrong(app, some):
    check_records(some)


@QUICK
@given(st.lists(VALUES, max_size=4))
def test_any_json(app, some):
    answers(json.dumps(some).encode())


@QUICK
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes(app, data):
    answers(data)


@pytest.mark.slow
@LONG
@given(st.lists(records(), min_size=1, max_size=3))
def test_records_put_wrong_at_length(app, some):
    check_records(some)
