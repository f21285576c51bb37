"""The desk: what somebody keeps right, as residents see it, and who they look after."""

from uuid import UUID

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from directory import clock, mail
from directory.listings import actions, queries
from directory.models.service import State
from directory.web import access
from directory.web.access import may
from directory.web.cards import cards
from directory.web.page import page

room = Blueprint("listings", __name__)


@room.get("/desk")
@may()
def desk() -> Response:
    """My offers as residents see them, and for stewards the organisations of their boroughs."""
    user, today = access.user(), clock.today()
    desks = [
        {
            "organization": one.organization,
            "offers": [
                {"id": service.id, "card": card | {"code": ""}, "ended": service.state(today) is State.ENDED,
                 "confirmed_today": service.assured_date == today}
                for service, card in zip(one.services, cards(one.services), strict=True)
            ],
        }
        for one in queries.desks(user)
    ]  # fmt: skip
    return page(
        "listings/desk.html", user=user, desks=desks, looked_after=queries.looked_after(user),
        stuck=mail.waiting() if user.is_staff else [], confirmed=request.args.get("confirmed", ""),
    )  # fmt: skip


@room.post("/desk/offers/<uuid:service_id>/confirm")
@may()
def confirm(service_id: UUID) -> AnyResponse:
    """Everything about this offer is still right."""
    service = queries.editable(str(service_id), by=access.user())
    if not service:
        abort(404)
    actions.confirm(service, by=access.user())
    return redirect(url_for(".desk", confirmed=service.id, _anchor=f"offer-{service.id}"), 303)
