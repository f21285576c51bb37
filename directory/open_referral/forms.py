"""What was sent in, checked: one record of the standard in, a Record out, or the reasons why not.

What would mislead people or breaks identity refuses the record; what can be dropped or mended without changing its
meaning is, with a warning. An empty text and null count as absent; unknown properties are nobody's business.
"""

import re
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from directory import plain_text, plain_values
from directory.json_records import Sent
from directory.kinds import KINDS, LONGEST_LIST, MAY_BE_LISTS, STRICT, UNLIMITED, in_uk, mend_pattern, pattern_is_clear
from directory.nouns import NOUNS, Values
from directory.open_referral.shape import Known, Note, Record, derived_id, once
from directory.plain_text import quoted
from directory.public_names import slug

WITH_ATTRIBUTES = ("service", "location", "organization")


class Check:
    """Walks one record and gathers what it says, what refuses it and what was mended."""

    def __init__(self, where: str, known: Known, today: date | None) -> None:
        self.where, self.known, self.today = where, known, today
        self.refusals: list[Note] = []
        self.warnings: list[Note] = []
        self.shared: list[tuple[str, Values]] = []
        self._warned: set[tuple[str, str]] = set()

    def refuse(self, path: str, reason: str) -> None:
        self.refusals.append(Note(self.where, path, reason))

    def warn(self, path: str, reason: str) -> None:
        """Once for each property and reason: 40 venues with the same slip are one line."""
        seen = (re.sub(r"\[\d+\]", "", path).rpartition(".")[2], reason)
        if seen not in self._warned:
            self._warned.add(seen)
            self.warnings.append(Note(self.where, path, reason))

    def properties(self, noun: str, raw: Values, path: str) -> Values:
        """The properties of a noun that say something, each as its column wants it."""
        found = {}
        for name, kind in NOUNS[noun].properties.items():
            sent = raw.get(name)
            if sent is None or (isinstance(sent, str) and not sent.strip()):
                continue
            value = self.value(kind, sent, f"{path}{name}")
            if value is not None:
                found[name] = value
        return found

    def value(self, kind: str, sent: object, path: str) -> Any:
        """One value read, or None when it says nothing or cannot be used."""
        if isinstance(sent, dict) or (isinstance(sent, list) and kind not in MAY_BE_LISTS):
            self.refuse(path, f"must be a single value, not {'a list' if isinstance(sent, list) else 'an object'}")
            return None
        value, problem = KINDS[kind](sent)
        if value is None and problem and kind in STRICT:
            self.refuse(path, problem)
        elif problem:
            self.warn(path, problem if value is not None else f"{problem}; it was left out")
        if kind.endswith("date") and value and (problem := self._why_no_date(kind, value)):
            self.warn(path, problem)
            return None
        return None if kind == "age" and value == UNLIMITED else value

    def _why_no_date(self, kind: str, value: date) -> str:
        if plain_values.is_filler(value):
            return f"{value} only fills an empty field; it was left out"
        if kind == "past_date" and self.today and value > self.today:
            return f"{value} is still to come, so nobody can have confirmed it then; it was left out"
        return ""

    def parts(self, noun: str, raw: Values, path: str, owner: str, *, silent_keeps: bool = False) -> Values:
        """The lists of parts of a noun; a list that is absent is empty, or left as it is when `silent_keeps`."""
        found: Values = {}
        for key, part in NOUNS[noun].parts.items():
            sent = raw.get(key)
            if sent is None:
                if not (silent_keeps or key in NOUNS[noun].ours):
                    found[key] = []
                continue
            items = self.items(sent, f"{path}{key}")
            made = (self.part(part, one, f"{path}{key}[{at}].", f"{owner} {key} {at}") for at, one in items)
            found[key] = once(one for one in made if one is not None)
        if noun not in WITH_ATTRIBUTES and raw.get("attributes"):
            self.warn(f"{path}attributes", "only offers, venues and organisations can have these; they were left out")
        return found

    def items(self, sent: object, path: str) -> list[tuple[int, Values]]:
        """The objects of a list with their places; anything else refuses the record."""
        if not isinstance(sent, list):
            self.refuse(path, "must be a list")
            return []
        if len(sent) > LONGEST_LIST:
            self.warn(path, f"more than {LONGEST_LIST}; the rest was left out")
        for at, one in enumerate(sent[:LONGEST_LIST]):
            if not isinstance(one, dict):
                self.refuse(f"{path}[{at}]", "must be an object with fields")
        return [(at, one) for at, one in enumerate(sent[:LONGEST_LIST]) if isinstance(one, dict)]

    def part(self, noun: str, raw: Values, path: str, instead: str) -> Values | None:
        """One part with its own parts, or None when nothing is left of it."""
        values = self.properties(noun, raw, path)
        id_ = self.id_of(raw, path, instead)
        for key, shared in NOUNS[noun].one.items():
            if noun != "attribute" and (found := self.one(shared, raw, key, path, id_)):
                values[f"{key}_id"] = found
        finished = FINISH.get(noun, _unless_empty)(self, values, raw, path)
        if finished is None:
            return None
        return {"id": id_} | finished | self.parts(noun, raw, path, id_)

    def id_of(self, raw: Values, path: str, instead: str) -> str:
        """The id of a noun; one that is missing or no UUID is made from `instead`, the same at every import."""
        value, problem = plain_values.identifier(raw.get("id"))
        if value is None and raw.get("id") not in (None, ""):
            self.warn(f"{path}id", f"{problem}; one was made for it")
            instead += quoted(raw["id"])
        return value or str(uuid.uuid5(uuid.NAMESPACE_URL, instead))

    def one(self, noun: str, raw: Values, key: str, path: str, owner: str) -> str | None:
        """The id of the shared noun under `key`, told of in full or by `<key>_id` alone."""
        sent = raw.get(key)
        if isinstance(sent, dict):
            return self.shared_noun(noun, sent, f"{path}{key}.", f"{owner} {key}")
        if sent is not None:
            self.refuse(f"{path}{key}", "must be an object with fields")
        return plain_values.identifier(raw.get(f"{key}_id"))[0]

    def shared_noun(self, noun: str, raw: Values, path: str, instead: str, **more: str) -> str | None:
        """Notes what the record says of a shared noun; returns its id, or None when it cannot be used."""
        if noun == "organization" and isinstance(raw.get("name"), str):
            instead = f"organization:{slug(raw['name'])}"
        id_ = self.id_of(raw, path, instead)
        values = FINISH.get(noun, _unless_empty)(self, self.properties(noun, raw, path) | more, raw, path)
        if noun != "location" and "name" not in (values or {}) and not self.known.has(noun, id_):
            if raw.get("id") and "name" not in raw:
                return id_  # only named here: another record may tell of it
            (self.refuse if noun == "organization" else self.warn)(f"{path}name", "missing; a name is needed")
            return None
        parts = self.parts(noun, raw, path, id_, silent_keeps=True)
        self.shared.append((noun, {"id": id_} | (values or {}) | parts))
        for key, other in NOUNS[noun].many.items():
            for at, one in self.items(raw.get(key) or [], f"{path}{key}"):
                self.shared_noun(other, one, f"{path}{key}[{at}].", f"{id_} {key} {at}", organization_id=id_)
        return id_


def _unless_empty(check: Check, values: Values, raw: Values, path: str) -> Values | None:
    return values or None


def _phone(check: Check, values: Values, raw: Values, path: str) -> Values | None:
    if "number" not in values and not any(note.field == f"{path}number" for note in check.warnings):
        check.warn(f"{path}number", "missing; the phone was left out")
    return values if "number" in values else None


def _contact(check: Check, values: Values, raw: Values, path: str) -> Values | None:
    return values or ({} if raw.get("phones") else None)


def _language(check: Check, values: Values, raw: Values, path: str) -> Values | None:
    code = plain_values.language(values["code"]) if "code" in values else (None, "")
    named = code[0] or plain_values.language_named(values.get("name", ""))
    if code[1] and not named:
        check.warn(f"{path}code", f"{code[1]}; it was left out")
    return values | {"code": named} if named or "name" in values else None


def _schedule(check: Check, values: Values, raw: Values, path: str) -> Values | None:
    name, problem = mend_pattern(values)
    if problem:
        check.warn(f"{path}{name}", problem)
    for first, last in (("valid_from", "valid_to"), ("dtstart", "until")):
        if first in values and last in values and values[last] < values[first]:
            check.refuse(f"{path}{last}", f"{values[last]} is before {first} ({values[first]})")
    if not pattern_is_clear(values):
        check.warn(f"{path.rstrip('.')}", "no dates can be told from this pattern; only its words and times will show")
    return values or None


def _venue(check: Check, values: Values, raw: Values, path: str) -> Values | None:
    if "location_id" not in values:
        check.refuse(f"{path}location", "missing; say where it is, or leave out the venue")
    return values


def _location(check: Check, values: Values, raw: Values, path: str) -> Values:
    """A point has to be a place in the United Kingdom; one with its two numbers swapped is put right."""
    point = values.pop("latitude", None), values.pop("longitude", None)
    if point == (None, None):
        return values
    if None not in point and not in_uk(*point) and in_uk(*point[::-1]):
        point = point[::-1]
        check.warn(f"{path}latitude", "latitude and longitude were swapped; they were put right")
    if None in point or not in_uk(*point):
        check.warn(f"{path}latitude", f"{point[0]}, {point[1]} is no point in the United Kingdom; it was left out")
        return values
    return values | {"latitude": point[0], "longitude": point[1]}


def _attribute(check: Check, values: Values, raw: Values, path: str) -> Values | None:
    """A term of ours is known by its list and code, whatever its id; another publisher's stays its own."""
    sent = raw.get("taxonomy_term")
    term = {"id": raw.get("taxonomy_term_id")} if sent is None else sent
    if not isinstance(term, dict):
        check.refuse(f"{path}taxonomy_term", "must be an object with fields")
        return None
    path = f"{path}taxonomy_term."
    said = check.properties("taxonomy_term", term, path)
    detail = term.get("taxonomy_detail")
    detail = detail if isinstance(detail, dict) else {}
    if "taxonomy" not in said and isinstance(detail.get("name"), str):
        said["taxonomy"] = plain_text.one_line(detail["name"])[:120]
    id_ = plain_values.identifier(term.get("id"))[0]
    taxonomy, code, name = (said.get(part, "") for part in ("taxonomy", "code", "name"))
    if taxonomy in check.known.taxonomies:
        found = check.known.ours.get((taxonomy, code or name.lower()))
        if found is None:
            check.warn(f"{path}code", f"{quoted(code or name)} is not in our list {quoted(taxonomy)}; it was left out")
        return values | {"taxonomy_term_id": found} if found else None
    if not taxonomy and not code and check.known.has("taxonomy_term", id_):
        return values | {"taxonomy_term_id": id_}
    if not (name or code):
        check.warn(path.rstrip("."), "neither a code nor a name, and no term that is known here; it was left out")
        return None
    return values | {"taxonomy_term_id": _foreign_term(check, id_, said, detail, path)}


def _foreign_term(check: Check, id_: str | None, said: Values, detail: Values, path: str) -> str:
    """Notes a term of another publisher, and its list; returns its id."""
    known = f"taxonomy:{said.get('taxonomy', '')}:{said.get('code') or said['name']}"
    id_ = id_ or str(uuid.uuid5(uuid.NAMESPACE_URL, known))
    if check.known.is_ours(id_):
        id_ = derived_id(id_, known)
    list_id = plain_values.identifier(detail.get("id"))[0]
    if list_id and not check.known.is_ours(list_id):
        about = check.properties("taxonomy", detail, f"{path}taxonomy_detail.")
        check.shared.append(("taxonomy", {"name": said.get("taxonomy") or "unnamed", "id": list_id} | about))
        said["taxonomy_id"] = list_id
    check.shared.append(("taxonomy_term", {"name": said.get("code")} | said | {"id": id_}))
    return id_


def _translation(check: Check, values: Values, raw: Values, path: str) -> Values | None:
    return values if {"language", "field", "text"} <= values.keys() else None


FINISH: dict[str, Callable[[Check, Values, Values, str], Values | None]] = {
    "phone": _phone,
    "contact": _contact,
    "language": _language,
    "schedule": _schedule,
    "service_at_location": _venue,
    "location": _location,
    "attribute": _attribute,
    "translation": _translation,
}


def check(sent: Sent, known: Known, today: date | None) -> tuple[Record | None, list[Note], list[Note]]:
    """(record, refusals, warnings) of one sent service; the record is None when there is a refusal.

    `today` is the last day on which somebody can have confirmed it; None when the dates are still to be shifted.
    """
    if sent.problem or not isinstance(sent.value, dict):
        return None, [Note(sent.where, "", sent.problem or "must be an object with fields: one service")], []
    checked = Check(sent.where, known, today)
    service = _service(checked, sent.value)
    if checked.refusals:
        return None, checked.refusals, checked.warnings
    return Record(sent.where, service, checked.shared), [], checked.warnings


def _service(check: Check, raw: Values) -> Values:
    """The values and parts of a service; what a service cannot do without refuses the record."""
    id_, problem = plain_values.identifier(raw.get("id"))
    if id_ is None:
        check.refuse(
            "id", problem if raw.get("id") not in (None, "") else "missing; every service needs an id (a UUID)"
        )
    id_ = id_ or str(uuid.NAMESPACE_URL)
    values: Values = {"id": id_} | check.properties("service", raw, "") | check.parts("service", raw, "", id_)
    for name in ("name", "status"):
        if name not in values and not any(note.field == name for note in check.refusals):
            check.refuse(name, "missing; every service needs one")
    if values.get("minimum_age", 0) > values.get("maximum_age", 1000):
        check.refuse("maximum_age", f"{values['maximum_age']} is less than minimum_age ({values['minimum_age']})")
    before = len(check.refusals)
    values["organization_id"] = check.one("organization", raw, "organization", "", id_)
    if values["organization_id"] is None and len(check.refusals) == before:
        check.refuse("organization", "missing; say who offers this")
    values["program_id"] = check.one("program", raw, "program", "", id_)
    return values
