"""The text index: the only place that knows Whoosh, which analyses, stores, matches and supplies what scoring needs.

Postings are read through Whoosh's public matchers once and kept per segment (segments never change), as how sure
each makes us that an offer is about the word; see the measured limits that led here in README.md.
"""

import hashlib
import re
import shutil
import unicodedata
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import make_url
from whoosh import fields, index, query
from whoosh.analysis import RegexTokenizer, StemFilter
from whoosh.reading import IndexReader, TermNotFound
from whoosh.support.charset import accent_map

from directory import clock

# How sure a word that is said often in a text makes us that the offer is about it. Names here are fanciful
# ("The Front Room"), so the sentence below says more; a description mentions many things in passing.
SURE = {"name": 0.95, "summary": 0.75, "description": 0.4, "organisation": 0.7, "terms": 0.6, "abroad": 0.4}
ABROAD = "abroad"  # texts in other languages, term by term (index/abroad.py)
TEXTS = tuple(name for name in SURE if name != ABROAD)
OFTEN = 0.33  # said once it counts three quarters of that, twice six sevenths, and so on
CACHED_TERMS = 4000  # postings lists kept a segment
LOCK_SECONDS = 10

Scores = NDArray[np.float32]


class DamagedIndex(Exception):
    """The files of the index cannot be read; they have to be made anew from the database."""


def fold(text: str) -> str:
    """Small letters without accents and apostrophes, as people type them; done to whole texts, as it is quicker.

    Also without the vowel signs of Arabic and with full-width letters made plain, however they were composed.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", ACCENTS.sub("", unicodedata.normalize("NFKD", text)))
    return text.lower().translate(FOLDED)


ACCENTS = re.compile("[\u0300-\u036f\u0640\u064b-\u065f\u0670]")
# Letters that Arabic and Urdu keyboards write differently, and that people mix.
ALIKE = {"\u064a": "\u06cc\u0649\u06d2", "\u0643": "\u06a9", "\u0647": "\u06c1\u06be\u06c3\u0629\u06d5"}
ONE_LETTER = {ord(one): letter for letter, others in ALIKE.items() for one in others}
FOLDED = {**accent_map, **ONE_LETTER, ord("'"): None, ord("\u2019"): None, ord("ß"): "ss"}
# The vowel signs of Tamil, Hindi, Bengali … are no letters to Python, yet they stand inside words; so do joiners.
SIGNS = "".join(c for c in map(chr, range(0x10000)) if unicodedata.category(c) in ("Mn", "Mc"))
WORDS = re.compile(rf"\w[\w\u200c\u200d{SIGNS}]*")
WORD = RegexTokenizer(WORDS)
STEM = WORD | StemFilter(cachesize=50000)

SCHEMA = fields.Schema(
    id=fields.ID(stored=True, unique=True),
    name=fields.TEXT(analyzer=STEM),
    summary=fields.TEXT(analyzer=STEM),
    description=fields.TEXT(analyzer=STEM),
    organisation=fields.TEXT(analyzer=STEM),
    terms=fields.TEXT(analyzer=STEM),
    abroad=fields.KEYWORD(),
)
VERSION = "9"  # of the schema and of what is written into it


def stems(text: str) -> list[str]:
    """The stems of a text, in order."""
    return [token.text for token in STEM(fold(text))]


def split(text: str) -> list[str]:
    """The words of a text, folded, not stemmed."""
    return [token.text for token in WORD(fold(text))]


def document(id: str, texts: Mapping[str, str], abroad: str) -> dict[str, str]:
    """What the index stores of one offer: its texts by field, and the terms of those in other languages."""
    return {"id": id, ABROAD: abroad} | {name: fold(text) for name, text in texts.items()}


def words(stored: Mapping[str, str]) -> set[str]:
    """The words of a document, folded, not stemmed: what the speller may offer."""
    return {word for name in TEXTS for word in WORDS.findall(stored[name])}


class Engine:
    """The index files in one folder. Written under Whoosh's lock; a folder that is not right is made anew."""

    def __init__(self, folder: Path, database: str) -> None:
        """`database` is the address of the database the files are made from."""
        self.folder = folder
        self.source = hashlib.sha256(make_url(database).render_as_string().encode()).hexdigest()[:16]  # no password

    def number(self) -> int | None:
        """The change number the files stand at; None when they are missing, damaged, old or of another database."""
        return self.stands_at()[0]

    def stands_at(self) -> tuple[int | None, date]:
        """That number, and the day the files tell of; (None, the first day there is) when they are of no use."""
        try:
            version, source, number, day = (self.folder / "number").read_text().split()
            if (version, source) != (VERSION, self.source):
                return None, date.min
            with index.open_dir(self.folder).reader():
                return int(number), date.fromisoformat(day)
        except Exception:  # noqa: BLE001 - whatever a damaged file raises, the answer is to make it anew
            return None, date.min

    def rebuild(self, documents: Iterable[Mapping[str, str]], number: int) -> None:
        """Writes every document into a fresh folder and swaps it in."""
        draft = self.folder.with_name(self.folder.name + ".draft")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        writer = index.create_in(draft, SCHEMA).writer(timeout=LOCK_SECONDS, limitmb=256)
        for document in documents:
            writer.add_document(**document)
        writer.commit()
        (draft / "number").write_text(f"{VERSION} {self.source} {number} {clock.today().isoformat()}")
        old = self.folder.with_name(self.folder.name + ".old")
        shutil.rmtree(old, ignore_errors=True)
        if self.folder.exists():
            self.folder.rename(old)
        draft.rename(self.folder)
        shutil.rmtree(old, ignore_errors=True)

    def remove(self) -> None:
        """Takes the files away; the next one who needs them writes them again."""
        (self.folder / "number").unlink(missing_ok=True)

    def update(self, documents: Mapping[str, Mapping[str, str] | None], number: int, day: date) -> bool:
        """Replaces some documents by id (None: deletes them); False when the files are too damaged to take them.

        `day` is the day all the documents tell of from now on. It is written last: a crash means once more.
        """
        try:
            if documents:
                self.write(documents)
        except Exception:  # noqa: BLE001 - whatever damaged files raise; Whoosh may even leave its lock behind
            return False
        draft = self.folder / f"number.{number}"
        draft.write_text(f"{VERSION} {self.source} {number} {day.isoformat()}")
        draft.replace(self.folder / "number")
        return True

    def write(self, documents: Mapping[str, Mapping[str, str] | None]) -> None:
        """Replaces or deletes some documents in the files."""
        writer = index.open_dir(self.folder).writer(timeout=LOCK_SECONDS)
        for one, document in documents.items():
            if document is None:
                writer.delete_by_term("id", one)
            else:
                writer.update_document(**document)
        writer.commit()

    def open(self, kept: Mapping[str, "Segment"]) -> "Opened":
        """A view of the files as they are now. `kept` are the segments of an earlier view, whose caches stay good."""
        with reading():
            return Opened(index.open_dir(self.folder).searcher(), kept)


@contextmanager
def reading() -> Iterator[None]:
    """Turns whatever Whoosh raises over unreadable files into DamagedIndex."""
    try:
        yield
    except Exception as fault:
        raise DamagedIndex from fault


class Segment:
    """One immutable part of the index, with what was read of it."""

    def __init__(self, reader: IndexReader) -> None:
        self.reader = reader
        self.size = reader.doc_count_all()
        self.ids = [""] * self.size
        for number in reader.all_doc_ids():
            self.ids[number] = reader.stored_fields(number)["id"]
        self.postings: OrderedDict[tuple[str, str], tuple[NDArray[np.int64], Scores]] = OrderedDict()

    def posting(self, field: str, term: str) -> tuple[NDArray[np.int64], Scores]:
        """The documents that hold a term, and the doubt that is left whether they are about it."""
        key = (field, term)
        found = self.postings.get(key)
        if found is None:
            found = read_posting(self.reader, field, term)
            if len(found[0]):  # a word that no offer has is not remembered
                self.postings[key] = found
            if len(self.postings) > CACHED_TERMS:
                self.postings.popitem(last=False)
        return found


def read_posting(reader: IndexReader, field: str, term: str) -> tuple[NDArray[np.int64], Scores]:
    """A posting list through Whoosh's public matcher, with the doubt each leaves; empty when no document has it."""
    numbers, weights = [], []
    try:
        matcher = reader.postings(field, term)
    except TermNotFound:
        matcher = None
    while matcher is not None and matcher.is_active():
        numbers.append(matcher.id())
        weights.append(matcher.weight())
        matcher.next()
    times = np.array(weights, dtype=np.float32)
    return np.array(numbers, dtype=np.int64), 1 - SURE[field] * times / (times + OFTEN)


@dataclass(frozen=True)
class Part:
    """A segment as it stands in one view: where its document numbers begin and the row of each (-1: deleted)."""

    segment: Segment
    offset: int
    rows: NDArray[np.int64]


class Opened:
    """A searcher that is never refreshed: after a change another one is opened."""

    def __init__(self, searcher: Any, kept: Mapping[str, Segment]) -> None:
        self.searcher = searcher
        self.segments = {}
        self.parts: list[Part] = []
        for reader, offset in searcher.reader().leaf_readers():
            part = reader.segment()
            name = str(part.segment_id()) if part else f"empty {offset}"
            segment = kept.get(name) or Segment(reader)
            segment.reader = reader  # the earlier view's reader is closed with it
            self.segments[name] = segment
            alive = np.zeros(segment.size, dtype=bool)
            alive[list(reader.all_doc_ids())] = True
            self.parts.append(Part(segment, offset, np.where(alive, 0, -1)))

    def aim(self, row_of: Mapping[str, int]) -> None:
        """Says which row of the columns each document is."""
        for at, part in enumerate(self.parts):
            found = np.fromiter((row_of.get(one, -1) for one in part.segment.ids), np.int64, part.segment.size)
            self.parts[at] = Part(part.segment, part.offset, np.where(part.rows < 0, -1, found))

    def sure(self, term: str, rows: int, fields: Sequence[str] = TEXTS) -> Scores:
        """How sure each row is about a stem, from 0 to 1: every text that has it leaves less doubt."""
        doubt = np.ones(rows, dtype=np.float32)
        with reading():
            for part in self.parts:
                for field in fields:
                    numbers, left = part.segment.posting(field, term)
                    if len(numbers):
                        at = part.rows[numbers]
                        there = at >= 0
                        doubt[at[there]] *= left[there]
        return 1 - doubt

    def named(self, roots: Sequence[str], rows: int) -> NDArray[np.bool_]:
        """The rows that have all these stems in their names."""
        found = np.ones(rows, dtype=bool)
        with reading():
            for root in roots:
                have = np.zeros(rows, dtype=bool)
                for part in self.parts:
                    at = part.rows[part.segment.posting("name", root)[0]]
                    have[at[at >= 0]] = True
                found &= have
        return found

    def phrase(self, words: Sequence[str], rows: int) -> NDArray[np.bool_]:
        """The rows that have these stems side by side in one of their texts."""
        found = np.zeros(rows, dtype=bool)
        anywhere = query.Or([query.Phrase(field, list(words)) for field in TEXTS])
        with reading():
            numbers = list(self.searcher.docs_for_query(anywhere))
        for number in numbers:
            part = next(p for p in reversed(self.parts) if p.offset <= number)
            row = part.rows[number - part.offset]
            if row >= 0:
                found[row] = True
        return found

    def close(self) -> None:
        """Gives the files back."""
        self.searcher.close()
