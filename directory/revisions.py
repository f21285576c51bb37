"""Who changed what: the one place that writes revisions, tells what changed since, and sees whether any was altered.

Whoever writes one stands in line at the counter of changes first, so numbers have no gap and no save is lost between
what was read and what is written.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

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
    "bring_back", "phoned", "undo", "grant", "hide", "list",
)  # fmt: skip
BEGINNING = "0" * 64
SIGNED = ("number", "service_id", "at", "by_id", "by_name", "role", "act", "before", "after", "why", "previous")


class Differs(NamedTuple):
    """A field as it was, as it is, and when it was changed last."""

    was: Any
    now: Any
    at: datetime


@dataclass
class Since:
    """What the public sees otherwise of an offer since a moment, by field, and when the newest act on it was."""

    fields: dict[str, Differs] = field(default_factory=dict)
    last: datetime | None = None


class Altered(Exception):
    """A revision is never changed and never deleted."""


def take_turn() -> None:
    """Waits for every act before this one to be done, and forgets what was read before it was."""
    changes.record([])
    db.session.expire_all()


def write(service_id: str, act: str, *, by: User, before: Values, after: Values, why: str = "") -> Revision:
    """Adds one revision and a change number to the caller's transaction, which has taken its turn."""
    changes.record([service_id])
    return append(service_id, None, act, by=by, before=before, after=after, why=why)


def note(about: str, act: str, *, by: User, before: Values, after: Values, why: str = "") -> Revision:
    """Adds one revision of what is no offer (`kind:key`) to the caller's transaction, which has taken its turn.

    Whoever changes what search knows writes the change number too (index.changes).
    """
    return append(subject(about), about, act, by=by, before=before, after=after, why=why)


def subject(about: str) -> str:
    """The id under which revisions of what is no offer stand: uuid5 of its kind and key."""
    return str(uuid5(NAMESPACE_URL, f"revision:{about}"))


def append(
    service_id: str, about: str | None, act: str, *, by: User, before: Values, after: Values, why: str
) -> Revision:
    """The next revision, sealed."""
    last = newest()
    made = Revision(
        number=last.number + 1 if last else 1, service_id=service_id, about=about, at=clock.now(), by_id=by.id,
        by_name=by.name, role=by.role, act=act, before=before, after=after, why=why or None,
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
    if revision.about:  # those of offers were sealed before there were others
        said["about"] = revision.about
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


def changed_since(service_ids: Sequence[str], moment: datetime) -> dict[str, Since]:
    """{offer id: what the public sees otherwise since a moment (aware)}, one for each id; one statement.

    A field that was changed and changed back is left out.
    """
    wanted = select(Revision).where(Revision.service_id.in_(service_ids), Revision.act.in_(LIVE), Revision.at > moment)
    found = {one: Since() for one in service_ids}
    for one in db.session.scalars(wanted.order_by(Revision.number)) if service_ids else ():
        told = found[one.service_id]
        told.last = one.at
        for name, value in one.after.items():
            was = told.fields[name].was if name in told.fields else one.before[name]
            told.fields[name] = Differs(was, value, one.at)
    for told in found.values():
        told.fields = {name: two for name, two in told.fields.items() if two.was != two.now}
    return found


def count(service_id: str) -> int:
    """How many acts there were on an offer."""
    return db.session.scalar(select(func.count()).where(Revision.service_id == service_id)) or 0


@event.listens_for(Revision, "before_update")
@event.listens_for(Revision, "before_delete")
def stays(_mapper: Mapper[Revision], _connection: object, revision: Revision) -> None:
    """Refuses to change or delete one through the models; in the database a trigger refuses changes."""
    raise Altered(f"revision {revision.number} stays as it is")
