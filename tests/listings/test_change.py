"""Changing one answer: what goes live, what waits, what was typed, and two people at once."""

import threading
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory import revisions
from directory.db import db
from directory.listings import queries
from directory.listings.forms import QUESTIONS, nudges
from directory.listings.shape import values_of
from directory.models import Waiting
from tests.listings.conftest import Cast
from tests.makers import an_attribute, changed

# What somebody may answer to each kind of question, and how it is kept.
ANSWERS: dict[str, tuple[Any, Any]] = {
    "minimum_age": ("18", 18),
    "maximum_age": ("", None),
    "audiences": (["carers", "women"], ["carers", "women"]),
    "areas": (["E09000022"], ["E09000022"]),
    "languages": (["en", "es"], ["en", "es"]),
    "faiths": (["muslim"], ["muslim"]),
    "formats": (["online"], ["online"]),
    "access": (["drop-in"], ["drop-in"]),
    "cost": (["free"], ["free"]),
    "waiting": (["weeks"], ["weeks"]),
}


def live(cast: Cast) -> dict[str, Any]:
    """What the offer says."""
    return values_of(cast.service)


@pytest.mark.parametrize("field", ANSWERS)
def test_plain_facts_from_a_partner_are_live_at_once(cast: Cast, field: str):
    sent, kept = ANSWERS[field]
    answer = cast.change(cast.ana, field, sent)
    assert answer.status_code == 303 and live(cast)[field] == kept and queries.waiting(cast.service) == {}
    assert cast.ana.get(answer.location).status_code == 200


@pytest.mark.parametrize("field", [key for key, one in QUESTIONS.items() if one.waits and one.kind in ("line", "text")])
def test_words_from_a_partner_wait_and_a_steward_needs_nobody(cast: Cast, field: str):
    before = live(cast)[field]
    answer = cast.change(cast.ana, field, "Quite new words")
    assert "done=waits" in answer.location and live(cast)[field] == before
    page = cast.ana.get(cast.page).text
    assert "Waits to be checked" in page and "Quite new words" in page
    cast.change(cast.stella, field, "What a steward says")
    assert (
        live(cast)[field] == "What a steward says" and queries.waiting(cast.service)[field].value == "Quite new words"
    )


def test_ways_to_reach_people_wait_and_are_made_regular(cast: Cast):
    for field, sent, kept in (
        ("phones", "02079460001\n 020 7946 0002 ", ["020 7946 0001", "020 7946 0002"]),
        ("email", " Ana@Example.org", "Ana@example.org"),
        ("url", "example.org/cook", "https://example.org/cook"),
    ):
        cast.change(cast.ana, field, sent)
        assert queries.waiting(cast.service)[field].value == kept


@pytest.mark.parametrize(
    "field,sent",
    [("minimum_age", "old"), ("minimum_age", "-1"), ("name", " "), ("summary", "x" * 161), ("phones", "ask Ana"),
     ("email", "ana at home"), ("url", "javascript:alert(1)"), ("url", "https://nhs.uk@evil.example")],
)  # fmt: skip
def test_a_mistake_is_told_and_what_was_typed_stays(cast: Cast, field: str, sent: str):
    before = live(cast)
    answer = cast.change(cast.ana, field, sent)
    assert answer.status_code == 422 and "There is a problem" in answer.text
    assert sent.strip() in answer.text and live(cast) == before


def test_a_later_change_to_the_same_field_replaces_the_one_that_waits(cast: Cast):
    cast.change(cast.ana, "summary", "First words")
    cast.change(cast.ana, "not_for", "Other words")
    cast.change(cast.ben, "summary", "Second words")
    waits = queries.waiting(cast.service)
    assert {field: one.value for field, one in waits.items()} == {"summary": "Second words", "not_for": "Other words"}
    assert waits["summary"].by_name == "Ben" and waits["summary"].made_from == cast.service.summary


def test_writing_what_is_live_ends_the_wait(cast: Cast):
    cast.change(cast.ana, "summary", "First words")
    cast.change(cast.ana, "summary", str(cast.service.summary))
    assert queries.waiting(cast.service) == {}
    assert [one.act for one in revisions.of(cast.service_id)] == ["propose", "propose"]


def test_saving_what_is_there_is_no_change(cast: Cast):
    cast.change(cast.ana, "summary", str(cast.service.summary))
    cast.change(cast.ana, "minimum_age", "")
    assert list(revisions.of(cast.service_id)) == []


def test_the_second_of_two_sees_both_texts_and_chooses(cast: Cast):
    early = cast.print(cast.ben, "summary")
    cast.change(cast.ana, "summary", "What Ana wrote")
    answer = cast.change(cast.ben, "summary", "What Ben wrote", early)
    assert answer.status_code == 409 and "What Ana wrote" in answer.text and "What Ben wrote" in answer.text
    assert queries.waiting(cast.service)["summary"].value == "What Ana wrote"
    again = cast.change(cast.ben, "summary", "What Ben wrote", value(answer.text))
    assert again.status_code == 303 and queries.waiting(cast.service)["summary"].value == "What Ben wrote"


def value(html: str) -> str:
    """The print in a page."""
    return html.split('name="print" value="')[1].split('"')[0]


def test_an_import_meanwhile_is_noticed_too_and_other_fields_are_no_conflict(cast: Cast):
    early, other = cast.print(cast.ben, "minimum_age"), cast.print(cast.ben, "maximum_age")
    changed(cast.service, minimum_age=16)
    assert cast.change(cast.ben, "minimum_age", "18", early).status_code == 409
    assert cast.change(cast.ben, "maximum_age", "60", other).status_code == 303


@pytest.mark.parametrize("print_", ["", "x" * 16, "0" * 16])
def test_a_print_that_no_form_carried_saves_nothing(cast: Cast, print_: str):
    assert cast.change(cast.ana, "minimum_age", "18", print_).status_code == 409
    assert cast.service.minimum_age is None


@pytest.mark.parametrize(
    "field", ["status", "slug", "code", "assured_date", "organization_id", "checking", "paused_until"]
)
def test_no_form_sets_what_it_does_not_show(cast: Cast, field: str):
    address = f"{cast.page}/change/{field}"
    assert cast.ana.get(address).status_code == 404
    assert cast.ana.post(address, {field: "x", "print": ""}).status_code == 404
    before = live(cast)
    cast.ana.post(
        f"{cast.page}/change/minimum_age", {"minimum_age": "", field: "x", "print": cast.print(cast.ana, "minimum_age")}
    )
    assert live(cast) == before


@pytest.mark.parametrize("field", QUESTIONS)
def test_every_question_has_a_page_and_what_is_not_theirs_has_none(cast: Cast, field: str):
    address = f"{cast.page}/change/{field}"
    assert cast.ana.get(address).status_code == 200
    assert cast.cleo.get(address).status_code == 404
    assert cast.cleo.post(address, {field: "x", "print": "x"}).status_code == 404


def test_access_has_three_answers(cast: Cast):
    address = f"{cast.page}/change/accessibility"
    shown = cast.ana.get(address).text
    assert '<fieldset class="nhsuk-fieldset" id="accessibility">' in shown, "where a link to the question leads"
    assert ">Access</legend>" in shown
    sent = {"accessibility-step-free": "yes", "accessibility-bsl": "no", "print": cast.print(cast.ana, "accessibility")}
    cast.ana.post(address, sent)
    assert live(cast)["accessibility"] == {"step-free": True, "bsl": False}
    cast.ana.post(address, {"print": cast.print(cast.ana, "accessibility"), "accessibility-bsl": ""})
    assert live(cast)["accessibility"] == {}


def test_terms_of_other_kinds_stay_when_one_kind_changes(cast: Cast):
    service = cast.service
    service.attributes.append(an_attribute("needs", "lonely"))
    changed(service)
    cast.change(cast.ana, "cost", ["free"])
    assert live(cast)["needs"] == ["lonely"] and live(cast)["categories"] == ["cooking-and-food"]


def test_a_new_name_has_a_new_link_and_the_old_one_leads_on(cast: Cast):
    old = cast.service.slug
    cast.change(cast.stella, "name", "Eat together")
    assert cast.service.slug == "eat-together"
    answer = cast.cleo.client.get(f"/offers/{old}")
    assert answer.status_code in (301, 404), "a maker gives no name that outlives it"


def test_advice_on_words_never_stops_a_save(cast: Cast):
    text = "We empower service users on a holistic pathway. " + "and so on " * 20
    assert cast.change(cast.stella, "description", text).status_code == 303
    found = [advice for field, advice in nudges(live(cast)) if field == "description"]
    assert len(found) == 5 and any("empower" in one for one in found)
    assert "plainer" in cast.ana.get(cast.page).text


def test_what_a_listing_says_is_what_its_last_revisions_say(cast: Cast):
    for field, (sent, _kept) in ANSWERS.items():
        cast.change(cast.ana, field, sent)
    cast.ana.act(cast.page, "pause", {"until": "", "say": "Back soon"})
    told: dict[str, Any] = {}
    for one in reversed(revisions.of(cast.service_id)):
        if one.act in revisions.LIVE:
            told.update(one.after)
    assert told and {field: live(cast)[field] for field in told} == told


def test_the_pages_ask_the_database_little(cast: Cast, statements):
    for address in (cast.page, "/desk"):
        cast.ana.get(address)
    with statements() as asked:
        cast.ana.get(cast.page)
    assert len(asked) <= 14, asked
    with statements() as asked:
        cast.ana.get("/desk")
    assert len(asked) <= 14, asked
    print_ = cast.print(cast.ana, "cost")
    with statements() as asked:
        cast.change(cast.ana, "cost", ["free"], print_)
    assert len(asked) <= 48, len(asked)


def saves(app: Flask, cast: Cast, who: Any, letter: str, wanted: int, kept: list[tuple[str, str]]) -> None:
    """One editor at one field: reads, writes, and reads again when somebody was quicker."""
    cookie = who.client.get_cookie("signed-in").value
    client = FlaskClient(app)
    client.set_cookie("signed-in", cookie)
    address, done = f"{cast.page}/change/not_for", 0
    while done < wanted:
        html = client.get(address).text
        said = html.split("</textarea>")[0].rpartition(">")[2].strip()
        answer = client.post(address, data={"csrf": who.csrf, "print": value(html), "not_for": f"{letter}{done}"})
        assert answer.status_code in (303, 409), answer.status_code
        if answer.status_code == 303:
            kept.append((said, f"{letter}{done}"))
            done += 1


@pytest.mark.parametrize("each", [50, pytest.param(500, marks=pytest.mark.slow)])
def test_racing_saves_of_two_lose_nothing(cast: Cast, app: Flask, each: int):
    kept: list[tuple[str, str]] = []
    editors = [
        threading.Thread(target=saves, args=(app, cast, who, letter, each, kept))
        for who, letter in ((cast.ana, "a"), (cast.ben, "b"))
    ]
    db.session.rollback()
    for one in editors:
        one.start()
    for one in editors:
        one.join()
    told = [one for one in reversed(revisions.of(cast.service_id)) if one.act == "propose"]
    written = [(one.before["not_for"] or "", one.after["not_for"]) for one in told]
    assert len(kept) == 2 * each and sorted(kept) == sorted(written)
    assert all(one[1] == other[0] for one, other in zip(written, written[1:], strict=False))
    assert db.session.query(Waiting).one().value == written[-1][1] and revisions.verify() is None
