"""Brings rows of a table to a wanted state, in the caller's transaction, and says whether that changed anything."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, insert, select, update

from directory.db import db

MOST = 500  # values in one statement


def existing(model: Any, column: Any, values: Iterable[str]) -> dict[str, dict[str, Any]]:
    """{id: row} of the rows of `model` whose `column` holds one of `values`."""
    found = {}
    for some in _chunks(values):
        for row in db.session.execute(select(model.__table__).where(column.in_(some))).mappings():
            found[str(row["id"])] = dict(row)
    return found


def taken(model: Any, ids: Iterable[str]) -> set[str]:
    """Those of `ids` that a row has."""
    return {id_ for some in _chunks(ids) for id_ in db.session.scalars(select(model.id).where(model.id.in_(some)))}


def bring(model: Any, id_: str, wanted: Mapping[str, Any], old: Mapping[str, Any] | None) -> bool:
    """Inserts or updates one row, given what it holds now; False when it held all that already."""
    table = model.__table__
    if old is None:
        db.session.execute(insert(table), [{"id": id_, **wanted}])
        return True
    changed = {name: value for name, value in wanted.items() if old[name] != value}
    if changed:
        db.session.execute(update(table).where(table.c.id == id_), changed)
    return bool(changed)


def remove(model: Any, ids: Iterable[str]) -> None:
    """Deletes the rows with these ids, and by its foreign keys the database deletes what hangs on them."""
    for some in _chunks(ids):
        db.session.execute(delete(model.__table__).where(model.__table__.c.id.in_(some)))


def _chunks(values: Iterable[str]) -> list[list[str]]:
    found = sorted(set(values))
    return [found[at : at + MOST] for at in range(0, len(found), MOST)]
