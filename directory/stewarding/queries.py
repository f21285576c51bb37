"""Reads what stewards edit, what was done to it, and which crisis lines nobody has checked for long."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, true

from directory import revisions
from directory.db import db
from directory.models import (
    AreaCategory,
    CrisisLine,
    CrisisProposal,
    Organization,
    Place,
    Program,
    Revision,
    Service,
    Synonym,
    TaxonomyTerm,
    User,
)
from directory.models.user import ADMIN, STEWARD
from directory.reach import stewarded
from directory.stewarding import shape
from directory.stewarding.shape import AREAS, Values

UNCHECKED = timedelta(days=90)  # after which a crisis line has to be checked again
A_PAGE = 30  # revisions on a page


def every(kind: str, by: User) -> dict[str, Values]:
    """{key: values} of everything of a kind that this person may edit, in its order; at most two statements."""
    return EVERY[kind](by)


def terms(_by: User | None = None) -> dict[str, Values]:
    """Terms of our own lists, by `taxonomy:code`; areas of life are a kind of their own."""
    ours = TaxonomyTerm.taxonomy.in_(TAXONOMIES) & TaxonomyTerm.code.is_not(None)
    rows = db.session.scalars(select(TaxonomyTerm).where(ours, ~TaxonomyTerm.retired).order_by(TaxonomyTerm.position))
    return {f"{one.taxonomy}:{one.code}": values for one in rows if (values := shape.of_term(one))}


def words(_by: User) -> dict[str, Values]:
    """Synonyms, by id."""
    return {one.id: shape.of_words(one) for one in db.session.scalars(select(Synonym).order_by(Synonym.position))}


def places(_by: User) -> dict[str, Values]:
    """Places, by slug."""
    return {one.slug: shape.of_place(one) for one in db.session.scalars(select(Place).order_by(Place.name))}


def areas(_by: User) -> dict[str, Values]:
    """Areas of life with the codes of the categories that serve them, by code."""
    rows = db.session.scalars(
        select(TaxonomyTerm).where(TaxonomyTerm.taxonomy == AREAS).order_by(TaxonomyTerm.position)
    )
    found = {one.id: one for one in rows}
    serving = select(AreaCategory.area_id, TaxonomyTerm.code).join(
        TaxonomyTerm, TaxonomyTerm.id == AreaCategory.category_id
    )
    codes: dict[str, list[str]] = {id_: [] for id_ in found}
    for area_id, code in db.session.execute(serving.order_by(AreaCategory.position)):
        codes[area_id].append(str(code))
    return {str(one.code): {"name": one.name, "categories": codes[id_]} for id_, one in found.items()}


def lines(_by: User | None = None) -> dict[str, Values]:
    """Crisis lines, by code."""
    rows = db.session.scalars(select(CrisisLine).order_by(CrisisLine.position, CrisisLine.code))
    return {one.code: shape.of_line(one) for one in rows}


def programmes(by: User) -> dict[str, Values]:
    """Programmes and waves of funding of somebody's boroughs, by id, the first to end on top."""
    wanted = select(Program).where(theirs(by)).order_by(Program.ends.is_(None), Program.ends, Program.name)
    found = db.session.scalars(wanted).all()
    offers: dict[str, list[str]] = {one.id: [] for one in found}
    own = select(Service.program_id, Service.id).where(Service.program_id.in_(list(offers))).order_by(Service.id)
    for program_id, service_id in db.session.execute(own):
        offers[str(program_id)].append(service_id)
    return {one.id: shape.of_program(one, offers[one.id]) for one in found}


EVERY: dict[str, Any] = {
    "terms": terms, "words": words, "places": places, "areas": areas, "lines": lines, "programmes": programmes,
}  # fmt: skip
TAXONOMIES = ("categories", "needs", "audiences", "faiths", "led-by", "accessibility", "access", "waiting", "formats",
              "cost")  # fmt: skip


def theirs(by: User) -> ColumnElement[bool]:
    """A condition on Program: that this person may edit it, by its borough or by the organisation it came with."""
    if sees_all(by):
        return true()
    boroughs = [one.gss for one in by.boroughs]
    groups = select(Organization.id).where(stewarded(by))
    return or_(Program.gss.in_(boroughs), Program.organization_id.in_(groups))


def sees_all(by: User) -> bool:
    """Whether somebody looks after every borough."""
    return by.role == ADMIN or (by.role == STEWARD and by.all_boroughs)


def one(kind: str, key: str, by: User) -> Values | None:
    """What this person may edit under a key; None when there is nothing, or nothing any more."""
    return every(kind, by).get(key)


def last(kind: str, key: str, by: User) -> Values | None:
    """What this person could edit said before it was taken away; None when it is there, or never was."""
    found = history(kind, key)
    gone = bool(found) and not found[0].after and one(kind, key, by) is None
    return found[0].before if gone and may_bring_back(kind, found[0].before, by) else None


def may_bring_back(kind: str, values: Values, by: User) -> bool:
    """Whether an earlier version is this person's to bring back."""
    return kind != "programmes" or sees_all(by) or values.get("gss") in [one.gss for one in by.boroughs]


def proposals() -> dict[str, CrisisProposal]:
    """{code: what waits for a second person}, the oldest first."""
    return {one.code: one for one in db.session.scalars(select(CrisisProposal).order_by(CrisisProposal.at))}


def is_unchecked(values: Values, today: date) -> bool:
    """Whether a crisis line has to be checked (again)."""
    checked = values["checked_on"]
    return not checked or not values["checked_by"] or date.fromisoformat(checked) <= today - UNCHECKED


def history(kind: str, key: str) -> Sequence[Revision]:
    """What was done to one, the newest first."""
    return revisions.of(revisions.subject(f"{kind}:{key}"))


def recent(kind: str, by: User) -> list[Revision]:
    """What was done to a kind lately, the newest first; it leads to what was taken away, too."""
    wanted = select(Revision).where(Revision.about.startswith(f"{kind}:", autoescape=True))
    found = db.session.scalars(wanted.order_by(Revision.number.desc()).limit(A_PAGE))
    return [one for one in found if may_bring_back(kind, one.after or one.before, by)]


def next_position(model: Any) -> int:
    """The position after the last."""
    return (db.session.scalar(select(func.max(model.position))) or 0) + 1


def services(ids: Sequence[str]) -> list[Service]:
    """These offers, by name, each with its organisation."""
    found = db.session.scalars(select(Service).where(Service.id.in_(list(ids))).order_by(Service.name))
    return list(found)


def stewarded_among(ids: Sequence[str], by: User) -> set[str]:
    """Those of these offers that this person is a steward of."""
    own = select(Service.id).join(Organization).where(Service.id.in_(list(ids)), stewarded(by))
    return set(db.session.scalars(own)) if by.active else set()
