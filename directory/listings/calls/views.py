"""The list of groups to phone, and what a steward writes down afterwards."""

from uuid import UUID

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from directory.listings.keeping import actions, queries
from directory.listings.keeping.forms import PhonedForm, told
from directory.listings.review import queries as review
from directory.models.user import ADMIN, STEWARD
from directory.web import access
from directory.web.access import may
from directory.web.page import page

room = Blueprint("calls", __name__)


@room.get("/review/calls")
@may(STEWARD, ADMIN)
def calls() -> Response:
    """Groups that letters do not reach or that do not answer, each with its numbers and what to ask."""
    return show()


@room.post("/review/calls/<uuid:organization_id>")
@may(STEWARD, ADMIN)
def phoned(organization_id: UUID) -> AnyResponse:
    """They have just said on the phone that these offers are right."""
    call = queries.call_of(str(organization_id), by=access.user())
    if call is None:
        abort(404)
    form = PhonedForm(request.form, prefix=str(organization_id))
    chosen = [one for one in call if one.id in request.form.getlist("offer")]
    if not form.validate() or not chosen:
        return make_response(show(str(organization_id), form, chosen={one.id for one in chosen}), 422)
    actions.phoned(chosen, who=form.who.data or "", by=access.user())
    return redirect(url_for(".calls", done="phoned"), 303)


def show(wrong: str = "", form: PhonedForm | None = None, chosen: set[str] | None = None) -> Response:
    """The page. `wrong` is the organisation whose form came back with a mistake in it."""
    found = [
        {
            "call": call,
            "form": form if form and call.organization.id == wrong else PhonedForm(prefix=call.organization.id),
            "offers": [told(service) for service in call.services],
            "chosen": chosen if chosen is not None and call.organization.id == wrong else None,
        }
        for call in queries.calls(access.user())
    ]
    return page(
        "listings/calls.html", calls=found, form=form, done=request.args.get("done", ""),
        reports=review.reports(access.user()),
    )  # fmt: skip
