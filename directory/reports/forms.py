"""What a visitor says is wrong, and what a steward answers."""

from flask_babel import lazy_gettext
from wtforms import Field, Form, HiddenField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice

from directory import plain_text
from directory.web import access

WHAT = {
    "closed": lazy_gettext("It has closed or is not on any more"),
    "time": lazy_gettext("The day or time is wrong"),
    "phone": lazy_gettext("The phone number is wrong"),
    "place": lazy_gettext("The place is wrong"),
    "other": lazy_gettext("Something else"),
}
MOST = 1000


def tidy(value: str | None) -> str:
    """Plain text."""
    return plain_text.plain(value or "")


def trimmed(value: str | None) -> str:
    """What was typed without the spaces around it."""
    return (value or "").strip()


def short(_form: Form, field: Field) -> None:
    """Refuses what nobody would read."""
    if len(field.data or "") > MOST:
        raise ValidationError(lazy_gettext("Write 1,000 characters or fewer."))


class ReportForm(Form):
    """What is wrong; no more has to be said. `leave` is a field that only programs fill in."""

    token = HiddenField()
    leave = StringField(lazy_gettext("Leave this empty"), render_kw={"hidden": True})
    what = RadioField(lazy_gettext("What is wrong?"), choices=[SelectChoice(*pair) for pair in WHAT.items()],
                      validate_choice=False)  # fmt: skip
    words = TextAreaField(
        lazy_gettext("Do you know what is right?"), [short], filters=[tidy],
        description=lazy_gettext("If you like. Do not write anything about yourself or your health."),
    )  # fmt: skip
    email = StringField(
        lazy_gettext("Your e-mail address, if you want to hear back"), filters=[trimmed],
        description=lazy_gettext("We use it for our answer only, and delete it then, or after 90 days at the latest."),
    )  # fmt: skip

    def validate_token(self, field: Field) -> None:
        """Asks to send the form once more when its page was open for a day, or is not ours."""
        if not access.is_ours(field.data or ""):
            raise ValidationError(lazy_gettext("This page was open for a long time. Please send it once more."))

    def validate_leave(self, field: Field) -> None:
        """A person whose browser filled it in sends it once more, with the field empty again; a program does not."""
        if field.data:
            raise ValidationError(lazy_gettext("Please send it once more."))

    def validate_what(self, field: Field) -> None:
        """Asks for one."""
        if field.data not in WHAT:
            raise ValidationError(lazy_gettext("Choose what is wrong."))

    def validate_email(self, field: Field) -> None:
        """One that can be written to, or none: without what was pasted with it."""
        address, _why = plain_text.email_address(field.data) if field.data else ("", "")
        if address is None:
            raise ValidationError(lazy_gettext("Enter an e-mail address in the right form, like name@example.org"))
        field.data = address


class AnswerForm(Form):
    """What became of it."""

    answer = TextAreaField(lazy_gettext("Your answer"), [short], filters=[tidy])

    def validate_answer(self, field: TextAreaField) -> None:
        """Asks for some words: also where nobody gets them, the next steward reads what was done."""
        if not field.data:
            raise ValidationError(lazy_gettext("Write what you did about it."))
