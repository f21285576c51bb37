"""What was counted, in words: for the editors of an offer, and for stewards what nobody offers."""

from uuid import UUID

from flask import Blueprint, Response
from flask_babel import gettext as _

from directory import clock, counts, index
from directory.listings.learning import queries
from directory.listings.views import theirs
from directory.models.user import ADMIN, STEWARD
from directory.web import labels, when
from directory.web.access import may
from directory.web.filters import kept
from directory.web.numbers import times
from directory.web.page import page

room = Blueprint("learning", __name__)


@room.get("/desk/offers/<uuid:service_id>/learned")
@may()
def learned(service_id: UUID) -> Response:
    """How often an offer was found, month by month, what led people to it, and how long ago it was confirmed."""
    service, today = theirs(service_id), clock.today()
    led = [(term(facet, code), times(number)) for facet, code, number in queries.led_to(service.code, today)]
    months = [(when.month(month), [(what, times(numbers[key])) for key, what in steps().items()])
              for month, numbers in queries.by_month(service.code, today)]  # fmt: skip
    since = (today - service.assured_date).days if service.assured_date else None
    return page("listings/learned.html", service=service, months=months, led=[one for one in led if one[0]],
                since=since, least=counts.LEAST)  # fmt: skip


@room.get("/review/gaps")
@may(STEWARD, ADMIN)
def gaps() -> Response:
    """For which area of life and postcode district nothing was found."""
    index.catch_up()
    today, areas = clock.today(), {code: _(name) for code, name, _served in index.areas_of_life()}
    found = [(areas.get(one.area, one.area), one.outward, times(one.number)) for one in queries.gaps(today)]
    return page("listings/gaps.html", gaps=found, searches=queries.nothing_found(today), least=counts.LEAST)


def steps() -> dict[str, str]:
    """What is counted of an offer, in the order people take."""
    return {
        counts.SEEN: _("Seen in results"),
        counts.OPENED: _("Opened"),
        counts.ADDED: _("Added to a list"),
        counts.HANDED_OUT: _("Put on a handout"),
        counts.PDF: _("Taken as a PDF"),
    }


def term(facet: str, code: str) -> str:
    """A term of the vocabulary in words, a borough's name kept; "" for one there is no more."""
    if facet == "area":
        return next((_(name) for known, name, _served in index.areas_of_life() if known == code), "")
    said = labels.value(facet, code) if code in index.terms(facet) else ""
    return kept(said) if said and facet == "borough" else said
