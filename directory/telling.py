"""A search explained, as lines for a terminal (plain English: whoever runs commands keeps the directory)."""

from collections.abc import Iterator, Sequence

from directory.index.explaining import Explanation, Part, Placed
from directory.places import Place, Unplaced

WIDTH = 34  # letters of a name that are shown


def understood(explained: Explanation) -> Iterator[str]:
    """What a search was taken for, a line each."""
    found = explained.found
    yield f"{found.total} offers" + (", close in meaning only" if found.close else "")
    if found.said.pieces:
        asks = ", ".join(f"{facet}={code}" for piece in found.said.pieces for facet, code in piece.asks)
        yield f"filters in the words: {asks} ({found.first} offers fit)"
    if isinstance(found.place, Place):
        yield f"place: {found.place.name} ({found.place.precision}), within {found.within:g} miles"
    if isinstance(found.place, Unplaced):
        yield f"place: {found.place.asked}, {found.place.reason}"
    yield f"words: {found.said.rest or 'none'}"
    for label, said in (("searched instead", found.corrected), ("perhaps meant", found.meant),
                        ("danger heard", ", ".join(sorted(found.crisis)))):  # fmt: skip
        if said:
            yield f"{label}: {said}"
    for typed, means in explained.wishes:
        yield f"wish: {typed or '(only what it means)'}" + (f" -> {', '.join(means)}" if means else "")
    yield f"meaning: {explained.meaning}"


def table(offers: Sequence[Placed]) -> Iterator[str]:
    """The offers in order, a line each: their sum (the smaller the better) and each part as rank and score."""
    names = list(offers[0].parts) if offers else []
    yield " ".join([" #", "offer".ljust(WIDTH), "  sum", *(f"{name:>13}" for name in names), " lower because"])
    for place, one in enumerate(offers, 1):
        parts = [f"{cell(one.parts[name]):>13}" for name in names]
        yield " ".join(
            [f"{place:2}", one.name[:WIDTH].ljust(WIDTH), f"{one.sum:5.2f}", *parts, " " + ", ".join(one.lower)]
        )


def cell(part: Part) -> str:
    """A part as "3rd place and its score": "3. 0.82"; "-" where it says nothing."""
    return "-" if part.rank is None else f"{part.rank}. {part.score:.2f}"
