"""Asks a server as fast as it answers, on a few kept connections, with a client that costs little itself."""

import socket
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

CONNECTIONS = 4


@dataclass(frozen=True)
class Load:
    """What came of it: answers a second, and milliseconds that half and 95 in 100 answers stayed below."""

    a_second: float
    p50: float
    p95: float


class Asker:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)

    def ask(self, path: str) -> bytes:
        """The body of an answer; anything but 200 ends the run."""
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: br\r\n\r\n".encode())
        got = b""
        while b"\r\n\r\n" not in got:
            got += self.receive()
        head, _, body = got.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), f"{path}: {head[:60]!r}"
        length = int(next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))[15:])
        while len(body) < length:
            body += self.receive()
        return body

    def receive(self) -> bytes:
        """Some bytes; a closed connection is an error."""
        found = self.socket.recv(1 << 16)
        assert found, "the server closed the connection"
        return found


def load(port: int, paths: Sequence[str], seconds: float, connections: int = CONNECTIONS) -> Load:
    """Asks these paths over and over, each connection beginning elsewhere, for so many seconds."""
    took: list[float] = []
    faults: list[BaseException] = []
    until = time.monotonic() + seconds

    def work(first: int) -> None:
        try:
            asker, at = Asker(port), first
            while time.monotonic() < until:
                began = time.perf_counter()
                asker.ask(paths[at % len(paths)])
                took.append((time.perf_counter() - began) * 1000)
                at += 1
            asker.socket.close()
        except BaseException as fault:  # noqa: BLE001 - told to whoever waits for the thread
            faults.append(fault)

    began = time.monotonic()
    threads = [threading.Thread(target=work, args=(n * len(paths) // connections,)) for n in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return Load(len(took) / (time.monotonic() - began), percentile(took, 50), percentile(took, 95))


def percentile(values: Sequence[float], share: int) -> float:
    """The value that `share` percent stay below."""
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]
