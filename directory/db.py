"""The database: one session, one Model base, and how SQLite is asked to keep its promises."""

import os
import sqlite3
import uuid
from datetime import UTC, datetime

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, MetaData, event
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every model stands on; constraints are named so that migrations can find them."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base)


def new_id() -> str:
    """A fresh random UUID as text, the form of every Open Referral id."""
    return str(uuid.uuid4())


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC, aware in Python on every database (SQLite itself keeps no zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True
    python_type = datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def engine_options(uri: str) -> dict[str, object]:
    """How to connect: errors without the values that were sent, and nobody waits long for a database that is away."""
    patience = {"connect_timeout": 3} if uri.startswith("postgresql") else {}
    return {"hide_parameters": True, "pool_pre_ping": True, "pool_timeout": 5, "connect_args": patience}


@event.listens_for(Engine, "connect")
def keep_sqlite_promises(connection: object, record: ConnectionPoolEntry) -> None:
    """WAL lets readers go on while one writes; FULL loses no commit when the power goes (0.26 ms a commit)."""
    if not isinstance(connection, sqlite3.Connection):
        return
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    record.info["file"] = (path, file_id(path))
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")


SEEN: set[str] = set()  # files that this process has had open


@event.listens_for(Engine, "do_connect")
def make_no_file_again(dialect: Dialect, _record: object, arguments: list[str], _named: object) -> None:
    """SQLite makes a file that is not there; where one was a moment ago, an empty one would hide that it is gone."""
    if dialect.name != "sqlite" or not arguments or arguments[0] == ":memory:":
        return
    if arguments[0] in SEEN and file_id(arguments[0]) is None:
        raise sqlite3.OperationalError("the database file is gone")
    SEEN.add(arguments[0])


@event.listens_for(Engine, "checkout")
def leave_a_file_that_moved(_connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
    """An open SQLite file goes on answering when it is moved away or another is put in its place: connect again."""
    path, known = record.info.get("file", ("", None))
    if path and file_id(path) != known:
        raise DisconnectionError("another database file was put in place, or none")


def file_id(path: str) -> tuple[int, int] | None:
    """What tells one file from another of the same name; None when there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
