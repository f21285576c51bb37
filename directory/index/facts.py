"""What the index has to know of each offer, read from the database in a bounded number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import and_, case, func, or_, select

from directory import clock, tenure
from directory.db import db
from directory.models import (
    Address,
    Attribute,
    Language,
    Location,
    Organization,
    Place,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    TaxonomyTerm,
    Translation,
)
from directory.models.taxonomy import Attribute as Hanging
from directory.models.translation import FIELDS
from directory.postcodes import Postcodes

MILE = 1 / 69.0  # in degrees of latitude
BATCH = 500  # ids a statement, below the variable limit of every SQLite


@dataclass(frozen=True)
class Venue:
    """A public place an offer is at: WGS84 degrees (None when not known) and the borough's GSS code."""

    latitude: float | None
    longitude: float | None
    gss: str | None
    name: str
    town: str
    postcode: str
    place: str  # the named place it is in or close to, or empty


@dataclass
class Facts:
    """One offer as the index sees it. `terms` is {taxonomy: {code: yes}}, `term_names` their English names."""

    id: str
    name: str
    summary: str
    description: str
    organisation: str
    status: str
    assured: date | None
    paused_until: date | None
    ended_on: date | None
    terms: dict[str, dict[str, bool]] = field(default_factory=lambda: defaultdict(dict))
    term_names: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    languages: list[tuple[str, str]] = field(default_factory=list)
    areas: list[tuple[str, str, str]] = field(default_factory=list)  # name, extent, extent_type
    venues: list[Venue] = field(default_factory=list)
    has_venue: bool = False  # a public one that is somewhere in particular
    hidden: bool = False  # it is at an address that is not public
    schedules: list[Any] = field(default_factory=list)
    translations: list[tuple[str, str]] = field(default_factory=list)  # language, text


def ease(facts: Facts) -> float:
    """How easily people can come, as a small part of an offer's merit: open doors, no wait, nobody to ask first."""
    known = {taxonomy: {code for code, yes in terms.items() if yes} for taxonomy, terms in facts.terms.items()}
    access, waiting = known.get("access", set()), known.get("waiting", set())
    alone = "professional-referral" in access and not access & {"drop-in", "self-referral"}
    open_to_all = not known.get("audiences") or "everyone" in known["audiences"]
    given = ((0.07, "drop-in" in access), (0.03, "none" in waiting), (0.02, open_to_all))
    taken = ((0.04, alone), (0.03, "full" in waiting))
    return sum(part for part, holds in given if holds) - sum(part for part, holds in taken if holds)


# A row of a Schedule as plain values: what directory/schedules.py reads of it.
SCHEDULE_COLUMNS = [column for column in Schedule.__table__.c if column.name not in ("location_id", "position")]
SERVICE_TEXTS = (
    Service.description, Service.first_visit, Service.eligibility_description, Service.application_process,
    Service.alternate_name, Service.wait_time, Service.fees_description,
)  # fmt: skip


class Map:
    """Where postcodes are, and what points are called."""

    def __init__(self, postcodes: Postcodes, places: "Sequence[NamedPlace]") -> None:
        self.postcodes = postcodes
        self.names = [place.name for place in places]
        self.points = np.array([(place.latitude, place.longitude) for place in places]).reshape(-1, 2)

    def postcode(self, code: str) -> tuple[float, float, str] | None:
        """Latitude, longitude and GSS code of a full postcode, offline."""
        point = self.postcodes.unit(code)
        return (point.latitude, point.longitude, point.gss or "") if point else None

    def name(self, latitude: float, longitude: float) -> str:
        """The nearest named place within about a mile, or empty (a degree east is 0.62 of one north here)."""
        if not self.names:
            return ""
        apart = (self.points - (latitude, longitude)) * (1, 0.62)
        nearest = int(np.argmin(np.hypot(*apart.T)))
        return self.names[nearest] if float(np.hypot(*apart[nearest])) < MILE else ""


def load(ids: Iterable[str] | None, where: Map) -> dict[str, Facts]:
    """The facts of some offers (None: of all), by id."""
    if ids is None:
        return load_batch(None, where)
    wanted, found = sorted(ids), {}
    for at in range(0, len(wanted), BATCH):
        found.update(load_batch(wanted[at : at + BATCH], where))
    return found


def load_batch(ids: Sequence[str] | None, where: Map) -> dict[str, Facts]:
    """Ten statements, however many offers. Only the places count that they are at today."""
    found, here = services(ids), standing(ids, clock.today())
    add_terms(found, ids, here)
    add_languages(found, ids)
    add_areas(found, ids)
    add_venues(found, ids, where, here)
    add_schedules(found, ids)
    add_translations(found, ids)
    return found


def only(statement: Any, column: Any, ids: Sequence[str] | None) -> Any:
    """The statement for these ids, or for all."""
    return statement if ids is None else statement.where(column.in_(ids))


def services(ids: Sequence[str] | None) -> dict[str, Facts]:
    """The services themselves with their organisation's name."""
    columns: list[Any] = [Service.id, Service.name, Service.summary, Organization.name, Service.status]
    columns += [Service.assured_date, Service.paused_until, Service.ended_on, *SERVICE_TEXTS]
    rows = db.session.execute(only(select(*columns).join(Service.organization), Service.id, ids)).all()
    return {
        row[0]: Facts(
            id=row[0],
            name=row[1],
            summary=row[2] or "",
            organisation=row[3],
            status=row[4],
            assured=row[5],
            paused_until=row[6],
            ended_on=row[7],
            description="\n".join(text for text in row[8:] if text),
        )
        for row in rows
    }


def standing(ids: Sequence[str] | None, today: date) -> set[str]:
    """Ids of the ServiceAtLocation that hold on a day: whoever moves is at the old place until, then at the new."""
    columns = (ServiceAtLocation.service_id, ServiceAtLocation.id, Schedule.valid_from, Schedule.valid_to)
    joined = select(*columns).outerjoin(Schedule, Schedule.service_at_location_id == ServiceAtLocation.id)
    bounds: dict[str | None, dict[str, list[tenure.Bounds]]] = defaultdict(lambda: defaultdict(list))
    for service_id, at, first, last in db.session.execute(only(joined, ServiceAtLocation.service_id, ids)):
        bounds[service_id][at].append((first, last))
    found: set[str] = set()
    for places in bounds.values():
        holds = tenure.standing([tenure.tenure(one) for one in places.values()], today)
        found.update(at for at, stands in zip(places, holds, strict=True) if stands)
    return found


def turned(day: date, other: date) -> set[str]:
    """Ids of the offers that are not at the same places on two days, for they have come to one or left one."""
    since, today = min(day, other), max(day, other)
    begun = and_(Schedule.valid_from > since, Schedule.valid_from <= today)
    ended = and_(Schedule.valid_to >= since, Schedule.valid_to < today)
    own = select(ServiceAtLocation.service_id).join(Schedule, Schedule.service_at_location_id == ServiceAtLocation.id)
    return {one for one in db.session.scalars(own.where(or_(begun, ended))) if one}


def add_terms(found: dict[str, Facts], ids: Sequence[str] | None, here: set[str]) -> None:
    """Vocabulary terms of the service and, for access it says nothing of itself, of the venues it is at."""
    term = (TaxonomyTerm.taxonomy, TaxonomyTerm.code, TaxonomyTerm.name, Attribute.value)
    own = select(Attribute.service_id, *term).join(Attribute.taxonomy_term)
    own = own.where(Attribute.service_id.is_not(None), ~TaxonomyTerm.retired)
    at_venue = (
        select(ServiceAtLocation.service_id, *term, ServiceAtLocation.id)
        .join(Attribute, Attribute.location_id == ServiceAtLocation.location_id)
        .join(Attribute.taxonomy_term)
    )
    rows = [*db.session.execute(only(own.order_by(Attribute.position), Attribute.service_id, ids))]
    said = {tuple(row[:3]) for row in rows}
    there = db.session.execute(only(at_venue, ServiceAtLocation.service_id, ids))
    rows += [row[:-1] for row in there if row[-1] in here and tuple(row[:3]) not in said]
    for service_id, taxonomy, code, name, value in rows:
        facts = found.get(service_id)
        if facts is None or code is None:
            continue
        yes = Hanging(value=value).is_yes
        known = facts.terms[taxonomy]
        known[code] = known.get(code, False) or yes  # one venue with the feature is enough
        if yes:
            facts.term_names[taxonomy].append(name)


def add_languages(found: dict[str, Facts], ids: Sequence[str] | None) -> None:
    """Languages spoken."""
    columns = (Language.service_id, Language.code, Language.name)
    rows = only(select(*columns).where(Language.service_id.is_not(None)), Language.service_id, ids)
    for service_id, code, name in db.session.execute(rows.order_by(Language.position)):
        if service_id in found and code:
            found[service_id].languages.append((code, name or code))


def add_areas(found: dict[str, Facts], ids: Sequence[str] | None) -> None:
    """Whom the offer serves by where they live."""
    columns = (ServiceArea.service_id, ServiceArea.name, ServiceArea.extent, ServiceArea.extent_type)
    for service_id, name, extent, kind in db.session.execute(only(select(*columns), ServiceArea.service_id, ids)):
        if service_id in found:
            found[service_id].areas.append((name or "", extent or "", kind or ""))


def add_venues(found: dict[str, Facts], ids: Sequence[str] | None, where: Map, here: set[str]) -> None:
    """Public venues with a point: their own, or else their postcode's."""
    columns = (ServiceAtLocation.service_id, ServiceAtLocation.id, Location.address_public, Location.location_type,
               Location.latitude, Location.longitude, Location.name, Address.city, Address.address_2,
               Address.postal_code)  # fmt: skip
    joined = select(*columns).join(Location, Location.id == ServiceAtLocation.location_id)
    joined = joined.outerjoin(Address, Address.location_id == Location.id)
    for service_id, at, public, kind, lat, lon, name, city, line, code in db.session.execute(
        only(joined.order_by(ServiceAtLocation.position), ServiceAtLocation.service_id, ids)
    ):
        if service_id not in found or at not in here or kind == "virtual":
            continue
        if not public:
            found[service_id].hidden = True
            continue  # a refuge has no point, no borough and no distance
        placed = where.postcode(code) if code else None
        if placed and (lat is None or lon is None):
            lat, lon = placed[:2]
        # A venue nobody can place, with no postcode even, must not hide its offer from every search by place.
        found[service_id].has_venue |= lat is not None or bool(code)
        town = " ".join(part for part in (line, city) if part and part != "London")
        gss, called = placed[2] if placed else None, where.name(lat, lon) if lat is not None else ""
        found[service_id].venues.append(Venue(lat, lon, gss, name or "", town, code or "", called))


def add_schedules(found: dict[str, Facts], ids: Sequence[str] | None) -> None:
    """Schedules of the offer itself and of its venues."""
    own = select(Schedule.service_id, *SCHEDULE_COLUMNS).where(Schedule.service_id.is_not(None))
    there = select(ServiceAtLocation.service_id, *SCHEDULE_COLUMNS).join(
        ServiceAtLocation, Schedule.service_at_location_id == ServiceAtLocation.id
    )
    for statement, column in ((own, Schedule.service_id), (there, ServiceAtLocation.service_id)):
        for row in db.session.execute(only(statement, column, ids)):
            if row[0] in found:
                found[row[0]].schedules.append(row)


def add_translations(found: dict[str, Facts], ids: Sequence[str] | None) -> None:
    """What offers say in other languages, as far as the English has not changed since.

    A sentence that was made from the first of a description is taken as it is: that is found by itself.
    """
    english = case({name: getattr(Service, name) for name in FIELDS}, value=Translation.field)
    own = select(Translation.service_id, Translation.language, Translation.text).join(Service)
    same = or_(english == Translation.made_from, and_(english.is_(None), Translation.field == "summary"))
    for service_id, language, text in db.session.execute(only(own.where(same), Translation.service_id, ids)):
        if service_id in found:
            found[service_id].translations.append((language, text))


@dataclass(frozen=True)
class NamedPlace:
    """A named place as plain values, which outlive the session they were read in."""

    slug: str
    name: str
    kind: str
    gss: str
    borough: str
    latitude: float
    longitude: float
    also: tuple[str, ...]


def places() -> list[NamedPlace]:
    """Every named place, in the order people see them."""
    columns = (Place.slug, Place.name, Place.kind, Place.gss, Place.borough, Place.latitude, Place.longitude)
    rows = db.session.execute(select(*columns, Place.also).order_by(Place.position)).all()
    return [NamedPlace(*row[:7], also=tuple(row[7] or ())) for row in rows]


def count() -> int:
    """How many offers there are, ended ones too."""
    return db.session.execute(select(func.count(Service.id))).scalar() or 0
