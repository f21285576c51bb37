"""Loads crisis lines and the phrases that call for them into an empty database; people check and edit them later."""

import csv
import json
from pathlib import Path
from typing import Any

from sqlalchemy import select

from directory.content.queries import flat
from directory.db import db
from directory.index import changes
from directory.models import CrisisLine, CrisisPhrase

COLUMNS = [column.key for column in CrisisLine.__table__.columns if column.key != "position"]


def load_crisis_help(folder: Path) -> list[str]:
    """Fills what is still empty from the files in `folder`, in one transaction; returns what was loaded, by name."""
    changes.record([])  # the lock first: two machines may start on one empty database at once
    loaded = []
    for name, key, rows in (
        ("crisis lines", CrisisLine.code, lines),
        ("crisis phrases", CrisisPhrase.phrase, phrases),
    ):
        if db.session.scalar(select(key).limit(1)) is None:
            db.session.add_all(rows(folder))
            loaded.append(name)
    if loaded:
        changes.record([None])
    db.session.commit()
    return loaded


def lines(folder: Path) -> list[Any]:
    """The crisis lines, in the order of the file; "" is nothing known."""
    rows = [flat(row) for row in json.loads((folder / "crisis_lines.json").read_text("utf-8"))["lines"]]
    return [CrisisLine(**{name: row[name] or None for name in COLUMNS}, position=at) for at, row in enumerate(rows)]


def phrases(folder: Path) -> list[Any]:
    """Words that may mean somebody is in danger, each with its kind and language."""
    with (folder / "crisis_phrases.csv").open(encoding="utf-8-sig", newline="") as file:
        return [CrisisPhrase(**row) for row in csv.DictReader(file)]
