"""Acts of stewards: approving, sending back, having seen, and bringing an earlier version back."""

from collections.abc import Mapping

from sqlalchemy import delete

from directory import editors, mail, revisions
from directory.db import db
from directory.editors import Editor
from directory.listings import forms
from directory.listings import queries as desk
from directory.listings.actions import Changed, apply
from directory.listings.review import queries
from directory.listings.shape import Values
from directory.models import Service, Unseen, User, Waiting
from directory.web.templating import site_url


def waiting_as_seen(service: Service, prints: Mapping[str, str]) -> dict[str, Waiting]:
    """{field: what waits} of the fields in `prints`, in line behind every other act.

    Raises Changed when one says something else than on the page of whoever decides, or does not wait any more.
    """
    revisions.take_turn()
    _live, waits, now = desk.form_of(service)
    late = [field for field, print_ in prints.items() if field not in waits or now[field] != print_]
    if late:
        db.session.rollback()
        raise Changed(late)
    if not prints:
        db.session.rollback()
    return {field: waits[field] for field in prints}


def approve(service: Service, values: Values, *, prints: Mapping[str, str], by: User) -> None:
    """Makes fields that wait say this (as proposed, or as the steward has edited it). Raises Changed."""
    waits = waiting_as_seen(service, prints)
    if not waits:
        return
    live = desk.values_of(service)
    said = {field: values.get(field, queries.proposal(held, live)) for field, held in waits.items()}
    people = {held.by_id for held in waits.values()}
    forget(waits)
    apply(service, said, "approve", by=by)
    tell_of(people, service, list(said), "")
    db.session.commit()


def send_back(service: Service, message: str, *, prints: Mapping[str, str], by: User) -> None:
    """Takes what waits out of the queue and tells whoever wrote it why. Raises Changed."""
    waits = waiting_as_seen(service, prints)
    if not waits:
        return
    live = desk.values_of(service)
    revisions.write(
        service.id, "send_back", by=by, why=message,
        before={field: held.value for field, held in waits.items()}, after={field: live[field] for field in waits},
    )  # fmt: skip
    people = {held.by_id for held in waits.values()}
    forget(waits)
    tell_of(people, service, list(waits), message)
    db.session.commit()


def forget(waits: Mapping[str, Waiting]) -> None:
    """Takes these out of the queue within the caller's transaction."""
    for held in waits.values():
        db.session.delete(held)


def tell_of(people: set[str], service: Service, fields: list[str], message: str) -> None:
    """Writes to those who asked for changes of an offer."""
    labels = [forms.label(field) for field in fields]
    for one in queries.writers(people, service.organization_id):
        tell(one, service.name, way_back(service, one), fields=labels, message=message)


def way_back(service: Service, to: User | Editor) -> str:
    """The full address where somebody keeps an offer right: their desk, or what a link opens without signing in."""
    if isinstance(to, User):
        return site_url("listings.offer", service_id=service.id)
    return site_url("keeping.offer", token=editors.token("keep", service.organization_id, to), service_id=service.id)


def tell(to: User | Editor, what: str, there: str, *, fields: list[str], message: str) -> None:
    """Writes to whoever asked for a change, within the caller's transaction; a message says what is wrong with it.

    `what` is the name of the offer or the organisation, `there` the full address where it is kept right.
    """
    mail.write(to.email, "reviewed", user=to, what=what, there=there, fields=fields, message=message)


def seen(service: Service, number: int) -> None:
    """Notes that a steward has looked at what went live up to a revision."""
    until = Unseen.number <= min(number, queries.NEWEST)
    db.session.execute(delete(Unseen).where(Unseen.service_id == service.id, until))
    db.session.commit()


def bring_back(service: Service, number: int, *, newest: int, by: User) -> bool:
    """Makes an offer say what it said just after revision `number`; False when there is no such version.

    `newest` is the last revision the steward saw. Raises Changed when there is a later one.
    """
    revisions.take_turn()
    values = queries.version(service, number)
    if values is None or queries.latest(service.id) != newest:
        db.session.rollback()
        if values is None:
            return False
        raise Changed(sorted(values))
    apply(service, queries.still_hidden(service, values), "bring_back", by=by, why=f"{number}")
    db.session.commit()
    return True
