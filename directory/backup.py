"""One file with everything a site cannot make again, readable by either kind of database."""

import gzip
import io
import json
import os
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from alembic.migration import MigrationContext
from sqlalchemy import JSON, Column, Connection, Table, false, func, select

from directory import clock
from directory.db import db
from directory.models import Change, ChangeCounter

FORMAT = 1
FOLDERS = ("outbox", "logos")  # of DATA_DIR: what is not there is left out; all else in it is made anew
# Who is signed in, on their way in or has tried: it is kept for hours, and nobody is to come back in with a backup.
PASSING = ("signed_in", "challenge", "attempt")
ROWS = 500  # rows held in memory at a time
# Added to the change number when a backup is put back, so that every running worker sees a number it never held and
# reads everything again. No site has so many changes between two backups.
JUMP = 1_000_000

Row = dict[str, Any]


class BadBackup(Exception):
    """A file that cannot be put back, in words for whoever stands at the terminal."""


@dataclass(frozen=True)
class About:
    """What a backup says of itself: when it was made (ISO 8601, UTC), for which tables, with how many rows."""

    made_at: str
    revision: str
    rows: Mapping[str, int]
    files: int
    format: int = FORMAT


def write(path: Path, folder: Path) -> About:
    """Writes the database as it is at one moment, and the files under `folder` (DATA_DIR), while the site runs.

    The file is there whole or not at all, and only its owner may read it.
    """
    beside = path.with_name(f"{path.name}.part")
    try:
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", format=tarfile.PAX_FORMAT) as archive:
                about = fill(archive, folder)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return about


def fill(archive: tarfile.TarFile, folder: Path) -> About:
    """A member for each table and file; what the backup says of itself comes last, so a torn one lacks it."""
    with db.engine.connect() as connection:
        at_one_moment(connection)
        revision = str(MigrationContext.configure(connection).get_current_revision())
        rows = {table.name: add_table(archive, connection, table) for table in db.metadata.sorted_tables}
    files = [file for name in FOLDERS for file in sorted((folder / name).rglob("*")) if file.is_file()]
    for file in files:
        archive.add(file, f"files/{file.relative_to(folder).as_posix()}")
    about = About(clock.now().isoformat(timespec="seconds"), revision, rows, len(files))
    add(archive, "about.json", json.dumps(about.__dict__, indent=1).encode())
    return about


def at_one_moment(connection: Connection) -> None:
    """Lets every read that follows see the same state of the database, whatever is written meanwhile."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    else:
        connection.exec_driver_sql("BEGIN")


def add_table(archive: tarfile.TarFile, connection: Connection, table: Table) -> int:
    """A table as NDJSON, in the order of its key; one of PASSING without its rows. Returns how many rows."""
    wanted = select(table).order_by(*table.primary_key)
    if table.name in PASSING:
        wanted = wanted.where(false())
    result = connection.execution_options(yield_per=ROWS).execute(wanted)
    lines = [json.dumps(written(row._mapping), ensure_ascii=False, separators=(",", ":")) for row in result]
    add(archive, f"tables/{table.name}.ndjson", "".join(f"{line}\n" for line in lines).encode())
    return len(lines)


def add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    """Adds one member of that name."""
    member = tarfile.TarInfo(name)
    member.size, member.mtime = len(data), int(clock.now().timestamp())
    archive.addfile(member, io.BytesIO(data))


def written(row: Mapping[Any, Any]) -> Row:
    """A row as JSON takes it; nulls are left out."""
    return {str(name): plain(value) for name, value in row.items() if value is not None}


def plain(value: Any) -> Any:
    """Dates, times and money as text, bytes as hexadecimal; JSON's own kinds as they are."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value.hex() if isinstance(value, bytes) else value


KINDS = {date: date.fromisoformat, datetime: datetime.fromisoformat, time: time.fromisoformat,
         Decimal: Decimal, bytes: bytes.fromhex}  # fmt: skip


def understood(table: Table, line: bytes) -> Row:
    """The row that `written` wrote, with None for what was left out. Raises BadBackup."""
    try:
        found = json.loads(line)
        return {column.name: value(column, found.get(column.name)) for column in table.columns}
    except (ValueError, TypeError, AttributeError, ArithmeticError) as why:
        raise BadBackup(f"the table {table.name} holds a line that is no row") from why


def value(column: Column[Any], said: Any) -> Any:
    """One value, of the type of its column."""
    if said is None or isinstance(column.type, JSON):
        return said
    read = KINDS.get(column.type.python_type)
    return read(said) if read else said


class Backup:
    """A backup opened for reading, seen to be whole.

    Raises BadBackup: not a backup, torn, damaged, or of another version of the database.
    """

    def __init__(self, path: Path) -> None:
        try:
            self.archive = tarfile.open(path, "r:gz")  # noqa: SIM115 - closed by `close`
            members = {member.name: member for member in self.archive.getmembers()}
            self.about = About(**json.loads(self.read(members["about.json"])))
        except (OSError, EOFError, tarfile.TarError, gzip.BadGzipFile, KeyError, ValueError, TypeError) as why:
            raise BadBackup("this is no backup of this site, or it is torn or damaged") from why
        self.members = members
        self.check()

    def check(self) -> None:
        """Every table there, every row readable: known before anything is taken away."""
        if self.about.format != FORMAT:
            raise BadBackup("it was made by a newer version of this site")
        for table in db.metadata.sorted_tables:
            if sum(1 for _row in self.rows(table)) != self.about.rows.get(table.name):
                raise BadBackup(f"the table {table.name} is not whole")

    def read(self, member: tarfile.TarInfo) -> bytes:
        """The whole of one member."""
        file = self.archive.extractfile(member)
        return file.read() if file else b""

    def rows(self, table: Table) -> Iterator[Row]:
        """The rows of a table."""
        member = self.members.get(f"tables/{table.name}.ndjson")
        if member is None:
            raise BadBackup(f"it lacks the table {table.name}")
        return (understood(table, line) for line in self.read(member).splitlines())

    def files(self) -> Iterator[tuple[PurePosixPath, bytes]]:
        """Path under DATA_DIR and content of each file; only ever inside FOLDERS."""
        for name, member in self.members.items():
            path = PurePosixPath(name)
            if path.parts[0] == "files" and member.isfile():
                inside = path.relative_to("files")
                if inside.parts[0] not in FOLDERS or ".." in inside.parts:
                    raise BadBackup(f"it holds a file where none belongs: {name}")
                yield inside, self.read(member)


def restore(backup: Backup, folder: Path) -> None:
    """Puts a backup back in place of everything in the database, in one transaction, and its files under `folder`.

    Raises BadBackup when the database is at another revision than the backup was made at; then nothing changed.
    """
    files = list(backup.files())
    with db.engine.begin() as connection:
        at = str(MigrationContext.configure(connection).get_current_revision())
        if at != backup.about.revision:
            raise BadBackup(f"it was made at database revision {backup.about.revision}, and this site is at {at}")
        number = connection.scalar(select(func.max(ChangeCounter.number))) or 0
        for table in reversed(db.metadata.sorted_tables):
            connection.execute(table.delete())
        for table in db.metadata.sorted_tables:
            fill_table(connection, table, backup.rows(table))
        tell_workers(connection, number)
    for inside, data in files:
        (folder / inside).parent.mkdir(parents=True, exist_ok=True)
        (folder / inside).write_bytes(data)


def fill_table(connection: Connection, table: Table, rows: Iterator[Row]) -> None:
    """Inserts rows, and links within the table once all its rows are there; new keys will follow the highest."""
    keys = [column.name for column in table.primary_key]
    links = [key.parent.name for key in table.foreign_keys if key.column.table is table and key.parent.name not in keys]
    later = []
    while some := list(islice(rows, ROWS)):
        connection.execute(table.insert(), [row | dict.fromkeys(links) for row in some])
        later += [row for row in some if any(row[name] is not None for name in links)]
    for row in later:
        here = (column == row[column.name] for column in table.primary_key)
        connection.execute(table.update().where(*here).values({name: row[name] for name in links}))
    counted = table.autoincrement_column
    if counted is not None and connection.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.name, counted.name)
        highest = select(func.coalesce(func.max(counted), 0) + 1).scalar_subquery()
        connection.execute(select(func.setval(sequence, highest, False)))


def tell_workers(connection: Connection, number: int) -> None:
    """Sets a change number that none of them holds, with no change behind it: they read everything again."""
    restored = connection.scalar(select(func.max(ChangeCounter.number))) or 0
    for table in (Change.__table__, ChangeCounter.__table__):
        connection.execute(table.delete())
    connection.execute(ChangeCounter.__table__.insert().values(id=1, number=max(number, restored) + JUMP))
