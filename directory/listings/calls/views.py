"""The list of groups to phone, and what a steward writes down afterwards."""

from uuid import UUID

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from directory.listings.keeping import actions, queries
from directory.listings.keeping.forms import PhonedForm, told
from directory.listings.keeping.queries import Call
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
    if not call:
        return make_response(show(late=True), 409)
    form = PhonedForm(request.form, prefix=str(organization_id), offers=call)
    if not form.validate():
        return make_response(show(str(organization_id), form), 422)
    actions.phoned(form.chosen, who=form.who.data or "", by=access.user())
    return redirect(url_for(".calls", done="phoned"), 303)


def show(wrong: str = "", form: PhonedForm | None = None, *, late: bool = False) -> Response:
    """The page. `wrong` is the organisation whose form came back with a mistake in it; `late`: nothing is left."""
    found = [
        {
            "call": call,
            "form": form if form and call.organization.id == wrong else fresh(call),
            "offers": [told(service) for service in call.services],
        }
        for call in queries.calls(access.user())
    ]
    return page(
        "listings/calls.html", calls=found, form=form, done=request.args.get("done", ""), late=late,
        reports=review.reports(access.user()),
    )  # fmt: skip


def fresh(call: Call) -> PhonedForm:
    """The form of a group before anything was said."""
    return PhonedForm(prefix=call.organization.id, offers=call.services)
