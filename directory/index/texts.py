"""What of an offer is searched: the texts the text index stores, and the one whose meaning is compared."""

from collections.abc import Mapping

from directory.index import abroad, engine
from directory.index.facts import Facts
from directory.index.understood import FILED_UNDER

Document = Mapping[str, str]


def meant(one: Facts) -> str:
    """The text of an offer whose meaning is compared: what it is, what it is filed under, how its story begins."""
    terms = ", ".join(name for taxonomy in FILED_UNDER for name in one.term_names.get(taxonomy, ()))
    return f"{one.name}. {one.summary} {terms}. {one.description}"


def document(one: Facts) -> Document:
    """What the text index stores of an offer."""
    where = [part for venue in one.venues for part in (venue.name, venue.place, venue.town, venue.postcode)]
    known = (name for names in one.term_names.values() for name in names)
    terms = [*known, *(name for _code, name in one.languages), *where, *(name for name, *_ in one.areas)]
    texts = {"name": one.name, "summary": one.summary, "description": one.description,
             "organisation": one.organisation, "terms": "\n".join(terms)}  # fmt: skip
    return engine.document(one.id, texts, abroad.written(one.translations))
