"""When and where as people fill it in: a pattern of times with its venue, as JSON holds them, to and from the nouns.

A venue never changes: another address is another venue, so what was said of an earlier day stays true.
"""

from collections.abc import Callable, Mapping
from datetime import date, time
from types import SimpleNamespace
from typing import Any

from directory.models import Address, Location, Schedule, Service, ServiceAtLocation
from directory.models.location import door

Values = dict[str, Any]
Places = Mapping[str, Location]  # those there are, by id

# What a pattern of times is made of: column of Schedule, and how its text is read back.
PATTERN: dict[str, Callable[[str], Any] | None] = {
    "valid_from": date.fromisoformat,
    "valid_to": date.fromisoformat,
    "dtstart": date.fromisoformat,
    "until": date.fromisoformat,
    "opens_at": time.fromisoformat,
    "closes_at": time.fromisoformat,
} | dict.fromkeys(
    ("count", "wkst", "freq", "interval", "byday", "byweekno", "bymonthday", "description", "on_bank_holidays",
     "term_time_only", "except_dates")
)  # fmt: skip
LINES = ("address_1", "address_2", "city", "postal_code")
KEPT = ("timezone", "byyearday", "schedule_link", "attending_type", "notes")  # that nobody is asked about
ASKED = (
    "dtstart", "freq", "interval", "byday", "opens_at", "closes_at", "term_time_only", "on_bank_holidays",
    "description",
)  # fmt: skip
AT = "at"  # in a pattern: the venue, None for none; patterns of earlier days do not have it


def pattern_of(schedule: Schedule) -> Values:
    """A pattern of times as JSON holds it."""
    found = {name: getattr(schedule, name) for name in PATTERN}
    return {name: value.isoformat() if PATTERN[name] and value is not None else value for name, value in found.items()}


def read_pattern(pattern: Mapping[str, Any]) -> Values:
    """The columns of a schedule from what JSON holds; a part that is not named is nothing."""
    found = {}
    for name, read in PATTERN.items():
        value = pattern.get(name)
        found[name] = read(value) if read and value is not None else value
    return found | {"except_dates": found["except_dates"] or [], "term_time_only": bool(found["term_time_only"])}


def as_schedule(id_: str, pattern: Mapping[str, Any]) -> SimpleNamespace:
    """A pattern as whatever asks when it is on wants it."""
    return SimpleNamespace(id=id_, **read_pattern(pattern))


def venue_of(location: Location) -> Values:
    """A venue as JSON holds it, with its first address."""
    post = location.addresses[0] if location.addresses else None
    said = {name: getattr(post, name) or None if post else None for name in LINES}
    return {"id": location.id, "type": location.location_type, "name": location.name, **said,
            "public": location.address_public}  # fmt: skip


def times_of(service: Service) -> dict[str, Values]:
    """{schedule id: pattern with its venue} of an offer."""
    own = {one.id: pattern_of(one) | {AT: None} for one in service.schedules}
    return own | {
        one.id: pattern_of(one) | {AT: venue_of(at.location)}
        for at in service.service_at_locations
        for one in at.schedules
    }


def places_of(service: Service) -> dict[str, Values]:
    """{id: venue} of the places without times of their own."""
    return {at.location_id: venue_of(at.location) for at in service.service_at_locations if not at.schedules}


def put_times(service: Service, value: Mapping[str, Values], places: Places) -> None:
    """Makes {schedule id: pattern} all the times there are, each at its venue.

    Patterns of the days when they had no venue say what their schedules are, and neither add nor take any.
    """
    old = {one.id: one for one in service.all_schedules()}
    if any(AT not in pattern for pattern in value.values()):
        value = {id_: pattern for id_, pattern in value.items() if id_ in old}
    else:
        for id_ in old.keys() - value.keys():
            holder(service, old[id_]).remove(old[id_])
    for id_, pattern in value.items():
        schedule = seat(service, id_, old.get(id_), pattern[AT], places) if AT in pattern else old[id_]
        for name, part in read_pattern(pattern).items():
            setattr(schedule, name, part)
    emptied = [at for at in service.service_at_locations if not at.schedules and held_times(at, old)]
    for at in emptied:
        service.service_at_locations.remove(at)


def held_times(at: ServiceAtLocation, old: Mapping[str, Schedule]) -> bool:
    """Whether a place had times before this act."""
    return any(one.service_at_location_id == at.id for one in old.values())


def seat(service: Service, id_: str, old: Schedule | None, venue: Values | None, places: Places) -> Schedule:
    """The schedule of this id where it hangs: on its venue, or on the offer itself when it has none.

    A part belongs to one noun for good, so one that goes elsewhere is another with the same id.
    """
    there = place(service, venue, places).schedules if venue else service.schedules
    if old is not None and old in there:
        return old
    made = Schedule(id=id_, service_id=None, location_id=None, service_at_location_id=None)
    if old is not None:
        holder(service, old).remove(old)
        for name in KEPT:
            setattr(made, name, getattr(old, name))
    there.append(made)
    return made


def holder(service: Service, schedule: Schedule) -> list[Schedule]:
    """The list a schedule of an offer stands in."""
    lists = [service.schedules, *(at.schedules for at in service.service_at_locations)]
    return next(one for one in lists if schedule in one)


def place(service: Service, venue: Values, places: Places) -> ServiceAtLocation:
    """Where an offer is at a venue; both are made when they are not there yet."""
    for at in service.service_at_locations:
        if (at.location_id or at.location.id) == venue["id"]:
            return at
    made = ServiceAtLocation(location=places.get(venue["id"]) or location(venue), schedules=[])
    service.service_at_locations.append(made)
    return made


def location(venue: Values) -> Location:
    """A new venue; its point is that of its postcode."""
    address = Address(**{name: venue[name] for name in LINES}, country="GB", address_type="physical")
    return Location(
        id=venue["id"], location_type=venue["type"], name=venue["name"], address_public=venue["public"],
        addresses=[address], accessibility=[], attributes=[], schedules=[],
    )  # fmt: skip


def put_places(service: Service, value: Mapping[str, Values], places: Places) -> None:
    """Makes {id: venue} all the places without times of their own; those with times are left alone."""
    for at in [at for at in service.service_at_locations if not at.schedules and at.location.id not in value]:
        service.service_at_locations.remove(at)
    for venue in value.values():
        place(service, venue, places)


def venues_in(values: Mapping[str, Any]) -> list[Values]:
    """Every venue that values name, once."""
    named = [pattern.get(AT) for pattern in (values.get("times") or {}).values()]
    return list({one["id"]: one for one in [*named, *(values.get("places") or {}).values()] if one}.values())


def corrected(live: Mapping[str, Values], value: Mapping[str, Values], made_from: Mapping[str, Values]) -> Values:
    """The live times with the days and hours of `value` that are not those it was made from.

    Whatever was done meanwhile stays: a date called off, a session more or less or at another place.
    """
    found = {}
    for id_, now in live.items():
        then = made_from.get(id_, {}).items()
        said = [part for part in value.get(id_, {}).items() if part[0] in ASKED and part not in then]
        found[id_] = now | dict(said)
    return found


def is_same_address(one: Values, other: Values) -> bool:
    """Whether two venues are at one street and number of one postcode, however these are written."""
    said = [door(venue["postal_code"], venue["address_1"], venue["name"]) for venue in (one, other)]
    return said[0] is not None and said[0] == said[1]


def hidden_too(values: Values, hidden: Values) -> Values:
    """The times and places among values, with a venue that is not public in place of public ones at its address."""
    for venue in venues_in(values):
        if venue["public"] and is_same_address(venue, hidden):
            values = with_another_venue(values, venue["id"], hidden)
    return values


def without_address(values: Values, venue_id: str, hidden: Values) -> Values:
    """The times and places among values, with a venue that is not public in place of one and all at its address."""
    return hidden_too(with_another_venue(values, venue_id, hidden), hidden)


def with_another_venue(values: Values, venue_id: str, venue: Values) -> Values:
    """The times and places among values, with one venue in place of another."""
    found = dict(values)
    if "times" in values:
        found["times"] = {
            id_: pattern | {AT: venue} if (pattern.get(AT) or {}).get("id") == venue_id else pattern
            for id_, pattern in values["times"].items()
        }
    if "places" in values:
        every = [venue if one["id"] == venue_id else one for one in values["places"].values()]
        found["places"] = {one["id"]: one for one in every}
    return found
