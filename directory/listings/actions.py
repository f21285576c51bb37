"""Acts on offers by the people who keep them right; each stands in line, writes a revision and is one transaction."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert

from directory import clock, naming, revisions
from directory.db import db
from directory.listings import forms, queries
from directory.listings.shape import Values, put, values_of
from directory.models import PublicName, Service, Unseen, User, Waiting
from directory.models.service import State

FULL_LASTS = timedelta(days=61)  # after which "not taking new people" has to be said again
PAUSED = "temporarily closed"
CONFIRMS = ("confirm", "phoned")  # acts that count even when they change nothing


class Changed(Exception):
    """Somebody else has changed these fields meanwhile; `fields` names them."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


def revise(service: Service, values: Values, *, prints: Mapping[str, str], by: User) -> set[str]:
    """Saves fields: what a partner may say alone goes live, other words wait for a steward. Returns what waits.

    `prints` are those of the form. Raises Changed, and saves nothing, when a field says something else by now.
    """
    revisions.take_turn()
    live, waits, now = queries.form_of(service)
    late = [field for field in values if prints.get(field) != now[field]]
    if late:
        db.session.rollback()
        raise Changed(late)
    alone = queries.is_steward(service, by)
    held = {field: value for field, value in values.items() if forms.waits(field) and not alone}
    hold(service, held, live, waits, by)
    apply(service, {field: value for field, value in values.items() if field not in held}, "change", by=by, shown=alone)
    db.session.commit()
    return {field for field, value in held.items() if value != live[field]}


def hold(service: Service, values: Values, live: Values, waits: Mapping[str, Waiting], by: User) -> None:
    """Puts words where a steward will see them, in place of those that waited; the words that are live end a wait."""
    before, after = {}, {}
    for field, value in values.items():
        old = waits.get(field)
        if value == (old.value if old else live[field]):
            continue
        before[field], after[field] = old.value if old else live[field], value
        if old and value == live[field]:
            db.session.delete(old)
        elif old:
            old.value, old.by_id, old.by_name, old.at = value, by.id, by.name, clock.now()
        else:
            db.session.add(
                Waiting(service_id=service.id, field=field, value=value, made_from=live[field], by_id=by.id,
                        by_name=by.name, at=clock.now())
            )  # fmt: skip
    if after:
        revisions.write(service.id, "propose", by=by, before=before, after=after)


def apply(service: Service, values: Values, act: str, *, by: User, shown: bool = True, why: str = "") -> bool:
    """Makes fields say this within the caller's transaction, with a revision; `shown` False leaves it to be seen.

    Returns whether anything is otherwise now; a confirmation always counts.
    """
    live = values_of(service)
    values = with_what_follows(values, live)
    given = {field: value for field, value in values.items() if value != live.get(field) or act in CONFIRMS}
    if not given:
        return False
    if "name" in given:
        rename(service, given["name"])
    put(service, given, queries.known(given))
    service.last_modified = clock.now()
    db.session.flush()
    now = values_of(service)
    made = revisions.write(
        service.id, act, by=by, why=why,
        before={field: live.get(field) for field in given}, after={field: now.get(field) for field in given},
    )  # fmt: skip
    if not shown:
        db.session.add(Unseen(number=made.number, service_id=service.id))
    return True


def with_what_follows(values: Values, live: Values) -> Values:
    """Values, and what goes with them: a new number ends its checking, "full" has a day to be said again."""
    then = {**live, **values}
    checking = [field for field in then["checking"] if not values.get(field)]
    full_until = then["full_until"] or (clock.today() + FULL_LASTS).isoformat()
    return {**values, "checking": checking, "full_until": full_until if "full" in then["waiting"] else None}


def rename(service: Service, name: str) -> None:
    """Gives an offer the link of its new name; the old link leads on."""
    names = naming.names_for("service", service.id, name, queries.row(service))
    for kind, given in names.items():
        setattr(service, kind, given)
        if naming.holder("service", given) is None:
            row = {"kind": "service", "name": given, "entity_id": service.id}
            db.session.execute(insert(PublicName), [row])


def done(
    service: Service, values: Values, act: str, *, by: User, why: str = "", print_: str | None = None, field: str = ""
) -> bool:
    """One act that is live at once: in line, with its revision, committed. Returns whether it changed anything.

    `print_` is that of the form, of the state of the offer or of one `field`; None for what no form asked for.
    """
    revisions.take_turn()
    if print_ is not None:
        refuse_late(service, values, print_, field)
    changed = apply(service, values, act, by=by, shown=queries.is_steward(service, by), why=why)
    db.session.commit()
    return changed


def refuse_late(service: Service, values: Values, print_: str, field: str = "", *, held: bool = False) -> None:
    """Raises Changed when the state of an offer, or a `field`, is another than on the page with this print.

    Nothing is late that the offer says already, or (`held`) that waits to be said.
    """
    live, waits, now = queries.form_of(service)
    said = live | {name: one.value for name, one in waits.items() if held}
    if print_ == (now[field] if field else queries.state_print(now)):
        return
    if any(said[name] != value for name, value in with_what_follows(values, said).items()):
        db.session.rollback()
        raise Changed([field] if field else list(queries.STATE))


def confirm(service: Service, *, by: User) -> None:
    """Notes that a person says today that everything about an offer is still right."""
    done(service, confirmed(by), "confirm", by=by)


def confirmed(by: User) -> Values:
    """What an offer says once somebody has said today that it is right."""
    return {"assured_date": clock.today().isoformat(), "assured_by": by.name}


def pause(service: Service, *, until: date | None, say: str | None, by: User, print_: str | None = None) -> None:
    """Stops an offer, even one that has ended, until a day or until it is reopened; `say` is what people are told."""
    again: Values = {"ended_on": None} if service.state(clock.today()) is State.ENDED else {}
    done(service, paused(until, say) | again, "pause", by=by, print_=print_)


def paused(until: date | None, say: str | None) -> Values:
    """What a paused offer says."""
    return {"status": PAUSED, "paused_until": until.isoformat() if until else None, "alert": say}


def close(service: Service, *, say: str | None, why: str, by: User, print_: str | None = None) -> None:
    """Ends an offer today; its page stays and says `say`, such as where else to go. `why` is for the history."""
    done(service, ended(say), "close", by=by, why=why, print_=print_)


def ended(say: str | None) -> Values:
    """What an offer says that ends today."""
    return {"status": "inactive", "ended_on": clock.today().isoformat(), "paused_until": None, "alert": say}


def reopen(service: Service, *, by: User, print_: str | None = None) -> None:
    """Opens a paused or ended offer again, without what people were told meanwhile."""
    values = {"status": "active", "paused_until": None, "ended_on": None, "alert": None}
    done(service, values, "reopen", by=by, print_=print_)


def stop_taking(service: Service, *, until: date | None, by: User, print_: str | None = None) -> None:
    """Not taking new people; to be said again by a day, two months from now when none is given."""
    values = {"waiting": ["full"], "full_until": until.isoformat() if until else None}
    done(service, values, "full", by=by, print_=print_)


def take_again(service: Service, *, by: User, print_: str | None = None) -> None:
    """Taking new people again."""
    waits = [code for code in service.codes("waiting") if code != "full"]
    done(service, {"waiting": waits}, "taking", by=by, print_=print_)


def withdraw(service: Service, field: str, *, by: User, print_: str | None = None) -> None:
    """Takes a phone number or an address that is wrong off the page at once, which says that it is being checked."""
    checking = [*dict.fromkeys([*(service.checking or ()), field])]
    nothing: Any = [] if field == "phones" else None
    done(service, {field: nothing, "checking": checking}, "withdraw", by=by, print_=print_, field=field)


def call_off(service: Service, schedule_id: str, day: date, *, back: bool = False, by: User) -> bool:
    """Says that it is not on that day, or (`back`) that it is after all; False for times the offer does not have."""
    revisions.take_turn()
    values = called_off(service, schedule_id, day, back=back)
    if values is None:
        db.session.rollback()
        return False
    apply(service, values, "restore" if back else "cancel", by=by, shown=queries.is_steward(service, by))
    db.session.commit()
    return True


def called_off(service: Service, schedule_id: str, day: date, *, back: bool = False) -> Values | None:
    """The times of an offer without that day, or (`back`) with it again; None for times it does not have."""
    times = values_of(service)["times"]
    pattern = times.get(schedule_id)
    if pattern is None:
        return None
    off = set(pattern["except_dates"] or ())
    off = off - {day.isoformat()} if back else off | {day.isoformat()}
    return {"times": {**times, schedule_id: {**pattern, "except_dates": sorted(off)}}}
