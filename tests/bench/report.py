"""What came of a run: a table, and the ratios that must hold. Ratios gate, as milliseconds tell of the machine."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.relevance.scoring import Score

README = Path(__file__).resolve().parents[2] / "README.md"
BEGIN, END = "<!-- bench -->", "<!-- /bench -->"

Figures = Mapping[str, float]
# Figures of a size that stand in the table: (key, what they are, digits).
ROWS = (
    ("share %", "results page, % of the static page's requests a second", 0),
    ("results a second", "results page, requests a second", 0),
    ("static a second", "static page (same cards and filters below the site's header)", 0),
    ("bare a second", "the same bytes from a template without anything to fill in", 0),
    ("results p95 ms", "results page p95, 4 at a time, ms", 0),
    ("results, one at a time, p95 ms", "results page p95, 1 at a time, ms", 0),
    ("all p50 ms", "engine p50, all kinds, ms", 1),
    ("all p95 ms", "engine p95, all kinds, ms", 1),
    ("one word p95 ms", "engine p95: one word", 1),
    ("some words p95 ms", "some words", 1),
    ("sentences p95 ms", "sentences", 1),
    ("misspelt p95 ms", "misspelt", 1),
    ("phrases p95 ms", "phrases", 1),
    ("filters p95 ms", "filters", 1),
    ("near p95 ms", "near a place", 1),
    ("near, in words p95 ms", "near a place, in words", 1),
    ("FTS5 p95 ms", "SQLite FTS5 p95, words alone, ms", 1),
    ("tantivy p95 ms", "tantivy p95, words alone, ms", 1),
    ("edit seen by another worker p50 ms", "edit seen by another worker p50, ms", 0),
    ("edit seen by another worker p95 ms", "p95, ms", 0),
    ("edit seen by another machine p50 ms", "edit seen by another machine (PostgreSQL) p50, ms", 0),
    ("edit seen by another machine p95 ms", "p95, ms", 0),
    ("rebuild s", "index written anew, s of processor", 1),
    ("PSS MB", "memory of two workers (PSS), MB", 0),
    ("first visit KB", "first visit with brotli, KB", 0),
    ("compared", "answers compared with plain ones before timing", 0),
)


def failures(sizes: Mapping[int, Figures]) -> list[str]:
    """The ratios that do not hold."""
    said = []
    for offers, least in ((2500, 20), (10000, 8)):
        share = sizes.get(offers, {}).get("share %", 100.0)
        if share < least:
            said.append(f"at {offers} offers the results page makes {share:.0f} % of the static page, not {least} %")
    if {2500, 10000} <= sizes.keys():
        before, after = (sizes[offers]["all p95 ms"] for offers in (2500, 10000))
        if after > 2 * before:
            said.append(f"the engine's p95 grows {after / before:.1f} times from 2,500 to 10,000 offers, not 2 at most")
    memory = sizes.get(2500, {}).get("PSS MB", 0.0)
    if memory > 500:
        said.append(f"two workers take {memory:.0f} MB at 2,500 offers, not 500 at most")
    return said


def table(sizes: Mapping[int, Figures], quality: Mapping[str, Score]) -> str:
    """Both tables in Markdown."""
    lines = ["| offers | " + " | ".join(f"{offers:,}" for offers in sizes) + " |", "|---|" + "---|" * len(sizes)]
    for key, name, digits in ROWS:
        cells = [cell(figures.get(key), digits) for figures in sizes.values()]
        if set(cells) != {"-"}:
            lines.append(f"| {name} | " + " | ".join(cells) + " |")
    lines += ["", "| judged set | nDCG@5 | success@1 | success@3 | nonsense finds nothing |", "|---|---|---|---|---|"]
    for name, one in quality.items():
        silent = "-" if name.endswith("meaning only") else f"{one.nonsense:.2f}"
        lines.append(f"| {name} | {one.ndcg:.2f} | {one.first:.2f} | {one.third:.2f} | {silent} |")
    return "\n".join(lines)


def cell(figure: float | None, digits: int) -> str:
    """A figure as it stands in the table."""
    return "-" if figure is None else f"{figure:.{digits}f}"


def write(text: str, path: Path = README) -> None:
    """Puts the table between the marks in the README."""
    old = path.read_text()
    new, times = re.subn(f"{BEGIN}.*?{END}", lambda _: f"{BEGIN}\n{text}\n{END}", old, flags=re.DOTALL)
    assert times == 1, f"{path.name} has no place for the table: {BEGIN} {END}"
    path.write_text(new)


def lines(said: Sequence[str]) -> str:
    """What does not hold, a line each."""
    return "\n".join(f"does not hold: {one}" for one in said) or "every ratio holds"
