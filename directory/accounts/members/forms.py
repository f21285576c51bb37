"""Who is to be invited."""

from flask_babel import lazy_gettext
from wtforms import Field, Form, StringField, ValidationError

from directory.accounts.sign_in.forms import is_address, trimmed


class InviteForm(Form):
    """The name and the address of a colleague."""

    name = StringField(lazy_gettext("Their name"), filters=[lambda value: " ".join((value or "").split())])
    email = StringField(lazy_gettext("Their e-mail address"), [is_address], filters=[trimmed])

    def validate_name(self, field: Field) -> None:
        """Asks for a name that can stand in a letter."""
        if not field.data or not field.data.isprintable():
            raise ValidationError(lazy_gettext("Enter their name"))
        if len(field.data) > 80:
            raise ValidationError(lazy_gettext("Enter a name of 80 characters or fewer"))
