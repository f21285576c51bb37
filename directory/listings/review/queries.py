"""Reads what waits for a steward, what they have yet to see, and what was done to an offer."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from directory import editors, reach, revisions, withheld
from directory.db import db
from directory.editors import Editor
from directory.listings.dates.shape import corrected, hidden_too, venue_of, venues_in
from directory.listings.shape import Values, values_of
from directory.models import Organization, Report, Revision, Service, Unseen, User, Waiting

MOST = 50  # offers on the page of the queue
A_PAGE = 30  # revisions on a page of history
NEWEST = 2**31 - 1  # no revision has a higher number, and no database a larger whole one
# What a person said on a day is not brought back with the words of that day.
SAID_ON_THE_DAY = ("assured_date", "assured_by")


@dataclass
class ToLookAt:
    """One offer in the queue: what waits, the oldest first, and what went live unseen."""

    service: Service
    waiting: list[Waiting] = field(default_factory=list)
    unseen: list[Revision] = field(default_factory=list)


def queue(by: User) -> list[ToLookAt]:
    """The offers of a steward with something that waits, the longest wait first; bounded in statements."""
    own = select(Waiting).join(Service, Service.id == Waiting.service_id).join(Organization)
    waits = db.session.scalars(own.where(reach.stewarded(by)).order_by(Waiting.at, Waiting.id)).all()
    found: dict[str, list[Waiting]] = defaultdict(list)
    for one in waits:
        found[one.service_id].append(one)
    services = load(list(found)[:MOST])
    return [ToLookAt(services[id_], waiting=held) for id_, held in found.items() if id_ in services]


def unseen(by: User) -> list[ToLookAt]:
    """The offers of a steward that a partner has changed and nobody has looked at, the oldest first."""
    own = select(Revision).join(Unseen, Unseen.number == Revision.number)
    own = own.join(Service, Service.id == Unseen.service_id).join(Organization).where(reach.stewarded(by))
    found: dict[str, list[Revision]] = defaultdict(list)
    for one in db.session.scalars(own.order_by(Revision.number).limit(MOST)):
        found[one.service_id].append(one)
    services = load(list(found))
    return [ToLookAt(services[id_], unseen=told) for id_, told in found.items() if id_ in services]


def reports(by: User) -> int:
    """How many reports of visitors wait for a steward to answer them."""
    own = select(func.count()).select_from(Report).join(Service, Service.id == Report.service_id).join(Organization)
    return db.session.scalar(own.where(reach.stewarded(by), Report.answered_at.is_(None))) or 0


def load(ids: Sequence[str]) -> dict[str, Service]:
    """{id: offer} with its organisation."""
    wanted = select(Service).where(Service.id.in_(ids)).options(joinedload(Service.organization))
    return {one.id: one for one in db.session.scalars(wanted)} if ids else {}


def latest(service_id: str) -> int:
    """The number of the newest revision of an offer; 0 when there is none."""
    return db.session.scalar(select(func.max(Revision.number)).where(Revision.service_id == service_id)) or 0


def history(service_id: str, before: int | None) -> tuple[list[Revision], bool]:
    """A page of what was done to an offer, the newest first, and whether there is more. `before` is a number."""
    own = select(Revision).where(Revision.service_id == service_id).order_by(Revision.number.desc())
    if before:
        own = own.where(Revision.number < min(before, NEWEST))
    found = db.session.scalars(own.limit(A_PAGE + 1)).all()
    return list(found[:A_PAGE]), len(found) > A_PAGE


def listed(service_id: str) -> int:
    """The number of the revision that listed an offer, before which it said nothing; 0 when none did."""
    own = select(func.max(Revision.number)).where(Revision.service_id == service_id, Revision.act == "list")
    return db.session.scalar(own) or 0


def version(service: Service, number: int) -> Values | None:
    """{field: value} in which the version after a revision differs from now; None when there is no such revision.

    Nor is there one of the days before the offer was listed.
    """
    there = select(Revision.number).where(Revision.service_id == service.id, Revision.number == min(number, NEWEST))
    if db.session.scalar(there) is None or number < listed(service.id):
        return None
    now, then = values_of(service), revisions.before(service.id, number)
    return {name: value for name, value in then.items() if name not in SAID_ON_THE_DAY and now.get(name) != value}


def still_hidden(service: Service, values: Values) -> Values:
    """Values of an earlier version, without an address that its organisation has taken from the public since then."""
    for one in withheld.venues(service.organization_id).values() if venues_in(values) else ():
        values = hidden_too(values, venue_of(one))
    return values


def proposal(held: Waiting, live: Values) -> Any:
    """What a field would say if what waits were approved; of times it is days and hours alone that wait."""
    return corrected(live["times"], held.value, held.made_from) if held.field == "times" else held.value


def writers(ids: Collection[str], organization_id: str) -> list[User | Editor]:
    """Those of these people who may still act for an organisation; for others, whoever looks after its offers now.

    Somebody may have left the group since they wrote, and a group that wrote through its own mailbox has its own id.
    """
    known = db.session.scalars(select(User).where(User.id.in_(ids)).order_by(User.name)).all()
    people = [one for one in known if may_act(one, organization_id)]
    others = editors.of([organization_id])[organization_id] if len(people) < len(ids) else []
    told = {one.email for one in people}
    return [*people, *(one for one in others if one.email.lower() not in told)]


def may_act(user: User, organization_id: str) -> bool:
    """Whether somebody may act for an organisation."""
    own = select(Organization.id).where(Organization.id == organization_id, reach.organizations(user))
    return db.session.scalar(own) is not None
