"""Logos: sent, looked at by a steward, written anew without what is hidden in them, shown, taken away, refused."""

import io
import re
import struct
import zlib

import pytest
from PIL import Image

from directory import backup, pictures, revisions
from directory.db import db
from directory.listings.logos import actions
from directory.models import LogoProposal, Organization, Picture
from tests.listings.conftest import Cast
from tests.makers import a_picture, an_organization
from tests.people import Somebody, a_partner, letters


def bomb(side: int = 60_000) -> bytes:
    """A PNG of a few bytes that says it is huge."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9000)) + chunk(b"IEND", b"")
    )


def send(who: Somebody, cast: Cast, data: bytes, name: str = "logo.png"):
    """Sends a picture as the form does (the body made here: Werkzeug's client leaves a file open for long ones)."""
    there = page_of(cast)
    part = 'Content-Disposition: form-data; name="'
    body = f'--x\r\n{part}csrf"\r\n\r\n{who.csrf}\r\n--x\r\n{part}logo"; filename="{name}"\r\n\r\n'.encode()
    return who.client.post(there, data=body + data + b"\r\n--x--\r\n", content_type="multipart/form-data; boundary=x")


def logo(cast: Cast) -> str | None:
    """The logo of the group as everybody sees it now."""
    found = db.session.get(Organization, cast.service.organization_id)
    return found.logo if found else None


def waiting(cast: Cast) -> str | None:
    """The logo of the group that waits for a steward."""
    held = db.session.get(LogoProposal, cast.service.organization_id)
    return held.logo if held else None


def page_of(cast: Cast) -> str:
    """Where the group keeps its logo."""
    return f"/desk/organisations/{cast.service.organization_id}/logo"


def review_of(cast: Cast) -> str:
    """Where a steward looks at it."""
    return f"/review/logos/{cast.service.organization_id}"


def approve(cast: Cast, picture: str | None = None):
    """Stella approves what she saw; what waits now, when nothing else is said."""
    return cast.stella.post(f"{review_of(cast)}/approve", {"picture": picture or waiting(cast) or ""})


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_sent_and_shown_on_both_pages(cast: Cast, client, kind):
    assert send(cast.ana, cast, a_picture(kind)).status_code == 303 and approve(cast).status_code == 303
    shown = re.compile(rf'<img src="{logo(cast)}" width="96" height="48" alt="Logo of Good Neighbours" loading="lazy"')
    for page in (f"/offers/{cast.service.slug}", f"/organisations/{cast.service.organization.slug}"):
        html = client.get(page).text
        assert len(shown.findall(html)) == 1, page
    assert shown.search(cast.ana.get(f"/desk/organisations/{cast.service.organization_id}/logo").text)
    answer = client.get(logo(cast))
    assert answer.mimetype == "image/webp" and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers and len(answer.data) < 4000
    assert Image.open(io.BytesIO(answer.data)).size == (192, 96)


def test_nothing_hidden_in_a_picture_is_kept(cast: Cast, client):
    exif = Image.Exif()
    exif[0x010F], exif[0x8825] = "Kanarienvogel", {1: "N", 2: (51.0, 26.0, 0.0)}
    data = a_picture("JPEG", exif=exif, comment=b"wellensittich") + b"<script>alert(1)</script>PK\x03\x04"
    assert b"Kanarienvogel" in data and send(cast.stella, cast, data).status_code == 303
    kept = client.get(logo(cast)).data
    assert not any(mark in kept for mark in (b"Kanarienvogel", b"wellensittich", b"script", b"EXIF", b"PK\x03\x04"))
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_the_logo_of_a_partner_waits_and_the_one_there_was_stays(cast: Cast, client):
    send(cast.stella, cast, a_picture())
    before = logo(cast)
    answer = send(cast.ana, cast, a_picture(size=(300, 300)))
    held = waiting(cast)
    assert held and logo(cast) == before != held and "Somebody checks it before it is shown" in cast.ana.get(
        answer.location).text  # fmt: skip
    picture = f"{page_of(cast)}/waiting.webp"
    assert client.get(held).status_code == 404, "it is nobody's logo yet"
    assert [who.get(picture).status_code for who in (cast.ben, cast.stella, cast.cleo)] == [200, 200, 404]
    assert cast.ben.get(picture).headers["Cache-Control"] == "no-store"
    queue, beside = cast.stella.get("/review").text, cast.stella.get(review_of(cast)).text
    assert review_of(cast) in queue and picture in queue and picture in beside and f'src="{before}"' in beside
    assert cast.ana.get(review_of(cast)).status_code == cast.ana.post(f"{review_of(cast)}/approve").status_code == 404
    assert approve(cast).status_code == 303 and logo(cast) == held and waiting(cast) is None
    assert client.get(held).status_code == 200 and client.get(before).status_code == 404
    assert review_of(cast) not in cast.stella.get("/review").text
    history = cast.ana.client.page(page_of(cast)).words()
    assert "Stella approved" in history and "Ana asked for a change" in history and revisions.verify() is None
    assert letters()[-1].subject == "Your changes are shown now" and "- Logo" in letters()[-1].text


def test_a_logo_is_sent_back_with_the_reason_and_nothing_of_it_is_kept(cast: Cast, client):
    send(cast.ana, cast, a_picture())
    there, seen = f"{review_of(cast)}/send-back", {"picture": waiting(cast)}
    assert cast.stella.post(there, seen).status_code == 422 and waiting(cast)
    assert cast.stella.post(there, seen | {"message": "Please send your own."}).status_code == 303
    assert logo(cast) is waiting(cast) is None and db.session.query(Picture).count() == 0
    assert "Please send your own." in letters()[-1].text and page_of(cast) in letters()[-1].text
    assert "Please send your own." in cast.ana.get(page_of(cast)).text
    assert "Nothing waits." in cast.stella.get(review_of(cast)).text


def test_a_steward_decides_about_the_picture_they_saw(cast: Cast):
    send(cast.ana, cast, a_picture())
    seen = waiting(cast)
    send(cast.ben, cast, a_picture(size=(300, 300)))
    assert db.session.query(Picture).count() == 1
    for answer in (
        approve(cast, seen),
        cast.stella.post(f"{review_of(cast)}/send-back", {"picture": seen, "message": "Send your own."}),
    ):
        assert answer.status_code == 409 and "This is what waits now." in answer.text
    assert ">Send your own.</textarea>" in answer.text, "what was written stays"
    assert waiting(cast) not in (None, seen) and logo(cast) is None and letters() == []


def test_what_waits_is_taken_back(cast: Cast):
    send(cast.ana, cast, a_picture())
    assert cast.ben.post(f"{page_of(cast)}/remove", {"picture": waiting(cast)}).status_code == 303
    assert waiting(cast) is None and db.session.query(Picture).count() == 0
    send(cast.stella, cast, a_picture())
    send(cast.ana, cast, a_picture(size=(300, 300)))
    send(cast.ana, cast, a_picture())
    assert waiting(cast) is None and logo(cast) and db.session.query(Picture).count() == 1


def test_the_logo_of_two_groups_is_one_picture(cast: Cast, client):
    other = an_organization()
    send(cast.stella, cast, a_picture())
    actions.put(other, a_picture(), by=a_partner(other))
    cast.stella.post(f"{page_of(cast)}/remove", {"picture": str(logo(cast))})
    assert db.session.query(Picture).count() == 1, "somebody waits for it"


NO_PICTURES = {
    "nothing": (b"", "Choose a picture."),
    "too many bytes": (a_picture("PNG") + b"x" * pictures.MOST_BYTES, "at most 512 KB"),
    "too many pixels": (a_picture("PNG", (2001, 10)), "2,000 pixels"),
    "a bomb": (bomb(), "2,000 pixels"),
    "a vector": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "Send a PNG, JPEG or WebP picture."),
    "another kind": (a_picture("GIF"), "Send a PNG, JPEG or WebP picture."),
    "a torn one": (a_picture("PNG")[:60], "Send a PNG, JPEG or WebP picture."),
    "a page": (b"<html><script>alert(1)</script>", "Send a PNG, JPEG or WebP picture."),
    "a head alone": (b"\x89PNG\r\n\x1a\n", "Send a PNG, JPEG or WebP picture."),
}


@pytest.mark.parametrize("name", NO_PICTURES)
def test_what_is_no_picture_is_refused_kindly(cast: Cast, name):
    data, said = NO_PICTURES[name]
    answer = send(cast.ana, cast, data)
    assert answer.status_code == 422 and said in answer.text and logo(cast) is None
    assert db.session.query(Picture).count() == 0


def test_a_request_beyond_all_measure_gets_a_page(cast: Cast):
    assert send(cast.ana, cast, b"x" * 2_000_000).status_code == 413


def test_another_logo_and_none(cast: Cast, client):
    send(cast.stella, cast, a_picture())
    first = logo(cast)
    send(cast.stella, cast, a_picture(size=(300, 300)))
    assert logo(cast) != first and client.get(first).status_code == 404
    there = f"{page_of(cast)}/remove"
    assert cast.cleo.post(there, {"picture": str(logo(cast))}).status_code == 404 and logo(cast)
    assert cast.ana.post(there, {"picture": str(first)}).status_code == 303 and logo(cast), "not the one that was seen"
    assert cast.stella.post(there, {"picture": str(logo(cast))}).status_code == 303
    assert logo(cast) is None and db.session.query(Picture).count() == 0
    last = revisions.newest()
    assert last and last.about == f"logo:{cast.service.organization_id}" and last.by_name == "Stella"


def test_a_page_that_is_discreet_shows_no_logo(cast: Cast, client):
    cast.change(cast.stella, "categories", ["safety"])
    send(cast.stella, cast, a_picture())
    assert "<img" not in client.get(f"/offers/{cast.service.slug}").text
    assert "<img" not in client.get(f"/organisations/{cast.service.organization.slug}").text


def test_a_logo_elsewhere_is_never_fetched(cast: Cast, client):
    cast.service.organization.logo = "https://evil.example/logo.png"
    db.session.commit()
    assert "evil.example" not in client.get(f"/organisations/{cast.service.organization.slug}").text


def test_a_backup_carries_it(cast: Cast, app, tmp_path, client):
    send(cast.stella, cast, a_picture())
    kept = client.get(logo(cast)).data
    backup.write(tmp_path / "backup", tmp_path)
    rows = list(backup.Backup(tmp_path / "backup").rows(Picture.__table__))
    assert [row["data"] for row in rows] == [kept]
