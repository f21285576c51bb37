"""The questions about what stewards edit, a form a kind."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import StringField, ValidationError

from directory import index
from directory.index.query import TAXONOMIES
from directory.models import User
from directory.stewarding import queries
from directory.stewarding.shape import OPEN, Values
from directory.web import labels
from directory.web.fields import Asked, Choice, Choices, Day, Digits, Kept, Line, Lines, Money, Several, Tick, Words

LAZY = Any  # a string that is translated when it is shown
TARGET = re.compile(r"[a-z-]+:[a-zA-Z0-9-]+")
UNLISTED = ("language:", "day:", "time:", "ask:")  # targets that are no term of a list

LISTS = {
    "categories": lazy_gettext("Kind of help"),
    "needs": lazy_gettext("What is going on"),
    "audiences": lazy_gettext("Who it is for"),
    "faiths": lazy_gettext("Faith"),
    "led-by": lazy_gettext("Who leads it"),
    "accessibility": lazy_gettext("Access"),
    "access": lazy_gettext("How to join"),
    "waiting": lazy_gettext("Waiting"),
    "formats": lazy_gettext("In person, online or phone"),
    "cost": lazy_gettext("Cost"),
}
PLACES = {"neighbourhood": lazy_gettext("Neighbourhood"), "station": lazy_gettext("Station")}
GROUPS = {
    "emergency": lazy_gettext("Emergency"),
    "urgent": lazy_gettext("Urgent advice"),
    "talk": lazy_gettext("If you want to talk or text"),
    "abuse": lazy_gettext("If somebody hurts, controls or frightens you"),
    "deaf": lazy_gettext("If you are deaf or cannot speak on the phone"),
    "young": lazy_gettext("If you are a child or young person"),
}


def lists() -> dict[str, str]:
    """{taxonomy: name} of the lists that may grow."""
    return {name: str(LISTS[name]) for name in OPEN}


def named_terms() -> dict[str, str]:
    """{target: English name} of everything a phrase can mean."""
    facets = (*TAXONOMIES, "language")
    return {f"{TAXONOMIES.get(one, one)}:{code}": name for one in facets for code, name in index.terms(one).items()}


def named(choices: Mapping[str, LAZY]) -> Choices:
    """These choices in the reader's language."""
    return lambda: {code: str(name) for code, name in choices.items()}


def categories() -> dict[str, str]:
    """{code: name} of the kinds of help, in the reader's language."""
    return {code: labels.value("category", code) for code in index.terms("category")}


def boroughs() -> dict[str, str]:
    """{GSS code: name} of the boroughs."""
    return {gss: labels.value("borough", code) for code, gss in index.vocabulary().gss.items()}


class Phrases(Lines):
    """What people type: capitals make no difference to a search."""

    def line(self, text: str) -> str:
        return text.casefold()


class Targets(Lines):
    """What phrases mean: names of terms, or words found in offers (in quotes when they are a term's name as well)."""

    def line(self, text: str) -> str:
        known = named_terms()
        called = [target for target, name in known.items() if name.casefold() == text.casefold()]
        if text in known or len(called) == 1:
            return text if text in known else called[0]
        if called:
            raise ValidationError(_("Several things are called “%(name)s”. Write one of: %(codes)s", name=text,
                                    codes=", ".join(called)))  # fmt: skip
        if TARGET.fullmatch(text) and not text.startswith(UNLISTED):
            raise ValidationError(_("There is no “%(name)s”.", name=text))
        return text.strip("\"“”'").casefold()

    def typed(self, value: Sequence[str] | None) -> str:
        known = named_terms()
        names = [name.casefold() for name in known.values()]
        return "\n".join(self.shown(one, known, names) for one in value or ())

    def shown(self, target: str, known: Mapping[str, str], names: Sequence[str]) -> str:
        """A target as somebody would write it."""
        if target in known:
            return known[target] if names.count(known[target].casefold()) == 1 else target
        return f'"{target}"' if target.casefold() in names else target


class Postcode(Kept, StringField):
    """Where a place is; `value` becomes {gss, borough, latitude, longitude}. Nothing of it is shown again."""

    def read(self, text: str) -> Values:
        held = index.worker().postcodes
        full = re.sub(r"\s+", "", text).upper()
        point = held.unit(f"{full[:-3]} {full[-3:]}")
        boroughs = {gss: code for code, gss in index.vocabulary().gss.items()}
        if point is None or point.gss not in boroughs:
            raise ValidationError(_("Write a whole postcode in one of our boroughs, like SE6 4RU."))
        return {"gss": point.gss, "borough": boroughs[point.gss],
                "latitude": round(point.latitude, 4), "longitude": round(point.longitude, 4)}  # fmt: skip


class TermForm(Asked):
    """What a term is called."""

    name = Line(
        lazy_gettext("Name"),
        description=lazy_gettext("In English. Other languages show the English name until somebody translates it."),
        most=80, needed=True,
    )  # fmt: skip


class NewTermForm(TermForm):
    """A new term, and the list it belongs to."""

    taxonomy = Choice(lazy_gettext("Which list is it for?"), choices=lists, needed=True)

    def validate_name(self, field: Line) -> None:
        """Refuses a name that its list has already."""
        known = [name.casefold() for target, name in named_terms().items()
                 if target.startswith(f"{self.taxonomy.data}:")]  # fmt: skip
        if (field.value or "").casefold() in known:
            raise ValidationError(_("This name is there already."))


class WordsForm(Asked):
    """What people type, and what it means."""

    typed = Phrases(
        lazy_gettext("What people type"),
        description=lazy_gettext("One on each line. Misspellings and other languages too."), most=4000, needed=True,
    )  # fmt: skip
    same = Targets(
        lazy_gettext("It means just the same as"),
        description=lazy_gettext("One on each line: a name from the lists, or words that stand in offers."), most=2000,
    )  # fmt: skip
    narrower = Targets(lazy_gettext("It is one kind of"), most=2000)
    related = Targets(lazy_gettext("It may be helped by"), most=2000)
    note = Line(lazy_gettext("A note for other stewards"), most=300)

    def validate_same(self, field: Targets) -> None:
        """Asks for at least one meaning."""
        if not any(one.data and one.data.strip() for one in (field, self.narrower, self.related)):
            raise ValidationError(_("Say what it means: here or in one of the two fields below."))


class PlaceForm(Asked):
    """A place people search by."""

    name = Line(lazy_gettext("Name"), most=80, needed=True)
    also = Lines(
        lazy_gettext("Other names"), description=lazy_gettext("One on each line. Misspellings too."), most=1000
    )
    postcode = Postcode(
        lazy_gettext("A postcode in the middle of it"),
        description=lazy_gettext("Leave it empty if the place stays where it is."), most=20,
    )  # fmt: skip

    def values(self) -> Values:
        """With the point of the postcode in place of the postcode."""
        given = super().values()
        return given | (given.pop("postcode") or {})


class NewPlaceForm(PlaceForm):
    """A new place."""

    kind = Choice(lazy_gettext("What is it?"), choices=named(PLACES), needed=True)
    postcode = Postcode(lazy_gettext("A postcode in the middle of it"), most=20, needed=True)


class AreaForm(TermForm):
    """An area of life and the kinds of help that serve it."""

    categories = Several(lazy_gettext("Which kinds of help serve it?"), choices=categories, most=100)


class LineForm(Asked):
    """A way to get help now."""

    name = Line(lazy_gettext("Name"), most=120, needed=True)
    group = Choice(lazy_gettext("Where does it stand?"), choices=named(GROUPS), needed=True)
    action = Line(lazy_gettext("What to do"), description=lazy_gettext("For example: Call 116 123"), needed=True)
    number = Line(lazy_gettext("The number as people read it"), most=40)
    tel = Digits(lazy_gettext("The number that is dialled"), most=40)
    sms_number = Digits(lazy_gettext("The number a text goes to"), most=40)
    sms_body = Line(lazy_gettext("What the text says"), most=40)
    hours = Line(lazy_gettext("When is it open?"))
    cost = Line(lazy_gettext("Cost"))
    for_whom = Words(lazy_gettext("Who it is for"), most=500)
    source = Line(lazy_gettext("Where this is from"))
    checked = Tick(lazy_gettext("I have checked all of this with the service itself today"))


class ProgrammeForm(Asked):
    """A programme, or a wave of funding with its grant."""

    name = Line(lazy_gettext("Name"), most=120, needed=True)
    description = Words(lazy_gettext("What is it for?"), most=2000)
    funder = Line(lazy_gettext("Who pays"), most=120)
    amount = Money(lazy_gettext("How much, in pounds"), most=20)
    gss = Choice(lazy_gettext("Borough"), choices=boroughs, names=True)
    starts = Day(lazy_gettext("From"), most=20)
    ends = Day(
        lazy_gettext("To"), most=20,
        description=lazy_gettext("Its offers end after this day. Everybody is told eight weeks before."),
    )  # fmt: skip

    def __init__(self, *given: Any, by: User, **more: Any) -> None:
        super().__init__(*given, **more)
        every, own = boroughs(), [one.gss for one in by.boroughs]
        all_ = {"": _("Every borough")} if queries.sees_all(by) else {}
        self.gss.choices = lambda: {gss: name for gss, name in every.items() if all_ or gss in own} | all_
        self.gss.needed = not all_

    def validate_ends(self, field: Day) -> None:
        """Refuses an end before the beginning."""
        if field.value and self.starts.value and field.value < self.starts.value:
            raise ValidationError(_("Choose a day after the first one."))


FORMS: dict[str, type[Asked]] = {
    "terms": TermForm, "words": WordsForm, "places": PlaceForm, "areas": AreaForm, "lines": LineForm,
    "programmes": ProgrammeForm,
}  # fmt: skip
NEW: dict[str, type[Asked]] = FORMS | {"terms": NewTermForm, "places": NewPlaceForm}
# What no form asks and a history tells all the same.
FACTS = {
    "taxonomy": lazy_gettext("List"),
    "checked_on": lazy_gettext("Checked on"),
    "checked_by": lazy_gettext("Checked by"),
    "latitude": lazy_gettext("Where it is"),
    "offers": lazy_gettext("Offers"),
}
ACTS = {
    "add": lazy_gettext("added"),
    "change": lazy_gettext("changed"),
    "retire": lazy_gettext("took away"),
    "bring_back": lazy_gettext("brought an earlier version back"),
    "propose": lazy_gettext("asked for a change"),
    "approve": lazy_gettext("confirmed"),
    "send_back": lazy_gettext("refused"),
}
HIDDEN = ("gss", "borough", "longitude", "organization_id", "kind")


def asked(kind: str, form: Any, *, new: bool, by: User) -> Asked:
    """The form of a kind, filled in from what was sent, with the names there are now."""
    index.catch_up()
    made = (NEW if new else FORMS)[kind]
    return made(form, by=by) if made is ProgrammeForm else made(form)


def differences(kind: str, before: Values, after: Values, by: User) -> list[dict[str, Any]]:
    """What is otherwise, field by field in words."""
    form, names = asked(kind, None, new=False, by=by), dict.fromkeys((*before, *after))
    told = []
    for name in names:
        old, now = before.get(name), after.get(name)
        if old == now or (name in HIDDEN and name not in form):
            continue
        say = form[name].words if name in form else words(name)
        old, now = (point(before), point(after)) if name == "latitude" else (old, now)
        label = form[name].label.text if name in form else FACTS.get(name, name)
        told.append({"label": str(label), "before": say(old), "after": say(now), "spoken": {}})
    return told


def point(values: Values) -> str:
    """Where a place is, in degrees."""
    return f"{values['latitude']}, {values['longitude']}" if values.get("latitude") else ""


def words(name: str) -> Any:
    """How a fact that no form asks is said."""
    if name == "checked_on":
        return Day.said
    if name == "taxonomy":
        return lambda value: str(LISTS.get(value, value or ""))
    if name == "offers":
        return lambda ids: "\n".join(one.name for one in queries.services(ids or ()))
    return lambda value: "" if value is None else str(value)
