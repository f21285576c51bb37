"""Sends a list to somebody by e-mail or text, when a key for GOV.UK Notify is set; for staff who are signed in."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Form

from directory import limits, notify
from directory.models import Service
from directory.signposting import queries, shape
from directory.signposting.sending.forms import FORMS
from directory.signposting.views import private, site
from directory.web import access
from directory.web.access import may
from directory.web.cards import cards
from directory.web.page import page
from directory.web.shortlist import Shortlist

room = Blueprint("sending", __name__)

AN_HOUR = 20  # messages one person may send
EVERYBODY = 200  # that all may send in an hour


@room.get("/list/send")
@may()
def send() -> Response:
    """Asks to whom the list in the address goes."""
    possible()
    chosen = Shortlist.of(request.args)
    return show(chosen, queries.chosen(chosen.codes), {way: FORMS[way]() for way in notify.ways()})


@room.post("/list/send/<any(email, sms):way>")
@may()
def sent(way: str) -> AnyResponse:
    """Sends it. Of to whom nothing is kept; whatever went wrong, what was typed is still there to try again."""
    if way not in possible():
        abort(404)
    chosen = Shortlist.of(request.form)
    services = queries.chosen(chosen.codes)
    forms = {one: FORMS[one](request.form if one == way else None) for one in notify.ways()}
    if not services or not forms[way].validate():
        return make_response(show(chosen, services, forms), 422)
    problem = deliver(way, forms[way].address(), chosen.only(one.code for one in services), services)
    if problem:
        return make_response(show(chosen, services, forms, problem), 429 if problem == "limit" else 503)
    return redirect(url_for(".send", **chosen.args(), done=way), 303)


def possible() -> list[str]:
    """The ways there are; 404 when no key is set."""
    return notify.ways() or abort(404)


def deliver(way: str, to: str, known: Shortlist, services: Sequence[Service]) -> str:
    """Hands a message over; what went wrong, or ""."""
    if not limits.allow("send-list", access.user().id, AN_HOUR) or not limits.allow("send-lists", "all", EVERYBODY):
        return "limit"
    address = site(url_for("signposting.shortlist", **known.args()))
    try:
        notify.send(way, to, words(way, services, address))
    except notify.Unsent as why:
        return str(why)
    return ""


def words(way: str, services: Sequence[Service], address: str) -> str:
    """What is sent: a text message has the names and the address of the list, or where that is too long the address."""
    if way == notify.TEXT:
        return shape.short_text([one.name for one in services], address)
    told = [
        (fact, site(url_for("offers.by_code", code=fact["code"]))) for fact in shape.told(services, cards(services))
    ]
    return shape.text(told, address)


def show(chosen: Shortlist, services: Sequence[Service], forms: dict[str, Form], problem: str = "") -> Response:
    """The page; `problem` is "limit" or what Unsent says."""
    said = {
        "limit": _("That was a lot of messages in one hour. Wait a while, or send it from your own program."),
        "refused": _("It could not be sent to that address or number. Look whether it is right."),
        "busy": _("Too many messages are being sent at the moment. Try again in a few minutes."),
        "away": _("It could not be sent just now. Try again, or send it from your own program."),
    }
    done = request.args.get("done", "")
    response = page(
        "signposting/send.html", services=services, forms=forms, codes=chosen.written, day=chosen.since.isoformat(),
        problem=said.get(problem, ""), done=done if done in forms else "", known=chosen,
        form=next((one for one in forms.values() if one.errors), None),
    )  # fmt: skip
    return private(response)
