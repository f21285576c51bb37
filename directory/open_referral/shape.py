"""The shape of what is sent in, once checked: records, the shared nouns they tell of, their ids and their dates."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from directory.models.location import Door, door
from directory.nouns import CALENDAR, NOUNS, Values

Key = tuple[str, str]  # (noun, id)
Claim = tuple[str, str, Key, list[Values]]  # owner's noun and id, the service or shared noun above it, the parts


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
    withheld: dict[str, dict[Door, str]] = field(default_factory=dict)  # organisation: {address: venue that says so}
    doors: dict[str, Door | None] = field(default_factory=dict)  # venue: address, where any is withheld

    def has(self, noun: str, id_: str | None) -> bool:
        return id_ in self.ids.get(noun, ())

    def is_ours(self, id_: str) -> bool:
        return id_ in self.ours.values() or id_ in self.taxonomies.values()


def derived_id(owner: str, what: str) -> str:
    """The id of a part that has none of its own: the same at every import, another under every owner."""
    return str(uuid.uuid5(uuid.UUID(owner), what))


def once(parts: Iterable[Values]) -> list[Values]:
    """Every part once: a term hangs on a noun once, and what is repeated to the letter was meant once."""
    found: dict[str, Values] = {}
    for part in parts:
        found.setdefault(part.get("taxonomy_term_id") or repr(part), part)
    return list(found.values())


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

    A program that nobody knows is left away: the offer stands without it. An address that an organisation has taken
    from the public stays so.
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
    if known.withheld:
        _keep_withheld(records, known)
    return records, refused


def _keep_withheld(records: list[Record], known: Known) -> None:
    """Puts offers that are sent in at an address their organisation does not show at its venue that says so."""
    doors = known.doors | {
        values["id"]: door(values["addresses"][0].get("postal_code"), values["addresses"][0].get("address_1"),
                           values.get("name"))
        for record in records for noun, values in record.shared if noun == "location" and values.get("addresses")
    }  # fmt: skip
    for record in records:
        theirs = known.withheld.get(str(record.service["organization_id"]), {})
        for at in record.service["service_at_locations"]:
            if (there := doors.get(at["location_id"])) in theirs:
                at["location_id"] = theirs[there]


def _unknown(record: Record, told: set[Key]) -> list[Note]:
    """The organisation and venues that a record names by an id alone which nobody knows."""
    named = [("organization", record.service["organization_id"], "organization")]
    for at, venue in enumerate(record.service["service_at_locations"]):
        named.append(("location", venue["location_id"], f"service_at_locations[{at}].location"))
    reason = "nothing is known of it but its id; give its name and details"
    return [Note(record.where, path, reason) for noun, id_, path in named if (noun, id_) not in told]


def ids_for(noun: str, owner: str, parts: list[Values], mine: set[str], theirs: set[str]) -> list[str]:
    """The ids to save parts under: their own, unless another owner has it (the official examples share them)."""
    found: list[str] = []
    for at, part in enumerate(parts):
        other = derived_id(owner, f"{noun}:{part['id']}")
        free = part["id"] in mine or (part["id"] not in theirs and other not in mine)
        id_ = part["id"] if free else other
        found.append(derived_id(owner, f"{noun}:{id_}:{at}") if id_ in found else id_)
    theirs.update(found)
    return found


def one_id_a_term(nouns: dict[Key, Values], known: Known) -> dict[str, str]:
    """{id sent: id kept} of terms: one list and code is one term, whatever ids its publishers gave it."""
    by_pair = dict(known.pairs)
    kept = {}
    for id_, values in sorted((id_, values) for (noun, id_), values in nouns.items() if noun == "taxonomy_term"):
        pair = values.get("taxonomy", ""), values.get("code", "")
        kept[id_] = by_pair.setdefault(pair, id_) if all(pair) else id_
    return kept
