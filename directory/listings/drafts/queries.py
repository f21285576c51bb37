"""Reads drafts of those who may write them, and offers that a new one may be the same as."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from directory import clock, index, reach
from directory.db import db
from directory.index import Found, Query
from directory.listings import queries as desk
from directory.listings.shape import CODES, Values, put
from directory.models import Draft, Organization, Service, User

EMPTY: Mapping[str, Any] = {
    "accessibility": {}, "languages": [], "areas": [], "phones": [], "times": {}, "places": {}, "status": "active",
} | {field: [] for field in CODES}  # fmt: skip
ALIKE = 5


def draft(draft_id: str, by: User) -> Draft | None:
    """The draft with this id, if this person may write it; None for any other."""
    wanted = select(Draft).join(Organization).where(Draft.id == draft_id, reach.organizations(by))
    return db.session.scalars(wanted.options(joinedload(Draft.organization))).first()


def reviewable(draft_id: str, by: User) -> Draft | None:
    """The draft with this id that waits, if this person is a steward of it; None for any other."""
    wanted = select(Draft).join(Organization).where(Draft.id == draft_id, reach.stewarded(by))
    found = db.session.scalars(wanted.options(joinedload(Draft.organization))).first() if by.active else None
    return found if found and found.sent_at else None


def is_steward(held: Draft, by: User) -> bool:
    """Whether this person decides about a draft."""
    own = select(Organization.id).where(Organization.id == held.organization_id, reach.stewarded(by))
    return by.active and db.session.scalar(own) is not None


def organization(organization_id: str, by: User) -> Organization | None:
    """The organisation with this id, if this person may act for it."""
    wanted = select(Organization).where(Organization.id == organization_id, reach.organizations(by))
    return db.session.scalars(wanted).first()


def organizations(by: User) -> list[Organization]:
    """The organisations this person works for, by name."""
    return list(db.session.scalars(select(Organization).where(reach.member_of(by)).order_by(Organization.name)))


def own_offers(organization_id: str) -> list[Service]:
    """What an organisation has listed, by name."""
    own = select(Service).where(Service.organization_id == organization_id)
    return list(db.session.scalars(own.order_by(Service.name, Service.id)))


def alike(name: str, near: str) -> tuple[Query, Found]:
    """The question whether there is something like this, and the first offers that answer it. Nothing is kept of it."""
    query = Query(q=name, near=near)
    found = index.find(query)
    if near and not found.hits:
        query = Query(q=name)
        found = index.find(query)
    return query, found


def full(held: Draft) -> Values:
    """Every field of a draft; nothing where nobody has answered yet."""
    return {field: EMPTY.get(field) for field in FIELDS} | dict(held.values)


FIELDS = (
    "name", "summary", "description", "first_visit", "eligibility_description", "not_for", "application_process",
    "fees_description", "leaving", "returning", "email", "url", "contact", "minimum_age", "maximum_age", *EMPTY,
)  # fmt: skip


def print_of(values: Values, fields: Sequence[str]) -> str:
    """A short print of what some fields say, so that a save made from other words is noticed."""
    said = json.dumps([values.get(field) for field in fields], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def blank(held: Draft) -> Service:
    """An offer of the draft's organisation that says nothing but its name yet."""
    return Service(
        id=held.id, organization_id=held.organization_id, name=held.name, slug=held.id, code="", status="active",
        checking=[], attributes=[], phones=[], contacts=[], languages=[], service_areas=[], schedules=[],
        service_at_locations=[], cost_options=[], funding=[], required_documents=[],
    )  # fmt: skip


def given(values: Values) -> Values:
    """The answers that were given."""
    return {field: value for field, value in values.items() if value not in (None, [], {})}


def as_offer(held: Draft) -> Service:
    """The offer that a draft will be, joined to nothing that is saved; up to two statements."""
    service = blank(held)
    set_committed_value(service, "organization", held.organization)
    put(service, given(held.values), desk.known(held.values))
    service.assured_date = service.assured_date or clock.today()
    return service
