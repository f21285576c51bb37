"""Totals of what happened, never of what was typed: counted in memory, written at most once a minute.

They are kept by day; of one offer by month (its first day), which says less of anybody and makes fewer rows.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from directory import clock
from directory.db import db
from directory.models import DailyCount

# What is counted. Of an offer, by its code:
SEEN, OPENED, ADDED, HANDED_OUT, PDF = OF_AN_OFFER = ("seen", "opened", "added to a list", "handed out", "pdf")
# and under this and its code, by term of our vocabulary ("need:lonely"): what led somebody to it.
LED = "led to {code}"
NOTHING_FOUND = "nothing found"
HANDOUTS = "handouts"
GAPS = "area with nothing"  # by area of life and outward code: "home SE12"
LEAST = 5  # a smaller number could tell of one person

EVERY = 60.0  # seconds between two writings; a crash may lose that much
MOST_ROWS = 2000  # that one statement takes; databases limit its values
PATIENCE = 100  # milliseconds a reader may wait for a count; an import can hold the database for minutes

waiting: Counter[tuple[date, str, str]] = Counter()
lock = threading.Lock()
written = 0.0


def count(what: str, key: str = "") -> None:
    """One more of something today. `key` is a code of our own vocabulary or empty."""
    add(clock.today(), [(what, key)])


def count_offers(what: str, codes: Iterable[str]) -> None:
    """One more of something this month for each of these offers."""
    add(clock.today().replace(day=1), [(what, code) for code in codes])


def count_led(code: str, terms: Iterable[str]) -> None:
    """One more for each term of our vocabulary (`facet:code`) that led to an offer this month."""
    add(clock.today().replace(day=1), [(LED.format(code=code), term) for term in terms])


def add(day: date, events: Sequence[tuple[str, str]]) -> None:
    """One more of each, (what, key); writes what waits when that was not done for a minute."""
    global written
    with lock:
        for what, key in events:
            waiting[day, what, key] += 1
        due = time.monotonic() - written > EVERY
        if due:
            written = time.monotonic()
    if due:
        flush()


def flush() -> None:
    """Adds what was counted to the database, in one statement (a few when there is very much).

    What cannot be written at once is kept for later.
    """
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
    parts = [rows[at : at + MOST_ROWS] for at in range(0, len(rows), MOST_ROWS)]
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {PATIENCE}")
        for part in parts:
            connection.execute(adding(postgresql.insert(DailyCount).values(part)))
        return
    patience = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        for part in parts:
            connection.execute(adding(sqlite.insert(DailyCount).values(part)))
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {patience}")


def adding(insert: Any) -> Any:
    """The same statement, adding to the numbers that are there."""
    more = {"number": DailyCount.number + insert.excluded.number}
    return insert.on_conflict_do_update(index_elements=["day", "what", "key"], set_=more)


def months(today: date, count: int) -> list[date]:
    """The first days of so many last months, this one first."""
    every = [today.year * 12 + today.month - 1 - back for back in range(count)]
    return [date(one // 12, one % 12 + 1, 1) for one in every]


def often(what: str, least: int = LEAST, since: date = date.min) -> dict[str, int]:
    """{key: number over all days since one} of something, fullest first; those below `least` are left out."""
    summed = func.sum(DailyCount.number)
    counted = db.session.query(DailyCount.key, summed).filter(DailyCount.what == what, DailyCount.day >= since)
    rows = counted.group_by(DailyCount.key).having(summed >= least).order_by(summed.desc(), DailyCount.key)
    return {key: int(number) for key, number in rows}


def by_month(code: str, months: Sequence[date]) -> dict[date, dict[str, int]]:
    """{month: {what: number}} of an offer, for months named by their first days; one statement."""
    wanted = (DailyCount.day.in_(months), DailyCount.what.in_(OF_AN_OFFER), DailyCount.key == code)
    found: dict[date, dict[str, int]] = {month: dict.fromkeys(OF_AN_OFFER, 0) for month in months}
    for one in db.session.query(DailyCount).filter(*wanted):
        found[one.day][one.what] = one.number
    return found


def led_to(code: str, months: Sequence[date]) -> dict[str, int]:
    """{term: number over these months} of what led to an offer, fullest first, LEAST or more; one statement."""
    summed = func.sum(DailyCount.number)
    counted = db.session.query(DailyCount.key, summed)
    counted = counted.filter(DailyCount.day.in_(months), DailyCount.what == LED.format(code=code))
    rows = counted.group_by(DailyCount.key).having(summed >= LEAST).order_by(summed.desc(), DailyCount.key)
    return {key: int(number) for key, number in rows}


def total(what: str) -> int:
    """All that was written of something, over all days."""
    found = db.session.query(func.coalesce(func.sum(DailyCount.number), 0)).filter(DailyCount.what == what).scalar()
    return int(found)
