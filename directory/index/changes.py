"""The change number: how every worker on every machine learns that an offer changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update

from directory.db import db
from directory.models import Change, ChangeCounter

# Older changes are forgotten; a machine that slept through more than this reads everything again.
KEPT = 5000
NEWEST = select(ChangeCounter.number)  # asked at every search


def record(service_ids: Iterable[str | None]) -> int:
    """Writes one change a service (None: words, places or terms changed) into the caller's transaction.

    The counter's row lock is held until the caller commits, so numbers become visible in order and a
    reader who has seen N has missed nothing below N. Returns the newest number.
    """
    ids = list(service_ids)
    session = db.session
    moved = update(ChangeCounter).values(number=ChangeCounter.number + len(ids)).returning(ChangeCounter.number)
    last = session.execute(moved).scalar()
    if last is None:
        session.add(ChangeCounter(id=1, number=len(ids)))
        session.flush()
        last = len(ids)
    session.execute(delete(Change).where(Change.number <= last - KEPT))
    session.add_all(Change(number=last - len(ids) + 1 + at, service_id=one) for at, one in enumerate(ids))
    return last


def newest() -> int:
    """The number of the newest committed change; 0 in an empty database."""
    return db.session.connection().execute(NEWEST).scalar() or 0


@dataclass(frozen=True)
class Changes:
    """What happened since a number: these services, perhaps the words, or more than is remembered."""

    services: frozenset[str]
    words: bool
    lost: bool


def since(number: int) -> Changes:
    """The changes after `number`; `lost` when some of them are no longer remembered."""
    rows = db.session.execute(select(Change.number, Change.service_id).where(Change.number > number)).all()
    oldest = db.session.execute(select(func.min(Change.number))).scalar()
    return Changes(
        services=frozenset(service_id for _number, service_id in rows if service_id),
        words=any(service_id is None for _number, service_id in rows),
        lost=oldest is None or oldest > number + 1,
    )
