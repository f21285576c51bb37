"""Fields of forms that keep what was typed beside what is kept of it, and say a value in words."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, Form, StringField, TextAreaField, ValidationError

from directory import clock, plain_text, plain_values
from directory.web import when

Values = dict[str, Any]
Choices = Callable[[], Mapping[str, str]]
BRITISH = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")


class Kept(Field):
    """An answer: `data` stays what was typed, `value` is what is kept of it. `shape` says how it is asked."""

    shape = "line"
    value: Any = None

    def __init__(self, *given: Any, most: int = 200, needed: bool = False, **more: Any) -> None:
        super().__init__(*given, **more)
        self.most, self.needed = most, needed

    def pre_validate(self, _form: Any) -> None:
        """Raises ValidationError when something is missing, too long or not understood."""
        text = plain_text.plain(self.data or "") if isinstance(self.data, str) else self.data
        if self.needed and not text:
            raise ValidationError(_("This cannot be empty."))
        if len(text or "") > self.most:
            raise ValidationError(
                _("Write %(most)s characters or fewer. You have %(number)s.", most=self.most, number=len(text or ""))
            )
        self.value = self.read(text) if text else self.nothing()

    def nothing(self) -> Any:
        """What is kept of an empty answer."""
        return None

    def read(self, text: Any) -> Any:
        """What is kept of what was typed."""
        return plain_text.one_line(text)

    def typed(self, value: Any) -> Any:
        """What stands in the field for a value."""
        return "" if value is None else str(value)

    def words(self, value: Any) -> str:
        """A value in words, a line each; "" for nothing."""
        return str(self.typed(value))


class Line(Kept, StringField):
    """One line."""


class Digits(Line):
    """A number that a phone can dial."""

    def read(self, text: str) -> str:
        if not re.fullmatch(r"[+0-9 ]+", text):
            raise ValidationError(_("Write digits only, like 0800 1111."))
        return str(super().read(text))


class Words(Kept, TextAreaField):
    """Sentences."""

    shape = "text"

    def read(self, text: str) -> str:
        return text


class Lines(Kept, TextAreaField):
    """Several things, one on each line."""

    shape = "text"

    def nothing(self) -> list[str]:
        return []

    def read(self, text: str) -> list[str]:
        found = (plain_text.one_line(one) for one in re.split(r"[\n;]", text))
        return [*dict.fromkeys(one for one in map(self.line, found) if one)]

    def line(self, text: str) -> str:
        """What is kept of one line."""
        return text

    def typed(self, value: Sequence[str] | None) -> str:
        return "\n".join(value or ())


class Choice(Kept, StringField):
    """One of several; `choices` are {code: name}, `names` when they are names that nobody translates."""

    shape = "radios"

    def __init__(self, *given: Any, choices: Choices, names: bool = False, **more: Any) -> None:
        super().__init__(*given, **more)
        self.choices, self.names = choices, names

    def read(self, text: str) -> str:
        if text not in self.choices():
            raise ValidationError(_("Choose one of these."))
        return text

    def words(self, value: Any) -> str:
        return str(self.choices().get(value, value or ""))


class Several(Kept):
    """Any of several, in the order they had before; `choices` are {code: name}."""

    shape = "boxes"
    before: Sequence[str] = ()

    def __init__(self, *given: Any, choices: Choices, **more: Any) -> None:
        super().__init__(*given, **more)
        self.choices, self.names = choices, False

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist

    def nothing(self) -> list[str]:
        return []

    def read(self, text: Sequence[str]) -> list[str]:
        chosen = [code for code in self.choices() if code in text]
        return [code for code in dict.fromkeys((*self.before, *chosen)) if code in chosen]

    def typed(self, value: Sequence[str] | None) -> list[str]:
        return list(value or ())

    def words(self, value: Sequence[str] | None) -> str:
        return "\n".join(self.choices().get(code, code) for code in value or ())


class Day(Kept, StringField):
    """A day, from 2026-11-26 or 26/11/2026."""

    shape = "date"

    def read(self, text: str) -> str:
        found = BRITISH.fullmatch(text.strip())
        day, _why = plain_values.day(f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else text.strip())
        if day is None:
            raise ValidationError(_("Write a date, like 26/11/2026."))
        return day.isoformat()

    @staticmethod
    def said(value: str | None) -> str:
        """A day in words; "" for none."""
        return when.full_date(date.fromisoformat(value), clock.today()) if value else ""

    def words(self, value: str | None) -> str:
        return self.said(value)


class Money(Kept, StringField):
    """Pounds."""

    def read(self, text: str) -> str:
        amount, _why = plain_values.money(text)
        if amount is None:
            raise ValidationError(_("Write an amount in pounds, like 12,500."))
        return str(amount)


class Tick(Kept):
    """A box that is ticked or not."""

    shape = "tick"

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = "yes" if "yes" in valuelist else ""


class Asked(Form):
    """The questions about one thing."""

    def fill(self, values: Values) -> None:
        """Puts what it says now into the fields."""
        for name, field in self._fields.items():
            field.data = field.typed(values.get(name))

    def since(self, values: Values) -> None:
        """Tells fields that keep an order which one there was before."""
        for name, field in self._fields.items():
            if isinstance(field, Several):
                field.before = values.get(name) or ()

    def values(self) -> Values:
        """What was answered, once it is valid."""
        return {name: field.value for name, field in self._fields.items()}
