"""The one place the clock is read: what moment it is, and what day it is in London."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def system() -> datetime:
    """What the machine's clock says, aware, in UTC."""
    return datetime.now(UTC)


# Tests put another clock here; every reader asks it anew, however it imported the functions below.
read: Callable[[], datetime] = system


def now() -> datetime:
    """This moment, aware, in Europe/London."""
    return read().astimezone(LONDON)


def today() -> date:
    """The day it is in London (after 11pm UTC in summer that is already tomorrow's date)."""
    return now().date()


def london(moment: datetime) -> datetime:
    """A moment (aware) by the clocks of London."""
    return moment.astimezone(LONDON)
