"""Leaving fast: which pages have a way out, what they keep to themselves, and where it leads without a script."""

from datetime import date

import pytest

from tests.makers import a_service, changed

NOTE = "It does not erase your browser’s history."


def can_be_left(page) -> bool:
    """Whether both links are there and shown, and what leaving does not do is said."""
    shown = page.attributes["nav"].get("data-discreet") is not None and "hidden" not in page.attributes["nav"]
    assert (page.links.count("/exit") == 2) >= shown and (NOTE in page.words()) >= shown
    return shown and page.links.count("/exit") == 2


@pytest.fixture
def refuge(app):
    """An offer about staying safe, and one that is not."""
    a_service(name="Harp circle", categories=["arts-and-music"])
    return a_service(name="Blue Latch", slug="blue-latch-refuge", categories=["safety"])


def test_it_leads_away_and_tells_nobody_from_where(client, app):
    response = client.get("/exit")
    assert (response.status_code, response.location) == (303, "https://www.bbc.co.uk/weather")
    assert response.headers["Referrer-Policy"] == "no-referrer" and response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers and response.text == ""


def test_where_to_is_a_setting(new_app):
    client = new_app("empty", EXIT_URL="https://example.org/news").test_client()
    assert client.get("/exit").location == "https://example.org/news"
    assert 'data-exit="https://example.org/news"' in client.get("/urgent-help").text


@pytest.mark.parametrize(
    "path",
    ["/urgent-help", "/search?category=safety", "/search?need=not-safe", "/search?category=safety&q=zzyzx",
     "/search?q=he+hits+me", "/search?q=domestic+violance", "/search?q=raped", "/search?q=forced+marriage",
     "/search?q=refuge", "/search?q=stalking", "/offers/blue-latch-refuge"],
)  # fmt: skip
def test_pages_somebody_may_be_watching(client, refuge, path):
    assert can_be_left(client.page(path))


def test_the_organisation_behind_such_an_offer(client, refuge):
    page = client.page(f"/organisations/{refuge.organization.slug}")
    assert can_be_left(page) and page.title.startswith("Organisation –")


@pytest.mark.parametrize(
    "path", ["/", "/about", "/search", "/search?q=harp", "/search?q=i+want+to+die", "/places/catford"]
)
def test_other_pages_do_not_suggest_it(client, refuge, path):
    assert not can_be_left(client.page(path))


def test_an_offer_may_be_at_risk_by_its_need(client, app):
    assert can_be_left(client.page(f"/offers/{a_service(needs=['not-safe']).slug}"))
    assert not can_be_left(client.page(f"/offers/{a_service(needs=['lonely']).slug}"))


def test_titles_and_files_name_no_topic(client, refuge):
    titles = {client.page(path).title for path in ("/offers/blue-latch-refuge", "/search?need=not-safe&q=refuge")}
    assert titles == {"Support offer – Community support near you", "Search results – Community support near you"}
    file = client.get("/offers/blue-latch-refuge.ics")
    assert file.headers["Content-Disposition"] == 'attachment; filename="dates.ics"'
    assert "Your calendar will show the name of this offer." in client.page("/offers/blue-latch-refuge").words()


def test_such_pages_are_stored_by_no_browser(client, refuge):
    for path in ("/offers/blue-latch-refuge", f"/organisations/{refuge.organization.slug}", "/search?category=safety"):
        assert client.get(path).headers["Cache-Control"] == "no-store", path
    assert client.get(f"/offers/{a_service().slug}").headers["Cache-Control"] == "no-cache"


def test_an_ended_offer_can_be_left_too(client, refuge):
    changed(refuge, status="inactive", ended_on=date(2026, 11, 1))
    assert can_be_left(client.page("/offers/blue-latch-refuge"))
