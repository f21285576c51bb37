"""A reader chooses how pages look: one cookie, set by nothing else, and no way to another site."""

import re

import pytest
from flask import url_for
from werkzeug.http import parse_cookie

from directory.web.preferences import Display, local

# What leads, or might lead, to another site. All but the last rows have been used in open redirects.
ELSEWHERE = r"""
https://evil.example
http://evil.example/
HTTPS://evil.example
//evil.example
///evil.example
////evil.example
/\evil.example
\\evil.example
\/evil.example
/\/evil.example
//\evil.example
/ /evil.example
javascript:alert(1)
JaVaScRiPt:alert(1)
data:text/html,hello
vbscript:x
mailto:a@evil.example
tel:999
evil.example
www.evil.example/search
@evil.example
localhost@evil.example
http:evil.example
http:/evil.example
https:///evil.example
http:\\evil.example
?next=//evil.example
#//evil.example
.
..
../search
/..//evil.example
/.//evil.example
/search//evil.example
/search/../../evil.example
/search\..\evil.example
"""
WITH_CONTROLS = [
    "/\t/evil.example", "/\n/evil.example", "/\r\nSet-Cookie: a=b", "\t//evil.example", "\x00/search", "/search\x7f",
    " /search", "/search ", "/sé", "/‮evil", "", "/" + "a" * 5000,
]  # fmt: skip
OTHERS = [line for line in ELSEWHERE.splitlines() if line] + WITH_CONTROLS
HERE = ["/", "/search?q=a%20b&near=SE6+4RU", "/es/search?q=http://x.example//y", "/offers/tea-and-company?x=%2F%2Fy"]


def cookie(response) -> str:
    """The Set-Cookie header, or ""."""
    return response.headers.get("Set-Cookie", "")


def choose(client, **form: str):
    """Presses a button of the header."""
    return client.post("/preferences", data=form)


def test_it_works(client):
    response = choose(client, size="large", next="/search?q=tea")
    assert response.status_code == 303 and response.headers["Location"] == "/search?q=tea"
    assert parse_cookie(cookie(response))["display"] == "large.."
    page = client.get("/search?q=tea")
    assert 'data-size="large"' in page.text and "data-contrast" not in page.text
    assert 'value="large" aria-pressed="true"' in page.text and 'value="standard" aria-pressed="false"' in page.text
    choose(client, contrast="dark")
    assert 'data-size="large" data-contrast="dark"' in client.get("/").text, "one choice keeps the other"


def test_the_cookie_is_for_this_site_only_and_for_a_year(client, new_app):
    for part in ("Max-Age=31536000", "Path=/", "HttpOnly", "SameSite=Lax"):
        assert part in cookie(choose(client, size="large"))
    assert "Secure" not in cookie(choose(client, size="large"))
    secure = new_app("empty", SITE_URL="https://localhost").test_client()
    assert "Secure" in cookie(choose(secure, size="large"))


@pytest.mark.parametrize("back", [{"contrast": "device", "size": "standard"}, {"contrast": "device", "size": "device"}])
def test_following_the_device_again_deletes_it(client, back):
    choose(client, size="largest", contrast="high")
    response = choose(client, **back)
    assert "Max-Age=0" in cookie(response) and client.get_cookie("display") is None
    assert not re.search("data-(size|contrast)=", client.get("/about").text)


def test_a_pressed_contrast_lets_go_when_pressed_again(reader):
    reader.visit("/search?q=tea").press("Dark")
    assert reader.address == "/search?q=tea" and 'data-contrast="dark"' in reader.response.text
    assert 'data-contrast="dark"' not in reader.press("Dark").response.text


def test_the_privacy_page_tells_of_it_and_removes_it(reader):
    reader.visit("/privacy").press("Largest text")
    assert reader.address == "/privacy" and "one year" in reader.words and "“display”" in reader.words
    assert 'data-size="largest"' in reader.response.text
    assert "data-size" not in reader.press("Follow my device").response.text
    assert reader.client.get_cookie("display") is None


@pytest.mark.parametrize("form", [{"size": "huge"}, {"contrast": "<b>"}, {"language": "xx"}, {"size": "large.dark"}])
def test_what_no_form_sends_is_refused(client, form):
    response = choose(client, **form)
    assert response.status_code == 400 and not cookie(response)


def test_another_site_cannot_choose(client):
    response = client.post("/preferences", data={"size": "large"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403 and not cookie(response)
    for where in ("same-origin", "none"):
        response = client.post("/preferences", data={"size": "large"}, headers={"Sec-Fetch-Site": where})
        assert response.status_code == 303


def test_there_are_enough_tries():
    assert len(OTHERS) >= 40


@pytest.mark.parametrize("address", OTHERS)
def test_no_way_leads_to_another_site(client, address):
    response = choose(client, size="large", next=address)
    assert local(address) == "" and response.status_code == 303 and response.headers["Location"] == "/"


@pytest.mark.parametrize("address", HERE)
def test_ways_back_are_kept_to_the_letter(client, address):
    assert choose(client, size="large", next=address).headers["Location"] == address


@pytest.mark.parametrize(
    "value,read",
    [
        ("large.dark.", Display("large", "dark")),
        (".high", Display("", "high")),
        ("huge.dark.zz", Display("", "dark")),
        ('"><script>.dark', Display("", "dark")),
        ("", Display()),
        ("a.b.c.d.e", Display()),
    ],
)
def test_a_cookie_says_only_what_a_form_could_have_sent(app, value, read):
    assert Display.from_cookie(value) == read


def test_a_strange_cookie_hurts_nobody(client):
    client.set_cookie("display", '"><script>alert(1)</script>.x')
    assert "alert" not in client.get("/about").text


def test_pages_are_not_shared_between_people(client):
    for path in ("/", "/urgent-help", "/search", "/no/such/page"):
        assert "Cookie" in client.get(path).headers["Vary"]


def test_a_form_that_came_to_nothing_leads_home(client, app):
    page = client.post("/preferences", data={"size": "huge"})
    with app.test_request_context():
        assert f'name="next" value="{url_for("search.home")}"' in page.text
