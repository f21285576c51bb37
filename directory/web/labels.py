"""Names of everything a search can be narrowed by, in the reader's language."""

from babel.dates import get_day_names
from flask_babel import get_locale
from flask_babel import gettext as _

from directory import index
from directory.index.query import DAYS


def facet(name: str) -> str:
    """The heading of a facet."""
    return {
        "category": _("Kind of help"),
        "need": _("What is going on"),
        "audience": _("Who it is for"),
        "faith": _("Faith"),
        "access": _("How to join"),
        "waiting": _("Waiting"),
        "format": _("In person, online or phone"),
        "cost": _("Cost"),
        "accessibility": _("Access"),
        "led_by": _("Who leads it"),
        "language": _("Languages spoken"),
        "borough": _("Borough"),
        "day": _("Day"),
        "time": _("Time of day"),
        "within": _("Distance"),
        "near": _("Place"),
        "q": _("Your words"),
    }[name]


def value(name: str, code: str) -> str:
    """The name of one value of a facet; the code itself for one that has no name any more."""
    if name == "day":
        return day(code)
    if name == "time":
        return {"morning": _("Morning"), "afternoon": _("Afternoon"), "evening": _("Evening")}.get(code, code)
    if name == "language":
        return language(code)
    known = index.terms(name).get(code)
    return _(known) if known else code


def day(code: str) -> str:
    """The weekday of a code (`mon` … `sun`), or today."""
    if code == "today":
        return _("Today")
    return str(get_day_names("wide", locale=get_locale())[DAYS.index(code)]).capitalize()


def language(code: str) -> str:
    """A language by its ISO code, as the reader's language names it."""
    known = get_locale().languages.get(code) or index.terms("language").get(code) or code
    return str(known)
