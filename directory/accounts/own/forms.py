"""What somebody types on their own account."""

import re

from flask_babel import lazy_gettext
from wtforms import Field, Form, HiddenField, PasswordField, StringField, ValidationError

SHORTEST, LONGEST = 12, 200  # characters of a password; length is what makes it strong (NIST SP 800-63B)
# What people make long passwords of, and so do those who try them; compared without digits and signs.
COMMON = """
password passwordpassword letmein letmeinplease welcome welcometo iloveyou iloveyouso qwerty qwertyuiop qwertyqwerty
asdfghjkl zxcvbnm administrator football liverpool superman princess sunshine changeme changemenow trustno
abcdefgh abcdefghij abcdefghijkl correcthorsebatterystaple
""".split()


def is_common(password: str, about: str) -> bool:
    """Whether a password is among the first that somebody would try: a common one, a run, or their own address."""
    plain = re.sub(r"[^a-z]", "", password.lower())
    name = re.sub(r"[^a-z]", "", about.partition("@")[0].lower())
    runs = all(ord(b) - ord(a) in (0, 1, -1) for a, b in zip(password, password[1:], strict=False))
    few = len(set(password.lower())) < 5
    return few or runs or not plain or plain in COMMON or (len(name) > 3 and plain == name)


class SetUpForm(Form):
    """The first code of an authenticator app."""

    code = StringField(
        lazy_gettext("Code your app shows now"),
        filters=[lambda value: re.sub(r"[\s-]+", "", value or "")],
        description=lazy_gettext("6 digits"),
    )
    next = HiddenField()

    def validate_code(self, field: Field) -> None:
        """Asks for six digits."""
        if not re.fullmatch(r"[0-9]{6}", field.data or ""):
            raise ValidationError(lazy_gettext("Enter the 6 digits your app shows now"))


class NewPasswordForm(Form):
    """A new password; any characters, pasted or typed."""

    password = PasswordField(
        lazy_gettext("New password"),
        description=lazy_gettext(
            "At least 12 characters. Three words that have nothing to do with each other are good."
        ),
    )

    def __init__(self, *given: object, email: str = "", **more: object) -> None:
        super().__init__(*given, **more)
        self.about = email

    def validate_password(self, field: Field) -> None:
        """Asks for a long one that is not easily guessed."""
        said = field.data or ""
        if not SHORTEST <= len(said) <= LONGEST:
            raise ValidationError(lazy_gettext("Enter a password of 12 to 200 characters"))
        if is_common(said, self.about):
            raise ValidationError(lazy_gettext("This password is easy to guess. Choose another one."))
