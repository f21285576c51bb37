"""Brings what was sent in into the database: every record whole or not at all, and the same file twice only once.

Records are saved in the order of their ids, so that slugs and shared ids do not hang on the order in a file.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from directory import naming
from directory.db import db
from directory.index import changes
from directory.json_records import read
from directory.models import Attribute, PublicName, Service, ServiceAtLocation
from directory.nouns import NOUNS, PARTS, SHARED, UNSAID, Values
from directory.open_referral import queries
from directory.open_referral.forms import check
from directory.open_referral.shape import (
    Claim,
    Key,
    Known,
    Note,
    Record,
    ids_for,
    merged,
    one_id_a_term,
    settled,
    shifted,
)

BATCH = 100  # records a transaction
ALSO = {"service": ("organization_id", "program_id"), "taxonomy_term": ("taxonomy_id",)}
Files = Sequence[tuple[str, bytes]]
Progress = Callable[[Sequence[Any], str], Iterable[Any]]


@dataclass
class Outcome:
    """What an import did, or (with `dry_run`) would do: numbers of services, and what to tell the clerk."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    refusals: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)

    def reject(self, notes: Iterable[Note]) -> None:
        self.rejected += 1
        self.refusals.extend(notes)


def quietly(items: Sequence[Any], _label: str) -> Iterable[Any]:
    """No progress shown."""
    return items


def import_services(
    files: Files,
    *,
    as_of: date,
    strict: bool = False,
    dry_run: bool = False,
    shift_dates: bool = False,
    progress: Progress = quietly,
) -> Outcome:
    """Saves the services of `files` (name, content), each whole or not at all, a hundred to a transaction.

    `strict` saves all of them in one transaction or none. `dry_run` saves none. `shift_dates` moves every date so that
    the newest confirmation of all the files is on `as_of`; without it nobody can have confirmed after that day.
    """
    outcome, known = Outcome(), queries.known()
    records = _checked(files, known, None if shift_dates else as_of, outcome, progress)
    records, refused = settled(records, known)
    for notes in refused.values():
        outcome.reject(notes)
    if shift_dates:
        _shift(records, as_of)
    if not (strict and outcome.rejected):
        _save_all(sorted(records, key=lambda record: record.id), known, outcome, strict, dry_run, progress)
    db.session.rollback()
    return outcome


def _checked(files: Files, known: Known, today: date | None, outcome: Outcome, progress: Progress) -> list[Record]:
    """The records that can be taken; the first of two with one id, when they differ, and both when they do not."""
    seen: dict[str, tuple[str, object]] = {}
    found = []
    sent = [(name, one) for name, data in files for one in read(data)]
    full = {name for name, _one in sent}
    outcome.warnings.extend(Note(name, "", "there is no record in it") for name, _data in files if name not in full)
    for name, one in progress(sent, "Checking"):
        where = f"{name}, {one.where}" if len(files) > 1 else one.where
        record, refusals, warnings = check(one._replace(where=where), known, today)
        if record and record.id in seen:
            first, value = seen[record.id]
            if value == one.value:
                outcome.warnings.append(Note(where, "id", f"{first} is the same; it was taken once"))
                continue
            record, refusals = (
                None,
                [Note(where, "id", f"{first} has this id and says something else; only that one is taken")],
            )
        outcome.warnings.extend(warnings)
        if record is None:
            outcome.reject(refusals)
            continue
        seen[record.id] = where, one.value
        found.append(record)
    return found


def _shift(records: list[Record], as_of: date) -> None:
    newest = max((one.service["assured_date"] for one in records if "assured_date" in one.service), default=as_of)
    days = (as_of - newest).days
    for record in records:
        record.service = shifted("service", record.service, days)
        record.shared = [(noun, shifted(noun, values, days)) for noun, values in record.shared]


def _save_all(
    records: list[Record], known: Known, outcome: Outcome, strict: bool, dry_run: bool, progress: Progress
) -> None:
    """Batch by batch; when the database refuses a batch, record by record, so that only the guilty one is left out."""
    saving = Saving(records, known)
    for batch in _batches(records, progress):
        try:
            _save(saving, batch, outcome, keep=not strict and not dry_run)
        except SQLAlchemyError as error:
            db.session.rollback()
            if strict:
                outcome.added = outcome.changed = outcome.unchanged = 0
                _reject_all(batch, error, outcome)
                return
            for record in batch:
                try:
                    _save(saving, [record], outcome, keep=not dry_run)
                except SQLAlchemyError as its_own:
                    db.session.rollback()
                    _reject_all([record], its_own, outcome)
        if dry_run and not strict:
            db.session.rollback()
    if strict and not dry_run:
        db.session.commit()


def _batches(records: list[Record], progress: Progress) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for record in progress(records, "Saving"):
        batch.append(record)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _reject_all(records: list[Record], error: SQLAlchemyError, outcome: Outcome) -> None:
    why = f"the database would not take it ({type(error).__name__})"
    for record in records:
        outcome.reject([Note(record.where, "", why)])


def _save(saving: "Saving", batch: list[Record], outcome: Outcome, *, keep: bool) -> None:
    """One batch with its change numbers, committed when `keep`; counted only once it is."""
    changes.record([])  # the counter's lock first: nobody else writes between what is read here and what is written
    new, touched = saving.save(batch)
    changed = _services_with(touched)
    changes.record(sorted(changed))
    if keep:
        db.session.commit()
        saving.keep()
    for record in batch:
        outcome.added += record.id in new
        outcome.changed += record.id in changed and record.id not in new
        outcome.unchanged += record.id not in changed


def _services_with(touched: set[Key]) -> set[str]:
    """The services whose pages and index entries show one of these nouns."""
    by: dict[str, list[str]] = defaultdict(list)
    for noun, id_ in touched:
        by[noun].append(id_)
    found = set(by["service"])
    for noun, link, column in (
        ("organization", Service.id, Service.organization_id),
        ("program", Service.id, Service.program_id),
        ("location", ServiceAtLocation.service_id, ServiceAtLocation.location_id),
        ("taxonomy_term", Attribute.service_id, Attribute.taxonomy_term_id),
    ):
        if by[noun]:
            found.update(id_ for id_ in db.session.scalars(select(link).where(column.in_(by[noun]))) if id_)
    return found


class Saving:
    """Saves batches of records, and in each the shared nouns that no batch before it has saved."""

    def __init__(self, records: list[Record], known: Known) -> None:
        self.nouns = merged(records)
        self.same_term = one_id_a_term(self.nouns, known)
        self.kept: set[Key] = set()
        self.fresh: set[Key] = set()

    def keep(self) -> None:
        """What the last batch saved is committed: later ones need not."""
        self.kept |= self.fresh

    def save(self, batch: list[Record]) -> tuple[set[str], set[Key]]:
        """Writes a batch into the open transaction; returns the ids of new services and all nouns that changed."""
        told = {(noun, values["id"]) for record in batch for noun, values in record.shared}
        self.fresh = told - self.kept
        touched: set[Key] = set()
        claims: dict[str, list[Claim]] = defaultdict(list)
        for noun in SHARED:
            fresh = {id_: self.nouns[noun, id_] for kind, id_ in sorted(self.fresh) if kind == noun}
            if noun == "taxonomy_term":
                fresh = {id_: values for id_, values in fresh.items() if self.same_term[id_] == id_}
            self._bring(noun, fresh, touched, claims)
        new = self._bring("service", {record.id: record.service for record in batch}, touched, claims)
        for noun in PARTS:
            self._bring_parts(noun, claims, touched)
        return new, touched

    def _bring(
        self, noun: str, wanted: dict[str, Values], touched: set[Key], claims: dict[str, list[Claim]]
    ) -> set[str]:
        """Adds or changes nouns with an id of their own, and lays claim to the parts they tell of."""
        spec = NOUNS[noun]
        columns = [*spec.properties, *ALSO.get(noun, ())]
        cleared = dict.fromkeys(set(columns) - spec.ours) if noun == "service" else {}
        found = queries.rows(noun, "id", wanted)
        for id_, values in wanted.items():
            row = cleared | {name: values[name] for name in columns if name in values}
            old = found.get(id_)
            row |= _named(noun, id_, row, old)
            if old is None:
                row = dict.fromkeys(columns) | {name: one for name, one in UNSAID.items() if name in columns} | row
            if _bring(noun, id_, row, old):
                touched.add((noun, id_))
            for key, part in spec.parts.items():
                if key in values:
                    claims[part].append((noun, id_, (noun, id_), values[key]))
        return set(wanted) - set(found)

    def _bring_parts(self, noun: str, claims: dict[str, list[Claim]], touched: set[Key]) -> None:
        """Makes the parts of every owner what its list says: no more, no fewer, in that order."""
        spec = NOUNS[noun]
        columns = {name: UNSAID.get(name, [] if kind == "dates" else None) for name, kind in spec.properties.items()}
        columns |= {f"{key}_id": None for key in spec.one}
        owned = queries.owned(noun, claims[noun])
        theirs = queries.taken(noun, (one["id"] for *_, parts in claims[noun] for one in parts))
        for owner, owner_id, root, parts in claims[noun]:
            mine = owned[owner, owner_id]
            ids = ids_for(noun, owner_id, parts, set(mine), theirs)
            gone = set(mine) - set(ids)
            _remove(noun, gone)
            changed = bool(gone)
            for at, (id_, part) in enumerate(zip(ids, parts, strict=True)):
                row = columns | {name: part[name] for name in columns if name in part}
                if "taxonomy_term_id" in row:
                    row["taxonomy_term_id"] = self.same_term.get(str(row["taxonomy_term_id"]), row["taxonomy_term_id"])
                changed |= _bring(noun, id_, row | {f"{owner}_id": owner_id, "position": at}, mine.get(id_))
                for key, inner in spec.parts.items():
                    claims[inner].append((noun, id_, root, part.get(key, [])))
            if changed:
                touched.add(root)


def _named(noun: str, id_: str, row: Values, old: Values | None) -> Values:
    """The public names of something new or renamed, kept for good."""
    names = naming.names_for(noun, id_, row.get("name"), old)
    for column, name in names.items():
        kind = "code" if column == "code" else noun
        if naming.holder(kind, name) is None:
            db.session.execute(insert(PublicName), [{"kind": kind, "name": name, "entity_id": id_}])
    return dict(names)


def _bring(noun: str, id_: str, wanted: Values, old: Values | None) -> bool:
    """Inserts or updates one row, given what it holds now; False when it held all that already."""
    table = NOUNS[noun].model.__table__
    changed = wanted if old is None else {name: value for name, value in wanted.items() if old[name] != value}
    if old is None:
        db.session.execute(insert(table), [{"id": id_, **wanted}])
    elif changed:
        db.session.execute(update(table).where(table.c.id == id_), changed)
    return bool(changed)


def _remove(noun: str, ids: set[str]) -> None:
    """Deletes rows; by its foreign keys the database deletes what hangs on them."""
    table = NOUNS[noun].model.__table__
    for id_ in sorted(ids):
        db.session.execute(delete(table).where(table.c.id == id_))
