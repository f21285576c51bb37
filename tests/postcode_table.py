"""The real table of Greater London for tests: built once a machine, then kept in the system's temporary folder."""

import hashlib
import importlib.metadata
import json
from functools import cache
from pathlib import Path

from directory import national_grid, postcode_table, postcodes
from directory.gazetteer import Gazetteer, Known
from directory.places import miles
from tests.once import once

LEWISHAM, LAMBETH, SOUTHWARK, CROYDON = "E09000023", "E09000022", "E09000028", "E09000008"
TRUTHS = [
    ("SE13 6JZ", (51.457272, -0.014001), LEWISHAM),
    ("SE5 8AZ", (51.468766, -0.091468), SOUTHWARK),
    ("SW2 1RW", (51.460661, -0.116898), LAMBETH),
    ("CR0 1EA", (51.371477, -0.098850), CROYDON),
]
TABLE = "postcodes.sqlite"
SEED = Path(__file__).parent.parent / "seed" / "places.json"


@cache
def london() -> Path:
    """The table, from the installed package; made again when the package or the code that makes it changes."""
    version = importlib.metadata.version(postcode_table.PACKAGE)
    code = b"".join(Path(str(part.__file__)).read_bytes() for part in (national_grid, postcode_table, postcodes))
    return once("postcodes", f"{version}-{hashlib.sha256(code).hexdigest()[:12]}", built) / TABLE


def built(folder: Path) -> None:
    """Puts the table into a new folder."""
    folder.mkdir()
    postcode_table.build(folder / TABLE)


@cache
def table() -> postcodes.Postcodes:
    """The same, open for questions."""
    return postcodes.Postcodes(london())


@cache
def gazetteer() -> Gazetteer:
    """The named places of seed/."""
    return Gazetteer(
        Known(p["slug"], p["name"], tuple(p["also"]), p["latitude"], p["longitude"], p["gss"])
        for p in json.loads(SEED.read_text())
    )


def metres(point: postcodes.Point | None, spot: tuple[float, float]) -> float:
    """How far apart they are; a point that was not found fails the test."""
    assert point is not None
    return miles((point.latitude, point.longitude), spot) * 1609.344
