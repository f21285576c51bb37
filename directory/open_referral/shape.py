"""The shape of the standard: which properties, parts and shared nouns each noun of HSDS 3.0 has, and how files lie.

A *part* belongs to one noun and is replaced with it (a phone, a schedule). A *shared* noun is known by its own id and
may hang on many (an organisation, a venue, a term).
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from directory import models

Values = dict[str, Any]
Key = tuple[str, str]  # (noun, id)


@dataclass(frozen=True)
class Noun:
    """One noun: its model, its properties with the kind of each (see forms.KINDS), and what hangs on it."""

    model: Any
    properties: dict[str, str]
    ours: frozenset[str] = frozenset()  # what the standard lacks: a record that is silent about it leaves it as it is
    parts: dict[str, str] = field(default_factory=dict)  # key: noun
    one: dict[str, str] = field(default_factory=dict)  # key of a shared noun, stored as <key>_id
    many: dict[str, str] = field(default_factory=dict)  # key of a list of shared nouns


def _kinds(**properties: str) -> dict[str, str]:
    """{property: kind} from kind="property property"."""
    return {name: kind for kind, names in properties.items() for name in names.split()}


def _parts(names: str) -> dict[str, str]:
    """{"phones": "phone"} from "phones": the standard's plurals."""
    irregular = {"addresses": "address", "accessibility": "accessibility", "funding": "funding"}
    return {name: irregular.get(name, name.removesuffix("s")) for name in names.split()}


NOUNS = {
    "service": Noun(
        models.Service,
        _kinds(
            name="name alternate_name",
            text="description interpretation_services application_process fees_description wait_time fees"
            " accreditations eligibility_description licenses alert not_for first_visit leaving returning",
            summary="summary assured_by",
            url="url",
            email="email assurer_email",
            status="status",
            age="minimum_age maximum_age",
            past_date="assured_date",
            date="open_until paused_until ended_on",
            moment="last_modified",
        ),
        ours=frozenset(
            "summary not_for first_visit leaving returning open_until paused_until ended_on assured_by".split()
        ),
        parts=_parts(
            "phones contacts schedules service_areas service_at_locations languages cost_options funding"
            " required_documents attributes"
        ),
        one={"organization": "organization", "program": "program"},
    ),
    "organization": Noun(
        models.Organization,
        _kinds(
            name="name alternate_name",
            text="description",
            email="email",
            url="website logo uri",
            line="tax_status tax_id legal_status",
            whole="year_incorporated",
            id="parent_organization_id",
        ),
        parts=_parts("organization_identifiers funding contacts phones attributes"),
        many={"locations": "location", "programs": "program"},
    ),
    "program": Noun(models.Program, _kinds(name="name alternate_name", text="description", id="organization_id")),
    "location": Noun(
        models.Location,
        _kinds(
            location_type="location_type",
            id="organization_id",
            url="url",
            name="name alternate_name",
            text="description transportation",
            number="latitude longitude",
            line="external_identifier external_identifier_type",
            sure_flag="address_public",
        ),
        parts=_parts("addresses accessibility languages phones contacts schedules attributes"),
    ),
    "service_at_location": Noun(
        models.ServiceAtLocation,
        _kinds(text="description"),
        parts=_parts("schedules phones contacts"),
        one={"location": "location"},
    ),
    "address": Noun(
        models.Address,
        _kinds(
            line="attention address_1 address_2 city region state_province country",
            code="postal_code address_type",
        ),
    ),
    "accessibility": Noun(models.Accessibility, _kinds(text="description details", url="url")),
    "contact": Noun(models.Contact, _kinds(name="name title department", email="email"), parts=_parts("phones")),
    "phone": Noun(
        models.Phone,
        _kinds(phone="number", whole="extension", code="type", text="description"),
        parts=_parts("languages"),
    ),
    "language": Noun(models.Language, _kinds(code="name code", text="note")),
    "schedule": Noun(
        models.Schedule,
        _kinds(
            date="valid_from valid_to dtstart until",
            freq="freq",
            times="interval count",
            byday="byday",
            wkst="wkst",
            numbers="byweekno bymonthday byyearday",
            time="opens_at closes_at",
            text="description attending_type notes",
            url="schedule_link",
            flag="on_bank_holidays term_time_only",
            dates="except_dates",
        ),
    ),
    "service_area": Noun(
        models.ServiceArea, _kinds(line="name", text="description extent", code="extent_type", url="uri")
    ),
    "cost_option": Noun(
        models.CostOption,
        _kinds(maybe_date="valid_from valid_to", line="option", code="currency", money="amount")
        | _kinds(text="amount_description"),
    ),
    "funding": Noun(models.Funding, _kinds(text="source")),
    "required_document": Noun(models.RequiredDocument, _kinds(text="document", url="uri")),
    "organization_identifier": Noun(
        models.OrganizationIdentifier, _kinds(code="identifier_scheme identifier_type identifier")
    ),
    "attribute": Noun(models.Attribute, _kinds(code="link_type", line="value"), one={"taxonomy_term": "taxonomy_term"}),
    "taxonomy_term": Noun(
        models.TaxonomyTerm,
        _kinds(code="taxonomy code language", name="name", text="description", id="parent_id", url="term_uri"),
    ),
    "taxonomy": Noun(models.Taxonomy, _kinds(code="name version", text="description", url="uri")),
}
# The order in which they are saved, so that whatever a row points at is there first.
SHARED = ("taxonomy", "taxonomy_term", "organization", "program", "location")
PARTS = ("service_at_location", "contact", "phone", "language") + tuple(
    sorted(set(NOUNS) - {*SHARED, "service", "service_at_location", "contact", "phone", "language"})
)
# What a column that may not be empty holds when nothing was said.
UNSAID: Values = {"address_public": True, "location_type": "physical", "term_time_only": False}

CALENDAR = ("date", "past_date", "maybe_date", "moment")


@dataclass
class Record:
    """One checked service: its own values and parts, and the shared nouns it tells of."""

    where: str
    service: Values
    shared: list[tuple[str, Values]] = field(default_factory=list)

    @property
    def id(self) -> str:
        return str(self.service["id"])

    @property
    def age(self) -> tuple[str, str, str]:
        """What sorts records from old to new, whatever their order in the file."""
        parts = (self.service.get("last_modified"), self.service.get("assured_date"))
        return (parts[0].isoformat() if parts[0] else "", parts[1].isoformat() if parts[1] else "", self.id)


@dataclass(frozen=True)
class Note:
    """One thing to tell the clerk: where ("line 12"), which field ("schedules[0].opens_at"), and why."""

    where: str
    field: str
    reason: str

    def __str__(self) -> str:
        return ", ".join(part for part in (self.where, self.field) if part) + f": {self.reason}"


@dataclass
class Known:
    """What the database holds already and a record may refer to."""

    ours: dict[tuple[str, str], str] = field(default_factory=dict)  # (taxonomy, code or name in small letters): id
    taxonomies: dict[str, str] = field(default_factory=dict)  # the name of a list of ours: its id
    pairs: dict[tuple[str, str], str] = field(default_factory=dict)  # (taxonomy, code): id, of every publisher
    ids: dict[str, frozenset[str]] = field(default_factory=dict)  # noun: the ids that are there

    def has(self, noun: str, id_: str | None) -> bool:
        return id_ in self.ids.get(noun, ())

    def is_ours(self, id_: str) -> bool:
        return id_ in self.ours.values() or id_ in self.taxonomies.values()


def derived_id(owner: str, what: str) -> str:
    """The id of a part that has none of its own: the same at every import, another under every owner."""
    return str(uuid.uuid5(uuid.UUID(owner), what))


def merged(records: Iterable[Record]) -> dict[Key, Values]:
    """Every shared noun the records tell of, once: where they differ, the newest record's word stands.

    One exception: when any record says that an address is not public, it is not.
    """
    nouns: dict[Key, Values] = {}
    for record in sorted(records, key=lambda record: record.age):
        for noun, values in record.shared:
            known = nouns.setdefault((noun, values["id"]), {})
            hidden = known.get("address_public") is False
            known.update(values)
            if hidden:
                known["address_public"] = False
    return nouns


def shifted(noun: str, values: Values, days: int) -> Values:
    """`values` and their parts with every date moved: schedules by the nearest whole weeks, the rest by `days`."""
    spec = NOUNS[noun]
    by = timedelta(weeks=round(days / 7)) if noun == "schedule" else timedelta(days=days)
    found = dict(values)
    for name, kind in spec.properties.items():
        if name in found and kind in CALENDAR:
            found[name] = _moved(found[name], by)
        elif name in found and kind == "dates":
            found[name] = sorted(_moved(date.fromisoformat(one), by).isoformat() for one in found[name])
    for key, part in spec.parts.items():
        if key in found:
            found[key] = [shifted(part, one, days) for one in found[key]]
    return found


def _moved(value: Any, by: timedelta) -> Any:
    try:
        return value + by
    except OverflowError:
        return value


def settled(records: list[Record], known: Known) -> tuple[list[Record], dict[str, list[Note]]]:
    """The records whose organisation and venues are known, here or in one another, and for the others (by id) why not.

    A program that nobody knows is left away: the offer stands without it.
    """
    refused: dict[str, list[Note]] = {}
    while True:
        told = {(noun, values["id"]) for record in records for noun, values in record.shared}
        told |= {(noun, id_) for noun, ids in known.ids.items() for id_ in ids}
        missing = {record.id: notes for record in records if (notes := _unknown(record, told))}
        refused |= missing
        records = [record for record in records if record.id not in missing]
        if not missing:
            break
    for record in records:
        if ("program", record.service["program_id"]) not in told:
            record.service["program_id"] = None
        for noun, values in record.shared:
            if noun == "program" and ("organization", values.get("organization_id")) not in told:
                values.pop("organization_id", None)
    return records, refused


def _unknown(record: Record, told: set[Key]) -> list[Note]:
    """The organisation and venues that a record names by an id alone which nobody knows."""
    named = [("organization", record.service["organization_id"], "organization")]
    for at, venue in enumerate(record.service["service_at_locations"]):
        named.append(("location", venue["location_id"], f"service_at_locations[{at}].location"))
    reason = "nothing is known of it but its id; give its name and details"
    return [Note(record.where, path, reason) for noun, id_, path in named if (noun, id_) not in told]
