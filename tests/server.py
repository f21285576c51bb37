"""A real gunicorn for tests, set up with the commands that `make run` uses."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import ready
from tests.commands import ROOT, surroundings

PATIENCE = 60  # seconds


@dataclass
class Answer:
    """What came back over the wire."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        """The value of a header, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def text(self) -> str:
        """The body as UTF-8."""
        return self.body.decode()


@dataclass
class Server:
    """A running site. `folder` holds data/, home/, tmp/ and log: everything it could have written to."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> Answer:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, headers=dict(headers or {}))
            response = connection.getresponse()
            return Answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()

    def log(self) -> str:
        """Everything it has said so far."""
        return (self.folder / "log").read_text(errors="replace")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def serving(folder: Path, app: str = "wsgi:app", **settings: str) -> Iterator[Server]:
    """A site with the sample offers (SEED=none for none) under gunicorn as it is deployed, until the block ends."""
    port = free_port()
    settings = {"HELP_PHONE": "020 7946 0000", "HELP_EMAIL": "help@example.org", **settings}
    environment = surroundings(folder, port, **settings)
    if not (folder / "data" / "directory.sqlite").exists():
        ready.bring(folder / "data", settings.get("SEED", "sample"))
    call = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", app]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(call, cwd=ROOT, env=environment, stdout=log, stderr=log)
    server = Server(port, folder, process)
    try:
        wait_until_ready(server)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_until_ready(server: Server) -> None:
    """Asks /health until it answers 200."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.process.poll() is None:
        try:
            if server.get("/health").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"the site did not come up:\n{server.log()[-3000:]}")
