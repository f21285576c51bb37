"""The database: one session, one Model base, and how SQLite is asked to keep its promises."""

import sqlite3
import uuid
from datetime import UTC, datetime

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, MetaData, event
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.orm import DeclarativeBase
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
def keep_sqlite_promises(connection: object, _record: object) -> None:
    """WAL lets readers go on while one writes; FULL loses no commit when the power goes (0.26 ms a commit)."""
    if not isinstance(connection, sqlite3.Connection):
        return
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")
