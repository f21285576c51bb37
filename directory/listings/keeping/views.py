"""The pages behind the link of a letter: no sign-in, no cookie, and nothing is done before a button is pressed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Form

from directory import plain_values
from directory.listings import forms as questions
from directory.listings import queries as desk
from directory.listings.actions import Changed
from directory.listings.dates.forms import TimesForm, asked_of, pattern_from, said_of_times
from directory.listings.dates.shape import times_of
from directory.listings.dates.views import SHOWN, SHOWN_BACK, coming, is_over, pattern, venue
from directory.listings.forms import Question
from directory.listings.keeping import actions, forms, queries
from directory.listings.keeping.actions import KEEP, STOP, UNDO
from directory.listings.keeping.queries import Link
from directory.listings.review.queries import proposal
from directory.listings.shape import Values
from directory.listings.states.forms import FORMS
from directory.listings.states.views import show as show_state
from directory.listings.views import asked, summary_list
from directory.models import Service, Waiting
from directory.web.page import no_store, page

room = Blueprint("keeping", __name__)

DONE = ("confirm", "pause", "cancel", "waits", "same")


@room.get("/keep/<token>")
def offers(token: str) -> Response:
    """The offers that have to be confirmed, with their key facts and one button for all of them."""
    return show(opened(KEEP, token), token)


@room.post("/keep/<token>/confirm")
def confirm(token: str) -> AnyResponse:
    """Everything about the offers that were on the page is still right."""
    link = opened(KEEP, token)
    prints = {name.removeprefix("print-"): said for name, said in request.form.items() if name.startswith("print-")}
    try:
        done = actions.confirm(link, prints)
    except Changed:
        return make_response(show(link, token, late=True), 409)
    return back_to(token, "confirm" if done else "")


@room.get("/keep/<token>/offers/<uuid:service_id>")
def offer(token: str, service_id: UUID) -> Response:
    """One offer with all that is asked about it, each answer with a way to correct it."""
    link = opened(KEEP, token)
    service = theirs(link, service_id)
    live, waits, _prints = desk.form_of(service)
    return no_store(page(
        "keeping/offer.html", link=link, token=token, one=forms.told(service), tasks=summary_list(live, waits),
        print=queries.prints([service])[service.id],
    ))  # fmt: skip


@room.get("/keep/<token>/offers/<uuid:service_id>/change/<field>")
def change(token: str, service_id: UUID, field: str) -> Response:
    """One question, with the answer there is or the one that waits."""
    service, question = theirs(opened(KEEP, token), service_id), asked(field)
    live, waits, prints = desk.form_of(service)
    value = waits[field].value if field in waits else live[field]
    return ask(token, service, question, questions.as_typed(question, value), prints[field])


@room.post("/keep/<token>/offers/<uuid:service_id>/change/<field>")
def correct(token: str, service_id: UUID, field: str) -> AnyResponse:
    """Takes one answer, which a steward looks at first; with a mistake in it, or late, what was typed stays."""
    link = opened(KEEP, token)
    service, question = theirs(link, service_id), asked(field)
    value, problem = questions.read(question, request.form)
    typed, print_ = questions.typed(question, request.form), request.form.get("print", "")
    live, waits, _prints = desk.form_of(service)
    asked_for = {one: held.value for one, held in waits.items()}
    problem = problem or (field.endswith("_age") and questions.clash({**live, **asked_for, field: value})) or ""
    if problem:
        return make_response(ask(token, service, question, typed, print_, problem=problem), 422)
    try:
        actions.correct(link, service, {field: value}, {field: print_})
    except Changed:
        live, waits, prints = desk.form_of(service)
        said = questions.said(field, waits[field].value if field in waits else live[field])
        other = {"by": waits[field].by_name if field in waits else "", "spoken": questions.spoken(field), "said": said}
        return make_response(ask(token, service, question, typed, prints[field], other=other), 409)
    return back_to(token, "waits" if field in desk.waiting(service) else "same")


@room.get("/keep/<token>/offers/<uuid:service_id>/<any(pause,close):act>")
def ask_state(token: str, service_id: UUID, act: str) -> Response:
    """Asks the few things that go with a pause or an end."""
    return state(token, theirs(opened(KEEP, token), service_id), act, FORMS[act]())


@room.post("/keep/<token>/offers/<uuid:service_id>/<any(pause,close):act>")
def set_state(token: str, service_id: UUID, act: str) -> AnyResponse:
    """Pauses it at once; that it has ended a steward looks at first."""
    link = opened(KEEP, token)
    service, form = theirs(link, service_id), FORMS[act](request.form)
    if not form.validate():
        return make_response(state(token, service, act, form), 422)
    say, print_ = form["say"].data or None, request.form.get("print", "")
    try:
        if act == "close":
            actions.say_ended(link, service, say=say, print_=print_)
        else:
            actions.pause(link, service, until=form["until"].day, say=say, print_=print_)
    except Changed:
        return make_response(state(token, service, act, form, late=True), 409)
    return back_to(token, "waits" if act == "close" else act)


@room.get("/keep/<token>/offers/<uuid:service_id>/dates")
def dates(token: str, service_id: UUID) -> Response:
    """The next dates, each with a button that calls it off, and the times they come from."""
    service = theirs(opened(KEEP, token), service_id)
    patterns = times_of(service)
    times = [{"id": id_, "said": said_of_times(id_, one)[0], "where": venue(service, id_), "asked": bool(asked_of(one))}
             for id_, one in patterns.items()]  # fmt: skip
    return no_store(page(
        "listings/dates.html", service=service, times=times, sessions=coming(patterns, SHOWN), off=[], done="",
        token=token,
    ))  # fmt: skip


@room.post("/keep/<token>/offers/<uuid:service_id>/dates/cancel")
def call_off(token: str, service_id: UUID) -> AnyResponse:
    """It is not on that day; people see it at once."""
    link = opened(KEEP, token)
    service, day = theirs(link, service_id), plain_values.day(request.form.get("day", ""))[0]
    schedule_id = request.form.get("times", "")
    if day is None or is_over(times_of(service), schedule_id, day):
        abort(404)
    if not actions.call_off(link, service, schedule_id, day):
        abort(404)
    return back_to(token, "cancel")


@room.get("/keep/<token>/offers/<uuid:service_id>/times/<uuid:schedule_id>")
def times(token: str, service_id: UUID, schedule_id: UUID) -> Response:
    """Days and hours of one session, as questions."""
    service = theirs(opened(KEEP, token), service_id)
    live, waits, prints = desk.form_of(service)
    asked = asked_of(pattern(to_be(live, waits), schedule_id))
    return ask_times(token, service, schedule_id, TimesForm(data=asked), prints)


@room.post("/keep/<token>/offers/<uuid:service_id>/times/<uuid:schedule_id>")
def correct_times(token: str, service_id: UUID, schedule_id: UUID) -> AnyResponse:
    """Shows the next dates back first; once somebody has seen them, a steward is asked to look."""
    link = opened(KEEP, token)
    service, form, sent = theirs(link, service_id), TimesForm(request.form), {"times": request.form.get("print", "")}
    live, waits, prints = desk.form_of(service)
    old = pattern(to_be(live, waits), schedule_id)
    if not form.validate():
        return make_response(ask_times(token, service, schedule_id, form, sent), 422)
    new = pattern_from(form, old)
    back, told = coming({str(schedule_id): new}, SHOWN_BACK), said_of_times(str(schedule_id), new)[0]
    if request.form.get("seen") != told or "again" in request.form or not back:
        return ask_times(token, service, schedule_id, form, sent, back=back, told=told)
    asked = waits["times"].value if "times" in waits else live["times"]
    try:
        actions.correct(link, service, {"times": {**asked, str(schedule_id): new}}, sent)
    except Changed:
        other = said_of_times(str(schedule_id), old)
        return make_response(
            ask_times(token, service, schedule_id, form, prints, back=back, told=told, other=other), 409
        )
    return back_to(token, "waits")


def to_be(live: Values, waits: Mapping[str, Waiting]) -> Values:
    """The times of an offer, with the corrections that wait."""
    return proposal(waits["times"], live) if "times" in waits else live["times"]


@room.get("/undo/<token>")
def ask_undo(token: str) -> Response:
    """Shows what would be undone."""
    return show_undo(opened(UNDO, token), token)


@room.post("/undo/<token>")
def undo(token: str) -> AnyResponse:
    """Undoes it."""
    link = opened(UNDO, token)
    try:
        actions.undo(link)
    except Changed:
        return make_response(show_undo(link, token, late=True), 409)
    return redirect(url_for(".ask_undo", token=token), 303)


@room.get("/reminders/<token>")
def stop(token: str) -> Response:
    """Asks whether reminders should stop."""
    link = opened(STOP, token)
    return no_store(page("keeping/stop.html", link=link, token=token, stopped=queries.wants_none(link)))


@room.post("/reminders/<token>")
def stop_now(token: str) -> AnyResponse:
    """Stops them, or begins again. A mail program posts here too (RFC 8058), and is not led anywhere."""
    link = opened(STOP, token)
    act = actions.begin_again if "again" in request.form else actions.stop
    act(link)
    return stop(token) if "List-Unsubscribe" in request.form else redirect(url_for(".stop", token=token), 303)


def opened(use: str, token: str) -> Link:
    """What the link opens; a page that says what to do instead (410) when it is not good any more."""
    found = queries.opened(use, token)
    return found or abort(no_store(make_response(page("keeping/old_link.html"), 410)))


def theirs(link: Link, service_id: UUID) -> Service:
    """An offer of the link's organisation; else 404."""
    return queries.offer(link, str(service_id)) or abort(404)


def back_to(token: str, done: str) -> AnyResponse:
    """Back to the first page, which says what was done."""
    return redirect(url_for("keeping.offers", token=token, done=done or None), 303)


def show(link: Link, token: str, *, late: bool = False) -> Response:
    """The first page. `late`: something has been changed since it was opened."""
    every, done = queries.offers(link), request.args.get("done", "")
    prints = queries.prints(every)
    due = [forms.told(one) | {"print": prints[one.id]} for one in every if queries.is_due(one)]
    return no_store(page(
        "keeping/offers.html", link=link, token=token, due=due, late=late, done=done if done in DONE else "",
        others=[forms.told(one) for one in every if not queries.is_due(one)],
    ))  # fmt: skip


def ask(
    token: str, service: Service, question: Question, typed: Any, print_: str, *, problem: str = "",
    other: dict[str, Any] | None = None,
) -> Response:  # fmt: skip
    """The page of one question."""
    choices = questions.choices(question, typed) if question.facet else {}
    return no_store(page(
        "listings/change.html", service=service, question=question, typed=typed, print=print_, problem=problem,
        other=other, choices=choices, waits=True, token=token,
    ))  # fmt: skip


def state(token: str, service: Service, act: str, form: Form, *, late: bool = False) -> Response:
    """The page of a pause or an end."""
    return no_store(show_state(service, act, form, token=token, late=late))


def ask_times(
    token: str, service: Service, schedule_id: UUID, form: TimesForm, prints: dict[str, str], *, back: Any = None,
    told: str = "", other: Any = None,
) -> Response:  # fmt: skip
    """The page of one session."""
    return no_store(page(
        "listings/times.html", service=service, schedule_id=schedule_id, form=form, print=prints["times"], back=back,
        told=told, other=other, venue=venue(service, str(schedule_id)), token=token,
    ))  # fmt: skip


def show_undo(link: Link, token: str, *, late: bool = False) -> Response:
    """The page of an undo link."""
    acts = queries.acts(link)
    left = [forms.act_in_words(one, service) for one, service in acts if not actions.is_undone(one)]
    return no_store(page("keeping/undo.html", link=link, token=token, acts=left, late=late))
