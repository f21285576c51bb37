"""What every answer carries and what none does: headers, cookies, hosts, proxies and the line in the log."""

import logging
import re

import pytest
from flask import Flask, request

from directory.web.security import POLICY
from tests.routes import addresses

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OF_THE_EXIT = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
LINE = re.compile(r"[A-Z]+ (/[a-z0-9_./<>:-]*|-) [1-5]\d\d \d+ms")


def wanting(response) -> list[str]:
    """The headers an answer lacks or has otherwise, and a cookie if it sets one."""
    wanted = HEADERS | (OF_THE_EXIT if response.request.path == "/exit" else {})
    found = [f"{name}: {response.headers.get(name)}" for name in wanted if response.headers.get(name) != wanted[name]]
    found += [name for name in ("Permissions-Policy", "Cache-Control") if not response.headers.get(name)]
    found += [f"sets {one}" for one in response.headers.getlist("Set-Cookie")]
    return found + [f"says {name}" for name in ("X-Powered-By", "Via") if name in response.headers]


def test_every_page_has_the_headers_and_no_cookie(sample):
    client = sample.test_client()
    faults = {}
    for route, address in addresses(sample).items():
        response = client.get(address)
        assert response.status_code < 400, f"{route}: {address} answered {response.status_code}"
        if wanting(response):
            faults[route] = wanting(response)
    assert faults == {}


def test_what_is_missing_would_be_seen(new_app):
    app = new_app("empty")
    app.add_url_rule("/naked", "naked", lambda: "")
    app.after_request_funcs[None].insert(0, lambda response: response.headers.clear() or response)
    assert len(wanting(app.test_client().get("/naked"))) > 5


@pytest.mark.parametrize("address", ["/no/such/page", "/offers/no-such-offer", "/places/atlantis", "/static/none.css"])
def test_a_page_that_is_not_there(sample, address):
    response = sample.test_client().get(address)
    assert response.status_code == 404 and wanting(response) == []


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_methods_nobody_needs(sample, method):
    response = sample.test_client().open("/", method=method)
    assert response.status_code in ((200,) if method == "OPTIONS" else (405,)) and wanting(response) == []


def test_static_files(sample):
    client = sample.test_client()
    found = re.findall(r'"(/static/[^"]+)"', client.get("/").text)
    assert len(found) >= 3
    for address in found:
        response = client.get(address)
        assert response.status_code == 200 and wanting(response) == [], address
        assert "immutable" in response.headers["Cache-Control"]
        assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("method", ["POST", "OPTIONS", "DELETE"])
def test_static_files_are_only_read(sample, method):
    client = sample.test_client()
    address = re.findall(r'"(/static/[^"]+)"', client.get("/").text)[0]
    response = client.open(address, method=method)
    assert response.status_code in (404, 405) and wanting(response) == []
    assert "<h1" in response.text


def test_a_method_of_a_strangers_own_is_not_written_down(sample, caplog):
    sample.test_client().open("/", method="KANARIENVOGEL")
    assert "KANARIENVOGEL" not in caplog.text and "- - 405" in caplog.text


def test_the_policy_names_nothing_unsafe():
    assert HEADERS["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY and "*" not in POLICY and "http" not in POLICY


def test_results_are_kept_nowhere(sample):
    client = sample.test_client()
    for address in ("/search?q=cooking", "/search", "/search?near=SE6+4RU"):
        assert client.get(address).headers["Cache-Control"] == "no-store"
        assert client.get(address, headers={"HX-Request": "true"}).headers["Cache-Control"] == "no-store"


def breaking(new_app, error: Exception, **settings: object) -> Flask:
    """A site with a page that fails."""
    app = new_app("empty", TESTING=False, **settings)

    def fail(rest: str) -> str:
        raise error

    app.add_url_rule("/broken/<path:rest>", "broken", fail)
    return app


def test_a_page_that_breaks_is_friendly_and_tells_nothing(new_app, caplog):
    app = breaking(new_app, RuntimeError("KANARIENVOGEL in SE6 4RU"))
    response = app.test_client().get("/broken/KANARIENVOGEL?q=KANARIENVOGEL")
    assert response.status_code == 500 and wanting(response) == []
    assert "KANARIENVOGEL" not in response.text and "KANARIENVOGEL" not in caplog.text
    assert "RuntimeError at /broken/<path:rest>" in caplog.text


def test_a_database_that_is_gone_is_told_as_503(new_app, tmp_path, caplog):
    app = new_app("empty", TESTING=False, SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/none/there.sqlite")
    for address in ("/", "/search?q=KANARIENVOGEL&near=SE6+4RU", "/offers/KANARIENVOGEL", "/health"):
        response = app.test_client().get(address)
        assert response.status_code == 503 and wanting(response) == [], address
    assert app.test_client().get("/urgent-help").status_code == 200
    assert "KANARIENVOGEL" not in caplog.text and "SE6" not in caplog.text


def test_another_host_is_refused(sample):
    client = sample.test_client()
    assert client.get("/").status_code == 200
    for host in ("evil.example", "localhost.evil.example", "localhost:80@evil.example", "evil.example:80", ""):
        response = client.get("/", headers={"Host": host})
        assert response.status_code == 400 and wanting(response) == [], host
        assert "evil.example" not in response.text


def echoing(new_app, **settings: object) -> Flask:
    """A site that says what it believes of a request."""
    app = new_app("empty", **settings)
    app.add_url_rule("/echo", "echo", lambda: {"from": request.remote_addr, "root": request.root_url})
    return app


FORWARDED = {
    "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
}


@pytest.mark.parametrize(
    "proxies,seen",
    [
        (0, {"from": "127.0.0.1", "root": "http://localhost/"}),
        (1, {"from": "198.51.100.7", "root": "https://localhost/"}),
        (2, {"from": "203.0.113.9", "root": "https://localhost/"}),
    ],
)
def test_only_trusted_proxies_are_believed(new_app, proxies, seen):
    headers = FORWARDED | ({"X-Forwarded-Proto": "https, https"} if proxies == 2 else {})
    assert echoing(new_app, TRUSTED_PROXIES=proxies).test_client().get("/echo", headers=headers).json == seen


def test_over_https_browsers_are_told_to_stay(new_app):
    app = new_app("empty", SITE_URL="https://localhost")
    assert app.test_client().get("/urgent-help").headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in new_app("empty").test_client().get("/urgent-help").headers


def test_the_access_log_says_route_status_and_time(sample, caplog):
    client = sample.test_client()
    with caplog.at_level(logging.INFO, "directory.access"):
        client.get("/search?q=cooking&near=SE6+4RU", headers={"Referer": "http://localhost/x", "User-Agent": "Firefox"})
        client.get("/offers/cooking-in-se6")
        client.get("/cooking/SE6")
    lines = [record.getMessage() for record in caplog.records if record.name == "directory.access"]
    assert [line.rsplit(" ", 1)[0] for line in lines] == ["GET /search 200", "GET /offers/<slug> 404", "GET - 404"]
    assert all(LINE.fullmatch(line) for line in lines)
