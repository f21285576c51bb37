"""What people type, read again when stewards change it; the offers are not, unless names they are read with changed."""

from collections.abc import Callable
from dataclasses import replace

from directory.index import facts
from directory.index.known_words import lexicon_of, read_calendar, read_phrases, read_vocabulary, same
from directory.index.picture import Snapshot
from directory.index.senses import Senses
from directory.index.words import Lexicon


def reworded(held: Snapshot, senses: Callable[[Lexicon], Senses | None]) -> Snapshot | None:
    """The snapshot with synonyms and crisis phrases as they are now, made of what has not changed in the held one.

    None when terms, places or school terms are others: then every offer has to be read again.
    """
    vocabulary, places, terms = read_vocabulary(), facts.places(), read_calendar().terms
    if (places, terms) != (held.places, held.calendar.terms) or not same(vocabulary, held.vocabulary):
        return None
    phrases, former = read_phrases(), held.lexicon
    if phrases == held.phrases:
        return held
    lexicon = lexicon_of(phrases, vocabulary, places, former.vocabulary, former.is_word, former)
    return replace(held, phrases=phrases, lexicon=lexicon, senses=senses(lexicon))
