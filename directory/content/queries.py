"""Reads crisis lines, which must be there whatever fails, and the addresses of the sitemap."""

import json
import logging
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from flask import current_app
from sqlalchemy import or_, select
from sqlalchemy.exc import SQLAlchemyError

from directory import clock, index
from directory.config import ROOT
from directory.db import db
from directory.index import changes
from directory.models import CrisisLine, Organization, Place, Service
from directory.postcodes import About

log = logging.getLogger("directory.content")

FILE = ROOT / "seed" / "crisis_lines.json"
AWAY = 10.0  # seconds for which a database that did not answer is not asked for crisis lines again
MOST_ADDRESSES = 15_000  # of a kind; a sitemap may hold 50,000 (sitemaps.org)


asking = threading.Lock()


@dataclass(frozen=True)
class Line:
    """One way to get help now, as urgent help shows it: the columns of CrisisLine."""

    code: str
    name: str
    group: str
    action: str
    number: str
    tel: str
    sms_number: str
    sms_body: str
    hours: str
    cost: str
    for_whom: str
    checked_on: date | None
    checked_by: str

    @property
    def checked(self) -> bool:
        """Whether a named person has checked it with its owner, and when is known."""
        return bool(self.checked_on and self.checked_by.strip())


@dataclass(frozen=True)
class Remembered:
    """Lines this process has read, the change number they stand at, and from when on (monotonic) it asks again."""

    lines: tuple[Line, ...]
    number: int | None = None
    back: float = 0.0


def crisis_lines() -> Sequence[Line]:
    """The crisis lines of the database; when it does not answer, those last read from it, else the reviewed file's.

    Remembered in this process until the change number is another. One reader at a time asks for it, and a database
    that did not answer is let be for a moment, so that one that hangs slows hardly anybody.
    """
    held: Remembered = current_app.extensions.get("crisis_lines") or Remembered(from_file())
    if time.monotonic() < held.back or not asking.acquire(blocking=held.number is None):
        return held.lines
    try:
        held = current_app.extensions["crisis_lines"] = level(held)
    finally:
        asking.release()
    return held.lines


def level(held: Remembered) -> Remembered:
    """The lines level with the newest committed change; the same when the database does not answer."""
    try:
        number = changes.newest()
        return held if number == held.number else Remembered(read_lines() or from_file(), number)
    except SQLAlchemyError as error:
        log.error("crisis lines: the database does not answer (%s)", type(error).__name__)
        forget_the_failure()
        return replace(held, back=time.monotonic() + AWAY)


def read_lines() -> tuple[Line, ...]:
    """The lines as the database has them."""
    columns = CrisisLine.__table__.c
    wanted = select(*(columns[name] for name in Line.__annotations__)).order_by(columns.position, columns.code)
    return tuple(line(row._mapping) for row in db.session.execute(wanted))


def forget_the_failure() -> None:
    """Lets the session begin anew after an error; that may fail in its turn when the database is gone."""
    try:
        db.session.rollback()
    except SQLAlchemyError:
        db.session.remove()


@cache
def from_file() -> tuple[Line, ...]:
    """The lines of seed/crisis_lines.json, which come with the code."""
    return tuple(line(flat(row)) for row in json.loads(FILE.read_text())["lines"])


def flat(row: dict[str, Any]) -> dict[str, Any]:
    """A line of the file under the names of the columns."""
    sms, checked = row["sms"] or {}, row["checked_on"]
    return row | {
        "for_whom": row["for"],
        "sms_number": sms.get("number"),
        "sms_body": sms.get("body"),
        "checked_on": date.fromisoformat(checked) if checked else None,
    }


def line(row: Any) -> Line:
    """A line with "" where nothing is known."""
    told: dict[str, Any] = {name: row[name] or "" for name in Line.__annotations__}
    return Line(**told | {"checked_on": row["checked_on"]})


def health() -> dict[str, object]:
    """Whether database and index answer, with the change number each stands at; None where one does not. Never raises.

    They may differ for a moment after a change: the index catches up at its next search. `meaning` is "on", or "off"
    and why: search stands without it, so it is no fault.
    """
    said: dict[str, object] = {"status": "unavailable", "database": None, "index": None, "meaning": None}
    try:
        said["database"] = changes.newest()
        known = index.health()
        said |= {"index": known["index"], "meaning": known["meaning"]}
        said["status"] = "ok"
    except Exception as error:  # whatever it is, the one who watches wants an answer
        log.error("not healthy: %s", type(error).__name__)
        forget_the_failure()
    return said


def about_postcodes() -> About | None:
    """Where the postcode table comes from; None when there is none to read."""
    try:
        return index.postcodes_about()
    except (OSError, RuntimeError, SQLAlchemyError):
        return None


def offers() -> Iterable[tuple[str, date | None]]:
    """Slugs of the offers that have not ended, each with the day it last changed; one statement."""
    lives = (
        Service.status.in_(("active", "temporarily closed")),
        or_(Service.ended_on.is_(None), Service.ended_on > clock.today()),
    )
    wanted = select(Service.slug, Service.last_modified).where(*lives).order_by(Service.slug)
    rows = db.session.execute(wanted.limit(MOST_ADDRESSES))
    return [(slug, modified.date() if modified else None) for slug, modified in rows]


def organisations() -> Iterable[tuple[str, date | None]]:
    """Slugs of organisations; one statement."""
    return [(slug, None) for slug in slugs(Organization.slug)]


def places() -> Iterable[tuple[str, date | None]]:
    """Slugs of named places; one statement."""
    return [(slug, None) for slug in slugs(Place.slug)]


def slugs(column: Any) -> Sequence[str]:
    """The values of a column of slugs, in order."""
    return db.session.scalars(select(column).order_by(column).limit(MOST_ADDRESSES)).all()
