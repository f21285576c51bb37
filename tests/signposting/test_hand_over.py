"""Handing a list over: by e-mail, text message, code, calendar and hand; nothing passes through the site."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import segno

from directory.signposting import shape
from tests.makers import a_schedule, a_service

ADDRESS = "https://support.example.org/list?o=aaa23,bbb23&d=2026-11-25"


@pytest.fixture
def two(client, app):
    """A list of two."""
    a_service(code="aaa23", name="Tea and company")
    a_service(code="bbb23", name="Gardeners", schedules=[a_schedule(byday="FR")])
    return client.page("/list?o=aaa23,bbb23")


def link(two, scheme: str) -> str:
    """The link of the page that begins so."""
    return next(one for one in two.links if one.startswith(scheme))


def test_an_e_mail_is_begun_with_everything(two):
    said = parse_qs(urlsplit(link(two, "mailto:")).query)
    assert said["subject"] == ["Places to go"]
    body = said["body"][0]
    assert "Tea and company\r\nEvery Wednesday, 2pm to 4pm\r\nNext: today, 2pm to 4pm" in body
    assert "http://localhost/o/bbb23" in body
    assert "http://localhost/list?o=aaa23,bbb23&d=2026-11-25" in body


def test_a_text_message_is_begun_with_names_and_link(two):
    said = unquote(link(two, "sms:").removeprefix("sms:?&body="))
    assert said == "Tea and company\nGardeners\nhttp://localhost/list?o=aaa23,bbb23&d=2026-11-25"


@pytest.mark.parametrize("lines,has", [(3, "line 2"), (60, "name 11"), (400, ADDRESS)])
def test_an_e_mail_that_is_too_long_says_less(app, lines, has):
    names = [f"name {n} " * (10 if lines == 400 else 1) for n in range(12)]
    with app.test_request_context():
        made = shape.mail("\n".join(f"line {n} and more words" for n in range(lines)), names, ADDRESS)
    assert len(made) <= shape.MOST_MAIL and has in unquote(made)


@pytest.mark.parametrize(
    "names,kept",
    [
        (["Tea", "Cake"], True),
        (["x" * 240], True),
        (["x" * 250], False),
        (["Café “Olé”"], True),
        (["தமிழ் நண்பர்கள் " * 6], False),
    ],
)
def test_a_text_message_has_two_parts_at_most(app, names, kept):
    said = unquote(shape.message(names, ADDRESS).removeprefix("sms:?&body="))
    assert (names[0] in said) is kept and said.endswith(ADDRESS)
    plain = set(said) <= shape.PLAIN
    assert len(said) <= (shape.TWO_PARTS_PLAIN if plain else shape.TWO_PARTS)


def test_text_can_be_selected_and_copied(client, two):
    text = client.get("/list?o=aaa23,bbb23").text
    boxes = re.findall(r"<textarea[^>]*readonly[^>]*>(.*?)</textarea>", text, re.DOTALL)
    assert len(boxes) == 2
    assert "020 7946 0123" in boxes[0] and "The whole list, kept up to date:" in boxes[0]
    assert boxes[1] == "Tea and company: http://localhost/o/aaa23\nGardeners: http://localhost/o/bbb23\n"


def test_the_code_leads_to_the_list(client, two):
    text = client.get("/es/list?o=aaa23,bbb23").text
    size, path = re.search(r'viewBox="0 0 (\d+) \d+" role="img"[^>]*><path d="([^"]+)"', text).groups()
    dark = {(int(x) - 4, int(y) - 4) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", path)}
    code = segno.make("http://localhost/es/list?o=aaa23,bbb23&d=2026-11-25", error="m", micro=False)
    wanted = {(x, y) for y, row in enumerate(code.matrix) for x, cell in enumerate(row) if cell}
    assert dark == wanted and int(size) == len(code.matrix) + 8


def test_first_sessions_go_into_a_calendar(client, two):
    response = client.get("/list/dates.ics?o=aaa23,bbb23")
    assert response.mimetype == "text/calendar" and 'filename="dates.ics"' in response.headers["Content-Disposition"]
    assert response.text.count("BEGIN:VEVENT") == 2
    assert "20261125T140000" in response.text and "20261127T140000" in response.text


def test_the_handout_is_offered_in_every_language(app, two):
    links = [one for one in two.links if "/list/handout" in one]
    spoken = {one.prefix for one in app.extensions["languages"].values()}
    assert {one.split("/list")[0] for one in links} == spoken and {"", "/es", "/ar"} <= spoken
