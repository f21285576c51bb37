"""What import tests stand on: a short way to import, and a dump of every table."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from directory.db import db
from directory.open_referral.actions import Outcome, import_services
from tests.open_referral.records import ndjson

TODAY = date(2026, 11, 25)
Import = Callable[..., Outcome]


@pytest.fixture
def take_in() -> Import:
    """`take_in([record, ...], **options)`: imports them as one NDJSON file; bytes are taken as a whole file."""

    def take(records: Any, **options: Any) -> Outcome:
        data = records if isinstance(records, bytes) else ndjson(records)
        return import_services([("file", data)], **({"as_of": TODAY} | options))

    return take


def dump() -> dict[str, list[Any]]:
    """Every row of every table, sorted: equal dumps are equal databases, the change numbers included."""
    found = {
        table.name: sorted(map(repr, db.session.execute(table.select()).all())) for table in db.metadata.sorted_tables
    }
    db.session.rollback()
    return found


def contents() -> dict[str, list[Any]]:
    """The dump without the change numbers, which tell of how often something changed."""
    return {name: rows for name, rows in dump().items() if name not in ("change", "change_counter")}
