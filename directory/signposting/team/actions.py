"""Keeps the lists of teams: each act is one transaction, and its author is the list's keeper from then on."""

from collections.abc import Sequence

from directory import clock
from directory.db import db
from directory.models import Service, TeamList, User
from directory.signposting.team.queries import STAFF, Team


def keep(name: str, team: Team, services: Sequence[Service], *, by: User) -> TeamList:
    """Makes a list of these offers for a team."""
    made = TeamList(
        name=name, organization_id=None if team.key == STAFF else team.key, offers=[one.id for one in services],
        keeper_id=by.id, looked_at=clock.today(),
    )  # fmt: skip
    db.session.add(made)
    db.session.commit()
    return made


def replace(kept: TeamList, services: Sequence[Service], *, by: User) -> None:
    """Puts these offers in place of those of a list."""
    kept.offers = [one.id for one in services]
    look(kept, by=by)


def rename(kept: TeamList, name: str, *, by: User) -> None:
    """Calls a list something else."""
    kept.name, kept.keeper_id = name, by.id
    db.session.commit()


def look(kept: TeamList, *, by: User) -> None:
    """Notes that somebody has looked at a list today and found it right."""
    kept.keeper_id, kept.looked_at = by.id, clock.today()
    db.session.commit()


def remove(kept: TeamList, *, by: User) -> None:  # noqa: ARG001
    """Takes a list away; its offers stay where they are."""
    db.session.delete(kept)
    db.session.commit()
