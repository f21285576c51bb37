"""Reads which offers have to be confirmed again, what a link in a letter is about, and whom a steward has to phone."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, load_only, selectinload

from directory import clock, editors, mail, reach, reading
from directory.db import db
from directory.editors import Editor
from directory.index.filters import HIDDEN, SINKS
from directory.index.loading import LISTED
from directory.listings.queries import FORM, print_of
from directory.listings.shape import values_of
from directory.models import (
    Location,
    NoReminder,
    Organization,
    Phone,
    Reminder,
    Revision,
    Service,
    ServiceAtLocation,
    User,
    Waiting,
)
from directory.models.service import State
from directory.models.user import LINK

FIRST, LAST = 3, 5  # months after which the first and the last reminder go
SOONEST = timedelta(days=89)  # three months are never shorter (28 + 31 + 30 days)
SILENCE = timedelta(days=14)  # after the last reminder, within which a group may answer


@dataclass(frozen=True)
class Due:
    """An open offer that has reached steps: `step` is where it is, `new` those that nothing was noted of yet."""

    service: Service
    since: date
    step: int
    new: tuple[int, ...]

    @property
    def to_remind(self) -> bool:
        """Whether a reminder has to go."""
        return any(step <= LAST for step in self.new)


@dataclass(frozen=True)
class Link:
    """What a link from a letter opens: the offers of one organisation, for one of those who look after them."""

    organization: Organization
    editor: Editor
    more: bytes


@dataclass(frozen=True)
class Call:
    """A group to phone, why (nobody, refused, stopped or silence), the numbers, and its offers, the oldest first."""

    organization: Organization
    why: str
    phones: Sequence[Phone]
    services: Sequence[Service]


def step_of(since: date, today: date) -> int:
    """The months for which nobody has confirmed an offer: 3, 4, 5, 6 (it sinks), 12 (it leaves the results), else 0.

    The last two are on the very day on which search begins to treat it so (index/filters.py).
    """
    if today - since >= HIDDEN:
        return 12
    if today - since >= SINKS:
        return 6
    return next((months for months in (5, 4, 3) if today >= since + relativedelta(months=months)), 0)


def due(today: date, which: ColumnElement[bool] | None = None) -> dict[str, list[Due]]:
    """{organisation id: its open offers that nobody has confirmed for three months}, the oldest first; two statements.

    Samples, paused and ended offers are not among them. Whatever was missed is made up for by one reminder.
    """
    old = or_(Service.assured_date.is_(None), Service.assured_date <= today - SOONEST)
    columns = load_only(
        Service.organization_id, Service.name, Service.status, Service.assured_date, Service.paused_until,
        Service.ended_on, Service.slug,
    )  # fmt: skip
    wanted = select(Service).join(Service.organization).where(LISTED, old)
    if which is not None:
        wanted = wanted.where(which)
    services = [
        one for one in db.session.scalars(wanted.options(columns, joinedload(Service.organization).load_only(
            Organization.name, Organization.slug)).order_by(Service.assured_date, Service.name))
        if one.state(today) is State.OPEN and not one.organization.is_sample
    ]  # fmt: skip
    known, found = reminders([one.id for one in services]), defaultdict(list)
    for service in services:
        if made := reached(service, known[service.id], today):
            found[service.organization_id].append(made)
    return dict(found)


def reached(service: Service, known: Collection[Reminder], today: date) -> Due | None:
    """Where an offer stands; None before three months. One that nobody ever confirmed counts from its first reminder
    on, and as it never leaves the results, it reaches no twelfth month."""
    first = min((one.since for one in known), default=today - relativedelta(months=FIRST))
    since = service.assured_date or first
    step = step_of(since, today) if service.assured_date else min(step_of(since, today), 6)
    if not step:
        return None
    done = {one.step for one in known if one.since == since}
    return Due(service, since, step, tuple(sorted({min(step, LAST), step} - done)))


def reminders(service_ids: Sequence[str]) -> dict[str, list[Reminder]]:
    """{offer id: what was noted about it}."""
    found: dict[str, list[Reminder]] = {one: [] for one in service_ids}
    wanted = select(Reminder).where(Reminder.service_id.in_(service_ids))
    for one in db.session.scalars(wanted) if service_ids else ():
        found[one.service_id].append(one)
    return found


def wanting(organization_id: str) -> list[Editor]:
    """Those who get the reminders of an organisation."""
    stopped = select(NoReminder.editor_id).where(NoReminder.organization_id == organization_id)
    without = set(db.session.scalars(stopped))
    return [one for one in editors.of([organization_id])[organization_id] if one.id not in without]


def untold() -> list[Reminder]:
    """What no steward has been told of."""
    return list(db.session.scalars(select(Reminder).where(~Reminder.told).order_by(Reminder.step, Reminder.since)))


def named(service_ids: Collection[str]) -> dict[str, Service]:
    """{id: offer} with its organisation."""
    wanted = select(Service).where(Service.id.in_(service_ids)).options(joinedload(Service.organization))
    return {one.id: one for one in db.session.scalars(wanted)} if service_ids else {}


def opened(use: str, token: str) -> Link | None:
    """What a link opens, while it is good."""
    read = editors.read(use, token)
    organization = db.session.get(Organization, read[0]) if read else None
    return Link(organization, read[1], read[2]) if read and organization else None


def offers(link: Link) -> list[Service]:
    """The offers of a link's organisation that have not ended, those confirmed longest ago first."""
    return [one for one in whole(Service.organization_id == link.organization.id)
            if one.state(clock.today()) is not State.ENDED]  # fmt: skip


def whole(which: ColumnElement[bool]) -> list[Service]:
    """Listed offers with all that the desk and a letter say of them."""
    place = selectinload(Service.service_at_locations).joinedload(ServiceAtLocation.location)
    wanted = select(Service).where(which, LISTED).options(*FORM, place.selectinload(Location.addresses))
    found = db.session.scalars(wanted.order_by(Service.assured_date, Service.name)).unique()
    return sorted(found, key=lambda one: (one.assured_date or date.min, one.name.casefold()))


def offer(link: Link, service_id: str) -> Service | None:
    """One offer of a link's organisation that has not ended; None for any other."""
    found = whole((Service.organization_id == link.organization.id) & (Service.id == service_id))
    return found[0] if found and found[0].state(clock.today()) is not State.ENDED else None


def is_due(service: Service) -> bool:
    """Whether it is open and nobody has confirmed it for three months."""
    today, since = clock.today(), service.assured_date
    return service.state(today) is State.OPEN and (since is None or step_of(since, today) > 0)


def prints(services: Sequence[Service]) -> dict[str, str]:
    """{offer id: a short print of all that it says and of what waits}; two pages with the same print say the same."""
    waits: dict[str, dict[str, Waiting]] = {one.id: {} for one in services}
    for held in db.session.scalars(select(Waiting).where(Waiting.service_id.in_(waits))) if waits else ():
        waits[held.service_id][held.field] = held
    found = {}
    for one in services:
        live = values_of(one)
        said = "".join(print_of(live, waits[one.id], field) for field in sorted(live))
        found[one.id] = hashlib.sha256(said.encode()).hexdigest()[:16]
    return found


def acts(link: Link) -> list[tuple[Revision, Service]]:
    """What an undo link is about: acts through links on offers of its organisation, the newest first."""
    first, last = int.from_bytes(link.more[:5]), int.from_bytes(link.more[5:])
    wanted = select(Revision, Service).join(Service, Service.id == Revision.service_id).where(
        Revision.number.between(first, last), Revision.role == LINK, Service.organization_id == link.organization.id
    )  # fmt: skip
    return [(one, service) for one, service in db.session.execute(wanted.order_by(Revision.number.desc()))]


def since(number: int) -> list[Revision]:
    """The revisions after one."""
    return list(db.session.scalars(select(Revision).where(Revision.number > number).order_by(Revision.number)))


def wants_none(link: Link) -> bool:
    """Whether whoever got this link has stopped reminders."""
    return db.session.get(NoReminder, (link.organization.id, link.editor.id)) is not None


def calls(by: User) -> list[Call]:
    """The groups of a steward that letters do not reach or that do not answer; bounded in statements."""
    found = due(clock.today(), reach.stewarded(by))
    reasons = {one: why for one, why in reasons_to_phone(found).items() if why}
    ids = [one.service.id for group in reasons for one in found[group]]
    services = reading.load(Service.id.in_(ids)) if ids else {}
    reading.add_the_rest(list(services.values()))
    return [call(found[group], why, services) for group, why in reasons.items()]


def call(group: Sequence[Due], why: str, services: Mapping[str, Service]) -> Call:
    """One group to phone; each of its numbers once."""
    theirs = [services[one.service.id] for one in group]
    every = [*(one for service in theirs for one in reading.phones(service)), *theirs[0].organization.phones]
    return Call(theirs[0].organization, why, list({one.number: one for one in every}.values()), theirs)


def reasons_to_phone(groups: Mapping[str, Sequence[Due]]) -> dict[str, str]:
    """{organisation id: why it has to be phoned, "" when it need not}; nobody is phoned before a letter was due."""
    known, people = reminders([one.service.id for group in groups.values() for one in group]), editors.of(groups)
    refused = mail.refused(one.email for group in people.values() for one in group)
    stopped = {(one.organization_id, one.editor_id) for one in db.session.scalars(select(NoReminder))}
    found = {}
    for id_, group in groups.items():
        noted = [row for one in group for row in known[one.service.id] if row.since == one.since]
        wanting = [one for one in people[id_] if (id_, one.id) not in stopped]
        late = any(row.step >= LAST and row.at <= clock.now() - SILENCE for row in noted)
        why = (
            "" if not noted else "nobody" if not people[id_] else "stopped" if not wanting
            else "refused" if all(one.email in refused for one in wanting) else "silence" if late else ""
        )  # fmt: skip
        found[id_] = why
    return found


def call_of(organization_id: str, by: User) -> list[Service] | None:
    """The open offers of a steward's organisation that nobody has confirmed for three months; None for another's."""
    own = select(Organization.id).where(Organization.id == organization_id, reach.stewarded(by))
    if db.session.scalar(own) is None:
        return None
    found = due(clock.today(), Service.organization_id == organization_id)
    return [one.service for one in found.get(organization_id, [])]
