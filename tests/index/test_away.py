"""A database that is away: searches are refused quickly, whoever waits, and answer again when it is back."""

import threading
import time

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from directory.index import changes
from directory.index import live as live_module
from tests.makers import a_service


def gone() -> int:
    """As long as a host takes that does not answer."""
    time.sleep(1)
    raise OperationalError("SELECT", {}, Exception("away"))


def test_one_waits_for_a_database_that_is_away_and_the_rest_are_told(app: Flask, monkeypatch: pytest.MonkeyPatch):
    app.test_client().get("/search")
    monkeypatch.setattr(changes, "newest", gone)
    answers: list[tuple[int, str | None]] = []

    def search() -> None:
        answer = app.test_client().get("/search?q=harp")
        answers.append((answer.status_code, answer.headers.get("Retry-After")))

    began = time.monotonic()
    threads = [threading.Thread(target=search) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [(503, "60")] * 6
    assert time.monotonic() - began < 5  # six, if each had waited its turn
    app.extensions["index"].back = 0.0


def test_it_is_asked_again_when_it_is_back(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(live_module, "AWAY", 0.2)
    a_service(name="Harp circle")
    with monkeypatch.context() as patched:
        patched.setattr(changes, "newest", gone)
        assert app.test_client().get("/search?q=harp").status_code == 503
        assert app.test_client().get("/urgent-help").status_code == 200
    time.sleep(0.3)
    assert "Harp circle" in app.test_client().get("/search?q=harp").text
