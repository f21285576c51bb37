"""Words of translated texts: each stands in the index under its language, so that no other search meets it.

"Pain" is bread in French: who reads in English and searches for pain is led to no bakery, and nothing is looked up.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from directory.index.engine import ABROAD, Opened, Scores, stems
from directory.index.foreign import HAN, bare


def parts(root: str) -> list[str]:
    """What a word is looked up by: itself without an article; Chinese, which has no spaces, by each two letters."""
    if HAN.search(root) and len(root) > 2:
        return [root[at : at + 2] for at in range(len(root) - 1)]
    return [bare(root)]


def terms(language: str, roots: Iterable[str]) -> list[str]:
    """The terms of the index for words of a language ("zh-Hans" counts as "zh")."""
    code = language.partition("-")[0]
    return [f"{code}:{part}" for root in roots for part in parts(root)]


def written(texts: Iterable[tuple[str, str]]) -> str:
    """What the index keeps of (language, text) ..., its terms with a space between."""
    return " ".join(term for language, text in texts for term in terms(language, stems(text)))


class Abroad:
    """The words of translated texts by language: right as they are typed, whatever English makes of them."""

    def __init__(self) -> None:
        self.words: dict[str, set[str]] = defaultdict(set)

    def add(self, documents: Iterable[Mapping[str, str]]) -> None:
        """Learns the words of offers; words that no offer has any more do no harm."""
        for one in documents:
            for term in one.get(ABROAD, "").split():
                language, _colon, word = term.partition(":")
                self.words[language].add(word)

    def has(self, word: str, spoken: Collection[str]) -> bool:
        """Whether a word is one of a language that is spoken."""
        return any(
            all(part in self.words[code] for root in stems(word) for part in parts(root))
            for code in spoken if code in self.words
        )  # fmt: skip


def scores(roots: Sequence[str], spoken: Collection[str], opened: Opened, rows: int) -> Scores | None:
    """How sure each row makes us, by its translated texts, that it is about words that must all be there.

    None when no language is spoken but English, or no text has them.
    """
    best: Scores | None = None
    for code in spoken if roots else ():
        each = [opened.sure(term, rows, (ABROAD,)) for term in terms(code, roots)]
        here = np.where(np.minimum.reduce(each) > 0, np.add.reduce(each) / np.float32(len(each)), np.float32(0))
        if here.any():
            best = here if best is None else np.maximum(best, here)
    return best
