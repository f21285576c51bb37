"""The page of results under gunicorn with two workers, beside the same cards from a template that asks nothing."""

import os
import re
import statistics
from pathlib import Path

import brotli

from tests.bench import site
from tests.bench.load import Asker, Load, load
from tests.bench.questions import every, path
from tests.server import Server, serving

STATIC, BARE = "/bench/static", "/bench/bare"
FULL = "/search?q=women"  # a question with a full page of answers
CARDS = 20

Figures = dict[str, float]


def measure(folder: Path, seconds: float, rounds: int) -> Figures:
    """Answers a second and p95 of both pages in turns, the median round; memory of the workers; bytes of a visit."""
    with serving(folder, "tests.bench.site:app", BENCH_FOLDER=str(folder), WEB_CONCURRENCY="2") as server:
        site.keep(brotli.decompress(Asker(server.port).ask(FULL)).decode(), folder)
        assert brotli.decompress(Asker(server.port).ask(STATIC)).count(b'class="card"') == CARDS
        paths = [path(question) for question in every()]
        load(server.port, paths, seconds)  # every worker has seen what is asked
        still, found = [], []
        for _ in range(rounds):
            still.append(load(server.port, [STATIC], seconds / 2))
            found.append(load(server.port, paths, seconds))
        bare = [load(server.port, [BARE], seconds / 2)]
        one = [load(server.port, paths, seconds, connections=1)]
        figures = (
            told("results", found) | told("static", still) | told("bare", bare) | told("results, one at a time,", one)
        )
        share = 100 * figures["results a second"] / figures["static a second"]
        return figures | {"share %": share, "PSS MB": memory(server), "first visit KB": first_visit(server)}


def told(name: str, rounds: list[Load]) -> Figures:
    """The middle of some rounds."""
    return {
        f"{name} a second": statistics.median(one.a_second for one in rounds),
        f"{name} p50 ms": statistics.median(one.p50 for one in rounds),
        f"{name} p95 ms": statistics.median(one.p95 for one in rounds),
    }


def memory(server: Server) -> float:
    """Megabytes of the workers together (proportional set size: what they share is counted once among its users)."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    rollups = [Path(f"/proc/{worker}/smaps_rollup").read_text() for worker in children]
    found = [re.search(r"^Pss:\s+(\d+) kB", one, re.MULTILINE) for one in rollups]
    assert len(found) == int(os.environ.get("WEB_CONCURRENCY") or 2) and all(found)
    return sum(int(one[1]) for one in found if one) / 1024


def first_visit(server: Server) -> float:
    """Kilobytes on the wire, by brotli, of a page of results and all it fetches for a browser that has seen nothing."""
    asker = Asker(server.port)
    page = asker.ask(FULL)
    html = brotli.decompress(page).decode()
    assert html.count('class="card"') == CARDS
    fetched = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', html))
    return (len(page) + sum(len(asker.ask(one)) for one in fetched)) / 1024
