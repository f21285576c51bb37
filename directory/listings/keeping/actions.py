"""Acts that keep the directory true: reminding, what is done through the link of a letter, undoing it, and phoning."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete

from directory import clock, editors, mail, revisions
from directory.db import db
from directory.editors import Editor
from directory.listings import queries as desk
from directory.listings.actions import Changed, apply, called_off, confirmed, ended, hold, paused, refuse_late
from directory.listings.keeping import forms, queries
from directory.listings.keeping.queries import LAST, Due, Link
from directory.listings.shape import Values
from directory.models import NoReminder, Reminder, Revision, Service, User, Waiting
from directory.web.templating import site_url

KEEP, UNDO, STOP = "keep", "undo", "stop"  # what a token is for: none opens what another is for
STOP_LASTS = timedelta(days=400)


@dataclass
class Reminded:
    """A group in a run of `remind`: its name, how many of its offers are due, and to how many people a letter goes."""

    name: str
    offers: int
    letters: int


def remind(*, dry_run: bool = False) -> list[Reminded]:
    """Sends each group one reminder for all its offers that are due, and tells stewards; each step of an offer once.

    Every group is a transaction of its own that waits for its turn and looks again at what is due: of two that run at
    the same time one finds nothing left to do. Whatever was cut off is made up for by the next run.
    """
    waiting = [id_ for id_, group in queries.due(clock.today()).items() if any(one.new for one in group)]
    db.session.rollback()
    found = [made for made in (remind_group(id_, dry_run) for id_ in waiting) if made]
    if not dry_run:
        tell_stewards()
    return found


def remind_group(organization_id: str, dry_run: bool) -> Reminded | None:
    """One group; None when another run was quicker."""
    if not dry_run:
        revisions.take_turn()
    group = queries.due(clock.today(), Service.organization_id == organization_id).get(organization_id, [])
    new = [one for one in group if one.new]
    people = queries.wanting(organization_id) if any(one.to_remind for one in new) else []
    if not new or dry_run:
        db.session.rollback()
        return Reminded(name_of(group), len(group), len(people)) if new else None
    if people:
        write_reminder(organization_id, group, people)
    now = clock.now()
    db.session.add_all(
        Reminder(service_id=one.service.id, since=one.since, step=step, at=now) for one in new for step in one.new
    )
    made = Reminded(name_of(group), len(group), len(people))
    db.session.commit()
    return made


def name_of(group: Sequence[Due]) -> str:
    """The name of a group."""
    return group[0].service.organization.name if group else ""


def write_reminder(organization_id: str, group: Sequence[Due], people: Sequence[Editor]) -> None:
    """A letter to each of those who look after these offers, within the caller's transaction."""
    services = queries.whole(Service.id.in_([one.service.id for one in group]))
    told = [forms.told(one) for one in services]
    until = clock.now() + editors.LASTS
    step = max(min(one.step, LAST) for one in group)
    for editor in people:
        stop = editors.token(STOP, organization_id, editor, until=clock.now() + STOP_LASTS)
        mail.write(
            editor.email, "reminder", expires_at=until, unsubscribe=site_url("keeping.stop", token=stop),
            editor=editor, organization=services[0].organization, offers=told, last=step == LAST, stop=stop,
            token=editors.token(KEEP, organization_id, editor, until=until),
        )  # fmt: skip


def tell_stewards() -> None:
    """One letter to each steward about all that has happened since the last; in line, in one transaction."""
    revisions.take_turn()
    rows = queries.untold()
    services = queries.named({one.service_id for one in rows})
    groups = {one.organization_id for one in services.values()}
    for user, theirs in editors.stewards_of(groups).items():
        steps: dict[int, list[Service]] = defaultdict(list)
        for row in rows:
            if (service := services[row.service_id]).organization_id in theirs:
                steps[row.step].append(service)
        mail.write(user.email, "stewards_told", user=user, steps=forms.steps(steps))
    for row in rows:
        row.told = True
    db.session.commit()


def confirm(link: Link, prints: Mapping[str, str]) -> int:
    """Confirms those offers of a group that were on the page, all or none; returns how many.

    `prints` is {offer id: what it said there}. Raises Changed when one says something else by now.
    """
    before, by = begin(), link.editor.acting()
    services = [one for one in queries.offers(link) if one.id in prints]
    now = queries.prints(services)
    late = [one.id for one in services if prints[one.id] != now[one.id]]
    if late or not services:
        db.session.rollback()
        if late:
            raise Changed(late)
        return 0
    for one in services:
        apply(one, confirmed(by), "confirm", by=by, shown=False)
    finish(link, before)
    return len(services)


def pause(link: Link, service: Service, *, until: date | None, say: str | None, print_: str) -> None:
    """Stops an offer until a day, or until somebody reopens it. Raises Changed when its state is another by now."""
    before, values = begin(), paused(until, say)
    refuse_late(service, values, print_)
    apply(service, values, "pause", by=link.editor.acting(), shown=False)
    finish(link, before)


def call_off(link: Link, service: Service, schedule_id: str, day: date) -> bool:
    """It is not on that day; False for times the offer does not have."""
    before = begin()
    values = called_off(service, schedule_id, day)
    if values is None:
        db.session.rollback()
        return False
    apply(service, values, "cancel", by=link.editor.acting(), shown=False)
    finish(link, before)
    return True


def correct(link: Link, service: Service, values: Values, prints: Mapping[str, str]) -> None:
    """Asks for a correction; a steward looks at it first. Raises Changed when a field says something else by now."""
    before = begin()
    live, waits, now = desk.form_of(service)
    late = [field for field in values if prints.get(field) != now[field]]
    if late:
        db.session.rollback()
        raise Changed(late)
    hold(service, values, live, waits, link.editor.acting())
    finish(link, before)


def say_ended(link: Link, service: Service, *, say: str | None, print_: str) -> None:
    """Says that an offer has ended; a steward looks at it first. Raises Changed when its state is another by now."""
    before, values = begin(), ended(say)
    refuse_late(service, values, print_, held=True)
    live, waits, _prints = desk.form_of(service)
    hold(service, values, live, waits, link.editor.acting())
    finish(link, before)


def begin() -> int:
    """Takes a turn; returns the number of the newest revision before this act."""
    revisions.take_turn()
    last = revisions.newest()
    return last.number if last else 0


def finish(link: Link, before: int, undo: bool = True) -> None:
    """Tells everybody who looks after the group's offers what was done since revision `before`, and commits."""
    made = queries.since(before)
    if made:
        more = made[0].number.to_bytes(5) + made[-1].number.to_bytes(5)
        organization_id = link.organization.id
        services = queries.named({one.service_id for one in made})
        acts = [forms.act_in_words(one, services[one.service_id]) for one in made]
        for editor in editors.of([organization_id])[organization_id]:
            token = editors.token(UNDO, organization_id, editor, more=more) if undo else ""
            mail.write(editor.email, "acted", editor=editor, link=link, acts=acts, token=token)
    db.session.commit()


def undo(link: Link) -> bool:
    """Undoes what an undo link is about, all or nothing; False when there is nothing left to undo.

    Raises Changed when somebody has changed the same things since.
    """
    before, by = begin(), link.editor.acting()
    acts = [(one, service) for one, service in queries.acts(link) if not is_undone(one)]
    late = [service.id for one, service in acts if not still_so(one, service)]
    if late or not acts:
        db.session.rollback()
        if late:
            raise Changed(late)
        return False
    for one, service in acts:
        if one.act == "propose":
            take_back(one, desk.waiting(service), by)
        else:
            apply(service, one.before, "undo", by=by, shown=False, why=f"{one.number}")
    finish(link, before, undo=False)
    return True


def is_undone(one: Revision) -> bool:
    """Whether a later revision says that it undid this one."""
    later = revisions.of(one.service_id)
    return any(other.act in ("undo", "take_back") and other.why == f"{one.number}" for other in later)


def still_so(one: Revision, service: Service) -> bool:
    """Whether an offer says (or what waits says) what an act made it say."""
    live, waits, _prints = desk.form_of(service)
    if one.act == "propose":
        return all(
            waits[field].value == value if field in waits else live[field] == value and ended_a_wait(one, field)
            for field, value in one.after.items()
        )
    return all(live[field] == value for field, value in one.after.items())


def ended_a_wait(one: Revision, field: str) -> bool:
    """Whether what waited in a field waits no more because this act asked for what is live; nobody touched it since."""
    return not any(field in other.after for other in revisions.of(one.service_id) if other.number > one.number)


def take_back(one: Revision, waits: Mapping[str, Waiting], by: User) -> None:
    """Takes what was asked for out of the queue; what had waited before it waits again."""
    for field, value in one.before.items():
        held: Any = waits.get(field)  # None where it asked for what was live
        first = asked_first(one, field)
        if held and value == held.made_from:
            db.session.delete(held)
            continue
        if held is None:
            held = Waiting(service_id=one.service_id, field=field, made_from=made_from_before(one, field))
        held.value, held.by_id, held.by_name, held.at = value, first.by_id, first.by_name, first.at
        db.session.add(held)
    revisions.write(one.service_id, "take_back", by=by, before=one.after, after=one.before, why=f"{one.number}")


def asked_first(one: Revision, field: str) -> Revision:
    """The act that asked for what waited in a field before this one; whoever did it is told what becomes of it."""
    return next((other for other in asked_before(one, field) if other.after[field] == one.before[field]), one)


def made_from_before(one: Revision, field: str) -> Any:
    """What the offer said when the first of the words was written that waited in a field before this act."""
    for other in asked_before(one, field):
        live = revisions.before(one.service_id, other.number).get(field, one.after[field])
        if other.before[field] == live:
            return live
    return one.after[field]


def asked_before(one: Revision, field: str) -> list[Revision]:
    """The acts before this one that asked for something in a field, the newest first."""
    return [other for other in revisions.of(one.service_id)
            if other.number < one.number and other.act == "propose" and field in other.after]  # fmt: skip


def stop(link: Link) -> None:
    """No more reminders to whoever got this link; what others get stays as it is."""
    if not queries.wants_none(link):
        db.session.add(NoReminder(organization_id=link.organization.id, editor_id=link.editor.id))
        db.session.commit()


def begin_again(link: Link) -> None:
    """Reminders after all."""
    mine = (NoReminder.organization_id == link.organization.id) & (NoReminder.editor_id == link.editor.id)
    db.session.execute(delete(NoReminder).where(mine))
    db.session.commit()


def phoned(services: Sequence[Service], *, who: str, by: User) -> None:
    """A steward notes that `who` of the group has just said on the phone that these offers are right."""
    ids = [one.id for one in services]
    revisions.take_turn()
    for one in queries.whole(Service.id.in_(ids)):
        apply(one, confirmed(by), "phoned", by=by, why=who)
    db.session.commit()
