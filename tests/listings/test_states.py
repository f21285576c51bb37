"""Confirming, pausing, closing, reopening, being full, and taking a wrong number off: live at once, each a revision."""

from datetime import date

import pytest
from markupsafe import escape

from directory import index, revisions
from directory.index import Query
from directory.listings.shape import values_of
from directory.models.service import State
from tests.listings.conftest import Cast
from tests.people import value_of

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
    answer = cast.ana.act(cast.page, "pause", {"until": "14/12/2026", "say": "Back soon. Phone us."})
    assert answer.status_code == 303 and cast.service.state(TODAY) is State.PAUSED
    assert cast.service.paused_until == date(2026, 12, 14)
    assert "Paused until Monday 14 December" in public(cast) and "Back soon. Phone us." in public(cast)
    assert "Paused until" in cast.ana.get(cast.page).text
    cast.ben.act(cast.page, "reopen")
    assert cast.service.state(TODAY) is State.OPEN and "Back soon" not in public(cast)
    assert acts(cast) == ["reopen", "pause"]


def test_what_people_are_told_of_a_pause_ends_on_its_day(cast: Cast, clock):
    cast.ana.act(cast.page, "pause", {"until": "14/12/2026", "say": "Closed until the roof is mended."})
    clock.set(2026, 12, 13, 23)
    assert "Closed until the roof" in public(cast)
    clock.set(2026, 12, 14, 0, 1)
    assert "Paused" not in public(cast) and "Closed until the roof" not in public(cast)


@pytest.mark.parametrize("until", ["yesterday", "2026-11-25", "31/02/2027", "2030-01-01"])
def test_a_wrong_day_is_told_and_the_words_stay(cast: Cast, until: str):
    answer = cast.ana.act(cast.page, "pause", {"until": until, "say": "Back <b>soon</b>."})
    assert answer.status_code == 422 and until in answer.text and "Back soon." in answer.text
    assert "There is a problem" in answer.text and acts(cast) == []


def test_an_ended_offer_keeps_its_page_leaves_the_results_and_can_come_back(cast: Cast):
    assert cast.service_id in [hit.id for hit in index.find(Query(q="cook")).hits]
    cast.ana.act(cast.page, "close", {"say": "Try Soup Sunday.", "why": "No money"})
    assert "This has ended" in public(cast) and "Try Soup Sunday." in public(cast) and "No money" not in public(cast)
    assert cast.service_id not in [hit.id for hit in index.find(Query(q="cook")).hits]
    last = revisions.newest()
    assert last and last.why == "No money"
    assert "Look at it or open it again" in cast.ana.get("/desk").text
    cast.ana.act(cast.page, "reopen")
    assert cast.service_id in [hit.id for hit in index.find(Query(q="cook")).hits]


def test_no_room_has_a_day_to_be_said_again_by(cast: Cast):
    cast.ana.act(cast.page, "full", {"until": ""})
    assert cast.service.codes("waiting") == ["full"] and cast.service.full_until == date(2027, 1, 25)
    assert "Not taking new people" in public(cast) and "Say by Monday 25 January" in cast.ana.get(cast.page).text
    cast.ana.act(cast.page, "taking")
    assert cast.service.codes("waiting") == [] and cast.service.full_until is None


def test_a_wrong_number_goes_at_once_and_the_page_says_why(cast: Cast):
    cast.service.organization.phones  # noqa: B018 (its group has none)
    assert "020 7946 0123" in public(cast)
    cast.ana.act(cast.page, "withdraw/phones")
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
    cast.ana.act(cast.page, "close", {"say": "Gone."})
    cast.ana.act(cast.page, "close", {"say": "Gone."})
    assert acts(cast) == ["close"]


def sent(cast: Cast, act: str) -> dict[str, str]:
    """What the form of an act carries now."""
    there = f"{cast.page}/{act}"
    html = cast.ana.get(there if act in ("pause", "close", "full") else cast.page).text
    return {"print": value_of(html.partition(f'action="{there}"')[2], "print")}


WORDS = {"say": "Ana's words", "why": "", "until": "2026-12-14"}
DONE_MEANWHILE = [
    ("pause", "close", "Ben's words"),
    ("close", "close", "Ben's words"),
    ("close", "pause", "Ben's words"),
    ("full", "close", "Ben's words"),
    ("full", "full", "Not taking new people"),
]


@pytest.mark.parametrize("act,meanwhile,told", DONE_MEANWHILE)
def test_what_a_colleague_did_meanwhile_is_not_overwritten_unseen(cast: Cast, act: str, meanwhile: str, told: str):
    form = sent(cast, act) | WORDS
    cast.ben.act(cast.page, meanwhile, {"say": "Ben's words", "until": "2026-12-20"})
    before = values_of(cast.service)
    late = cast.ana.post(f"{cast.page}/{act}", form)
    assert late.status_code == 409 and values_of(cast.service) == before and acts(cast) == [meanwhile]
    assert "nothing was done" in late.text and str(escape(told)) in late.text and "<title>Error:" in late.text
    kept = form["until"] if act == "full" else escape(form["say"])
    assert str(kept) in late.text, "what was typed stays"
    again = form | {"print": value_of(late.text, "print")}
    assert cast.ana.post(f"{cast.page}/{act}", again).status_code == 303 and acts(cast) == [act, meanwhile]


@pytest.mark.parametrize("act,first,meanwhile", [("reopen", "pause", "close"), ("taking", "full", "close")])
def test_one_tap_on_an_old_page_undoes_nothing_that_nobody_saw(cast: Cast, act: str, first: str, meanwhile: str):
    cast.ana.act(cast.page, first, {"say": "", "until": ""})
    form = sent(cast, act)
    cast.ben.act(cast.page, meanwhile, {"say": "Gone."})
    late = cast.ana.post(f"{cast.page}/{act}", form)
    assert late.status_code == 409 and "nothing was done" in late.text and "This has ended" in late.text
    assert acts(cast) == [meanwhile, first] and cast.service.alert == "Gone."


def test_a_number_that_was_put_right_meanwhile_is_not_taken_off(cast: Cast):
    form = sent(cast, "withdraw/phones")
    cast.change(cast.stella, "phones", "020 7946 0999")
    late = cast.ana.post(f"{cast.page}/withdraw/phones", form)
    assert late.status_code == 409 and "020 7946 0999" in late.text and "nothing was done" in late.text
    assert "020 7946 0999" in public(cast) and acts(cast) == ["change"]


@pytest.mark.parametrize("act", ["pause", "close", "full", "withdraw/phones", "reopen", "taking"])
def test_who_asks_for_what_is_so_already_is_not_late(cast: Cast, act: str):
    first = {"reopen": "pause", "taking": "full"}.get(act)
    if first:
        cast.ana.act(cast.page, first, {"say": "", "until": ""})
    form = sent(cast, act) | WORDS
    cast.ben.act(cast.page, act, WORDS)
    done = acts(cast)
    assert cast.ana.post(f"{cast.page}/{act}", form).status_code == 303 and acts(cast) == done


@pytest.mark.parametrize("act", ["pause", "close", "full", "reopen", "taking", "withdraw/phones"])
def test_a_form_that_does_not_say_what_it_was_made_from_is_late(cast: Cast, act: str):
    first = {"reopen": "pause", "taking": "full"}.get(act)
    if first:
        cast.ana.act(cast.page, first, {"say": "", "until": ""})
    before = values_of(cast.service)
    assert cast.ana.post(f"{cast.page}/{act}", WORDS).status_code == 409 and values_of(cast.service) == before


def test_a_mistake_does_not_make_an_old_page_a_new_one(cast: Cast):
    form = sent(cast, "pause")
    cast.ben.act(cast.page, "close", {"say": "Gone."})
    told = cast.ana.post(f"{cast.page}/pause", form | {"until": "soon"})
    assert told.status_code == 422 and value_of(told.text, "print") == form["print"]


def test_pausing_what_has_ended_once_that_was_seen_is_true(cast: Cast):
    cast.ben.act(cast.page, "close", {"say": "Gone."})
    cast.ana.act(cast.page, "pause", {"say": "Back in May.", "until": ""})
    assert cast.service.state(TODAY) is State.PAUSED and "Back in May." in public(cast)
