"""Nothing of what a visitor asks, or who they are, is found anywhere after they are gone."""

import re
import sqlite3
import urllib.parse
from pathlib import Path

import pytest

from tests.server import Server, serving

# Words that stand nowhere else. A postcode of its own is among them: typed here, in no offer.
SEARCHED, POSTCODE, TYPED_WRONG = "KANARIENVOGEL", "SE26 5UA", "zitronenfalter"
ADDRESS = "203.0.113.77"
HEADERS = {
    "User-Agent": "Seltsamerbrowser/9.1",
    "Referer": "http://localhost/herkunftsseite",
    "X-Forwarded-For": ADDRESS,
    "Cookie": "keks=krümelspur".encode().decode("latin-1"),
    "Accept-Language": "gsw-CH",
    "Authorization": "Basic geheimniskraemer",
}
MARKS = [
    SEARCHED,
    POSTCODE,
    TYPED_WRONG,
    ADDRESS,
    "Seltsamer",
    "herkunftsseite",
    "gsw-CH",
    "geheimniskraemer",
    "krümelspur",
]
Q, NEAR = urllib.parse.quote(SEARCHED), urllib.parse.quote(POSTCODE)
ASKED = f"q={Q}&near={NEAR}"
VISITS = [
    f"/?{ASKED}",
    f"/search?{ASKED}",
    f"/search?{ASKED}&sort=nearest&category=cooking-and-food&page=2",
    f"/search?q={Q}+{TYPED_WRONG}+suicide&near={NEAR}&within=0.1",
    f"/search?q=%00%ff{Q}&near={NEAR}&page={Q}&category={Q}&borough={Q}",
    f"/search?q={Q * 200}",
    f"/search?near={NEAR}",
    f"/offers/{Q}?near={NEAR}",
    f"/organisations/{Q}?{ASKED}",
    f"/places/{Q}?{ASKED}",
    f"/urgent-help?{ASKED}",
    f"/about?{ASKED}",
    f"/{Q}/{NEAR}",
    f"/static/{Q}.css?{ASKED}",
    f"/search/suggest?q={Q}",
    f"/search/suggest?near={NEAR}",
    f"/health?{ASKED}",
    f"/sitemap.xml?{ASKED}",
]


def marks_of(port: int) -> list[bytes]:
    """Every way a mark may be written; the loopback address with any port but the one we listen on."""
    ways = [
        way for mark in MARKS for way in (mark, mark.lower(), urllib.parse.quote(mark), urllib.parse.quote_plus(mark))
    ]
    ways += [POSTCODE.replace(" ", ""), POSTCODE.replace(" ", "").lower()]
    return sorted({way.encode() for way in ways})


def visit(server: Server) -> set[int]:
    """All visits, also as htmx would make them and in ways that are not HTTP; the statuses that came back."""
    statuses = set()
    for path in VISITS:
        for more in ({}, {"HX-Request": "true", "HX-Target": "results"}, {"Host": f"{SEARCHED}.example"}):
            statuses.add(server.get(path, {**HEADERS, **more}).status)
        for method in ("HEAD", "POST", "BREW"):
            statuses.add(server.get(path, HEADERS, method).status)
    statuses.add(server.get(f"/search?{ASKED}&x={'a' * 9000}", HEADERS).status)
    statuses.add(server.get(f"/search?{ASKED}", {**HEADERS, "Content-Length": SEARCHED}).status)
    statuses.add(server.get(f"/search?{ASKED}", {f"{SEARCHED}({POSTCODE})".replace(" ", ""): "x"}).status)
    return statuses


def everything(folder: Path) -> dict[str, bytes]:
    """What the site has written below its folder: log, database, index, temporary files, home. Not the postcodes."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def found(server: Server) -> list[str]:
    """Where a mark turned up."""
    marks = marks_of(server.port)
    return [f"{mark!r} in {name}" for name, text in everything(server.folder).items() for mark in marks if mark in text]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A site of its own, behind one trusted proxy, so that it believes the marked address."""
    with serving(tmp_path_factory.mktemp("canary"), TRUSTED_PROXIES="1") as running:
        yield running


def test_nothing_is_kept(server):
    assert found(server) == [], "a mark stood there before anybody came: choose another"
    assert {200, 400, 404, 405} <= visit(server)
    assert found(server) == []
    assert "GET /search 200" in server.log()


def test_nothing_is_kept_when_the_database_is_gone(server):
    database = server.folder / "data" / "directory.sqlite"
    kept = database.read_bytes()
    with sqlite3.connect(database) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        connection.execute("PRAGMA foreign_keys = OFF")
        for table in tables:
            connection.execute(f'ALTER TABLE "{table}" RENAME TO "gone_{table}"')
    connection.close()
    assert 503 in visit(server)
    assert server.get("/urgent-help", HEADERS).status == 200
    assert found(server) == []
    assert kept


def test_the_log_names_nobody(server):
    """Not even the loopback address of this test, nor a browser, nor a query."""
    line = re.compile(r"\S+ ([A-Z]+) (/\S*|-) \d{3} \d+ms")
    for said in server.log().splitlines():
        if line.fullmatch(said):
            assert "?" not in said
        else:
            assert "127.0.0.1" not in said or "Listening at" in said, said


def test_a_mark_would_be_found(server):
    (server.folder / "tmp" / "seen").write_text(f"somebody asked for {POSTCODE.lower()}")
    assert found(server)
