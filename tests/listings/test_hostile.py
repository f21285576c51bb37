"""What somebody writes into a field is shown as the words it is, wherever it is shown."""

import pytest

from directory.listings.forms import QUESTIONS
from tests.client import HouseClient
from tests.listings.conftest import Cast
from tests.payloads import PAYLOADS, RUNS, harmless
from tests.people import letters

TEXTS = [key for key, one in QUESTIONS.items() if one.kind in ("line", "text")]


@pytest.mark.parametrize("payload", PAYLOADS[::37])
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
    cast.stella.act(cast.page, "pause", {"until": "", "say": payload})
    for page in (f"/offers/{cast.service.slug}", "/search?q=alert", f"/organisations/{cast.service.organization.slug}"):
        assert harmless(public.get(page).text), page
    cast.stella.post(f"/review/{cast.service_id}/send-back", {"message": payload})
    assert all(harmless(str(letter.html)) and letter.subject.isprintable() for letter in letters())


def test_a_page_that_lets_it_through_would_be_seen():
    assert not any(harmless(f"<textarea></textarea><p>{run}</p>") for run in RUNS[:25])
