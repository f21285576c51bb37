"""`make bench`: how good and how fast search is, in one run on one machine; exit code 1 when a ratio does not hold.

    python -m tests.bench [--sizes 1000,2500,10000] [--quick] [--write] [--json FILE]

Milliseconds of a busy machine say little; ratios within one run say more. Answers are compared with plain ones before
anything is timed. --write puts the table into README.md.
"""

import argparse
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

# One search is small, and gunicorn.conf.py serves so; set before numpy is loaded.
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import click  # noqa: E402

from directory import index  # noqa: E402
from tests.bench import corpus, edits, engines, pages, quality, reference, report  # noqa: E402
from tests.commands import command, surroundings  # noqa: E402
from tests.postcode_table import london  # noqa: E402
from tests.relevance.scoring import Score  # noqa: E402
from tests.server import free_port  # noqa: E402


@dataclass(frozen=True)
class Pace:
    """How long a run takes its time: seconds of load and rounds of it, rounds of the engine, edits."""

    seconds: float = 4.0
    turns: int = 3
    rounds: int = 3
    edits: int = 25


QUICK = Pace(seconds=0.5, turns=1, rounds=1, edits=3)
ONE_POSTGRESQL = 2500  # offers at which two machines are measured


def main() -> None:
    """Measures, prints, and ends with 1 when a ratio does not hold."""
    read = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    read.add_argument("--sizes", default="1000,2500,10000", help="numbers of offers, with commas between")
    read.add_argument("--quick", action="store_true", help="1,000 offers, few rounds: to see that everything runs")
    read.add_argument("--write", action="store_true", help="put the table into README.md")
    read.add_argument("--json", type=Path, help="keep every figure in a file")
    said = read.parse_args()
    pace = QUICK if said.quick else Pace()
    wanted = [1000] if said.quick else [int(one) for one in said.sizes.split(",")]
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        sizes, scores = run(Path(name), wanted, pace)
    text = report.table(sizes, scores)
    click.echo(text)
    if said.json:
        kept = {"sizes": sizes, "quality": {way: asdict(one) for way, one in scores.items()}}
        said.json.write_text(json.dumps(kept, indent=2))
    if said.write:
        report.write(text)
    failed = [] if said.quick else report.failures(sizes)
    click.echo(report.lines(failed), err=True)
    sys.exit(bool(failed))


def run(folder: Path, wanted: list[int], pace: Pace) -> tuple[dict[int, dict[str, float]], dict[str, Score]]:
    """The figures of each size, and the quality of searches over the samples."""
    with phase("quality of searches, each part switched off in turn"):
        samples = prepared(folder / "samples", 0, None)
        scores = quality.measure(samples / "data")
    sizes: dict[int, dict[str, float]] = {}
    vectors = samples / "data" / "meaning"
    for offers in wanted:
        place = folder / str(offers)
        with phase(f"{offers:,} offers: making them"):
            prepared(place, offers, vectors)
        sizes[offers] = measured(place, offers, pace)
        vectors = place / "data" / "meaning" if (place / "data" / "meaning").exists() else vectors
    return sizes, scores


def measured(place: Path, offers: int, pace: Pace) -> dict[str, float]:
    """The figures of one size."""
    data = place / "data"
    found = {"offers": float(offers), "load average": os.getloadavg()[0]}
    with phase(f"{offers:,} offers: index, and answers compared"):
        app = quality.site(data)
        index.warm(app)  # reads the meaning of new texts too, which is done once a text
        app.extensions["index"].forget()
        found["rebuild s"] = processor(lambda: index.warm(app))
        with app.app_context():
            found["compared"] = float(reference.check())
    with phase(f"{offers:,} offers: engines"):
        found |= engines.measure(app, pace.rounds)
    with phase(f"{offers:,} offers: pages under gunicorn"):
        found |= pages.measure(place, pace.seconds, pace.turns)
    with phase(f"{offers:,} offers: edits"):
        found |= edits.measure(data, pace.edits)
        if offers == ONE_POSTGRESQL:
            found |= edits.machines(place / "machines", offers, pace.edits, data / "meaning")
    return found


def prepared(place: Path, offers: int, vectors: Path | None) -> Path:
    """A site with that many offers (at least the samples); `vectors` are of texts it shares with another."""
    surroundings(place, 0)
    data = place / "data"
    os.symlink(london(), data / "postcodes.sqlite")
    for words in (("db", "upgrade"), ("seed",)):
        command(place, free_port(), *words)
    if vectors and vectors.exists():
        shutil.copytree(vectors, data / "meaning")
    with quality.site(data).app_context():
        corpus.grow(offers)
    return place


def processor(work: object) -> float:
    """Seconds of processor time of some work."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    work()  # type: ignore[operator]
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@contextmanager
def phase(name: str) -> Iterator[None]:
    """Says what is being done and how long it took."""
    click.echo(f"{name} ...", err=True, nl=False)
    began = time.monotonic()
    yield
    click.echo(f" {time.monotonic() - began:.0f} s", err=True)


if __name__ == "__main__":
    main()
