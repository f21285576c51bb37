"""Which needs, categories, audiences and faiths a search is close to in meaning, by the phrases people use of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from directory.index.columns import Codes
from directory.index.engine import Scores
from directory.index.meaning import Vectors
from directory.index.query import TAXONOMIES
from directory.index.words import Lexicon

SENSED = ("category", "need", "audience", "faith")  # facets that phrases lead to
ALIKE = 0.7  # phrases of one term that are so like an earlier one tell nothing more, and cost time in each search
SHARPER = 6  # power that sets the closest terms apart from the others
MAYBE, SURELY = 0.4, 0.8  # from how like the nearest phrase of a term a search may say the same, and says it surely
SAID = 0.2  # what it then counts to be about that term

Apart = NDArray[np.int64]


@dataclass(frozen=True)
class Senses:
    """The vectors of what people type, and for each term where its phrases stand among them."""

    vectors: Vectors
    order: NDArray[np.int64]  # rows of `vectors`, term after term
    starts: NDArray[np.int64]  # where each term begins in `order`
    terms: Sequence[tuple[str, str]]  # (facet, code)

    @classmethod
    def of(
        cls, lexicon: Lexicon, vectors: Callable[[Sequence[str]], Vectors], known: dict[tuple[str, ...], Apart]
    ) -> "Senses | None":
        """The senses of a lexicon; None when no phrase leads anywhere. `vectors` gives one a phrase, in order.

        `known` is filled with which phrases of a term are not much alike, so that a change reads only its own terms.
        """
        terms = [(facet, code) for facet in SENSED for code in lexicon.codes(TAXONOMIES[facet])]
        leading = {term: tuple(sorted(lexicon.leading_to(f"{TAXONOMIES[term[0]]}:{term[1]}"))) for term in terms}
        terms = [term for term in terms if leading[term]]
        if not terms:
            return None
        tell_apart([leading[term] for term in terms], vectors, known)
        told = [[leading[term][one] for one in known[leading[term]]] for term in terms]
        phrases = sorted({phrase for said in told for phrase in said})
        at = {phrase: row for row, phrase in enumerate(phrases)}
        order = np.array([at[phrase] for said in told for phrase in said], dtype=np.int64)
        starts = np.cumsum([0, *map(len, told[:-1])])
        return cls(np.ascontiguousarray(vectors(phrases)), order, starts, terms)

    def near(self, vector: Vectors, about: Scores, codes: Codes) -> tuple[Scores, Scores, float]:
        """How much each row is about the terms a search is close to, what it counts that it is about what the
        search says in other words, and how like it the best three phrases are."""
        each = self.vectors @ vector
        alike = np.maximum.reduceat(each[self.order], self.starts)
        at = np.array([codes.at.get(facet, {}).get(code, codes.width) for facet, code in self.terms])
        weights = np.zeros(codes.width + 1, np.float32)  # the last for terms that no column has
        weights[at] = np.maximum(alike, 0) ** SHARPER
        near: Scores = about @ weights[:-1]
        sure = SAID * np.clip((alike - MAYBE) / (SURELY - MAYBE), 0, 1)
        told = (sure > 0) & (at < codes.width)
        doubt = np.prod(1 - sure[told] * about[:, at[told]], axis=1)
        return near, (1 - doubt).astype(np.float32), float(np.sort(each)[-3:].mean())


def tell_apart(
    leading: Sequence[tuple[str, ...]],
    vectors: Callable[[Sequence[str]], Vectors],
    known: dict[tuple[str, ...], Apart],
) -> None:
    """Finds out which phrases of each term are not much alike, where that is not `known`."""
    new = [said for said in leading if said not in known]
    phrases = sorted({phrase for said in new for phrase in said})
    at, every = {phrase: row for row, phrase in enumerate(phrases)}, vectors(phrases)
    known.update({said: apart(every[[at[phrase] for phrase in said]]) for said in new})


def apart(vectors: Vectors) -> Apart:
    """Which of some vectors are not much like an earlier one."""
    alike, kept = vectors @ vectors.T, [0]
    for at in range(1, len(vectors)):
        if alike[at, kept].max() < ALIKE:
            kept.append(at)
    return np.array(kept)
