"""Signing in: by link, code and password; once, in time, by a tap, and the same for everybody a stranger asks about."""

import re
import statistics
import time

import pytest
from sqlalchemy import func, select

from directory.db import db
from directory.models import Attempt, Challenge, Letter, SignedIn
from tests.makers import an_organization
from tests.people import a_partner, a_steward, at, code_in, letters, link_in, value_of
from tests.test_security import wanting


def ask(client, email: str, **more: str):
    """Sends the first form."""
    token = value_of(client.get("/sign-in").text, "token")
    return client.post("/sign-in", data={"token": token, "email": email, **more})


def type_code(client, address: str, code: str):
    """Types a code on the page one was led to."""
    html = client.get(address).text
    data = {"token": value_of(html, "token"), "challenge": value_of(html, "challenge"), "code": code}
    return client.post("/sign-in/code", data=data)


def is_in(client) -> bool:
    """Whether the desk opens."""
    return client.get("/desk").status_code == 200


@pytest.fixture
def ana(app):
    """A partner."""
    return a_partner(an_organization(), email="ana@example.org")


def test_a_link_signs_in_by_a_tap_and_once(client, ana):
    assert ask(client, " Ana@Example.org ").status_code == 303
    link = link_in(letters()[0])
    for _scanner in range(3):
        assert client.get(link).status_code == 200
    assert not is_in(client) and db.session.scalar(select(func.count(SignedIn.id))) == 0
    answer = client.post(link)
    assert (answer.status_code, answer.location) == (303, "/desk") and is_in(client)
    assert client.post(link).status_code == 303 and client.get(link).status_code == 410


def test_the_page_of_a_link_carries_what_every_page_does(client, ana):
    ask(client, ana.email)
    answer = client.get(link_in(letters()[0]))
    assert wanting(answer) == [] and answer.headers["Cache-Control"] == "no-store"


def test_a_code_signs_in_once(client, ana):
    there = ask(client, ana.email).location
    code = code_in(letters()[0])
    assert type_code(client, there, "".join(reversed(f"{code[:3]} {code[3:]}"))).status_code in (303, 422)
    answer = type_code(client, there, f"{code[:3]} {code[3:]}")
    assert answer.status_code == 303 and is_in(client)
    assert type_code(client, there, code).status_code == 422


def test_a_code_opens_only_in_the_browser_that_asked(client, app, ana, clock):
    ask(client, ana.email)
    clock.move(seconds=1)
    other = ask(app.test_client(), ana.email).location
    assert type_code(client, other, code_in(letters()[0])).status_code == 422


@pytest.mark.parametrize("way", ["link", "code"])
def test_both_work_for_ten_minutes(client, ana, clock, way):
    there = ask(client, ana.email).location
    letter = letters()[0]
    link, code = link_in(letter), code_in(letter)
    clock.move(minutes=10, seconds=1)
    if way == "link":
        assert client.get(link).status_code == 410
        client.post(link)
    else:
        type_code(client, there, code)
    assert not is_in(client)


def test_five_wrong_codes_are_enough_and_the_link_still_opens(client, ana):
    there = ask(client, ana.email).location
    letter = letters()[0]
    wrong = f"{(int(code_in(letter)) + 1) % 1_000_000:06}"
    for _guess in range(5):
        assert type_code(client, there, wrong).status_code == 422
    assert type_code(client, there, code_in(letter)).status_code == 422
    assert client.post(link_in(letter)).status_code == 303 and is_in(client)


def test_it_leads_back_to_where_somebody_wanted_to_go_and_nowhere_else(client, ana, clock):
    assert client.get("/account").location == "/sign-in?next=/account"
    ask(client, ana.email, next="/account")
    assert client.post(link_in(letters()[-1])).location == "/account"
    for evil in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        clock.move(seconds=1)
        ask(client, ana.email, next=evil)
        assert client.post(link_in(letters()[-1])).location == "/desk"


def test_an_address_nobody_has_gets_the_same_answer(client, app, ana):
    def seen(answer) -> tuple:
        headers = {name for name, _value in answer.headers}
        page = client.get(answer.location).text
        return answer.status_code, headers, re.sub(r'value="[^"]*"', "", page).count("\n"), len(answer.data)

    assert seen(ask(client, ana.email)) == seen(ask(client, "nobody@example.org"))
    assert [one.recipient for one in letters()] == [ana.email]
    suspended = a_partner(email="gone@example.org", active=False)
    assert seen(ask(client, suspended.email))[0] == 303 and len(letters()) == 1


def test_an_address_nobody_has_takes_the_same_time(app, ana):
    """Compared by the work of this process alone, in turns, so that a busy machine disturbs both alike."""
    from_everywhere = iter(range(1000))

    def work(email: str) -> float:
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = f"203.0.113.{next(from_everywhere) % 250}"
        token = value_of(client.get("/sign-in").text, "token")
        begun = time.thread_time()
        client.post("/sign-in", data={"token": token, "email": email})
        return time.thread_time() - begun

    pairs = [(work(ana.email), work("nobody@example.org")) for _round in range(15)]
    known, unknown = (statistics.median(side) for side in zip(*pairs, strict=True))
    assert 0.67 < known / unknown < 1.5


@pytest.mark.parametrize("email", ["", "ana", "ana@", "ana@example.org\r\nBcc: x@example.org", "a" * 300 + "@b.org"])
def test_what_is_no_address_is_said_kindly_and_kept(client, email):
    answer = ask(client, email)
    assert answer.status_code == 422 and "There is a problem" in answer.text
    assert db.session.scalar(select(func.count(Letter.id))) == 0


def test_a_form_of_another_site_is_refused(client, ana):
    token = value_of(client.get("/sign-in").text, "token")
    data = {"token": token, "email": ana.email}
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        assert client.post("/sign-in", data=data, headers=headers).status_code == 403
    assert client.post("/sign-in", data=data | {"token": "x"}).status_code == 422
    assert client.post("/sign-in", data=data, headers={"Origin": "null"}).status_code == 303
    assert len(letters()) == 1


def test_no_page_of_signing_in_sets_a_cookie_before_somebody_is_in(client, ana):
    there = ask(client, ana.email).location
    for answer in (client.get("/sign-in"), client.get(there), client.get("/sign-in/password"), ask(client, ana.email)):
        assert "Set-Cookie" not in answer.headers
    cookie = client.post(link_in(letters()[-1])).headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie and "Expires" not in cookie


def test_over_https_the_cookie_is_of_this_host_alone(new_app):
    app = new_app(SITE_URL="https://localhost")
    with app.app_context():
        user = a_partner(email="ana@example.org")
        client = app.test_client()
        ask(client, user.email)
        cookie = client.post(link_in(letters()[0])).headers["Set-Cookie"]
    assert cookie.startswith("__Host-signed-in=") and "Secure" in cookie and "Domain" not in cookie


def test_public_pages_know_nobody(client, app, ana, statements):
    signed_in = at(app, ana).client
    for address in ("/", "/urgent-help", "/search"):
        with statements() as asked:
            answer = signed_in.get(address)
        assert not any("signed_in" in one for one in asked) and "Set-Cookie" not in answer.headers


def test_what_is_kept_opens_nothing(client, ana):
    ask(client, ana.email)
    token, code = link_in(letters()[0]).rpartition("/")[2], code_in(letters()[0])
    client.post(f"/sign-in/link/{token}")
    cookie = client.get_cookie("signed-in").value
    for noun in (Challenge, SignedIn, Attempt):
        rows = db.session.execute(select(noun.__table__)).all()
        assert not any(secret in str(rows) for secret in (token, code, cookie, ana.email, "127.0.0.1"))


def test_a_steward_is_not_in_after_one_step(client, app):
    steward = a_steward(email="sam@example.org")
    ask(client, steward.email)
    answer = client.post(link_in(letters()[0]))
    assert answer.location == "/sign-in/second-step?next=/desk"
    assert client.get("/desk").status_code == 303 and client.get("/account").status_code == 303


def test_signing_in_again_ends_the_session_before(client, ana, clock):
    for _time in range(2):
        clock.move(seconds=1)
        ask(client, ana.email)
        client.post(link_in(letters()[-1]))
    assert db.session.scalar(select(func.count(SignedIn.id))) == 1
