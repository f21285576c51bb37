"""Names of everything a search can be narrowed by, in the reader's language."""

from dataclasses import dataclass

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
# Languages that the CLDR has no name for in most languages.
UNNAMED = {"jam": lazy_gettext("Jamaican Patois"), "bfi": lazy_gettext("British Sign Language")}
TIMES = {
    "morning": lazy_gettext("Morning"),
    "afternoon": lazy_gettext("Afternoon"),
    "evening": lazy_gettext("Evening"),
}


def facet(name: str) -> str:
    """The heading of a facet."""
    memory, key = index.remembered(), ("", "heading", name, str(get_locale()))
    found: str = memory.get(key) or memory.setdefault(key, str(FACETS[name]))
    return found


def value(name: str, code: str) -> str:
    """The name of one value of a facet; the code itself for one that has no name any more."""
    known = values(name).get(code)
    return known.text if known else named(name, code)


def named(name: str, code: str) -> str:
    """The same, looked up and translated."""
    if name == "day":
        return day(code)
    if name == "time":
        return str(TIMES.get(code, code))
    if name == "language":
        named = language(code)
        return named[:1].upper() + named[1:]
    known = index.terms(name).get(code)
    return _(known) if known else code


@dataclass(frozen=True)
class Label:
    """A name, and the language it is written in when it is not the page's."""

    text: str
    lang: str


def values(name: str) -> dict[str, Label]:
    """{code: label} of a facet, made once for each language and vocabulary."""
    memory, key = index.remembered(), ("", "labels", name, str(get_locale()))
    found: dict[str, Label] = memory.get(key) or {
        code: Label(named(name, code), written_in(name, code)) for code in index.terms(name)
    }
    memory[key] = found
    return found


def called(text: str) -> list[str]:
    """The kinds of help and needs (`taxonomy:code`) that a text is the name of, in the reader's language."""
    wanted = text.casefold()
    return [
        f"{TAXONOMIES[name]}:{code}"
        for name in ("category", "need")
        for code, label in values(name).items()
        if label.text.casefold() == wanted
    ]


def day(code: str) -> str:
    """The weekday of a code (`mon` … `sun`), today or tomorrow."""
    if code in ("today", "tomorrow"):
        return _("Today") if code == "today" else _("tomorrow").capitalize()
    return str(get_day_names("wide", locale=get_locale())[DAYS.index(code)]).capitalize()


def written_in(name: str, code: str) -> str:
    """The language a value is written in when it is not the page's: no catalogue names every tongue."""
    english = index.terms("language").get(code) if name == "language" else None
    return "en" if english and get_locale().language != "en" and named(name, code) == english else ""


def language(code: str) -> str:
    """A language by its ISO code, as the reader's language names it."""
    ours, locale = index.terms("language").get(code, code), get_locale()
    named = UNNAMED.get(code) or locale.languages.get(code)
    if ours == code or locale.language != "en":  # an offer may say the code alone
        return str(named or ours)
    return str(ours)
