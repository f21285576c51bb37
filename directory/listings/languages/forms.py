"""The texts of an offer beside their English: what is asked, how an answer is read, and how each stands in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from directory import plain_text
from directory.listings import forms as questions
from directory.listings.languages.shape import Versions, version
from directory.models import Service, Translation
from directory.models.translation import FIELDS, Standing
from directory.web import versions as words

LONGER = 2  # times the English: other languages take more room
ROLE = 120  # characters


@dataclass(frozen=True)
class Answer:
    """What somebody wrote: {field: text}, the fields they say are right, and as whom a steward checked them."""

    texts: Mapping[str, str]
    right: frozenset[str] = frozenset()
    role: str | None = None
    problems: Mapping[str, str] = field(default_factory=dict)


def read(service: Service, old: Versions, sent: MultiDict[str, str], *, steward: bool) -> Answer:
    """The answer in a form that was sent, and what is wrong with it by field."""
    texts = {name: tidy(name, sent.get(name, "")) for name in FIELDS if name in sent}
    right = frozenset(name for name in FIELDS if sent.get(f"right-{name}") == "yes")
    role = plain_text.one_line(sent.get("role", "")) or None if steward else None
    problems = {name: wrong for name, text in texts.items() if (wrong := too_long(text, most(name)))}
    theirs = {name: version(old.get(name), text, english="", right=name in right, by="", role=None)
              for name, text in texts.items()}  # fmt: skip
    if steward and not role and any(one and one != old.get(name) for name, one in theirs.items()):
        problems["role"] = _("Say who has checked it. People see this beside the text.")
    elif role and (wrong := too_long(role, ROLE)):
        problems["role"] = wrong
    return Answer(texts, right, role, problems)


def tidy(name: str, text: str) -> str:
    """A text as it is kept."""
    return plain_text.one_line(text) if questions.QUESTIONS[name].kind == "line" else plain_text.plain(text)


def most(name: str) -> int:
    """How many characters a text may have."""
    return questions.QUESTIONS[name].most * LONGER


def too_long(text: str, allowed: int) -> str:
    """What is wrong with a text of more characters than are allowed; "" when it has not."""
    if len(text) <= allowed:
        return ""
    return _("Write %(most)s characters or fewer. You have %(number)s.", most=allowed, number=len(text))


def asked(
    service: Service, tag: str, *, sent: MultiDict[str, str] | None, steward: bool, problems: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Each text as the page asks for it: what is there, or in its place what was `sent`."""
    known = {one.field: one for one in service.translations if one.language == tag}
    named = [name for name in FIELDS if service.english(name) or name in known]
    return [item(service, name, known.get(name), sent, steward, problems.get(name, "")) for name in named]


def item(
    service: Service,
    name: str,
    known: Translation | None,
    sent: MultiDict[str, str] | None,
    steward: bool,
    problem: str,
) -> dict[str, Any]:
    """One text of an offer as it is asked for."""
    english, now = service.english(name), known.text if known else ""
    standing = known.standing(english) if known else None
    typed = sent.get(name, now) if sent is not None else now
    looked_at = (Standing.CHECKED,) if steward else (Standing.CHECKED, Standing.WRITTEN)
    return {
        "key": name, "question": questions.QUESTIONS[name], "english": english, "typed": typed, "problem": problem,
        "standing": standing, "note": words.told(standing, known.checked_by) if known and standing else "",
        "was": known.made_from if known and standing is Standing.OUT_OF_DATE else "",
        "tick": standing is not None and standing not in looked_at,
        "ticked": sent is not None and sent.get(f"right-{name}") == "yes",
        "now": now if tidy(name, typed) != now else "",
    }  # fmt: skip
