"""What a steward writes to send something back, and what was done to an offer in words."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, TextAreaField, ValidationError

from directory import plain_text
from directory.listings import forms
from directory.models import Revision

MOST = 1000
ACTS = {
    "confirm": _l("said that everything is right"),
    "change": _l("changed"),
    "propose": _l("asked for a change"),
    "approve": _l("approved"),
    "send_back": _l("sent back"),
    "pause": _l("paused"),
    "close": _l("ended"),
    "reopen": _l("opened again"),
    "full": _l("said that there is no room"),
    "taking": _l("said that there is room again"),
    "withdraw": _l("took off as wrong"),
    "bring_back": _l("brought an earlier version back"),
}


def tidy(value: str | None) -> str:
    """Plain text, as it will be mailed."""
    return plain_text.plain(value or "")


class MessageForm(Form):
    """Why something is sent back."""

    message = TextAreaField(_l("What needs to be different?"), filters=[tidy],
                            description=_l("This goes to whoever wrote it, by e-mail."))  # fmt: skip

    def validate_message(self, field: TextAreaField) -> None:
        """Asks for some words."""
        if not field.data:
            raise ValidationError(_l("Write what needs to be different."))
        if len(field.data) > MOST:
            raise ValidationError(_l("Write 1,000 characters or fewer."))


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, str]]:
    """What is otherwise, field by field in words; a field that no page knows any more is left out."""
    known = [field for field in after if field in forms.QUESTIONS or field in forms.FACTS]
    return [
        {"key": field, "label": forms.label(field), "before": forms.said(field, before.get(field)),
         "after": forms.said(field, after[field])}
        for field in known if before.get(field) != after[field] or field == "assured_date"
    ]  # fmt: skip


def told(revisions: Iterable[Revision]) -> list[dict[str, Any]]:
    """Revisions in words."""
    return [
        {"number": one.number, "at": one.at, "by": one.by_name, "role": one.role, "act": ACTS.get(one.act, one.act),
         "why": one.why if one.act != "bring_back" else "", "differences": differences(one.before, one.after)}
        for one in revisions
    ]  # fmt: skip
