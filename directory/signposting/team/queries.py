"""Reads the lists of somebody's teams. Access is the lookup: what is not theirs is not found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import joinedload

from directory import clock, reach, reading
from directory.db import db
from directory.index.filters import SINKS
from directory.models import Organization, Service, TeamList, User
from directory.models.service import State

STAFF = "staff"  # the key of the team of stewards and admins, which is no organisation


@dataclass(frozen=True)
class Team:
    """People who share lists: the id of their organisation and its name, or STAFF and ""."""

    key: str
    name: str


@dataclass(frozen=True)
class Kept:
    """A list with those of its offers that are there, in order, what is to be looked at of each, and how many are gone.

    `flags` is {offer id: "closed", "paused", "full" or "overdue"}.
    """

    list: TeamList
    services: Sequence[Service]
    flags: dict[str, str]
    gone: int

    @property
    def to_look_at(self) -> int:
        """How many offers its keeper should look at."""
        return len(self.flags) + self.gone


def teams(by: User) -> list[Team]:
    """The teams somebody shares lists with: the organisations they work for, and for staff all staff."""
    theirs = select(Organization).where(reach.member_of(by)).order_by(Organization.name)
    found = [Team(one.id, one.name) for one in db.session.scalars(theirs)]
    return [Team(STAFF, ""), *found] if by.is_staff else found


def shared(by: User) -> ColumnElement[bool]:
    """A condition on TeamList: that it is of a team of theirs. False for everything while they are suspended."""
    if not by.active:
        return false()
    mine = select(Organization.id).where(reach.member_of(by))
    own = TeamList.organization_id.in_(mine)
    return or_(own, TeamList.organization_id.is_(None)) if by.is_staff else own


def theirs(list_id: str, by: User) -> TeamList | None:
    """The list with this id, if it is of a team of theirs; None for any other."""
    wanted = select(TeamList).where(TeamList.id == list_id, shared(by))
    return db.session.scalars(wanted.options(*WITH)).first()


WITH = (joinedload(TeamList.organization), joinedload(TeamList.keeper))


def lists(by: User) -> list[TeamList]:
    """All lists of their teams, by name."""
    found = db.session.scalars(select(TeamList).where(shared(by)).options(*WITH)).all()
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def kept(found: Sequence[TeamList]) -> list[Kept]:
    """These lists with their offers; as many statements for all as for one."""
    ids = {id_ for one in found for id_ in one.offers}
    known = reading.load(Service.id.in_(ids)) if ids else {}
    made = []
    for one in found:
        services = [known[id_] for id_ in one.offers if id_ in known]
        flags = {service.id: flag for service in services if (flag := flag_of(service, clock.today()))}
        made.append(Kept(one, services, flags, len(one.offers) - len(services)))
    return made


def flag_of(service: Service, today: date) -> str:
    """Why an offer on a list has to be looked at; "" when it need not be. Overdue is half a year unconfirmed."""
    state = service.state(today)
    if state is not State.OPEN:
        return "closed" if state is State.ENDED else "paused"
    if "full" in service.codes("waiting"):
        return "full"
    return "overdue" if not service.assured_date or today - service.assured_date >= SINKS else ""
