"""Confirming, pausing, closing, reopening, being full, and taking a wrong number off: live at once, each a revision."""

from datetime import date

import pytest

from directory import index, revisions
from directory.index import Query
from directory.models.service import State
from tests.listings.conftest import Cast

TODAY = date(2026, 11, 25)


def acts(cast: Cast) -> list[str]:
    """What was done to the offer, the newest first."""
    return [one.act for one in revisions.of(cast.service_id)]


def public(cast: Cast) -> str:
    """The words of the offer's own page."""
    return cast.cleo.client.page(f"/offers/{cast.service.slug}").words()


def test_one_tap_confirms_with_the_date_and_the_name(cast: Cast):
    answer = cast.ana.post(f"{cast.page}/confirm", {"next": "offer"})
    assert answer.status_code == 303 and cast.service.assured_date == TODAY and cast.service.assured_by == "Ana"
    assert "Confirmed today" in cast.ana.get(answer.location).text and "today" in public(cast)
    last = revisions.newest()
    assert last and (last.act, last.by_name, last.role) == ("confirm", "Ana", "partner")
    assert last.before["assured_date"] == "2026-10-25" and last.after["assured_date"] == "2026-11-25"


def test_confirming_twice_is_told_twice(cast: Cast):
    cast.ana.post(f"{cast.page}/confirm")
    cast.ben.post(f"{cast.page}/confirm")
    assert acts(cast) == ["confirm", "confirm"] and cast.service.assured_by == "Ben"


def test_a_pause_says_until_when_and_what_to_do(cast: Cast):
    answer = cast.ana.post(f"{cast.page}/pause", {"until": "14/12/2026", "say": "Back soon. Phone us."})
    assert answer.status_code == 303 and cast.service.state(TODAY) is State.PAUSED
    assert cast.service.paused_until == date(2026, 12, 14)
    assert "Paused until Monday 14 December" in public(cast) and "Back soon. Phone us." in public(cast)
    assert "Paused until" in cast.ana.get(cast.page).text
    cast.ben.post(f"{cast.page}/reopen")
    assert cast.service.state(TODAY) is State.OPEN and "Back soon" not in public(cast)
    assert acts(cast) == ["reopen", "pause"]


def test_what_people_are_told_of_a_pause_ends_on_its_day(cast: Cast, clock):
    cast.ana.post(f"{cast.page}/pause", {"until": "14/12/2026", "say": "Closed until the roof is mended."})
    clock.set(2026, 12, 13, 23)
    assert "Closed until the roof" in public(cast)
    clock.set(2026, 12, 14, 0, 1)
    assert "Paused" not in public(cast) and "Closed until the roof" not in public(cast)


@pytest.mark.parametrize("until", ["yesterday", "2026-11-25", "31/02/2027", "2030-01-01"])
def test_a_wrong_day_is_told_and_the_words_stay(cast: Cast, until: str):
    answer = cast.ana.post(f"{cast.page}/pause", {"until": until, "say": "Back <b>soon</b>."})
    assert answer.status_code == 422 and until in answer.text and "Back soon." in answer.text
    assert "There is a problem" in answer.text and acts(cast) == []


def test_an_ended_offer_keeps_its_page_leaves_the_results_and_can_come_back(cast: Cast):
    assert cast.service_id in [hit.id for hit in index.find(Query(q="cook")).hits]
    cast.ana.post(f"{cast.page}/close", {"say": "Try Soup Sunday.", "why": "No money"})
    assert "This has ended" in public(cast) and "Try Soup Sunday." in public(cast) and "No money" not in public(cast)
    assert cast.service_id not in [hit.id for hit in index.find(Query(q="cook")).hits]
    last = revisions.newest()
    assert last and last.why == "No money"
    assert "Look at it or open it again" in cast.ana.get("/desk").text
    cast.ana.post(f"{cast.page}/reopen")
    assert cast.service_id in [hit.id for hit in index.find(Query(q="cook")).hits]


def test_no_room_has_a_day_to_be_said_again_by(cast: Cast):
    cast.ana.post(f"{cast.page}/full", {"until": ""})
    assert cast.service.codes("waiting") == ["full"] and cast.service.full_until == date(2027, 1, 25)
    assert "Not taking new people" in public(cast) and "Say by Monday 25 January" in cast.ana.get(cast.page).text
    cast.ana.post(f"{cast.page}/taking")
    assert cast.service.codes("waiting") == [] and cast.service.full_until is None


def test_a_wrong_number_goes_at_once_and_the_page_says_why(cast: Cast):
    cast.service.organization.phones  # noqa: B018 (its group has none)
    assert "020 7946 0123" in public(cast)
    cast.ana.post(f"{cast.page}/withdraw/phones")
    assert "020 7946 0123" not in public(cast) and "It is being checked" in public(cast)
    cast.change(cast.ana, "phones", "020 7946 0999")
    assert "020 7946 0999" not in public(cast), "a new number waits"
    cast.change(cast.stella, "phones", "020 7946 0999")
    assert "020 7946 0999" in public(cast) and "being checked" not in public(cast)


@pytest.mark.parametrize("field", ["status", "slug", "name", "organization"])
def test_only_ways_to_reach_people_can_be_taken_off(cast: Cast, field: str):
    assert cast.ana.post(f"{cast.page}/withdraw/{field}").status_code == 404


@pytest.mark.parametrize("act", ["confirm", "pause", "close", "full", "reopen", "taking", "withdraw/phones"])
def test_what_is_not_theirs_is_not_found(cast: Cast, act: str):
    assert cast.cleo.post(f"{cast.page}/{act}").status_code == 404
    assert acts(cast) == [] and cast.cleo.get(cast.page).status_code == 404


def test_doing_it_again_changes_nothing_and_tells_nothing(cast: Cast):
    cast.ana.post(f"{cast.page}/close", {"say": "Gone."})
    cast.ana.post(f"{cast.page}/close", {"say": "Gone."})
    assert acts(cast) == ["close"]
