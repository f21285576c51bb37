"""A list in other forms: facts for paper, texts to send and to copy, and a code to scan."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any
from urllib.parse import quote

import segno
from flask_babel import gettext as _

from directory import clock, schedules
from directory.models import Location, Schedule, Service
from directory.reading import phones
from directory.schedules import Session
from directory.signposting.queries import Change
from directory.web import labels, language, when
from directory.web.calendars import sessions
from directory.web.cards import active
from directory.web.filters import first_upper, kept, long_date, money, sms
from directory.web.versions import Said

MOST_MAIL = 1500  # characters of an encoded mailto: link that every mail program takes
# A text message of two parts holds this many letters: of the plain alphabet (GSM 03.38), or of any other.
TWO_PARTS_PLAIN, TWO_PARTS = 306, 134
PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklm"
    "nopqrstuvwxyzäöñüà"
)
# How a revision writes what a Schedule holds as days and times.
READ: dict[type, Any] = {date: date.fromisoformat, time: time.fromisoformat}
# As sentences end in our languages; in Chinese no space follows.
SENTENCE = re.compile(r".+?(?:[.!?\u06d4\u061f](?:\s+|$)|[\u3002\uff01\uff1f]|$)")
QUIET_ZONE = 4  # modules of white around a code (ISO/IEC 18004)


def facts(service: Service, card: dict[str, Any]) -> dict[str, Any]:
    """What a sheet of paper says of one offer; "" and [] where nothing is known."""
    first, today = card["texts"]["first_visit"], clock.today()
    coming = sessions(service, count=1)
    venues = venues_next(service, coming)
    place = next((one for one in venues if one.address_public), None)
    hidden = bool(venues) and place is None
    return {
        "code": service.code,
        "name": service.name,
        "summary": card["texts"]["summary"],
        "state": card["state"],
        "pattern": "" if card["state"] else times(service, coming, today),
        "next": when.session(coming[0], today) if coming else "",
        "where": where(place),
        "hidden": hidden,
        "way": "" if place else way(card, hidden),
        "travel": sentences(place.transportation, 1) if place else "",
        "ask_for": [who.name for who in people(service) if who.name][:1],
        "phone": next((one.number for one in phones(service)), ""),
        "joining": card["joining"],
        "cost": cost(service),
        # What a reader may not be able to read is kept short.
        "first": replace(first, text=sentences(first.text, 1 if is_foreign(first) else 3)),
        "bring_someone": bring_someone(service),
        "sample": service.organization.is_sample,
    }


def told(services: Sequence[Service], made: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The facts of each offer, given its card."""
    return [facts(one, card) for one, card in zip(services, made, strict=True)]


def venues_next(service: Service, coming: Sequence[Session]) -> list[Location]:
    """The venues of the next session, none when that is online; those of today where its times hang on no venue."""
    its = {one.schedule_id for one in coming}
    every = service.venues(clock.today(), coming=True)
    there = [at for at in every if its & {one.id for one in at.schedules}] or service.venues(clock.today())
    return [at.location for at in there if at.location.location_type != "virtual"]


def times(service: Service, coming: Sequence[Session], today: date) -> str:
    """When it is on with all that narrows it, as paper is read for weeks: the pattern of the next session, and whether
    there are more."""
    its = {one.schedule_id for one in coming}
    patterns = sorted(active(service, today), key=lambda one: one.id not in its)
    said = list(dict.fromkeys(filter(None, (when.pattern(one, today) for one in patterns))))
    first = first_upper("".join(said[:1]))
    return _("%(pattern)s, and more", pattern=first) if len(said) > 1 else first


def way(card: dict[str, Any], hidden: bool) -> str:
    """How an offer reaches people without a public place; its card may name that of another session."""
    if not card["named_place"]:
        return str(card["where"])
    return _("Address not public") if hidden else labels.value("format", "online")


def where(place: Any) -> list[str]:
    """The name and the address of a public venue, part by part."""
    if place is None:
        return []
    lines = place.addresses[0].lines() if place.addresses else []
    return list(dict.fromkeys(part for part in (place.name, *lines) if part))


def of_place(service: Service) -> list[str]:
    """What paper says of the first public venue of an offer."""
    venues = (at.location for at in service.venues(clock.today()) if at.location.location_type != "virtual")
    return where(next((one for one in venues if one.address_public), None))


def people(service: Service) -> list[Any]:
    """Who can be asked for: of the offer, else of where it is."""
    return [*service.contacts, *(who for at in service.service_at_locations for who in at.contacts)]


def cost(service: Service) -> str:
    """What it costs: the kinds of cost, and the first price."""
    kinds = [labels.value("cost", code) for code in service.codes("cost")]
    prices = [money(one.amount, one.currency) for one in service.cost_options if one.amount]
    return " · ".join([*kinds, *(price for price in prices[:1] if price)])


def bring_someone(service: Service) -> bool:
    """Whether somebody may come along, as the offer says or, where it says nothing, one of its places."""
    own = [hung.is_yes for hung in service.attributes if hung.taxonomy_term.code == "bring-someone"]
    places = (at.location.answers().get("bring-someone", False) for at in service.service_at_locations)
    return any(own or places)


def sentences(text: str | None, most: int) -> str:
    """The first sentences of a text, on one line."""
    return "".join(SENTENCE.findall(" ".join((text or "").split()))[:most]).strip()


def is_foreign(said: Said) -> bool:
    """Whether a text is in English on a page that is not."""
    return bool(language.of_text()) and not said.translated


def code_to_scan(address: str) -> dict[str, Any]:
    """A QR code as one path of an SVG drawing: its size in modules, quiet zone included, and what to draw."""
    matrix = segno.make(address, error="m", micro=False).matrix
    rows = enumerate(matrix, QUIET_ZONE)
    dark = [f"M{x} {y}h1v1h-1z" for y, row in rows for x, cell in enumerate(row, QUIET_ZONE) if cell]
    return {"size": len(matrix) + 2 * QUIET_ZONE, "path": "".join(dark)}


def lines(fact: dict[str, Any], address: str) -> str:
    """One offer as plain text, a fact a line."""
    place = ", ".join(fact["where"]) or fact["way"]
    coming = _("Next: %(day)s", day=fact["next"]) if fact["next"] else ""
    said = [fact["name"], fact["state"] or fact["pattern"], coming, place, fact["phone"], address]
    return "\n".join(part for part in said if part)


def text(offers: Sequence[tuple[dict[str, Any], str]], address: str) -> str:
    """All offers as plain text, to select and copy, with the address of the list."""
    parts = [lines(fact, where_it_is) for fact, where_it_is in offers]
    return "\n\n".join([*parts, _("The whole list, kept up to date:"), ""]).rstrip() + f"\n{address}\n"


def record(offers: Sequence[tuple[dict[str, Any], str]]) -> str:
    """For a patient record: names and addresses of the offers and nothing else."""
    return "".join(f"{fact['name']}: {address}\n" for fact, address in offers)


def mail(body: str, names: Sequence[str], address: str) -> str:
    """A mailto: link of at most MOST_MAIL characters: the whole text, else names and address, else the address."""
    subject = quote(_("Places to go"))
    for said in (body, "\n".join([*names, "", address]), address):
        link = f"mailto:?subject={subject}&body={quote(said.replace(chr(10), chr(13) + chr(10)))}"
        if len(link) <= MOST_MAIL:
            break
    return link


def message(names: Sequence[str], address: str) -> str:
    """An sms: link that begins a text message."""
    return sms("", short_text(names, address))


def short_text(names: Sequence[str], address: str) -> str:
    """What a text message of two parts at most can say: names and address, else the address alone."""
    whole = "\n".join([*names, address])
    return whole if in_two_parts(whole) else address


def in_two_parts(said: str) -> bool:
    """Whether a text message of two parts holds this (3GPP TS 23.038; other letters are two bytes each)."""
    if set(said) <= PLAIN:
        return len(said) <= TWO_PARTS_PLAIN
    return len(said.encode("utf-16-be")) // 2 <= TWO_PARTS


def told_since(change: Change, service: Service, made: date) -> list[str]:
    """What the history of an offer tells of it since the day a list was made, a line each; names in it are kept."""
    day = long_date(change.on) if change.on else ""
    if change.kind == "moved":
        return moved(change, day, made)
    if change.kind == "phone":
        number = next((one.number for one in phones(service)), "")
        return [_("New phone number since %(day)s: %(number)s", day=day, number=kept(number)) if number
                else _("The phone number was taken off on %(day)s, as it may be wrong.", day=day)]  # fmt: skip
    if change.kind == "place":
        place = kept(", ".join(of_place(service)))
        return [_("It meets in another place since %(day)s: %(place)s", day=day, place=place) if of_place(service)
                else _("It meets in another place since %(day)s. Ask before you go.", day=day)]  # fmt: skip
    said = {
        "full": lambda: _("It has not taken new people since %(day)s.", day=day),
        "name": lambda: _("Until %(day)s it was called %(name)s.", day=day, name=kept(change.was)),
        "more": lambda: _("Changed on %(day)s: %(facts)s.", day=day, facts=facts_called(change.now)),
    }
    return [said[change.kind]()] if change.kind in said else []


def moved(change: Change, day: str, made: date) -> list[str]:
    """How its times were and are, and the days to come that were called off."""
    today = clock.today()
    was, now = patterns(change.was, made), patterns(change.now, today)
    off = sorted(called_off(change.now) - called_off(change.was))
    coming = [when.day(one, today) for one in off if one >= today]
    said = []
    # Told only of what differs on one and the same day: "from 1 December" goes without saying once that has come.
    others = patterns(change.was, today) != now and was != now
    if others and was and now:
        said.append(_("Moved on %(day)s. Now: %(now)s. Before: %(was)s.", day=day, now=now, was=was))
    elif others:
        said.append(_("New times since %(day)s: %(now)s", day=day, now=now) if now
                    else _("Its times were taken off on %(day)s. Ask before you go.", day=day))  # fmt: skip
    if coming:
        said.append(_("It is not on: %(days)s", days=language.listed(coming)))
    return said


def patterns(times: Mapping[str, Mapping[str, Any]], on: date) -> str:
    """Patterns of a revision, {schedule id: columns}, in words, as far as they could still happen on a day."""
    every = [as_schedule(pattern) for pattern in times.values()]
    return "; ".join(dict.fromkeys(when.pattern(one, on) for one in every if schedules.active(one, on)))


def as_schedule(pattern: Mapping[str, Any]) -> Schedule:
    """A pattern of a revision as a schedule that no database knows."""
    columns = Schedule.__table__.columns
    read = {name: READ.get(columns[name].type.python_type, lambda same: same) for name in pattern if name in columns}
    return Schedule(**{name: one(pattern[name]) for name, one in read.items() if pattern[name] is not None})


def called_off(times: Mapping[str, Mapping[str, Any]]) -> set[date]:
    """The days on which patterns of a revision are not on."""
    return {date.fromisoformat(day) for one in times.values() for day in one.get("except_dates") or ()}


def facts_called(fields: Sequence[str]) -> str:
    """Fields of a revision in words, each once: "how to join and cost"."""
    called = {
        "cost": _("Cost"), "fees_description": _("Cost"), "contact": _("Ask for"), "email": _("E-mail"),
        "url": _("Website"), "languages": _("Languages"), "access": _("How to join"),
        "application_process": _("How to join"), "formats": _("How to join"),
    }  # fmt: skip
    return language.listed(dict.fromkeys(called.get(name, _("Who it is for")) for name in fields))
