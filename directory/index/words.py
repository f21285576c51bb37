"""What typed words mean: synonyms, vocabulary names, spelling, small words and other languages."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from directory.index import engine
from directory.index.abroad import Abroad
from directory.index.ages import age_at, audiences
from directory.index.danger import CALL, Danger, is_call
from directory.index.engine import fold, split, stems
from directory.index.foreign import Foreign, as_typed
from directory.index.query import MOST_LETTERS_A_TERM, MOST_TERMS
from directory.index.small import ASKING, EMPTY_PHRASES, RELATIVES, SMALL
from directory.index.spelling import Speller, distance
from directory.index.tongues import CHINESE, SMALL_OF, WORDS_OF, tongues, written
from directory.index.understood import LEVELS, Group, Understood, heard, others

LONGEST_PHRASE = 6  # words of a synonym
MOST_CORRECTED = 3  # words of one search that spelling may change
MOST_PHRASES = 2  # in quotation marks; each asks for every place its words stand in
LONG_ENOUGH = 5  # letters of a word that is no abbreviation, and that is left when an ending is taken off
ENDING = re.compile(r"(?:ing|ed|ers?|es|s|ly)$")
QUOTED = re.compile(r'["\u201c\u201d]([^"\u201c\u201d]{2,80})["\u201c\u201d]')


@lru_cache(maxsize=100_000)
def taken_apart(phrase: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """The words, the stems and the letters of a phrase of our own; kept, as all are read again when one changes."""
    return tuple(split(phrase)), tuple(stems(phrase)), fold(phrase)


class Lexicon:
    """The words this directory knows. Built when they change; reading a search takes well under a millisecond."""

    def __init__(
        self,
        synonyms: Sequence[tuple[Sequence[str], Mapping[str, Sequence[str]]]],
        terms: Iterable[tuple[str, str]],
        crisis: Sequence[tuple[str, str]],
        vocabulary: Mapping[str, int],
        names: Iterable[str] = (),
        is_word: Callable[[str], bool] = lambda _word: False,
        foreign: Foreign | None = None,
        former: "Lexicon | None" = None,
    ) -> None:
        """`synonyms` as (typed, {level: targets}), `terms` as (`taxonomy:code`, name), `crisis` as (phrase, kind);
        `vocabulary` are the words of all offers with their counts, `names` other words that are right (places).
        `is_word` says whether a word no offer has is a word all the same, and so no misspelling; `foreign` are the
        words of other languages. `former` is one of mostly the same words, which makes this one quicker to build."""
        self.is_word = is_word
        self.foreign = foreign or Foreign(())
        self.means: dict[tuple[str, ...], dict[str, str]] = {}  # {stems: {target: level}}
        self.exact: dict[tuple[str, ...], dict[str, str]] = {}  # {words: ...}: "deporte" is not "deported"
        self.names = dict(terms)
        for code, name in self.names.items():
            self.learn(name, {code: "same"})
        self.siblings: dict[str, tuple[str, ...]] = {}
        self.leading: dict[str, list[str]] = {}  # {target: phrases typed}
        for typed, means in synonyms:
            self.learn_row(typed, means)
        self.empty = {tuple(stems(phrase)) for phrase in EMPTY_PHRASES}
        self.danger = Danger([(phrase, taken_apart(phrase)[1], kind) for phrase, kind in crisis])
        self.abroad: Abroad = former.abroad if former else Abroad()
        self.vocabulary = dict(vocabulary)
        self.place_words = {word for name in names for word in split(name)}
        known = dict(vocabulary)
        for phrases, _means in synonyms:
            for word in (word for phrase in phrases for word in taken_apart(phrase)[0]):
                known.setdefault(word, 0)
        known = dict.fromkeys(self.place_words, 0) | known
        self.speller: Speller = Speller(known | dict.fromkeys(SMALL, 0), former.speller if former else None)

    def learn_row(self, typed: Sequence[str], means: Mapping[str, Sequence[str]]) -> None:
        """Adds phrases that mean the same."""
        new, row = {target: level for level in LEVELS for target in means.get(level, ())}, tuple(typed)
        for phrase in row:
            self.learn(phrase, new)
            self.siblings[taken_apart(phrase)[2]] = row
        for target in (target for level in LEVELS for target in means.get(level, ())):
            self.leading.setdefault(target, []).extend(row)

    def learn(self, phrase: str, new: dict[str, str]) -> None:
        """Adds what ({target: level}) a phrase means; what it meant before stays first, and keeps its level."""
        words, key, _letters = taken_apart(phrase)
        if 0 < len(key) <= LONGEST_PHRASE:
            self.means[key] = new | self.means[key] if key in self.means else new
            self.exact[words] = new | self.exact[words] if words in self.exact else new

    def codes(self, taxonomy: str) -> list[str]:
        """The codes of a taxonomy that have a name."""
        return [name.partition(":")[2] for name in self.names if name.partition(":")[0] == taxonomy]

    def leading_to(self, target: str) -> list[str]:
        """The phrases people type that mean a target at any level."""
        return self.leading.get(target, [])

    def add(self, documents: Collection[Mapping[str, str]]) -> None:
        """Learns the words of offers; words no offer has any more do no harm."""
        new = {word: 1 for one in documents for word in engine.words(one) if word not in self.vocabulary}
        self.vocabulary.update(new)
        self.speller.add(new)
        self.abroad.add(documents)

    def read(self, text: str, exact: bool = False, reading: str = "") -> Understood:
        """Understands a search text of at most a few hundred letters: its first twelve words, and danger anywhere.

        `exact` leaves every word as it was typed; `reading` is the language of the page when that is not English.
        """
        words = [word[:MOST_LETTERS_A_TERM] for word in self.foreign.parted(split(text))]
        typed = as_typed(text, words)
        spoken = tongues(text, words, [self.is_ours(word) for word in words], self.foreign.languages)
        known = spoken | (frozenset(CHINESE if reading == "zh" else (reading,)) if reading else frozenset())
        right = words if exact else self.spelt(words, known, typed)
        small = {word for code in spoken for word in WORDS_OF.get(code, ())}
        return Understood(
            groups=tuple(
                one
                for one in self.groups(right[:MOST_TERMS], known, typed)
                if one.targets or not small & set(one.typed)
            ),
            plain=" ".join(self.plain(right)),
            phrases=self.phrases(text),
            corrected=" ".join(right) if right != words else "",
            crisis=self.danger.found(text, words) | self.danger.found(text, right),
            tongues=known,
            written=written(spoken, reading),
            strange=text.isascii() and not any(self.means_something(word, known) for word in right),
            idle=bool(words) and SMALL.issuperset(words) and not ASKING.intersection(words),
            guessed=() if exact else self.guessed(words, right),
        )

    def phrases(self, text: str) -> tuple[tuple[str, ...], ...]:
        """The stems of words in quotation marks; small words alone stand in every text and would cost a search."""
        quoted = [split(found) for found in QUOTED.findall(text)]
        real = [words for words in quoted if len(words) > 1 and not SMALL.issuperset(words)]
        return tuple(tuple(stems(" ".join(words))) for words in real[:MOST_PHRASES])

    def means_something(self, word: str, spoken: Collection[str]) -> bool:
        """Whether a word is one in any language we know, or a form of one in a language that is spoken here."""
        ours = self.is_ours(word) or self.is_word(word) or self.foreign.has(word)
        return ours or self.spells(word, spoken)

    def spells(self, word: str, spoken: Collection[str]) -> bool:
        """Whether a word is one of a language that is spoken here, or a form of one."""
        return self.foreign.spells(word, spoken) or self.abroad.has(word, spoken)

    def spelt(self, words: Sequence[str], spoken: Collection[str] = (), typed: Sequence[str] = ()) -> list[str]:
        """The words with at most a few misspelt ones put right; a known word is never changed.

        When most words are strange it is another language, or no language, and nothing is put right.
        """
        right, changed = [], 0
        if self.is_foreign(words):
            return list(words)
        for word, raw in zip(words, typed or words, strict=True):
            wrong = changed < MOST_CORRECTED and not self.is_known(word) and not self.is_english(word)
            wrong = wrong and not (spoken and (not raw.isascii() or self.spells(word, spoken)))
            better = self.speller.correct(word) if wrong else None
            changed += better is not None
            # What is near may be a misspelling we know of ("benifits"): the word of our offers stands for it.
            right.append(word if better is None else (self.own_word(better) or better))
        return right

    def is_foreign(self, words: Sequence[str]) -> bool:
        """Whether most of several words are strange to us."""
        strange = [word for word in words if word not in self.speller.words and not self.is_known(word)]
        return len(words) > 2 and len(strange) * 2 > len(words)

    def guessed(self, words: Sequence[str], right: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """What may be meant by words that are strange: another one as near as the one searched, or one further away.

        With each word that was put right, as the answer to "did you mean" is a whole search.
        """
        changed = {word: better for word, better in zip(words, right, strict=True) if word != better}
        asked: dict[str, str] = {}
        for word in () if self.is_foreign(words) else words[:MOST_TERMS]:
            guess = self.rival(word, changed[word]) if word in changed else self.far(word)
            if guess and len(asked) < MOST_CORRECTED:
                asked[word] = guess
        return tuple((changed | asked).items()) if asked else ()

    def rival(self, word: str, better: str) -> str | None:
        """Another word of our offers as near to a misspelt one as the word it was replaced by."""
        others = (one for one in self.speller.close(word) if self.vocabulary.get(one))
        return next((one for one in others if stems(one) != stems(better)), None)

    def far(self, word: str) -> str | None:
        """A guess at a word that is neither ours nor anybody's."""
        return None if self.is_known(word) or self.is_word(word) else self.speller.guess(word)

    def is_english(self, word: str) -> bool:
        """Whether a word, or what its ending was put to, is a word that no offer need have ("shouting")."""
        bare = ENDING.sub("", word)
        return self.is_word(word) or (bare != word and len(bare) >= LONG_ENOUGH and self.is_word(bare))

    def is_known(self, word: str) -> bool:
        """Whether a word, or its stem, is one we know the meaning of."""
        key = tuple(stems(word))
        return key in self.means or key in self.danger or self.foreign.has(word)

    def is_ours(self, word: str) -> bool:
        """Whether a word is one that offers use, or that people use of them."""
        return word in self.vocabulary or word in SMALL or tuple(stems(word)) in self.means

    def groups(
        self, words: Sequence[str], spoken: Collection[str] = (), typed: Sequence[str] = ()
    ) -> tuple[Group, ...]:
        """The wishes in a row of words: the longest known phrases first, then single words that are not small.

        `typed` are the words with their accents: those of a `spoken` language are not what they are without.
        """
        found, at, typed = [], 0, typed or words
        strange = [not self.is_ours(word) or not raw.isascii() for word, raw in zip(words, typed, strict=False)]
        idle = {word for code in spoken for word in SMALL_OF.get(code, ())}
        roots = [stem for word in words for stem in stems(word)[:1]]
        while at < len(roots):
            age, length = age_at(words, at)
            if length:
                means = audiences(age)
                found += [Group((), tuple(means), tuple(means.values()))] if means else []
                at += length
                continue
            spans = (tuple(roots[at : at + n]) for n in range(LONGEST_PHRASE, 0, -1))
            spans = (span for span in spans if span != CALL or is_call(words, at))
            key = next((span for span in spans if span in self.means or span in self.empty), (roots[at],))
            length = len(key)
            means, long = self.foreign.read(words, at, spoken, strange)
            small = typed[at] in idle or (words[at] in SMALL and typed[at].isascii())
            if not means and strange[at] and length == 1 and not small:
                means, long = self.foreign.nearly(words[at], typed[at], spoken), 1
            if means and long >= length:
                found.append(heard(self.meant(key, words[at : at + long], means), roots[at : at + long], spoken))
                at += long
                continue
            if key not in self.empty and (length > 1 or not (small or words[at] in SMALL or words[at].isdigit())):
                found.append(heard(self.group(key, words[at : at + length]), roots[at : at + length], spoken))
            at += length
        return tuple(dict.fromkeys(self.telling(found, words)))

    def telling(self, found: Sequence[Group], words: Sequence[str]) -> Sequence[Group]:
        """The wishes without those that tell nothing beside one we understand: whose it is ("my nan"), or where."""
        whose = [self.group(tuple(stems(word)), (word,)) for word in words if word in RELATIVES]
        where = {(stem,) for word in words if self.is_where(word) for stem in stems(word)}
        rest = [one for one in found if replace(one, said=()) not in whose and (one.targets or one.typed not in where)]
        return rest if any(one.targets for one in rest) else found

    def is_where(self, word: str) -> bool:
        """Whether a word is part of a place's name that no offer says."""
        return word in self.place_words and not self.is_own(word)

    def plain(self, words: Sequence[str]) -> Iterator[str]:
        """The words; a misspelling or an abbreviation that no offer has replaced by the name of what it means."""
        for word in words:
            means = self.meaning((word,), tuple(stems(word)))
            named = self.own_word(word) or next((self.names.get(one, one) for one in means if self.says(one)), "")
            right, real = word in self.vocabulary or word in SMALL, self.is_word(word)
            if right or not named or (real and len(word) >= LONG_ENOUGH):
                yield word
            else:
                yield f"{word} {named}" if real else named

    def meaning(self, words: tuple[str, ...], key: tuple[str, ...]) -> dict[str, str]:
        """{target: level} of some words: what was said of just these, or else of their stems."""
        return self.exact.get(words) or self.means.get(key, {})

    def says(self, target: str) -> bool:
        """Whether a target can stand in a text: plain words, or a term that has a name."""
        return target in self.names or ":" not in target

    def group(self, key: tuple[str, ...], words: Sequence[str]) -> Group:
        """One wish. A misspelling no offer has counts by its meaning only: "counciling" is not about the council."""
        known = self.meaning(tuple(words), key)
        means, levels = tuple(known), tuple(known.values())
        more = others(self.siblings.get(" ".join(words), ()), means, self.is_own)
        itself = any(tuple(stems(target)) == key for target in means)  # "gardening" asks for gardens
        if not means or itself or all(self.is_own(word) for word in words):
            return Group(key, means, levels, others=more)
        meant = self.own_word(words[0]) if len(words) == 1 else None
        return Group(tuple(stems(meant)) if meant else (), means, levels, others=more)

    def meant(self, key: tuple[str, ...], words: Sequence[str], means: Mapping[str, str]) -> Group:
        """One wish in another language; what the same words mean in English counts as well ("pain" is bread)."""
        own = tuple(stem for word in words for stem in stems(word)) if all(map(self.is_own, words)) else ()
        every = dict(means) | ({} if len(words) > len(key) else self.meaning(tuple(words), key))
        things = (self.names.get(one, "") for one in means if not one.startswith("categories:"))
        called = others(split(" ".join(things)), means, self.is_own)
        return Group(own, tuple(every), tuple(every.values()), others=called)

    def is_own(self, word: str) -> bool:
        """Whether offers have a word, in the singular or the plural, or it is a small one."""
        return word in SMALL or not self.vocabulary.keys().isdisjoint((word, f"{word}s", word.removesuffix("s")))

    def own_word(self, word: str) -> str | None:
        """The word of an offer that a misspelling in the same row of synonyms stands for ("poterry": pottery)."""
        alike = [one for one in self.siblings.get(word, ()) if one in self.vocabulary]
        nearest = min(alike, key=lambda one: distance(word, one, 3), default=None)
        return nearest if nearest and distance(word, nearest, 3) <= 2 else None
