"""`make bench`: how the results page does beside a page that asks nothing, in one run on one machine.

Milliseconds of a busy machine say little; ratios within one run say more. S is /urgent-help, a page of words.
"""

import argparse
import http.client
import itertools
import json
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import click
from sqlalchemy import select

from directory import clock, create_app, index
from directory.db import db
from directory.models import Service
from tests.bench import corpus
from tests.makers import changed
from tests.postcode_table import london
from tests.server import Server, command, free_port, serving, surroundings

QUERIES = [
    "q=lonely&near=SE6",
    "q=cooking",
    "near=Catford",
    "q=debt&near=BR1+4",
    "category=safety",
    "q=spanish+speaking+women",
    "q=depresion",
    "q=music&near=SE1+7EH",
    "day=sat&time=morning&near=SE13",
    "accessibility=step-free&q=walk",
    "q=I+want+to+meet+people+and+cook",
    "sort=soonest&near=SE4",
    "q=football&sort=nearest&near=SE13",
    "borough=croydon&audience=women&page=3",
    "q=%22tea+and+coffee%22",
    "q=benefits+forms+help+PIP",
    "q=church+choir",
    "q=gardning",
    "day=today",
    "q=drop+in",
]


def main() -> None:
    """Measures and prints; --json keeps the figures."""
    read = argparse.ArgumentParser(description=__doc__)
    read.add_argument("--sizes", default="1000,10000", help="numbers of offers, with commas between")
    read.add_argument("--rounds", type=int, default=5)
    read.add_argument("--json", type=Path)
    said = read.parse_args()
    found = [measure(int(size), said.rounds) for size in said.sizes.split(",")]
    if said.json:
        said.json.write_text(json.dumps(found, indent=2))


def measure(offers: int, rounds: int) -> dict[str, float]:
    """The figures of one size."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        prepare(folder, offers)
        found = {"offers": float(offers), "load average": os.getloadavg()[0]} | edits(folder)
        with serving(folder) as server:
            found |= pages(server, rounds)
    click.echo("  ".join(f"{key} {value:.1f}" for key, value in found.items()))
    return found


def prepare(folder: Path, offers: int) -> None:
    """A site with that many offers."""
    surroundings(folder, 0)
    os.symlink(london(), folder / "data" / "postcodes.sqlite")
    for words in (("db", "upgrade"), ("seed",)):
        command(folder, free_port(), *words)
    with create_app(DATA_DIR=folder / "data", SQLALCHEMY_DATABASE_URI=uri(folder)).app_context():
        corpus.grow(offers)


def uri(folder: Path) -> str:
    """The database of a site in a folder."""
    return f"sqlite:///{folder / 'data' / 'directory.sqlite'}"


def edits(folder: Path) -> dict[str, float]:
    """Seconds to write the index anew, and milliseconds from an edit to the search that finds it."""
    app = create_app(DATA_DIR=folder / "data", SQLALCHEMY_DATABASE_URI=uri(folder))
    began = time.perf_counter()
    index.warm(app)
    rebuilt = time.perf_counter() - began
    took = []
    with app.app_context():
        services = db.session.scalars(select(Service).where(Service.status == "active").limit(12)).all()
        for service in services:
            changed(service, summary="A quixotic zither.", assured_date=clock.today())
            began = time.perf_counter()
            assert index.find(index.Query(q="zither")).total == len(took) + 1
            took.append((time.perf_counter() - began) * 1000)
    return {"rebuild s": rebuilt, "edit to found p50 ms": statistics.median(took), "edit worst ms": max(took)}


def pages(server: Server, rounds: int) -> dict[str, float]:
    """Milliseconds of the results page and of S, in turns, after a warm-up; the ratio of their p95."""
    paths = [f"/search?{query}" for query in QUERIES]
    for _ in range(3):
        timed(server, paths)
    results: list[float] = []
    still: list[float] = []
    for _ in range(rounds):
        still += timed(server, ["/urgent-help"] * len(paths))
        results += timed(server, paths)
    a, b = percentile(results, 95), percentile(still, 95)
    return {"results p50 ms": percentile(results, 50), "results p95 ms": a, "S p95 ms": b, "p95 ratio": a / b}


def timed(server: Server, paths: Sequence[str]) -> list[float]:
    """Milliseconds of each path, one after the other on a kept connection; anything but 200 ends the run."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    took = []
    for path in itertools.chain(paths):
        began = time.perf_counter()
        connection.request("GET", path, headers={"Accept-Encoding": "br"})
        answer = connection.getresponse()
        answer.read()
        took.append((time.perf_counter() - began) * 1000)
        assert answer.status == 200, f"{path} answered {answer.status}"
    connection.close()
    return took


def percentile(values: Sequence[float], share: int) -> float:
    """The value that `share` percent stay below."""
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


if __name__ == "__main__":
    main()
