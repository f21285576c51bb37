"""What a steward writes to send something back, and what was done to an offer in words."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext
from wtforms import Form, TextAreaField, ValidationError

from directory import plain_text
from directory.listings import forms
from directory.models import Revision

MOST = 1000
ACTS = {
    "confirm": lazy_gettext("said that everything is right"),
    "change": lazy_gettext("changed"),
    "propose": lazy_gettext("asked for a change"),
    "approve": lazy_gettext("approved"),
    "send_back": lazy_gettext("sent back"),
    "pause": lazy_gettext("paused it"),
    "close": lazy_gettext("ended it"),
    "reopen": lazy_gettext("opened again"),
    "full": lazy_gettext("said that there is no room"),
    "taking": lazy_gettext("said that there is room again"),
    "withdraw": lazy_gettext("took off as wrong"),
    "cancel": lazy_gettext("called a date off"),
    "restore": lazy_gettext("said that a date is on after all"),
    "grant": lazy_gettext("said when its funding ends"),
    "hide": lazy_gettext("took an address from the public"),
    "list": lazy_gettext("put it in the directory"),
    "bring_back": lazy_gettext("brought an earlier version back"),
    "phoned": lazy_gettext("phoned the group, who said that everything is right"),
    "undo": lazy_gettext("undid what was done from an e-mail"),
    "take_back": lazy_gettext("took back what was asked for from an e-mail"),
}


def tidy(value: str | None) -> str:
    """Plain text, as it will be mailed."""
    return plain_text.plain(value or "")


class MessageForm(Form):
    """Why something is sent back."""

    message = TextAreaField(lazy_gettext("What needs to be different?"), filters=[tidy],
                            description=lazy_gettext("This goes to whoever wrote it, by e-mail."))  # fmt: skip

    def validate_message(self, field: TextAreaField) -> None:
        """Asks for some words."""
        if not field.data:
            raise ValidationError(lazy_gettext("Write what needs to be different."))
        if len(field.data) > MOST:
            raise ValidationError(lazy_gettext("Write 1,000 characters or fewer."))


def asked(field: str) -> forms.Question | None:
    """The question about a field; for a fact that acts set, one of the kind "fact", which nobody types an answer to."""
    fact = forms.Question(field, "fact", forms.FACTS[field], waits=True) if field in forms.FACTS else None
    return forms.QUESTIONS.get(field) or fact


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """What is otherwise, field by field in words; a field that no page knows any more is left out."""
    known = [field for field in after if forms.is_told(field)]
    return [
        {"key": field, "label": forms.label(field), "before": forms.said(field, before.get(field)),
         "after": forms.said(field, after[field]), "spoken": forms.spoken(field)}
        for field in known if before.get(field) != after[field] or field == "assured_date"
    ]  # fmt: skip


def told(revisions: Iterable[Revision]) -> list[dict[str, Any]]:
    """Revisions in words."""
    return [
        {"number": one.number, "at": one.at, "by": one.by_name, "role": one.role, "act": ACTS.get(one.act, one.act),
         "why": one.why if one.act != "bring_back" else "", "differences": differences(one.before, one.after)}
        for one in revisions
    ]  # fmt: skip
