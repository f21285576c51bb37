"""Real listings with the mess real data has go in through a small mapping, where the folder with them lies near."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from directory.db import db
from directory.models import Organization, Service
from tests.open_referral.conftest import dump
from tests.open_referral.records import uid

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "real-listings"
NOTHING = ("", "NA", "Not known")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table, or a skip that says what is missing."""
    if not FOLDER.is_dir():
        pytest.skip("../shared/real-listings is not here")
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return [{key: "" if value in NOTHING else value for key, value in row.items()} for row in csv.DictReader(file)]


def service(key: str, name: str, **said: Any) -> dict[str, Any]:
    """A nested service from the cells of a row."""
    address = {"id": uid(f"address {key}"), "address_1": said.get("address"), "postal_code": said.get("postcode")}
    point = {part: said.get(part) for part in ("latitude", "longitude")}
    location = {"id": uid(f"where {key}"), "location_type": "physical", "addresses": [address]} | point
    return {
        "id": uid(key),
        "name": name,
        "status": "active",
        "organization": {"id": uid(f"by {said.get('by') or name}"), "name": said.get("by") or name},
        "service_at_locations": [{"id": uid(f"at {key}"), "location": location}] if said.get("address") else [],
        "phones": [{"id": uid(f"phone {key}"), "number": said["phone"]}] if said.get("phone") else [],
    } | {part: said[part] for part in ("description", "url", "email") if said.get(part)}


def trafford() -> Iterator[dict[str, Any]]:
    """Mental health services and food banks of Trafford and around."""
    for at, row in enumerate(rows("trafford_ogl/mental_health_services_RAW.csv")):
        said = {"phone": row["telephone"], "url": row["website"]}
        yield service(f"mh {at}", row["name"], address=row["address"], postcode=row["postcode"], **said)
    for at, row in enumerate(rows("trafford_ogl/gm_food_banks.csv")):
        contact = {"email" if "@" in row["Contact"] else "phone": row["Contact"]}
        said = {"url": row["Website"], "description": row["Opening times"], "by": "Food banks"} | contact
        yield service(f"food {at}", row["Name"], address=row["Address"], postcode=row["Postcode"], **said)


def charities() -> Iterator[dict[str, Any]]:
    """Charities of Trafford: capitals, spaces at the end, addresses without a scheme."""
    for row in rows("trafford_ogl/charities_operating_in_trafford.csv"):
        said = {part: row[f"charity_contact_{part}"] for part in ("address", "postcode", "phone", "email")}
        number, url = row["registered_charity_number"], row["charity_contact_web"]
        yield service(f"charity {number}", row["charity_name"], description=row["charity_activities"], url=url, **said)


def australia() -> Iterator[dict[str, Any]]:
    """A thousand support services of Australia, none of them in the United Kingdom."""
    for row in rows("oasa_cc_by_sample/services.csv"):
        said = {part: row[part] for part in ("description", "address", "postcode", "phone", "email", "latitude")}
        said |= {"url": row["website"], "longitude": row["longitude"], "by": row["source_organisation"]}
        yield service(row["id"], row["name"], **said)


@pytest.mark.parametrize(
    "listing,doubtful",
    [(trafford, {"url", "number", "email"}), (charities, {"url", "number"}), (australia, {"latitude", "email"})],
)
def test_a_real_listing_goes_in(app, take_in, listing, doubtful):
    records = list(listing())
    outcome = take_in(records)
    assert outcome.rejected == 0, outcome.refusals[:5]
    assert db.session.scalar(select(func.count()).select_from(Service)) == len(records)
    assert {note.field.rpartition(".")[2] for note in outcome.warnings} == doubtful
    before = dump()
    assert take_in(records).unchanged == len(records)
    assert dump() == before


def test_organisations_are_shared(app, take_in):
    take_in(list(trafford()))
    assert db.session.scalar(select(func.count()).where(Organization.name == "Food banks")) == 1
