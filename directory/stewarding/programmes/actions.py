"""Tells both sides eight weeks before that offers end with their grant."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from directory import mail, revisions
from directory.db import db
from directory.models import GrantWarning, Program, Service, User
from directory.stewarding.programmes.queries import Due, warnings_due


def warn(today: date) -> int:
    """Writes to the editors of each organisation and to the stewards; returns how many letters.

    Each offer and last day is told once, also when this runs twice at once: whoever is second waits, then finds
    nothing due. It may be called any number of times a day, by any command.
    """
    revisions.take_turn()
    written = sum(tell(due) for due in warnings_due(today))
    db.session.commit()
    return written


def tell(due: Due) -> int:
    """The letters about one grant, within the caller's transaction; returns how many."""
    groups: dict[str, list[Service]] = defaultdict(list)
    for one in due.services:
        groups[one.organization_id].append(one)
        db.session.add(GrantWarning(service_id=one.id, ends=due.program.ends))
    written = write(due.stewards, due.program, due.services, steward=True)
    for id_, services in groups.items():
        written += write(due.editors.get(id_, ()), due.program, services, steward=False)
    return written


def write(people: Iterable[User], program: Program, services: list[Service], *, steward: bool) -> int:
    """One letter to each; returns how many."""
    letters = [
        mail.write(user.email, "grant_ends", user=user, program=program, services=services, steward=steward)
        for user in people
    ]
    return len(letters)
