"""Daily totals of what happened, never of what was typed: counted in memory, written at most once a minute."""

import threading
import time
from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import Connection, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from directory import clock
from directory.db import db
from directory.models import DailyCount

EVERY = 60.0  # seconds between two writings; a crash may lose that much
PATIENCE = 100  # milliseconds a reader may wait for a count; an import can hold the database for minutes

waiting: Counter[tuple[date, str, str]] = Counter()
lock = threading.Lock()
written = 0.0


def count(what: str, key: str = "") -> None:
    """One more of something today. `key` is a code of our own vocabulary or empty."""
    global written
    with lock:
        waiting[clock.today(), what, key] += 1
        due = time.monotonic() - written > EVERY
        if due:
            written = time.monotonic()
    if due:
        flush()


def flush() -> None:
    """Adds what was counted to the database in one statement; what cannot be written at once is kept for later."""
    with lock:
        taken = waiting.copy()
        waiting.clear()
    if not taken:
        return
    try:
        with db.engine.begin() as connection:
            write(connection, taken)
    except SQLAlchemyError:
        with lock:
            waiting.update(taken)


def write(connection: Connection, taken: Counter[tuple[date, str, str]]) -> None:
    """Adds the counts, waiting for no other writer; in one order, so that two workers never wait for each other."""
    said = sorted(taken.items())
    rows = [{"day": day, "what": what, "key": key, "number": number} for (day, what, key), number in said]
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {PATIENCE}")
        connection.execute(adding(postgresql.insert(DailyCount).values(rows)))
        return
    patience = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        connection.execute(adding(sqlite.insert(DailyCount).values(rows)))
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {patience}")


def adding(insert: Any) -> Any:
    """The same statement, adding to the numbers that are there."""
    more = {"number": DailyCount.number + insert.excluded.number}
    return insert.on_conflict_do_update(index_elements=["day", "what", "key"], set_=more)


def often(what: str, least: int = 5) -> dict[str, int]:
    """{key: number over all days} of something, fullest first; a number below `least` could tell of one person."""
    summed = func.sum(DailyCount.number)
    rows = db.session.query(DailyCount.key, summed).filter(DailyCount.what == what).group_by(DailyCount.key)
    return {key: int(number) for key, number in rows.having(summed >= least).order_by(summed.desc(), DailyCount.key)}


def total(what: str) -> int:
    """All that was written of something, over all days."""
    found = db.session.query(func.coalesce(func.sum(DailyCount.number), 0)).filter(DailyCount.what == what).scalar()
    return int(found)
