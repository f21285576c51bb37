"""Reading the official postcode files as a stream: Code-Point Open, the ONS Postcode Directory and the NSPL."""

import csv
import io
import math
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import IO, NamedTuple

# A postcode as written in the file, two numbers (metres east and north, or degrees north and east), authority or "".
Found = tuple[str, float, float, str]
Reader = Callable[[list[str]], Found | None]  # None: a row to leave out. ValueError: a row that cannot be

BATCH = 20_000
POSTCODE = re.compile(r"(?:[A-Z]{1,2}[0-9][0-9A-Z]? *[0-9][A-Z]{2}|GIR *0AA)")
NO_LATITUDE = 99.0  # the ONS writes 99.999999 where it knows no place
NO_PLACE_QUALITY = "90"  # Code-Point Open, column PQ
# Names change with each edition (oslaua, laua, lad23cd, lad25cd), so each column is known by a pattern.
COLUMNS = {
    "postcode": re.compile(r"pcds|pcd[278]?"),
    "doterm": re.compile(r"doterm"),
    "local authority": re.compile(r"lad\d*cd|oslaua|laua"),
    "lat": re.compile(r"lat"),
    "long": re.compile(r"long"),
}
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
UNKNOWN_FILE = (
    "this is not a file of Code-Point Open, the ONS Postcode Directory (ONSPD) or the National Statistics Postcode "
    "Lookup (NSPL)"
)


class BadPostcodeFile(ValueError):
    """A file that cannot become the table; the message names the line, where there is one, and the reason."""


class Part(NamedTuple):
    """One CSV: its name, its length in bytes, and how to open it."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True)
class Contents:
    """What a file turned out to be: `date` is "2025-11", or empty when neither name nor notes tell."""

    source: str
    date: str
    on_grid: bool
    parts: Sequence[Part]

    def batches(self) -> Iterator[tuple[float, list[Found]]]:
        """The share read so far (0.0 to 1.0) and up to 20,000 rows, again and again."""
        total, before = sum(part.size for part in self.parts) or 1, 0
        for part in self.parts:
            with part.open() as stream, _text(stream) as lines:
                rows = _rows(part.name, lines)
                while batch := list(islice(rows, BATCH)):
                    yield min(1.0, (before + stream.tell()) / total), batch
            before += part.size


@contextmanager
def contents(source: Path) -> Iterator[Contents]:
    """Open an official file and say what it is. BadPostcodeFile if it is none, or turns out damaged while read."""
    try:
        if zipfile.is_zipfile(source):
            with zipfile.ZipFile(source) as archive:
                yield _described(source.name, _chosen(archive), _notes(archive))
        else:
            yield _described(source.name, [_plain(source)], "")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as wrong:
        raise BadPostcodeFile(f"{source.name}: the zip is damaged or was not fetched whole ({wrong})") from wrong


def _plain(source: Path) -> Part:
    try:
        with open(source, "rb") as file:
            start, size = file.read(2), file.seek(0, io.SEEK_END)
    except OSError as wrong:
        raise BadPostcodeFile(f"{source}: cannot be read ({wrong.strerror})") from wrong
    if start == b"PK":
        raise BadPostcodeFile(f"{source.name}: the zip is damaged or was not fetched whole")
    return Part(source.name, size, lambda: open(source, "rb"))


def _chosen(archive: zipfile.ZipFile) -> list[Part]:
    """The CSVs of a zip to read: all of Code-Point Open's, or the one big one of an ONS zip (it also has lookups)."""
    tables = sorted((i for i in archive.infolist() if i.filename.lower().endswith(".csv")), key=lambda i: i.filename)
    code_point = [i for i in tables if re.search(r"(^|/)CSV/[a-z]{1,2}\.csv$", i.filename, re.IGNORECASE)]
    whole = [i for i in tables if "multi_csv" not in i.filename.lower()]
    picked = code_point or sorted(whole, key=lambda i: i.file_size)[-1:]
    if not picked:
        raise BadPostcodeFile(f"there is no CSV in the zip; {UNKNOWN_FILE}")
    return [Part(i.filename, i.file_size, lambda i=i: archive.open(i)) for i in picked]  # type: ignore[misc]


def _notes(archive: zipfile.ZipFile) -> str:
    """Code-Point Open's own notes, which hold its date."""
    for name in archive.namelist():
        if name.endswith("metadata.txt"):
            with archive.open(name) as notes:
                return notes.read(2000).decode("ascii", "replace")
    return ""


def _described(name: str, parts: list[Part], notes: str) -> Contents:
    with parts[0].open() as stream, _text(stream) as lines:
        first = next(_csv(parts[0].name, lines), (1, []))[1]
    kind = _kind(parts[0].name, first)
    date = _date(notes) or _date(parts[0].name) or _date(name)
    return Contents(kind, date, kind == "Code-Point Open", parts)


def _date(text: str) -> str:
    """Year and month, "2025-11", from "ONSPD_NOV_2025_UK.csv" or "COPYRIGHT DATE: 20251104", else empty."""
    if copyright_date := re.search(r"COPYRIGHT DATE: *(\d{4})(\d{2})", text):
        return "-".join(copyright_date.groups())
    if named := re.search(rf"({'|'.join(MONTHS)})[A-Z]*[_ -]*(\d{{4}})", text.upper()):
        return f"{named[2]}-{MONTHS.index(named[1]) + 1:02}"
    return ""


def _kind(name: str, first: list[str]) -> str:
    """The product, from the first line of its first table; BadPostcodeFile for anything else."""
    if len(first) == 10 and POSTCODE.fullmatch(first[0]) and first[1].isdecimal():
        return "Code-Point Open"
    header = [column.strip().lower() for column in first]
    if not header or not COLUMNS["postcode"].fullmatch(header[0]):
        raise BadPostcodeFile(f"{name}, line 1: {UNKNOWN_FILE}")
    lookup = "NSPL" in name.upper() or "laua" in header or "usrtypind" in header[5:6]
    return "National Statistics Postcode Lookup" if lookup else "ONS Postcode Directory"


def _text(stream: IO[bytes]) -> io.TextIOWrapper:
    return io.TextIOWrapper(stream, "utf-8-sig", errors="replace", newline="")


def _csv(name: str, text: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """The lines of a CSV, numbered from 1, without the empty ones."""
    rows = csv.reader(text)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as wrong:
            raise BadPostcodeFile(f"{name}, line {rows.line_num}: {wrong}") from wrong
        if row:
            yield rows.line_num, row


def _rows(name: str, text: Iterable[str]) -> Iterator[Found]:
    """The rows to keep of one CSV; BadPostcodeFile names the line that cannot be read."""
    lines = _csv(name, text)
    top = next(lines, (1, []))
    on_grid = _kind(name, top[1]) == "Code-Point Open"
    read = _code_point if on_grid else _directory(name, top[1])
    for number, row in chain([top] if on_grid else [], lines):
        try:
            found = read(row)
        except (ValueError, IndexError) as wrong:
            reason = "there are too few columns" if isinstance(wrong, IndexError) else wrong
            raise BadPostcodeFile(f"{name}, line {number}: {reason}") from wrong
        if found:
            yield found


def _code_point(row: list[str]) -> Found | None:
    """Ten columns without a header: postcode, quality, easting, northing, five codes and the district's."""
    if len(row) != 10:
        raise ValueError(f"there are {len(row)} columns, not 10")
    code, quality, east, north, authority = _postcode(row[0]), row[1], row[2], row[3], row[8]
    if quality == NO_PLACE_QUALITY:
        return None
    return code, _number(east, 0, 700_000, "easting"), _number(north, 0, 1_300_000, "northing"), authority


def _directory(name: str, header: list[str]) -> Reader:
    """How to read the rows below this header of an ONSPD or NSPL."""
    places = {}
    for column, pattern in COLUMNS.items():
        places[column] = next((n for n, title in enumerate(header) if pattern.fullmatch(title.strip().lower())), -1)
        if places[column] < 0:
            raise BadPostcodeFile(f"{name}, line 1: there is no column for {column}")
    code, ended, authority, latitude, longitude = places.values()

    def read(row: list[str]) -> Found | None:
        if row[ended].strip() or row[code].startswith("BT"):
            return None
        north = _number(row[latitude], 49, 100, "lat") if row[latitude].strip() else NO_LATITUDE
        if north >= NO_LATITUDE:
            return None
        return _postcode(row[code]), north, _number(row[longitude], -9, 2.5, "long"), row[authority].strip()

    return read


def _postcode(text: str) -> str:
    if not POSTCODE.fullmatch(text):
        raise ValueError(f"{text[:20]!r} is not a postcode")
    return text


def _number(text: str, low: float, high: float, name: str) -> float:
    try:
        value = float(text)  # also "-2.2e-05": London lies on the meridian
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        raise ValueError(f"{name} is {text[:20]!r}, not a number from {low} to {high}")
    return value
