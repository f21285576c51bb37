"""Letters: what a real mail server receives, that nothing is lost when it is away, and that no header is broken."""

import ast
import email
import email.policy
import itertools
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from flask import Flask, template_rendered
from sqlalchemy import func, select

from directory import clock, mail
from directory.accounts.members import actions as people
from directory.accounts.own import actions as own
from directory.accounts.sign_in import actions as signing_in
from directory.db import db
from directory.models import Letter, Program, SignedIn
from directory.web import language
from tests.commands import ROOT
from tests.html import faults
from tests.makers import an_organization
from tests.people import a_partner, at
from tests.server import free_port


class Postbox:
    """What the mail server took, and what it says instead of taking it."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refusal = ""

    async def handle_DATA(self, _server: object, _session: object, envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        """One letter."""
        if self.refusal:
            return self.refusal
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@contextmanager
def a_mail_server(box: Postbox, port: int) -> Iterator[None]:
    """A real SMTP server on this machine."""
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


@pytest.fixture(scope="module")
def port() -> int:
    """Where the mail server of these tests listens, when it does."""
    return free_port()


@pytest.fixture
def posted(new_app, port):
    """A site that sends by SMTP, with an application context."""
    app = new_app(MAIL_SERVER="127.0.0.1", MAIL_PORT=port, MAIL_SECURITY="none", MAIL_FROM="directory@example.org")
    with app.app_context():
        yield app


@pytest.fixture
def box(port, request) -> Iterator[Postbox]:
    """A mail server that takes everything; it got a letter of each template that the test says it reads."""
    box, written = Postbox(), set()
    named = {f"mail/{name}.html" for mark in request.node.iter_markers("letter") for name in mark.args}
    noting = template_rendered.connected_to(lambda _app, template, **_more: written.add(template.name))
    with noting, a_mail_server(box, port):
        yield box
    assert named <= written and len(box.letters) >= len(named), f"never written: {named - written}"


def letters_there_are() -> set[str]:
    """The names of the templates of letters."""
    folder = ROOT / "directory" / "templates" / "mail"
    return {path.stem for path in folder.iterdir() if '{% extends "mail/layout.html" %}' in path.read_text()}


def letters_read(text: str) -> set[str]:
    """The names of the letters that tests in a file read from the mail server `box`."""
    tests = (node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef))
    with_box = [node for node in tests if "box" in {one.arg for one in node.args.args}]
    marks = (mark for node in with_box for mark in node.decorator_list if isinstance(mark, ast.Call))
    letters = (mark for mark in marks if ast.unparse(mark.func) == "pytest.mark.letter")
    return {str(ast.literal_eval(name)) for mark in letters for name in mark.args}


def test_every_letter_is_read_from_a_real_mail_server():
    read = {name for path in (ROOT / "tests").rglob("test_*.py") for name in letters_read(path.read_text())}
    assert letters_there_are() == read and len(read) > 10


def test_a_letter_that_nobody_reads_would_be_seen():
    marked = '@pytest.mark.letter("old", "new")\ndef test_it({}): ...\n'
    assert letters_read(marked.format("posted, box")) == {"old", "new"}
    assert letters_read(marked.format("posted")) == letters_read("def test_it(posted, box): ...") == set()


def parts(message: EmailMessage) -> tuple[str, str]:
    """The letter as text and as HTML."""
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text and html
    return text.get_content(), html.get_content()


def judge(message: EmailMessage, to: str) -> None:
    """What holds for every letter."""
    text, html = parts(message)
    assert (message["To"], message["From"]) == (to, "directory@example.org")
    assert message["Subject"] and "\n" not in message["Subject"] and message["Auto-Submitted"] == "auto-generated"
    assert [fault for fault in faults(html) if not re.search("h1|main|crisis", fault)] == []
    assert not re.search(r"<img|<script|style=|src=|%\(|\{\{|&lt;|&amp;amp;", html) and "<" not in text
    hosts = set(re.findall(r"https?://([^/\s\"]+)", text + html))
    assert hosts <= {"localhost"} and "?" not in "".join(re.findall(r'href="([^"]*)"', html))


@pytest.mark.letter("sign_in")
def test_the_letter_with_link_and_code(posted, box):
    ana = a_partner(email="ana@example.org")
    signing_in.ask(ana.email, "/desk")
    assert mail.send_due() == (1, 0)
    judge(box.letters[0], ana.email)
    text, html = parts(box.letters[0])
    link = re.search(r"http://localhost/sign-in/link/\S+", text)[0]
    code = re.search(r"\b\d{6}\b", text)[0]
    assert link in html and code in html and box.letters[0]["Subject"] == "Your link to sign in"
    assert posted.test_client().post(link.removeprefix("http://localhost")).location == "/desk"
    assert db.session.scalar(select(func.count(Letter.id))) == 0


@pytest.mark.letter("invitation")
@pytest.mark.parametrize("by_name", ["Ana", None])
def test_the_invitation(posted, box, by_name):
    kitchen = an_organization(name="Kitchen <b>& Garden</b>")
    by = a_partner(name=by_name) if by_name else None
    people.invite(kitchen, name="Bea", email="bea@example.org", by=by)
    mail.send_due()
    judge_mostly(box.letters[0], "bea@example.org")
    assert ("Ana invites you" if by_name else "You are invited") in parts(box.letters[0])[0]


def judge_mostly(message: EmailMessage, to: str) -> None:
    """As judge, for a letter that quotes a name with signs of markup in it: escaped in HTML, plain in text."""
    text, html = parts(message)
    assert "Kitchen <b>& Garden</b>" in text and "Kitchen &lt;b&gt;&amp; Garden&lt;/b&gt;" in html
    assert message["To"] == to


def test_the_invitation_of_a_steward(posted, box):
    people.add_staff(name="Sam", email="sam@example.org", role="steward", boroughs=[], all_boroughs=True)
    mail.send_due()
    judge(box.letters[0], "sam@example.org")
    assert "look after offers of groups" in parts(box.letters[0])[0]


@pytest.mark.letter("account_changed")
@pytest.mark.parametrize(
    "act,words",
    [
        (lambda visit: own.set_password(visit, "Teekanne wandert bergauf"), "A new password was set"),
        (lambda visit: own.remove_password(visit), "The password was removed"),
        (lambda visit: own.turn_app_off(visit), "The second step was turned off"),
        (lambda visit: own.more_recovery_codes(by=visit.user), "New recovery codes were made"),
        (lambda visit: [own.tell(visit.user, "second_step_on"), db.session.commit()], "The second step was set up"),
    ],
)
def test_the_letters_about_a_changed_account(posted, box, act, words):
    ana = a_partner(email="ana@example.org")
    at(posted, ana)
    act(db.session.scalars(select(SignedIn)).one())
    mail.send_due()
    judge(box.letters[0], ana.email)
    assert words in parts(box.letters[0])[0] and "http://localhost/account" in parts(box.letters[0])[0]


@pytest.mark.parametrize("language,direction", [("es", "ltr"), ("ar", "rtl")])
def test_a_letter_speaks_the_language_of_the_page(posted, box, language, direction):
    a_partner(email="ana@example.org")
    client = posted.test_client()
    token = re.search(r'name="token"[^>]* value="([^"]+)"', client.get(f"/{language}/sign-in").text)[1]
    client.post(f"/{language}/sign-in", data={"token": token, "email": "ana@example.org"})
    mail.send_due()
    text, html = parts(box.letters[0])
    assert f'lang="{language}" dir="{direction}"' in html and f"http://localhost/{language}/sign-in/link/" in text
    assert "Open this link" not in text and box.letters[0]["Content-Language"] == language


def subjects(app: Flask) -> set[str]:
    """Every subject of every letter, in the language of the page."""
    found = set()
    for name, few in itertools.product(letters_there_are(), (True, False)):
        template = app.jinja_env.get_template(f"mail/{name}.html")
        said = {"token": few, "message": few, "offers": [1] if few else [1, 2]}
        context: dict[str, object] = {**said, "program": Program(ends=clock.today())}
        app.update_template_context(context)
        found.add("".join(template.blocks["subject"](template.new_context(context))).strip())
    return found


def test_every_subject_in_every_language_stands_in_a_header(posted):
    said = {}
    for tag in posted.extensions["languages"]:
        with posted.app_context(), posted.test_request_context("/", environ_overrides={language.KEY: tag}):
            said[tag] = subjects(posted)
            mail.one_line(*said[tag])
    assert len(said) == 13 and len(set.union(*said.values())) == sum(map(len, said.values()))
    assert all(len(one) > len(letters_there_are()) for one in said.values())


def test_a_french_invitation_is_read_with_its_space_before_the_colon(posted, box):
    with posted.test_request_context("/", environ_overrides={language.KEY: "fr"}):
        people.invite(an_organization(), name="Bea", email="bea@example.org", by=None)
    assert mail.send_due() == (1, 0)
    assert "Invitation\N{NO-BREAK SPACE}: tenir" in box.letters[0]["Subject"]


def test_nothing_is_lost_when_the_mail_server_is_away(posted, port, clock):
    signing_in.ask(a_partner(email="ana@example.org").email, "/desk")
    people.invite(an_organization(), name="Bea", email="bea@example.org", by=None)
    assert mail.send_due() == (0, 2)
    assert [one.attempts for one in mail.waiting()] == [1, 1] and "refused" in mail.waiting()[0].fault
    assert mail.send_due() == (0, 0)
    clock.move(minutes=1, seconds=1)
    assert mail.send_due() == (0, 2)
    clock.move(minutes=11)
    box = Postbox()
    with a_mail_server(box, port):
        assert mail.send_due() == (1, 0)
    assert [one["To"] for one in box.letters] == ["bea@example.org"]
    assert db.session.scalar(select(func.count(Letter.id))) == 0


def test_a_refusal_is_kept_with_its_reason_and_does_not_stop_others(posted, port):
    box = Postbox()
    box.refusal = "451 come back later"
    with a_mail_server(box, port):
        people.invite(an_organization(), name="Bea", email="bea@example.org", by=None)
        assert mail.send_due() == (0, 1)
    assert "come back later" in mail.waiting()[0].fault


def test_a_mailbox_that_is_gone_holds_no_letter_for_ever(posted, port, clock):
    box = Postbox()
    box.refusal = "550 5.1.1 no such user"
    with posted.test_request_context(), a_mail_server(box, port):
        mail.write("gone@example.org", "account_changed", what="password_set")
        db.session.commit()
        for days, tried in ((0, 1), (29, 1), (1, 0)):
            clock.move(days=days, seconds=1)
            assert mail.send_due() == (0, tried)
    assert mail.waiting() == [] and db.session.scalar(select(func.count(Letter.id))) == 0


def test_two_workers_send_each_letter_once(posted, box):
    for number in range(5):
        people.invite(an_organization(), name="Bea", email=f"bea{number}@example.org", by=None)
    assert [len(list(mail.claimed())) for _worker in range(2)] == [5, 0]


def test_a_slow_server_gets_no_letter_twice(posted, box, clock):
    for number in range(3):
        people.invite(an_organization(), name="Bea", email=f"bea{number}@example.org", by=None)
    worker = iter(mail.claimed())
    assert mail.send(next(worker))
    clock.move(seconds=61)
    second = next(worker).id
    clock.move(seconds=61)
    others = [one.id for one in mail.claimed()]
    assert len(others) == 1 and second not in others and list(worker) == []


def test_nobody_gets_the_letter_to_nobody(posted, box):
    signing_in.ask("nobody@example.org", "/desk")
    assert db.session.scalar(select(func.count(Letter.id))) == 1
    assert mail.send_due() == (0, 0) and box.letters == []
    assert db.session.scalar(select(func.count(Letter.id))) == 0


@pytest.mark.parametrize(
    "recipient",
    ["a@example.org\nBcc: b@example.org", "a@example.org\r\n\r\nHello"]
    + [f"a@example.org{end}Bcc: b@example.org" for end in "\0\v\f\x1c\x7f\x85\u2028\u2029"],
)
def test_a_broken_header_is_refused(posted, recipient):
    with pytest.raises(ValueError):
        mail.write(recipient, "account_changed", what="password_set")
    db.session.rollback()


def test_without_a_mail_server_letters_are_files(new_app):
    app = new_app()
    with app.app_context():
        signing_in.ask(a_partner(email="ana@example.org").email, "/desk")
        assert mail.send_due() == (1, 0)
        files = list((app.config["DATA_DIR"] / "outbox").iterdir())
        assert len(files) == 1 and files[0].suffix == ".eml" and files[0].stat().st_mode & 0o077 == 0
        message = email.message_from_bytes(files[0].read_bytes(), policy=email.policy.default)
        assert message["To"] == "ana@example.org" and "/sign-in/link/" in parts(message)[0]


def test_a_secret_connection_needs_a_certificate_that_can_be_checked(posted, monkeypatch):
    asked = {}
    monkeypatch.setattr("smtplib.SMTP.starttls", lambda _self, **given: asked.update(given))
    mail.VerifiedSMTP().starttls(context=None)
    assert asked["context"].verify_mode == ssl.CERT_REQUIRED and asked["context"].check_hostname
    assert issubclass(mail.VerifiedSMTP, mail.Server(mailman=posted.extensions["mailman"]).connection_class)


def test_letters_leave_by_themselves_after_a_request(posted, box):
    posted.config["MAIL_AFTER_REQUESTS"] = True
    a_partner(email="ana@example.org")
    client = posted.test_client()
    token = re.search(r'name="token"[^>]* value="([^"]+)"', client.get("/sign-in").text)[1]
    client.post("/sign-in", data={"token": token, "email": "ana@example.org"})
    for thread in mail.threading.enumerate():
        if thread.name == "post":
            thread.join(30)
    assert [one["To"] for one in box.letters] == ["ana@example.org"]


def test_whoever_reads_while_the_post_is_slow_leaves_nothing_that_waits(posted, box, monkeypatch):
    posted.config["MAIL_AFTER_REQUESTS"] = True
    client = posted.test_client()
    with mail.at_the_post:
        monkeypatch.setattr("directory.mail.looked", -mail.EVERY)
        for _visit in range(4):
            client.get("/sign-in")
        waiting = [one for one in mail.threading.enumerate() if one.name == "post"]
        for one in waiting:
            one.join(0.5)
        assert sum(one.is_alive() for one in waiting) == 1
    for one in waiting:
        one.join(30)
    assert not mail.next_in_line.locked()
