"""The answers worked out by looking at every offer, without the index: they must agree before anything is timed."""

from collections.abc import Iterable
from datetime import timedelta

from geopy.distance import great_circle
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory import clock, index
from directory.db import db
from directory.index import Query
from directory.index.engine import split, stems
from directory.index.facts import Facts, load
from directory.index.texts import document
from directory.models import Service, ServiceAtLocation
from directory.places import Place

CODES = {"category": "categories", "need": "needs", "cost": "cost", "format": "formats", "access": "access"}
SAMPLE = ("cooking", "debt", "grief", "choir", "housing", "zzyzxq")


def check() -> int:
    """Compares totals, counts of facets, distances and words with the plain answers; how many were compared.

    Raises AssertionError naming the first that differs.
    """
    every = load(None, index.worker().where())
    listed = {one: facts for one, facts in every.items() if is_listed(facts)}
    return facets(listed) + distances() + texts(listed)


def is_listed(one: Facts) -> bool:
    """Whether results may show it: there, not ended, confirmed within the year or never yet."""
    today = clock.today()
    there = one.status not in ("inactive", "defunct") and not (one.ended_on and one.ended_on <= today)
    return there and (one.assured is None or one.assured > today - timedelta(days=365))


def facets(listed: dict[str, Facts]) -> int:
    """Every value of some facets: its total, and its count beside no filter at all."""
    counted, compared = index.find(Query()), 0
    assert counted.total == len(listed), f"all offers: {counted.total} and not {len(listed)}"
    for facet, taxonomy in CODES.items():
        for code in index.terms(facet):
            right = sum(one.terms.get(taxonomy, {}).get(code, False) for one in listed.values())
            found = index.find(Query(**{facet: (code,)})).total  # type: ignore[arg-type]
            assert found == counted.facets[facet][code] == right, f"{facet}={code}: {found} and not {right}"
            compared += 1
    return compared


def distances() -> int:
    """The miles of every hit of some searches by place: those of its nearest public venue, in order."""
    compared = 0
    for near in ("SE6", "Brixton", "CR0 1EA"):
        found = index.find(Query(near=near, sort="nearest"))
        assert isinstance(found.place, Place)
        here = (found.place.latitude, found.place.longitude)
        for hit, right in zip(found.hits, nearest((hit.id for hit in found.hits), here), strict=True):
            assert hit.miles is None or abs(hit.miles - right) < 0.01, f"{near}: {hit.miles} and not {right} miles"
            compared += 1
        miles = [hit.miles for hit in found.hits if hit.miles is not None]
        assert miles == sorted(miles), f"{near} is not in order"
    return compared


def nearest(ids: Iterable[str], here: tuple[float, float]) -> list[float]:
    """Miles from a point to the nearest public venue of each offer, by geopy."""
    found = []
    for one in ids:
        statement = select(Service).where(Service.id == one)
        service = db.session.scalars(statement.options(selectinload(Service.service_at_locations))).one()
        found.append(min((miles(at, here) for at in service.service_at_locations), default=float("inf")))
    return found


def miles(at: ServiceAtLocation, here: tuple[float, float]) -> float:
    """Miles to one venue; infinity for one that is not public or is nowhere."""
    place = at.location
    if not place.address_public or place.latitude is None:
        return float("inf")
    return float(great_circle(here, (place.latitude, place.longitude)).miles)


def texts(listed: dict[str, Facts]) -> int:
    """Which offers have a word, and which have two words side by side."""
    snapshot, compared = index.snapshot(), 0
    written = {one: [stems(text) for name, text in document(facts).items() if name not in ("id", "abroad")]
               for one, facts in listed.items()}  # fmt: skip
    ids = snapshot.columns.ids
    for word in SAMPLE:
        (root,) = stems(word)
        found = {str(one) for one in ids[snapshot.opened.sure(root, len(ids)) > 0]} & listed.keys()
        right = {one for one, parts in written.items() if any(root in part for part in parts)}
        assert found == right, f"{word}: {len(found)} and not {len(right)} offers"
        compared += 1
    for phrase in ("tea and company", "every week"):
        roots = stems(phrase)
        found = {str(one) for one in ids[snapshot.opened.phrase(roots, len(ids))]} & listed.keys()
        right = {one for one, parts in written.items() if any(beside(roots, part) for part in parts)}
        assert found == right and split(phrase), f"{phrase}: {len(found)} and not {len(right)} offers"
        compared += 1
    return compared


def beside(roots: list[str], part: list[str]) -> bool:
    """Whether words stand side by side in a text."""
    return any(part[at : at + len(roots)] == roots for at in range(len(part)))
