"""The pages of a new offer: whether it is there already, five tasks, checking, sending, and deciding about it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, current_app, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from directory import clock, index
from directory.listings import forms as questions
from directory.listings import queries as desk
from directory.listings.actions import Changed
from directory.listings.dates.forms import said_of_times, said_of_venue
from directory.listings.dates.shape import AT, Values
from directory.listings.drafts import actions, forms, queries
from directory.listings.forms import TASKS
from directory.listings.review.forms import MessageForm
from directory.listings.venues.views import Place, add, add_place, said_of, without
from directory.listings.views import back_to
from directory.models import Draft, Organization
from directory.models.user import ADMIN, STEWARD
from directory.web import access
from directory.web.access import may
from directory.web.cards import cards
from directory.web.page import page

room = Blueprint("drafts", __name__, url_prefix="/desk/new")
decisions = Blueprint("decisions", __name__, url_prefix="/review/new/<uuid:draft_id>")


@room.get("")
@may()
def look() -> Response:
    """Looks first whether it is listed already, under this or another name."""
    mine = queries.organizations(access.user())
    group = group_of(request.args.get("group", "")) or (mine[0] if len(mine) == 1 else None)
    name, near = request.args.get("name", "").strip(), request.args.get("near", "").strip()
    if group is None:
        return page("listings/new.html", group=None, groups=mine)
    query, found = queries.alike(name, near) if name else (None, None)
    hits = found.hits[: queries.ALIKE] if found else []
    return page(
        "listings/new.html", group=group, groups=mine, name=name, near=near, problem="",
        own=queries.own_offers(group.id), begun=desk.drafts([group.id]),
        cards=cards(index.load([hit.id for hit in hits]), hits, query) if hits else [],
    )  # fmt: skip


@room.post("")
@may()
def begin() -> AnyResponse:
    """None of those: a new one."""
    group = group_of(request.form.get("group", "")) or abort(404)
    name, problem = forms.a_name(request.form.get("name", ""))
    if problem:
        html = page(
            "listings/new.html", group=group, groups=[], name=request.form.get("name", ""),
            near=request.form.get("near", ""), problem=problem, own=queries.own_offers(group.id),
            begun=desk.drafts([group.id]), cards=[],
        )  # fmt: skip
        return make_response(html, 422)
    made = actions.begin(group, name, by=access.user())
    return redirect(url_for(".tasks", draft_id=made.id), 303)


def group_of(asked: str) -> Organization | None:
    """The organisation of an address or a form; 404 for one that is not theirs."""
    if not asked:
        return None
    try:
        return queries.organization(str(UUID(asked)), by=access.user()) or abort(404)
    except ValueError:
        abort(404)


def theirs(draft_id: UUID) -> Draft:
    """The draft, if whoever asks may write it; else 404."""
    return queries.draft(str(draft_id), by=access.user()) or abort(404)


@room.get("/<uuid:draft_id>")
@may()
def tasks(draft_id: UUID) -> Response:
    """The five tasks, with what is done and what is missing."""
    held = theirs(draft_id)
    left = forms.missing(held.values)
    return page(
        "listings/tasks.html", held=held, missing=left, labels=forms.LABELS,
        complete={task for task in held.done if task not in [one for one, _key, _label in left]},
    )  # fmt: skip


@room.route("/<uuid:draft_id>/<any(what, who, where, join, contact):task>", methods=["GET", "POST"])
@may()
def task(draft_id: UUID, task: str) -> AnyResponse:
    """The questions of one task; what is right is kept, and with a mistake everything typed stays."""
    held = theirs(draft_id)
    if request.method == "GET":
        values = queries.full(held)
        typed = {one.key: questions.as_typed(one, values[one.key]) for one in forms.asked(task)}
        return show(held, task, typed, {}, print_of(held, task))
    typed = {one.key: questions.typed(one, request.form) for one in forms.asked(task)}
    values, problems = forms.read(task, request.form)
    if problems:
        return show(held, task, typed, problems, request.form.get("print", ""), status=422)
    try:
        actions.save(held, values, task=task, print_=request.form.get("print", ""), by=access.user())
    except Changed:
        held = theirs(draft_id)
        return show(held, task, typed, {}, print_of(held, task), status=409, other=differing(held, values))
    following = next((one for one in TASKS if one not in held.done), None)
    if following is None or held.sent_at:
        return redirect(url_for(".check", draft_id=held.id), 303)
    return redirect(url_for(".task", draft_id=held.id, task=following), 303)


def print_of(held: Draft, task: str) -> str:
    """The print of the answers of a task."""
    return queries.print_of(queries.full(held), sorted(one.key for one in forms.asked(task)))


def differing(held: Draft, values: Values) -> list[tuple[str, str]]:
    """(question, what it says now) of what somebody else has answered otherwise meanwhile."""
    now = queries.full(held)
    return [
        (questions.label(field), questions.said(field, now[field])) for field in values if values[field] != now[field]
    ]


def show(
    held: Draft, task: str, typed: Values, problems: dict[str, str], print_: str, *, status: int = 200,
    other: Any = (),
) -> Response:  # fmt: skip
    """The page of one task."""
    choices = {one.key: questions.choices(one, typed[one.key]) for one in forms.asked(task) if one.facet}
    html = page(
        "listings/task.html", held=held, task=task, label=forms.LABELS[task], questions=forms.asked(task), typed=typed,
        choices=choices, problems=problems, print=print_, other=other, sessions=sessions(held),
    )  # fmt: skip
    return make_response(html, status)


def sessions(held: Draft) -> list[tuple[str, str, str]]:
    """(id, when, where) of the sessions and places of a draft."""
    values = queries.full(held)
    when = [(id_, said_of_times(id_, one)[0], said_of_venue(one[AT]) if one[AT] else "")
            for id_, one in values["times"].items()]  # fmt: skip
    return [*when, *((id_, "", said_of_venue(one)) for id_, one in values["places"].items())]


def place_of(held: Draft) -> Place:
    """A draft, for the pages of sessions and places."""
    values = queries.full(held)
    return Place(held.name, held.organization_id, values, queries.print_of(values, actions.PARTS),
                 url_for(".task", draft_id=held.id, task="where", _anchor="sessions"))  # fmt: skip


def kept(held: Draft) -> Any:
    """How a session or a place of a draft is kept: one more never takes away what somebody else has added."""

    def save(values: Values, _print: str) -> AnyResponse:
        actions.arrange(held, values, by=access.user())
        return redirect(url_for(".task", draft_id=held.id, task="where", _anchor="sessions"), 303)

    return save


@room.route("/<uuid:draft_id>/session", methods=["GET", "POST"])
@may()
def session(draft_id: UUID) -> AnyResponse:
    """One more session."""
    held = theirs(draft_id)
    return add(place_of(held), request.path, kept(held))


@room.route("/<uuid:draft_id>/place", methods=["GET", "POST"])
@may()
def place(draft_id: UUID) -> AnyResponse:
    """A place without days of its own."""
    held = theirs(draft_id)
    return add_place(place_of(held), request.path, kept(held))


@room.route("/<uuid:draft_id>/sessions/<uuid:part_id>/remove", methods=["GET", "POST"])
@may()
def remove(draft_id: UUID, part_id: UUID) -> AnyResponse:
    """One session or place less."""
    held, id_ = theirs(draft_id), str(part_id)
    here = place_of(held)
    left = without(here.values, id_)
    if request.method == "GET":
        return page("listings/sure.html", kind="remove", name=held.name, back=here.back, print="", others=(),
                    said=said_of(here.values, id_))  # fmt: skip
    actions.arrange(held, left, by=access.user(), instead=True)
    return redirect(here.back, 303)


@room.get("/<uuid:draft_id>/check")
@may()
def check(draft_id: UUID) -> Response:
    """Every answer once more, with what is missing and what could be plainer; a steward decides here."""
    return show_check(theirs(draft_id))


def show_check(held: Draft, *, form: MessageForm | None = None, late: bool = False, status: int = 200) -> Response:
    """The page of all answers."""
    values = queries.full(held)
    rows = {
        task: [(one.key, str(one.label), questions.said(one.key, values[one.key]), questions.spoken(one.key))
               for one in forms.asked(task)]
        for task in TASKS
    }  # fmt: skip
    html = page(
        "listings/check.html", held=held, rows=rows, labels=forms.LABELS, sessions=sessions(held),
        missing=forms.missing(values), steward=queries.is_steward(held, access.user()), since=since(held),
        advice=[(questions.label(field), forms.task_of(field), field, words)
                for field, words in questions.nudges(values)], form=form or MessageForm(), late=late,
        print=queries.print_of(dict(held.values), sorted(held.values)),
    )  # fmt: skip
    return make_response(html, status)


def since(held: Draft) -> Any:
    """The day it was sent; None before."""
    return clock.london(held.sent_at).date() if held.sent_at else None


@room.get("/<uuid:draft_id>/preview")
@may()
def preview(draft_id: UUID) -> Response:
    """The page as everybody will see it."""
    held = theirs(draft_id)
    told = current_app.extensions["told"](queries.as_offer(held))
    return page("listings/preview.html", held=held, **told)


@room.post("/<uuid:draft_id>/send")
@may()
def send(draft_id: UUID) -> AnyResponse:
    """Everything is right: a steward looks at it, and then it is listed."""
    held = theirs(draft_id)
    if forms.missing(held.values):
        return show_check(held, status=422)
    actions.send(held, by=access.user())
    return redirect(url_for(".tasks", draft_id=held.id), 303)


@room.route("/<uuid:draft_id>/delete", methods=["GET", "POST"])
@may()
def delete(draft_id: UUID) -> AnyResponse:
    """Throws it away, once somebody has said that they are sure."""
    held = theirs(draft_id)
    if request.method == "GET":
        return page("listings/sure.html", kind="delete", name=held.name, said=held.name, print="", others=(),
                    back=url_for(".tasks", draft_id=held.id))  # fmt: skip
    actions.delete(held)
    return redirect(url_for("listings.desk"), 303)


def reviewed(draft_id: UUID) -> Draft:
    """The draft that waits, if whoever asks is a steward of it; else 404."""
    return queries.reviewable(str(draft_id), by=access.user()) or abort(404)


@decisions.post("/approve")
@may(STEWARD, ADMIN)
def approve(draft_id: UUID) -> AnyResponse:
    """Lists it as it stands."""
    held = reviewed(draft_id)
    if forms.missing(held.values):
        return show_check(held, status=422)
    try:
        service = actions.approve(held, print_=request.form.get("print", ""), by=access.user())
    except Changed:
        return show_check(reviewed(draft_id), late=True, status=409)
    return back_to(service, done="listed")


@decisions.post("/send-back")
@may(STEWARD, ADMIN)
def send_back(draft_id: UUID) -> AnyResponse:
    """Gives it back with a message."""
    held, form = reviewed(draft_id), MessageForm(request.form)
    if not form.validate():
        return show_check(held, form=form, status=422)
    try:
        actions.send_back(held, form.message.data or "", print_=request.form.get("print", ""), by=access.user())
    except Changed:
        return show_check(reviewed(draft_id), form=form, late=True, status=409)
    return redirect(url_for("review.queue", done="sent_back"), 303)
