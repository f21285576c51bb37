"""Daily totals of what happened, never of what was typed: counted in memory, written at most once a minute."""

import threading
import time
from collections import Counter
from datetime import date

from sqlalchemy import func
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from directory import clock
from directory.db import db
from directory.models import DailyCount

EVERY = 60.0  # seconds between two writings; a crash may lose that much

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
    """Adds what was counted to the database in one statement; what cannot be written now is kept for later."""
    with lock:
        taken = waiting.copy()
        waiting.clear()
    if not taken:
        return
    rows = [{"day": day, "what": what, "key": key, "number": number} for (day, what, key), number in taken.items()]
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert(DailyCount).values(rows)
    more = {"number": DailyCount.number + statement.excluded.number}
    statement = statement.on_conflict_do_update(index_elements=["day", "what", "key"], set_=more)
    try:
        with db.engine.begin() as connection:
            connection.execute(statement)
    except DBAPIError:
        with lock:
            waiting.update(taken)


def total(what: str) -> int:
    """All that was written of something, over all days."""
    found = db.session.query(func.coalesce(func.sum(DailyCount.number), 0)).filter(DailyCount.what == what).scalar()
    return int(found)
