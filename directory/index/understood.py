"""What a search text is taken to mean, as values."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from directory.index.engine import split, stems
from directory.index.small import SMALL

# What was typed is the same as its target, narrower than it (football is one of many sports), or related to it.
LEVELS = ("same", "narrower", "related")
FILED_UNDER = ("categories", "needs", "audiences", "faiths")  # taxonomies that say what an offer is about
SHORT, MOST_OTHERS = 2, 10  # words of what else people type, and how many of those are looked for


@dataclass(frozen=True)
class Group:
    """One wish of a search: the words typed, and what else would answer it (`taxonomy:code` or plain words)."""

    typed: tuple[str, ...]  # stems
    targets: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()  # of LEVELS, one a target
    said: tuple[str, ...] = ()  # stems of what was typed, where it may be in another language
    others: tuple[tuple[str, ...], ...] = ()  # stems of what else people type for it


@dataclass(frozen=True)
class Understood:
    """A search text understood. `corrected` is what is searched instead, or empty; `crisis` names kinds of danger;
    `plain` is the text with misspellings replaced by what they mean, for whoever compares meanings;
    `guessed` are words that may be meant by strange ones, (folded word, guess), too far away to search for unasked;
    `written` is the one language it is certainly written in when that is neither English nor the page's;
    `tongues` are the languages it may be written in or read in when that is not English; `strange` when none of its
    words is one in any language we know; `idle` when it has only small words that ask for nothing."""

    groups: tuple[Group, ...] = ()
    plain: str = ""
    phrases: tuple[tuple[str, ...], ...] = ()
    corrected: str = ""
    crisis: frozenset[str] = frozenset()
    guessed: tuple[tuple[str, str], ...] = ()
    tongues: frozenset[str] = frozenset()
    written: str = ""
    strange: bool = False
    idle: bool = False


def heard(group: Group, roots: Sequence[str], spoken: Collection[str]) -> Group:
    """A wish with the stems of its words as they were typed, for texts in a language that is spoken."""
    return replace(group, said=tuple(roots)) if spoken else group


def others(row: Iterable[str], targets: Iterable[str], is_own: Callable[[str], bool]) -> tuple[tuple[str, ...], ...]:
    """Stems of the short phrases in a row of synonyms that stand in offers (`is_own`): an offer that is filed under
    nothing, as one may be that came from another directory, can be found by nothing but its words."""
    if not any(target.partition(":")[0] in FILED_UNDER for target in targets):
        return ()
    told = ((phrase, split(phrase)) for phrase in row)
    own = (
        phrase
        for phrase, words in told
        if len(words) <= SHORT and all(map(is_own, words)) and not SMALL.issuperset(words)
    )
    return tuple(dict.fromkeys(tuple(stems(phrase)) for phrase, _at in zip(own, range(MOST_OTHERS), strict=False)))
