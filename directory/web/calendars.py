"""Sessions to go to: when an offer can next be gone to, and calendar files of that."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time

from flask_babel import gettext as _
from icalendar import Calendar, Event

from directory import clock, index, schedules
from directory.models import Location, Service
from directory.models.service import State
from directory.schedules import Session

PRODUCT = "-//Community support directory//EN"


def sessions(service: Service, count: int, days: int = 62) -> list[Session]:
    """The next sessions; none of an ended offer, none before a paused one is back."""
    now = clock.now()
    begins = back(service, now)
    if begins is None:
        return []
    days_off = index.calendar()
    return schedules.upcoming(
        service.all_schedules(), now=begins, count=count, days=days, terms=days_off.terms, holidays=days_off.holidays
    )


def back(service: Service, now: datetime) -> datetime | None:
    """From when an offer can be gone to: now, the day a pause ends, or never that we know."""
    state = service.state(now.date())
    if state is State.OPEN:
        return now
    if state is State.PAUSED and service.paused_until:
        return datetime.combine(service.paused_until, time(), clock.LONDON)
    return None


def public_places(service: Service) -> dict[str, Location]:
    """{schedule id: venue} and, for venues without times of their own, {location id: venue}; public ones only."""
    found: dict[str, Location] = {}
    for at in service.venues(clock.today(), coming=True):
        if at.location.address_public and at.location.location_type != "virtual":
            found.update(dict.fromkeys([one.id for one in at.schedules] or [at.location_id], at.location))
    return found


def calendar_file(told: Iterable[tuple[Service, Sequence[Session], str]]) -> bytes:
    """Sessions of offers, each with the address of its page, as single events with the zone of London (RFC 5545).

    No calendar has to repeat anything itself. An event's UID is made of the schedule and its day: a file taken again
    replaces what a calendar holds.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for service, sessions, address in told:
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
    made.add("description", "\n\n".join([service.sentence(), *warnings(session), address]))
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
