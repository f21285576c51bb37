"""A server on this machine that stands in for a service of the outside world."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Answer = Callable[[BaseHTTPRequestHandler, Any], None]  # gets the request and its JSON


class Quiet(ThreadingHTTPServer):
    """Says nothing of whoever went away before the answer."""

    daemon_threads = True

    def handle_error(self, *_who: object) -> None:
        """Nothing."""


@contextmanager
def listening(answer: Answer) -> Iterator[str]:
    """Its address, until the block ends; every POST goes to `answer`, and no redirection may lead to it."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer(self, json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def do_GET(self) -> None:
            raise AssertionError("a redirection was followed")

        def log_message(self, *_said: object) -> None:
            """Nothing."""

    server = Quiet(("127.0.0.1", 0), Answering)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
