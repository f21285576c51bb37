"""Suggestions while somebody types: kinds of help and what is going on in their language, names of offers, places."""

from directory import index
from directory.index.suggesting import MOST
from directory.web import discreet, labels


def words(typed: str) -> list[str]:
    """What may be meant in the box for words: kinds of help and needs as the reader's language calls them, then offers.

    Offers about topics where somebody may be watching are never put on the screen unasked.
    """
    named = [label.text for facet in ("category", "need") for label in labels.values(facet).values()]
    found = [*index.alike(named, typed), *index.offers_called(typed, but=discreet.TOPICS)]
    return list(dict.fromkeys(found))[:MOST]


def places(typed: str) -> list[str]:
    """What may be meant in the box for places: neighbourhoods, stations and boroughs we know."""
    return index.alike((place.name for place in index.places()), typed)
