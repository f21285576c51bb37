"""An offer as a card: the few words that let somebody choose, in the order they ask."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _

from directory import clock, index, schedules
from directory.index import Hit, Query
from directory.models import Service
from directory.models.service import State
from directory.recurrence import rule_of
from directory.web import labels, language, when

WAYS_IN = ("drop-in", "self-referral", "outreach", "booking", "professional-referral")
MOST_NOTES = 2
STALE_DAYS = 183  # after six months without a confirmation the card says so


def cards(services: Sequence[Service], hits: Iterable[Hit] = (), query: Query | None = None) -> list[dict[str, Any]]:
    """A card for each offer, with what the search that found them (or else the index) knows of it."""
    known = {hit.id: hit for hit in hits or index.seen(service.id for service in services)}
    return [card(service, known.get(service.id) or Hit(service.id), query or Query()) for service in services]


def card(service: Service, hit: Hit, query: Query) -> dict[str, Any]:
    """What parts/card.html shows of an offer; empty where nothing is known."""
    now = clock.now()
    state = state_words(service, hit, now.date())
    where, named = place(service, hit)
    return {
        "url": url_for("offers.offer", slug=service.slug),
        "name": service.name,
        "summary": summary(service),
        "state": state,
        "when": "" if state else pattern(service, now.date()),
        "next": "" if state else next_session(service, now),
        "joining": joining(hit),
        "where": where,
        "named_place": named,
        "distance": when.miles_away(hit.miles) if hit.miles is not None else "",
        "notes": notes(hit, query)[:MOST_NOTES],
        "confirmed": confirmed(service.assured_date, now.date()),
        "organisation": "",
        "sample": service.organization.is_sample,
        "lang": language.of_text(),
    }


def summary(service: Service) -> str:
    """The one sentence: ours, or the first of the description."""
    if service.summary:
        return service.summary
    text = (service.description or "").strip().split("\n")[0]
    first = text.split(". ")[0]
    return first if first.endswith((".", "!", "?")) or not first else f"{first}."


def state_words(service: Service, hit: Hit, today: date) -> str:
    """What stands in place of times when an offer is paused, ended or full."""
    state = service.state(today)
    if state is State.ENDED:
        return _("This has ended")
    if state is State.PAUSED and service.paused_until:
        return _("Paused until %(day)s", day=when.day(service.paused_until, today))
    if state is State.PAUSED:
        return _("Paused for now")
    if "full" in hit.codes.get("waiting", ()):
        return _("Not taking new people at the moment")
    return ""


def active(service: Service, today: date) -> list[Any]:
    """The schedules that can still happen."""
    return [one for one in service.all_schedules() if schedules.active(one, today)]


def pattern(service: Service, today: date) -> str:
    """When it is on, in words: its first pattern, and whether there are more."""
    words = [when.pattern(one, today) for one in active(service, today)]
    every = list(dict.fromkeys(word for word in words if word))
    return _("%(pattern)s, and other times", pattern=every[0]) if len(every) > 1 else "".join(every)


def next_session(service: Service, now: datetime) -> str:
    """The next date, in words; nothing for a one-off, whose pattern is its date."""
    today = now.date()
    if all(is_one_off(one) for one in active(service, today)):
        return ""
    calendar = index.calendar()
    found = schedules.upcoming(
        service.all_schedules(), now=now, count=1, terms=calendar.terms, holidays=calendar.holidays
    )
    return next_words(found[0], today) if found else ""


def is_one_off(schedule: Any) -> bool:
    """Whether a schedule is one date only."""
    rule = rule_of(schedule)
    return rule is not None and rule.freq == "ONCE"


def next_words(session: schedules.Session, today: date) -> str:
    """ "today", "tomorrow", "next 26 November", and what to check first."""
    on = session.starts.date()
    words = when.day(on, today) if (on - today).days < 2 else _("next %(day)s", day=format_date(on, "d MMMM"))
    return _("%(day)s (bank holiday, check first)", day=words) if session.check else words


def joining(hit: Hit) -> list[str]:
    """Way in, wait and cost, in few words."""
    ways = sorted(set(hit.codes.get("access", ())) & set(WAYS_IN), key=WAYS_IN.index)
    waits = [code for code in hit.codes.get("waiting", ()) if code != "full"]
    first = {"access": ways[:1], "waiting": waits[:1], "cost": list(hit.codes.get("cost", ()))[:1]}
    return [labels.value(facet, code) for facet, codes in first.items() for code in codes]


def place(service: Service, hit: Hit) -> tuple[str, bool]:
    """Where it is: a neighbourhood or venue (a name), else how it reaches people (words)."""
    venues = [at.location for at in service.service_at_locations if at.location.location_type != "virtual"]
    public = [venue for venue in venues if venue.address_public]
    if public and (hit.place or public[0].name):
        return hit.place or str(public[0].name), True
    if venues and not public:
        return _("Address not public"), False
    ways = [code for code in hit.codes.get("format", ()) if code in ("online", "phone", "at-home")]
    return (labels.value("format", ways[0]), False) if ways else ("", False)


def notes(hit: Hit, query: Query) -> list[str]:
    """What matters to this search: the access and languages asked about, then step-free and another language."""
    access, spoken = hit.codes.get("accessibility", ()), [c for c in hit.codes.get("language", ()) if c != "en"]
    wanted = [code for code in spoken if code in query.language]
    found = [access_words(code, code in access) for code in query.accessibility]
    found += [_("%(language)s spoken", language=labels.language(code)) for code in wanted]
    if not query.accessibility and "step-free" in access:
        found.append(labels.value("accessibility", "step-free"))
    found += [_("%(language)s spoken", language=labels.language(code)) for code in spoken[:1] if code not in wanted]
    return found


def access_words(code: str, yes: bool) -> str:
    """Yes, or not known; a plain no never comes this far."""
    name = labels.value("accessibility", code)
    return name if yes else _("%(feature)s: not known, ask", feature=name)


def confirmed(assured: date | None, today: date) -> str:
    """How fresh the details are."""
    if assured is None:
        return _("Not yet confirmed")
    if (today - assured).days > STALE_DAYS:
        return _("Not confirmed since %(day)s", day=when.day(assured, today))
    return _("Confirmed %(ago)s", ago=when.ago(assured, today))
