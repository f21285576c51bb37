"""From when until when an offer is at each of its places, by the days its times there are good for; pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

Bounds = tuple[date | None, date | None]  # a schedule's valid_from and valid_to


class Tenure(NamedTuple):
    """The first and the last day at a place; None where there is no such day."""

    first: date | None = None
    last: date | None = None


def tenure(bounds: Iterable[Bounds]) -> Tenure:
    """How long the times at one place keep an offer there; a place without times of its own is for good."""
    every = list(bounds)
    firsts, lasts = [first for first, _last in every], [last for _first, last in every]
    first = min((one for one in firsts if one), default=None) if None not in firsts else None
    last = max((one for one in lasts if one), default=None) if None not in lasts else None
    return Tenure(first, last)


def standing(tenures: Sequence[Tenure], today: date, *, coming: bool = False) -> list[bool]:
    """Which of the places of one offer hold on a day; with `coming` those too that it will move to.

    An offer is never without a place for that: before its first one begins, those to come hold, and after the last
    has ended, that one does.
    """
    over = [one.last is not None and one.last < today for one in tenures]
    ahead = [one.first is not None and one.first > today for one in tenures]
    now = [not past and (coming or not later) for past, later in zip(over, ahead, strict=True)]
    if any(now):
        return now
    if not all(over):
        return [not past for past in over]
    newest = max((one.last for one in tenures if one.last), default=None)
    return [one.last == newest for one in tenures]
