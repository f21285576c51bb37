"""What one worker holds to answer from: columns, text index and words, kept level with the database."""

import fcntl
import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import aliased

from directory import clock, schedules
from directory.db import db
from directory.gazetteer import Gazetteer
from directory.index import changes, columns, engine, facts
from directory.index.columns import Calendar, Codes, Columns
from directory.index.engine import Engine, Opened, Segment
from directory.index.facts import Facts, NamedPlace
from directory.index.meaning import Encoder, Store, Vectors
from directory.index.query import DAYS, TAXONOMIES, TIMES
from directory.index.sentence import Grammar
from directory.index.words import Lexicon
from directory.models import AreaCategory, CrisisPhrase, Language, SchoolTerm, Synonym, TaxonomyTerm
from directory.places import Place, locate
from directory.postcodes import Postcodes

log = logging.getLogger("directory.index")

MEANT = ("categories", "needs", "audiences", "faiths")  # taxonomies whose terms say what an offer is about
MAIN = ("categories", "needs")  # what stands first among these counts twice
Document = Mapping[str, str]
MANY = 300  # changes that are caught up with beside the requests instead of before the next one
MILE = 1 / 69.0  # in degrees of latitude
REFRESH = timedelta(days=7)  # how old worked-out sessions may get

AREA, CATEGORY = aliased(TaxonomyTerm), aliased(TaxonomyTerm)
SERVED_BY = (
    select(AREA.code, CATEGORY.code)
    .select_from(AreaCategory)
    .join(AREA, AREA.id == AreaCategory.area_id)
    .join(CATEGORY, CATEGORY.id == AreaCategory.category_id)
    .order_by(AreaCategory.position)
)


@dataclass(frozen=True)
class Vocabulary:
    """Names of facet codes and who they are, as the database has them now."""

    names: Mapping[str, Mapping[str, str]]  # {facet: {code: English name}}
    gss: Mapping[str, str]  # {borough code: GSS code}
    slugs: Mapping[str, str]  # {borough code: place slug}
    areas: Sequence[tuple[str, str, tuple[str, ...]]] = ()  # of life: code, name, categories


@dataclass(frozen=True)
class Snapshot:
    """Everything one search looks at; a change makes another one."""

    number: int
    vocabulary: Vocabulary
    columns: Columns
    opened: Opened
    lexicon: Lexicon
    gazetteer: Gazetteer
    places: Sequence[NamedPlace]
    calendar: Calendar
    grammar: Grammar
    meanings: Vectors | None  # of every text, by row of the store


class Live:
    """The newest snapshot of one worker. Hold `lock` while using it: a superseded searcher is closed."""

    def __init__(self, app: Flask) -> None:
        folder = Path(app.config["DATA_DIR"])
        self.app = app
        self.engine = Engine(folder / "index")
        self.lock_path = folder / "index.lock"
        self.postcodes = Postcodes(folder / "postcodes.sqlite")
        self.lock = threading.RLock()
        self.snapshot: Snapshot | None = None
        self.catching_up: threading.Thread | None = None

    @cached_property
    def store(self) -> Store | None:
        """The vectors of this machine; loaded at the first search, so that commands start without the encoder."""
        found = load_encoder(self.app)
        return Store(Path(self.app.config["DATA_DIR"]) / "meaning", found) if found else None

    def current(self) -> Snapshot:
        """The snapshot level with the newest committed change. The caller holds the lock."""
        number = changes.newest()
        held = self.snapshot
        if held is None or number < held.number:  # a lower number: another database, or a backup put back
            return self.take(self.start(number))
        if number == held.number:
            return held if clock.today() - held.columns.worked_out < REFRESH else self.take(self.anew(held, number))
        seen = changes.since(held.number)
        if seen.lost or len(seen.services) > MANY:
            self.catch_up_beside(number)
            return held
        return self.take(self.after(held, seen, number))

    def take(self, snapshot: Snapshot) -> Snapshot:
        """Makes a snapshot the one in use and gives the former's files back."""
        if self.snapshot and self.snapshot.opened is not snapshot.opened:
            self.snapshot.opened.close()
        self.snapshot = snapshot
        return snapshot

    def forget(self) -> None:
        """Lets go of what is held and of the files, so that the next search makes them anew."""
        if self.snapshot:
            self.snapshot.opened.close()
        self.snapshot = None
        self.engine.remove()

    def start(self, number: int) -> Snapshot:
        """A first snapshot, from the files on disk when they are good, else from the database alone."""
        every = facts.load(None, self.where())
        documents = {one: document(known) for one, known in every.items()}
        self.write_all(documents, number)
        return self.assemble(number, every, documents, {})

    def anew(self, held: Snapshot, number: int) -> Snapshot:
        """Every offer and word read again, and sessions worked out from today on."""
        every = facts.load(None, self.where())
        documents = {one: document(known) for one, known in every.items()}
        return self.assemble(number, every, documents, held.opened.segments)

    def assemble(
        self,
        number: int,
        every: Mapping[str, Facts],
        documents: Mapping[str, Document],
        kept: Mapping[str, Segment],
    ) -> Snapshot:
        """Columns for every offer, the text index opened, and all the words."""
        vocabulary, places, calendar = read_vocabulary(), facts.places(), read_calendar()
        table = columns.build(every.values(), codes_of(vocabulary), calendar)
        self.understand(table, every)
        opened = self.opened(table, kept)
        words = Counter(word for one in documents.values() for word in engine.words(one))
        is_word = self.store.encoder.knows if self.store else lambda _word: False
        lexicon = read_lexicon(vocabulary, places, words, is_word)
        gazetteer = Gazetteer(places)
        grammar = Grammar(vocabulary.names, lambda words: is_place(words, self.postcodes, gazetteer))
        meanings = self.store.all if self.store else None
        return Snapshot(number, vocabulary, table, opened, lexicon, gazetteer, places, calendar, grammar, meanings)

    def after(self, held: Snapshot, seen: changes.Changes, number: int) -> Snapshot:
        """The snapshot after a few changes: only what they touch is read and written."""
        found = facts.load(seen.services, self.where())
        changed = {one: found.get(one) for one in seen.services}
        documents = {one: document(known) if known else None for one, known in changed.items()}
        self.write_some(documents, held.number, number)
        spoken = {code for one in found.values() for code, _name in one.languages}
        if seen.words or spoken - held.vocabulary.names["language"].keys():
            return self.anew(held, number)
        table = columns.updated(held.columns, changed, held.calendar)
        self.understand(table, found)
        held.lexicon.add(word for one in documents.values() if one for word in engine.words(one))
        meanings = self.store.all if self.store else None
        opened = self.opened(table, held.opened.segments)
        return replace(held, number=number, columns=table, opened=opened, meanings=meanings)

    def opened(self, table: Columns, kept: Mapping[str, Segment]) -> Opened:
        """The text index as it is on disk, aimed at the rows of these columns."""
        found = self.engine.open(kept)
        found.aim(table.row_of)
        return found

    def understand(self, table: Columns, every: Mapping[str, Facts]) -> None:
        """Writes into the columns where the vectors of these offers stand, encoding what is new."""
        if self.store is None:
            return
        texts = [text for one in every.values() for text in meant(one)]
        with self.only_writer():
            self.store.add(texts)
        rows = [table.row_of[one] for one in every]
        table.texts[rows] = self.store.rows(texts).reshape(-1, columns.TEXT_KINDS)

    def where(self) -> "Map":
        """Places as they are now."""
        return Map(self.postcodes, [place for place in facts.places() if place.kind != "borough"])

    def write_all(self, documents: Mapping[str, Document], number: int) -> None:
        """Writes the text index anew unless its files already stand at this number."""
        with self.only_writer():
            if self.engine.number() != number:
                log.info("writing the search index of %d offers", len(documents))
                self.engine.rebuild(documents.values(), number)

    def write_some(self, documents: Mapping[str, Document | None], held: int, number: int) -> None:
        """Writes the offers changed since `held`, unless another worker of this machine already has."""
        with self.only_writer():
            at = self.engine.number()
            if at is None or at < held:
                self.engine.rebuild(map(document, facts.load(None, self.where()).values()), number)
            elif at < number:
                self.engine.update(documents, number)

    def catch_up_beside(self, number: int) -> None:
        """Takes in many changes in a thread; until then the held snapshot answers (status is checked anyway)."""
        if self.catching_up and self.catching_up.is_alive():
            return

        def work() -> None:
            with self.app.app_context():
                snapshot = self.start(number)
            with self.lock:
                self.take(snapshot)

        self.catching_up = threading.Thread(target=work, name="index catch-up", daemon=True)
        self.catching_up.start()

    @contextmanager
    def only_writer(self) -> Iterator[None]:
        """One writer a machine; the others wait, then find the work done."""
        self.lock_path.parent.mkdir(parents=True, exist_ok=True)
        with self.lock_path.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


class Map:
    """Where postcodes are, and what points are called."""

    def __init__(self, postcodes: Postcodes, places: Sequence[NamedPlace]) -> None:
        self.postcodes = postcodes
        self.names = [place.name for place in places]
        self.points = np.array([(place.latitude, place.longitude) for place in places]).reshape(-1, 2)

    def postcode(self, code: str) -> tuple[float, float, str] | None:
        """Latitude, longitude and GSS code of a full postcode, offline."""
        point = self.postcodes.unit(code)
        return (point.latitude, point.longitude, point.gss or "") if point else None

    def name(self, latitude: float, longitude: float) -> str:
        """The nearest named place within about a mile, or empty (a degree east is 0.62 of one north here)."""
        if not self.names:
            return ""
        apart = (self.points - (latitude, longitude)) * (1, 0.62)
        nearest = int(np.argmin(np.hypot(*apart.T)))
        return self.names[nearest] if float(np.hypot(*apart[nearest])) < MILE else ""


def is_place(words: str, postcodes: Postcodes, gazetteer: Gazetteer) -> bool:
    """Whether words certainly name a place: a known one, or a postcode or district that exists."""
    found = locate(words, postcodes=postcodes, named=gazetteer)
    return isinstance(found, Place) and found.exact


def load_encoder(app: Flask) -> Encoder | None:
    """The sentence encoder, loaded once a process; None when MEANING is off or it is not installed."""
    if app.config["MEANING"] == "off":
        return None
    try:
        return encoder()
    except ImportError:
        log.warning("searching without meaning: the sentence encoder is not installed")
        return None


@cache
def encoder() -> Encoder:
    """One encoder a process."""
    return Encoder()


def meant(one: Facts) -> tuple[str, str, str]:
    """The texts of an offer whose meaning is compared: its name and sentence, its terms, its description."""
    terms = (name for taxonomy in MEANT for name in one.term_names.get(taxonomy, ()))
    return f"{one.name}. {one.summary}", ", ".join(terms), one.description


def document(one: Facts) -> Document:
    """What the text index stores of an offer."""
    codes = [f"{taxonomy}:{code}" for taxonomy, known in one.terms.items() for code, yes in known.items() if yes]
    codes += [f"{taxonomy}:{next(iter(one.terms[taxonomy]))}" for taxonomy in MAIN if one.terms.get(taxonomy)]
    codes += [f"language:{code}" for code, _name in one.languages]
    where = [part for venue in one.venues for part in (venue.name, venue.place, venue.town, venue.postcode)]
    known = (name for names in one.term_names.values() for name in names)
    terms = [*known, *(name for _code, name in one.languages), *where, *(name for name, *_ in one.areas)]
    texts = {"name": one.name, "summary": one.summary, "description": one.description,
             "organisation": one.organisation, "terms": "\n".join(terms)}  # fmt: skip
    return engine.document(one.id, texts, codes)


def read_calendar() -> Calendar:
    """This moment, the school terms and the bank holidays."""
    terms = db.session.execute(select(SchoolTerm.starts, SchoolTerm.ends).order_by(SchoolTerm.starts)).all()
    return Calendar(clock.now(), tuple((first, last) for first, last in terms), schedules.bank_holidays())


def read_vocabulary() -> Vocabulary:
    """Every facet's codes and names."""
    rows = db.session.execute(
        select(TaxonomyTerm.taxonomy, TaxonomyTerm.code, TaxonomyTerm.name).order_by(TaxonomyTerm.position)
    ).all()
    names: dict[str, dict[str, str]] = {
        facet: {code: name for kind, code, name in rows if kind == taxonomy and code}
        for facet, taxonomy in TAXONOMIES.items()
    }
    spoken = select(Language.code, Language.name).where(Language.service_id.is_not(None), Language.code.is_not(None))
    languages = db.session.execute(spoken.order_by(Language.name)).all()
    names["language"] = {code: name or code for code, name in languages if code}
    boroughs = [place for place in facts.places() if place.kind == "borough"]
    names["borough"] = {place.borough: place.name for place in boroughs}
    served = db.session.execute(SERVED_BY).all()
    areas = [
        (code, name, tuple(category for area, category in served if area == code and category))
        for kind, code, name in rows
        if kind == "areas-of-life" and code
    ]
    return Vocabulary(
        names | {"day": dict.fromkeys((*DAYS, "today"), ""), "time": dict.fromkeys(TIMES, "")},
        {place.borough: place.gss for place in boroughs},
        {place.borough: place.slug for place in boroughs},
        areas,
    )


def codes_of(vocabulary: Vocabulary) -> Codes:
    """The columns of a vocabulary; boroughs are known by their GSS code, as venues and areas are."""
    known = {facet: list(vocabulary.names[facet]) for facet in (*TAXONOMIES, "language")}
    return Codes.of(known | {"borough": list(vocabulary.gss.values())})


def read_lexicon(
    vocabulary: Vocabulary,
    places: Sequence[NamedPlace],
    words: Mapping[str, int],
    is_word: Callable[[str], bool],
) -> Lexicon:
    """Synonyms, terms and crisis phrases as the database has them."""
    synonyms = [(typed, means) for typed, means in db.session.execute(select(Synonym.typed, Synonym.means)).all()]
    phrases = db.session.execute(select(CrisisPhrase.phrase, CrisisPhrase.kind)).all()
    crisis = [(phrase, kind) for phrase, kind in phrases]
    terms = [
        (f"{TAXONOMIES.get(facet, facet)}:{code}", name)
        for facet in (*TAXONOMIES, "language")
        for code, name in vocabulary.names[facet].items()
    ]
    names = [name for place in places for name in (place.name, *place.also)]
    return Lexicon(synonyms, terms, crisis, words, names, is_word)
