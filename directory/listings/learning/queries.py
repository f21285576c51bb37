"""Reads totals as people read them: the last months of an offer, what led to it, and what nothing was found for."""

from dataclasses import dataclass
from datetime import date

from directory import counts

MONTHS = 12


@dataclass(frozen=True)
class Gap:
    """An area of life (its code) and an outward postcode, or "", for which nothing was found, and how often."""

    area: str
    outward: str
    number: int


def year(today: date) -> list[date]:
    """The first days of the last twelve months, this one first."""
    return counts.months(today, MONTHS)


def by_month(code: str, today: date) -> list[tuple[date, dict[str, int]]]:
    """(month, {what: number}) of an offer, the newest first, months with nothing left out; one statement."""
    found = counts.by_month(code, year(today))
    return [(month, numbers) for month, numbers in found.items() if any(numbers.values())]


def led_to(code: str, today: date) -> list[tuple[str, str, int]]:
    """(facet, code, number) of what led to an offer in a year, fullest first; one statement."""
    return [(*key.split(":", 1), number) for key, number in counts.led_to(code, year(today)).items()]  # type: ignore[misc]


def gaps(today: date) -> list[Gap]:
    """What nothing was found for in a year, fullest first; one statement."""
    found = counts.often(counts.GAPS, since=year(today)[-1])
    return [Gap(key.partition(" ")[0], key.partition(" ")[2], number) for key, number in found.items()]


def nothing_found(today: date) -> int:
    """How many searches found nothing in a year; one statement."""
    return counts.often(counts.NOTHING_FOUND, since=year(today)[-1]).get("", 0)
