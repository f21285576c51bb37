"""Daily totals: added up across workers, never in a reader's way, and nothing lost while the database is busy."""

import threading
import time

import pytest
from flask import Flask
from sqlalchemy import text

from directory import counts
from directory.db import db
from directory.models import DailyCount


@pytest.fixture
def from_now(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing counted yet, and the next count is due to be written."""
    counts.waiting.clear()
    monkeypatch.setattr(counts, "written", time.monotonic() - 2 * counts.EVERY)


@pytest.mark.usefixtures("from_now")
def test_a_busy_database_keeps_no_reader_waiting_and_loses_no_count(app: Flask):
    held = db.engine.connect()
    busy = "LOCK TABLE daily_count" if db.engine.dialect.name == "postgresql" else "BEGIN IMMEDIATE"
    held.execute(text(busy))
    began = time.monotonic()
    counts.count("nothing found")
    assert time.monotonic() - began < 3  # SQLite waits five, PostgreSQL for ever
    assert sum(counts.waiting.values()) == 1
    held.rollback()
    held.close()
    counts.flush()
    assert counts.total("nothing found") == 1 and not counts.waiting
    if db.engine.dialect.name == "sqlite":
        assert db.session.execute(text("PRAGMA busy_timeout")).scalar() == 5000


@pytest.mark.usefixtures("from_now")
def test_a_pool_with_nothing_left_is_no_error_of_a_search(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(db.engine.pool, "_timeout", 0.05)
    held = []
    try:
        while len(held) < 100:
            held.append(db.engine.connect())
    except Exception:  # noqa: BLE001, S110 - the pool is empty now
        pass
    counts.count("nothing found")
    for one in held:
        one.close()
    assert sum(counts.waiting.values()) == 1


@pytest.mark.usefixtures("from_now")
def test_many_threads_add_up(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(counts, "EVERY", 0.0)

    def count() -> None:
        with app.app_context():
            for number in range(10):
                counts.count("nothing found", f"code-{number % 3}")

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts.flush()
    assert counts.total("nothing found") == 40
    assert db.session.query(DailyCount).count() == 3
