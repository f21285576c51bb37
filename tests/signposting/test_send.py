"""Staff send a list through GOV.UK Notify: a stand-in on this machine takes it, refuses it, fails and stalls."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from threading import Event

import pytest

from directory import notify
from directory.config import BadSetting, settings
from directory.db import db
from directory.models import Attempt
from directory.signposting.sending import views
from tests import loopback
from tests.client import HouseClient
from tests.makers import a_service, an_organization
from tests.people import a_partner, at

SERVICE, SECRET = "11111111-2222-4333-8444-555555555555", "99999999-8888-4777-8666-555555555555"
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
MAIL_TO, TEXT_TO = "wellensittich@example.net", "07700 900 982"


class StandIn:
    """Notify as far as we know it: it checks the token, answers as it is told to, and remembers what came."""

    def __init__(self) -> None:
        self.came: list[tuple[str, dict[str, str], dict[str, object]]] = []
        self.answer: int | str = 201
        self.released = Event()

    @contextmanager
    def listening(self) -> Iterator[str]:
        """Its address, until the block ends."""

        def answer(to: BaseHTTPRequestHandler, body: dict[str, object]) -> None:
            self.came.append((to.path, dict(to.headers), body))
            self.respond(to)

        with loopback.listening(answer) as address:
            try:
                yield address
            finally:
                self.released.set()

    def respond(self, to: BaseHTTPRequestHandler) -> None:
        """Answers, stalls or hangs up."""
        if self.answer == "stall":
            self.released.wait(60)
        elif self.answer != "hang up":
            to.send_response(int(self.answer))
            if self.answer == 302:
                to.send_header("Location", f"http://{to.headers['Host']}/elsewhere")
            to.send_header("Content-Length", "0")
            to.end_headers()


@pytest.fixture
def stand_in() -> Iterator[tuple[StandIn, str]]:
    """Notify and its address."""
    made = StandIn()
    with made.listening() as address:
        yield made, address


@pytest.fixture
def site(new_app, stand_in):
    """A site with a key, an offer on it, and somebody who is signed in."""
    app = new_app(NOTIFY_KEY=f"our-key-{SERVICE}-{SECRET}", NOTIFY_EMAIL_TEMPLATE=TEMPLATE,
                  NOTIFY_TEXT_TEMPLATE=TEMPLATE, NOTIFY_URL=stand_in[1])  # fmt: skip
    app.test_client_class = HouseClient
    with app.app_context():
        a_service(code="aaa23", name="Tea and company")
        a_service(code="bbb23", name="Gardeners")
        yield app, at(app, a_partner(an_organization()))


def sent(who, way="email", to=MAIL_TO, **over):
    """The form is filled in and sent."""
    return who.post(f"/list/send/{way}", {"to": to, "o": "aaa23,bbb23", "d": "2026-11-20"} | over)


def opened(part: str) -> dict[str, object]:
    """A part of a token, read."""
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def test_an_e_mail_leaves_with_a_token_that_can_be_checked(site, stand_in, clock):
    answer = sent(site[1])
    assert answer.status_code == 303 and MAIL_TO not in answer.location
    assert "It is on its way." in site[1].get(answer.location).text
    [(path, headers, body)] = stand_in[0].came
    assert path == "/v2/notifications/email"
    assert body["email_address"] == MAIL_TO and body["template_id"] == TEMPLATE
    text = body["personalisation"]["text"]
    assert "Tea and company\nEvery Wednesday" in text and "/list?o=aaa23,bbb23&d=2026-11-20" in text
    head, said, mark = headers["Authorization"].removeprefix("Bearer ").split(".")
    wanted = hmac.new(SECRET.encode(), f"{head}.{said}".encode(), hashlib.sha256).digest()
    assert base64.urlsafe_b64encode(wanted).decode().rstrip("=") == mark
    assert opened(head) == {"typ": "JWT", "alg": "HS256"}
    assert opened(said) == {"iss": SERVICE, "iat": int(notify.clock.now().timestamp())}


def test_an_e_mail_goes_to_the_address_as_mail_servers_know_it(site, stand_in):
    assert sent(site[1], to="rea@\uff45xample.net").status_code == 303
    assert stand_in[0].came[0][2]["email_address"] == "rea@example.net"


def test_a_text_message_has_names_and_address(site, stand_in):
    assert sent(site[1], "sms", TEXT_TO).status_code == 303
    [(path, _headers, body)] = stand_in[0].came
    assert path == "/v2/notifications/sms" and body["phone_number"] == "+447700900982"
    assert body["personalisation"]["text"].startswith("Tea and company\nGardeners\nhttp")


@pytest.mark.parametrize(
    ("answer", "said"),
    [(400, "Look whether it is right"), (403, "Look whether"), (429, "Try again in a few minutes"),
     (500, "could not be sent just now"), (302, "could not be sent just now"), ("hang up", "just now"),
     ("stall", "just now")],
)  # fmt: skip
def test_what_cannot_leave_is_said_and_what_was_typed_is_still_there(site, stand_in, monkeypatch, answer, said):
    monkeypatch.setattr(notify, "PATIENCE", 0.5)
    stand_in[0].answer = answer
    began = time.monotonic()
    got = sent(site[1])
    assert got.status_code == 503 and said in got.text and MAIL_TO in got.text
    assert time.monotonic() - began < 30, "a stall of a minute keeps nobody waiting"
    assert len(stand_in[0].came) == 1


def test_nobody_is_there_to_take_it(site):
    site[0].config["NOTIFY_URL"] = "http://127.0.0.1:1"
    assert sent(site[1]).status_code == 503


@pytest.mark.parametrize(
    ("way", "to"),
    [("email", ""), ("email", "nobody"), ("email", "a@b"), ("email", "x" * 400), ("sms", "020 7946 0123"),
     ("sms", "12"), ("sms", "\0"), ("sms", "call me")],
)  # fmt: skip
def test_what_is_no_address_and_no_mobile_is_refused_kindly(site, stand_in, way, to):
    got = sent(site[1], way, to)
    assert got.status_code == 422 and "Write a" in got.text and not stand_in[0].came


def test_a_list_with_nothing_on_it_goes_nowhere(site, stand_in):
    assert sent(site[1], o="zzz99").status_code == 422 and not stand_in[0].came


def test_only_so_many_an_hour(site, stand_in, monkeypatch, clock):
    monkeypatch.setattr(views, "AN_HOUR", 2)
    assert [sent(site[1]).status_code for _ in range(3)] == [303, 303, 429]
    monkeypatch.setattr(views, "EVERYBODY", 3)
    other = at(site[0], a_partner(an_organization()))
    assert [sent(other).status_code for _ in range(2)] == [303, 429] and len(stand_in[0].came) == 3


def test_to_whom_is_kept_nowhere(site, stand_in, caplog):
    for answer in (201, 400, 500):
        stand_in[0].answer = answer
        sent(site[1])
        sent(site[1], "sms", TEXT_TO)
    rows = [str(value) for table in db.metadata.sorted_tables for row in db.session.execute(table.select())
            for value in row]  # fmt: skip
    everything = "\n".join([*rows, caplog.text])
    for mark in (MAIL_TO, "07700900982", "7700 900 982", "7700900982"):
        assert mark not in everything
    assert db.session.query(Attempt).count() == 12


def test_visitors_and_sites_without_a_key_cannot(site, app, client):
    there = "/list/send?o=aaa23&d=2026-11-20"
    assert site[0].test_client().get(there).location.startswith("/sign-in")
    assert "Send it from this site" in site[0].test_client().get("/list?o=aaa23").text
    a_service(code="aaa23")
    assert at(app, a_partner(an_organization())).get(there).status_code == 404
    assert "Send it from this site" not in client.get("/list?o=aaa23").text


@pytest.mark.parametrize(
    ("name", "value"),
    [("NOTIFY_KEY", "short"), ("NOTIFY_EMAIL_TEMPLATE", "x"), ("NOTIFY_URL", "http://notify.example.org")],
)
def test_a_setting_that_cannot_work_is_named_and_not_repeated(name, value):
    with pytest.raises(BadSetting, match=name) as stopped:
        settings({name: value})
    assert f" {value}" not in str(stopped.value).partition("must be")[0]
