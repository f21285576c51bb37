"""Counts what was handed over and what was missing: daily totals of our own codes, never of who asked."""

from collections.abc import Iterable

from directory.counts import count
from directory.places import Place, Unplaced

HANDOUTS, HANDED_OUT, GAPS = "handouts", "handed out", "area with nothing"
BY_POSTCODE = ("unit", "sector", "district")


def count_handout(codes: Iterable[str]) -> None:
    """One handout more, and one more for each offer on it (by its code)."""
    count(HANDOUTS)
    for code in codes:
        count(HANDED_OUT, code)


def count_gap(area: str, place: Place | Unplaced | None) -> None:
    """An area of life (its code) for which nothing was found, with the outward code it was asked from: "home SE12".

    Of a place that is no postcode nothing is kept, and of a postcode nothing but its outward code.
    """
    outward = place.name.split()[0] if isinstance(place, Place) and place.precision in BY_POSTCODE else ""
    count(GAPS, f"{area} {outward}".strip())
