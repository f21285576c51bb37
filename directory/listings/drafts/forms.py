"""What has to be said of a new offer before it can be sent, how tasks are read, and words that give a place away."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict

from directory import plain_text
from directory.listings import forms
from directory.listings.dates.shape import venues_in
from directory.listings.forms import TASKS, Question
from directory.listings.shape import Values

LABELS = {key: label for key, (label, _questions) in TASKS.items()} | {"contact": lazy_gettext("Contact and checks")}
NEEDED = ("name", "summary", "categories", "formats")
WITHOUT_PLACE = {"online", "phone", "at-home"}
MOST = 120


def asked(task: str) -> tuple[Question, ...]:
    """The questions of a task."""
    return TASKS[task][1]


def read(task: str, form: MultiDict[str, str]) -> tuple[Values, dict[str, str]]:
    """The answers of a task, and {field: what is wrong}. All but the name may come later: by that a draft is found."""
    values, problems = {}, {}
    for question in asked(task):
        value, problem = forms.read(question, form)
        if problem and (question.key == "name" or form.get(question.key, "").strip()):
            problems[question.key] = problem
        values[question.key] = value
    if wrong := forms.clash(values):
        problems.setdefault("maximum_age", wrong)
    return values, problems


def missing(values: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(task, id of what to answer, its label) of what has to be said before somebody can be sent there."""
    found = [(task, question.key, str(question.label)) for task in TASKS for question in asked(task)
             if question.key in NEEDED and not values.get(question.key)]  # fmt: skip
    placed = values.get("times") or values.get("places")
    if not placed and not set(values.get("formats") or ()) & WITHOUT_PLACE:
        found.append(("where", "sessions", _("Days, times and places")))
    if not any(values.get(way) for way in forms.REACHED_BY):
        found.append(("contact", "phones", _("A phone number, an e-mail address or a website")))
    found += [(task_of(field), field, _("This tells where you are, and the address must not be public: %(what)s",
                                        what=forms.label(field))) for field in giving_away(values)]  # fmt: skip
    return found


def task_of(field: str) -> str:
    """The task a question belongs to."""
    return next(task for task in TASKS if field in [question.key for question in asked(task)])


def giving_away(values: Mapping[str, Any]) -> list[str]:
    """The fields whose words name the postcode, the street or the place of an address that is not public."""
    secret = [venue for venue in venues_in(values) if not venue["public"]]
    told = {bare(venue[part]) for venue in secret for part in ("postal_code", "address_1", "name") if venue[part]}
    texts = {key: bare(str(values.get(key) or "")) for key in forms.QUESTIONS}
    return [key for key, text in texts.items() if any(word and word in text for word in told)]


def bare(text: str) -> str:
    """Letters and figures alone."""
    return re.sub(r"\W", "", text.casefold())


def a_name(said: str) -> tuple[str, str]:
    """What a new offer is to be called, and what is wrong with that."""
    name = plain_text.one_line(said)
    if not name:
        return "", _("Write what it is called, or what it is in a few words.")
    return name, _("Write %(most)s characters or fewer. You have %(number)s.", most=MOST, number=len(name)) if (
        len(name) > MOST
    ) else ""  # fmt: skip
