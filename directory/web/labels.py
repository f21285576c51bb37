"""Names of everything a search can be narrowed by, in the reader's language."""

from babel.dates import get_day_names
from flask_babel import get_locale, lazy_gettext
from flask_babel import gettext as _

from directory import index
from directory.index.query import DAYS, TAXONOMIES

FACETS = {
    "category": lazy_gettext("Kind of help"),
    "need": lazy_gettext("What is going on"),
    "audience": lazy_gettext("Who it is for"),
    "faith": lazy_gettext("Faith"),
    "access": lazy_gettext("How to join"),
    "waiting": lazy_gettext("Waiting"),
    "format": lazy_gettext("In person, online or phone"),
    "cost": lazy_gettext("Cost"),
    "accessibility": lazy_gettext("Access"),
    "led_by": lazy_gettext("Who leads it"),
    "language": lazy_gettext("Languages spoken"),
    "borough": lazy_gettext("Borough"),
    "day": lazy_gettext("Day"),
    "time": lazy_gettext("Time of day"),
    "within": lazy_gettext("Distance"),
    "near": lazy_gettext("Place"),
    "q": lazy_gettext("Your words"),
}
TIMES = {
    "morning": lazy_gettext("Morning"),
    "afternoon": lazy_gettext("Afternoon"),
    "evening": lazy_gettext("Evening"),
}


def facet(name: str) -> str:
    """The heading of a facet."""
    return str(FACETS[name])


def value(name: str, code: str) -> str:
    """The name of one value of a facet; the code itself for one that has no name any more."""
    if name == "day":
        return day(code)
    if name == "time":
        return str(TIMES.get(code, code))
    if name == "language":
        return language(code)
    known = index.terms(name).get(code)
    return _(known) if known else code


def called(text: str) -> list[str]:
    """The kinds of help and needs (`taxonomy:code`) that a text is the name of, in the reader's language."""
    wanted = text.casefold()
    return [
        f"{TAXONOMIES[name]}:{code}"
        for name in ("category", "need")
        for code in index.terms(name)
        if value(name, code).casefold() == wanted
    ]


def day(code: str) -> str:
    """The weekday of a code (`mon` … `sun`), or today."""
    if code == "today":
        return _("Today")
    return str(get_day_names("wide", locale=get_locale())[DAYS.index(code)]).capitalize()


def written_in(name: str, code: str) -> str:
    """The language a value is written in when it is not the page's: no catalogue names every tongue."""
    english = index.terms("language").get(code) if name == "language" else None
    return "en" if english and get_locale().language != "en" and value(name, code) == english else ""


def language(code: str) -> str:
    """A language by its ISO code, as the reader's language names it."""
    ours, locale = index.terms("language").get(code), get_locale()
    named = locale.languages.get(code)
    if locale.language == "en":
        return str(ours or named or code)
    return str(named or (_(ours) if ours else code))
