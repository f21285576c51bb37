"""Reads which offers end soon with their grant, and who has to be told."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import joinedload

from directory.db import db
from directory.models import GrantWarning, Membership, Program, Service, StewardBorough, User
from directory.models.user import ADMIN, STEWARD

BEFORE = timedelta(weeks=8)  # people are told so long before a grant ends
LISTED = ("active", "temporarily closed")


@dataclass
class Due:
    """Offers that end with one grant, and whom to tell: {organisation: its editors}, and the stewards."""

    program: Program
    services: list[Service] = field(default_factory=list)
    editors: dict[str, list[User]] = field(default_factory=dict)
    stewards: Sequence[User] = ()


def warnings_due(today: date) -> list[Due]:
    """Grants that end within eight weeks, with those of their offers of which nobody has been told yet.

    Three statements and one a grant. An offer that was given another last day by somebody is left out.
    """
    told = exists().where(GrantWarning.service_id == Service.id, GrantWarning.ends == Program.ends)
    soon = and_(Program.ends >= today, Program.ends <= today + BEFORE, Service.status.in_(LISTED), ~told)
    wanted = select(Service).join(Program, Program.id == Service.program_id).where(soon)
    wanted = wanted.options(joinedload(Service.program), joinedload(Service.organization))
    found: dict[str, Due] = {}
    for service in db.session.scalars(wanted.order_by(Program.ends, Program.id, Service.name)):
        program = service.program
        if program and program.ends and service.ended_on == program.ends + timedelta(days=1):
            found.setdefault(program.id, Due(program)).services.append(service)
    for due in found.values():
        due.editors = editors({one.organization_id for one in due.services})
        due.stewards = stewards(due.program)
    return list(found.values())


def editors(organization_ids: set[str]) -> dict[str, list[User]]:
    """{organisation: those who keep its offers right and may still sign in}."""
    wanted = select(Membership).join(User).where(Membership.organization_id.in_(organization_ids), User.active)
    found: dict[str, list[User]] = defaultdict(list)
    for one in db.session.scalars(wanted.options(joinedload(Membership.user)).order_by(User.email)):
        found[one.organization_id].append(one.user)
    return found


def stewards(program: Program) -> Sequence[User]:
    """The stewards of a programme's borough, or those of every borough and the admins when there are none."""
    of_borough = select(StewardBorough.user_id).where(StewardBorough.gss == program.gss)
    every = User.all_boroughs | (User.role == ADMIN)
    staff = select(User).where(User.active, User.role.in_((STEWARD, ADMIN))).order_by(User.email)
    own = db.session.scalars(staff.where(User.id.in_(of_borough))).all() if program.gss else []
    return own or db.session.scalars(staff.where(every)).all()


def named(ids: Sequence[str]) -> dict[str, Service]:
    """{id: offer} with its organisation, in this order."""
    wanted = select(Service).where(Service.id.in_(ids)).options(joinedload(Service.organization))
    by_id = {one.id: one for one in db.session.scalars(wanted)} if ids else {}
    return {id_: by_id[id_] for id_ in ids if id_ in by_id}
