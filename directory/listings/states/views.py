"""The pages that pause, close and reopen an offer, say that it is full, and take a wrong number off."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, make_response, request
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Form

from directory.listings import actions, queries
from directory.listings import forms as questions
from directory.listings.states.forms import FORMS
from directory.listings.views import back_to, in_words, keep, theirs
from directory.models import Service
from directory.web import access
from directory.web.access import may
from directory.web.page import page

room = Blueprint("states", __name__, url_prefix="/desk/offers/<uuid:service_id>")


@room.get("/<any(pause, close, full):act>")
@may()
def ask(service_id: UUID, act: str) -> Response:
    """Asks the few things that go with it."""
    return show(theirs(service_id), act, FORMS[act]())


@room.post("/<any(pause, close, full):act>")
@may()
def do(service_id: UUID, act: str) -> AnyResponse:
    """Does it; it is live at once."""
    service, form = theirs(service_id), FORMS[act](request.form)
    if not form.validate():
        return make_response(show(service, act, form), 422)
    try:
        ACTS[act](service, form, **said())
    except actions.Changed:
        return make_response(show(service, act, form, late=True), 409)
    return back_to(service, done=act)


def said() -> dict[str, Any]:
    """Who does it, and the print of the page it was done on."""
    return {"by": access.user(), "print_": request.form.get("print", "")}


def pause(service: Service, form: Any, **who: Any) -> None:
    """Not now."""
    actions.pause(service, until=form.until.day, say=form.say.data or None, **who)


def close(service: Service, form: Any, **who: Any) -> None:
    """No more."""
    actions.close(service, say=form.say.data or None, why=form.why.data, **who)


def full(service: Service, form: Any, **who: Any) -> None:
    """No new people for now."""
    actions.stop_taking(service, until=form.until.day, **who)


ACTS: dict[str, Callable[..., None]] = {"pause": pause, "close": close, "full": full}


@room.post("/reopen")
@may()
def reopen(service_id: UUID) -> AnyResponse:
    """Opens a paused or ended offer again."""
    return at_once(theirs(service_id), "reopen", actions.reopen)


@room.post("/taking")
@may()
def taking(service_id: UUID) -> AnyResponse:
    """Takes new people again."""
    return at_once(theirs(service_id), "taking", actions.take_again)


@room.post("/withdraw/<field>")
@may()
def withdraw(service_id: UUID, field: str) -> AnyResponse:
    """Takes a number or an address that is wrong off the page at once."""
    service = theirs(service_id)
    if field not in questions.REACHED_BY:
        abort(404)
    return at_once(service, "withdraw", partial(actions.withdraw, field=field), anchor=field)


def at_once(service: Service, done: str, act: Callable[..., None], *, anchor: str = "") -> AnyResponse:
    """Does what needs one tap; when somebody else was quicker, the offer is shown as it is now."""
    try:
        act(service, **said())
    except actions.Changed:
        return make_response(keep(service, late=True), 409)
    return back_to(service, done=done, anchor=anchor)


def show(service: Service, act: str, form: Form, *, token: str = "", late: bool = False) -> Response:
    """The page of one act. `late`: something has been changed since it was opened, so it says what there is now."""
    live, waits, prints = queries.form_of(service)
    fresh = late or request.method == "GET"
    return page(
        "listings/state.html", service=service, act=act, form=form, token=token, late=late, waits=waits,
        print=queries.state_print(prints) if fresh else request.form.get("print", ""),
        state_words=in_words(service, live),
    )  # fmt: skip
