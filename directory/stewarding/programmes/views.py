"""The page where offers are put into a programme or taken out of it."""

from uuid import UUID

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from directory import index
from directory.models.user import ADMIN, STEWARD
from directory.stewarding import actions
from directory.stewarding import queries as kinds
from directory.stewarding.actions import Changed
from directory.stewarding.programmes import queries
from directory.stewarding.shape import Values, print_of
from directory.web import access
from directory.web.access import may
from directory.web.page import page

room = Blueprint("programmes", __name__, url_prefix="/stewards/programmes")


@room.get("/<key>/offers")
@may(STEWARD, ADMIN)
def offers(key: str) -> Response:
    """The offers of a programme, and a search for others."""
    return show(key, theirs(key))


@room.post("/<key>/offers")
@may(STEWARD, ADMIN)
def put(key: str) -> AnyResponse:
    """Puts an offer in, or takes one out."""
    now, given = theirs(key), request.form
    added, removed = (str(given.get(name, type=UUID) or "") for name in ("add", "remove"))
    if added and added not in kinds.stewarded_among([added], access.user()) or not (added or removed):
        abort(404)
    then = sorted({*now["offers"], added} - {removed, ""})
    try:
        actions.change("programmes", key, {"offers": then}, print=given.get("print", ""), by=access.user())
    except Changed:
        return make_response(show(key, theirs(key), late=True), 409)
    return redirect(url_for(".offers", key=key, q=given.get("q") or None), 303)


def theirs(key: str) -> Values:
    """The programme, if whoever asks may edit it; else 404."""
    return kinds.one("programmes", key, access.user()) or abort(404)


def show(key: str, now: Values, *, late: bool = False) -> Response:
    """The page. Only offers of the steward's own boroughs are found."""
    said = request.values.get("q", "").strip()[:100]
    hits = [hit.id for hit in index.find(index.asked(MultiDict({"q": said}))).hits] if said else []
    mine = kinds.stewarded_among(hits, access.user())
    found = queries.named([id_ for id_ in hits if id_ in mine and id_ not in now["offers"]])
    return page(
        "stewarding/offers.html", key=key, name=now["name"], q=said, found=list(found.values()),
        members=list(queries.named(now["offers"]).values()), print=print_of(now), late=late,
    )  # fmt: skip
