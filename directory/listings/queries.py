"""Reads what somebody may keep right. Access is the lookup: what is not theirs is not found."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from directory import index, reach
from directory.db import db
from directory.index.loading import CARD
from directory.listings.dates.shape import venues_in
from directory.listings.shape import Known, Values, terms_in, values_of
from directory.models import (
    Attribute,
    Draft,
    Location,
    Membership,
    Organization,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
    User,
    Waiting,
)

FORM = (
    joinedload(Service.organization),
    selectinload(Service.attributes).joinedload(Attribute.taxonomy_term),
    selectinload(Service.languages),
    selectinload(Service.translations),
    selectinload(Service.service_areas),
    selectinload(Service.phones),
    selectinload(Service.contacts),
    selectinload(Service.schedules),
    selectinload(Service.service_at_locations).options(
        selectinload(ServiceAtLocation.schedules),
        joinedload(ServiceAtLocation.location).selectinload(Location.addresses),
    ),
)

STATE = ("status", "paused_until", "ended_on", "alert", "waiting", "full_until")


@dataclass(frozen=True)
class Desk:
    """An organisation somebody works for, with all its offers."""

    organization: Organization
    services: Sequence[Service]


@dataclass(frozen=True)
class LookedAfter:
    """An organisation of a steward: how many offers and partners it has, and the offer confirmed longest ago."""

    organization: Organization
    offers: int
    partners: int
    oldest: date | None


def editable(service_id: str, by: User) -> Service | None:
    """The offer with this id, if this person may keep it right; None for any other."""
    wanted = select(Service).join(Organization).where(Service.id == service_id, reach.organizations(by))
    return db.session.scalars(wanted.options(*FORM)).first()


def reviewable(service_id: str, by: User) -> Service | None:
    """The offer with this id, if this person is a steward of it; None for any other."""
    wanted = select(Service).join(Organization).where(Service.id == service_id, reach.stewarded(by))
    return db.session.scalars(wanted.options(*FORM)).first() if by.active else None


def is_steward(service: Service, by: User) -> bool:
    """Whether what this person writes about an offer needs nobody else to look at it."""
    own = select(Organization.id).where(Organization.id == service.organization_id, reach.stewarded(by))
    return by.active and db.session.scalar(own) is not None


def waiting(service: Service) -> dict[str, Waiting]:
    """{field: what waits} of one offer."""
    own = select(Waiting).where(Waiting.service_id == service.id).order_by(Waiting.at)
    return {one.field: one for one in db.session.scalars(own)}


def waiting_counts(service_ids: Iterable[str]) -> Mapping[str, int]:
    """{offer id: how many of its fields wait}."""
    own = select(Waiting.service_id, func.count()).where(Waiting.service_id.in_(list(service_ids)))
    return {row[0]: row[1] for row in db.session.execute(own.group_by(Waiting.service_id))}


def drafts(organization_ids: Iterable[str]) -> list[Draft]:
    """The offers that somebody of these organisations has begun to write, the newest first; one statement."""
    ids = list(organization_ids)
    wanted = select(Draft).where(Draft.organization_id.in_(ids)).order_by(Draft.changed_at.desc(), Draft.id)
    return list(db.session.scalars(wanted)) if ids else []


def drafts_sent(by: User) -> list[Draft]:
    """The new offers of a steward's organisations that wait, the longest wait first; one statement."""
    wanted = select(Draft).join(Organization).where(reach.stewarded(by), Draft.sent_at.is_not(None))
    return list(db.session.scalars(wanted.options(joinedload(Draft.organization)).order_by(Draft.sent_at, Draft.id)))


def print_of(live: Values, waits: Mapping[str, Waiting], field: str) -> str:
    """A short print of what a field says and of what waits to be said there.

    A form carries the one it was made from: whoever saves it later, and whatever else wrote to the offer (an import,
    a link from an e-mail), a save that was made from other words than these is noticed.
    """
    held = [waits[field].value] if field in waits else []
    return hashlib.sha256(json.dumps([live[field], held], sort_keys=True).encode()).hexdigest()[:16]


def state_print(prints: Mapping[str, str]) -> str:
    """One print of all that an offer says of being paused, ended or full, for the forms that change one of them."""
    return ".".join(prints[field] for field in STATE)


def made_of(service: Service, field: str, value: Any) -> str:
    """The print of a field while this waits to be said there."""
    return print_of(values_of(service), {field: Waiting(value=value)}, field)


def form_of(service: Service) -> tuple[Values, dict[str, Waiting], dict[str, str]]:
    """What an offer says, what waits, and a print of each field."""
    live, waits = values_of(service), waiting(service)
    return live, waits, {field: print_of(live, waits, field) for field in live}


def known(values: Values) -> Known:
    """What values name by code or id, as it is in the database; up to two statements."""
    named, venues = terms_in(values), [one["id"] for one in venues_in(values)]
    terms = select(TaxonomyTerm).where(tuple_(TaxonomyTerm.taxonomy, TaxonomyTerm.code).in_(list(named)))
    places = select(Location).where(Location.id.in_(venues)).options(selectinload(Location.addresses))
    return Known(
        {(str(one.taxonomy), str(one.code)): one for one in db.session.scalars(terms)} if named else {},
        {code: index.terms("borough")[borough] for borough, code in index.vocabulary().gss.items()},
        {one.id: one for one in db.session.scalars(places)} if venues else {},
    )


def row(service: Service) -> Mapping[str, Any]:
    """What naming needs to know of an offer before it is renamed."""
    return {"name": service.name, "slug": service.slug}


def desks(by: User) -> list[Desk]:
    """The organisations this person works for, by name, with what a card shows of each offer; seven statements.

    Offers that have ended are among them: only here can they be opened again.
    """
    mine = db.session.scalars(select(Organization).where(reach.member_of(by)).order_by(Organization.name)).all()
    wanted = select(Service.id).where(Service.organization_id.in_([one.id for one in mine]))
    ids = db.session.scalars(wanted.order_by(Service.name, Service.id)).all() if mine else []
    services = db.session.scalars(select(Service).where(Service.id.in_(ids)).options(*CARD)).unique().all()
    services = sorted(services, key=lambda one: (one.name.casefold(), one.id))
    return [Desk(one, [service for service in services if service.organization_id == one.id]) for one in mine]


def looked_after(by: User) -> list[LookedAfter]:
    """The organisations of a steward's boroughs, by name; two statements."""
    if not by.is_staff:
        return []
    offers = select(func.count()).where(Service.organization_id == Organization.id).scalar_subquery()
    partners = select(func.count()).where(Membership.organization_id == Organization.id).scalar_subquery()
    oldest = select(func.min(Service.assured_date)).where(Service.organization_id == Organization.id).scalar_subquery()
    wanted = select(Organization, offers, partners, oldest).where(reach.stewarded(by)).order_by(Organization.name)
    return [LookedAfter(*row) for row in db.session.execute(wanted)]
