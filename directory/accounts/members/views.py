"""The pages about the people of an organisation."""

from uuid import UUID

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from directory.accounts import queries
from directory.accounts.actions import A_DAY, allow
from directory.accounts.members import actions
from directory.accounts.members.forms import InviteForm
from directory.models import Organization
from directory.web import access
from directory.web.access import may
from directory.web.page import page

room = Blueprint("members", __name__, url_prefix="/desk/organisations")

INVITES = 20  # a person may send in a day


@room.get("/<uuid:organization_id>/people")
@may()
def people(organization_id: UUID) -> Response:
    """Who keeps the offers of an organisation right, and a form to invite one more."""
    return show(theirs(organization_id), InviteForm())


@room.post("/<uuid:organization_id>/people")
@may()
def invite(organization_id: UUID) -> AnyResponse:
    """Invites a colleague."""
    organization, form = theirs(organization_id), InviteForm(request.form)
    if not form.validate():
        return make_response(show(organization, form), 422)
    if not allow("invite", access.user().id, INVITES, A_DAY):
        raise TooManyRequests(retry_after=3600)
    actions.invite(organization, name=form.name.data or "", email=form.email.data or "", by=access.user())
    return redirect(url_for(".people", organization_id=organization.id, invited="yes"), 303)


@room.post("/<uuid:organization_id>/people/<uuid:user_id>/remove")
@may()
def remove(organization_id: UUID, user_id: UUID) -> AnyResponse:
    """Ends somebody's work for an organisation; never the last one's."""
    organization = theirs(organization_id)
    try:
        actions.remove(organization, str(user_id), by=access.user())
    except actions.LastOne:
        return make_response(show(organization, InviteForm(), last=True), 422)
    except LookupError:
        abort(404)
    if queries.organization(organization.id, by=access.user()):
        return redirect(url_for(".people", organization_id=organization.id), 303)
    return redirect(url_for("listings.desk"), 303)


def theirs(organization_id: UUID) -> Organization:
    """The organisation, if whoever asks may act for it; else 404."""
    found = queries.organization(str(organization_id), by=access.user())
    if not found:
        abort(404)
    return found


def show(organization: Organization, form: InviteForm, *, last: bool = False) -> Response:
    """The page."""
    return page(
        "accounts/people.html", organization=organization, members=queries.members(organization), form=form,
        me=access.user(), last=last, invited=bool(request.args.get("invited")),
    )  # fmt: skip
