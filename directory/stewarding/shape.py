"""What stewards edit, as plain values: a dict of JSON by kind and key, the form in which a revision keeps it."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from directory.models import CrisisLine, CrisisProposal, Place, Program, Synonym, TaxonomyTerm

Values = dict[str, Any]

KINDS = ("terms", "words", "places", "areas", "lines", "programmes")
AREAS = "areas-of-life"
LEVELS = ("same", "narrower", "related")
# Lists of terms that may grow and shrink; the code knows the terms of the others by name.
OPEN = ("categories", "needs", "audiences", "faiths", "led-by")
# What the site's own rules speak of: pages about safety are discreet, urgent help has cards, boroughs have columns.
NEEDED = {
    "terms": ("categories:safety", "needs:not-safe", "audiences:everyone"),
    "lines": ("999", "nhs-111"),
}
LINE = ("name", "group", "action", "number", "tel", "sms_number", "sms_body", "hours", "cost", "for_whom", "source",
        "checked_by")  # fmt: skip
PLACE = ("name", "kind", "gss", "borough", "latitude", "longitude")


def of_term(row: TaxonomyTerm) -> Values | None:
    """A term; None for one that is retired."""
    return None if row.retired else {"taxonomy": row.taxonomy, "name": row.name}


def of_words(row: Synonym) -> Values:
    """What people type, in which language, and what it means, by level."""
    means = row.means if isinstance(row.means, dict) else {"same": row.means}
    return {"typed": list(row.typed), "note": row.note, "language": row.language} | {
        level: list(means.get(level, ())) for level in LEVELS
    }


def of_place(row: Place) -> Values:
    """A place with its point (WGS84 degrees) and its other names."""
    return {name: getattr(row, name) for name in PLACE} | {"also": list(row.also or ())}


def of_line(row: CrisisLine) -> Values:
    """A way to get help now, and when it was checked by whom."""
    checked = row.checked_on.isoformat() if row.checked_on else None
    return {name: getattr(row, name) for name in LINE} | {"checked_on": checked}


def of_program(row: Program, offers: list[str]) -> Values:
    """A programme or wave of funding, with the ids of its offers."""
    return {
        "name": row.name, "description": row.description, "funder": row.funder, "gss": row.gss, "offers": offers,
        "amount": str(row.amount) if row.amount is not None else None, "organization_id": row.organization_id,
        "starts": row.starts.isoformat() if row.starts else None, "ends": row.ends.isoformat() if row.ends else None,
    }  # fmt: skip


READ: dict[str, Callable[[str], Any]] = {
    "amount": Decimal, "starts": date.fromisoformat, "ends": date.fromisoformat, "checked_on": date.fromisoformat,
}  # fmt: skip


def columns(values: Values) -> Values:
    """Values as the columns of their row take them."""
    return {name: READ[name](value) if name in READ and value else value for name, value in values.items()}


def print_of(values: Values | None, held: CrisisProposal | None = None) -> str:
    """A short print of what something says, and of what waits for it; a form carries the one it was made from."""
    said = [values, held.values] if held else values
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def may_add(kind: str) -> bool:
    """Whether there can be more of them."""
    return kind != "areas"


def may_retire(kind: str, key: str, values: Values) -> bool:
    """Whether it can be taken away."""
    wired = kind == "areas" or key in NEEDED.get(kind, ()) or values.get("kind") == "borough"
    return not wired and (kind != "terms" or values["taxonomy"] in OPEN)
