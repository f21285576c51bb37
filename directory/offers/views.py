"""Read one: the page of an offer or an organisation, its calendar file, and the short way to it."""

import re
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, current_app, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from directory import clock, index, schedules
from directory.counts import OPENED, count_led, count_offers
from directory.index import Hit
from directory.index.filters import HIDDEN, SINKS
from directory.models import Attribute, Service
from directory.offers import queries, shape
from directory.reading import phones
from directory.web import before, discreet, versions
from directory.web.calendars import calendar_file, sessions
from directory.web.cards import cards, state_words
from directory.web.page import no_store, page
from directory.web.versions import Texts

room = Blueprint("offers", __name__)

NAME = re.compile(r"[A-Za-z0-9-]{1,120}")
SESSIONS = 4  # shown on the page
MORE_SESSIONS = 12  # shown when asked for, and put into the calendar file
# Kinds of access worth a word when nobody told us: some matter at a place, some however one meets.
AT_A_PLACE = ("step-free", "accessible-toilet", "hearing-loop", "quiet-space", "children-welcome", "assistance-dogs")
ANYWHERE = ("bring-someone", "bsl", "interpreter", "easy-read")


@room.get("/offers/<slug>")
def offer(slug: str) -> AnyResponse:
    """An offer's page; a former slug leads to the present one."""
    known = known_or_404("service", slug)
    if known.slug != slug:
        return redirect(url_for(".offer", slug=known.slug), 301)
    read = queries.offer(known, clock.today()) or abort(404)
    if not before.was(slug):  # more dates, another language or a longer list of the same page
        count_offers(OPENED, [read.service.code])
    count_led(read.service.code, before.led_by())
    texts = versions.texts([read.service, *read.others])
    others = cards(read.others, read.hits, texts=texts) if read.others else []
    every = request.args.get("sessions", "") == str(MORE_SESSIONS)
    response = page("offers/offer.html", **told(read.service, texts[read.service.id], every), others=others)
    return no_store(response) if discreet.offer(read.service) else response


@room.get("/offers/<slug>.ics")
def calendar(slug: str) -> AnyResponse:
    """The next twelve sessions as a file for a calendar; 404 when none is known."""
    known = known_or_404("service", slug)
    if known.slug != slug:
        return redirect(url_for(".calendar", slug=known.slug), 301)
    service = queries.with_times(known) or abort(404)
    found = sessions(service, count=MORE_SESSIONS, days=366) or abort(404)
    response = make_response(calendar_file([(service, found, address_of(service))]))
    response.mimetype = "text/calendar"
    name = "dates" if discreet.offer(service) else known.slug  # a folder of downloads is seen by others
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


@room.get("/o/<code>")
def by_code(code: str) -> AnyResponse:
    """The short way to an offer, to read out or print."""
    return redirect(url_for(".offer", slug=known_or_404("code", code).slug))


@room.get("/organisations/<slug>")
def organisation(slug: str) -> AnyResponse:
    """An organisation, how to reach it, and what it offers; a former slug leads to the present one."""
    found = (NAME.fullmatch(slug) and queries.organization_known_by(slug)) or abort(404)
    if found.slug != slug:
        return redirect(url_for(".organisation", slug=found.slug), 301)
    services = queries.offers_of(found, clock.today())
    hits = index.seen(service.id for service in services)
    quiet = any(discreet.about(hit.codes) for hit in hits)
    address = site(url_for(".organisation", slug=slug, o=None))
    shown = cards(services, hits) if services else []
    response = page("offers/organisation.html", org=found, cards=shown, address=address, discreet=quiet)
    return no_store(response) if quiet else response


def known_or_404(kind: str, name: str) -> queries.Known:
    """The offer of this name; 404 for what is none, without asking the database about what cannot be one."""
    return (NAME.fullmatch(name) and queries.known_by(kind, name)) or abort(404)


def told(service: Service, texts: Texts | None = None, every: bool = False) -> dict[str, Any]:
    """What the page of an offer says: its own words, and what follows from it today; `every` for more sessions."""
    today = clock.today()
    texts = texts or versions.texts([service])[service.id]
    state = service.state(today)
    coming, year = sessions(service, count=SESSIONS), sessions(service, count=MORE_SESSIONS, days=366)
    here = service.venues(today, coming=True)
    at_a_place = [at for at in here if at.location.location_type != "virtual"]
    venues = [at for at in at_a_place if at.location.address_public]
    return {
        "service": service,
        "org": service.organization,
        "texts": texts,
        "state": state,
        "state_words": state_words(service, Hit(service.id, codes={"waiting": service.codes("waiting")}), today),
        "freshness": freshness(service.assured_date, today),
        "sessions": year if every else coming,
        "more": url_for("offers.offer", slug=service.slug, sessions=MORE_SESSIONS)
        if len(year) > len(coming) > 0
        else "",
        "every": every,
        "new_from": SESSIONS,
        "patterns": [one for one in service.all_schedules() if schedules.active(one, today)],
        "venues": venues,
        "begins": {at.id: first for at in venues if (first := at.tenure().first) and first > today},
        "venue_of": venue_names(service) if len(at_a_place) > 1 else {},
        "hidden": len(venues) < len(at_a_place),
        "online": [at.location for at in here if at.location.location_type == "virtual"],
        "phones": phones(service),
        "access": access(service, bool(at_a_place)),
        "address": address_of(service),
        "linked_data": shape.linked_data(service, texts["summary"].vouched, coming, address_of(service)),
        "discreet": discreet.offer(service),
    }


def page_of(service: Service, **more: Any) -> str:
    """The path of an offer's page, from whatever room it is asked."""
    return url_for("offers.offer", slug=service.slug, **more)


def address_of(service: Service) -> str:
    """The full address of an offer's page."""
    return site(page_of(service, o=None))


def site(path: str) -> str:
    """A path with the site's public address in front."""
    return str(current_app.config["SITE_URL"]) + path


def freshness(assured: date | None, today: date) -> str:
    """How far the details can be trusted: "fresh", "ageing" after 6 months, "stale" after 12, or "never" confirmed."""
    if assured is None:
        return "never"
    age: timedelta = today - assured
    return "stale" if age >= HIDDEN else "ageing" if age >= SINKS else "fresh"


def venue_names(service: Service) -> dict[str, str]:
    """{schedule id: name of its venue} where that may be told."""
    return {
        one.id: at.location.name
        for at in service.venues(clock.today(), coming=True)
        for one in at.schedules
        if at.location.address_public and at.location.name
    }


def access(service: Service, at_a_place: bool) -> dict[str, list[str]]:
    """Codes of access by what is known: {"yes": …, "no": …, "unknown": …}.

    What is said of the offer itself holds; else all its venues must agree, as the answer depends on which one.
    """
    own = {hung.taxonomy_term.code: hung.is_yes for hung in service.attributes if is_access(hung)}
    places = [at.location.answers() for at in service.service_at_locations]
    matter = [*(AT_A_PLACE if at_a_place else ()), *ANYWHERE]
    codes = dict.fromkeys([*matter, *own, *(code for place in places for code in place)])
    said: dict[str, list[str]] = {"yes": [], "no": [], "unknown": []}
    for code in codes:
        answers = {own[code]} if code in own else {place.get(code) for place in places}
        said["yes" if answers == {True} else "no" if answers == {False} else "unknown"].append(code)
    return said


def is_access(hung: Attribute) -> bool:
    """Whether an attribute says something about access."""
    return hung.taxonomy_term.taxonomy == "accessibility"
