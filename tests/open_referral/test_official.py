"""The official examples of HSDS 3.0 and its UK profile go in, where the folder with them lies beside the project."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from directory.db import db
from directory.models import Contact, Language, Phone, Schedule, Service
from tests.open_referral.conftest import dump
from tests.open_referral.records import a_schedule, uid

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "open-referral"
EXAMPLES = [
    "hsds-3.0/examples/service_full.json",
    "hsds-3.0/examples/service_list.json",
    "uk-profile/examples/service_full.json",
    "uk-profile/examples/service_list.json",
    "validator/Mocks/V3.0-UK-Default/service_full.json",
    "validator/Mocks/V3.0-UK-Default/service_list.json",
    "validator/Mocks/V3.0-UK-Warn/service_full.json",
    "validator/Mocks/V3.0-UK-Warn/service_list.json",
]
NAMELESS = "validator/Mocks/V3.0-UK-Fail/service_list.json"


def example(name: str) -> bytes:
    """One of the files, or a skip that says what is missing."""
    if not FOLDER.is_dir():
        pytest.skip("../shared/open-referral is not here")
    return (FOLDER / name).read_bytes()


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_official_example_goes_in(app, take_in, name):
    outcome = take_in(example(name))
    assert (outcome.rejected, outcome.added) == (0, 1)
    before = dump()
    assert take_in(example(name)).unchanged == 1
    assert dump() == before


def test_its_impossible_point_is_left_out_and_said(app, take_in):
    fields = [note.field for note in take_in(example(EXAMPLES[0])).warnings]
    assert fields == ["service_at_locations[0].location.latitude"]


def test_the_official_failure_is_refused_for_its_reason(app, take_in):
    outcome = take_in(example(NAMELESS))
    assert outcome.added == 0
    assert {note.field for note in outcome.refusals} == {"name"}


def entangled() -> dict:
    """A service as the standard's full example is made: the same few parts under every noun, values only told of."""
    language = {"id": uid("l"), "name": "Urdu", "code": "ur", "note": "By appointment"}
    phone = {"id": uid("p"), "number": '"+44 1234 234567"', "extension": 100, "languages": [language]}
    contact = {"id": uid("c"), "name": "Ann", "title": "Manager", "phones": [phone]}
    schedule = a_schedule("s", timezone=3, wkst="TU", byweekno="41,42", bymonthday="2,3,4", opens_at="10:00:00")
    common = {"phones": [phone], "contacts": [contact], "schedules": [schedule], "languages": [language]}
    location = {"id": uid("where"), "location_type": "physical", "latitude": 100, "longitude": 101} | common
    program = {"id": uid("pr"), "name": "Together", "description": "A wave"}
    return {
        "id": uid("entangled"),
        "name": "Counselling",
        "status": "active",
        "organization": {"id": uid("o"), "name": "Org", "locations": [location], "programs": [program]} | common,
        "program": program,
        "service_at_locations": [{"id": uid("at"), "location": location} | common],
        "metadata": [{"id": uid("m"), "resource_type": "service"}],
    } | common


def test_parts_that_share_an_id_are_kept_under_each_parent(app, take_in):
    outcome = take_in(json.dumps(entangled()).encode())
    assert (outcome.added, outcome.rejected) == (1, 0)
    counted = {
        model: db.session.scalar(select(func.count()).select_from(model)) for model in (Phone, Contact, Language)
    }
    # Service, organisation, location and service_at_location: a contact each, a phone each and one for the contact.
    assert counted == {Phone: 8, Contact: 4, Language: 8 + 2}
    service = db.session.scalars(select(Service)).one()
    assert service.phones[0].number == "01234 234567"
    assert (service.program.name, service.program.organization_id) == ("Together", uid("o"))
    assert db.session.scalars(select(Schedule.byday).distinct()).all() == ["TH"]
