"""Words one or two letters away from what was typed, out of the words our own offers use."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

LONG = 8  # letters from which two wrong ones are forgiven
SHORT = 4  # words shorter than this are left as they are
PREFIX = 9  # letters looked at when candidates are gathered; the rest is compared after


class Speller:
    """Finds known words by deleting letters on both sides (SymSpell's idea), so a look-up costs microseconds."""

    def __init__(self, words: Mapping[str, int]) -> None:
        """`words` are the known words and in how many offers each stands."""
        self.words: dict[str, int] = {}
        self.near: dict[str, list[str]] = defaultdict(list)
        self.add(words)

    def add(self, words: Mapping[str, int]) -> None:
        """Learns words; those it knows already stay as they are."""
        for word in words.keys() - self.words.keys():
            self.words[word] = words[word]
            if len(word) >= SHORT and not word.isdigit():
                for shorter in without_letters(word[:PREFIX], reach(word)):
                    self.near[shorter].append(word)

    def correct(self, word: str) -> str | None:
        """The likeliest known word for an unknown one, or None. A known word is never changed."""
        if word in self.words or len(word) < SHORT or any(c.isdigit() for c in word):
            return None
        allowed = reach(word)
        candidates = {
            known for shorter in without_letters(word[:PREFIX], allowed) for known in self.near.get(shorter, ())
        }
        ranked = sorted(
            (distance(word, known, allowed), known[0] != word[0], -self.words[known], known) for known in candidates
        )
        return ranked[0][3] if ranked and ranked[0][0] <= allowed else None


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
