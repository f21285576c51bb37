"""Why the offers of a search stand where they do: each part's rank and score, as a value to show anywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from directory.index import filters, matching
from directory.index.filters import Setting
from directory.index.matching import Found
from directory.index.relevance import Asked, by_meaning, by_words, relevance

Numbers = NDArray[np.floating]


@dataclass(frozen=True)
class Part:
    """Where an offer stands by one part alone, counted from 1 among all that were found, and with what score.

    Both are None where the part says nothing of it: no word, no distance.
    """

    rank: int | None = None
    score: float | None = None


@dataclass(frozen=True)
class Placed:
    """One offer: its parts by name, what puts it lower, and the weighted sum they come to (the smaller the better)."""

    id: str
    name: str
    parts: Mapping[str, Part]
    lower: Sequence[str]
    sum: float


@dataclass(frozen=True)
class Explanation:
    """A search taken apart: the answer, what each wish also means, whether meaning was compared, and the first offers.

    Parts are `words` and `meaning` (shares of the best answer), `nearness` (miles), `quality` (how easily to go).
    """

    found: Found
    wishes: Sequence[tuple[str, Sequence[str]]]
    meaning: str
    offers: Sequence[Placed]


def explain(setting: Setting, asked: Asked, meaning: str) -> Explanation:
    """Explains one page of an answer. The caller holds the snapshot's lock."""
    found, rows = matching.answer(setting, asked), listed(setting, asked)
    sums = matching.merit(setting, rows, score_of(setting, asked))
    parts = {name: ranked(values, low) for name, (values, low) in scores(setting, asked, rows).items()}
    at = {str(one): place for place, one in enumerate(setting.columns.ids[rows])}
    offers = [
        Placed(
            id=hit.id,
            name=str(setting.columns.titles[setting.columns.row_of[hit.id]]),
            parts={name: part[at[hit.id]] for name, part in parts.items()},
            lower=lowered(setting, int(rows[at[hit.id]]), hit.access_not_known),
            sum=float(sums[at[hit.id]]),
        )
        for hit in found.hits
        if hit.id in at
    ]
    wishes = [(" ".join(group.typed), group.targets) for group in asked.understood.groups]
    return Explanation(found, wishes, meaning, offers)


def listed(setting: Setting, asked: Asked) -> NDArray[np.int64]:
    """The rows an answer lists, in no order."""
    start = filters.base(setting)
    found = relevance(asked, setting.snapshot, start)
    start, masks = start & found.matched if found else start, filters.masks(setting)
    return np.flatnonzero(filters.others(masks, "", filters.fitting(masks, start, filters.said_mask(setting))))


def score_of(setting: Setting, asked: Asked) -> NDArray[np.float32] | None:
    """What words and meaning come to by row; None when nothing is asked in words."""
    found = relevance(asked, setting.snapshot, filters.base(setting))
    return found.score if found else None


def scores(setting: Setting, asked: Asked, rows: NDArray[np.int64]) -> dict[str, tuple[Numbers, bool]]:
    """The score of each row by each part, and whether low is good."""
    start = filters.base(setting)
    words = by_words(asked.understood, setting.snapshot, start).score if asked.understood.groups else None
    near = by_meaning(asked, setting.snapshot, start).near[rows]
    best = float((words * start).max(initial=0)) if words is not None else 0.0
    return {
        "words": (words[rows] / best if words is not None and best else np.zeros(len(rows)), False),
        "meaning": (near, False),
        "nearness": (setting.distance[rows], True),
        "quality": (matching.ease(setting, rows), False),
    }


def ranked(values: Numbers, low: bool) -> list[Part]:
    """Ranks from 1, equal values sharing one; none for what scores nothing."""
    order = np.unique(values if low else -values)
    at = np.searchsorted(order, values if low else -values)
    said = np.isfinite(values) & (low | (values > 0))
    return [
        Part(int(rank) + 1, float(value)) if yes else Part() for rank, value, yes in zip(at, values, said, strict=True)
    ]


def lowered(setting: Setting, row: int, access_not_known: bool) -> list[str]:
    """What puts an offer below others that answer as well, by name."""
    one, columns = np.array([row]), setting.columns
    reasons = {
        "paused": filters.paused(setting)[row],
        "not confirmed for six months": columns.assured[row] <= setting.today.toordinal() - filters.SINKS.days,
        "access not known": access_not_known,
        "for certain people": matching.for_others(setting, one)[0],
        "does not fit the filters in the words": not filters.said_mask(setting)[row],
    }
    return [name for name, yes in reasons.items() if yes]
