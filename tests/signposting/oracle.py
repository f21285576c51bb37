"""An oracle for the best offers of an area of life, in plain Python over the database: slow, and knowing no index."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import select

from directory.db import db
from directory.index import Hit
from directory.models import AreaCategory, Service, TaxonomyTerm
from directory.models.service import State
from directory.places import Place
from directory.signposting.forms import Wish

WITHIN, MIDDLING, BAND = 3.0, 1.8, 0.5  # miles: the circle, where what comes to people stands, equally near
ALONE = {"drop-in", "self-referral"}
FOR_MOST = {"adults", "serious-mental-health"}
COMES = {"online", "phone", "at-home"}


@dataclass
class Asked:
    """One question: a wish, an area of it, where from, and the day."""

    wish: Wish
    area: str
    place: Place | None
    today: date


@cache
def served(area: str) -> set[str]:
    """The categories that serve an area of life, as the mapping in the database says."""
    terms = {term.id: term for term in db.session.scalars(select(TaxonomyTerm))}
    rows = db.session.scalars(select(AreaCategory)).all()
    return {str(terms[row.category_id].code) for row in rows if terms[row.area_id].code == area}


def miles(place: Place, service: Service) -> float:
    """Haversine miles to the nearest public venue with a point; infinity without one."""
    found = [math.inf]
    for at in service.service_at_locations:
        spot = at.location
        if spot.address_public and spot.location_type != "virtual" and spot.latitude is not None:
            a, b = math.radians(place.latitude), math.radians(spot.latitude)
            along = math.radians(spot.longitude - place.longitude)
            chord = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(along / 2) ** 2
            found.append(2 * 3958.7613 * math.asin(math.sqrt(chord)))
    return min(found)


@cache
def codes(service: Service, taxonomy: str) -> frozenset[str]:
    """What hangs on an offer."""
    return frozenset(service.codes(taxonomy))


@cache
def yes(service: Service) -> set[str]:
    """Access an offer surely has: what it says itself, or any place of it."""
    places = [at.location.answers() for at in service.service_at_locations]
    return {*codes(service, "accessibility"), *(code for one in places for code, is_so in one.items() if is_so)}


def key(asked: Asked, service: Service) -> tuple[Any, ...]:
    """What offers are ordered by, the smaller the better: the order the page states."""
    query, audiences = asked.wish.asked, codes(service, "audiences")
    spoken = {one.code for one in service.languages}
    age = (asked.today - service.assured_date).days if service.assured_date else 10**6
    waits = codes(service, "waiting")
    far = miles(asked.place, service) if asked.place else 0.0
    reach = 0.0 if not asked.place else far if far <= WITHIN else MIDDLING
    narrow = "everyone" not in audiences and bool(audiences - FOR_MOST) and not audiences & set(query.audience)
    return (
        not spoken & set(query.language),
        bool(query.accessibility) and not yes(service) & set(query.accessibility),
        narrow,
        not ALONE & codes(service, "access"),
        service.state(asked.today) is State.PAUSED or "full" in waits,
        age >= 183,
        2 if "weeks" in waits else 0 if waits == {"none"} else 1,
        int(reach / BAND),
        sum(age >= days for days in (31, 92, 183)),
        round(reach, 6),
    )


def fits(asked: Asked, service: Service) -> bool:
    """Whether an offer may be shown at all, but for where it is."""
    query, audiences = asked.wish.asked, codes(service, "audiences")
    fresh = service.assured_date is None or (asked.today - service.assured_date).days < 365
    for_them = not query.audience or not audiences or bool(audiences & {"everyone", *query.audience})
    alone = asked.wish.any_way or bool(ALONE & codes(service, "access"))
    kind = bool(served(asked.area) & codes(service, "categories"))
    return fresh and for_them and alone and kind and service.state(asked.today) is not State.ENDED


def certainly(asked: Asked, service: Service) -> bool:
    """Whether it must be found: it fits, is open to anybody from anywhere, and has a public place in the circle."""
    near = not asked.place or miles(asked.place, service) <= WITHIN
    place = any(at.location.latitude is not None for at in service.service_at_locations)
    access = not asked.wish.asked.accessibility or bool(yes(service) & set(asked.wish.asked.accessibility))
    return fits(asked, service) and near and place and not service.service_areas and access


def wrong(asked: Asked, hits: Sequence[Hit], every: dict[str, Service]) -> list[str]:
    """What is wrong with an answer; empty when it is right."""
    shown = [every[hit.id] for hit in hits]
    keys = [key(asked, one) for one in shown]
    found = [f"{one.name} does not fit" for one in shown if not fits(asked, one)]
    found += ["out of order"] if keys != sorted(keys) else []
    found += ["more than five"] if len(hits) > 5 else []
    for hit in hits if asked.place else ():
        far = miles(asked.place, every[hit.id])
        comes = every[hit.id].service_areas or COMES & codes(every[hit.id], "formats") or math.isinf(far)
        comes = comes or "outreach" in codes(every[hit.id], "access")
        if far > WITHIN and not comes:
            found.append(f"{every[hit.id].name} is {far:.1f} miles away")
        if hit.miles is not None and abs(hit.miles - far) > 0.01:
            found.append(f"{every[hit.id].name} is said to be {hit.miles:.2f} miles away, not {far:.2f}")
    worst = keys[-1] if len(keys) == 5 else (2,)
    ids = {hit.id for hit in hits}
    missed = [one for one in every.values() if one.id not in ids and certainly(asked, one) and key(asked, one) < worst]
    return found + [f"{one.name} is missing" for one in missed]
