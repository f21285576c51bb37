"""Who changed what: the one place that writes revisions, tells what changed since, and sees whether any was altered.

Whoever writes one stands in line at the counter of changes first, so numbers have no gap and no save is lost between
what was read and what is written.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event, func, select
from sqlalchemy.orm import Mapper

from directory import clock
from directory.db import db
from directory.index import changes
from directory.models import Revision, User

Values = dict[str, Any]

# Acts that change what the public sees; the others tell what was asked for and what became of it.
LIVE = (
    "confirm", "change", "pause", "close", "reopen", "full", "taking", "withdraw", "cancel", "restore", "approve",
    "bring_back", "hide", "list",
)  # fmt: skip
BEGINNING = "0" * 64
SIGNED = ("number", "service_id", "at", "by_id", "by_name", "role", "act", "before", "after", "why", "previous")


class Altered(Exception):
    """A revision is never changed and never deleted."""


def take_turn() -> None:
    """Waits for every act before this one to be done, and forgets what was read before it was."""
    changes.record([])
    db.session.expire_all()


def write(service_id: str, act: str, *, by: User, before: Values, after: Values, why: str = "") -> Revision:
    """Adds one revision and a change number to the caller's transaction, which has taken its turn."""
    changes.record([service_id])
    last = newest()
    made = Revision(
        number=last.number + 1 if last else 1, service_id=service_id, at=clock.now(), by_id=by.id, by_name=by.name,
        role=by.role, act=act, before=before, after=after, why=why or None,
        previous=last.hash if last else BEGINNING,
    )  # fmt: skip
    made.hash = seal(made)
    db.session.add(made)
    db.session.flush()
    return made


def newest() -> Revision | None:
    """The last one there is."""
    return db.session.scalars(select(Revision).order_by(Revision.number.desc()).limit(1)).first()


def seal(revision: Revision) -> str:
    """The SHA-256 of all that a revision says, the hash of the one before included."""
    said = {name: getattr(revision, name) for name in SIGNED}
    said["at"] = said["at"].astimezone(UTC).isoformat()
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def verify() -> int | None:
    """The number of the first revision that is missing, altered or out of its place; None when all are right."""
    previous, wanted = BEGINNING, select(Revision).order_by(Revision.number).execution_options(yield_per=500)
    with db.session.scalars(wanted) as every:
        for number, one in enumerate(every, 1):
            if one.number != number or one.previous != previous or one.hash != seal(one):
                return number
            previous = one.hash
    return None


def of(service_id: str) -> Sequence[Revision]:
    """All there is about one offer, the newest first."""
    return db.session.scalars(
        select(Revision).where(Revision.service_id == service_id).order_by(Revision.number.desc())
    ).all()


def before(service_id: str, number: int) -> Values:
    """{field: value} of what has changed since just after revision `number`, as it was then."""
    found: Values = {}
    for one in of(service_id):
        if one.number > number and one.act in LIVE:
            found.update(one.before)
    return found


def changed_since(service_ids: Sequence[str], moment: datetime) -> Mapping[str, dict[str, tuple[Any, Any]]]:
    """{offer id: {field: (as it was, as it is)}} of what the public sees otherwise since a moment (aware).

    A field that was changed and changed back is left out. One statement.
    """
    wanted = select(Revision).where(Revision.service_id.in_(service_ids), Revision.act.in_(LIVE), Revision.at > moment)
    found: dict[str, dict[str, tuple[Any, Any]]] = {one: {} for one in service_ids}
    for one in db.session.scalars(wanted.order_by(Revision.number)) if service_ids else ():
        told = found[one.service_id]
        for field, value in one.after.items():
            told[field] = (told[field][0] if field in told else one.before[field], value)
    return {id_: {field: two for field, two in told.items() if two[0] != two[1]} for id_, told in found.items()}


def count(service_id: str) -> int:
    """How many acts there were on an offer."""
    return db.session.scalar(select(func.count()).where(Revision.service_id == service_id)) or 0


@event.listens_for(Revision, "before_update")
@event.listens_for(Revision, "before_delete")
def stays(_mapper: Mapper[Revision], _connection: object, revision: Revision) -> None:
    """Refuses to change or delete one through the models; in the database a trigger refuses changes."""
    raise Altered(f"revision {revision.number} stays as it is")
