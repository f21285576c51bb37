"""What somebody writes into a field is shown as the words it is, wherever it is shown."""

import html5lib
import pytest

from directory.listings.forms import QUESTIONS
from tests.client import HouseClient
from tests.listings.conftest import Cast
from tests.people import letters

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "</title></textarea><iframe srcdoc=x>",
    "'-alert(1)-'",
    "javascript:alert(1)",
    "\u202e<marquee>drawkcab</marquee>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
)
TEXTS = [key for key, one in QUESTIONS.items() if one.kind in ("line", "text")]
ALLOWED = {"exit.js", "htmx.js", "site.js"}


def harmless(html: str) -> bool:
    """Whether a page holds no element and no attribute that a payload could have made."""
    for element in html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in ("iframe", "marquee") or any(name.startswith("on") for name in element.attrib):
            return False
        if element.tag == "img" and element.get("src") == "x":
            return False
        if element.tag == "script" and not element.get("src") and element.get("type") != "application/ld+json":
            return False
    return True


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_is_written_becomes_markup(cast: Cast, payload: str, monkeypatch: pytest.MonkeyPatch):
    # The client takes braces for a template that shows its inside; here they were typed.
    monkeypatch.setattr(HouseClient, "judge", lambda *_answer: None)
    for field in TEXTS:
        answer = cast.change(cast.ana, field, payload)
        assert answer.status_code in (303, 422) and harmless(answer.text)
    pages = [cast.page, f"/review/{cast.service_id}", "/review", f"{cast.page}/history", "/desk"]
    pages += [f"{cast.page}/change/{field}" for field in TEXTS]
    for who, page in [(cast.stella, one) for one in pages]:
        assert harmless(who.get(page).text), page
    for field in TEXTS:
        cast.change(cast.stella, field, payload)
    public = cast.cleo.client
    assert public.get(f"/offers/{cast.service.slug}.ics").status_code == 200
    cast.stella.post(f"{cast.page}/pause", {"until": "", "say": payload})
    for page in (f"/offers/{cast.service.slug}", "/search?q=alert", f"/organisations/{cast.service.organization.slug}"):
        assert harmless(public.get(page).text), page
    cast.stella.post(f"/review/{cast.service_id}/send-back", {"message": payload})
    assert all(harmless(str(letter.html)) and letter.subject.isprintable() for letter in letters())


def test_a_page_that_lets_it_through_would_be_seen():
    assert not harmless("<script>alert(1)</script>") and not harmless("<img src=x onerror=alert(1)>")
