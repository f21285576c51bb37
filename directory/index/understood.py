"""What a search text is taken to mean, as values."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

# What was typed is the same as its target, narrower than it (football is one of many sports), or related to it.
LEVELS = ("same", "narrower", "related")


@dataclass(frozen=True)
class Group:
    """One wish of a search: the words typed, and what else would answer it (`taxonomy:code` or plain words)."""

    typed: tuple[str, ...]  # stems
    targets: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()  # of LEVELS, one a target
    said: tuple[str, ...] = ()  # stems of what was typed, where it may be in another language


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
