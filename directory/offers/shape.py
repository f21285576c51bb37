"""An offer for machines: linked data (schema.org) for search engines."""

from collections.abc import Sequence
from typing import Any

from directory.models import Location, Service
from directory.schedules import Session
from directory.web import filters
from directory.web.calendars import public_places


def linked_data(service: Service, summary: str, sessions: Sequence[Session], address: str) -> dict[str, Any]:
    """schema.org: a Service and its next sessions as Events, without anything of a venue that is not public."""
    places = public_places(service)
    venues = {one.id: one for one in places.values()}
    told = {
        "@type": "Service",
        "@id": address,
        "url": address,
        "name": service.name,
        "description": summary,
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
