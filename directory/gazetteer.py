"""Named places people search by: finding the one somebody typed, also when a letter or two are wrong."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

# Words that may stand before or after a name without changing which place is meant.
BEFORE_WORDS = "a am area around at borough by close from i im in live london near nearby next of round the to"
AFTER_WORDS = """
area borough bus centre dlr england greater local london near nearby overground please rail railway se south station
stop town train tube uk
"""
BEFORE, AFTER = frozenset(BEFORE_WORDS.split()), frozenset(AFTER_WORDS.split())
APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´"))
# Real places elsewhere whose names are a letter or two from one of ours: never taken for a misspelling.
ELSEWHERE_NAMES = """
adlington aldington allington alpington alvington arlington ashington awsworth beckingham billingham billinghay blackley
blockley brackley broseley dartford defford desford kedington kellington kensington ledsham southbank southport
southwick southwold speldhurst wadworth warkworth whaddon
"""
ELSEWHERE = frozenset(ELSEWHERE_NAMES.split())


class NamedPlace(Protocol):
    """What is read of a named place: degrees (WGS84), other spellings, the ONS code of its borough."""

    @property
    def slug(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def also(self) -> Sequence[str]: ...
    @property
    def latitude(self) -> float: ...
    @property
    def longitude(self) -> float: ...
    @property
    def gss(self) -> str | None: ...


class Known(NamedTuple):
    """A named place as plain values, so that it outlives the session its row came from."""

    slug: str
    name: str
    also: tuple[str, ...]
    latitude: float
    longitude: float
    gss: str | None


class Gazetteer:
    """A list of named places made ready for questions. Make it once, not at each request."""

    def __init__(self, named: Iterable[NamedPlace]) -> None:
        self.places = [Known(p.slug, p.name, tuple(p.also or ()), p.latitude, p.longitude, p.gss) for p in named]
        self._by_key: dict[str, Known] = {}
        # A name goes before another place's second name: "Lewisham" is the borough, not its town centre.
        for place in self.places:
            self._by_key.setdefault(_key(place.name), place)
        for place in self.places:
            for name in place.also:
                self._by_key.setdefault(_key(name), place)
        self._by_key.pop("", None)

    def __iter__(self) -> Iterator[Known]:
        return iter(self.places)

    def find(self, text: str) -> tuple[Known, bool] | None:
        """The place `text` names, and whether that is certain; None rather than a guess.

        Case, accents, apostrophes, punctuation, spacing and words such as "near" or "station" do not matter. Not
        certain: one wrong letter in a name of five to seven letters, two in a longer one, or only a part of `text`
        ("12 High Street, Catford").
        """
        parts = [part for part in re.split(r"[,;/|\n]", text) if _key(part)]
        if place := self._exact(text):
            return place, True
        found = [self._exact(part) for part in parts]
        if first := next(filter(None, found), None):
            return first, all(found)
        guesses = (self._misspelt(part) for part in ([text, *parts] if len(parts) > 1 else [text]))
        guess = next(filter(None, guesses), None)
        return (guess, False) if guess else None

    def _exact(self, text: str) -> Known | None:
        return next((self._by_key[key] for key in _cores(text) if key in self._by_key), None)

    def _misspelt(self, text: str) -> Known | None:
        """The one place whose name is nearest in letters; None when two are as near, or it is a place elsewhere."""
        cores = list(_cores(text))
        if not ELSEWHERE.isdisjoint(cores) or any(c.isdigit() for c in text):
            return None
        best: dict[int, set[Known]] = {}
        for typed in cores:
            for key, place in self._by_key.items():
                if (letters := _apart(typed, key)) is not None:
                    best.setdefault(letters, set()).add(place)
        nearest = best[min(best)] if best else set()
        return nearest.pop() if len(nearest) == 1 else None


def fold(text: str) -> str:
    """`text` as bare words: no case, accents, apostrophes or punctuation; "&" is "and", "saint" is "st"."""
    plain = unicodedata.normalize("NFKD", text.translate(APOSTROPHES).replace("&", " and ").casefold())
    bare = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join("st" if word == "saint" else word for word in bare.split())


def _key(text: str) -> str:
    return fold(text).replace(" ", "")


def _cores(text: str) -> Iterator[str]:
    """Keys to look for: the whole, then less and less of the words around a name."""
    words = fold(text).split()
    yield "".join(words)
    while len(words) > 1 and words[0] in BEFORE:
        words = words[1:]
        yield "".join(words)
    while len(words) > 1 and words[-1] in AFTER:
        words = words[:-1]
        yield "".join(words)


def _apart(typed: str, name: str) -> int | None:
    """How many letters are wrong, missing, extra or swapped with a neighbour; None when that is too many to trust.

    The first letter, or the first two swapped, must be right: Watford is not Catford.
    """
    shorter = min(len(typed), len(name))
    allowed = 0 if shorter < 5 else 1 if shorter < 8 else 2
    if abs(len(typed) - len(name)) > allowed or not allowed:
        return None
    if typed[0] != name[0] and typed[:2] != name[1::-1]:
        return None
    letters = _distance(typed, name)
    return letters if letters <= allowed else None


def _distance(a: str, b: str) -> int:
    """Optimal string alignment distance (Damerau 1964, each pair swapped once)."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
