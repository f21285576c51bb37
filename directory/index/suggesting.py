"""What somebody may be about to type: names out of memory that have a word beginning like it. Nothing is kept of it."""

from collections.abc import Iterable, Mapping

import numpy as np

from directory import clock
from directory.index import filters
from directory.index.engine import fold
from directory.index.picture import Snapshot
from directory.index.query import Query
from directory.index.sentence import Said

LEAST, MOST = 2, 8  # letters typed before anything is suggested; names suggested


def begins(name: str, typed: str) -> bool:
    """Whether a word of a name begins like what was typed, both folded.

    Scripts other than ours join what we write apart (the Arabic article, say): there any part of the name will do.
    """
    return typed in name and (not typed.isascii() or f" {typed}" in f" {name.replace('-', ' ')}")


def alike(names: Iterable[str], typed: str) -> list[str]:
    """The names that have a word beginning like what was typed: first those that begin so themselves, then in order."""
    wanted = fold(typed).strip()
    if len(wanted) < LEAST:
        return []
    found = [(not fold(name).startswith(wanted), name) for name in names if begins(fold(name), wanted)]
    return list(dict.fromkeys(name for _later, name in sorted(found, key=lambda one: one[0])))[:MOST]


def offers(snapshot: Snapshot, typed: str, but: Mapping[str, str]) -> list[str]:
    """Names of offers anybody may be shown, without those that have one of the codes in `but` ({facet: code}).

    An offer at an address that is not public is never among them: it must be looked for on purpose.
    """
    wanted, columns = fold(typed).strip(), snapshot.columns
    if len(wanted) < LEAST:
        return []
    mask = filters.base(filters.measured(Query(), snapshot, clock.now(), None, Said(""))) & ~columns.hidden
    for facet, code in but.items():
        at = columns.codes.at.get(facet, {}).get(code)
        mask &= columns.bits[:, at] == 0 if at is not None else True
    # One look through all names is a millisecond at 10,000 offers.
    rows = [row for row in np.flatnonzero(mask) if wanted in columns.names[row]]
    return alike((columns.titles[row] for row in rows), typed)
