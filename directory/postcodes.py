"""Postcodes: reading what somebody typed as one, and looking it up in the offline table."""

import os
import re
import sqlite3
import threading
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import NamedTuple

TABLE_VERSION = 1  # PRAGMA user_version of the file: one laid out differently counts as missing
MICRO = 1_000_000  # latitudes and longitudes are kept as whole millionths of a degree, 11 cm
LONGEST = 120  # characters read of anything typed as a place

# The 121 postcode areas of the United Kingdom and the three of the Crown dependencies (Royal Mail).
AREA_CODES = """
AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU
GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE
PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO
ZE
"""
AREAS = frozenset(AREA_CODES.split())
# Words that may stand round a postcode without changing it.
FILLER_WORDS = """
AND AREA AROUND AT BY CODE ENGLAND FROM GB IN IS ITS LIVE LONDON ME MY NEAR OF PLEASE POST POSTCODE THE TO UK ZIP
"""
FILLERS = frozenset(FILLER_WORDS.split())
UNIT_IN_TEXT = re.compile(r"\b([A-Z]{1,2}[0-9OI][0-9A-Z]?) ?([0-9OI][A-Z]{2})\b")
OUTWARD_IN_TEXT = re.compile(r"\b([A-Z]{1,2}[0-9][0-9A-Z]?)(?: ([0-9]))?\b")
TO_LETTER = str.maketrans("01", "OI")
TO_DIGIT = str.maketrans("OI", "01")


@dataclass(frozen=True)
class Typed:
    """A postcode as read: "SE13", "6" and "JZ"; the last two are empty when less was typed."""

    outward: str
    digit: str = ""
    letters: str = ""

    @property
    def kind(self) -> str:
        """The most precise place it can name: "unit", "sector" or "district"."""
        return "unit" if len(self.letters) == 2 else "sector" if self.digit else "district"

    @property
    def name(self) -> str:
        """As Royal Mail writes it: "SE13 6JZ", "SE13 6", "SE13"."""
        return f"{self.outward} {self.digit}{self.letters}".rstrip()

    @property
    def sector(self) -> str:
        """ "SE13 6", or empty."""
        return f"{self.outward} {self.digit}" if self.digit else ""

    @property
    def area(self) -> str:
        """The letters it starts with: "SE"."""
        return re.split(r"\d", self.outward)[0]


def clean(text: str) -> str:
    """What was typed as one tidy line of at most 120 characters; empty when there is nothing to see in it.

    Full-width and other compatibility characters become plain, digits of any script become 0 to 9, and controls,
    joiners and direction marks go. Only the first 480 characters are looked at.
    """
    plain = unicodedata.normalize("NFKC", text.strip()[:480])
    shown = (
        str(unicodedata.decimal(c)) if c.isdecimal() else " " if c.isspace() else c
        for c in plain
        if c.isspace() or unicodedata.category(c)[0] != "C"
    )
    return " ".join("".join(shown).split())[:LONGEST].rstrip()


def read(text: str, known: Callable[[str], bool] | None = None) -> Typed | None:
    """The postcode in `text`, or None when it is not shaped like one.

    Takes any case, spacing and punctuation, O for 0 and I for 1 where only the other can stand, a district ("SE6"), a
    sector ("SE13 7"), half of a unit ("SE13 7J"), and words round it ("Catford SE6 4RU"). `known` says whether a
    district exists; it settles what the letters alone cannot ("SE41" is sector SE4 1, as there is no district SE41)
    and is needed before a word without a digit is read as one ("CRO"). Nothing is looked up beyond that.
    """
    words = [word for word in re.split(r"[^0-9A-Z]+", clean(text).upper()) if word]
    core = [word for word in words if word not in FILLERS]
    return _whole(core, known) or _inside(" ".join(words), known)


def _whole(words: list[str], known: Callable[[str], bool] | None) -> Typed | None:
    """The likeliest reading of words that hold a postcode and nothing else."""
    joined = "".join(words)
    if not 2 <= len(joined) <= 7:
        return None
    certain = any(c.isdigit() for c in joined)
    seams = {sum(map(len, words[:n])) for n in range(1, len(words))}

    def doubt(reading: tuple[int, int, Typed]) -> tuple[bool, int, bool, int]:
        changes, seam, typed = reading
        return bool(known and not known(typed.outward)), changes, bool(seams) and seam not in seams, -seam

    readings = [r for r in _readings(joined) if certain or (known and known(r[2].outward))]
    return min(readings, key=doubt)[2] if readings else None


def _readings(joined: str) -> Iterator[tuple[int, int, Typed]]:
    """Each way to read two to seven letters and digits: how many were changed, where it was split, the postcode."""
    for seam in range(max(2, len(joined) - 3), len(joined) + 1):
        inward = joined[seam:][:1].translate(TO_DIGIT) + joined[seam:][1:].translate(TO_LETTER)
        if len(joined[:seam]) > 4 or not re.fullmatch(r"(\d[A-Z]{0,2})?", inward):
            continue
        for outward in _outwards(joined[:seam]):
            changes = sum(a != b for a, b in zip(joined, outward + inward, strict=True))
            yield changes, seam, Typed(outward, inward[:1], inward[1:])


def _outwards(text: str) -> Iterator[str]:
    """The outward codes that two to four characters can stand for: A9, A99, AA9, AA99, A9A and AA9A."""
    for cut in (1, 2):
        area, rest = text[:cut].translate(TO_LETTER), text[cut:]
        if area not in AREAS or not 1 <= len(rest) <= 2:
            continue
        first, last = rest[0].translate(TO_DIGIT), rest[1:]
        for digit, end in product({first}, dict.fromkeys((last.translate(TO_DIGIT), last))):
            # No district is written with a leading nought, and no lettered one ends in I or O.
            if digit.isdigit() and not (digit == "0" and end) and end not in ("I", "O"):
                yield area + digit + end


def _inside(line: str, known: Callable[[str], bool] | None) -> Typed | None:
    """A postcode among other words: the last full one, or else the last district that is known to exist."""
    for outward, inward in reversed(UNIT_IN_TEXT.findall(line)):
        if typed := _whole([outward, inward], known):
            return typed
    for outward, digit in reversed(OUTWARD_IN_TEXT.findall(line)):
        if known and known(outward):
            return Typed(outward, digit)
    return None


class Point(NamedTuple):
    """A row of the table: degrees (WGS84) and the ONS code of the local authority, if it is known."""

    name: str
    latitude: float
    longitude: float
    gss: str | None


@dataclass(frozen=True)
class About:
    """Where the table came from: `date` is "2025-11" or empty; `attribution` is what the licences ask to be shown."""

    source: str = "none"
    date: str = ""
    rows: int = 0
    attribution: tuple[str, ...] = ()


class Postcodes:
    """The offline table in one read-only file. Without a file, or with a damaged one, every answer is None.

    Safe to make before gunicorn forks and to share between threads: each thread of each process opens the file for
    itself, and opens it again when another was put in its place.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._mine = threading.local()

    def unit(self, code: str) -> Point | None:
        """The point of a full postcode, written with or without its space."""
        return self._point("SELECT * FROM unit WHERE code = ?", code.replace(" ", "").upper())

    def sector(self, code: str) -> Point | None:
        """The middle of a sector ("SE4 1") and the local authority that has most of it."""
        joined = code.replace(" ", "").upper()
        return self._point("SELECT * FROM centre WHERE name = ?", f"{joined[:-1]} {joined[-1:]}")

    def district(self, code: str) -> Point | None:
        """The middle of a district ("SE4") and the local authority that has most of it."""
        return self._point("SELECT * FROM centre WHERE name = ?", code.strip().upper())

    def boroughs(self, name: str) -> frozenset[str]:
        """GSS codes of every borough that a district or sector has postcodes in: "BR1" lies in two."""
        first, letters = name.replace(" ", "").upper(), 2 if " " in name else 3  # what a unit has after it
        within = "SELECT group_concat(DISTINCT gss) FROM unit WHERE code >= ? AND code < ? AND code LIKE ?"
        row = self._row(within, first, f"{first}~", first + "_" * letters)
        return frozenset((row[0] or "").split(",") if row else ()) - {""}

    def has(self, district: str) -> bool:
        """Whether the table has a middle for this district."""
        return self.district(district) is not None

    def elsewhere(self, typed: Typed) -> bool:
        """Whether this is a real district or area of the country that the table does not cover."""
        if self._row("SELECT 1 FROM elsewhere WHERE district = ?", typed.outward):
            return True
        low, high = f"{typed.area}0", f"{typed.area}:"  # ":" follows "9"
        covered = self._row("SELECT 1 FROM centre WHERE name >= ? AND name < ?", low, high)
        return typed.area in AREAS and not covered and self.about().rows > 0

    def about(self) -> About:
        """The source, date, number of units and licence lines of the table that is in use now."""
        said = {
            key: (self._row("SELECT value FROM meta WHERE key = ?", key) or [""])[0]
            for key in ("source", "date", "rows", "attribution")
        }
        if not said["rows"]:
            return About()
        return About(said["source"], said["date"], int(said["rows"]), tuple(said["attribution"].splitlines()))

    def _point(self, statement: str, key: str) -> Point | None:
        if row := self._row(statement, key):
            return Point(row[0], row[1] / MICRO, row[2] / MICRO, row[3])
        return None

    def _row(self, statement: str, *values: str) -> tuple | None:
        try:
            return self._connection().execute(statement, values).fetchone()
        except (OSError, sqlite3.Error, UnicodeError):
            return None

    def _connection(self) -> sqlite3.Connection:
        """This thread's own, opened again after a fork or a swap of the file. OSError or sqlite3.Error if it cannot."""
        now = os.stat(self.path)
        stamp = (os.getpid(), now.st_ino, now.st_mtime_ns, now.st_size)
        if getattr(self._mine, "stamp", None) != stamp:
            self._close()
            self._mine.connection = _opened(self.path)
            self._mine.stamp = stamp
        return self._mine.connection

    def _close(self) -> None:
        self._mine.stamp = None
        if old := getattr(self._mine, "connection", None):
            self._mine.connection = None
            old.close()


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] != TABLE_VERSION:
            raise sqlite3.DatabaseError("a postcode table of another version")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
