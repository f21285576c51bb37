"""The pages of where an offer is: another session, a session at another place, one less, an address not public."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from directory.listings import queries as desk
from directory.listings.actions import Changed
from directory.listings.dates.forms import said_of_times, said_of_venue
from directory.listings.dates.shape import AT, Values, times_of
from directory.listings.dates.views import SHOWN_BACK, coming
from directory.listings.venues import actions, queries
from directory.listings.venues.forms import MoveForm, SessionForm, VenueForm, told
from directory.listings.views import theirs
from directory.models import Service
from directory.web import access
from directory.web.access import may
from directory.web.page import page

room = Blueprint("venues", __name__, url_prefix="/desk/offers/<uuid:service_id>")


@dataclass(frozen=True)
class Place:
    """Whose sessions a page is about: an offer or a draft. `print` is of its times and places as they were read."""

    name: str
    organization_id: str
    values: Values  # times and places
    print: str
    back: str  # address of the page one came from


def of_offer(service: Service) -> Place:
    """An offer."""
    live, _waits, prints = desk.form_of(service)
    there = url_for("dates.dates", service_id=service.id)
    return Place(service.name, service.organization_id, live, f"{prints['times']}.{prints['places']}", there)


Save = Callable[[Values, str], AnyResponse]


def add(here: Place, action: str, save: Save) -> AnyResponse:
    """The page of one more session: shows back what was answered, and saves it once somebody has seen that."""
    form = SessionForm(request.form or None, venues=queries.venues(here.organization_id), data=FIRST)
    if request.method == "GET":
        return show("session", here, action, form)
    if not form.validate():
        return show("session", here, action, form, status=422)
    pattern = form.pattern()
    lines = [said_of_times(form.made, pattern)[0], told(pattern[AT])]
    dates = coming({form.made: pattern}, SHOWN_BACK)
    if not seen(lines) or not dates:
        return show("session", here, action, form, lines=lines, dates=dates)
    return save({"times": here.values["times"] | {form.made: pattern}}, request.form.get("print", ""))


FIRST = {"every": "week", "terms": "yes", "holidays": ""}


def add_place(here: Place, action: str, save: Save) -> AnyResponse:
    """The page of a place without days of its own."""
    form = VenueForm(request.form or None, venues=queries.venues(here.organization_id))
    if request.method == "GET":
        return show("place", here, action, form)
    if not form.validate():
        return show("place", here, action, form, status=422)
    venue = form.venue()
    lines = [told(venue)]
    if not seen(lines):
        return show("place", here, action, form, lines=lines)
    places = here.values["places"] | ({venue["id"]: venue} if venue else {})
    return save({"places": places}, request.form.get("print", ""))


def seen(lines: list[str]) -> bool:
    """Whether these lines were shown back and are to be saved; browsers end the lines of a form by CR LF."""
    said = request.form.get("seen", "").replace("\r\n", "\n")
    return said == "\n".join(lines) and "again" not in request.form


def without(values: Values, id_: str) -> Values:
    """Times or places with one less; 404 when there is none of that id."""
    part = next((part for part in actions.PARTS if id_ in values[part]), None) or abort(404)
    return {part: {one: said for one, said in values[part].items() if one != id_}}


def show(
    kind: str, here: Place, action: str, form: VenueForm, *, status: int = 200, lines: Any = (), dates: Any = (),
    late: bool = False,
) -> Response:  # fmt: skip
    """The page of a session, a move or a place. `lines` and `dates` are what was answered, shown back."""
    html = page(
        "listings/venue.html", kind=kind, here=here, action=action, form=form, lines=lines, dates=dates, late=late,
        print=here.print if late or request.method == "GET" else request.form.get("print", ""),
    )  # fmt: skip
    return make_response(html, status)


def answered(form: type[VenueForm], here: Place) -> VenueForm:
    """What was answered, to be shown again."""
    return form(request.form, venues=queries.venues(here.organization_id))


def saved(service: Service, again: Callable[[Place], Response]) -> Save:
    """How what was answered about an offer is saved; when somebody else was quicker, the page is shown again."""

    def save(values: Values, print_: str) -> AnyResponse:
        try:
            actions.rearrange(service, values, print_=print_, by=access.user())
        except Changed:
            return make_response(again(of_offer(service)), 409)
        return redirect(url_for("dates.dates", service_id=service.id, done="saved"), 303)

    return save


@room.route("/session", methods=["GET", "POST"])
@may()
def session(service_id: UUID) -> AnyResponse:
    """One more session."""
    service = theirs(service_id)
    save = saved(service, lambda here: show("session", here, request.path, answered(SessionForm, here), late=True))
    return add(of_offer(service), request.path, save)


@room.route("/place", methods=["GET", "POST"])
@may()
def place(service_id: UUID) -> AnyResponse:
    """A place without days of its own."""
    service = theirs(service_id)
    save = saved(service, lambda here: show("place", here, request.path, answered(VenueForm, here), late=True))
    return add_place(of_offer(service), request.path, save)


@room.route("/times/<uuid:schedule_id>/move", methods=["GET", "POST"])
@may()
def move(service_id: UUID, schedule_id: UUID) -> AnyResponse:
    """A session goes on at another place, from a day."""
    service, id_ = theirs(service_id), str(schedule_id)
    here, times = of_offer(service), times_of(service)
    if id_ not in times:
        abort(404)
    form = MoveForm(request.form or None, venues=queries.venues(service.organization_id))
    if request.method == "GET":
        return show("move", here, request.path, form, dates=())
    if not form.validate():
        return show("move", here, request.path, form, status=422)
    after = form.moved(times, id_)
    changed = {one: pattern for one, pattern in after.items() if pattern != times.get(one)}
    lines = [f"{said_of_times(one, pattern)[0]}: {told(pattern[AT])}" for one, pattern in changed.items()]
    dates = coming(changed, SHOWN_BACK)
    if not seen(lines) or not changed:
        return show("move", here, request.path, form, lines=lines, dates=dates)
    save = saved(service, lambda here: show("move", here, request.path, form, late=True))
    return save({"times": after}, request.form.get("print", ""))


@room.route("/times/<uuid:part_id>/remove", methods=["GET", "POST"])
@may()
def remove(service_id: UUID, part_id: UUID) -> AnyResponse:
    """One session or place less, once somebody has said that they are sure."""
    service = theirs(service_id)
    here = of_offer(service)
    values = without(here.values, str(part_id))
    if request.method == "GET":
        return sure("remove", service, here, said_of(here.values, str(part_id)))
    save = saved(service, lambda now: sure("remove", service, now, said_of(now.values, str(part_id)), late=True))
    return save(values, request.form.get("print", ""))


@room.route("/places/<uuid:venue_id>/hide", methods=["GET", "POST"])
@may()
def hide(service_id: UUID, venue_id: UUID) -> AnyResponse:
    """Takes an address from the public at once."""
    service, id_ = theirs(service_id), str(venue_id)
    if request.method == "POST":
        if not actions.hide(service, id_, by=access.user()):
            abort(404)
        return redirect(url_for("dates.dates", service_id=service.id, done="hidden"), 303)
    held = queries.location(id_)
    if held is None or not queries.is_at(service, id_):
        abort(404)
    there = queries.neighbours(service.organization_id, queries.at_one_address(service.organization_id, held))
    return sure("hide", service, of_offer(service), said_of_venue(desk_venue(service, id_)), others=there)


def desk_venue(service: Service, id_: str) -> Values:
    """A venue of an offer, by its id."""
    venues = [pattern[AT] for pattern in times_of(service).values()]
    return next(one for one in [*venues, *desk.values_of(service)["places"].values()] if one and one["id"] == id_)


def said_of(values: Values, id_: str) -> str:
    """A session or a place in words; 404 when there is none of that id."""
    if id_ in values["places"]:
        return said_of_venue(values["places"][id_])
    pattern = values["times"].get(id_) or abort(404)
    where = pattern[AT]
    return ", ".join([said_of_times(id_, pattern)[0], *([said_of_venue(where)] if where else [])])


def sure(kind: str, service: Service, here: Place, said: str, others: Any = (), *, late: bool = False) -> Response:
    """The page that asks once more."""
    return page("listings/sure.html", kind=kind, name=service.name, back=here.back, print=here.print, said=said,
                others=[one for one in others if one.id != service.id], late=late)  # fmt: skip
