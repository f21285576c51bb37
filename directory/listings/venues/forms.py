"""Where it is and from when: a venue chosen or written down, and the days and hours there."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, Field, Form, RadioField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice

from directory import clock, index, plain_text
from directory.listings.dates.forms import TimesForm, pattern_from, said_of_venue
from directory.listings.dates.shape import AT, LINES, PATTERN, Values
from directory.listings.states.forms import DayField
from directory.listings.venues.queries import spot
from directory.web import labels

NEW, NONE = "new", "none"
MOST = 120  # characters of a line
EMPTY: Values = dict.fromkeys(PATTERN) | {"except_dates": [], "term_time_only": False}


def tidy(value: str | None) -> str:
    """One line of plain text."""
    return plain_text.one_line(value or "")


def short(_form: Form, field: Field) -> None:
    """Refuses what fits on no envelope."""
    if len(field.data or "") > MOST:
        raise ValidationError(_("Write %(most)s characters or fewer. You have %(number)s.", most=MOST,
                                number=len(field.data)))  # fmt: skip


class VenueForm(Form):
    """A venue of the organisation, another one, or none; `told` is where its postcode is, in words."""

    where = RadioField(lazy_gettext("Where is it?"), validate_choice=False)
    name = StringField(lazy_gettext("Name of the place"), [short], filters=[tidy])
    street = StringField(lazy_gettext("Number and street"), [short], filters=[tidy])
    postcode = StringField(lazy_gettext("Postcode"), [short])
    hidden = BooleanField(
        lazy_gettext("The address must not be public"),
        description=lazy_gettext("People are told to ask first. You may leave the address empty."),
    )

    def __init__(self, *args: Any, venues: Sequence[Values], **more: Any) -> None:
        super().__init__(*args, **more)
        self.venues: Mapping[str, Values] = {one["id"]: one for one in venues}
        self.made = str(uuid4())
        self.where.choices = [
            *(SelectChoice(id_, said_of_venue(one)) for id_, one in self.venues.items()),
            SelectChoice(NEW, _("At another address")),
            SelectChoice(NONE, _("At no place: online, by phone or at people’s homes")),
        ]
        if not self.where.data and not self.venues:
            self.where.data = NEW

    def validate_where(self, field: Field) -> None:
        """Asks for one of them; what is not among them has been taken away meanwhile."""
        if field.data not in {one.value for one in field.choices}:
            raise ValidationError(_("Choose where it is."))

    def validate_postcode(self, field: Field) -> None:
        """A new address needs its postcode, a secret one need not be told."""
        said = (field.data or "").strip()
        if self.where.data == NEW and ((said and not spot(said)) or not (said or self.hidden.data)):
            raise ValidationError(_("Write a full postcode, like SE6 4RU."))

    def validate_street(self, field: Field) -> None:
        """A postcode alone is half a street."""
        if self.where.data == NEW and not (field.data or self.name.data or self.hidden.data):
            raise ValidationError(_("Write the name of the place, or its number and street."))

    def venue(self) -> Values | None:
        """The venue that a valid form says; None for none."""
        if self.where.data != NEW:
            return self.venues.get(self.where.data or "")
        found = spot(self.postcode.data or "")
        lines = dict.fromkeys(LINES) | {"address_1": self.street.data or None,
                                        "postal_code": found.postcode if found else None}  # fmt: skip
        return {"id": self.made, "type": "physical", "name": self.name.data or None, **lines,
                "public": not self.hidden.data}  # fmt: skip


class SessionForm(VenueForm, TimesForm):
    """One more session: days and hours, and where."""

    first = DayField(
        lazy_gettext("When does it begin?"), description=lazy_gettext("Leave it empty if it is on already.")
    )

    def pattern(self) -> Values:
        """The pattern that a valid form says, with its venue."""
        begins = self.first.day
        start = {"dtstart": (begins or clock.today()).isoformat(), "valid_from": begins and begins.isoformat()}
        return pattern_from(self, EMPTY | start) | {AT: self.venue()}


class MoveForm(VenueForm):
    """Another place for a session, and from when."""

    day = DayField(lazy_gettext("From which day?"), description=lazy_gettext("Leave it empty if it has moved already."))

    def moved(self, times: Mapping[str, Values], id_: str) -> dict[str, Values]:
        """Times after a session has moved: until the day it is where it was, then it goes on at the new place."""
        old, day, venue = times[id_], self.day.day, self.venue()
        if day is None or (old["valid_from"] or "") >= day.isoformat():
            return {**times, id_: old | {AT: venue}}
        until = {"valid_to": (day - timedelta(days=1)).isoformat()}
        return {**times, id_: old | until, str(uuid4()): old | {"valid_from": day.isoformat(), AT: venue}}


def told(venue: Values | None) -> str:
    """A venue in words with the part of town its postcode is in: "SE6 4RU, Catford, Lewisham"."""
    if venue is None:
        return _("At no place: online, by phone or at people’s homes")
    found = spot(venue["postal_code"] or "")
    said = said_of_venue(venue)
    if not found:
        return said
    if not found.gss:
        return _("%(place)s. We could not find this postcode on our map: look at it once more.", place=said)
    borough = next(
        (labels.value("borough", code) for code, gss in index.vocabulary().gss.items() if gss == found.gss), ""
    )
    return ", ".join(one for one in (said, found.place, borough) if one)
