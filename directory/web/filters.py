"""Filters of templates: times, sums, phone numbers and addresses of the web, as people read them."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from babel.numbers import format_currency
from flask import Flask, get_template_attribute
from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from jinja2 import pass_context
from markupsafe import Markup

from directory import clock, pictures
from directory.schedules import Session
from directory.web import labels, when

FIRST, LAST = "\u2068", "\u2069"  # first strong isolate, pop directional isolate (Unicode UAX 9)
SPACE_BETWEEN = re.compile(r"\n\s*\n")


def init_app(app: Flask) -> None:
    """Registers the filters."""
    app.jinja_env.filters.update(FILTERS)


def kept(name: str) -> str:
    """A name or what a reader typed, to stand in a sentence: `isolated` shows it as it is in either direction."""
    return FIRST + name.replace(FIRST, "").replace(LAST, "") + LAST


def isolated(sentence: str) -> Markup:
    """A sentence as HTML, with every `kept` name in it isolated and never translated."""
    parts = re.split(f"[{FIRST}{LAST}]", sentence)
    return get_template_attribute("parts/both.html", "isolated")(parts)


def tel(number: str | None) -> str:
    """The part of a tel: link after the colon: digits only, with a + in front where the number has one (RFC 3966)."""
    plain = re.split("[A-Za-z]", (number or "").replace("(0)", ""))[0].strip()  # an extension is dialled by hand
    return ("+" if plain.startswith("+") else "") + re.sub(r"[^0-9]", "", plain)


def sms(number: str, body: str | None) -> str:
    """A link that begins a text message; `?&body=` is read by iPhones as well as by RFC 5724's readers."""
    return f"sms:{tel(number)}" + (f"?&body={quote(body)}" if body else "")


def web(address: str | None) -> str:
    """An address of the web that is safe to link to, or "": only http and https, with a host."""
    plain = (address or "").strip()
    try:
        parts = urlsplit(plain if "//" in plain else f"https://{plain}")
    except ValueError:
        return ""
    safe = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and "@" not in parts.netloc
    return parts.geturl() if safe else ""


def host(address: str | None) -> str:
    """What a reader recognises a web address by: example.org."""
    return (urlsplit(web(address)).hostname or "").removeprefix("www.")


def mailto(address: str | None, subject: str = "") -> str:
    """A link that begins an e-mail, or "" for what is no address."""
    plain = (address or "").strip()
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", plain):
        return ""
    link = f"mailto:{quote(plain, safe='@+')}"
    return f"{link}?{urlencode({'subject': subject}, quote_via=quote)}" if subject else link


def map_of(postcode: str) -> str:
    """A map of a postcode on another site; nothing but the postcode goes there, and only when followed."""
    return f"https://www.openstreetmap.org/search?{urlencode({'query': postcode})}"


def paragraphs(text: str | None) -> list[str]:
    """Text parted where a line is left empty."""
    return [part.strip() for part in SPACE_BETWEEN.split((text or "").replace("\r\n", "\n")) if part.strip()]


def money(amount: Decimal | None, currency: str | None = "GBP") -> str:
    """A sum as people write it: £2, £2.50, 50p."""
    if amount is None:
        return ""
    code = (currency or "GBP").upper()
    if code == "GBP" and 0 < amount < 1:
        return f"{int(amount * 100)}p"
    shown = "¤#,##0" if amount == amount.to_integral_value() else None
    return str(format_currency(amount, code, shown, locale=get_locale(), currency_digits=shown is None))


@pass_context
def label(_context: object, code: str, facet: str) -> str:
    """The name of a facet's value. It asks for the context, as a template would else keep its first reader's word."""
    return labels.value(facet, code)


def on_day(day: date) -> str:
    """A day to come or just gone: "today", "Thursday 26 November"."""
    return when.day(day, clock.today())


def first_upper(words: str) -> str:
    """Words that begin a line: names of days are small in many languages."""
    return words[:1].upper() + words[1:]


def session(found: Session) -> str:
    """One meeting: "Thursday 26 November, 2pm to 4pm"."""
    return first_upper(when.session(found, clock.today()))


def pattern(schedule: Any) -> str:
    """When it is on, as a rule."""
    return first_upper(when.pattern(schedule, clock.today()))


def full_day(day: date) -> str:
    """A day with its weekday, whatever day it is: "Thursday 26 November"."""
    return when.full_date(day, None)


def hours(found: Session) -> str:
    """The hours of one meeting: "2pm to 4pm", "" when they are not known."""
    return when.hours(found.starts.time() if found.timed else None, found.ends.time() if found.ends else None)


def ago(day: date) -> str:
    """How long ago a day was: "9 days ago"."""
    return when.ago(day, clock.today())


def long_date(day: date) -> str:
    """A day on paper: "6 August 2018"."""
    return str(format_date(day, "long"))


def moment(at: datetime) -> str:
    """A moment in London: "today at 2pm", "Thursday 26 November at 9:30am"."""
    here = at.astimezone(clock.LONDON)
    return _("%(day)s at %(time)s", day=when.day(here.date(), clock.today()), time=when.clock(here.time()))


FILTERS: dict[str, Callable[..., Any]] = {
    "ago": ago,
    "clock": when.clock,
    "date": long_date,
    "day": on_day,
    "full_day": full_day,
    "host": host,
    "hours": hours,
    "isolated": isolated,
    "kept": kept,
    "label": label,
    "mailto": mailto,
    "map_of": map_of,
    "moment": moment,
    "money": money,
    "paragraphs": paragraphs,
    "pattern": pattern,
    "session": session,
    "picture": pictures.shown,
    "sms": sms,
    "tel": tel,
    "web": web,
}
