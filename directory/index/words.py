"""What typed words mean: synonyms, vocabulary names, spelling, small words, and words that may mean danger."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from directory.index.engine import split, stems
from directory.index.query import MOST_LETTERS_A_TERM, MOST_TERMS
from directory.index.spelling import Speller

LONGEST_PHRASE = 6  # words of a synonym
MOST_CORRECTED = 3  # words of one search that spelling may change
MOST_PHRASES = 2  # in quotation marks; each asks for every place its words stand in
QUOTED = re.compile(r'["\u201c\u201d]([^"\u201c\u201d]{2,80})["\u201c\u201d]')

# Words that carry no wish of their own; a search made of nothing else asks for everything.
SMALL = frozenset(
    "a about after again all also am an and any anyone anything anywhere are around as ask at back be because been but "
    "by can cant come could d did do does doing dont feel feeling find for from get getting give go going got had has "
    "have having hello hello help helps her here hi him his how i id if ill im in into is it its ive just kind know "
    "like ll looking lot m make me more my near nearby need needed needs no not of off on one or our out people place "
    "places please re really s so some somebody someone something somewhere soon such t thank thanks that the their "
    "them then there these they thing things this to too try up us very want wanted was way we well were what when "
    "where which who why will with would you your service services support group groups activity activities local "
    "offer offers".split()
)


@dataclass(frozen=True)
class Group:
    """One wish of a search: the words typed, and what else would answer it (`taxonomy:code` or plain words)."""

    typed: tuple[str, ...]  # stems
    targets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Meaning:
    """A search text understood. `corrected` is what is searched instead, or empty; `crisis` names kinds of danger."""

    groups: tuple[Group, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    corrected: str = ""
    crisis: frozenset[str] = frozenset()


class Lexicon:
    """The words this directory knows. Built when they change; reading a search takes well under a millisecond."""

    def __init__(
        self,
        synonyms: Sequence[tuple[Sequence[str], Sequence[str]]],
        terms: Iterable[tuple[str, str]],
        crisis: Sequence[tuple[str, str]],
        vocabulary: Mapping[str, int],
        names: Iterable[str] = (),
    ) -> None:
        """`synonyms` as (typed, means), `terms` as (`taxonomy:code`, name), `crisis` as (phrase, kind);
        `vocabulary` are the words of all offers with their counts, `names` other words that are right (places)."""
        self.means: dict[tuple[str, ...], tuple[str, ...]] = {}
        for code, name in terms:
            self.learn(name, (code,))
        for typed, means in synonyms:
            for phrase in typed:
                self.learn(phrase, means)
        self.danger: dict[tuple[str, ...], str] = {tuple(stems(phrase)): kind for phrase, kind in crisis}
        self.unspaced = [(phrase, kind) for phrase, kind in crisis if not phrase.isascii() and " " not in phrase]
        self.longest_danger = max((len(phrase) for phrase in self.danger), default=0)
        self.vocabulary = dict(vocabulary)
        known = dict(vocabulary)
        for phrases, _means in synonyms:
            for word in (word for phrase in phrases for word in split(phrase)):
                known.setdefault(word, 0)
        for word in (word for name in names for word in split(name)):
            known.setdefault(word, 0)
        self.speller = Speller(known | dict.fromkeys(SMALL, 0))

    def learn(self, phrase: str, means: Sequence[str]) -> None:
        """Adds what a phrase means; what it meant before stays first."""
        key = tuple(stems(phrase))[:LONGEST_PHRASE]
        if key:
            self.means[key] = tuple(dict.fromkeys((*self.means.get(key, ()), *means)))

    def add(self, words: Iterable[str]) -> None:
        """Learns the words of offers that changed; words no offer has any more do no harm."""
        new = {word: 1 for word in words if word not in self.vocabulary}
        self.vocabulary.update(new)
        self.speller.add(new)

    def read(self, text: str) -> Meaning:
        """Understands a search text of at most a few hundred letters: its first twelve words, and danger anywhere."""
        words = [word[:MOST_LETTERS_A_TERM] for word in split(text)]
        right = self.spelt(words)
        return Meaning(
            groups=self.groups(right[:MOST_TERMS]),
            phrases=self.phrases(text),
            corrected=" ".join(right) if right != words else "",
            crisis=self.dangers(text, words) | self.dangers(text, right),
        )

    def phrases(self, text: str) -> tuple[tuple[str, ...], ...]:
        """The stems of words in quotation marks; small words alone stand in every text and would cost a search."""
        quoted = [split(found) for found in QUOTED.findall(text)]
        real = [words for words in quoted if len(words) > 1 and not SMALL.issuperset(words)]
        return tuple(tuple(stems(" ".join(words))) for words in real[:MOST_PHRASES])

    def spelt(self, words: Sequence[str]) -> list[str]:
        """The words with at most a few misspelt ones put right; a known word is never changed."""
        right, changed = [], 0
        for word in words:
            better = self.speller.correct(word) if changed < MOST_CORRECTED and not self.is_known(word) else None
            changed += better is not None
            right.append(better or word)
        return right

    def is_known(self, word: str) -> bool:
        """Whether a word, or its stem, is one we know the meaning of."""
        return tuple(stems(word)) in self.means or tuple(stems(word)) in self.danger

    def groups(self, words: Sequence[str]) -> tuple[Group, ...]:
        """The wishes in a row of words: the longest known phrases first, then single words that are not small."""
        found, at = [], 0
        roots = [stem for word in words for stem in stems(word)[:1]]
        while at < len(roots):
            length = next((n for n in range(LONGEST_PHRASE, 0, -1) if tuple(roots[at : at + n]) in self.means), 1)
            key = tuple(roots[at : at + length])
            if length > 1 or words[at] not in SMALL:
                found.append(self.group(key, words[at : at + length]))
            at += length
        return tuple(dict.fromkeys(found))

    def group(self, key: tuple[str, ...], words: Sequence[str]) -> Group:
        """One wish. A misspelling no offer has counts by its meaning only: "counciling" is not about the council."""
        means = self.means.get(key, ())
        written = not means or all(word in self.vocabulary or word in SMALL for word in words)
        return Group(key if written else (), means)

    def dangers(self, text: str, words: Sequence[str]) -> frozenset[str]:
        """The kinds of danger some words may mean. Nothing about them is kept anywhere."""
        roots = [stem for word in words for stem in stems(word)[:1]]
        spans = (
            tuple(roots[at : at + length]) for at in range(len(roots)) for length in range(1, self.longest_danger + 1)
        )
        found = {self.danger[span] for span in spans if span in self.danger}
        found |= {kind for phrase, kind in self.unspaced if phrase in text}
        return frozenset(found)
