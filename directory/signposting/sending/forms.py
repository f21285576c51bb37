"""To whom a list is sent: an e-mail address or a mobile number. Nothing here is remembered, not even for a moment."""

import re

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext
from phonenumbers import PhoneNumberFormat, PhoneNumberType
from wtforms import Field, Form, StringField, ValidationError

from directory.notify import EMAIL, TEXT

BRITISH = 44
MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def trimmed(value: str | None) -> str:
    """Without what stands around it."""
    return (value or "").strip()


class EmailForm(Form):
    """An e-mail address."""

    to = StringField(lazy_gettext("Their e-mail address"), id="email", filters=[trimmed])

    def validate_to(self, field: Field) -> None:
        """Refuses what is no address; keeps one as mail servers know it."""
        try:
            field.data = validate_email((field.data or "")[:320], check_deliverability=False).normalized
        except (EmailNotValidError, ValueError):
            raise ValidationError(lazy_gettext("Write an e-mail address, like name@example.org.")) from None

    def address(self) -> str:
        """Where it goes."""
        return str(self.to.data)


class TextForm(Form):
    """A mobile number."""

    to = StringField(
        lazy_gettext("Their mobile number"), id="phone", description=lazy_gettext("For example 07700 900 982"),
        filters=[trimmed],
    )  # fmt: skip

    def validate_to(self, field: Field) -> None:
        """Refuses what is no mobile number."""
        if not self.address():
            raise ValidationError(lazy_gettext("Write a mobile number, like 07700 900 982."))

    def address(self) -> str:
        """Where it goes, in the international form; "" for what is no mobile number."""
        try:
            number = phonenumbers.parse((self.to.data or "")[:40], "GB")
        except phonenumbers.NumberParseException:
            return ""
        if number.country_code == BRITISH:  # numbers kept for examples are in no table of real ones
            mobile = re.fullmatch(r"7[1-57-9]\d{8}", str(number.national_number)) is not None
        else:
            mobile = phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) in MOBILE
        return str(phonenumbers.format_number(number, PhoneNumberFormat.E164)) if mobile else ""


FORMS: dict[str, type[EmailForm | TextForm]] = {EMAIL: EmailForm, TEXT: TextForm}
