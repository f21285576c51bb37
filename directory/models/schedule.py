"""When: a Schedule in the RRULE parts of the standard, Europe/London."""

from datetime import date, time

from sqlalchemy import JSON, String, false
from sqlalchemy.orm import Mapped, mapped_column

from directory.db import db
from directory.models.columns import Id, Position, Words, owner


class Schedule(db.Model):
    """A pattern of times. What the parts mean is RFC 5545; what we make of them is directory/schedules.py."""

    id: Mapped[Id]
    service_id: Mapped[str | None] = owner("service")
    location_id: Mapped[str | None] = owner("location")
    service_at_location_id: Mapped[str | None] = owner("service_at_location")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    dtstart: Mapped[date | None]
    timezone: Mapped[float | None]
    until: Mapped[date | None]
    count: Mapped[int | None]
    wkst: Mapped[str | None] = mapped_column(String(2))
    freq: Mapped[str | None] = mapped_column(String(10))
    interval: Mapped[int | None]
    byday: Mapped[Words]
    byweekno: Mapped[Words]
    bymonthday: Mapped[Words]
    byyearday: Mapped[Words]
    description: Mapped[Words]
    opens_at: Mapped[time | None]
    closes_at: Mapped[time | None]
    schedule_link: Mapped[Words]
    attending_type: Mapped[Words]
    notes: Mapped[Words]
    position: Mapped[Position]

    # Ours: the standard has no way to say when a group does not meet. None means nobody told us.
    on_bank_holidays: Mapped[bool | None]
    term_time_only: Mapped[bool] = mapped_column(default=False, server_default=false())
    except_dates: Mapped[list[str]] = mapped_column(JSON, default=list)
