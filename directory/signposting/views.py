"""Signpost in an appointment: the best offers for areas of life, the list, its handout, and a week for a wall."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from directory import clock, index, notify, paper
from directory.index import Hit
from directory.models import Service
from directory.models.service import State
from directory.signposting import actions, queries, shape
from directory.signposting.forms import AGES, MOST_AREAS, Paper, Wish
from directory.signposting.queries import Answer
from directory.web import answers, assets, discreet, labels, language, versions, when
from directory.web.calendars import calendar_file, sessions
from directory.web.cards import active, cards, joining, notes
from directory.web.page import page
from directory.web.shortlist import Shortlist, current

room = Blueprint("signposting", __name__)

FIRST = 3  # offers that the one link hands over at once
AUDIENCES = ("women", "men", "lgbtq", "black-african", "black-caribbean", "mixed-heritage", "latin-american",
             "south-asian", "tamil", "refugees", "carers")  # fmt: skip


@room.get("/signpost")
def signpost() -> Response:
    """Up to three areas of life and a place: at most five offers for each, best first, and what is missing."""
    wish = Wish.of(request.args)
    found = queries.answers(wish)
    place = queries.placed(found)
    for one in found:
        if one.missing:
            actions.count_gap(one.area, place)
    services = {one.id: one for one in index.load([hit.id for one in found for hit in one.found.hits])}
    actions.count_seen(one.code for one in services.values())
    response = page(
        "signposting/signpost.html",
        wish=wish,
        areas=[(code, name) for code, name, _served in index.areas_of_life()],
        answers=[shown(one, services, wish) for one in found],
        first=first_of(found, services),
        note=answers.place_note(found[0].found) if found else "",
        spoken_there=spoken(),
        ages=AGES,
        people=[code for code in AUDIENCES if code in index.terms("audience")],
        most=MOST_AREAS,
        discreet="safety" in wish.areas,
    )
    return private(response) if request.args else response


def spoken() -> list[tuple[str, str]]:
    """Languages that are spoken somewhere, by name, English left out."""
    found = [(code, labels.language(code)) for code in index.terms("language") if code != "en"]
    return sorted(found, key=lambda one: one[1].casefold())


def shown(answer: Answer, services: dict[str, Service], wish: Wish) -> dict[str, Any]:
    """One area of life as the page shows it: each offer as a card with why it was chosen."""
    hits = [hit for hit in answer.found.hits if hit.id in services]
    made = cards([services[hit.id] for hit in hits], hits, wish.asked) if hits else []
    offers = [card | {"why": why(card, hit, wish)} for card, hit in zip(made, hits, strict=True)]
    return {"area": answer.area, "name": answer.name, "missing": answer.missing, "offers": offers,
            "more": answer.found.total - len(offers),
            "all": answers.address(answer.found.query) if answer.found.query.category else ""}  # fmt: skip


def why(card: dict[str, Any], hit: Hit, wish: Wish) -> list[str]:
    """Why an offer was chosen, in few words: how far, how to join, what was asked for, how fresh."""
    parts = [card["distance"], *joining(hit), *notes(hit, wish.asked)[:2], card["confirmed"]]
    return [part for part in parts if part]


def first_of(found: Sequence[Answer], services: dict[str, Service]) -> Shortlist:
    """The first offers of each area in turn, FIRST in all: a list to hand over at once. Empty while one is made."""
    columns = [[services[hit.id].code for hit in one.found.hits if hit.id in services] for one in found]
    turns = [column[at] for at in range(5) for column in columns if at < len(column)]
    return Shortlist().only(list(dict.fromkeys(turns))[:FIRST])


@room.get("/list")
def shortlist() -> Response:
    """The list in the address: its offers in order, what changed since, and every way to hand it over."""
    chosen = current()
    services = queries.chosen(chosen.codes)
    known = chosen.only(service.code for service in services)
    made = cards(services) if services else []
    response = page(
        "signposting/list.html",
        items=items(services, made, known.since),
        known=known,
        gone=len(chosen.codes) - len(services),
        beyond=chosen.beyond,
        handouts=handouts(known),
        discreet=any(map(discreet.offer, services)),
        **(ways_to_hand_over(services, made, known) if services else {}),
    )
    return private(response)


def items(services: Sequence[Service], shown: Sequence[dict[str, Any]], made: date) -> list[dict[str, Any]]:
    """The offers of a list, what changed about each since it was made, and what to go to instead of a closed one."""
    if not services:
        return []
    today = clock.today()
    changed = queries.changes(services, made, today)
    shut = [one for one in services if one.state(today) is State.ENDED]
    others = queries.like(shut, but=services) if shut else {}
    texts = versions.texts([other for found, _hits in others.values() for other in found])
    return [
        {"card": card, "alert": one.alert,
         "others": cards(*others[one.id], texts=texts) if one.id in others else [],
         "changes": [(change, shape.told_since(change, one, made)) for change in changed[one.id]],
         "pattern": "; ".join(filter(None, dict.fromkeys(when.pattern(times, today) for times in active(one, today))))}
        for one, card in zip(services, shown, strict=True)
    ]  # fmt: skip


def ways_to_hand_over(services: Sequence[Service], made: Sequence[dict[str, Any]], known: Shortlist) -> dict[str, Any]:
    """The texts, links and the code with which a list is given to somebody."""
    address = site(url_for(".shortlist", **known.shared()))
    told = [(fact, site(url_for("offers.by_code", code=fact["code"]))) for fact in shape.told(services, made)]
    names = [service.name for service in services]
    text = shape.text(told, address)
    return {
        "address": address,
        "text": text,
        "record": shape.record(told),
        "mail": shape.mail(text, names, address),
        "message": shape.message(names, address),
        "code": shape.code_to_scan(address),
        "sends": bool(notify.ways()),
    }


def handouts(known: Shortlist, look: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """The handout of this list in each language of the site: its address, and what leads to it in that language."""
    path, made = url_for(".handout", **known.args(), **(look or {})), []
    for one in language.languages().values():
        with force_locale(one.locale):
            text = _("Handout in %(language)s", language=one.name)
        made.append({"language": one, "url": language.translated(path, one), "text": text})
    return made


def looks(known: Shortlist, look: Paper) -> list[dict[str, Any]]:
    """The ways a handout can look: the address of each, and whether it looks so now."""
    sizes = {"standard": _("Standard text"), "large": _("Large text"), "largest": _("Largest text")}
    ways = [(text, replace(look, size=size), look.size == size) for size, text in sizes.items()]
    ways.append((_("One fact a line"), replace(look, easy=not look.easy), look.easy))
    ways.append((_("Discreet"), replace(look, discreet=not look.discreet), look.discreet))
    return [
        {"text": text, "url": url_for(".handout", **known.args() | way.args()), "current": chosen}
        for text, way, chosen in ways
    ]


@room.get("/list/handout")
def handout() -> AnyResponse:
    """A sheet to print: for one person, in the language of the address, as large and as plain as chosen."""
    services = queries.chosen(current().codes)
    if not services:
        return redirect(url_for(".shortlist"))
    known, look = current().only(one.code for one in services), Paper.of(request.args)
    if not look.args().keys() & request.args.keys():  # how it looks is chosen later, of the same handout
        actions.count_handout(known.codes)
    made = sheet(services, known, look)
    return private(
        page(
            "signposting/handout.html",
            **made,
            refused=telling(made["offers"]) if look.discreet else {},
            handouts=handouts(known, look.args()),
            looks=looks(known, look),
            file=url_for(".handout_file", **known.args(), **look.args()) if paper.can_print() else "",
            known=known,
            discreet=any(map(discreet.offer, services)),
        )
    )


@room.get("/list/handout.pdf")
def handout_file() -> AnyResponse:
    """The same sheet as a tagged PDF; back to the page when there is nothing to print or it may not be printed."""
    services, look = queries.chosen(current().codes), Paper.of(request.args)
    known = current().only(one.code for one in services)
    made = sheet(services, known, look) if services else {}
    if not services or not paper.can_print() or (look.discreet and telling(made["offers"])):
        return redirect(url_for(".handout", **current().args(), **look.args()))
    actions.count_file(known.codes)
    html = render_template("signposting/paper.html", **made)
    response = make_response(paper.pdf(html, assets.text(sheet_style())))
    response.mimetype = "application/pdf"
    name = "notes" if look.discreet else "list"  # a folder of downloads is seen by others
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return private(response)


def sheet(services: Sequence[Service], known: Shortlist, look: Paper) -> dict[str, Any]:
    """What stands on a sheet of paper."""
    address = site(url_for(".shortlist", **known.shared()))
    offers = shape.told(services, cards(services))
    return {
        "offers": [quiet(one) for one in offers] if look.discreet else offers,
        "paper": look,
        "english": {"lang": "en", "dir": "ltr"} if language.of_text() else {},
        "today": clock.today(),
        "address": "" if look.discreet else address,
        "code": None if look.discreet else shape.code_to_scan(address),
    }


def sheet_style() -> str:
    """The stylesheet of paper in the direction of the page."""
    return "signposting.rtl.css" if language.current().direction == "rtl" else "signposting.css"


def quiet(fact: dict[str, Any]) -> dict[str, Any]:
    """What a sheet says of an offer, without the way there or whom to ask for where that tells what it is about."""
    people = [name for name in fact["ask_for"] if not queries.telling([name])]
    return fact | {"travel": "" if queries.telling([fact["travel"]]) else fact["travel"], "ask_for": people}


def telling(offers: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    """{name of an offer: words in what a discreet sheet would print of it that tell what it is about}."""
    found = {one["name"]: queries.telling([one["name"], one["pattern"], *one["where"]]) for one in offers}
    return {name: words for name, words in found.items() if words}


@room.get("/list/dates.ics")
def calendar() -> AnyResponse:
    """The first session of each offer of the list, for a calendar; back to the list when none is known."""
    services = queries.chosen(current().codes)
    first = [(one, sessions(one, count=1), site(url_for("offers.by_code", code=one.code))) for one in services]
    if not any(found for _one, found, _address in first):
        return redirect(url_for(".shortlist", **current().args()))
    response = make_response(calendar_file(first))
    response.mimetype = "text/calendar"
    response.headers["Content-Disposition"] = 'attachment; filename="dates.ics"'
    return private(response)


@room.get("/places/<slug>/this-week")
def this_week(slug: str) -> Response:
    """One sheet for a wall: what is on in a neighbourhood or a borough in the next seven days."""
    index.catch_up()
    here = next((one for one in index.places() if one.slug == slug), None) or abort(404)
    found, more = queries.week(here)
    days: dict[Any, list[Any]] = {}
    for one in found:
        days.setdefault(one.session.starts.date(), []).append(one)
    address = site(url_for(".this_week", slug=slug))
    return page("signposting/week.html", place=here, days=days, more=more, today=clock.today(), address=address,
                code=shape.code_to_scan(address))  # fmt: skip


def private(response: AnyResponse) -> Any:
    """Kept by no cache and listed nowhere: what somebody was pointed to may be health data."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def site(path: str) -> str:
    """A path with the site's public address in front."""
    return str(current_app.config["SITE_URL"]) + path
