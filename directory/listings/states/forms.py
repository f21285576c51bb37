"""The few questions that go with pausing, closing and not taking new people."""

import re
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext
from wtforms import Form, StringField, TextAreaField, ValidationError

from directory import clock, plain_text, plain_values

BRITISH = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
LONGEST = timedelta(days=2 * 366)
MOST = 500


def tidy(value: str | None) -> str:
    """Plain text, as it will be shown."""
    return plain_text.plain(value or "")


class DayField(StringField):
    """A day to come, from 2026-11-26 or 26/11/2026; empty for none. `data` stays what was typed, `day` is the date."""

    day: date | None = None

    def pre_validate(self, form: Any) -> None:
        """Raises ValidationError for what is no day, has passed, or is years away."""
        said = (self.data or "").strip()
        self.day = read_day(said)
        if said and self.day is None:
            raise ValidationError(lazy_gettext("Write a date, like 26/11/2026."))
        if self.day and self.day <= clock.today():
            raise ValidationError(lazy_gettext("Choose a day after today."))
        if self.day and self.day > clock.today() + LONGEST:
            raise ValidationError(lazy_gettext("Choose a day within two years."))


def read_day(said: str) -> date | None:
    """A date as browsers send it or as people here write it: the day first."""
    if found := BRITISH.fullmatch(said):
        try:
            return date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            return None
    return plain_values.day(said)[0]


def short(_form: Form, field: TextAreaField) -> None:
    """Refuses what is too long to read on a phone."""
    if len(field.data or "") > MOST:
        raise ValidationError(lazy_gettext("Write 500 characters or fewer."))


class PauseForm(Form):
    """Until when, and what to tell people."""

    until = DayField(lazy_gettext("Until when?"), description=lazy_gettext("Leave it empty if you do not know yet."))
    say = TextAreaField(
        lazy_gettext("What will people be told?"),
        [short],
        filters=[tidy],
        description=lazy_gettext("For example: We are back in May. Phone us if you need company."),
    )


class CloseForm(Form):
    """What to tell people, such as where else to go, and why."""

    say = TextAreaField(
        lazy_gettext("Where else can people go?"),
        [short],
        filters=[tidy],
        description=lazy_gettext("This stays on the page, for people who have the old link."),
    )
    why = TextAreaField(
        lazy_gettext("Why has it ended?"),
        [short],
        filters=[tidy],
        description=lazy_gettext("Only you and the people who check offers see this."),
    )


class FullForm(Form):
    """Until when."""

    until = DayField(
        lazy_gettext("By when will you know more?"),
        description=lazy_gettext("Leave it empty for two months from now."),
    )


FORMS: dict[str, type[Form]] = {"pause": PauseForm, "close": CloseForm, "full": FullForm}
