"""Reads which offers people open most that a language lacks, has out of date or has unchecked."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from directory import counts, reach, translations
from directory.db import db
from directory.index.loading import LISTED
from directory.models import Organization, Service, User
from directory.models.service import State
from directory.models.translation import Standing

MONTHS = 3  # over which openings are counted, this one included
MOST = 60  # offers shown
AT_ONCE = 100  # offers looked through
RIGHT = frozenset((Standing.WRITTEN, Standing.CHECKED))


@dataclass(frozen=True)
class Lacking:
    """An offer, how often it was opened, and how its texts stand in a language."""

    service: Service
    opened: int
    stands: Counter[Standing | None]


def lacking(by: User, tag: str, today: date) -> list[Lacking]:
    """The offers of a steward that are not all right in a language, the most opened first; MOST at most.

    Two statements for each hundred that are looked through, and two more.
    """
    opened = counts.often(counts.OPENED, least=1, since=counts.months(today, MONTHS)[-1])
    found: list[Lacking] = []
    for services in in_turn(by, opened):
        known = translations.of(services, tag)
        for one in services:
            stands = translations.stands(one, known[one.id])
            if one.state(today) is not State.ENDED and stands.keys() - RIGHT:
                found.append(Lacking(one, opened.get(one.code, 0), stands))
        if len(found) >= MOST:
            break
    return found[:MOST]


def in_turn(by: User, opened: dict[str, int]) -> Iterator[Sequence[Service]]:
    """The listed offers of a steward, the most opened first, then by name, a hundred at a time."""
    own = select(Service.id, Service.code, Service.name).join(Organization).where(reach.stewarded(by), LISTED)
    rows = sorted(db.session.execute(own), key=lambda row: (-opened.get(row[1], 0), row[2].casefold(), row[0]))
    for at in range(0, len(rows), AT_ONCE):
        ids = [row[0] for row in rows[at : at + AT_ONCE]]
        known = {one.id: one for one in db.session.scalars(select(Service).where(Service.id.in_(ids)))}
        yield [known[one] for one in ids if one in known]
