"""Why an offer answers the words of a search, where its card does not say it already: words, terms or meaning."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from directory.index import abroad
from directory.index.columns import BY_PARAMETER, Bools
from directory.index.engine import TEXTS, Opened, reading, split, stems
from directory.index.filters import codes_of
from directory.index.picture import Snapshot
from directory.index.understood import Group, Understood

CARD = ("name", "summary")  # texts that stand on a card
ELSEWHERE = tuple(name for name in TEXTS if name not in CARD)
SAID = frozenset(("access", "waiting", "format", "cost", "accessibility"))  # facets a card has words for
MOST = 2  # reasons given of a kind


@dataclass(frozen=True)
class Why:
    """Terms (facet, code) an offer has, and words it has where no card shows them; `close` when it has neither and
    only its meaning is near. Empty when the card itself shows why, or when nothing was asked in words."""

    terms: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()
    close: bool = False


def reasons(understood: Understood, text: str, snapshot: Snapshot, rows: NDArray[np.int64]) -> list[Why]:
    """A reason for each row; `text` is what was searched, to name its words as they were typed."""
    if not understood.groups:
        return [Why()] * len(rows)
    typed = {root: word for word in split(text) for root in stems(word)[:1]}
    with reading():
        found = [Wish.of(group, typed, understood.tongues, snapshot, rows) for group in understood.groups]
    return [why(found, codes_of(snapshot, int(row)), at) for at, row in enumerate(rows)]


@dataclass(frozen=True)
class Wish:
    """One wish of a search over the rows of a page: which cards show words of it, and which have them elsewhere."""

    targets: tuple[tuple[str, str], ...]  # (facet, code)
    shown: Bools
    words: tuple[tuple[str, Bools], ...]

    @classmethod
    def of(
        cls, group: Group, typed: dict[str, str], tongues: Collection[str], snapshot: Snapshot, rows: NDArray[np.int64]
    ) -> "Wish":
        """The words typed and those they also mean, looked up; and the terms they mean."""
        coded = [target.partition(":") for target in group.targets if ":" in target]
        ways = [(" ".join(typed.get(root, root) for root in group.typed), group.typed)]
        ways += [(target, tuple(stems(target))) for target in group.targets if ":" not in target]
        opened, size = snapshot.opened, len(snapshot.columns.ids)
        shown = [having(opened, CARD, roots, size)[rows] for _word, roots in ways if roots]
        other = [(word, having(opened, ELSEWHERE, roots, size)[rows]) for word, roots in ways if roots]
        told = abroad.scores(group.said, tongues, opened, size)
        if told is not None:
            other.append((" ".join(typed.get(root, root) for root in group.said), (told > 0)[rows]))
        targets = tuple((BY_PARAMETER.get(kind, kind), code) for kind, _colon, code in coded)
        return cls(targets, np.any(shown, axis=0) if shown else np.zeros(len(rows), dtype=bool), tuple(other))


def having(opened: Opened, fields: Sequence[str], roots: Sequence[str], size: int) -> Bools:
    """The rows that have each of some stems in one of these texts."""
    together = np.ones(size, dtype=bool)
    for root in roots:
        found = np.zeros(size, dtype=bool)
        for part in opened.parts:
            for field in fields:
                at = part.rows[part.segment.posting(field, root)[0]]
                found[at[at >= 0]] = True
        together &= found
    return together


def why(wishes: Sequence[Wish], codes: Mapping[str, Sequence[str]], at: int) -> Why:
    """The reason of the row at a place on the page: of each wish the first thing the card does not show."""
    terms: list[tuple[str, str]] = []
    words: list[str] = []
    shown = False
    for wish in wishes:
        have = [(facet, code) for facet, code in wish.targets if code in codes.get(facet, ())]
        named = next((word for word, has in wish.words if has[at]), "")
        if wish.shown[at] or any(facet in SAID for facet, _code in have):
            shown = True
        elif have:
            terms.append(have[0])
        elif named:
            words.append(named)
    return Why(tuple(dict.fromkeys(terms))[:MOST], tuple(words)[:MOST], not (terms or words or shown))
