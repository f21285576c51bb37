"""An offer as a card: the few words that let somebody choose, in the order they ask."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import get_template_attribute, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from markupsafe import Markup

from directory import clock, index, schedules
from directory.counts import SEEN, count_offers
from directory.index import Hit, Query
from directory.models import Service
from directory.models.service import State
from directory.recurrence import rule_of
from directory.web import labels, language, shortlist, versions, when
from directory.web.filters import first_upper, kept
from directory.web.fitting import fitted
from directory.web.versions import Texts

WAYS_IN = ("drop-in", "self-referral", "outreach", "booking", "professional-referral")
MOST_NOTES = 2
SOON = timedelta(days=7)  # a next session this near is told by the days of the week alone
MOST_VARIANTS = 6  # of one card, kept as they were written
STALE_DAYS = 183  # after six months without a confirmation the card says so


@dataclass(frozen=True)
class Face:
    """What a card shows whoever asks, from `made` until `until`; `venue` is its first public one ("" without a name),
    None without any: then `elsewhere` says how it reaches people. `starts` is its next session, if that goes without
    saying once it is near."""

    shown: dict[str, Any]
    made: datetime
    until: datetime
    venue: str | None
    elsewhere: str
    starts: datetime | None
    notes: Sequence[str]  # for whoever asked about no access and no language
    written: dict[tuple[Any, ...], Markup] = field(default_factory=dict)  # as HTML, by what else it shows


def cards(
    services: Sequence[Service], hits: Iterable[Hit] = (), query: Query | None = None, *,
    texts: Mapping[str, Texts] | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """A card for each offer, with what the search that found them (or else the index) knows of it.

    `texts` are what the offers say in the reader's language, when they have been read already.
    """
    texts = versions.texts(services) if texts is None else texts
    known, now = {hit.id: hit for hit in hits or index.seen(service.id for service in services)}, clock.now()
    found = [(service, known.get(service.id) or Hit(service.id)) for service in services]
    return [card(face(service, texts[service.id], hit, now), hit, query or Query(), now) for service, hit in found]


def found_cards(hits: Sequence[Hit], query: Query) -> list[Markup]:
    """A card for each hit that the database still lists, written below a first heading, and counted as seen; a page of
    results costs most here, so what was made before is used until something changes."""
    now, tag, memory = clock.now(), language.current().tag, index.remembered()
    listed = index.still_listed([hit.id for hit in hits])
    shown = [hit for hit in hits if hit.id in listed]
    kept = {hit.id: memory.get((hit.id, "face", tag)) for hit in shown}
    known: dict[str, Face] = {one: made for one, made in kept.items() if made and made.made <= now < made.until}
    services, new = of_the_database([hit for hit in shown if hit.id not in known])
    texts = versions.texts(services)
    for service, hit in zip(services, new, strict=True):
        known[hit.id] = face(service, texts[service.id], hit, now)
        # A change may have been taken in since the search: what it found then is no face of the offer as it is now.
        if memory.get((hit.id, "codes")) is hit.codes:
            memory[hit.id, "face", tag] = known[hit.id]
    here = shortlist.this_page()
    count_offers(SEEN, [known[hit.id].shown["code"] for hit in shown if hit.id in known])
    return [written(known[hit.id], hit, query, now, here) for hit in shown if hit.id in known]


def written(made: Face, hit: Hit, query: Query, now: datetime, here: str) -> Markup:
    """One card as HTML on the page `here`; a visitor's own words and list are never remembered."""
    private = bool(hit.why.words or shortlist.current())
    about = hit.why.terms, hit.why.close, query.accessibility, query.language
    variant = (here, hit.place, hit.miles and when.miles_away(hit.miles), *about)
    if private or variant not in made.written:
        html: Markup = get_template_attribute("parts/card.html", "card")(card(made, hit, query, now), level=2)
        if private:
            return html
        if len(made.written) >= MOST_VARIANTS:
            made.written.clear()
        made.written[variant] = html
    return made.written[variant]


def of_the_database(hits: Sequence[Hit]) -> tuple[list[Service], list[Hit]]:
    """The services of some hits, as they are now, and those hits."""
    by_id = {hit.id: hit for hit in hits}
    services = index.load(list(by_id))
    return services, [by_id[service.id] for service in services]


def card(made: Face, hit: Hit, query: Query, now: datetime) -> dict[str, Any]:
    """What parts/card.html shows of an offer to somebody who asks this; empty where nothing is known."""
    asks = bool(query.accessibility or query.language)
    named = made.venue is not None and bool(hit.place or made.venue)
    shown = made.shown | {
        # Never remembered: while somebody makes a list, links carry it.
        "url": url_for("offers.offer", slug=made.shown["slug"]),
        "where": hit.place or made.venue if named else made.elsewhere,
        "named_place": named,
        "distance": when.miles_away(hit.miles) if hit.miles is not None else "",
        "notes": (notes(hit, query) if asks else made.notes)[:MOST_NOTES],
        "why": why(hit),
    }
    return fitted(
        shown, len(asked_notes(hit, query)) if asks else 0, made.starts is not None and made.starts < now + SOON
    )


def face(service: Service, texts: Texts, hit: Hit, now: datetime) -> Face:
    """The part of a card that is the same for everybody."""
    state = state_words(service, hit, now.date())
    coming = None if state else next_session(service, now)
    usual, coming_words = pattern(service, now.date()), next_words(coming, now.date()) if coming else ""
    shown = {
        "slug": service.slug,
        "code": service.code,
        "name": service.name,
        "summary": texts["summary"].text,
        "spoken": texts["summary"].inline,
        "label": texts["summary"].label,
        "texts": texts,
        "state": state,
        "when": "" if state else first_upper(usual),
        "next": coming_words if usual else first_upper(coming_words),
        "joining": joining(hit),
        "phone": service.phones[0].number if service.phones else "",
        "confirmed": confirmed(service.assured_date, now.date()),
        "organisation": "",
        "sample": service.organization.is_sample,
        "lang": language.of_text(),
        "tight": False,
    }
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
    until = min(midnight, coming.over) if coming else midnight
    return Face(shown, now, until, *place(service, hit, now.date()), told_by_days(service, coming), notes(hit, Query()))


def told_by_days(service: Service, coming: schedules.Session | None) -> datetime | None:
    """When the next session begins, if "every Thursday" tells it as well: no other weeks, nothing to check first."""
    its = next((one for one in service.all_schedules() if coming and one.id == coming.schedule_id), None)
    rule = rule_of(its) if its else None
    weekly = rule and rule.freq == "WEEKLY" and rule.interval == 1 and not rule.weeks
    return coming.starts if coming and weekly and not coming.check else None


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
    """When it is on, in words: the days and hours of its first pattern, and whether there are more."""
    words = [when.usual(one, today) for one in active(service, today)]
    every = list(dict.fromkeys(word for word in words if word))
    return _("%(pattern)s, and more", pattern=every[0]) if len(every) > 1 else "".join(every)


def next_session(service: Service, now: datetime) -> schedules.Session | None:
    """The next session; none of a one-off, whose pattern is its date."""
    if all(is_one_off(one) for one in active(service, now.date())):
        return None
    calendar = index.calendar()
    found = schedules.upcoming(
        service.all_schedules(), now=now, count=1, terms=calendar.terms, holidays=calendar.holidays
    )
    return found[0] if found else None


def is_one_off(schedule: Any) -> bool:
    """Whether a schedule is one date only."""
    rule = rule_of(schedule)
    return rule is not None and rule.freq == "ONCE"


def next_words(session: schedules.Session, today: date) -> str:
    """ "today", "tomorrow", "next 26 November", and what to check first."""
    on = session.starts.date()
    words = when.day(on, today) if (on - today).days < 2 else _("next %(day)s", day=when.in_year(on))
    return _("%(day)s (bank holiday, check first)", day=words) if session.check else words


def joining(hit: Hit) -> list[str]:
    """Way in, wait and cost, in few words."""
    ways = sorted(set(hit.codes.get("access", ())) & set(WAYS_IN), key=WAYS_IN.index)
    waits = [code for code in hit.codes.get("waiting", ()) if code != "full"]
    first = {"access": ways[:1], "waiting": waits[:1], "cost": list(hit.codes.get("cost", ()))[:1]}
    return [labels.value(facet, code) for facet, codes in first.items() for code in codes]


def place(service: Service, hit: Hit, today: date) -> tuple[str | None, str]:
    """The name of its first public venue (None without one), and how else it reaches people in words."""
    venues = [at.location for at in service.venues(today) if at.location.location_type != "virtual"]
    public = [venue for venue in venues if venue.address_public]
    ways = [code for code in hit.codes.get("format", ()) if code in ("online", "phone", "at-home")]
    elsewhere = labels.value("format", ways[0]) if ways else ""
    if public:
        return str(public[0].name or ""), elsewhere
    return None, _("Address not public") if venues else elsewhere


def notes(hit: Hit, query: Query) -> list[str]:
    """What matters to this search: what it asked about, then step-free and a language other than English."""
    found = asked_notes(hit, query)
    if not query.accessibility and "step-free" in hit.codes.get("accessibility", ()):
        found.append(labels.value("accessibility", "step-free"))
    spoken = [code for code in hit.codes.get("language", ()) if code != "en"][:1]
    return found + [in_language(code) for code in spoken if code not in query.language]


def asked_notes(hit: Hit, query: Query) -> list[str]:
    """The access and the languages that were asked about."""
    access, spoken = hit.codes.get("accessibility", ()), hit.codes.get("language", ())
    found = [access_words(code, code in access) for code in query.accessibility]
    return found + [in_language(code) for code in spoken if code in query.language and code != "en"]


def why(hit: Hit) -> str:
    """Why it answers the words of the search, where nothing else on the card says it."""
    if hit.why.terms:
        names = (labels.value(facet, code) for facet, code in hit.why.terms)
        return _("Matches: %(names)s", names=language.listed(names))
    if hit.why.words:
        return _("Mentions %(words)s", words=language.listed(kept(word) for word in hit.why.words))
    return _("Close in meaning") if hit.why.close else ""


def in_language(code: str) -> str:
    """That a language is spoken there."""
    return _("%(language)s spoken", language=labels.language(code))


def access_words(code: str, yes: bool) -> str:
    """Yes, or not known; a plain no never comes this far."""
    name = labels.value("accessibility", code)
    return name if yes else _("%(feature)s: not known, ask", feature=name)


def confirmed(assured: date | None, today: date) -> str:
    """How fresh the details are."""
    if assured is None:
        return _("Not yet confirmed")
    if (today - assured).days > STALE_DAYS:
        near = (today - assured).days < 330  # as far back as a day needs no year
        return _("Not confirmed since %(day)s", day=when.in_year(assured) if near else format_date(assured, "long"))
    return _("Confirmed %(ago)s", ago=when.ago(assured, today))
