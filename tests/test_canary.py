"""Nothing of what a visitor asks, or who they are, is found anywhere after they are gone."""

import http.client
import re
import sqlite3
import urllib.parse
from pathlib import Path

import pytest

from tests.commands import command
from tests.people import value_of
from tests.server import Answer, Server, serving

# Words that stand nowhere else. A postcode of its own is among them: typed here, in no offer.
SEARCHED, POSTCODE, TYPED_WRONG = "KANARIENVOGEL", "SE26 5UA", "zitronenfalter"
ADDRESS = "203.0.113.77"
# What somebody might type of a patient where nothing asks for it.
E_MAIL, PHONE = "wellensittich@example.net", "07700900873"
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
    E_MAIL,
    PHONE,
]
# Staff may send a list through somebody who is away; what could not leave is kept nowhere either.
UUID = "11111111-2222-4333-8444-555555555555"
SETTINGS = {"TRUSTED_PROXIES": "1", "DEMO": "1", "NOTIFY_KEY": f"key-{UUID}-{UUID}", "NOTIFY_EMAIL_TEMPLATE": UUID,
            "NOTIFY_TEXT_TEMPLATE": UUID, "NOTIFY_URL": "http://127.0.0.1:1"}  # fmt: skip
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
    f"/signpost?{ASKED}&area=home&area={Q}&language={Q}&audience={Q}&notes={E_MAIL}",
    f"/signpost?area=home&area=medicines&near={NEAR}&o={Q}",
    f"/list?o={Q},{E_MAIL},aaa23&d={Q}&{ASKED}",
    f"/list/handout?o={Q},{{code}}&size={Q}&name={E_MAIL}&phone={PHONE}&{ASKED}",
    f"/es/list/handout?o={{code}}&discreet=1&name={E_MAIL}&phone={PHONE}",
    f"/list/handout.pdf?o={{code}}&size=large&name={E_MAIL}&phone={PHONE}&{ASKED}",
    f"/list/dates.ics?o={{code}}&name={E_MAIL}&{ASKED}",
    f"/places/catford/this-week?{ASKED}&phone={PHONE}",
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
    code = re.search(r'name="o" value="([a-z0-9]+)"', server.get("/search").text)
    for visited in VISITS:
        path = visited.replace("{code}", code[1] if code else "")
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
    with serving(tmp_path_factory.mktemp("canary"), **SETTINGS) as running:
        yield running


def test_nothing_is_kept(server):
    assert found(server) == [], "a mark stood there before anybody came: choose another"
    assert {200, 400, 404, 405} <= visit(server)
    assert found(server) == []
    for done in ("/search 200", "/signpost 200", "/list/handout 200", "/list/handout.pdf 200", "/list/dates.ics 200"):
        assert f"GET {done}" in server.log()


class Staff:
    """Somebody who is signed in on the running site."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.cookie = ""
        told = command(server.folder, server.port, "users", "demo", **SETTINGS)
        link = re.search(r"http://[^/]+(/sign-in/link/\S+)", told)[1]
        answer = self.post(link, {})
        self.cookie = answer.header("Set-Cookie").partition(";")[0]

    def get(self, path: str) -> Answer:
        """A page."""
        return self.server.get(path, HEADERS | {"Cookie": self.cookie})

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """A form is sent."""
        body = urllib.parse.urlencode(fields)
        kind = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        try:
            connection.request("POST", path, body, HEADERS | kind)
            response = connection.getresponse()
            return Answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()


def test_nothing_that_staff_type_of_a_patient_is_kept(server):
    staff = Staff(server)
    code = re.search(r'name="o" value="([a-z0-9]+)"', server.get("/search").text)[1]
    asked = f"o={code}&name={Q}&email={E_MAIL}&phone={PHONE}&{ASKED}"
    pages = [staff.get(f"{path}?{asked}") for path in ("/list/send", "/desk/lists/keep", "/desk/lists", "/desk")]
    assert [one.status for one in pages] == [200] * 4
    csrf, team = value_of(pages[0].text, "csrf"), value_of(pages[1].text, "team")
    form = {"csrf": csrf, "o": f"{code},{SEARCHED}", "team": team}
    sent = {
        ("/list/send/email", E_MAIL): 503,
        ("/list/send/sms", PHONE): 503,
        ("/list/send/sms", SEARCHED): 422,
        ("/list/send/email", f"{SEARCHED} {POSTCODE}"): 422,
        ("/desk/lists/keep", f"For {E_MAIL}"): 422,
        ("/desk/lists/keep", f"For {PHONE}"): 422,
    }
    for (path, typed), status in sent.items():
        assert staff.post(path, form | {"to": typed, "name": typed}).status == status
        assert staff.post(path, {"to": typed, "name": typed, "csrf": typed}).status in (400, 404)
        assert server.get(f"{path}?to={urllib.parse.quote(typed)}", HEADERS, "POST").status in (303, 404)
    server.get(f"/search?o={SEARCHED[:12]}", {**HEADERS, "Referer": f"{server.url}/search?{ASKED}"})
    server.get(f"/offers/{Q}", {**HEADERS, "Referer": f"{server.url}/search?{ASKED}"})
    assert "POST /list/send/<any(email, sms):way> 503" in server.log()
    assert found(server) == []


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
