"""Sixty records as they come in: 25 in good order and 35 broken, each in a way that files in the world are broken.

A broken one says what has to happen to it: refused, or mended with a warning, and the field and words that tell why.
"""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Raw = dict[str, Any]


def uid(name: str) -> str:
    """A UUID that is the same in every run."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def term(taxonomy: str, code: str, **over: Any) -> Raw:
    """An attribute with a term of our vocabulary."""
    about = {"id": uid(f"taxonomy:{taxonomy}:{code}"), "taxonomy": taxonomy, "code": code, "name": code}
    return {"id": uid(f"attribute {taxonomy} {code} {over}"), "taxonomy_term": about | over}


def a_venue(key: str, **over: Any) -> Raw:
    """A service_at_location with a venue of its own and a weekly time."""
    location = {
        "id": uid(f"location {key}"),
        "location_type": "physical",
        "name": f"Hall {key}",
        "latitude": 51.4449,
        "longitude": -0.0204,
        "addresses": [
            {
                "id": uid(f"address {key}"),
                "address_1": "12 Sample Road",
                "city": "London",
                "state_province": "Greater London",
                "postal_code": "SE6 4RU",
                "country": "GB",
                "address_type": "physical",
            }
        ],
        "attributes": [term("accessibility", "step-free")],
    }
    location["attributes"][0]["id"] = uid(f"step-free {key}")
    return {
        "id": uid(f"at {key}"),
        "schedules": [a_schedule(key)],
        "location": location | over,
    }


def a_schedule(key: str, **over: Any) -> Raw:
    """Every Thursday, 2pm to 4pm."""
    given = {"id": uid(f"schedule {key}"), "freq": "WEEKLY", "interval": 1, "byday": "TH", "dtstart": "2025-01-09"}
    return given | {"opens_at": "14:00", "closes_at": "16:00"} | over


def a_record(key: object = 0, **over: Any) -> Raw:
    """One whole service in good order; `over` replaces properties, None takes one away."""
    key = str(key)
    attribute = term("categories", "social-groups")
    attribute["id"] = uid(f"category {key}")
    given: Raw = {
        "id": uid(f"service {key}"),
        "name": f"Tea and Company {key}",
        "summary": "A friendly table and hot drinks.",
        "description": "People sit and talk.\n\nTea is on the table.",
        "url": "https://tea.example.org",
        "email": "hello@tea.example.org",
        "status": "active",
        "minimum_age": 18,
        "assured_date": "2026-11-12",
        "assured_by": "organisation",
        "last_modified": "2026-11-12T10:00:00Z",
        "phones": [{"id": uid(f"phone {key}"), "number": "020 7946 0123"}],
        "languages": [{"id": uid(f"language {key}"), "code": "en", "name": "English"}],
        "service_areas": [{"id": uid(f"area {key}"), "name": "Lewisham", "extent": "E09000023", "extent_type": "gss"}],
        "service_at_locations": [a_venue(key)],
        "organization": {"id": uid(f"organization {key}"), "name": f"Sample Table {key}", "description": "We cook."},
        "attributes": [attribute],
    }
    return {name: value for name, value in (given | over).items() if value is not None}


@dataclass(frozen=True)
class Broken:
    """A broken record, and what has to come of it."""

    what: str
    line: str
    refused: bool
    field: str
    reason: str


def _refused(what: str, field: str, reason: str, record: object) -> Broken:
    return Broken(what, record if isinstance(record, str) else json.dumps(record), True, field, reason)


def _mended(what: str, field: str, reason: str, record: object) -> Broken:
    return Broken(what, json.dumps(record), False, field, reason)


def broken() -> list[Broken]:
    """The 35, in the order of a file."""
    return [*_without_identity(), *_times_and_dates(), *_wrong_shapes(), *_mendable()]


def _without_identity() -> Iterator[Broken]:
    yield _refused("no id", "id", "missing", a_record("b1", id=None))
    yield _refused("a number for an id", "id", "ids are UUIDs", a_record("b2", id=1042))
    yield _refused("an id of another system", "id", "ids are UUIDs", a_record("b3", id="svc-1042"))
    yield _refused("no name", "name", "missing", a_record("b4", name=None))
    yield _refused("a name of spaces", "name", "missing", a_record("b5", name="  \u200b "))
    yield _refused("a name that is a list", "name", "single value", a_record("b6", name=["Tea", "Company"]))
    yield _refused("no status", "status", "missing", a_record("b7", status=None))
    yield _refused("a status of its own", "status", "not one of: active", a_record("b8", status="open"))
    yield _refused("nobody offers it", "organization", "say who", a_record("b9", organization=None))
    nameless = {"id": uid("organization b10"), "description": "x", "name": ""}
    yield _refused(
        "an organisation without a name", "organization.name", "missing", a_record("b10", organization=nameless)
    )
    lost = a_record("b11", organization=None, organization_id=uid("nobody knows"))
    yield _refused("an organisation nobody knows", "organization", "nothing is known", lost)


def _times_and_dates() -> Iterator[Broken]:
    def times(key: str, **over: Any) -> Raw:
        return a_record(key, schedules=[a_schedule(f"own {key}", **over)])

    yield _refused("25 o'clock", "schedules[0].opens_at", '"25:99" is not a time', times("b12", opens_at="25:99"))
    yield _refused("a time in words", "schedules[0].closes_at", "is not a time", times("b13", closes_at="late"))
    yield _refused("30 February", "schedules[0].dtstart", "in the calendar", times("b14", dtstart="2026-02-30"))
    yield _refused("a day that is none", "schedules[0].byday", "does not name days", times("b15", byday="XX"))
    ends = times("b16", valid_from="2026-05-01", valid_to="2026-04-01")
    yield _refused("an end before the beginning", "schedules[0].valid_to", "is before valid_from", ends)
    yield _refused("paused until never", "paused_until", "is not a date", a_record("b17", paused_until="soon"))
    yield _refused("two dates in one", "ended_on", "can be read as two dates", a_record("b18", ended_on="03/04/2026"))


def _wrong_shapes() -> Iterator[Broken]:
    ages = a_record("b19", minimum_age=65, maximum_age=16)
    yield _refused("ages the wrong way round", "maximum_age", "is less than minimum_age", ages)
    yield _refused("an age in words", "minimum_age", "is not an age", a_record("b20", minimum_age="grown up"))
    yield _refused("a line cut short", "", "not JSON", json.dumps(a_record("b21"))[:200])
    yield _refused("a list for a record", "", "must be an object", '["Tea and Company"]')
    yield _refused("phones as text", "phones", "must be a list", a_record("b23", phones="020 7946 0123"))
    yield _refused("a schedule as text", "schedules[0]", "must be an object", a_record("b24", schedules=["Mondays"]))
    nowhere = {"id": uid("at b25"), "schedules": [a_schedule("b25")]}
    yield _refused(
        "a venue nowhere",
        "service_at_locations[0].location",
        "missing",
        a_record("b25", service_at_locations=[nowhere]),
    )
    secret = a_record("b26", service_at_locations=[a_venue("b26", address_public="hidden")])
    field = "service_at_locations[0].location.address_public"
    yield _refused("a refuge that may be secret", field, "neither true nor false", secret)
    yield _refused("one id, two contents", "id", "has this id", a_record("b27", id=uid("service good 0"), name="Other"))


def _mendable() -> Iterator[Broken]:
    point = "service_at_locations[0].location.latitude"
    yield _mended(
        "the North Pole", point, "no point", a_record("b28", service_at_locations=[a_venue("b28", latitude=100)])
    )
    yield _mended("a script for a link", "url", "https://", a_record("b29", url="javascript:alert(1)"))
    yield _mended("a link without a scheme", "url", "it was added", a_record("b30", url="www.example.org/tea"))
    yield _mended("an e-mail without an @", "email", "not an e-mail", a_record("b31", email="hello at example.org"))
    call = [{"id": uid("phone b32"), "number": "ask at the door"}]
    yield _mended("a phone without a number", "phones[0].number", "no phone number", a_record("b32", phones=call))
    slip = a_record("b33", attributes=[term("needs", "lonley")])
    yield _mended("a code with a slip", "attributes[0].taxonomy_term.code", "not in our list", slip)
    long = a_record("b34", name="Tea " * 100)
    yield _mended("a name that never ends", "name", "longer than 200", long)
    pm = a_record("b35", schedules=[a_schedule("b35", opens_at="2pm")])
    yield _mended("a time as people say it", "schedules[0].opens_at", "read as 14:00", pm)


def good() -> list[Raw]:
    """The 25 in good order, varied as life is."""
    plain = [a_record(f"good {number}") for number in range(15)]
    shared = a_venue("shared")["location"]
    together = [
        a_record(f"good {number}", service_at_locations=[a_venue(f"good {number}") | {"location": shared}])
        for number in range(15, 20)
    ]
    return [
        *plain,
        *together,
        a_record("good 20", name="Tea and Company good 1"),  # the name of another
        a_record("good 21", service_at_locations=None, schedules=[a_schedule("online")]),
        a_record("good 22", status="temporarily closed", alert="Back soon.", paused_until="2026-12-14"),
        a_record("good 23", organization=None, organization_id=uid("organization good 0")),
        a_record("good 24", description="<p>Tea &amp; cake</p><script>x()</script><p>For <18s <3</p>"),
    ]


def ndjson(records: list[Any]) -> bytes:
    """Records as lines; text is taken as it stands."""
    return "\n".join(one if isinstance(one, str) else json.dumps(one) for one in records).encode()
