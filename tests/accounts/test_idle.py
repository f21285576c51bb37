"""Pages say until when somebody stays signed in, and a session can be told to go on."""

from tests.makers import an_organization
from tests.people import a_partner, a_steward, at


def test_the_page_says_when_the_session_ends(app, clock):
    clock.set(2026, 11, 25, 10, 30)
    partner, steward = at(app, a_partner(an_organization())), at(app, a_steward())
    assert "You stay signed in until 11:30am" in partner.get("/desk").text
    html = steward.get("/desk").text
    assert "You stay signed in until 11am" in html and 'data-seconds="1800"' in html
    clock.set(2026, 11, 25, 10, 59)
    on = steward.post("/account/stay", headers={"Accept": "application/json"}).json
    assert on == {"seconds": 1800, "at": "11:29am"} and 'id="idle-until" tabindex="-1" data-at="11am"' in html
    clock.set(2026, 11, 25, 11, 20)
    assert "until 11:50am" in steward.get("/account").text
    assert steward.post("/account/stay").location == "/account"


def test_the_last_moment_of_a_long_session_is_told(app, clock):
    clock.set(2026, 11, 25, 10, 30)
    steward = at(app, a_steward())
    for minutes in range(10 * 60 + 50, 18 * 60 + 21, 25):
        clock.set(2026, 11, 25, *divmod(minutes, 60))
        html = steward.get("/desk").text
    assert "until 6:30pm" in html and f'data-seconds="{(18 * 60 + 30 - minutes) * 60}"' in html


def test_visitors_are_told_nothing_of_sessions(app, client):
    for path in ("/", "/sign-in", "/sign-in/password"):
        assert "data-seconds" not in client.get(path).text
