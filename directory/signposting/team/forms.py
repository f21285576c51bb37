"""How a list is called. A name may hold nothing that tells of a patient; what looks like it is refused."""

import re
import unicodedata

from flask_babel import lazy_gettext
from wtforms import Field, Form, SelectField, StringField, ValidationError

from directory import plain_text

LONGEST = 80
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
# 7 figures and more, however they are parted: an NHS number has 10, a phone number 7 to 15.
NUMBER = re.compile(r"(?:\d[\s().+-]*){7,}")
# A day with its year, as people here and as databases write it, and with the month's name.
DAY = re.compile(
    rf"\b\d{{1,2}}\s*[/.-]\s*\d{{1,2}}\s*[/.-]\s*\d{{2,4}}\b|\b\d{{4}}-\d{{1,2}}-\d{{1,2}}\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{MONTHS})[a-z]*\.?,?\s+\d{{2,4}}\b",
    re.IGNORECASE,
)
E_MAIL = re.compile(r"\S@\S")


def tells_of_a_person(text: str) -> bool:
    """Whether a text holds what looks like an NHS number, a date of birth, a phone number or an e-mail address."""
    plain = "".join(str(unicodedata.digit(one, one)) for one in unicodedata.normalize("NFKC", text))
    return any(form.search(plain) for form in (NUMBER, DAY, E_MAIL))


class NameForm(Form):
    """What a list is called."""

    name = StringField(
        lazy_gettext("What is the list for?"),
        description=lazy_gettext(
            "For example: After discharge, Lewisham North. Write nothing about a patient: no name, no number, no date."
        ),
        filters=[lambda value: " ".join(plain_text.plain(value or "").split())],
    )

    def validate_name(self, field: Field) -> None:
        """Asks for a short name that tells of nobody."""
        if not field.data:
            raise ValidationError(lazy_gettext("Write what the list is for."))
        if len(field.data) > LONGEST:
            raise ValidationError(lazy_gettext("Write 80 characters or fewer."))
        if tells_of_a_person(field.data):
            raise ValidationError(
                lazy_gettext(
                    "This looks like a number, a date, a phone number or an e-mail address of a person. "
                    "Nothing about a patient may be kept here."
                )
            )


class KeepForm(NameForm):
    """A new list; `team` takes the keys of the teams of whoever keeps it."""

    team = SelectField(lazy_gettext("Which team keeps it?"), validate_choice=False)

    def validate_team(self, field: SelectField) -> None:
        """Asks again when the team has gone meanwhile; whoever has none at all is told so in place of the form."""
        keys = [key for key, _name in field.choices]
        if keys and field.data not in keys:
            raise ValidationError(lazy_gettext("Choose one of these."))
