"""An offer as people fill it in: one plain value a field, read from the nouns of the standard and written back to them.

Values are what JSON holds: text, codes of the vocabulary, whole numbers, dates as YYYY-MM-DD; None for nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel import Locale

from directory.listings.dates.shape import Places, places_of, put_places, put_times, times_of
from directory.listings.languages.shape import IN, put_versions, versions_of
from directory.models import Attribute, Contact, Language, Phone, Service, ServiceArea, TaxonomyTerm

Values = dict[str, Any]
Terms = Mapping[tuple[str, str], TaxonomyTerm]
Boroughs = Mapping[str, str]  # {GSS code: name}

WORDS = (
    "name", "summary", "description", "first_visit", "eligibility_description", "not_for", "application_process",
    "fees_description", "leaving", "returning", "email", "url", "status", "alert", "assured_by",
)  # fmt: skip
NUMBERS = ("minimum_age", "maximum_age")
DAYS = ("paused_until", "ended_on", "full_until", "assured_date")
# Field: taxonomy of the vocabulary whose terms hang on the offer.
CODES = {
    "categories": "categories",
    "needs": "needs",
    "led_by": "led-by",
    "audiences": "audiences",
    "faiths": "faiths",
    "formats": "formats",
    "access": "access",
    "waiting": "waiting",
    "cost": "cost",
}
GSS = "gss"


@dataclass(frozen=True)
class Known:
    """What values name by code or id: terms of our vocabulary, names of boroughs by GSS code, venues there are."""

    terms: Terms
    boroughs: Boroughs
    places: Places


def values_of(service: Service) -> Values:
    """Everything the desk can change of an offer, by field; a language it says nothing in is not among them."""
    found: Values = {name: getattr(service, name) or None for name in WORDS}
    found |= {name: getattr(service, name) for name in NUMBERS}
    found |= {name: day.isoformat() if (day := getattr(service, name)) else None for name in DAYS}
    found |= {field: service.codes(taxonomy) for field, taxonomy in CODES.items()}
    return (
        found
        | versions_of(service)
        | {
            "accessibility": {one.taxonomy_term.code: one.is_yes for one in service.attributes if is_access(one)},
            "languages": [one.code for one in service.languages if one.code],
            "areas": [one.extent for one in service.service_areas if one.extent_type == GSS and one.extent],
            "phones": [one.number for one in service.phones],
            "contact": service.contacts[0].name if service.contacts else None,
            "checking": list(service.checking or ()),
            "times": times_of(service),
            "places": places_of(service),
        }
    )


def put(service: Service, values: Values, known: Known) -> None:
    """Writes values, by field, into an offer; fields that are not named stay. `known` holds all that are needed."""
    for field, value in values.items():
        if field in DAYS:
            setattr(service, field, date.fromisoformat(value) if value else None)
        elif field in CODES:
            put_terms(service, CODES[field], dict.fromkeys(value, True), known.terms)
        elif field in PARTS:
            PARTS[field](service, value, known)
        elif field.startswith(IN):
            put_versions(service, field, value)
        elif field in WORDS or field in NUMBERS:
            setattr(service, field, value)
        else:
            raise KeyError(field)


def put_terms(service: Service, taxonomy: str, answers: Mapping[str, bool], terms: Terms) -> None:
    """Makes the terms of one taxonomy on an offer these and no others; those that stay keep their row.

    A code that has gone from the vocabulary since it was chosen is left out.
    """
    old = {one.taxonomy_term.code: one for one in service.attributes if one.taxonomy_term.taxonomy == taxonomy}
    others = [one for one in service.attributes if one.taxonomy_term.taxonomy != taxonomy]
    own = []
    for code, yes in ((one, said) for one, said in answers.items() if one in old or (taxonomy, one) in terms):
        hung = old.get(code) or Attribute(taxonomy_term=terms[taxonomy, code])
        if hung.is_yes != yes:
            hung.value = None if yes else "no"
        own.append(hung)
    service.attributes[:] = [*others, *own]
    service.attributes.reorder()  # type: ignore[attr-defined]


def is_access(hung: Attribute) -> bool:
    """Whether a term says something about access; the one kind that can also be a no."""
    return hung.taxonomy_term.taxonomy == "accessibility"


def put_access(service: Service, value: Mapping[str, bool], known: Known) -> None:
    """{code: yes or no}; what is not there is not known."""
    put_terms(service, "accessibility", value, known.terms)


def put_languages(service: Service, codes: Sequence[str], _known: Known) -> None:
    """ISO codes of the languages spoken."""
    names = Locale("en").languages
    replace(
        service.languages, codes, key=lambda one: one.code, make=lambda code: Language(code=code, name=names.get(code))
    )


def put_areas(service: Service, codes: Sequence[str], known: Known) -> None:
    """GSS codes of the boroughs; neighbourhoods that are told by name stay."""
    named = [one for one in service.service_areas if one.extent_type != GSS or not one.extent]
    old = {one.extent: one for one in service.service_areas if one.extent_type == GSS and one.extent}
    own = [old.get(code) or ServiceArea(name=known.boroughs.get(code), extent=code, extent_type=GSS) for code in codes]
    service.service_areas[:] = [*named, *own]
    service.service_areas.reorder()  # type: ignore[attr-defined]


def put_phones(service: Service, numbers: Sequence[str], _known: Known) -> None:
    """Numbers as people read them; one that stays keeps its extension and its words."""
    replace(service.phones, numbers, key=lambda one: one.number, make=lambda number: Phone(number=number))


def put_contact(service: Service, name: str | None, _known: Known) -> None:
    """Whom to ask for: the first contact's name."""
    if not name:
        del service.contacts[:1]
    elif service.contacts:
        service.contacts[0].name = name
    else:
        service.contacts.append(Contact(name=name))


def put_checking(service: Service, fields: Sequence[str], _known: Known) -> None:
    """Which ways to reach people were taken off as wrong."""
    service.checking = list(fields)


def replace(parts: list[Any], wanted: Iterable[Any], *, key: Callable[[Any], Any], make: Callable[[Any], Any]) -> None:
    """Makes a list of parts the wanted ones in that order; those that stay keep their row."""
    old = {key(one): one for one in parts}
    parts[:] = [old.get(one) or make(one) for one in dict.fromkeys(wanted)]
    parts.reorder()  # type: ignore[attr-defined]


PARTS: dict[str, Callable[[Service, Any, Known], None]] = {
    "accessibility": put_access,
    "languages": put_languages,
    "areas": put_areas,
    "phones": put_phones,
    "contact": put_contact,
    "checking": put_checking,
    "times": lambda service, value, known: put_times(service, value, known.places),
    "places": lambda service, value, known: put_places(service, value, known.places),
}


def terms_in(values: Values) -> set[tuple[str, str]]:
    """(taxonomy, code) of every term that values name."""
    named = {(CODES[field], code) for field, codes in values.items() if field in CODES for code in codes}
    return named | {("accessibility", code) for code in values.get("accessibility") or ()}
