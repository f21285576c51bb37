"""Days and hours as people say them ("every Thursday, 2pm to 4pm"), to and from the pattern of a schedule."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Field, Form, RadioField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice

from directory import clock, plain_values
from directory.listings.dates.shape import Values, as_schedule
from directory.recurrence import DAYS
from directory.web import when

# How often: (in a year's worth of words) the interval in weeks, or which one of the month.
EVERY = {
    "week": lazy_gettext("Every week"),
    "2 weeks": lazy_gettext("Every second week"),
    "1": lazy_gettext("The first of the month"),
    "2": lazy_gettext("The second of the month"),
    "3": lazy_gettext("The third of the month"),
    "4": lazy_gettext("The fourth of the month"),
    "-1": lazy_gettext("The last of the month"),
}
DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
# Parts of a pattern that these questions cannot say.
BEYOND = ("count", "byweekno", "bymonthday")


class ClockField(StringField):
    """A time of day, from 14:00, 2pm or midday; `data` stays what was typed, `moment` is the time."""

    moment: time | None = None

    def pre_validate(self, form: Any) -> None:
        """Raises ValidationError for what is no time."""
        said = (self.data or "").strip()
        self.moment = plain_values.clock_time(said)[0] if said else None
        if said and self.moment is None:
            raise ValidationError(lazy_gettext("Write a time, like 2pm or 14:00."))


class TimesForm(Form):
    """On which days, how often, from when to when, and when not."""

    days = SelectMultipleField(lazy_gettext("On which days?"))
    every = SelectField(lazy_gettext("How often?"), choices=[SelectChoice(*pair) for pair in EVERY.items()])
    opens = ClockField(lazy_gettext("From"), description=lazy_gettext("For example 2pm"))
    closes = ClockField(lazy_gettext("To"), description=lazy_gettext("For example 4pm"))
    terms = RadioField(
        lazy_gettext("In school holidays too?"),
        choices=[
            SelectChoice("yes", lazy_gettext("Yes")),
            SelectChoice("no", lazy_gettext("No, only in school term time")),
        ],
    )
    holidays = RadioField(
        lazy_gettext("On bank holidays too?"),
        choices=[
            SelectChoice("yes", lazy_gettext("Yes")),
            SelectChoice("no", lazy_gettext("No")),
            SelectChoice("", lazy_gettext("Not known")),
        ],
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.days.choices = [SelectChoice(code, when.weekday_name(at)) for at, code in enumerate(DAYS)]

    def validate_days(self, field: Field) -> None:
        """Asks for one day at least."""
        if not field.data:
            raise ValidationError(lazy_gettext("Choose at least one day."))

    def validate_closes(self, field: Any) -> None:
        """An end without a beginning, and an end that is the beginning, are slips."""
        if field.moment and (self.opens.moment is None or field.moment == self.opens.moment):
            raise ValidationError(lazy_gettext("Write when it begins and when it ends."))


def asked_of(pattern: Values) -> dict[str, Any] | None:
    """The answers that stand for a pattern; None when these questions cannot say it."""
    parts = [DAY.fullmatch(one.strip()) for one in (pattern["byday"] or "").upper().split(",")]
    positions = {found[1] or "" for found in parts if found}
    interval = pattern["interval"] or 1
    if not all(parts) or len(positions) != 1 or any(pattern[name] for name in BEYOND):
        return None
    position = positions.pop().lstrip("+")
    freq = "week" if interval == 1 else f"{interval} weeks"
    every = freq if pattern["freq"] == "WEEKLY" and not position else position if interval == 1 else ""
    if every not in EVERY or (pattern["freq"] == "MONTHLY") is not every.lstrip("-").isdigit():
        return None
    bank = {True: "yes", False: "no"}.get(pattern["on_bank_holidays"], "")
    return {
        "days": [found[2] for found in parts if found],
        "every": every,
        "opens": (pattern["opens_at"] or "")[:5],
        "closes": (pattern["closes_at"] or "")[:5],
        "terms": "no" if pattern["term_time_only"] else "yes",
        "holidays": bank,
    }


def pattern_from(form: TimesForm, old: Values) -> Values:
    """The pattern that a valid form says; what it does not ask about stays, but not the words for what was."""
    every = str(form.every.data)
    monthly = every.lstrip("-").isdigit()
    begun = old["dtstart"] or (clock.today().isoformat() if every == "2 weeks" else None)  # weeks are counted from it
    return old | {
        "dtstart": begun,
        "freq": "MONTHLY" if monthly else "WEEKLY",
        "interval": 2 if every == "2 weeks" else 1,
        "byday": ",".join(f"{every if monthly else ''}{day}" for day in form.days.data or ()),
        "opens_at": form.opens.moment.isoformat() if form.opens.moment else None,
        "closes_at": form.closes.moment.isoformat() if form.closes.moment else None,
        "term_time_only": form.terms.data == "no",
        "on_bank_holidays": {"yes": True, "no": False}.get(form.holidays.data or ""),
        "description": None,
    }


def said_of_times(id_: str, pattern: Mapping[str, Any]) -> list[str]:
    """A pattern of times in words, and the days to come on which it is off."""
    today = clock.today()
    off = [date.fromisoformat(one) for one in pattern["except_dates"] or () if one >= today.isoformat()]
    words = [when.pattern(as_schedule(id_, dict(pattern)), today)]
    return words + [_("Not on %(day)s", day=when.full_date(one, today)) for one in off]


def said_with_venue(id_: str, pattern: Mapping[str, Any]) -> list[str]:
    """A pattern of times in words, with where it is."""
    first, *more = said_of_times(id_, pattern)
    return [
        _("%(when)s: %(place)s", when=first, place=said_of_venue(pattern["at"])) if pattern.get("at") else first,
        *more,
    ]


def said_of_venue(venue: Mapping[str, Any]) -> str:
    """A venue in words, for those who may know where it is."""
    if venue["type"] == "virtual":
        return venue["name"] or _("Online")
    parts = (venue["name"], venue["address_1"], venue["address_2"], venue["postal_code"])
    where = ", ".join(one for one in parts if one)
    if venue["public"]:
        return where
    return _("%(place)s (address not public)", place=where) if where else _("Address not public")
