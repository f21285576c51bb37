"""Acts on new offers: begun, saved task by task, sent, sent back, listed, deleted."""

from sqlalchemy import insert

from directory import clock, mail, naming, revisions
from directory.db import db
from directory.listings import queries as desk
from directory.listings.actions import Changed
from directory.listings.drafts import queries
from directory.listings.review.queries import writers
from directory.listings.shape import Values, put, values_of
from directory.models import Draft, Organization, PublicName, Service, User


def begin(organization: Organization, name: str, *, by: User) -> Draft:
    """A new draft with nothing but a name."""
    made = Draft(organization_id=organization.id, values={"name": name or None}, done=[], by_id=by.id,
                 by_name=by.name, changed_at=clock.now())  # fmt: skip
    db.session.add(made)
    db.session.commit()
    return made


def save(held: Draft, values: Values, *, task: str, print_: str | None, by: User) -> None:
    """Keeps the answers of one task. Raises Changed, and saves nothing, when they say something else by now.

    A draft that waits goes on waiting: whoever decides sees that it has changed. `print_` None asks nothing.
    """
    revisions.take_turn()
    late = print_ is not None and print_ != queries.print_of(queries.full(held), sorted(values))
    if late:
        db.session.rollback()
        raise Changed(sorted(values))
    held.values = {**held.values, **values}
    held.done = [*dict.fromkeys([*held.done, task])]
    held.changed_at = clock.now()
    if not held.sent_at:  # whoever has sent it is told what becomes of it
        held.by_id, held.by_name = by.id, by.name
    db.session.commit()


PARTS = ("times", "places")


def arrange(held: Draft, values: Values, *, by: User, instead: bool = False) -> None:
    """Adds sessions and places to what there is by now; with `instead`, makes them all there are.

    Those there were stay as they are by now: where they are may have been taken from the public meanwhile.
    """
    revisions.take_turn()
    now = queries.full(held)
    for part, said in values.items():
        stay = {id_: one for id_, one in now[part].items() if id_ in said}
        held.values = {**held.values, part: stay if instead else said | now[part]}
    held.changed_at = clock.now()
    if not held.sent_at:
        held.by_id, held.by_name = by.id, by.name
    db.session.commit()


def send(held: Draft, *, by: User) -> None:
    """Asks a steward to list it; whoever sends it says that everything is right."""
    revisions.take_turn()
    if not held.sent_at:
        held.sent_at, held.message = clock.now(), None
        held.by_id, held.by_name = by.id, by.name
        held.values = {**held.values, "assured_date": clock.today().isoformat(), "assured_by": by.name}
        said = queries.given(held.values)
        revisions.write(held.id, "propose", by=by, before=dict.fromkeys(said), after=said)
    db.session.commit()


def send_back(held: Draft, message: str, *, print_: str, by: User) -> None:
    """Gives it back to whoever wrote it, and says why. Raises Changed when it is not what the steward has read."""
    as_read(held, print_)
    held.sent_at, held.message = None, message
    revisions.write(held.id, "send_back", by=by, before={}, after={}, why=message)
    tell(held, message)
    db.session.commit()


def as_read(held: Draft, print_: str) -> None:
    """In line behind every other act: raises Changed when a draft says something else than whoever decides has read."""
    revisions.take_turn()
    if not held.sent_at or print_ != queries.print_of(dict(held.values), sorted(held.values)):
        db.session.rollback()
        raise Changed([])


def approve(held: Draft, *, print_: str, by: User) -> Service:
    """Lists it: from now on everybody finds it. Raises Changed when it is not what the steward has read."""
    as_read(held, print_)
    service, values = queries.blank(held), queries.given(held.values)
    names = naming.names_for("service", service.id, service.name, None)
    for kind, name in names.items():
        setattr(service, kind, name)
        row = {"kind": "service" if kind == "slug" else kind, "name": name, "entity_id": service.id}
        if naming.holder(row["kind"], name) is None:
            db.session.execute(insert(PublicName), [row])
    db.session.add(service)
    db.session.flush()
    put(service, values, desk.known(values))
    service.last_modified = clock.now()
    db.session.flush()
    said = queries.given(values_of(service))
    revisions.write(service.id, "list", by=by, before=dict.fromkeys(said), after=said)
    tell(held, "")
    db.session.delete(held)
    db.session.commit()
    return service


def tell(held: Draft, message: str) -> None:
    """Writes to whoever sent a draft, if they are still there, what became of it; a message says what is wrong."""
    for user in writers([held.by_id], held.organization_id):
        mail.write(user.email, "new_offer", user=user, held=held, message=message)


def delete(held: Draft) -> None:
    """Throws a draft away."""
    db.session.delete(held)
    db.session.commit()
