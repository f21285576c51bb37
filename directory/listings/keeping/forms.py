"""What letters and the pages behind their links say of an offer, field by field; and what is asked there."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Form, SelectMultipleField, StringField, ValidationError

from directory import clock, plain_text, schedules
from directory.index import Hit
from directory.listings import forms
from directory.listings.dates.shape import AT, as_schedule
from directory.listings.review.forms import ACTS, differences
from directory.listings.shape import values_of
from directory.models import Revision, Service
from directory.models.service import State
from directory.web.cards import confirmed, state_words

# Of all there is to ask, what makes somebody travel in vain or ring a wrong number when it is not right.
KEY_FACTS = {
    "phones": lazy_gettext("Phone number"),
    "email": lazy_gettext("E-mail address"),
    "url": lazy_gettext("Website"),
    "application_process": lazy_gettext("How to join"),
    "waiting": lazy_gettext("Waiting"),
    "cost": lazy_gettext("Cost"),
    "fees_description": lazy_gettext("More about the cost"),
    "audiences": lazy_gettext("Who it is for"),
}
ALWAYS = ("phones",)  # shown even when nothing is said
TALKED_TO = 100  # characters
STEPS = {
    3: lazy_gettext("Not confirmed for 3 months"),
    4: lazy_gettext("Not confirmed for 4 months"),
    5: lazy_gettext("Not confirmed for 5 months"),
    6: lazy_gettext("Not confirmed for 6 months: shown lower in search"),
    12: lazy_gettext("Not confirmed for a year: no longer in search results"),
}


def told(service: Service) -> dict[str, Any]:
    """One offer as a reminder shows it: its name, when it was confirmed, and its key facts in words."""
    today = clock.today()
    return {
        "service": service,
        "confirmed": confirmed(service.assured_date, today),
        "confirmed_today": service.assured_date == today,
        "state": state_words(service, Hit(service.id, codes={"waiting": service.codes("waiting")}), today),
        "paused": service.state(today) is State.PAUSED,
        "facts": facts(service),
    }


def facts(service: Service) -> list[dict[str, Any]]:
    """Key facts in words: when and where first, then how to reach it."""
    live, today = values_of(service), clock.today()
    on = {id_: one | {AT: None} for id_, one in live["times"].items() if schedules.active(as_schedule(id_, one), today)}
    rows = [fact("times", _("When"), forms.said("times", on)), fact("where", _("Where"), where(service))]
    for field, label in KEY_FACTS.items():
        said = forms.said(field, live[field])
        if said or field in ALWAYS:
            rows.append(fact(field, str(label), said))
    return rows


def fact(key: str, label: str, said: str) -> dict[str, Any]:
    """One row."""
    spoken = forms.spoken(key) if key in forms.QUESTIONS else {}
    return {"key": key, "label": label, "lines": said.split("\n") if said else [], "spoken": spoken}


def where(service: Service) -> str:
    """The venues, one a line. An address that is not public is not written into a letter, which may be forwarded."""
    found = []
    for at in service.service_at_locations:
        place = at.location
        lines = place.addresses[0].lines() if place.addresses and place.address_public else []
        hidden = [] if place.address_public else [_("The address is not public.")]
        found.append(", ".join(filter(None, [place.name if place.address_public else "", *lines, *hidden])))
    return "\n".join(filter(None, found))


def act_in_words(one: Revision, service: Service) -> dict[str, Any]:
    """One act as a letter tells it."""
    return {"service": service, "act": str(ACTS.get(one.act, one.act)), "waits": one.act == "propose",
            "differences": differences(to_forward(one.before), to_forward(one.after))}  # fmt: skip


def to_forward(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values without any venue that is not public, as a letter may be forwarded."""
    found = dict(values)
    if found.get("times"):
        found["times"] = {id_: one | {AT: public(one.get(AT))} for id_, one in found["times"].items()}
    if found.get("places"):
        found["places"] = {id_: one for id_, one in found["places"].items() if public(one)}
    return found


def public(venue: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """A venue as JSON holds it; None for one that is not public."""
    return venue if venue and venue["public"] else None


def steps(found: Mapping[int, Sequence[Service]]) -> list[dict[str, Any]]:
    """Which offers have reached which step, as stewards are told."""
    return [{"label": str(STEPS[step]), "services": found[step]} for step in sorted(found)]


class PhonedForm(Form):
    """Which of a group's offers are right, and whom a steward has talked to."""

    offer = SelectMultipleField(lazy_gettext("Which offers did they say are right?"), validate_choice=False)
    who = StringField(
        lazy_gettext("Who did you talk to?"),
        filters=[lambda value: plain_text.one_line(value or "")],
        description=lazy_gettext("A name or a role. It is kept in the history."),
    )

    def __init__(self, *given: Any, offers: Sequence[Service], **more: Any) -> None:
        super().__init__(*given, **more)
        self.offers = offers

    @property
    def chosen(self) -> list[Service]:
        """Those that were ticked, of what the group has."""
        return [one for one in self.offers if one.id in (self.offer.data or ())]

    def validate_offer(self, field: SelectMultipleField) -> None:
        """Asks for one at least."""
        if not self.chosen:
            raise ValidationError(lazy_gettext("Choose at least one."))

    def validate_who(self, field: StringField) -> None:
        """Asks for somebody."""
        if not field.data:
            raise ValidationError(lazy_gettext("Write who you talked to."))
        if len(field.data) > TALKED_TO:
            raise ValidationError(lazy_gettext("Write 100 characters or fewer."))
