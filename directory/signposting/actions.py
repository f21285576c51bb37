"""Counts what was handed over and what was missing: totals of our own codes, never of who asked."""

from collections.abc import Iterable

from directory.counts import GAPS, HANDED_OUT, HANDOUTS, PDF, SEEN, count, count_offers
from directory.places import Place, Unplaced

BY_POSTCODE = ("unit", "sector", "district")


def count_handout(codes: Iterable[str]) -> None:
    """One handout more, and for each offer on it (by its code) one more this month."""
    count(HANDOUTS)
    count_offers(HANDED_OUT, codes)


def count_file(codes: Iterable[str]) -> None:
    """For each offer (by its code) one PDF more this month."""
    count_offers(PDF, codes)


def count_seen(codes: Iterable[str]) -> None:
    """For each offer (by its code) one more this month that was among the answers of an appointment."""
    count_offers(SEEN, codes)


def count_gap(area: str, place: Place | Unplaced | None) -> None:
    """An area of life (its code) for which nothing was found, with the outward code it was asked from: "home SE12".

    Of a place that is no postcode nothing is kept, and of a postcode nothing but its outward code.
    """
    outward = place.name.split()[0] if isinstance(place, Place) and place.precision in BY_POSTCODE else ""
    count(GAPS, f"{area} {outward}".strip())
