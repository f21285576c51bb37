"""The page where a logo is sent, the one where a steward looks at it, and the pictures themselves."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as AnyResponse

from directory import clock
from directory.listings.actions import Changed
from directory.listings.logos import actions, queries
from directory.listings.review.forms import MessageForm, told
from directory.models import Organization
from directory.models.user import ADMIN, STEWARD
from directory.pictures import BadPicture
from directory.web import access
from directory.web.access import may
from directory.web.page import no_store, page

room = Blueprint("logos", __name__)

WHY = {
    "size": lazy_gettext("This file is too big. Send one of at most 512 KB."),
    "pixels": lazy_gettext("This picture is too large. Send one of at most 2,000 pixels on each side."),
    "kind": lazy_gettext("We cannot read this file. Send a PNG, JPEG or WebP picture."),
}


@room.get("/desk/organisations/<uuid:organization_id>/logo")
@may()
def logo(organization_id: UUID) -> Response:
    """The logo there is, and a form to send another."""
    return show(theirs(organization_id))


@room.post("/desk/organisations/<uuid:organization_id>/logo")
@may()
def put(organization_id: UUID) -> AnyResponse:
    """Takes a picture."""
    organization, sent = theirs(organization_id), request.files.get("logo")
    data = sent.read() if sent else b""
    if not data:
        return make_response(show(organization, _("Choose a picture.")), 422)
    try:
        waits = actions.put(organization, data, by=access.user())
    except BadPicture as bad:
        return make_response(show(organization, str(WHY[bad.reason])), 422)
    return redirect(url_for(".logo", organization_id=organization.id, done="waits" if waits else "saved"), 303)


@room.post("/desk/organisations/<uuid:organization_id>/logo/remove")
@may()
def remove(organization_id: UUID) -> AnyResponse:
    """Takes a picture away, the one everybody sees or the one that waits."""
    organization = theirs(organization_id)
    actions.remove(organization, request.form.get("picture", ""), by=access.user())
    return redirect(url_for(".logo", organization_id=organization.id, done="removed"), 303)


@room.get("/desk/organisations/<uuid:organization_id>/logo/waiting.webp")
@may()
def waiting(organization_id: UUID) -> Response:
    """The picture that waits, for its group and its stewards alone."""
    data = queries.waiting_data(theirs(organization_id).id) or abort(404)
    return no_store(Response(data, mimetype="image/webp"))


@room.get("/review/logos/<uuid:organization_id>")
@may(STEWARD, ADMIN)
def review(organization_id: UUID) -> Response:
    """What a steward looks at before everybody does."""
    return show_waiting(reviewed(organization_id), MessageForm())


@room.post("/review/logos/<uuid:organization_id>/approve")
@may(STEWARD, ADMIN)
def approve(organization_id: UUID) -> AnyResponse:
    """Shows it to everybody."""
    organization = reviewed(organization_id)
    return decided(organization, lambda logo: actions.approve(organization, logo, by=access.user()), "approved")


@room.post("/review/logos/<uuid:organization_id>/send-back")
@may(STEWARD, ADMIN)
def send_back(organization_id: UUID) -> AnyResponse:
    """Takes it away and says why."""
    organization, form = reviewed(organization_id), MessageForm(request.form)
    if not form.validate():
        return make_response(show_waiting(organization, form), 422)
    said = str(form.message.data)
    return decided(
        organization, lambda logo: actions.send_back(organization, logo, said, by=access.user()), "sent_back", form
    )


def decided(
    organization: Organization, act: Callable[[str], None], done: str, form: MessageForm | None = None
) -> AnyResponse:
    """Does what a steward decided about the picture they saw; when another waits by now, shows that instead."""
    try:
        act(request.form.get("picture", ""))
    except Changed:
        return make_response(show_waiting(organization, form or MessageForm(), late=True), 409)
    return redirect(url_for("review.queue", done=done), 303)


@room.get("/logos/<name>.webp")
def picture(name: str) -> Response:
    """A picture; what an address shows never changes."""
    data = queries.data(name) if name.isascii() and name.isprintable() else None
    if data is None:
        abort(404)
    response = Response(data, mimetype="image/webp")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def theirs(organization_id: UUID) -> Organization:
    """The organisation, if whoever asks may act for it; else 404."""
    return queries.organization(str(organization_id), by=access.user()) or abort(404)


def reviewed(organization_id: UUID) -> Organization:
    """The organisation, if whoever asks is a steward of it; else 404."""
    return queries.reviewable(str(organization_id), by=access.user()) or abort(404)


def show(organization: Organization, problem: str = "") -> Response:
    """The page of its group."""
    return page(
        "listings/logo.html", organization=organization, held=queries.waiting(organization.id), problem=problem,
        told=told(queries.history(organization.id)), done=request.args.get("done", ""),
    )  # fmt: skip


def show_waiting(organization: Organization, form: MessageForm, *, late: bool = False) -> Response:
    """The page of its stewards."""
    held = queries.waiting(organization.id)
    since = clock.london(held.at).date() if held else None
    return page("listings/logo_review.html", organization=organization, held=held, since=since, form=form, late=late)
