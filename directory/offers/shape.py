"""An offer for machines: linked data (schema.org) for search engines, and a calendar file (RFC 5545)."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

from flask_babel import gettext as _
from icalendar import Calendar, Event

from directory.models import Location, Service
from directory.schedules import Session
from directory.web import filters
from directory.web.cards import summary

PRODUCT = "-//Community support directory//EN"


def linked_data(service: Service, sessions: Sequence[Session], address: str) -> dict[str, Any]:
    """schema.org: a Service and its next sessions as Events, without anything of a venue that is not public."""
    places = public_places(service)
    venues = {one.id: one for one in places.values()}
    told = {
        "@type": "Service",
        "@id": address,
        "url": address,
        "name": service.name,
        "description": summary(service),
        "provider": provider(service),
        "areaServed": [area.name for area in service.service_areas if area.name],
        "availableChannel": channel(service, [place(one) for one in venues.values()], address),
        "isAccessibleForFree": True if "free" in service.codes("cost") else None,
    }
    return {"@context": "https://schema.org", "@graph": [known(told), *events(service, sessions, places, address)]}


def known(said: dict[str, Any]) -> dict[str, Any]:
    """What there is to say: nothing empty."""
    return {name: value for name, value in said.items() if value not in (None, "", [], {})}


def provider(service: Service) -> dict[str, Any]:
    """The organisation behind an offer."""
    org = service.organization
    return known({"@type": "Organization", "name": org.name, "url": filters.web(org.website)})


def channel(service: Service, places: list[dict[str, Any]], address: str) -> dict[str, Any]:
    """How an offer is reached."""
    phones = [{"@type": "ContactPoint", "telephone": phone.number} for phone in service.phones[:1]]
    languages = [language.code for language in service.languages if language.code]
    return known(
        {
            "@type": "ServiceChannel",
            "serviceUrl": filters.web(service.url) or address,
            "servicePhone": phones[0] if phones else None,
            "serviceLocation": places,
            "availableLanguage": languages,
        }
    )


def public_places(service: Service) -> dict[str, Location]:
    """{schedule id: venue} and, for venues without times of their own, {location id: venue}; public ones only."""
    found: dict[str, Location] = {}
    for at in service.service_at_locations:
        if at.location.address_public and at.location.location_type != "virtual":
            found.update(dict.fromkeys([one.id for one in at.schedules] or [at.location_id], at.location))
    return found


def place(location: Location) -> dict[str, Any]:
    """A public venue: its address, and its point in degrees (WGS84)."""
    point = {"@type": "GeoCoordinates", "latitude": location.latitude, "longitude": location.longitude}
    address = location.addresses[0] if location.addresses else None
    postal = address and known(
        {
            "@type": "PostalAddress",
            "streetAddress": ", ".join(line for line in (address.address_1, address.address_2) if line),
            "addressLocality": address.city,
            "postalCode": address.postal_code,
            "addressCountry": "GB",
        }
    )
    return known(
        {
            "@type": "Place",
            "name": location.name,
            "address": postal,
            "geo": point if location.latitude is not None and location.longitude is not None else None,
        }
    )


def events(
    service: Service, sessions: Sequence[Session], places: dict[str, Location], address: str
) -> list[dict[str, Any]]:
    """The next sessions that happen at a public venue; others have no place that may be told."""
    return [
        known(
            {
                "@type": "Event",
                "name": service.name,
                "url": address,
                "startDate": starts_at(session),
                "endDate": session.ends.isoformat() if session.ends else None,
                "location": place(places[session.schedule_id]),
            }
        )
        for session in sessions
        if session.schedule_id in places
    ]


def starts_at(session: Session) -> str:
    """When it begins, ISO 8601; only the day when no hour is known."""
    return session.starts.isoformat() if session.timed else session.starts.date().isoformat()


def calendar_file(service: Service, sessions: Sequence[Session], address: str) -> bytes:
    """The sessions as single events with the zone of London, so that no calendar has to repeat them itself.

    An event's UID is made of the schedule and its day: a file taken again replaces what a calendar holds.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    places = public_places(service)
    for session in sessions:
        calendar.add_component(event(service, session, places.get(session.schedule_id), address))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def event(service: Service, session: Session, location: Location | None, address: str) -> Event:
    """One session; its place only when that is public."""
    made = Event()
    made.add("uid", f"{session.schedule_id}-{session.starts:%Y%m%d}@{service.id}")
    made.add("dtstamp", stamp(service))
    made.add("summary", service.name)
    made.add("dtstart", session.starts if session.timed else session.starts.date())
    if session.ends and session.timed:
        made.add("dtend", session.ends)
    if location:
        made.add("location", ", ".join([*([location.name] if location.name else []), *lines(location)]))
    made.add("description", "\n\n".join([summary(service), *warnings(session), address]))
    made.add("url", address)
    return made


def lines(location: Location) -> list[str]:
    """The lines of a venue's first address."""
    return location.addresses[0].lines() if location.addresses else []


def warnings(session: Session) -> list[str]:
    """What to know before going."""
    said = [_("Please check before you go: details can change.")]
    if session.check:
        said.append(_("This is a bank holiday, so it may not be on."))
    return said


def stamp(service: Service) -> datetime:
    """When these details were last touched, in UTC: the same file twice is the same bytes."""
    if service.last_modified:
        return service.last_modified
    day = service.assured_date
    return datetime.combine(day, time(), UTC) if day else datetime(2026, 1, 1, tzinfo=UTC)
