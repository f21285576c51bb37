"""Reads what is signposted: the best offers of an area of life, the offers of a list and what changed, a week."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from directory import clock, index, reading
from directory.config import ROOT
from directory.index import Found, Hit, Query
from directory.models import Service
from directory.models.service import State
from directory.places import Place
from directory.schedules import Session
from directory.signposting.forms import Wish
from directory.web.calendars import public_places, sessions

LIKE_IT = 2  # alternatives to an offer that has closed
FURTHER = 10.0  # miles looked around when there is nothing near
ON_A_WALL = 29.0  # lines that one sheet of large type holds beside its title and its foot
A_DAY = 1.6  # of them for the name of a day
WALL_LINE = 52  # letters on a line there
LOOKED_AT = 60  # offers looked through for them
WORDS = ROOT / "seed" / "discreet_words.csv"


@dataclass(frozen=True)
class Answer:
    """The best offers for one area of life. `missing` says what had to be dropped to find any: "" when nothing,
    "none" when nothing helped, "unserved" when no kind of offer serves the area."""

    area: str
    name: str
    found: Found
    missing: str = ""


def answers(wish: Wish) -> list[Answer]:
    """The best offers of each area of a wish, in its order; one or two statements."""
    known = {code: (name, served) for code, name, served in index.areas_of_life()}
    asked = {code: wish.asked.but(category=known[code][1]) for code in wish.areas if known[code][1]}
    found = dict(zip(asked, index.best(list(asked.values()), week=wish.week), strict=True))
    empty = [code for code, one in found.items() if not one.total]
    dropped = nearest({code: asked[code] for code in empty}, wish) if empty else {}
    made = []
    for code in wish.areas:
        one = found.get(code) or Found(wish.asked, 0)
        missing = "" if one.total else "none" if code in found else "unserved"
        missing, one = dropped.get(code, (missing, one))
        made.append(Answer(code, known[code][0], one, missing))
    return made


def nearest(asked: dict[str, Query], wish: Wish) -> dict[str, tuple[str, Found]]:
    """{area: what was dropped, what that finds} for areas with nothing: another day, then access, then distance."""
    placed = bool(wish.asked.near)
    ways: list[tuple[str, dict[str, Any], bool]] = [
        ("day", {"day": ()}, bool(wish.when)),
        ("access", {"day": (), "access": ()}, not wish.any_way),
        ("distance", {"day": (), "within": FURTHER}, placed),
        ("both", {"day": (), "access": (), "within": FURTHER}, placed and not wish.any_way),
    ]
    tried = [(area, kind, query.but(**drop)) for area, query in asked.items() for kind, drop, may in ways if may]
    found: dict[str, tuple[str, Found]] = {}
    for (area, kind, _query), one in zip(tried, index.best([one for *_, one in tried]), strict=True):
        if one.total:
            found.setdefault(area, (kind, one))
    return found


def chosen(codes: Sequence[str]) -> list[Service]:
    """The offers of these codes, in this order, with all that a handout says; those there are not are left out.

    Nine statements. Ended and paused offers are among them: a list that was handed over must be able to say so.
    """
    if not codes:
        return []
    names = {name for code in codes for name in (code, code.lower())}
    found = {service.code: service for service in reading.load(Service.code.in_(names)).values()}
    listed = [service for code in codes if (service := found.get(code) or found.get(code.lower()))]
    services = list({service.id: service for service in listed}.values())
    if services:
        reading.add_the_rest(services)
    return services


@dataclass(frozen=True)
class Change:
    """What is different from the day a list was made: "closed", "paused", "times" (a new pattern) or "edited"."""

    kind: str
    on: date | None = None


def changes(service: Service, made: date, today: date) -> list[Change]:
    """What somebody who got this offer on a list of the day `made` must know today.

    Told from the columns: that it ended or is paused now, a pattern that began since, else that it was edited since.
    This is the one place to ask a history of revisions (what moved from where to where) once there is one.
    """
    state = service.state(today)
    if state is State.ENDED:
        return [Change("closed", service.ended_on)]
    if state is State.PAUSED:
        return [Change("paused", service.paused_until)]
    begun = {first for one in service.all_schedules() for first in (one.valid_from, one.dtstart) if first}
    new = [day for day in begun if made < day <= today + timedelta(days=14)]
    if new and made < today:
        return [Change("times", min(new))]
    edited = service.last_modified.astimezone(clock.LONDON).date() if service.last_modified else None
    return [Change("edited", edited)] if edited and made < edited <= today else []


def like(service: Service) -> list[Hit]:
    """Two open offers of the same kind, near when its address is public; one statement."""
    kinds = service.codes("categories")
    if not kinds:
        return []
    places = [at.location for at in service.venues(clock.today()) if at.location.address_public]
    near = next((one.postal_code for place in places for one in place.addresses if one.postal_code), "") or ""
    asked = Query(category=tuple(kinds[:1]), near=near)
    found = [hit for hit in index.best([asked], most=LIKE_IT + 1)[0].hits if hit.id != service.id]
    return [replace(hit, miles=None) for hit in found[:LIKE_IT]]


@cache
def private_words() -> tuple[str, ...]:
    """Words that a discreet handout must not hold, in small letters; stewards edit seed/discreet_words.csv."""
    with WORDS.open(encoding="utf-8-sig", newline="") as file:
        return tuple(row["word"].strip().casefold() for row in csv.DictReader(file) if (row["word"] or "").strip())


def telling(texts: Iterable[str]) -> list[str]:
    """The private words that texts hold as words of their own, in the plural too."""
    said = " ".join(texts).casefold()
    return [word for word in private_words() if re.search(rf"(?<!\w){re.escape(word)}(?:s|es)?(?!\w)", said)]


@dataclass(frozen=True)
class OnWall:
    """One session for a wall: whose, when, and the public place it is at."""

    service: Service
    session: Session
    where: str


def week(asked: Query, today: date) -> tuple[list[OnWall], int]:
    """The sessions of the next seven days at public places, by time, as many as a sheet holds, and how many more.

    At most two sessions an offer, so that one that opens every day does not fill the wall.
    """
    found = index.best([asked], week=True, most=LOOKED_AT)[0]
    services = reading.load(Service.id.in_([hit.id for hit in found.hits])) if found.hits else {}
    every = [one for hit in found.hits if hit.id in services for one in on_wall(services[hit.id], hit, today)]
    shown = sorted(fitting(every), key=lambda one: one.session.order)
    return shown, len(every) - len(shown)


def fitting(every: Sequence[OnWall]) -> list[OnWall]:
    """As many of these, from the first on, as fit on one sheet."""
    shown: list[OnWall] = []
    days: set[date] = set()
    left = ON_A_WALL
    for one in every:
        day = one.session.starts.date()
        lines = sum(-(-len(text) // WALL_LINE) for text in (one.service.name, one.where))
        left -= lines + 0.2 + (A_DAY if day not in days else 0)
        if left < 0:
            break
        shown.append(one)
        days.add(day)
    return shown


def on_wall(service: Service, hit: Hit, today: date) -> list[OnWall]:
    """The next sessions of an offer this week, where anybody may know where they are."""
    places = public_places(service)
    soon = [one for one in sessions(service, count=8, days=7) if one.schedule_id in places]
    found = []
    for one in soon[:2]:
        place = places[one.schedule_id]
        post = place.addresses[0] if place.addresses else None
        parts = [place.name, post.address_1 if post else "", hit.place or (post.city if post else "")]
        found.append(OnWall(service, one, ", ".join(dict.fromkeys(part for part in parts if part))))
    return found


def placed(found: Sequence[Answer]) -> Place | None:
    """The place that was asked from, when it is known."""
    return next((one.found.place for one in found if isinstance(one.found.place, Place)), None)
