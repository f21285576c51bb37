"""Words of other languages and what they mean here, whatever ending or article they have."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from directory.index.engine import WORDS, split
from directory.index.spelling import distance

LONGEST = 6  # words of a phrase
BEGINNING = 3  # letters that every form of a word begins with
MOSTLY = 0.4  # share of the phrases with a word from which it is about what they mean
HAN = re.compile("[\u3400-\u9fff]")
# What Arabic writes at the front of a noun: the article, alone or behind "and", "in", "like", "to".
ARTICLE = re.compile("^(?:[\u0648\u0628\u0641\u0643]?\u0627\u0644|\u0644\u0644)(?=[\u0620-\u06ff]{3})")
ATTACHED = re.compile("^[\u0648\u0628\u0644\u0641\u0643](?=[\u0620-\u06ff]{3})")
TO_THE = re.compile("^\u0644(?=\u0644[\u0620-\u06ff]{3})")  # before an l the article is not written: "for refugees"

Means = dict[str, str]  # {target: level}


class Foreign:
    """What people type in other languages. Words stand folded, Arabic ones without their article."""

    def __init__(self, rows: Iterable[tuple[str, Sequence[str], Means]]) -> None:
        """`rows` are (language, phrases typed, what they mean)."""
        self.means: dict[tuple[str, ...], dict[str, Means]] = {}  # {words: {language: ...}}
        self.words: dict[str, set[str]] = defaultdict(set)  # {language: its words}
        self.alike: dict[tuple[str, str], list[str]] = defaultdict(list)  # {(language, beginning): words}
        self.parts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)  # {(language, word): targets of phrases}
        self.longest_han = 1
        for language, typed, means in rows:
            for phrase in typed:
                words = split(phrase)
                self.learn(language, tuple(bare(word) for word in words), means)
                for word in {*words, *as_typed(phrase, words)}:
                    self.parts[language, bare(word)].update(means.keys())

    def learn(self, language: str, words: tuple[str, ...], means: Means) -> None:
        """Adds what some words mean; what they meant before stays."""
        if not words or len(words) > LONGEST:
            return
        known = self.means.setdefault(words, {})
        if len(words) == 1 and language not in known:
            self.alike[language, words[0][:BEGINNING]].append(words[0])
            if HAN.match(words[0]):
                self.longest_han = max(self.longest_han, len(words[0]))
        known[language] = means | known.get(language, {})
        self.words[language].update(words)

    def has(self, word: str) -> bool:
        """Whether a word alone means something in any language."""
        return (bare(word),) in self.means

    def spells(self, word: str, spoken: Iterable[str]) -> bool:
        """Whether a word is one of a language that is spoken, or a form of one."""
        return any(bare(word) in self.words.get(code, ()) or self.like(bare(word), code) for code in spoken)

    def languages(self, word: str) -> frozenset[str]:
        """The languages that have a word."""
        word = bare(word)
        return frozenset(code for code, words in self.words.items() if word in words)

    def parted(self, words: Iterable[str]) -> Iterator[str]:
        """The words; Chinese, which has no spaces, in the longest words that mean something."""
        for word in words:
            found = list(self.in_han(word)) if HAN.search(word) and not self.has(word) else []
            yield from found or [word]

    def in_han(self, run: str) -> Iterator[str]:
        """The known words in a run of Chinese, from the left; what lies between them is left out."""
        at = 0
        while at < len(run):
            spans = (run[at : at + length] for length in range(self.longest_han, 1, -1))
            found = next((one for one in spans if (one,) in self.means), "")
            if found:
                yield found
            at += len(found) or 1

    def read(
        self, words: Sequence[str], at: int, spoken: Collection[str], strange: Sequence[bool]
    ) -> tuple[Means, int]:
        """What the words from `at` on mean and how many of them; ({}, 0) when nothing is known of them.

        Words in a language that is `spoken` count, and those that are `strange` to English in any language.
        """
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            span = tuple(self.stripped(word) for word in words[at : at + length])
            known = self.means.get(span, {})
            if found := merged(known, spoken) or (all(strange[at : at + length]) and merged(known, known)):
                return found, length
        return {}, 0

    def nearly(self, word: str, typed: str, spoken: Iterable[str]) -> Means:
        """What a word that is not known means: what the one means that it is a form of, or most phrases it is in.

        `typed` is the word with its accents, without which it may be several others.
        """
        for language in spoken:
            if like := self.like(bare(word), language):
                return self.means[like,][language]
            if found := self.mostly(bare(typed), language) or self.mostly(bare(word), language):
                return found
        return {}

    def stripped(self, word: str) -> str:
        """A word without the Arabic article, also where that is lost in the word's own first letter."""
        whole = TO_THE.sub("", word)
        return whole if (whole,) in self.means else bare(word)

    def like(self, word: str, language: str) -> str:
        """A known word of a language that another form or a slip of the finger makes of this one; "" for none."""
        bare_word = ATTACHED.sub("", word)
        if (bare_word,) in self.means and language in self.means[bare_word,]:
            return bare_word
        ranked = [(apart(word, one), one) for one in self.alike.get((language, word[:BEGINNING]), ())]
        far, found = min(ranked, default=(1.0, ""))
        return found if far < 1 else ""

    def mostly(self, word: str, language: str) -> Means:
        """What a word that stands only inside phrases is about: what most of these phrases mean."""
        found = self.parts.get((language, word), Counter())
        return {target: "related" for target, times in found.most_common(2) if times >= MOSTLY * found.total()}


def as_typed(text: str, words: Sequence[str]) -> Sequence[str]:
    """The words of a text with their accents, where they can be told apart as `words` were; else `words`."""
    found = WORDS.findall(unicodedata.normalize("NFC", text.lower()))
    return found if len(found) == len(words) else words


def bare(word: str) -> str:
    """A word without the Arabic article."""
    return ARTICLE.sub("", word)


def merged(known: Mapping[str, Means], languages: Iterable[str]) -> Means:
    """What some words mean in any of these languages."""
    found: Means = {}
    for language in languages:
        found = known.get(language, {}) | found
    return found


def apart(word: str, known: str) -> float:
    """How far two words of one language are from being forms of one word: under 1 when they may well be."""
    if len(word) < 4 or len(known) < 4:  # too short to tell
        return 1.0
    shared = next((at for at, (one, other) in enumerate(zip(word, known, strict=False)) if one != other), None)
    shared = min(len(word), len(known)) if shared is None else shared
    wrong = distance(word, known, 2)
    if wrong <= (1 if len(word) < 8 else 2) and len(word) > 4:
        return wrong / 4
    longest = max(len(word), len(known))
    return 1 - shared / longest if shared >= max(4, 0.6 * longest) else 1.0
