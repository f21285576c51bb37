"""A proxy that ends TLS before a site, as nginx does: with a certificate made for the test, and the usual headers."""

import http.client
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NOT_PASSED_ON = ("connection", "transfer-encoding", "keep-alive")


def certificate(folder: Path) -> Path:
    """A key and a certificate of localhost in one PEM file, good for a day."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "tls.pem"
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


class PassingOn(BaseHTTPRequestHandler):
    """Passes each request on to `site` and keeps the headers of every POST in `seen`."""

    protocol_version = "HTTP/1.1"
    site: int
    seen: list[dict[str, str]]

    def pass_on(self) -> None:
        """Asks the site, adds what a proxy adds, and hands back what it said."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.command == "POST":
            self.seen.append({name.lower(): value for name, value in self.headers.items()})
        kept = {name: value for name, value in self.headers.items() if name.lower() not in NOT_PASSED_ON}
        added = {"X-Forwarded-For": self.client_address[0], "X-Forwarded-Proto": "https"}
        connection = http.client.HTTPConnection("127.0.0.1", self.site, timeout=60)
        connection.request(self.command, self.path, body or None, kept | added)
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in (*NOT_PASSED_ON, "content-length"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_POST = pass_on  # noqa: N815 (http.server's names)

    def log_message(self, *_said: object) -> None:
        """Nothing."""


@contextmanager
def before(site: int, port: int, folder: Path) -> Iterator[list[dict[str, str]]]:
    """Listens on `port` and passes requests on to the site; gives a list of the headers of each POST it saw."""
    seen: list[dict[str, str]] = []
    server = ThreadingHTTPServer(("127.0.0.1", port), type("Proxy", (PassingOn,), {"site": site, "seen": seen}))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(folder))
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
