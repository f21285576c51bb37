"""Acts of stewards on words, places, areas of life, crisis lines and programmes; each writes a revision."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from directory import clock, public_names, revisions
from directory.db import db, new_id
from directory.index import changes
from directory.models import (
    AreaCategory,
    CrisisLine,
    CrisisProposal,
    Place,
    Program,
    Service,
    Synonym,
    TaxonomyTerm,
    User,
)
from directory.models.taxonomy import term_id
from directory.stewarding import queries, shape
from directory.stewarding.shape import AREAS, Values, print_of

LISTED = ("active", "temporarily closed")


class Changed(Exception):
    """Somebody else has changed this meanwhile, or it is gone."""


def add(kind: str, values: Values, *, by: User) -> str:
    """Adds one; returns its key. A crisis line waits for a second person."""
    revisions.take_turn()
    key = new_key(kind, values)
    if kind == "lines":
        return hold(key, values, by=by)
    put(kind, key, values, by=by)
    return done(kind, key, "add", {}, values, by=by)


def change(kind: str, key: str, values: Values, *, print: str, by: User) -> None:
    """Makes one say this; fields that are not named stay. A crisis line waits for a second person. Raises Changed.

    What was taken away meanwhile comes back with this, once `print` shows that whoever writes it was told.
    """
    now = as_seen(kind, key, print, by)
    then = (now or queries.last(kind, key, by) or {}) | values
    if kind == "lines":
        hold(key, then, by=by)
    elif then != now:
        put(kind, key, then, by=by)
        done(kind, key, "change" if now else "add", now, then, by=by)
    else:
        db.session.rollback()


def retire(kind: str, key: str, *, print: str, by: User) -> None:
    """Takes one away; its history stays, and it can be brought back. Raises Changed."""
    now = as_seen(kind, key, print, by)
    if kind == "lines":
        hold(key, None, by=by)
        return
    put(kind, key, None, by=by)
    done(kind, key, "retire", now, {}, by=by)


def bring_back(kind: str, key: str, number: int, *, newest: int, by: User) -> bool:
    """Makes one say what it said just after revision `number`; False when there is no such version.

    `newest` is the last revision the steward saw. Raises Changed when there is a later one.
    """
    revisions.take_turn()
    told = queries.history(kind, key)
    then = next((one.after for one in told if one.number == number), None)
    if not then or told[0].number != newest:
        db.session.rollback()
        if then:
            raise Changed
        return False
    if kind == "lines":
        hold(key, then, by=by)
        return True
    now = queries.one(kind, key, by) or {}
    put(kind, key, then, by=by)
    done(kind, key, "bring_back", now, then, by=by, why=str(number))
    return True


def confirm(code: str, *, print: str, by: User) -> bool:
    """A second person says that what waits for a crisis line is right; False for whoever asked for it.

    Raises Changed when something else waits than they saw.
    """
    held = waiting(code, print)
    if held.by_id == by.id:
        db.session.rollback()
        return False
    now, then = queries.lines().get(code) or {}, held.values
    if then and then["checked_on"] != now.get("checked_on"):
        then = then | {"checked_by": f"{held.by_name}, {by.name}"}
    put("lines", code, then, by=by)
    db.session.delete(held)
    done("lines", code, "approve", now, then or {}, by=by)
    return True


def refuse(code: str, *, print: str, by: User) -> None:
    """Takes out what waits for a crisis line; whoever asked for it may as well. Raises Changed."""
    held = waiting(code, print)
    now = queries.lines().get(code) or {}
    db.session.delete(held)
    revisions.note(f"lines:{code}", "send_back", by=by, before=held.values or {}, after=now)
    db.session.commit()


def waiting(code: str, print: str) -> CrisisProposal:
    """What waits for a crisis line, in line behind every other act. Raises Changed."""
    revisions.take_turn()
    held = db.session.get(CrisisProposal, code)
    if held is None or print_of(held.values) != print:
        db.session.rollback()
        raise Changed
    return held


def hold(code: str, values: Values | None, *, by: User) -> str:
    """Puts what a crisis line is to say where a second person will see it, in place of what waited; commits."""
    now = queries.lines().get(code) or {}
    old = db.session.get(CrisisProposal, code)
    if old:
        db.session.delete(old)
        db.session.flush()
    if values != now:
        held = CrisisProposal(code=code, values=values, by_id=by.id, by_name=by.name, at=clock.now())
        db.session.add(held)
        revisions.note(f"lines:{code}", "propose", by=by, before=now, after=values or {})
    db.session.commit()
    return code


def as_seen(kind: str, key: str, print: str, by: User) -> Values:
    """What it says now, in line behind every other act; nothing when it was taken away.

    Raises Changed when that, or what waits for a crisis line, is not what the form was made from.
    """
    revisions.take_turn()
    now, held = queries.one(kind, key, by), db.session.get(CrisisProposal, key) if kind == "lines" else None
    if now is None and queries.last(kind, key, by):
        now = {}
    if now is None or print_of(now, held) != print:
        db.session.rollback()
        raise Changed
    return now


def done(kind: str, key: str, act: str, before: Values, after: Values, *, by: User, why: str = "") -> str:
    """The revision, the number that makes every worker read its words again, and the commit. Returns the key."""
    revisions.note(f"{kind}:{key}", act, by=by, before=before, after=after, why=why)
    changes.record([None])
    db.session.commit()
    return key


def new_key(kind: str, values: Values) -> str:
    """The key of something new; that of one that was taken away may come back with its name."""
    if kind in ("words", "programmes"):
        return new_id()
    taken: set[str] = set()
    if kind == "places":
        taken = set(db.session.scalars(select(Place.slug)))
    if kind == "lines":
        taken = {*db.session.scalars(select(CrisisLine.code)), *db.session.scalars(select(CrisisProposal.code))}
    if kind == "terms":
        listed = select(TaxonomyTerm.code).where(TaxonomyTerm.taxonomy == values["taxonomy"], ~TaxonomyTerm.retired)
        taken = {str(code) for code in db.session.scalars(listed)}
    slug = public_names.free_slug(values["name"], taken.__contains__, longest=40)
    return f"{values['taxonomy']}:{slug}" if kind == "terms" else slug


def put(kind: str, key: str, values: Values | None, *, by: User) -> None:
    """Makes the rows say these values (None: nothing any more), within the caller's transaction."""
    if kind == "programmes":
        put_program(key, values, by)
    else:
        PUT[kind](key, values)
    db.session.flush()


def put_term(key: str, values: Values | None) -> None:
    """A term keeps its row for ever, as offers have it."""
    taxonomy, _colon, code = key.partition(":")
    row = db.session.scalars(select(TaxonomyTerm).filter_by(taxonomy=taxonomy, code=code)).first()
    if row is None:
        row = TaxonomyTerm(id=term_id(taxonomy, code), taxonomy_id=term_id(taxonomy), taxonomy=taxonomy, code=code,
                           name="", position=queries.next_position(TaxonomyTerm))  # fmt: skip
        db.session.add(row)
    row.retired = values is None
    if values:
        row.name = row.description = values["name"]


def put_words(key: str, values: Values | None) -> None:
    """Synonyms."""
    given = values and {"typed": values["typed"], "note": values["note"],
                        "means": {level: values[level] for level in shape.LEVELS}}  # fmt: skip
    if given and values and "language" in values:  # an earlier version that is brought back; the form does not ask
        given["language"] = values["language"]
    put_row(Synonym, {"id": key}, given)


def put_place(key: str, values: Values | None) -> None:
    """A place."""
    put_row(Place, {"slug": key}, values)


def put_line(key: str, values: Values | None) -> None:
    """A crisis line."""
    put_row(CrisisLine, {"code": key}, values and shape.columns(values))


def put_row(model: Any, key: dict[str, str], values: Values | None) -> None:
    """Makes one row, changes it or takes it away."""
    row = db.session.get(model, next(iter(key.values())))
    if values is None:
        db.session.delete(row)
    elif row is None:
        db.session.add(model(**key, **values, position=queries.next_position(model)))
    else:
        for name, value in values.items():
            setattr(row, name, value)


def put_area(key: str, values: Values | None) -> None:
    """An area of life, with the kinds of help that serve it; it is never taken away."""
    area, values = term_id(AREAS, key), values or {}
    db.session.get_one(TaxonomyTerm, area).name = values["name"]
    db.session.execute(delete(AreaCategory).where(AreaCategory.area_id == area))
    ids = dict(db.session.execute(select(TaxonomyTerm.code, TaxonomyTerm.id).filter_by(taxonomy="categories")).all())
    db.session.add_all(
        AreaCategory(area_id=area, category_id=ids[code], position=at) for at, code in enumerate(values["categories"])
    )


PUT: dict[str, Callable[[str, Values | None], None]] = {
    "terms": put_term, "words": put_words, "places": put_place, "areas": put_area, "lines": put_line,
}  # fmt: skip


def put_program(key: str, values: Values | None, by: User) -> None:
    """A programme, and which offers belong to it. They end on the day after its last one."""
    row, ids = db.session.get(Program, key), set(values["offers"]) if values else set()
    touched = select(Service).where((Service.program_id == key) | Service.id.in_(ids)).order_by(Service.id)
    offers = db.session.scalars(touched.options(joinedload(Service.program))).all()
    former = {one.id: one.program.ends if one.program else None for one in offers}
    if values:
        row = row or Program(id=key)
        for name, value in shape.columns(values).items():
            if name != "offers":
                setattr(row, name, value)
        db.session.add(row)
        db.session.flush()
    for one in offers:
        belongs = one.id in ids
        one.program = row if belongs else None
        ends, why = (row.ends, row.name) if row and belongs else (None, "")
        end_with(one, ends, former[one.id], by=by, why=why)
    if row and not values:
        db.session.flush()
        db.session.delete(row)


def end_with(service: Service, ends: date | None, former: date | None, *, by: User, why: str) -> None:
    """Lets an offer end on the day after its grant does; a day that somebody else has given it stays."""
    old, new = (day + timedelta(days=1) if day else None for day in (former, ends))
    now = service.ended_on
    if service.status not in LISTED or now == new or now not in (None, old):
        return
    service.ended_on, service.last_modified = new, clock.now()
    said = {name: day.isoformat() if day else None for name, day in (("before", now), ("after", new))}
    revisions.write(
        service.id, "grant", by=by, before={"ended_on": said["before"]}, after={"ended_on": said["after"]}, why=why
    )
