"""A large directory made of the sample offers: their parts shuffled, their words mixed with rare ones, placed anew."""

import random
import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, insert, select

from directory.db import db
from directory.index import changes

PARTS = ("attribute", "language", "schedule", "service_area", "cost_option", "phone")
SYLLABLES = "ba be bo da de do fa fe ga go ka ke la le lo ma me mo na ne no pa pe ra re ro sa se ta te to va we".split()
BOX = (51.29, 51.50, -0.15, 0.03)  # the four boroughs, in degrees: south, north, west, east


def grow(to: int, seed: int = 7) -> int:
    """Adds copies of the sample offers, each different, until there are `to`; returns how many were added."""
    chance = random.Random(seed)
    tables = db.metadata.tables
    models = [row._asdict() for row in db.session.execute(select(tables["service"])).all()]
    parts = {name: by_service(tables[name]) for name in PARTS}
    venues = by_service(tables["service_at_location"])
    at_venue = by_owner(tables["schedule"], "service_at_location_id")
    places = {row.id: row._asdict() for row in db.session.execute(select(tables["location"])).all()}
    access = by_owner(tables["attribute"], "location_id")
    texts = [sentence for model in models for sentence in (model["description"] or "").split(". ") if sentence]
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("service", "location", "service_at_location", *PARTS)
    }
    for number in range(to - len(models)):
        model = models[number % len(models)]
        one = another(model, number, texts, chance)
        rows["service"].append(one)
        for name in PARTS:
            rows[name] += [copy(part, service_id=one["id"]) for part in parts[name].get(model["id"], ())]
        for venue in venues.get(model["id"], ()):
            place = copy(
                places[venue["location_id"]], latitude=chance.uniform(*BOX[:2]), longitude=chance.uniform(*BOX[2:])
            )
            there = copy(venue, service_id=one["id"], location_id=place["id"])
            rows["location"].append(place)
            rows["service_at_location"].append(there)
            rows["attribute"] += [copy(part, location_id=place["id"]) for part in access.get(venue["location_id"], ())]
            rows["schedule"] += [
                copy(part, service_at_location_id=there["id"]) for part in at_venue.get(venue["id"], ())
            ]
    for name in ("service", "location", "service_at_location", *PARTS):
        for batch in batches(rows[name]):
            db.session.execute(insert(tables[name]), batch)
    changes.record([None])
    db.session.commit()
    return len(rows["service"])


def another(model: dict[str, Any], number: int, texts: list[str], chance: random.Random) -> dict[str, Any]:
    """A service like another, with its own name, words and codes."""
    rare = " ".join("".join(chance.choices(SYLLABLES, k=3)) for _ in range(12))
    description = ". ".join(chance.sample(texts, 6)) + f". {rare}."
    name = f"{model['name']} {''.join(chance.choices(SYLLABLES, k=3)).title()}"
    return copy(model, name=name, description=description, slug=f"grown-{number}", code=f"g{number}")


def copy(row: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """A row with a new id."""
    return {**row, "id": str(uuid.uuid4()), **changed}


def by_service(table: Table) -> dict[str, list[dict[str, Any]]]:
    """The rows of a table by the service they hang on."""
    return by_owner(table, "service_id")


def by_owner(table: Table, column: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of a table by what they hang on."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in db.session.execute(select(table).where(table.c[column].is_not(None))).all():
        found.setdefault(getattr(row, column), []).append(row._asdict())
    return found


def batches(rows: list[dict[str, Any]], size: int = 1000) -> Iterator[list[dict[str, Any]]]:
    """Rows in handfuls a database takes at once."""
    yield from (rows[at : at + size] for at in range(0, len(rows), size))
