"""The steward's queue, history, and bringing an earlier version back."""

import re

import pytest
from flask import Flask
from markupsafe import escape
from sqlalchemy import select

from directory import index, revisions
from directory.db import db
from directory.index import Query
from directory.listings import queries
from directory.listings.shape import values_of
from directory.models import Membership, User
from tests.listings.conftest import Cast
from tests.makers import a_service, changed
from tests.people import Somebody, a_partner, a_steward, an_admin, at, letters, value_of


def prints(html: str, form: str) -> dict[str, str]:
    """The prints that the form with this address carries."""
    part = html.split(f'action="{form}"')[1].split("</form>")[0]
    return dict(re.findall(r'name="(print-\w+)" value="(\w+)"', part))


def decide(cast: Cast, who: Somebody, what: str, html: str = "", **data: str):
    """Opens what waits (or stays on an earlier page), fills in one form and sends it."""
    page = f"/review/{cast.service_id}"
    return who.post(f"{page}/{what}", {**prints(html or who.get(page).text, f"{page}/{what}"), **data})


def test_the_oldest_waits_on_top_and_differences_are_told_field_by_field(cast: Cast, clock, app: Flask):
    other = a_service(organization=cast.service.organization, name="Walk together", boroughs=["lewisham"])
    cast.change(cast.ana, "summary", "Ana's words")
    clock.move(minutes=5)
    cast.ana.post(f"/desk/offers/{other.id}/change/not_for", {
        "not_for": "Dogs", "print": queries.form_of(other)[2]["not_for"]})  # fmt: skip
    queue = cast.stella.get("/review").text
    assert queue.index("Cook together") < queue.index("Walk together") and "In one sentence, what is it?" in queue
    page = cast.stella.get(f"/review/{cast.service_id}").text
    assert "Ana&#39;s words" in page and str(cast.service.summary) in page


def test_approving_shows_it_to_everybody_and_search_finds_it_at_once(cast: Cast):
    cast.change(cast.ana, "name", "Zebra circle")
    cast.change(cast.ana, "not_for", "Dogs")
    assert not index.find(Query(q="zebra")).hits
    answer = decide(cast, cast.stella, "approve")
    assert answer.status_code == 303 and "done=approved" in answer.location
    assert [hit.id for hit in index.find(Query(q="zebra")).hits] == [cast.service_id]
    assert cast.service.not_for == "Dogs" and cast.service.slug == "zebra-circle" and not queries.waiting(cast.service)
    letter = letters()[-1]
    assert letter.subject == "Your changes are shown now" and "What is it called?" in str(letter.text)


def test_one_field_is_approved_and_the_other_goes_on_waiting(cast: Cast):
    cast.change(cast.ana, "summary", "Ana's words")
    cast.change(cast.ana, "not_for", "Dogs")
    decide(cast, cast.stella, "approve/not_for", not_for="Dogs, for now")
    assert cast.service.not_for == "Dogs, for now" and list(queries.waiting(cast.service)) == ["summary"]
    last = revisions.newest()
    assert last and (last.act, last.after["not_for"], last.by_name) == ("approve", "Dogs, for now", "Stella")


def test_a_mistake_in_what_a_steward_edits_is_told_and_stays(cast: Cast):
    cast.change(cast.ana, "summary", "Ana's words")
    answer = decide(cast, cast.stella, "approve/summary", summary="x" * 200)
    assert answer.status_code == 422 and "x" * 200 in answer.text and queries.waiting(cast.service)
    assert 'href="#summary"' in answer.text and 'aria-describedby="summary-hint summary-error"' in answer.text


def test_sent_back_with_a_message_that_reaches_whoever_wrote_it(cast: Cast):
    cast.change(cast.ana, "summary", "Ana's words")
    assert decide(cast, cast.stella, "send-back", message=" ").status_code == 422
    before = cast.service.summary
    decide(cast, cast.stella, "send-back", message="Please say where it is.\nBcc: evil@example.org")
    assert cast.service.summary == before and queries.waiting(cast.service) == {}
    letter = letters()[-1]
    assert "Please say where it is." in str(letter.text) and letter.subject == "Please look at your changes again"
    last = revisions.newest()
    assert last and last.act == "send_back" and str(last.why).startswith("Please say where it is.")
    assert last.before == {"summary": "Ana's words"}


def left(cast: Cast, name: str) -> None:
    """Somebody of the cast does not work for the group any more."""
    gone = db.session.scalars(select(Membership).join(User).where(User.name == name)).one()
    db.session.delete(gone)
    db.session.commit()


def test_who_has_left_the_group_hears_no_more_of_it_and_the_others_do(cast: Cast):
    cast.change(cast.ana, "summary", "Ana's words")
    left(cast, "Ana")
    decide(cast, cast.stella, "send-back", message="Please say where it is.")
    ben = db.session.scalars(select(User).where(User.name == "Ben")).one()
    assert [one.recipient for one in letters()] == [ben.email]
    assert "Please say where it is." in str(letters()[0].text) and "Hello Ben" in str(letters()[0].text)


@pytest.mark.parametrize(
    "what,data", [("approve", {}), ("approve/summary", {"summary": "Older"}), ("send-back", {"message": "No."})]
)
def test_a_decision_on_words_that_have_changed_does_nothing(cast: Cast, what: str, data: dict[str, str]):
    cast.change(cast.ana, "summary", "First words")
    cast.change(cast.ana, "not_for", "Dogs")
    html = cast.stella.get(f"/review/{cast.service_id}").text
    cast.change(cast.ana, "summary", "Second words")
    answer = decide(cast, cast.stella, what, html, **data)
    assert answer.status_code == 409 and "Second words" in answer.text and "nothing was done" in answer.text
    assert queries.waiting(cast.service)["summary"].value == "Second words"


@pytest.mark.parametrize("typed,kept", [("Stella's words", True), ("First words", False)])
def test_what_a_steward_has_edited_stays_when_other_words_wait_by_now(cast: Cast, typed: str, kept: bool):
    cast.change(cast.ana, "summary", "First words")
    html = cast.stella.get(f"/review/{cast.service_id}").text
    cast.change(cast.ana, "summary", "Second words")
    late = decide(cast, cast.stella, "approve/summary", html, summary=typed)
    assert late.status_code == 409 and ("<details open>" in late.text) is kept
    assert value_of(late.text, "summary") == (escape(typed) if kept else "Second words")
    assert decide(cast, cast.stella, "approve/summary", late.text, summary=typed).status_code == 303


def test_two_stewards_at_once_the_second_is_told(cast: Cast, app: Flask):
    other = at(app, a_steward(name="Sam"))
    cast.change(cast.ana, "summary", "First words")
    html = other.get(f"/review/{cast.service_id}").text
    decide(cast, cast.stella, "approve/summary", summary="First words")
    assert decide(cast, other, "approve/summary", html, summary="Mine").status_code == 409
    assert cast.service.summary == "First words"


def test_what_it_was_written_from_is_shown_when_the_offer_has_moved_on(cast: Cast):
    before = str(cast.service.summary)
    cast.change(cast.ana, "summary", "Ana's words")
    cast.change(cast.stella, "summary", "What Stella wrote")
    page = cast.stella.get(f"/review/{cast.service_id}").text
    assert "It was written when the offer said:" in page and before in page and "What Stella wrote" in page


def test_what_went_live_is_seen_afterwards(cast: Cast):
    cast.ana.act(cast.page, "pause", {"until": "", "say": "Back soon"})
    queue = cast.stella.get("/review").text
    assert "Back soon" in queue and "Nothing new" not in queue
    number = re.findall(rf"/review/{cast.service_id}/seen/(\d+)", queue)[0]
    cast.ana.act(cast.page, "reopen")
    cast.stella.post(f"/review/{cast.service_id}/seen/{number}")
    queue = cast.stella.get("/review").text
    assert "opened again" in queue and "Nothing new" not in queue, "only what was on the page was seen"
    cast.stella.post(f"{cast.page}/confirm")
    assert queue.count("opened again") == cast.stella.get("/review").text.count("opened again")


def test_history_tells_everything_to_those_who_may_keep_it_right(cast: Cast):
    cast.change(cast.ana, "minimum_age", "18")
    cast.ana.act(cast.page, "close", {"say": "", "why": "No money"})
    page = cast.ben.get(f"{cast.page}/history").text
    for words in ("Ana", "18", "No money", "today at 10:30am"):
        assert words in page, words
    assert "Bring back" not in page and "Bring back" in cast.stella.get(f"{cast.page}/history").text
    assert cast.cleo.get(f"{cast.page}/history").status_code == 404


def test_a_long_history_is_read_page_by_page(cast: Cast):
    for age in range(35):
        cast.change(cast.ana, "minimum_age", str(age))
    page = cast.ana.get(f"{cast.page}/history").text
    older = re.findall(r'href="([^"]+before=\d+)"', page)[0]
    assert cast.ana.get(older).text.count("<section>") == 5 and page.count("<section>") == 30


def test_a_number_that_no_revision_has_is_not_found(cast: Cast):
    cast.ana.post(f"{cast.page}/confirm")
    far = 10**20
    assert cast.ana.get(f"{cast.page}/history?before={far}").status_code == 200
    for path in (f"version/{far}", f"version/{2**31 - 1}"):
        assert cast.stella.get(f"/review/{cast.service_id}/{path}").status_code == 404
    assert cast.stella.post(f"/review/{cast.service_id}/seen/{far}").status_code == 303


def test_any_version_comes_back_in_two_clicks(cast: Cast):
    first = values_of(cast.service)
    cast.change(cast.stella, "summary", "Second")
    number = revisions.newest().number
    second = values_of(cast.service)
    for field, said in (("summary", "Third"), ("audiences", ["carers"]), ("phones", ""), ("accessibility", "")):
        cast.change(cast.stella, field, said)
    cast.stella.act(cast.page, "close", {"say": "Gone", "why": ""})
    address = f"/review/{cast.service_id}/version/{number}"
    html = cast.stella.get(address).text
    assert "Second" in html and "Third" in html
    newest = re.findall(r'name="newest" value="(\d+)"', html)[0]
    assert cast.stella.post(address, {"newest": newest}).status_code == 303
    assert values_of(cast.service) == second != first
    assert cast.stella.post(address, {"newest": newest}).status_code == 409, "somebody has been there since"
    assert cast.stella.post(f"/review/{cast.service_id}/version/999999", {"newest": "1"}).status_code == 404


def test_a_confirmation_is_nothing_to_bring_back(cast: Cast):
    cast.change(cast.ana, "minimum_age", "18")
    number = revisions.newest().number
    cast.ana.post(f"{cast.page}/confirm")
    assert "It says the same now" in cast.stella.get(f"/review/{cast.service_id}/version/{number}").text


def pages(cast: Cast) -> list[str]:
    """The pages of stewards."""
    own = f"/review/{cast.service_id}"
    return ["/review", own, f"{own}/version/{revisions.newest().number}"]


def posts(cast: Cast) -> list[str]:
    """What stewards send."""
    own = f"/review/{cast.service_id}"
    version = f"{own}/version/{revisions.newest().number}"
    return [f"{own}/approve", f"{own}/approve/summary", f"{own}/send-back", f"{own}/seen/1", version]


def test_partners_and_stewards_of_elsewhere_find_nothing(cast: Cast, app: Flask):
    cast.change(cast.ana, "summary", "Ana's words")
    before = values_of(cast.service)
    far, admin = at(app, a_steward("croydon")), at(app, an_admin())
    member = at(app, a_partner(cast.service.organization))
    assert all(one.get(page).status_code == 404 for one in (member, cast.cleo) for page in pages(cast))
    assert [far.get(page).status_code for page in pages(cast)] == [200, 404, 404]
    assert "Cook together" not in far.get("/review").text and "Cook together" in admin.get("/review").text
    for who in (member, cast.cleo, far):
        assert {who.post(page, {"message": "x", "summary": "x"}).status_code for page in posts(cast)} == {404}
    assert values_of(cast.service) == before and queries.waiting(cast.service)


def test_a_steward_who_works_for_a_group_elsewhere_is_a_partner_there(cast: Cast, app: Flask):
    far = at(app, a_steward("croydon", name="Far"))
    changed(cast.service)
    assert far.get(cast.page).status_code == 404


def test_the_queue_asks_the_database_little(cast: Cast, statements):
    for field in ("summary", "not_for", "leaving"):
        cast.change(cast.ana, field, "Words")
    cast.ana.act(cast.page, "pause", {"until": "", "say": ""})
    cast.stella.get("/review")
    with statements() as asked:
        cast.stella.get("/review")
    assert len(asked) <= 14, len(asked)  # two for each part of the page, and who asks
    with statements() as asked:
        cast.stella.get(f"/review/{cast.service_id}")
    assert len(asked) <= 20, len(asked)
