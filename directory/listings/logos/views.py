"""The page where a logo is sent, and the pictures themselves."""

from uuid import UUID

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as AnyResponse

from directory.listings.logos import actions, queries
from directory.models import Organization
from directory.pictures import BadPicture
from directory.web import access
from directory.web.access import may
from directory.web.page import page

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
        actions.put(organization, data, by=access.user())
    except BadPicture as bad:
        return make_response(show(organization, str(WHY[bad.reason])), 422)
    return redirect(url_for(".logo", organization_id=organization.id, done="saved"), 303)


@room.post("/desk/organisations/<uuid:organization_id>/logo/remove")
@may()
def remove(organization_id: UUID) -> AnyResponse:
    """Takes the logo away."""
    organization = theirs(organization_id)
    actions.remove(organization, by=access.user())
    return redirect(url_for(".logo", organization_id=organization.id, done="removed"), 303)


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


def show(organization: Organization, problem: str = "") -> Response:
    """The page."""
    done = request.args.get("done", "")
    return page("listings/logo.html", organization=organization, problem=problem, done=done)
