"""What somebody types to sign in."""

import re

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext
from wtforms import Field, Form, HiddenField, PasswordField, StringField, ValidationError

from directory.web import access


def tight(value: str | None) -> str:
    """A code without the spaces and dashes people and their phones put in."""
    return re.sub(r"[\s-]+", "", value or "")


def trimmed(value: str | None) -> str:
    """What was typed without the spaces around it."""
    return (value or "").strip()


def is_address(_form: Form, field: Field) -> None:
    """Asks for an e-mail address one can write to, and keeps it in the one way it is written for all."""
    if not field.data:
        raise ValidationError(lazy_gettext("Enter your e-mail address"))
    try:
        field.data = validate_email(field.data, check_deliverability=False).normalized
    except EmailNotValidError as wrong:
        raise ValidationError(
            lazy_gettext("Enter an e-mail address in the right form, like name@example.org")
        ) from wrong


class OursForm(Form):
    """A form of somebody who is not signed in."""

    token = HiddenField()

    def validate_token(self, field: Field) -> None:
        """Asks to send the form once more when its page was open for a day, or is not ours."""
        if not access.is_ours(field.data or ""):
            raise ValidationError(lazy_gettext("This page was open for a long time. Please send it once more."))


class EmailForm(OursForm):
    """Where to send the link."""

    email = StringField(lazy_gettext("Your e-mail address"), [is_address], filters=[trimmed])
    next = HiddenField()


class CodeForm(OursForm):
    """The code from the e-mail."""

    code = StringField(
        lazy_gettext("Code from the e-mail"), filters=[tight], description=lazy_gettext("6 digits, for example 012345")
    )
    challenge = HiddenField()

    def validate_code(self, field: Field) -> None:
        """Asks for six digits."""
        if not re.fullmatch(r"[0-9]{6}", field.data or ""):
            raise ValidationError(lazy_gettext("Enter the 6 digits from the e-mail"))


class PasswordForm(OursForm):
    """An address and the password of those who have one."""

    email = StringField(lazy_gettext("Your e-mail address"), [is_address], filters=[trimmed])
    password = PasswordField(lazy_gettext("Password"))
    next = HiddenField()

    def validate_password(self, field: Field) -> None:
        """Asks for one."""
        if not field.data:
            raise ValidationError(lazy_gettext("Enter your password"))


class SecondStepForm(Form):
    """A code from an authenticator app, or one of the codes on paper."""

    code = StringField(
        lazy_gettext("Code from your authenticator app"),
        filters=[tight],
        description=lazy_gettext("6 digits. If you do not have your app, type one of your recovery codes."),
    )
    next = HiddenField()

    def validate_code(self, field: Field) -> None:
        """Asks for either kind."""
        if not re.fullmatch(r"[0-9]{6}|[0-9a-fA-F]{12}", field.data or ""):
            raise ValidationError(lazy_gettext("Enter the 6 digits your app shows now, or a recovery code"))
