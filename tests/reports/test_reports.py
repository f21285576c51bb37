"""A visitor says what is wrong: no account, no cookie; group and steward are told, and nothing changes by itself."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from directory import index
from directory.db import db
from directory.index import Query
from directory.listings.shape import values_of
from directory.models import Attempt, Report, Service
from directory.reports import actions, queries
from tests.client import HouseClient
from tests.makers import a_service, an_organization, changed
from tests.people import a_partner, a_steward, at, letters, links_in, value_of

SENT = {"what": "phone", "words": "It is 020 7946 0999 now.", "email": "rea@example.net"}


@pytest.fixture
def service(app: Flask) -> Service:
    """An offer of a group with one partner."""
    group = an_organization(name="Good Neighbours")
    a_partner(group, name="Ana", email="ana@example.org")
    return a_service(organization=group, name="Cook together", boroughs=["lewisham"])


def send(client: HouseClient, service: Service, **over: str):
    """Opens the page, fills in its form and sends it."""
    page = f"/offers/{service.slug}/report"
    token = value_of(client.get(page).text, "token")
    return client.post(page, data={"token": token, **SENT, **over})


def reports() -> list[Report]:
    """All there are."""
    return list(db.session.scalars(select(Report).order_by(Report.at)))


def test_the_page_of_every_offer_leads_to_it(client, service):
    for state in ("active", "temporarily closed", "inactive"):
        changed(service, status=state)
        page = client.page(f"/offers/{service.slug}")
        assert f"/offers/{service.slug}/report" in page.links and "Tell us something is wrong" in page.words()
        assert client.get(f"/offers/{service.slug}/report").status_code == 200


def test_a_report_reaches_the_group_and_the_queue_and_changes_nothing(app, client, service):
    before, found = values_of(service), index.find(Query(q="cook")).total
    answer = send(client, service)
    assert answer.status_code == 303 and "Set-Cookie" not in answer.headers
    said = client.get(answer.location)
    assert "We have told the group" in said.text and "Set-Cookie" not in said.headers
    assert values_of(service) == before and index.find(Query(q="cook")).total == found == 1
    letter = letters("ana@example.org")[0]
    assert "The phone number is wrong" in str(letter.text) and "020 7946 0999" in str(letter.text)
    assert "rea@example.net" not in f"{letter.text}{letter.html}"
    assert "Cook together" in client.page(links_in(letter)[0]).words()
    stella, far = at(app, a_steward("lewisham", name="Stella")), at(app, a_steward("croydon"))
    assert "Cook together" in stella.get("/review/reports").text and "(1)" in stella.get("/review").text
    assert "Cook together" not in far.get("/review/reports").text and "(0)" in far.get("/review").text
    page = stella.get(f"/review/reports/{reports()[0].id}")
    assert "020 7946 0999" in page.text and "rea@example.net" not in page.text


def test_the_group_reads_it_in_english_whatever_the_visitor_reads(app, client, service):
    page = f"/es/offers/{service.slug}/report"
    answer = client.post(page, data={"token": value_of(client.get(page).text, "token"), **SENT})
    assert answer.location.startswith("/es/") and "Díganos" in client.get(page).text
    letter = letters("ana@example.org")[0]
    assert letter.language == "en" and "The phone number is wrong" in str(letter.text)
    assert "/es/" not in f"{letter.text}{letter.html}" and 'lang="en' in str(letter.html)
    assert "Cook together" in client.page(links_in(letter)[0]).words()


def test_the_answer_is_mailed_and_the_address_goes(app, client, service):
    send(client, service)
    stella, id_ = at(app, a_steward("lewisham", name="Stella")), reports()[0].id
    assert stella.post(f"/review/reports/{id_}", {"answer": " "}).status_code == 422
    stella.post(f"/review/reports/{id_}", {"answer": "You are right. We have changed it.\nBcc: x@example.org"})
    one = reports()[0]
    assert one.email is None and one.answered_by == "Stella" and one.answered_at
    letter = letters("rea@example.net")[0]
    assert "You are right. We have changed it." in str(letter.text) and "Cook together" in str(letter.text)
    assert "Answered by" in stella.get(f"/review/reports/{id_}").text
    assert "Nothing waits" in stella.get("/review/reports").text


def test_whoever_answers_second_sees_what_the_first_has_said(app, client, service):
    send(client, service)
    stella, sid = (at(app, a_steward("lewisham", name=name)) for name in ("Stella", "Sid"))
    page = f"/review/reports/{reports()[0].id}"
    assert stella.post(page, {"answer": "We have changed it."}).status_code == 303
    late = sid.post(page, {"answer": "It was right & good,\n\nas they say."})
    assert late.status_code == 409 and "so nothing was done" in late.text
    for said in ("Answered by", "Stella", "We have changed it.", "It was right &amp; good,", "as they say."):
        assert said in late.text, said
    assert len(letters("rea@example.net")) == 1 and reports()[0].answer == "We have changed it."
    assert reports()[0].answered_by == "Stella"


@pytest.mark.parametrize(
    "typed", ["\u200brea@example.net", "\u202area@example.net\u202c", "rea@\u200eexample.net,", "<rea@example.net>",
              "mailto:rea@example.net"],
)  # fmt: skip
def test_an_address_that_was_pasted_with_more_than_itself_is_answered(app, client, service, typed):
    assert send(client, service, email=typed).status_code == 303
    at(app, a_steward("lewisham")).post(f"/review/reports/{reports()[0].id}", {"answer": "We have changed it."})
    assert len(letters("rea@example.net")) == 1


def test_without_an_address_nobody_is_written_to(app, client, service):
    send(client, service, email="", words="")
    stella = at(app, a_steward("lewisham"))
    stella.post(f"/review/reports/{reports()[0].id}", {"answer": "Phoned them. It is right."})
    assert {one.recipient for one in letters()} == {"ana@example.org"} and reports()[0].answered_at


@pytest.mark.parametrize(
    "over,said",
    [
        ({"what": ""}, "Choose what is wrong."), ({"what": "nonsense"}, "Choose what is wrong."),
        ({"email": "rea@"}, "right form"), ({"words": "x" * 1001}, "1,000 characters"), ({"token": "old"}, "once more"),
        ({"leave": "spam"}, "once more"), ({"email": "a@example.org\r\nBcc: b@example.org"}, "right form"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_and_what_was_typed_stays(client, service, over, said):
    answer = send(client, service, **over)
    assert answer.status_code == 422 and said in answer.text and reports() == [] and letters() == []
    if "words" not in over:
        assert "It is 020 7946 0999 now." in answer.text
    again = {**SENT, "token": value_of(answer.text, "token"), "leave": value_of(answer.text, "leave")}
    assert client.post(f"/offers/{service.slug}/report", data=again).status_code == 303


def test_one_address_may_not_flood_and_is_not_kept(app, service):
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = "203.0.113.7"
    codes = [send(client, service).status_code for _ in range(11)]
    assert codes == [303] * 10 + [429] and len(reports()) == 10
    kept = " ".join(f"{one.what} {one.who}" for one in db.session.scalars(select(Attempt)))
    assert "203.0.113.7" not in kept and service.organization_id not in kept
    assert len(letters("ana@example.org")) == 5, "and one group is not flooded with letters"


def test_markup_is_taken_out_and_shown_as_text(app, client, service):
    send(client, service, words="<script>alert(1)</script>It <b>moved</b> & closed")
    stella = at(app, a_steward("lewisham"))
    page = stella.get(f"/review/reports/{reports()[0].id}").text
    assert "<script>alert" not in page and "It moved &amp; closed" in page


def test_on_pages_somebody_may_be_watched_on_no_address_is_asked(client, app):
    refuge = a_service(name="Refuge", categories=["safety"], boroughs=["lewisham"])
    page = client.get(f"/offers/{refuge.slug}/report").text
    assert 'name="email"' not in page and "Exit this page" in page
    send(client, refuge)
    assert reports()[0].email is None


def test_an_old_link_of_an_offer_still_reports_and_what_is_no_offer_is_not_found(client, app):
    assert client.get("/offers/no-such/report").status_code == 404
    assert client.post("/offers/no-such/report", data=SENT).status_code == 404


def test_addresses_go_after_90_days_and_answered_reports_as_well(app, client, service, clock):
    send(client, service)
    clock.move(days=89)
    assert actions.forget() == 0 and reports()[0].email
    clock.move(days=1)
    assert app.test_cli_runner().invoke(args=["remind"]).exit_code == 0
    assert reports()[0].email is None and reports()[0].words
    actions.answer(reports()[0], "Done.", by=a_steward())
    clock.move(days=90)
    assert actions.forget() == 1 and reports() == [] and actions.forget() == 0


def test_other_stewards_find_nothing(app, client, service):
    send(client, service)
    id_ = reports()[0].id
    for who in (a_steward("croydon"), a_partner(service.organization)):
        somebody = at(app, who)
        assert somebody.get(f"/review/reports/{id_}").status_code == 404
        assert somebody.post(f"/review/reports/{id_}", {"answer": "x"}).status_code == 404
    assert reports()[0].answered_at is None


def test_the_database_is_asked_little(app, client, service, statements):
    for _ in range(5):
        send(client, service)
    stella = at(app, a_steward("lewisham"))
    for page, most in ((f"/offers/{service.slug}/report", 4), ("/review/reports", 8), ("/review", 14)):
        who = client if page.startswith("/offers") else stella
        with statements() as asked:
            who.get(page)
        assert len(asked) <= most, (page, len(asked))
    assert len(queries.waiting(a_steward())) == 5


def test_the_form_goes_with_no_session(client, service):
    page = client.get(f"/offers/{service.slug}/report").text
    assert not re.search(r'name="csrf"', page)


@pytest.mark.parametrize("over", [{"token": "old"}, {"leave": "filled in by a browser"}])
def test_a_mistake_in_what_nobody_sees_is_said_and_leads_nowhere(client, service, over):
    page = send(client, service, **over, email="rea")
    assert page.status_code == 422 and "send it once more" in page.text and 'href="#email"' in page.text
    assert 'href="#token"' not in page.text and 'href="#leave"' not in page.text
