"""The sheet handed over: all a person needs, on one A4 for three offers, in any language and size, and a PDF of it."""

import contextlib
import re
import shutil
import subprocess
import zlib
from datetime import date

import pytest
from sqlalchemy import select

from directory import counts
from directory.db import db
from directory.models import Contact, Service, ServiceAtLocation
from tests.conftest import need
from tests.makers import a_location, a_schedule, a_service, an_attribute, changed, saved

FULL = {
    "access": ["drop-in"],
    "waiting": ["none"],
    "cost": ["free"],
    "first_visit": "Ann meets you. Tea is on. Sit down.",
}
HIDDEN = ("Secret House", "SE13 7HE", "Bus 999", "16 Sample")


@pytest.fixture
def tea(app):
    """An offer with every fact a sheet has room for."""
    hall = a_location(
        name="Old Hall", transportation="Buses 54 and 75. Then walk.", accessibility={"bring-someone": "yes"}
    )
    service = a_service(code="aaa23", name="Tea and company", at=saved(hall), **FULL)
    service.contacts = [Contact(name="Ann")]
    return changed(service)


def test_it_says_what_a_person_needs(client, tea):
    words = client.page("/list/handout?o=aaa23").words()
    for said in (
        "Tea and company", "Come and meet people who live near you.", "Next: today, 2pm to 4pm", "Every Wednesday",
        "Old Hall, 1 Rushey Green, London, SE6 4RU", "Buses 54 and 75.", "020 7946 0123", "Ask for Ann",
        "Drop in · No wait · Free", "Ann meets you. Tea is on. Sit down.", "You can bring someone.", "116 123",
        "Made on 25 November 2026.", "http://localhost/list?o=aaa23&d=2026-11-25", "Phone 020 7946 0000",
    ):  # fmt: skip
        assert said in words, said
    assert "Then walk" not in words


def test_an_offer_where_nobody_may_come_along_says_so_for_its_building_too(client, tea):
    tea.attributes.append(an_attribute("accessibility", "bring-someone", "no"))
    changed(tea)
    assert "You can bring someone." not in client.page("/list/handout?o=aaa23").words()


@pytest.fixture
def moving(app):
    """An offer that is on in Catford on Mondays and, in term time, in Croydon on Thursdays; the next is tomorrow's."""
    service = a_service(
        code="mmm23", name="Walkers", at=a_location(name="Old Hall"), schedules=[a_schedule(byday="MO")]
    )
    other = a_location(name="Far Hall", postcode="CR0 1EA", latitude=51.3715, longitude=-0.0989)
    held = [a_schedule(byday="TH", term_time_only=True)]
    service.service_at_locations.append(ServiceAtLocation(location=other, schedules=held))
    return changed(service)


def test_the_place_is_that_of_the_next_session(client, moving):
    for path in ("/list/handout?o=mmm23", "/list?o=mmm23"):
        words = client.page(path).words()
        assert "Next: tomorrow, 2pm to 4pm" in words and "Far Hall, 1 Rushey Green" in words
        assert "Old Hall, 1 Rushey Green" not in words


def test_what_narrows_the_times_is_said(client, moving):
    assert (
        "Every Thursday, 2pm to 4pm, in school term time only, and more" in client.page("/list/handout?o=mmm23").words()
    )
    later = a_service(code="lll23", schedules=[a_schedule(dtstart=date(2027, 3, 3))])
    words = client.page(f"/list/handout?o={later.code}").words()
    assert "Every Wednesday, 2pm to 4pm, from Wednesday 3 March" in words


def test_a_next_session_that_is_hidden_or_online_names_no_other_place(client, moving):
    there = moving.service_at_locations[1].location
    there.address_public = False
    changed(moving)
    words = client.page("/list/handout?o=mmm23").words()
    assert "The address is not public. Phone first" in words and "Hall" not in words
    assert "2pm to 4pm\nAddress not public" in client.get("/list?o=mmm23").text
    there.location_type = "virtual"
    changed(moving)
    words = client.page("/list/handout?o=mmm23").words()
    assert "WhereOnline" in words and "Hall" not in words


def test_in_another_language_what_is_english_is_short_and_says_so(client, tea):
    words = client.page("/es/list/handout?o=aaa23").words()
    assert "Próxima vez: hoy" in words and "solo existe en inglés" in words
    assert "Ann meets you." in words and "Tea is on" not in words
    assert 'dir="rtl"' in client.get("/ar/list/handout?o=aaa23").text
    assert "/es/list?o=aaa23" in words and "/ar/list/handout?o=aaa23" in client.get("/es/list/handout?o=aaa23").text


def test_how_it_looks_is_chosen_by_links(client, tea):
    text = client.get("/list/handout?o=aaa23&size=largest&easy=1").text
    assert "sheet--largest sheet--easy" in text
    assert "sheet--standard" in client.get("/list/handout?o=aaa23&size=huge&easy=yes").text


def test_an_empty_handout_leads_to_the_list(client, app):
    for path in ("/list/handout", "/list/handout.pdf", "/list/handout?o=zzz99", "/list/dates.ics"):
        assert client.get(path).status_code == 302


def test_handouts_are_counted_and_looks_are_not(client, tea):
    counts.waiting.clear()
    for look in ("", "&size=large", "&size=standard", "&easy=1&size=standard"):
        client.get(f"/list/handout?o=aaa23{look}")
    client.get("/list/handout.pdf?o=aaa23")
    found = {(what, key): number for (_day, what, key), number in counts.waiting.items()}
    assert found == {("handouts", ""): 1, ("handed out", "aaa23"): 1, ("pdf", "aaa23"): 1}


@pytest.fixture
def refuge(app):
    """An offer at a house whose address is nobody's business."""
    house = a_location(name="Secret House", postcode="SE13 7HE", address_public=False, transportation="Bus 999 stops.")
    house.addresses[0].address_1 = "16 Sample Terrace"
    return a_service(code="rrr23", name="Wednesday circle", at=saved(house), categories=["safety"], access=["drop-in"])


@pytest.mark.parametrize(
    "path",
    ["/list", "/list/handout", "/list/handout?discreet=1", "/list/dates.ics", "/signpost?area=safety",
     "/places/lewisham/this-week", "/places/ladywell/this-week"],
)  # fmt: skip
def test_a_hidden_address_is_nowhere(client, refuge, path):
    a_service(name="Another one", at=a_location(name="Seen Hall"), categories=["safety"], access=["drop-in"])
    text = client.get(path + ("&" if "?" in path else "?") + "o=rrr23").text
    assert [word for word in HIDDEN if word in text] == [] and "LOCATION" not in text
    if path.endswith("this-week"):
        assert "Wednesday circle" not in text
    elif "signpost" not in path and "ics" not in path:
        assert "Wednesday circle" in text


def test_a_hidden_address_is_on_no_paper(client, refuge):
    need("pdftotext", shutil.which("pdftotext"))
    said = text_of(client.get("/list/handout.pdf?o=rrr23").data)
    assert "The address is not public." in said and [word for word in HIDDEN if word in said] == []


def test_a_discreet_handout_tells_nothing(client, refuge):
    response = client.get("/list/handout?o=rrr23&discreet=1")
    sheet = response.text[response.text.index('id="sheet"') : response.text.index("</main>")]
    assert "<title>Places and times</title>" in response.text
    assert "Wednesday circle" in sheet and "Next: today" in sheet and "111" in sheet and "999" in sheet
    for telling in ("<svg", "localhost", "/list", "116 123", "7946 0000", "help", "safe", "Sample", "Come and meet"):
        assert telling.lower() not in sheet.lower(), telling
    file = client.get("/list/handout.pdf?o=rrr23&discreet=1")
    assert 'filename="notes.pdf"' in file.headers["Content-Disposition"]
    said = text_of(file.data)
    assert "Wednesday circle" in said and "localhost" not in said and "Community" not in said
    assert b"localhost" not in inside(file.data) and "Places and times" in info(file.data)


@pytest.mark.parametrize("given", [{"name": "The Refuges choir"}, {"at": "Domestic Abuse Centre"}])
def test_a_telling_name_is_refused_with_the_reason(client, app, given):
    if "at" in given:
        given = {"at": a_location(name=given["at"]), "name": "Choir"}
    a_service(code="sss23", **given)
    words = client.page("/list/handout?o=sss23&discreet=1").words()
    assert "This cannot be a discreet handout." in words and ("refuge" in words or "abuse" in words)
    assert "We never change a name." in words and "020 7946 0123" not in words
    assert client.get("/list/handout.pdf?o=sss23&discreet=1").status_code == 302
    assert "This cannot" not in client.page("/list/handout?o=sss23").words()


def test_words_that_tell_stand_with_the_commas_of_the_page(client, app):
    a_service(code="sss23", name="Refuge and abuse choir")
    for prefix, comma in (("", ", "), ("/ar", "، ")):
        words = client.page(f"{prefix}/list/handout?o=sss23&discreet=1").words()
        assert f"abuse{comma}" in words or f"refuge{comma}" in words


def test_a_discreet_handout_leaves_out_a_way_there_and_a_person_that_tell(client, tea):
    hall = tea.service_at_locations[0].location
    for travel, name in (("Ring at the refuge.", "Domestic abuse worker"), ("Buses 54 and 75.", "Ann")):
        hall.transportation, tea.contacts[0].name = travel, name
        changed(tea)
        assert travel in client.page("/list/handout?o=aaa23").words()
        words = client.page("/list/handout?o=aaa23&discreet=1").words()
        assert "Tea and company" in words and (travel in words, name in words) == ((name == "Ann"),) * 2
        said = text_of(pdf(client, "/list/handout.pdf?o=aaa23&discreet=1"))
        assert ("refuge" in said, "abuse" in said) == (False, False)


def test_a_session_whose_own_words_tell_is_refused(client, app):
    a_service(
        code="sss23",
        name="Choir",
        schedules=[a_schedule(freq=None, byday=None, dtstart=None, description="When the refuge is open")],
    )
    assert "This cannot be a discreet handout." in client.page("/list/handout?o=sss23&discreet=1").words()


def pdf(client, path: str) -> bytes:
    """A PDF of the site."""
    response = client.get(path)
    assert response.status_code == 200 and response.mimetype == "application/pdf"
    assert response.headers["Cache-Control"] == "no-store"
    return response.data


def told(data: bytes, *call: str) -> str:
    """What one of poppler's tools says of a PDF."""
    need(call[0], shutil.which(call[0]))
    return subprocess.run(call, input=data, capture_output=True, check=True).stdout.decode()


def info(data: bytes) -> str:
    """Title, tags and number of pages."""
    return told(data, "pdfinfo", "-")


def text_of(data: bytes) -> str:
    """Its text."""
    return told(data, "pdftotext", "-", "-")


def inside(data: bytes) -> bytes:
    """A PDF with its packed parts unpacked, to look for what no tool prints."""
    found = [data]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        with contextlib.suppress(zlib.error):
            found.append(zlib.decompress(packed))
    return b"\n".join(found)


def pages(data: bytes) -> int:
    """How many sheets it is."""
    return int(re.search(r"Pages:\s+(\d+)", info(data))[1])


@pytest.mark.parametrize(
    "prefix,title,words",
    [
        ("", "Places that may help you", ["Tea and company", "Ask for Ann", "You can bring someone."]),
        ("/es", "Lugares que le pueden ayudar", ["Tea and company", "Próxima vez", "Puede ir con alguien."]),
        ("/ar", "أماكن قد تساعدك", ["Tea and company", "الهاتف", "المكان"]),
    ],
)
def test_the_pdf_is_tagged_and_has_title_language_and_order(client, tea, prefix, title, words):
    data = pdf(client, f"{prefix}/list/handout.pdf?o=aaa23")
    said = info(data)
    assert f"Title:           {title}" in said and re.search(r"Tagged:\s+yes", said) and pages(data) == 1
    language = prefix[1:] or "en"
    unpacked = inside(data)
    assert re.search(rb"/Lang ?\(" + language.encode(), unpacked) and b"/DisplayDocTitle true" in unpacked
    assert b"pdfuaid" in unpacked
    text = text_of(data)
    assert [word for word in words if word not in text] == []
    order = told(data, "pdfinfo", "-struct-text", "-")
    assert "H1" in order and order.index("H2") < order.index("Tea and") < order.index("020 7946 0123") < order.index(
        "116"
    )


def test_tamil_comes_out_as_text(client, app):
    a_service(code="ttt23", name="தமிழ் நண்பர்கள்")
    assert "தமிழ்" in text_of(pdf(client, "/list/handout.pdf?o=ttt23"))


def codes(start: int) -> str:
    """Three sample offers."""
    listed = select(Service.code).where(Service.status == "active").order_by(Service.slug)
    return ",".join(db.session.scalars(listed).all()[start : start + 3])


@pytest.mark.parametrize("prefix,start", [("", 0), ("", 60), ("/es", 30), ("/ar", 90)])
def test_three_offers_are_one_sheet(sample, prefix, start):
    client = sample.test_client()
    assert pages(pdf(client, f"{prefix}/list/handout.pdf?o={codes(start)}")) == 1


@pytest.mark.parametrize("look,least,most", [("size=large", 1, 2), ("size=largest", 2, 2), ("easy=1", 1, 2)])
def test_larger_text_takes_two_sheets_at_most(sample, look, least, most):
    assert least <= pages(pdf(sample.test_client(), f"/list/handout.pdf?{look}&o={codes(0)}")) <= most


def test_text_that_acts_like_code_stays_text_and_fetches_nothing(client, app):
    bad = '<img src="http://evil.example/x"><link rel=stylesheet href="file:///etc/passwd">'
    a_service(code="bad23", name=bad, summary=bad, first_visit=bad)
    assert "evil.example" in text_of(pdf(client, "/list/handout.pdf?o=bad23"))
    assert "<img" not in client.get("/list/handout?o=bad23").text
