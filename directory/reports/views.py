"""The page where a visitor says what is wrong, without account or cookie; and the pages where stewards answer."""

from uuid import UUID

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from directory import clock, limits
from directory.models import Service
from directory.models.user import ADMIN, STEWARD
from directory.reports import actions, queries
from directory.reports.forms import WHAT, AnswerForm, ReportForm
from directory.web import access, discreet
from directory.web.access import may
from directory.web.page import no_store, page

room = Blueprint("reports", __name__)

AN_HOUR = 10  # reports from one address of the network


@room.get("/offers/<slug>/report")
def report(slug: str) -> Response:
    """Asks what is wrong."""
    service = named(slug)
    return show(service, ReportForm(token=access.form_token()), sent=request.args.get("sent") == "yes")


@room.post("/offers/<slug>/report")
def send(slug: str) -> AnyResponse:
    """Takes a report; with a mistake in it, what was typed stays."""
    service, form = named(slug), ReportForm(request.form)
    if not form.validate():
        form.token.data, form.leave.data = access.form_token(), ""
        return make_response(show(service, form), 422)
    if not limits.allow("report", limits.network(request.remote_addr or ""), AN_HOUR):
        raise TooManyRequests(retry_after=600)
    email = "" if discreet.offer(service) else form.email.data  # a letter may be read by whom they fear
    actions.take(service, what=form.what.data, words=form.words.data or "", email=email or "")
    return redirect(url_for(".report", slug=service.slug, sent="yes"), 303)


@room.get("/review/reports")
@may(STEWARD, ADMIN)
def queue() -> Response:
    """What visitors report, the oldest first."""
    waiting = queries.waiting(access.user())
    return page(
        "reports/queue.html", waiting=waiting, what=WHAT, reports=len(waiting), done=request.args.get("done", ""),
        on={one.id: clock.london(one.at).date() for one in waiting},
    )  # fmt: skip


@room.get("/review/reports/<uuid:report_id>")
@may(STEWARD, ADMIN)
def one(report_id: UUID) -> Response:
    """One report, with what was answered or a form to answer it."""
    return show_one(report_id, AnswerForm())


@room.post("/review/reports/<uuid:report_id>")
@may(STEWARD, ADMIN)
def answer(report_id: UUID) -> AnyResponse:
    """Answers it; when somebody else was quicker, what was typed stays beside what they have said."""
    form = AnswerForm(request.form)
    found = queries.report(str(report_id), by=access.user()) or abort(404)
    if not form.validate():
        return make_response(show_one(report_id, form), 422)
    try:
        actions.answer(found, form.answer.data or "", by=access.user())
    except actions.Answered:
        return make_response(show_one(report_id, form, late=True), 409)
    return redirect(url_for(".queue", done="answered"), 303)


def named(slug: str) -> Service:
    """The offer of that name; else 404."""
    return queries.offer(slug) or abort(404)


def show(service: Service, form: ReportForm, *, sent: bool = False) -> Response:
    """The visitor's page."""
    return no_store(
        page("reports/report.html", service=service, form=form, sent=sent, discreet=discreet.offer(service))
    )


def show_one(report_id: UUID, form: AnswerForm, *, late: bool = False) -> Response:
    """The steward's page. `late`: somebody else has answered meanwhile."""
    found = queries.report(str(report_id), by=access.user()) or abort(404)
    day = clock.london(found.at).date()
    return page("reports/one.html", one=found, form=form, what=WHAT[found.what], day=day, late=late)
