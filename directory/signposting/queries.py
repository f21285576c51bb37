"""Reads what is signposted: the best offers of an area of life, the offers of a list and what changed, a week."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from directory import clock, index, reading, revisions
from directory.config import ROOT
from directory.index import Found, Hit, Query
from directory.index.facts import NamedPlace
from directory.models import Location, Service
from directory.models.service import State
from directory.places import Place, miles
from directory.schedules import Session
from directory.signposting.forms import Wish
from directory.web.calendars import public_places, sessions

LIKE_IT = 2  # alternatives to an offer that has closed
AS_MANY_AS = 4  # looked at of each kind of them, as some may be paused or full
FURTHER = 10.0  # miles looked around when there is nothing near
ON_A_WALL = 29.0  # lines that one sheet of large type holds beside its title and its foot
A_DAY = 1.6  # of them for the name of a day
WALL_LINE = 52  # letters on a line there
LOOKED_AT = 60  # offers looked through for them
A_WEEK = 60  # sessions of one of them
AROUND = 1.0  # miles around the middle of a neighbourhood
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
    """What is different from the day a list was made: "closed", "paused", "full", "times" (a new pattern), or, as the
    history of an offer tells, "moved" (its patterns), "place", "phone", "name", "more" (other facts); else "edited".

    `on` is the day of it, `was` and `now` what was told and is told, where that matters.
    """

    kind: str
    on: date | None = None
    was: Any = None
    now: Any = None


# Fields of a revision, each with the kind of change it is; a change of the rest (its sentence, say) misleads nobody.
TOLD = {"times": "moved", "phones": "phone", "name": "name"}
MORE = """access application_process cost fees_description contact email url audiences eligibility_description not_for
    minimum_age maximum_age languages formats areas""".split()


def changes(services: Sequence[Service], made: date, today: date) -> dict[str, list[Change]]:
    """{offer id: what somebody who got it on a list of the day `made` must know today}; one statement.

    Told from revisions; where something else wrote to an offer (an import), from a pattern that began since, else
    from the day it was written. What was done on the very day `made` is told unless that is today, as nobody knows
    whether the list was earlier.
    """
    before = datetime.combine(made, time(), clock.LONDON)
    known = revisions.changed_since([one.id for one in services if made < today], before)
    return {one.id: of_one(one, known.get(one.id, revisions.Since()), made, today) for one in services}


def of_one(service: Service, since: revisions.Since, made: date, today: date) -> list[Change]:
    """What changed about one offer, the gravest first; of a closed or paused one nothing else."""
    state, fields = service.state(today), since.fields
    if state is State.ENDED:
        return [Change("closed", service.ended_on)]
    if state is State.PAUSED:
        return [Change("paused", service.paused_until)]
    found = []
    if "waiting" in fields and "full" in fields["waiting"].now and "full" not in fields["waiting"].was:
        found.append(Change("full", day_of(fields["waiting"])))
    found += [Change(kind, day_of(fields[name]), *fields[name][:2]) for name, kind in TOLD.items() if name in fields]
    if "times" in fields and (came := another_place(fields["times"], made, today)):
        found.append(Change("place", came))
    more = [name for name in MORE if name in fields]
    if more:
        found.append(Change("more", max(day_of(fields[name]) for name in more), now=more))
    return found or by_columns(service, since, made, today)


def day_of(differs: revisions.Differs) -> date:
    """The day in London on which a field was changed."""
    return clock.london(differs.at).date()


def another_place(times: revisions.Differs, made: date, today: date) -> date | None:
    """The day from which sessions are where none was on the day `made`; None when all are where they were."""
    before = {venue for venue, _since in meeting(times.was, made)}
    came = [since for venue, since in meeting(times.now, today) if venue not in before]
    return max(day_of(times), *map(date.fromisoformat, filter(None, came))) if came else None


def meeting(times: Mapping[str, Mapping[str, Any]], on: date) -> list[tuple[str, str]]:
    """(venue id, first day or "") of the patterns of a revision that are in force on a day; earlier ones name none."""
    day = on.isoformat()
    held = [one for one in times.values() if (one["valid_from"] or "") <= day <= (one["valid_to"] or day)]
    return [(one["at"]["id"], one["valid_from"] or "") for one in held if one.get("at")]


def by_columns(service: Service, since: revisions.Since, made: date, today: date) -> list[Change]:
    """What an import or the like has changed: a pattern that began since, or only that something was written."""
    edited = service.last_modified
    if made >= today or (edited and since.last and edited <= since.last):
        return []
    begun = {first for one in service.all_schedules() for first in (one.valid_from, one.dtstart) if first}
    new = [day for day in begun if made < day <= today + timedelta(days=14)]
    if new:
        return [Change("times", min(new))]
    day = clock.london(edited).date() if edited else None
    return [Change("edited", day)] if day and made < day <= today else []


def like(services: Sequence[Service], but: Sequence[Service]) -> dict[str, tuple[list[Service], list[Hit]]]:
    """{offer id: two open offers like it or fewer}: near its public place, else further, else of any of its kinds.

    None of `but` is among them. As many statements for all these offers as for one.
    """
    left_out = {one.id for one in but}
    tries = [(one.id, asked) for one in services for asked in like_it(one)]
    answered = index.best([asked for _id, asked in tries], most=AS_MANY_AS + len(but)) if tries else []
    found: dict[str, dict[str, Hit]] = {one.id: {} for one in services}
    for (id_, _asked), one in zip(tries, answered, strict=True):
        others = [replace(hit, miles=None) for hit in one.hits if hit.id not in left_out]
        found[id_] |= {hit.id: hit for hit in others[:AS_MANY_AS] if hit.id not in found[id_]}
    known = {one.id: one for one in index.load(sorted({id_ for hits in found.values() for id_ in hits}))}
    opened = {id_ for id_, one in known.items() if one.state(clock.today()) is State.OPEN}
    chosen = {
        id_: [hit for hit in hits.values() if hit.id in opened and not is_full(hit)][:LIKE_IT]
        for id_, hits in found.items()
    }
    return {id_: ([known[hit.id] for hit in hits], hits) for id_, hits in chosen.items() if hits}


def like_it(service: Service) -> list[Query]:
    """What finds offers like one, the likest first."""
    kinds = tuple(service.codes("categories"))
    places = [at.location for at in service.venues(clock.today()) if at.location.address_public]
    near = next((one.postal_code for place in places for one in place.addresses if one.postal_code), "") or ""
    if not kinds:
        return []
    wide = Query(category=kinds, near=near, within=FURTHER)
    return [Query(category=kinds[:1], near=near), wide.but(category=kinds[:1]), wide]


def is_full(hit: Hit) -> bool:
    """Whether an offer takes nobody new."""
    return "full" in hit.codes.get("waiting", ())


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


def week(here: NamedPlace) -> tuple[list[OnWall], int]:
    """The sessions of the next seven days at public places in a neighbourhood or a borough, by time, as many as a
    sheet holds, and how many more.

    At most two sessions an offer, so that one that opens every day does not fill the wall; none of one that is full.
    """
    asked = Query(borough=(here.borough,)) if here.kind == "borough" else Query(near=here.name, within=AROUND)
    found = index.best([asked], week=True, most=LOOKED_AT)[0]
    services = reading.load(Service.id.in_([hit.id for hit in found.hits])) if found.hits else {}
    hits = [hit for hit in found.hits if hit.id in services and not is_full(hit)]
    every = [one for hit in hits for one in on_wall(services[hit.id], hit, here)]
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


def on_wall(service: Service, hit: Hit, here: NamedPlace) -> list[OnWall]:
    """The next sessions of an offer this week, where anybody may know where they are and that is here."""
    places = public_places(service)
    near = {id_ for id_, place in places.items() if is_in(place, here)}
    soon = [one for one in sessions(service, count=A_WEEK, days=7) if one.schedule_id in near]
    known = hit.place if len({place.id for place in places.values()}) == 1 else ""  # of which place it is, else
    found = []
    for one in soon[:2]:
        place = places[one.schedule_id]
        post = place.addresses[0] if place.addresses else None
        parts = [place.name, post.address_1 if post else "", known or (post.city if post else "")]
        found.append(OnWall(service, one, ", ".join(dict.fromkeys(part for part in parts if part))))
    return found


def is_in(venue: Location, here: NamedPlace) -> bool:
    """Whether a venue is in a borough or around a neighbourhood; one that nobody can place may be."""
    code = next((one.postal_code for one in venue.addresses if one.postal_code), "")
    point = index.worker().postcodes.unit(code) if code else None
    if here.kind == "borough":
        return point is None or point.gss in (here.gss, None)
    spot: Any = venue if venue.latitude is not None else point
    return spot is None or miles((spot.latitude, spot.longitude), (here.latitude, here.longitude)) <= AROUND


def placed(found: Sequence[Answer]) -> Place | None:
    """The place that was asked from, when it is known."""
    return next((one.found.place for one in found if isinstance(one.found.place, Place)), None)
