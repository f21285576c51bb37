"""How good a search is: nDCG@5, success at 1 and at 3, and whether nonsense finds nothing, over the judged set."""

import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from werkzeug.datastructures import MultiDict

from directory import index

QUERIES = Path(__file__).parent / "queries.json"
GLAD = 2  # the grade from which a person would be glad of an offer

Judged = dict[str, Any]


@dataclass(frozen=True)
class Score:
    """Shares from 0 to 1 over `queries` real ones; `nonsense` is the share of nonsense that found nothing."""

    queries: int
    ndcg: float
    first: float
    third: float
    nonsense: float


def judged(half: str, path: Path = QUERIES) -> list[Judged]:
    """The queries of one half: "tune" or "kept"."""
    return [query for query in json.loads(path.read_text()) if query["half"] == half]


def found(query: Judged) -> list[str]:
    """Names of the first five offers a query finds."""
    asked = [
        (key, one) for key, value in query["query"].items() for one in (value if isinstance(value, list) else [value])
    ]
    hits = index.find(index.asked(MultiDict(asked))).hits[:5]
    return [service.name for service in index.load([hit.id for hit in hits])]


def score(queries: Iterable[Judged], finding: Callable[[Judged], Sequence[str]] = found) -> Score:
    """The score of a way of finding."""
    real, silent = [], []
    for query in queries:
        names = list(finding(query))
        grades = {name: grade["grade"] for name, grade in query["grades"].items()}
        if grades:
            glad = [grades.get(name, 0) >= min(GLAD, max(grades.values())) for name in names]
            real.append((gain(names, grades), any(glad[:1]), any(glad[:3])))
        else:
            silent.append(not names)
    ndcg, first, third = (sum(column) / len(real) for column in zip(*real, strict=True))
    return Score(len(real), ndcg, first, third, sum(silent) / max(len(silent), 1))


def gain(names: Sequence[str], grades: dict[str, int]) -> float:
    """nDCG@5 with gains 2^grade - 1."""
    best = sorted(grades.values(), reverse=True)[:5]
    return discounted(grades.get(name, 0) for name in names[:5]) / discounted(best)


def discounted(grades: Iterable[int]) -> float:
    """The sum of gains, each worth less the further down it stands."""
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))
