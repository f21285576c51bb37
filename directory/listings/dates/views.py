"""The pages of dates: what is on, calling a date off, and changing days and hours with the next dates shown back."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from directory import clock, index, plain_values, schedules
from directory.listings import actions, queries
from directory.listings.dates.forms import TimesForm, asked_of, pattern_from, said_of_times, said_of_venue
from directory.listings.dates.shape import AT, Values, as_schedule, places_of, times_of
from directory.listings.views import theirs
from directory.models import Service
from directory.schedules import Session
from directory.web import access
from directory.web.access import may
from directory.web.page import page

room = Blueprint("dates", __name__, url_prefix="/desk/offers/<uuid:service_id>")

SHOWN, SHOWN_BACK = 8, 4
FAR = 366  # days


@room.get("/dates")
@may()
def dates(service_id: UUID) -> Response:
    """The next dates, those that are off, and the times they come from."""
    service = theirs(service_id)
    patterns = times_of(service)
    off = [(id_, date.fromisoformat(day)) for id_, one in patterns.items() for day in one["except_dates"] or ()]
    times = [
        {"id": id_, "said": said_of_times(id_, one)[0], "venue": one[AT], "where": one[AT] and said_of_venue(one[AT]),
         "asked": bool(asked_of(one))}
        for id_, one in patterns.items() if schedules.active(as_schedule(id_, one), clock.today())
    ]  # fmt: skip
    return page(
        "listings/dates.html", service=service, times=times, sessions=coming(patterns, SHOWN),
        places=[(one, said_of_venue(one)) for one in places_of(service).values()],
        off=sorted((day, id_) for id_, day in off if not is_over(patterns, id_, day)),
        done=request.args.get("done", ""),
    )  # fmt: skip


@room.post("/dates/<any(cancel, restore):act>")
@may()
def call_off(service_id: UUID, act: str) -> AnyResponse:
    """It is not on that day, or it is after all; people see it at once."""
    service, day = theirs(service_id), plain_values.day(request.form.get("day", ""))[0]
    schedule_id = request.form.get("times", "")
    if day is None or is_over(times_of(service), schedule_id, day):
        abort(404)
    if not actions.call_off(service, schedule_id, day, back=act == "restore", by=access.user()):
        abort(404)
    return redirect(url_for(".dates", service_id=service.id, done=act), 303)


@room.get("/times/<uuid:schedule_id>")
@may()
def times(service_id: UUID, schedule_id: UUID) -> Response:
    """Days and hours of one session, as questions."""
    service = theirs(service_id)
    live, _waits, prints = queries.form_of(service)
    return show(service, schedule_id, TimesForm(data=asked_of(pattern(live["times"], schedule_id))), prints["times"])


@room.post("/times/<uuid:schedule_id>")
@may()
def save(service_id: UUID, schedule_id: UUID) -> AnyResponse:
    """Shows the next dates back first; saves once somebody has seen them."""
    service, form, print_ = theirs(service_id), TimesForm(request.form), request.form.get("print", "")
    old = pattern(times_of(service), schedule_id)
    if not form.validate():
        return make_response(show(service, schedule_id, form, print_), 422)
    new = pattern_from(form, old)
    back = coming({str(schedule_id): new}, SHOWN_BACK)
    told = said_of_times(str(schedule_id), new)[0]
    if request.form.get("seen") != told or "again" in request.form or not back:
        return show(service, schedule_id, form, print_, back=back, told=told)
    every = queries.form_of(service)[0]["times"]
    try:
        actions.revise(service, {"times": {**every, str(schedule_id): new}}, prints={"times": print_}, by=access.user())
    except actions.Changed:
        live, _waits, prints = queries.form_of(service)
        other = said_of_times(str(schedule_id), live["times"].get(str(schedule_id), old))
        return make_response(show(service, schedule_id, form, prints["times"], back=back, told=told, other=other), 409)
    return redirect(url_for(".dates", service_id=service.id, done="saved"), 303)


def show(
    service: Service, schedule_id: UUID, form: TimesForm, print_: str, *, back: list[Session] | None = None,
    told: str = "", other: Any = None,
) -> Response:  # fmt: skip
    """The page of one session. `back` are the next dates of what was answered, `other` what somebody else saved."""
    return page(
        "listings/times.html", service=service, schedule_id=schedule_id, form=form, print=print_, back=back, told=told,
        other=other, venue=venue(service, str(schedule_id)),
    )  # fmt: skip


def pattern(times: Mapping[str, Values], schedule_id: UUID) -> Values:
    """The pattern of one session of an offer; 404 for another's, and for one these questions cannot say."""
    found = times.get(str(schedule_id))
    return found if found and asked_of(found) else abort(404)


def coming(patterns: dict[str, Values], count: int) -> list[Session]:
    """The next dates of patterns."""
    days_off = index.calendar()
    like = [as_schedule(id_, one) for id_, one in patterns.items()]
    return schedules.upcoming(
        like, now=clock.now(), count=count, days=FAR, terms=days_off.terms, holidays=days_off.holidays
    )


def is_over(patterns: Mapping[str, Values], schedule_id: str, day: date) -> bool:
    """Whether it is too late to say that a session is on or off on a day; a night that began yesterday still runs."""
    yesterday, one = clock.today() - schedules.DAY, patterns.get(schedule_id)
    if one is None or day != yesterday:
        return day <= yesterday
    first = coming({schedule_id: {**one, "except_dates": []}}, 1)
    return not first or first[0].starts.date() != day


def venue(service: Service, schedule_id: str) -> str:
    """The name of the place of a session, for those who keep it right."""
    held = [at.location for at in service.service_at_locations if schedule_id in [one.id for one in at.schedules]]
    return str(held[0].name or "") if held else ""
