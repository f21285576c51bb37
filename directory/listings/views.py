"""The desk: what somebody keeps right, as residents see it, and the page where one offer is kept right."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from directory import clock, mail
from directory.index import Hit
from directory.listings import actions, forms, queries
from directory.listings.forms import Question
from directory.models import Service
from directory.models.service import State
from directory.web import access, versions
from directory.web.access import may
from directory.web.cards import cards, confirmed, state_words
from directory.web.page import page

room = Blueprint("listings", __name__)


@room.get("/desk")
@may()
def desk() -> Response:
    """My offers as residents see them, and for stewards the organisations of their boroughs."""
    user, today = access.user(), clock.today()
    mine = queries.desks(user)
    waits = queries.waiting_counts(service.id for one in mine for service in one.services)
    drafts = queries.drafts(one.organization.id for one in mine)
    texts = versions.texts([service for one in mine for service in one.services])
    desks = [
        {
            "organization": one.organization,
            "drafts": [draft for draft in drafts if draft.organization_id == one.organization.id],
            "offers": [
                {"id": service.id, "card": card | {"code": ""}, "ended": service.state(today) is State.ENDED,
                 "confirmed_today": service.assured_date == today, "waits": waits.get(service.id, 0)}
                for service, card in zip(one.services, cards(one.services, texts=texts), strict=True)
            ],
        }
        for one in mine
    ]  # fmt: skip
    return page(
        "listings/desk.html", user=user, desks=desks, looked_after=queries.looked_after(user),
        stuck=mail.waiting() if user.is_staff else [], confirmed=request.args.get("confirmed", ""),
    )  # fmt: skip


@room.post("/desk/offers/<uuid:service_id>/confirm")
@may()
def confirm(service_id: UUID) -> AnyResponse:
    """Everything about this offer is still right."""
    service = theirs(service_id)
    actions.confirm(service, by=access.user())
    if request.form.get("next") == "offer":
        return back_to(service, done="confirm")
    return redirect(url_for(".desk", confirmed=service.id, _anchor=f"offer-{service.id}"), 303)


@room.get("/desk/offers/<uuid:service_id>")
@may()
def offer(service_id: UUID) -> Response:
    """One offer: what it says, field by field, what waits, what is missing, and what can be done."""
    return keep(theirs(service_id))


def keep(service: Service, *, late: bool = False) -> Response:
    """The page of one offer. `late`: something has been changed since it was opened."""
    today, saved = clock.today(), request.args.get("done", "")
    live, waits, prints = queries.form_of(service)
    return page(
        "listings/offer.html", service=service, state=service.state(today), today=today, user=access.user(),
        state_words=in_words(service, live), late=late, prints=prints, print=queries.state_print(prints),
        confirmed=confirmed(service.assured_date, today), tasks=summary_list(live, waits),
        missing=[question for _label, questions in forms.TASKS.values() for question in questions
                 if is_missing(question, live, waits)],
        advice=[(forms.label(field), field, advice) for field, advice in forms.nudges(live)],
        done=saved if saved in DONE else "", withdrawable=[one for one in forms.REACHED_BY if live[one]],
        steward=queries.is_steward(service, access.user()), label=forms.label,
    )  # fmt: skip


def in_words(service: Service, live: dict[str, Any]) -> str:
    """That an offer is paused, has ended or is full; "" for one that is as usual."""
    return state_words(service, Hit(service.id, codes={"waiting": live["waiting"]}), clock.today())


DONE = (
    "confirm",
    "saved",
    "waits",
    "same",
    "pause",
    "close",
    "reopen",
    "full",
    "taking",
    "withdraw",
    "bring_back",
    "listed",
)
ASKED_FOR = ("summary", "description", "first_visit", "categories", "audiences", "not_for", "access", "cost", "formats")


def is_missing(question: Question, live: dict[str, Any], waits: dict[str, Any]) -> bool:
    """Whether residents would want to know this and nobody has said it yet."""
    if question.key == "phones":
        return not (live["phones"] or live["email"] or live["url"] or waits.keys() & set(forms.REACHED_BY))
    return question.key in ASKED_FOR and not live[question.key] and question.key not in waits


def summary_list(live: dict[str, Any], waits: dict[str, Any]) -> list[dict[str, Any]]:
    """The five tasks with their questions and answers in words."""
    return [
        {
            "key": key,
            "label": label,
            "rows": [
                {"key": one.key, "label": one.label, "said": forms.said(one.key, live[one.key]),
                 "spoken": forms.spoken(one.key), "waits": waits.get(one.key),
                 "proposed": forms.said(one.key, waits[one.key].value) if one.key in waits else ""}
                for one in questions
            ],
        }
        for key, (label, questions) in forms.TASKS.items()
    ]  # fmt: skip


@room.get("/desk/offers/<uuid:service_id>/change/<field>")
@may()
def change(service_id: UUID, field: str) -> Response:
    """One question, with the answer there is or the one that waits."""
    service, question = theirs(service_id), asked(field)
    live, waits, prints = queries.form_of(service)
    value = waits[field].value if field in waits else live[field]
    return show(service, question, forms.as_typed(question, value), prints[field])


@room.post("/desk/offers/<uuid:service_id>/change/<field>")
@may()
def save(service_id: UUID, field: str) -> AnyResponse:
    """Saves one answer; with a mistake in it, or when somebody else was quicker, what was typed stays."""
    service, question = theirs(service_id), asked(field)
    value, problem = forms.read(question, request.form)
    typed = forms.typed(question, request.form)
    problem = problem or (field.endswith("_age") and forms.clash({**queries.form_of(service)[0], field: value})) or ""
    if problem:
        return make_response(show(service, question, typed, request.form.get("print", ""), problem=problem), 422)
    try:
        held = actions.revise(service, {field: value}, prints={field: request.form.get("print", "")}, by=access.user())
    except actions.Changed:
        live, waits, prints = queries.form_of(service)
        other = {"by": waits[field].by_name if field in waits else "", "spoken": forms.spoken(field),
                 "said": forms.said(field, waits[field].value if field in waits else live[field])}  # fmt: skip
        return make_response(show(service, question, typed, prints[field], other=other), 409)
    return back_to(service, done="waits" if held else "saved", anchor=field)


def asked(field: str) -> Question:
    """The question about a field; 404 for what nobody is asked, whatever a form sends."""
    return forms.QUESTIONS.get(field) or abort(404)


def show(
    service: Service, question: Question, typed: Any, print_: str, *, problem: str = "",
    other: dict[str, Any] | None = None,
) -> Response:  # fmt: skip
    """The page of one question. `other` is what somebody else has saved there meanwhile."""
    choices = forms.choices(question, typed) if question.facet else {}
    return page(
        "listings/change.html", service=service, question=question, typed=typed, print=print_, problem=problem,
        other=other, choices=choices, waits=question.waits and not queries.is_steward(service, access.user()),
    )  # fmt: skip


def theirs(service_id: UUID) -> Service:
    """The offer, if whoever asks may keep it right; else 404."""
    return queries.editable(str(service_id), by=access.user()) or abort(404)


def back_to(service: Service, *, done: str, anchor: str = "") -> AnyResponse:
    """Back to the page of one offer, which says what was done."""
    return redirect(url_for("listings.offer", service_id=service.id, done=done, _anchor=anchor or None), 303)
