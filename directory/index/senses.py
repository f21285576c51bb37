"""Which needs, categories, audiences and faiths a search is close to in meaning, by the phrases people use of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from directory.index.columns import Codes
from directory.index.engine import Scores
from directory.index.meaning import Rows
from directory.index.query import TAXONOMIES
from directory.index.words import Lexicon

SENSED = ("category", "need", "audience", "faith")  # facets that phrases lead to
SHARPER = 6  # power that sets the closest terms apart from the others


@dataclass(frozen=True)
class Senses:
    """Where the vectors of what people type stand in the store of meanings, and which of them lead to each term."""

    rows: Rows
    order: NDArray[np.int64]  # places in `rows`, term after term
    starts: NDArray[np.int64]  # where each term begins in `order`
    terms: Sequence[tuple[str, str]]  # (facet, code)

    @classmethod
    def of(cls, lexicon: Lexicon, learnt: Callable[[Sequence[str]], Rows]) -> "Senses | None":
        """The senses of a lexicon; None when no phrase leads anywhere. `learnt` gives the row of each phrase."""
        terms = [(facet, code) for facet in SENSED for code in lexicon.codes(TAXONOMIES[facet])]
        leading = {term: lexicon.leading_to(f"{TAXONOMIES[term[0]]}:{term[1]}") for term in terms}
        terms = [term for term in terms if leading[term]]
        if not terms:
            return None
        phrases = tuple(sorted({phrase for term in terms for phrase in leading[term]}))
        at = {phrase: row for row, phrase in enumerate(phrases)}
        order = [[at[phrase] for phrase in leading[term]] for term in terms]
        starts = np.cumsum([0, *map(len, order[:-1])])
        return cls(learnt(phrases), np.concatenate(order).astype(np.int64), starts, terms)

    def near(self, likeness: Scores, about: Scores, codes: Codes) -> tuple[Scores, float]:
        """How much each row is about the terms a search is close to, and how like it the best three phrases are.

        `likeness` is that of the search to every text of the store.
        """
        each = likeness[self.rows]
        alike = np.maximum.reduceat(each[self.order], self.starts)
        at = [codes.at.get(facet, {}).get(code, codes.width) for facet, code in self.terms]
        weights = np.zeros(codes.width + 1, np.float32)  # the last for terms that no column has
        weights[at] = np.maximum(alike, 0) ** SHARPER
        near: Scores = about @ weights[:-1]
        return near, float(np.partition(each, -3)[-3:].mean()) if len(each) > 3 else float(each.mean())
