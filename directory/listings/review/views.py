"""The pages of stewards: the queue, what waits for one offer, its history, and an earlier version to bring back."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from directory import clock
from directory.listings import forms as questions
from directory.listings import queries as desk
from directory.listings.actions import Changed
from directory.listings.logos import queries as pictures
from directory.listings.review import actions, queries
from directory.listings.review.forms import MessageForm, asked, differences, told
from directory.listings.shape import values_of
from directory.listings.views import back_to, theirs
from directory.models import Service
from directory.models.user import ADMIN, STEWARD
from directory.web import access
from directory.web.access import may
from directory.web.page import page

room = Blueprint("review", __name__)


@room.get("/review")
@may(STEWARD, ADMIN)
def queue() -> Response:
    """What waits, the oldest first, and what partners have changed meanwhile."""
    waiting = [{"service": one.service, "since": clock.london(one.waiting[0].at).date(),
                "labels": [questions.label(held.field) for held in one.waiting]}
               for one in queries.queue(access.user())]  # fmt: skip
    unseen = [{"service": one.service, "told": told(one.unseen), "number": one.unseen[-1].number}
              for one in queries.unseen(access.user())]  # fmt: skip
    new = [{"held": one, "since": clock.london(one.sent_at).date()} for one in desk.drafts_sent(access.user())
           if one.sent_at]  # fmt: skip
    logos = [{"held": one, "since": clock.london(one.at).date()} for one in pictures.queue(access.user())]
    return page(
        "listings/queue.html", new=new, logos=logos, waiting=waiting, unseen=unseen, done=request.args.get("done", ""),
        reports=queries.reports(access.user()),
    )  # fmt: skip


@room.get("/review/<uuid:service_id>")
@may(STEWARD, ADMIN)
def offer(service_id: UUID) -> Response:
    """What waits for one offer, field by field."""
    return show(reviewed(service_id), MessageForm())


@room.post("/review/<uuid:service_id>/approve")
@may(STEWARD, ADMIN)
def approve(service_id: UUID) -> AnyResponse:
    """Approves every field that was on the page."""
    service = reviewed(service_id)
    return decided(service, lambda: actions.approve(service, {}, prints=prints(), by=access.user()), "approved")


@room.post("/review/<uuid:service_id>/approve/<field>")
@may(STEWARD, ADMIN)
def approve_field(service_id: UUID, field: str) -> AnyResponse:
    """Approves one field, as it was proposed or as the steward has edited it."""
    service, question = reviewed(service_id), asked(field) or abort(404)
    if question.kind == "fact":  # nothing to edit: it is taken as it was proposed
        return decided(
            service, lambda: actions.approve(service, {}, prints=prints(field), by=access.user()), "approved"
        )
    value, problem = questions.read(question, request.form)
    problem = problem or (field.endswith("_age") and questions.clash({**values_of(service), field: value})) or ""
    typed = {field: (questions.typed(question, request.form), problem)}
    if problem:
        return make_response(show(service, MessageForm(), typed=typed), 422)
    own = desk.made_of(service, field, value) != prints().get(field)  # words of the steward, not those that waited
    return decided(
        service, lambda: actions.approve(service, {field: value}, prints=prints(), by=access.user()), "approved",
        typed=typed if own else None,
    )  # fmt: skip


@room.post("/review/<uuid:service_id>/send-back")
@may(STEWARD, ADMIN)
def send_back(service_id: UUID) -> AnyResponse:
    """Sends everything that was on the page back with a message."""
    service, form = reviewed(service_id), MessageForm(request.form)
    if not form.validate():
        return make_response(show(service, form), 422)
    message = form.message.data or ""
    return decided(
        service, lambda: actions.send_back(service, message, prints=prints(), by=access.user()), "sent_back", form
    )


@room.post("/review/<uuid:service_id>/seen/<int:number>")
@may(STEWARD, ADMIN)
def seen(service_id: UUID, number: int) -> AnyResponse:
    """Notes that what partners have changed was looked at."""
    actions.seen(reviewed(service_id), number)
    return redirect(url_for(".queue", done="seen"), 303)


@room.get("/desk/offers/<uuid:service_id>/history")
@may()
def history(service_id: UUID) -> Response:
    """What was done to an offer: who, when, what before and after, why."""
    service, before = theirs(service_id), request.args.get("before", type=int)
    found, more = queries.history(service.id, before)
    return page(
        "listings/history.html", service=service, told=told(found), older=found[-1].number if more else None,
        steward=desk.is_steward(service, access.user()), listed=queries.listed(service.id),
    )  # fmt: skip


@room.get("/review/<uuid:service_id>/version/<int:number>")
@may(STEWARD, ADMIN)
def version(service_id: UUID, number: int) -> Response:
    """How an earlier version differs from now."""
    service = reviewed(service_id)
    return show_version(service, number)


@room.post("/review/<uuid:service_id>/version/<int:number>")
@may(STEWARD, ADMIN)
def bring_back(service_id: UUID, number: int) -> AnyResponse:
    """Brings it back."""
    service, newest = reviewed(service_id), request.form.get("newest", type=int) or 0
    try:
        if not actions.bring_back(service, number, newest=newest, by=access.user()):
            abort(404)
    except Changed:
        return make_response(show_version(service, number, late=True), 409)
    return back_to(service, done="bring_back")


def show_version(service: Service, number: int, *, late: bool = False) -> Response:
    """The page of an earlier version; 404 when there is none of that number."""
    then = queries.version(service, number)
    if then is None:
        abort(404)
    return page(
        "listings/version.html", service=service, number=number, late=late, newest=queries.latest(service.id),
        changes=differences(values_of(service), then),
    )  # fmt: skip


def reviewed(service_id: UUID) -> Service:
    """The offer, if whoever asks is a steward of it; else 404."""
    return desk.reviewable(str(service_id), by=access.user()) or abort(404)


def prints(only: str = "") -> dict[str, str]:
    """{field: print} of the fields a form was about; of one of them when it is named."""
    named = ((name.removeprefix("print-"), said) for name, said in request.form.items() if name.startswith("print-"))
    return {field: said for field, said in named if asked(field) and only in ("", field)}


Typed = dict[str, tuple[Any, str]]  # {field: (what a steward typed, what is wrong with it)}


def decided(
    service: Service, act: Any, done: str, form: MessageForm | None = None, typed: Typed | None = None
) -> AnyResponse:
    """Does what a steward decided; when what waits is otherwise by now, shows it again and does nothing."""
    try:
        act()
    except Changed:
        return make_response(show(service, form or MessageForm(), late=True, typed=typed), 409)
    left = desk.waiting(service)
    return redirect(url_for(".offer", service_id=service.id) if left else url_for(".queue", done=done), 303)


def show(service: Service, form: MessageForm, *, late: bool = False, typed: Typed | None = None) -> Response:
    """The page of what waits for one offer; what was typed stays, and is open to be seen."""
    live, waits, current = desk.form_of(service)
    items = []
    for field, held in waits.items():
        question = asked(field)
        if not question:
            continue
        own = (typed or {}).get(field)
        words, wrong = own or (questions.as_typed(question, held.value), "")
        items.append({
            "question": question, "by": held.by_name, "since": clock.london(held.at).date(), "typed": words,
            "choices": questions.choices(question, held.value) if question.facet else {}, "problem": wrong,
            "live": questions.said(field, live[field]), "said": questions.said(field, queries.proposal(held, live)),
            "spoken": questions.spoken(field), "open": own is not None,
            "moved": held.made_from != live[field] and questions.said(field, held.made_from), "print": current[field],
        })  # fmt: skip
    return page("listings/review.html", service=service, items=items, form=form, late=late)
