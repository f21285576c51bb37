"""Everything one search looks at, as one value; a change makes another one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from directory.gazetteer import Gazetteer
from directory.index.columns import Calendar, Columns
from directory.index.engine import Opened
from directory.index.facts import NamedPlace
from directory.index.known_words import Phrases, Vocabulary
from directory.index.meaning import Vectors
from directory.index.senses import Senses
from directory.index.sentence import Grammar
from directory.index.words import Lexicon

LARGE = 1000  # offers from which reading everything again takes longer than a reader should wait


@dataclass(frozen=True)
class Snapshot:
    """What one worker answers from, level with one change number and one day."""

    number: int
    vocabulary: Vocabulary
    columns: Columns
    opened: Opened
    phrases: Phrases
    lexicon: Lexicon
    gazetteer: Gazetteer
    places: Sequence[NamedPlace]
    calendar: Calendar
    grammar: Grammar
    meanings: Vectors | None  # of every text, by row of the store
    day: date  # whose places it knows: an offer may be somewhere else from tomorrow
    senses: Senses | None = None
    memory: dict[tuple[str, ...], Any] = field(default_factory=dict)  # what pages made of it: (id of an offer, ...)


def large(held: Snapshot) -> bool:
    """Whether everything is too much to be read again before a search is answered."""
    return len(held.columns.ids) > LARGE
