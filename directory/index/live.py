"""What one worker holds to answer from: columns, text index and words, kept level with the database."""

import fcntl
import logging
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from flask import Flask
from sqlalchemy.exc import OperationalError, TimeoutError

from directory import clock
from directory.gazetteer import Gazetteer
from directory.index import changes, columns, engine, facts
from directory.index.columns import Columns
from directory.index.engine import DamagedIndex, Engine, Opened, Segment
from directory.index.facts import Facts
from directory.index.known_words import codes_of, lexicon_of, read_calendar, read_phrases, read_vocabulary
from directory.index.meaning import Rows, Store, Vectors, encoder, installed
from directory.index.picture import Snapshot, large
from directory.index.rewording import reworded
from directory.index.senses import Apart, Senses
from directory.index.sentence import Grammar
from directory.index.texts import Document, document, meant
from directory.index.words import Lexicon
from directory.places import is_exact
from directory.postcodes import Postcodes

log = logging.getLogger("directory.index")

COMPARED = 5000  # offers above which comparing meanings costs more than the page may take (see README.md)
MANY = 300  # changes that are caught up with beside the requests instead of before the next one
REFRESH = timedelta(days=7)  # sessions worked out longer ago are not answered from; older than a day, they are renewed
AWAY = 2.0  # seconds for which a database that failed is not asked again: whoever waits behind is told at once
REST = 60.0  # seconds until files that could not be written are tried again


class Live:
    """The newest snapshot of one worker. Hold `lock` while using it: a superseded searcher is closed."""

    def __init__(self, app: Flask) -> None:
        folder = Path(app.config["DATA_DIR"])
        self.app = app
        self.engine = Engine(folder / "index", app.config["SQLALCHEMY_DATABASE_URI"])
        self.lock_path = folder / "index.lock"
        self.postcodes = Postcodes(folder / "postcodes.sqlite")
        self.lock = threading.RLock()
        self.snapshot: Snapshot | None = None
        self.catching_up: threading.Thread | None = None
        self.apart: dict[tuple[str, ...], Apart] = {}
        self.back = 0.0  # the moment (monotonic) from which the database is asked again
        self.rested = 0.0  # the moment (monotonic) from which files are written again

    @cached_property
    def store(self) -> Store | None:
        """The vectors of this machine; loaded at the first search, so that commands start without the encoder."""
        wanted = self.app.config["MEANING"]
        found = encoder() if wanted == "on" or (wanted == "auto" and facts.count() <= COMPARED) else None
        return Store(Path(self.app.config["DATA_DIR"]) / "meaning", found) if found else None

    @cached_property
    def phrases(self) -> Store | None:
        """The vectors of what people type."""
        return Store(self.store.folder / "phrases", self.store.encoder) if self.store else None

    @property
    def meaning(self) -> str:
        """ "on", or "off" and why meanings are not compared."""
        if self.store or self.app.config["MEANING"] == "off":
            return "on" if self.store else "off: MEANING=off"
        return f"off: more than {COMPARED} offers" if installed() else "off: the encoder is not installed"

    def current(self) -> Snapshot:
        """The snapshot level with the newest committed change; unreadable files are made anew. The caller locks.

        Raises what SQLAlchemy raises when the database does not answer, and TimeoutError at once just after that.
        """
        if time.monotonic() < self.back:
            raise TimeoutError("the database did not answer a moment ago")
        try:
            return self.level()
        except DamagedIndex:
            self.forget()
            return self.level()
        except (OperationalError, TimeoutError):
            self.back = time.monotonic() + AWAY
            raise

    def level(self) -> Snapshot:
        """The snapshot held, when it is level with the database, or the one that follows it."""
        number = changes.newest()
        held = self.snapshot
        if held is None or number < held.number:  # a lower number: another database, or a backup put back
            return self.take(self.start(number))
        if held.day == clock.today() and number == held.number:
            return self.with_times(held)
        if time.monotonic() < self.rested:
            return held
        try:
            held = self.of_today(held)
            return self.with_times(held) if number == held.number else self.changed(held, number)
        except OSError as fault:  # a full disk: the last good copy answers, and status is checked in the database
            self.rest(fault)
            return held

    def changed(self, held: Snapshot, number: int) -> Snapshot:
        """The snapshot that follows after some acts; when there were many, the same until they are taken in beside."""
        seen = changes.since(held.number)
        if seen.lost or len(seen.services) > MANY:
            self.catch_up_beside(number)
            return held
        return self.take(self.after(held, seen, number))

    def with_times(self, held: Snapshot) -> Snapshot:
        """The same, with sessions worked out from today on: beside the requests, unless they are too old to use."""
        age = clock.today() - held.columns.worked_out
        if age >= REFRESH:
            return self.take(self.anew(held, held.number))
        if age and time.monotonic() >= self.rested:
            self.catch_up_beside(held.number)
        return held

    def of_today(self, held: Snapshot) -> Snapshot:
        """The snapshot with the places of today: only offers that have moved since its day are read and written."""
        if held.day == clock.today():
            return held
        moved = facts.turned(held.day, clock.today())
        if not moved:
            return self.take(replace(held, day=clock.today()))
        return self.take(self.after(held, changes.Changes(frozenset(moved), words=False, lost=False), held.number))

    def rest(self, fault: Exception) -> None:
        """Says what kind of thing went wrong with the files, and lets them be for a while."""
        log.error("the search index cannot follow the database: %s", type(fault).__name__)
        self.rested = time.monotonic() + REST

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
        return self.assemble(
            number, every, {one: document(known) for one, known in every.items()}, held.opened.segments
        )

    def assemble(
        self,
        number: int,
        every: Mapping[str, Facts],
        documents: Mapping[str, Document],
        kept: Mapping[str, Segment],
    ) -> Snapshot:
        """Columns for every offer, the text index opened, and all the words."""
        vocabulary, places, calendar, phrases = read_vocabulary(), facts.places(), read_calendar(), read_phrases()
        table = columns.build(every.values(), codes_of(vocabulary), calendar)
        self.understand(table, every)
        opened = self.opened(table, kept)
        words = Counter(word for one in documents.values() for word in engine.words(one))
        is_word = self.store.encoder.knows if self.store else lambda _word: False
        lexicon = lexicon_of(phrases, vocabulary, places, words, is_word)
        lexicon.add(documents.values())
        gazetteer = Gazetteer(places)
        named = (name for place in places for name in (place.name, *place.also))
        grammar = Grammar(vocabulary.names, lambda words: is_exact(words, self.postcodes, gazetteer), named)
        return Snapshot(
            number, vocabulary, table, opened, phrases, lexicon, gazetteer, places, calendar, grammar,
            self.store.all if self.store else None, calendar.now.date(), self.senses(lexicon),
        )  # fmt: skip

    def after(self, held: Snapshot, seen: changes.Changes, number: int) -> Snapshot:
        """The snapshot after a few changes: only what they touch is read and written."""
        now = reworded(held, self.senses) if seen.words else held
        if now is None and large(held):
            self.catch_up_beside(number)
            return held
        found = facts.load(seen.services, self.where())
        changed = {one: found.get(one) for one in seen.services}
        documents = {one: document(known) if known else None for one, known in changed.items()}
        self.write_some(documents, held.number, number)
        day = clock.today() if number == held.number else held.day
        spoken = {code for one in found.values() for code, _name in one.languages}
        new_language = bool(spoken - held.vocabulary.names["language"].keys())
        if now is None or (new_language and not large(held)):
            return self.anew(held, number)
        if not seen.services:
            return replace(now, number=number)
        if new_language:  # its offers are found now; a moment later they can be narrowed by it
            self.catch_up_beside(number)
        table = columns.updated(held.columns, changed, held.calendar)
        self.understand(table, found)
        now.lexicon.add([one for one in documents.values() if one])
        opened, meanings = self.opened(table, held.opened.segments), self.store.all if self.store else None
        memory = {key: made for key, made in held.memory.copy().items() if key[0] not in seen.services}
        return replace(now, number=number, columns=table, opened=opened, meanings=meanings, memory=memory, day=day)

    def senses(self, lexicon: Lexicon) -> Senses | None:
        """What searches may be close to in meaning, where meanings are compared."""
        return Senses.of(lexicon, self.vectors, self.apart) if self.store else None

    def opened(self, table: Columns, kept: Mapping[str, Segment]) -> Opened:
        """The text index as it is on disk, aimed at the rows of these columns."""
        found = self.engine.open(kept)
        found.aim(table.row_of)
        return found

    def understand(self, table: Columns, every: Mapping[str, Facts]) -> None:
        """Writes into the columns where the vectors of these offers stand, encoding what is new."""
        if self.store:
            table.text[[table.row_of[one] for one in every]] = self.learnt([meant(one) for one in every.values()])

    def learnt(self, texts: Sequence[str]) -> Rows:
        """Where the vectors of these texts stand in the store (there is one)."""
        assert self.store
        with self.only_writer():
            return self.store.add(texts)

    def vectors(self, phrases: Sequence[str]) -> Vectors:
        """The vectors of what people type (there is a store): kept apart, as every search goes through the others."""
        assert self.phrases
        with self.only_writer():
            rows = self.phrases.add(phrases)
        return self.phrases.all[rows]

    def where(self) -> facts.Map:
        """Places as they are now."""
        return facts.Map(self.postcodes, [place for place in facts.places() if place.kind != "borough"])

    def write_all(self, documents: Mapping[str, Document], number: int) -> None:
        """Writes the text index anew unless its files stand at this number, or another worker took them further."""
        with self.only_writer():
            at, day = self.engine.stands_at()
            stale = day != clock.today() and facts.turned(day, clock.today())
            if at is None or stale or not number <= at <= changes.newest():
                log.info("writing the search index of %d offers", len(documents))
                self.engine.rebuild(documents.values(), number)

    def write_some(self, documents: Mapping[str, Document | None], held: int, number: int) -> None:
        """Writes the offers changed since `held`, unless another worker of this machine already has.

        Nothing but the day has changed when both are the same number.
        """
        with self.only_writer():
            at, day = self.engine.stands_at()
            night = held == number
            if at is not None and at >= number and not (night and day != clock.today()):
                return
            day = clock.today() if night else day
            if at is None or at < held or not self.engine.update(documents, max(at, number), day):
                self.engine.rebuild(map(document, facts.load(None, self.where()).values()), number)

    def catch_up_beside(self, number: int) -> None:
        """Reads everything again in a thread; until then the held snapshot answers (status is checked anyway)."""
        if self.catching_up and self.catching_up.is_alive():
            return

        def work() -> None:
            try:
                with self.app.app_context():
                    snapshot = self.start(number)
            except Exception as fault:  # noqa: BLE001 - whatever it is, the held snapshot answers until the next try
                self.rest(fault)
                return
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
