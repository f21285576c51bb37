"""The pages that pause, close and reopen an offer, say that it is full, and take a wrong number off."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, make_response, request
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Form

from directory import clock
from directory.listings import actions
from directory.listings import forms as questions
from directory.listings.states.forms import FORMS
from directory.listings.views import back_to, theirs
from directory.models import Service, User
from directory.models.service import State
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
    ACTS[act](service, form, access.user())
    return back_to(service, done=act)


def pause(service: Service, form: Any, by: User) -> None:
    """Not now."""
    actions.pause(service, until=form.until.day, say=form.say.data or None, by=by)


def close(service: Service, form: Any, by: User) -> None:
    """No more."""
    actions.close(service, say=form.say.data or None, why=form.why.data, by=by)


def full(service: Service, form: Any, by: User) -> None:
    """No new people for now."""
    actions.stop_taking(service, until=form.until.day, by=by)


ACTS: dict[str, Callable[[Service, Any, User], None]] = {"pause": pause, "close": close, "full": full}


@room.post("/reopen")
@may()
def reopen(service_id: UUID) -> AnyResponse:
    """Opens a paused or ended offer again."""
    service = theirs(service_id)
    actions.reopen(service, by=access.user())
    return back_to(service, done="reopen")


@room.post("/taking")
@may()
def taking(service_id: UUID) -> AnyResponse:
    """Takes new people again."""
    service = theirs(service_id)
    actions.take_again(service, by=access.user())
    return back_to(service, done="taking")


@room.post("/withdraw/<field>")
@may()
def withdraw(service_id: UUID, field: str) -> AnyResponse:
    """Takes a number or an address that is wrong off the page at once."""
    service = theirs(service_id)
    if field not in questions.REACHED_BY:
        abort(404)
    actions.withdraw(service, field, by=access.user())
    return back_to(service, done="withdraw", anchor=field)


def show(service: Service, act: str, form: Form) -> Response:
    """The page of one act."""
    return page(
        "listings/state.html", service=service, act=act, form=form, ended=service.state(clock.today()) is State.ENDED
    )
