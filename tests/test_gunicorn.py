"""What gunicorn says of requests it cannot read, and the settings that keep the site small and closed."""

import logging
import runpy
import socket
import sqlite3

import pytest

from tests.commands import ROOT
from tests.server import serving

SECRET = "kanarienvogel"


@pytest.fixture(scope="module")
def settings():
    return runpy.run_path(str(ROOT / "gunicorn.conf.py"))


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A site without offers."""
    with serving(tmp_path_factory.mktemp("small"), SEED="none") as server:
        yield server


def send(port: int, raw: bytes) -> bytes:
    """Bytes as they are, and what came back."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)
        return connection.makefile("rb").read()


@pytest.mark.parametrize(
    "raw",
    [
        f"{SECRET} nothing\r\n\r\n".encode(),
        f"GET /{SECRET} HTTP/9.9\r\n\r\n".encode(),
        f"GET /?q={SECRET} HTTP/1.1\r\nHost: x\r\nContent-Length: {SECRET}\r\n\r\n".encode(),
        f"GET /?q={SECRET} HTTP/1.1\r\nHost: x\r\n{SECRET} : x\r\n\r\n".encode(),
        f"GET /?q={SECRET} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: {SECRET}\r\n\r\n".encode(),
        f"GET /{SECRET}{'x' * 9000} HTTP/1.1\r\n\r\n".encode(),
        b"\x16\x03\x01\x02" + SECRET.encode() + b"\r\n\r\n",
    ],
)
def test_a_request_it_cannot_read_is_refused_and_not_repeated(small, raw):
    answer = send(small.port, raw)
    assert answer.startswith((b"HTTP/1.0 4", b"HTTP/1.1 4", b"HTTP/1.1 501"))
    assert SECRET not in small.log()
    assert "127.0.0.1" not in small.log().replace(f"Listening at: {small.url}", "")


def test_it_opens_no_other_door(small):
    assert not list((small.folder / "home").rglob("*"))


def test_what_was_counted_is_kept_when_it_stops(tmp_path):
    with serving(tmp_path, SEED="none") as server:
        for _ in range(9):  # only the first of each worker is written at once
            assert server.get("/search?q=zzyzxq").status == 200
    with sqlite3.connect(tmp_path / "data" / "directory.sqlite") as database:
        assert database.execute("SELECT sum(number) FROM daily_count").fetchone() == (9,)
    database.close()


def test_an_error_is_logged_without_its_message(settings, caplog):
    log = settings["QuietLogger"](Config())
    log.error_log.propagate = True
    with caplog.at_level(logging.INFO, "gunicorn.error"):
        try:
            raise ValueError(SECRET)
        except ValueError:
            log.exception("Error handling request %s", f"/search?q={SECRET}")
        log.warning(f"Invalid request from ip=203.0.113.9: {SECRET}")
    assert "ValueError" in caplog.text and "test_gunicorn.py" in caplog.text
    assert SECRET not in caplog.text and "203.0.113.9" not in caplog.text


class Config:
    """What gunicorn's logger asks its configuration for."""

    def __getattr__(self, _name: str) -> None:
        return None

    loglevel = "info"
    logconfig_dict: dict[str, object] = {}


def test_the_port_and_the_host_come_from_the_environment(monkeypatch):
    for given, bound in (
        ({}, "127.0.0.1:8000"),
        ({"PORT": "81"}, "127.0.0.1:81"),
        ({"BIND": "[::]:9"}, "[::]:9"),
        ({"BIND": "0.0.0.0", "PORT": "81"}, "0.0.0.0:81"),
        ({"BIND": "[::]", "PORT": "81"}, "[::]:81"),
        ({"BIND": "unix:/run/x.sock", "PORT": "81"}, "unix:/run/x.sock"),
    ):
        for name in ("PORT", "BIND"):
            monkeypatch.delenv(name, raising=False)
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        assert runpy.run_path(str(ROOT / "gunicorn.conf.py"))["bind"] == bound
