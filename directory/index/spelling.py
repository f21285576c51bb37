"""Words a few letters away from what was typed, out of the words our own offers use: sure ones and mere guesses."""

from collections.abc import Iterable, Iterator, Mapping

from directory.index.engine import WORDS, fold

LONG = 8  # letters from which two wrong ones are forgiven
SHORT = 4  # words shorter than this are left as they are
PREFIX = 7  # letters looked at when candidates are gathered; the rest is compared after
MOST_GUESSED = 30  # letters of a word that is guessed at

# Letters that sound alike have one number; the others are heard too little to tell words apart.
SOUNDS = {letter: str(n) for n, group in enumerate(("bfpv", "cgjkqsxz", "dt", "l", "mn", "r")) for letter in group}


class Speller:
    """Finds known words by deleting letters on both sides (SymSpell's idea), so a look-up costs microseconds."""

    def __init__(self, words: Mapping[str, int], former: "Speller | None" = None) -> None:
        """`words` are the known words and in how many offers each stands.

        `former` knew mostly the same words: only where the two differ are words taken apart again. It stays as it was.
        """
        self.words = dict(words)
        known = former.words.keys() if former else set()
        self.near: dict[str, tuple[str, ...]] = former.near.copy() if former else {}
        self.alike: dict[str, tuple[str, ...]] = former.alike.copy() if former else {}
        for word in known - words.keys():
            self.forget(word)
        self.enter(words.keys() - known)

    def add(self, words: Mapping[str, int]) -> None:
        """Learns words; of those it knows already, only that more offers have them."""
        new = words.keys() - self.words.keys()
        self.words.update({word: max(self.words.get(word, 0), often) for word, often in words.items()})
        self.enter(new)

    def enter(self, words: Iterable[str]) -> None:
        """Puts words where they are looked for."""
        for word in words:
            for table, key in self.places(word):
                table[key] = (*table.get(key, ()), word)

    def forget(self, word: str) -> None:
        """Takes a word from where it is looked for."""
        for table, key in self.places(word):
            left = tuple(one for one in table[key] if one != word)
            if left:
                table[key] = left
            else:
                del table[key]

    def places(self, word: str) -> Iterator[tuple[dict[str, tuple[str, ...]], str]]:
        """Where a word is looked for: under what is left of it without some letters, and under its sound."""
        if len(word) >= SHORT and not word.isdigit():
            yield from ((self.near, shorter) for shorter in without_letters(word[:PREFIX], reach(word)))
            yield self.alike, sound(word)

    def correct(self, word: str) -> str | None:
        """The likeliest known word for an unknown one, or None. A known word is never changed."""
        found = self.close(word)
        return found[0] if found else None

    def close(self, word: str) -> list[str]:
        """The known words within reach of an unknown one that are as near as the nearest, the likeliest first."""
        if word in self.words or len(word) < SHORT or any(c.isdigit() for c in word):
            return []
        allowed = reach(word)
        ranked = self.ranked(word, self.candidates(word, allowed), allowed)
        ranked = [(apart, known) for apart, known in ranked if apart < 2 or known[0] == word[0]]  # dentures: no centres
        return [known for apart, known in ranked if apart == ranked[0][0]]

    def guess(self, word: str) -> str | None:
        """A word of our offers further away, one that sounds alike or has two other letters: to be asked about only."""
        if word in self.words or not SHORT < len(word) <= MOST_GUESSED or not word.isalpha():
            return None
        alike = self.ranked(word, self.alike.get(sound(word), ()), reach(word) + 1)
        further = self.ranked(word, self.candidates(word, 2), 2) if len(word) > SHORT + 1 else []
        return next((known for _apart, known in (*alike, *further) if self.words[known] and len(known) > SHORT), None)

    def candidates(self, word: str, letters: int) -> set[str]:
        """Known words that share what is left when some letters are taken out."""
        return {known for shorter in without_letters(word[:PREFIX], letters) for known in self.near.get(shorter, ())}

    def ranked(self, word: str, candidates: Iterable[str], most: int) -> list[tuple[int, str]]:
        """Candidates at most so many wrong letters away with how many, best first; of several the commonest."""
        found = [(distance(word, known, most), known[0] != word[0], -self.words[known], known) for known in candidates]
        return [(apart, known) for apart, _other, _often, known in sorted(found) if apart <= most]


def reach(word: str) -> int:
    """How many wrong letters a word may have."""
    return 2 if len(word) >= LONG else 1


def without_letters(word: str, times: int) -> Iterator[str]:
    """The word, and every way of leaving out up to `times` letters."""
    seen = {word}
    latest = {word}
    for _ in range(times):
        latest = {one[:at] + one[at + 1 :] for one in latest for at in range(len(one))} - seen
        seen |= latest
    yield from seen


def distance(a: str, b: str, most: int) -> int:
    """Wrong letters between two words, a swap of neighbours counting one (optimal string alignment); > most: far."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        earlier, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if earlier and i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def sound(word: str) -> str:
    """How the consonants of a word sound, each run of one sound once: "counciling" is heard like "counselling"."""
    heard = ""
    for letter in word:
        number = SOUNDS.get(letter, "")
        heard += "" if heard.endswith(number) else number
    return heard


def respelt(text: str, right: Mapping[str, str]) -> str:
    """A text with some of its words (folded) written another way; the rest stays as it was typed."""
    return WORDS.sub(lambda match: right.get(fold(match[0]), match[0]), text)
