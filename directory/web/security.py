"""What every answer carries so that nothing leaks, and a log that says how the site does and not who asked what."""

import logging
import time
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

log = logging.getLogger("directory.access")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    # Nothing leaves the site, and our own forms keep their Origin (no-referrer would send `null`).
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=(), interest-cohort=()",
}

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")  # RFC 9110, RFC 5789


def headers(secure: bool) -> dict[str, str]:
    """The headers of every answer; over HTTPS browsers are told to stay there for a year."""
    return HEADERS | ({"Strict-Transport-Security": "max-age=31536000"} if secure else {})


def init_app(app: Flask) -> None:
    """Adds headers to every answer and one access line to the log."""
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    always = headers(str(app.config["SITE_URL"]).startswith("https:"))
    app.before_request(start_clock)
    names = {urlsplit(str(app.config["SITE_URL"])).hostname or "", "localhost", "127.0.0.1", "::1"}
    app.before_request(lambda: refuse_other_hosts(names))
    app.after_request(lambda response: protect(response, always))
    app.after_request(write_access_line)


def start_clock() -> None:
    """Remembers when the request began (seconds, monotonic)."""
    g.began = time.monotonic()


def refuse_other_hosts(names: set[str]) -> None:
    """400 for a Host that is not ours: addresses in mails and links must not be made of what a stranger sent.

    /health may be asked by any name, as whoever balances the load knows only an address.
    """
    if request.path != "/health" and urlsplit(f"//{request.host}").hostname not in names:
        abort(400)


def protect(response: Response, always: dict[str, str]) -> Response:
    """Sets every header the answer does not set itself."""
    for name, value in always.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-cache")
    return response


def write_access_line(response: Response) -> Response:
    """Time, route template, status, milliseconds: no query, postcode, address, Referer or browser anywhere."""
    route = request.url_rule.rule if request.url_rule else "-"
    took = (time.monotonic() - g.get("began", time.monotonic())) * 1000
    method = request.method if request.method in METHODS else "-"  # another one is words of a stranger
    log.info("%s %s %d %.0fms", method, route, response.status_code, took)
    return response
