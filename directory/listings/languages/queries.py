"""Reads how an offer stands in each language, what a form about one was made from, and what nobody has translated."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from directory import clock
from directory.db import db
from directory.index.loading import LISTED
from directory.listings.languages.shape import Versions, key, versions_of
from directory.models import Location, Service, ServiceAtLocation, Translation
from directory.models.service import State
from directory.models.translation import FIELDS, Standing
from directory.translations import stands

# What names an offer's own words may hold.
NAMED = (
    joinedload(Service.organization),
    selectinload(Service.contacts),
    selectinload(Service.translations),
    selectinload(Service.service_at_locations).joinedload(ServiceAtLocation.location).selectinload(Location.addresses),
)
MOST = 200  # offers read at once


@dataclass(frozen=True)
class Job:
    """A text that a computer may translate, and the names in and around its offer."""

    service_id: str
    offer: str
    field: str
    english: str
    names: tuple[str, ...]


def versions(service: Service, tag: str) -> Versions:
    """{field: version} of an offer in a language."""
    return versions_of(service).get(key(tag), {})


def print_of(service: Service, tag: str) -> str:
    """A short print of what an offer says in a language, and of the English that whoever translates it reads."""
    said = [{name: service.english(name) for name in FIELDS}, versions(service, tag)]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def standings(service: Service, tags: Iterable[str]) -> dict[str, Counter[Standing | None]]:
    """{tag: how many texts stand how}; None for those that nobody has translated."""
    known: dict[str, dict[str, Translation]] = {tag: {} for tag in tags}
    for one in service.translations:
        known.setdefault(one.language, {})[one.field] = one
    return {tag: stands(service, versions) for tag, versions in known.items()}


def jobs(tag: str, limit: int | None = None) -> list[Job]:
    """What a computer may put into a language, of `limit` offers or all: texts that nobody has, and its own that are
    out of date. Offers that have ended are left out."""
    listed = db.session.scalars(select(Service.id).where(LISTED).order_by(Service.name, Service.id)).all()
    found: list[Job] = []
    offers = 0
    for at in range(0, len(listed), MOST):
        for service in with_names(listed[at : at + MOST]):
            wanted = of_one(service, tag) if service.state(clock.today()) is not State.ENDED else []
            offers += bool(wanted)
            if limit is not None and offers > limit:
                return found
            found += wanted
        db.session.expunge_all()  # a whole directory is read, and only its words are kept
    return found


def with_names(ids: Sequence[str]) -> list[Service]:
    """These offers with their names and translations, in the same order; five statements."""
    known = {one.id: one for one in db.session.scalars(select(Service).where(Service.id.in_(ids)).options(*NAMED))}
    return [known[one] for one in ids if one in known]


def of_one(service: Service, tag: str) -> list[Job]:
    """The texts of one offer that a computer may put into a language."""
    known = {one.field: one for one in service.translations if one.language == tag}
    said = {name: english for name in FIELDS if (english := service.english(name))}
    names = names_of(service)
    return [Job(service.id, service.name, name, english, names) for name, english in said.items()
            if is_for_a_computer(known.get(name), english)]  # fmt: skip


def is_for_a_computer(known: Translation | None, english: str) -> bool:
    """Whether a computer may make this version: nobody has, or a computer has from other English."""
    return known is None or (known.by_computer and known.made_from != english)


def names_of(service: Service) -> tuple[str, ...]:
    """The names that stand in an offer's texts as they are: its own, its group's, those of people and places."""
    places = [at.location for at in service.service_at_locations]
    lines = [line for place in places for address in place.addresses for line in address.lines()]
    every = [service.name, service.alternate_name, service.organization.name, service.organization.alternate_name,
             *(who.name for who in service.contacts), *(place.name for place in places), *lines]  # fmt: skip
    return tuple(dict.fromkeys(one for one in every if one))
