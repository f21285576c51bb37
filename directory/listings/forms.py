"""The questions about an offer: what each asks, how an answer is read, what it says in words, and nudges."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict

from directory import clock, index, plain_text, plain_values
from directory.listings.dates.forms import said_of_venue, said_with_venue
from directory.listings.languages.shape import IN
from directory.models.translation import FIELDS
from directory.web import labels, language, versions, when
from directory.web.nudging import advised

LAZY = Any  # a string that is translated when it is shown


@dataclass(frozen=True)
class Question:
    """One field as a person is asked about it. `waits`: from a partner, a steward looks at it before it is shown."""

    key: str
    kind: str
    label: LAZY
    hint: LAZY = ""
    waits: bool = False
    facet: str = ""  # whose codes are the choices
    most: int = 0  # characters


def _words(key: str, label: LAZY, hint: LAZY = "", most: int = 2000) -> Question:
    return Question(key, "text", label, hint, True, most=most)


def _choices(key: str, facet: str, label: LAZY, hint: LAZY = "", waits: bool = False) -> Question:
    return Question(key, "codes", label, hint, waits, facet)


TASKS: dict[str, tuple[LAZY, tuple[Question, ...]]] = {
    "what": (lazy_gettext("What it is"), (
        Question("name", "line", lazy_gettext("What is it called?"), waits=True, most=120),
        Question("summary", "line", lazy_gettext("In one sentence, what is it?"),
                 lazy_gettext("For example: Cook and eat together every Thursday."), True, most=160),
        _words("description", lazy_gettext("What is it like?"),
               lazy_gettext("What people do, who runs it, what makes it good."), 4000),
        _words("first_visit", lazy_gettext("What happens the first time someone comes?")),
        _choices("categories", "category", lazy_gettext("What kind of help is it?"), waits=True),
        _choices("needs", "need", lazy_gettext("What is it good for?"),
                 lazy_gettext("Choose what people would say."), True),
        _choices("led_by", "led_by", lazy_gettext("Who leads it?"),
                 lazy_gettext("Choose only what you say of yourselves."), True),
    )),
    "who": (lazy_gettext("Who it is for"), (
        _choices("audiences", "audience", lazy_gettext("Who is it for?")),
        _words("eligibility_description", lazy_gettext("Who can come?"), lazy_gettext("Say it in your own words.")),
        _words("not_for", lazy_gettext("Who is it not right for?")),
        Question("minimum_age", "age", lazy_gettext("Youngest age"), lazy_gettext("Leave it empty if there is none.")),
        Question("maximum_age", "age", lazy_gettext("Oldest age"), lazy_gettext("Leave it empty if there is none.")),
        _choices("areas", "borough", lazy_gettext("Which boroughs may people come from?"),
                 lazy_gettext("Choose none if anyone may come.")),
        _choices("languages", "language", lazy_gettext("Which languages are spoken?")),
        _choices("faiths", "faith", lazy_gettext("Is it for a faith?")),
    )),
    "where": (lazy_gettext("When and where"), (
        _choices("formats", "format", lazy_gettext("How do people take part?")),
        Question("accessibility", "answers", lazy_gettext("Access"), facet="accessibility"),
    )),
    "join": (lazy_gettext("How to join"), (
        _choices("access", "access", lazy_gettext("How do people join?")),
        _words("application_process", lazy_gettext("What is the first step?"), lazy_gettext("What to do, in order.")),
        _choices("waiting", "waiting", lazy_gettext("Is there a wait?")),
        _choices("cost", "cost", lazy_gettext("What does it cost?")),
        _words("fees_description", lazy_gettext("More about the cost")),
        _words("leaving", lazy_gettext("How can people stop?")),
        _words("returning", lazy_gettext("Can people come back?")),
    )),
    "contact": (lazy_gettext("Contact"), (
        Question("contact", "line", lazy_gettext("Who to ask for"),
                 lazy_gettext("A role is better than a name."), True, most=120),
        Question("phones", "phones", lazy_gettext("Phone number"),
                 lazy_gettext("One number on each line."), True, most=300),
        Question("email", "email", lazy_gettext("E-mail address"), waits=True, most=254),
        Question("url", "url", lazy_gettext("Website"), waits=True, most=500),
    )),
}  # fmt: skip
QUESTIONS = {question.key: question for _label, questions in TASKS.values() for question in questions}
# Facts that acts set; they have words in a history and no question of their own.
FACTS = {
    "status": lazy_gettext("State"),
    "paused_until": lazy_gettext("Paused until"),
    "ended_on": lazy_gettext("Ended on"),
    "alert": lazy_gettext("What people are told"),
    "full_until": lazy_gettext("Not taking new people, to be said again by"),
    "assured_date": lazy_gettext("Confirmed on"),
    "assured_by": lazy_gettext("Confirmed by"),
    "checking": lazy_gettext("Being checked"),
    "times": lazy_gettext("Dates and times"),
    "places": lazy_gettext("Places without days of their own"),
}
STATES = {
    "active": lazy_gettext("open"),
    "temporarily closed": lazy_gettext("paused"),
    "inactive": lazy_gettext("ended"),
    "defunct": lazy_gettext("ended"),
}
DAYS = ("paused_until", "ended_on", "full_until", "assured_date")
REACHED_BY = ("phones", "email", "url")
NEEDED = ("name", "summary")
# Spoken in the four boroughs (Census 2021, TS024), besides those an offer already names.
LANGUAGES = ("en", "es", "pt", "fr", "pl", "it", "ro", "ar", "so", "yo", "tw", "ta", "ur", "bn", "gu", "zh", "vi", "tr",
             "sq", "fa", "uk", "bfi")  # fmt: skip


def label(field: str) -> str:
    """What a field is called."""
    if field.startswith(IN):
        tag = field.removeprefix(IN).partition("-")[0]
        return _("In another language: %(language)s", language=labels.language(tag))
    return str(QUESTIONS[field].label if field in QUESTIONS else FACTS[field])


def is_told(field: str) -> bool:
    """Whether pages have words for a field."""
    return field in QUESTIONS or field in FACTS or field.startswith(IN)


def waits(field: str) -> bool:
    """Whether what a partner writes here is looked at before it is shown."""
    return field in QUESTIONS and QUESTIONS[field].waits


def choices(question: Question, chosen: Any = ()) -> dict[str, str]:
    """{code: name in the reader's language} of what can be chosen, with what was chosen before."""
    if question.facet == "language":
        codes = [*LANGUAGES, *index.terms("language"), *chosen]
    elif question.facet == "borough":
        vocabulary = index.vocabulary()
        return {gss: labels.value("borough", code) for code, gss in vocabulary.gss.items()} | {
            gss: gss for gss in chosen if gss not in vocabulary.gss.values()
        }
    else:
        codes = [*index.terms(question.facet), *chosen]
    named = {code: labels.value(question.facet, code) for code in dict.fromkeys(codes)}
    by_name = sorted(named.items(), key=lambda pair: pair[1].casefold())
    return dict(by_name) if question.facet == "language" else named


def read(question: Question, form: MultiDict[str, str]) -> tuple[Any, str]:
    """The answer in a form that was sent, and what is wrong with it ("" when nothing is)."""
    return READERS[question.kind](question, form)


def typed(question: Question, form: MultiDict[str, str]) -> Any:
    """What was sent, as it was, to be shown again."""
    if question.kind == "codes":
        return form.getlist(question.key)
    if question.kind == "answers":
        return {code: form[name] == "yes" for code in choices(question)
                if form.get(name := f"{question.key}-{code}") in ("yes", "no")}  # fmt: skip
    return form.get(question.key, "")


def as_typed(question: Question, value: Any) -> Any:
    """A value as it stands in its field."""
    if question.kind == "phones":
        return "\n".join(value or ())
    return value if question.kind in ("codes", "answers") else "" if value is None else str(value)


def _line(question: Question, form: MultiDict[str, str]) -> tuple[Any, str]:
    text = plain_text.one_line(form.get(question.key, ""))
    if not text and question.key in NEEDED:
        return None, _("This cannot be empty.")
    return text or None, _too_long(text, question.most)


def _text(question: Question, form: MultiDict[str, str]) -> tuple[Any, str]:
    text = plain_text.plain(form.get(question.key, ""))
    return text or None, _too_long(text, question.most)


def _too_long(text: str, most: int) -> str:
    return _("Write %(most)s characters or fewer. You have %(number)s.", most=most, number=len(text)) if (
        len(text) > most
    ) else ""  # fmt: skip


def _codes(question: Question, form: MultiDict[str, str]) -> tuple[Any, str]:
    known = choices(question)
    return [code for code in dict.fromkeys(form.getlist(question.key)) if code in known], ""


def _answers(question: Question, form: MultiDict[str, str]) -> tuple[Any, str]:
    return typed(question, form), ""


def _age(question: Question, form: MultiDict[str, str]) -> tuple[Any, str]:
    said = form.get(question.key, "").strip()
    if not said:
        return None, ""
    number, _why = plain_values.whole(said)
    right = number is not None and 0 <= number <= 120
    return (number, "") if right else (None, _("Write an age in years, like 18."))


def _phones(question: Question, form: MultiDict[str, str]) -> tuple[Any, str]:
    found = []
    for said in filter(str.strip, re.split(r"[\n;]", form.get(question.key, "")[:1000])):
        number, _why = plain_text.phone_number(said)
        if number is None or len(number) > 60:
            return None, _("Write a phone number, like 020 7946 0123. One number on each line.")
        found.append(number)
    return list(dict.fromkeys(found)), ""


def _email(question: Question, form: MultiDict[str, str]) -> tuple[Any, str]:
    said = form.get(question.key, "").strip()
    address, _why = plain_text.email_address(said) if said else (None, "")
    return address, _("Write an e-mail address, like name@example.org.") if said and not address else ""


def _url(question: Question, form: MultiDict[str, str]) -> tuple[Any, str]:
    said = form.get(question.key, "").strip()
    address, _why = plain_text.web_address(said) if said else (None, "")
    wrong = said and not address
    return address, _("Write a web address, like https://www.example.org. It can only be a web page.") if wrong else ""


def clash(values: Mapping[str, Any]) -> str:
    """What is wrong with answers that are right one by one; "" when nothing is."""
    youngest, oldest = values.get("minimum_age"), values.get("maximum_age")
    if youngest is not None and oldest is not None and youngest > oldest:
        return _("The youngest age is higher than the oldest.")
    return ""


READERS: dict[str, Callable[[Question, MultiDict[str, str]], tuple[Any, str]]] = {
    "line": _line,
    "text": _text,
    "codes": _codes,
    "answers": _answers,
    "age": _age,
    "phones": _phones,
    "email": _email,
    "url": _url,
}


def said(field: str, value: Any) -> str:
    """A value in words; "" for nothing."""
    if value in (None, "", [], {}):
        return ""
    if field.startswith(IN):
        return "\n".join(versions.as_kept(value[name]) for name in FIELDS if name in value)
    if field == "status":
        return str(STATES.get(value, value))
    if field in DAYS:
        return when.full_date(date.fromisoformat(value), clock.today())
    if field == "times":
        return "\n".join(line for id_, pattern in value.items() for line in said_with_venue(id_, pattern))
    if field == "places":
        return "\n".join(said_of_venue(venue) for venue in value.values())
    if field == "checking":
        return "\n".join(label(one) for one in value)
    question = QUESTIONS.get(field)
    if question and question.kind == "answers":
        return "\n".join(
            yes_or_no(name, value[code]) for code, name in choices(question, value).items() if code in value
        )
    if question and question.kind == "codes":
        names = choices(question, value)
        return "\n".join(names[code] for code in value)
    return "\n".join(value) if isinstance(value, list) else str(value)


def spoken(field: str) -> dict[str, str]:
    """The attributes of a value in words: what a group wrote itself is in the language it wrote."""
    if field.startswith(IN):
        return {"lang": field.removeprefix(IN)}
    theirs = field == "alert" or (field in QUESTIONS and QUESTIONS[field].kind in ("line", "text"))
    return {"lang": language.of_text()} if theirs and language.of_text() else {}


def yes_or_no(name: str, yes: bool) -> str:
    """An answer about access."""
    return _("%(feature)s: yes", feature=name) if yes else _("%(feature)s: no", feature=name)


def nudges(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(field, advice) on words that could be plainer. Advice only: nothing is ever refused for them."""
    found = []
    for key, question in QUESTIONS.items():
        text = values.get(key) if question.kind in ("line", "text") else None
        found += [(key, advice) for advice in advised(str(text), key)] if text else []
    return found
