"""The letters of staying true, as a real mail server receives them: reminders, acts, stewards, reports and answers."""

import re
from datetime import date

import pytest

from directory import clock, mail
from directory.db import db
from directory.listings import actions as listings
from directory.listings import queries as desk
from directory.listings.drafts import actions as drafts
from directory.listings.drafts.queries import print_of
from directory.listings.keeping import actions, queries
from directory.listings.review import actions as review
from directory.models import Letter, Report, User
from directory.reports import actions as reports
from directory.stewarding.programmes import actions as programmes
from tests.makers import a_draft, a_programme, a_service, an_organization
from tests.people import a_partner, a_steward
from tests.test_mail import Postbox, a_mail_server, box, judge, parts, port, posted

__all__ = ["box", "port", "posted"]  # fixtures
OLD = date(2026, 8, 20)


def due(**over):
    """An offer of a group with Ana that has to be confirmed."""
    group = an_organization(name="Good Neighbours")
    a_partner(group, name="Ana", email="ana@example.org")
    return a_service(organization=group, name="Cook together", boroughs=["lewisham"], assured_date=OLD, **over)


def links(text: str) -> list[str]:
    """The paths of the links in a text."""
    return [one.removeprefix("http://localhost") for one in re.findall(r"http://localhost/\S+", text)]


@pytest.mark.letter("reminder", "acted")
def test_the_reminder_and_what_came_of_it(posted, box):
    due()
    actions.remind()
    assert mail.send_due() == (1, 0)
    letter = box.letters[0]
    judge(letter, "ana@example.org")
    text, html = parts(letter)
    for fact in ("Cook together", "Every Wednesday, 2pm to 4pm", "020 7946 0123", "Confirmed 3 months ago", "30 days"):
        assert fact in text and fact in html, fact
    keep, stop = links(text)
    assert letter["List-Unsubscribe"].strip() == f"<http://localhost{stop}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    client = posted.test_client()
    page = client.get(keep).text
    client.post(f"{keep}/confirm", data=dict(re.findall(r'name="(print-[^"]+)" value="([^"]*)"', page)))
    mail.send_due()
    judge(box.letters[1], "ana@example.org")
    told = parts(box.letters[1])[0]
    assert (
        "Ana used the link" in told
        and "said that everything is right" in told
        and "List-Unsubscribe" not in box.letters[1]
    )
    client.post(links(told)[0])
    mail.send_due()
    judge(box.letters[2], "ana@example.org")
    assert "undid" in parts(box.letters[2])[0] and links(parts(box.letters[2])[0]) == []


@pytest.mark.letter("stewards_told")
def test_what_stewards_are_told(posted, box):
    a_steward("lewisham", name="Stella", email="stella@example.org")
    a_service(name="Cook <b>& eat</b>", boroughs=["lewisham"], assured_date=OLD)
    a_service(name="Walk", boroughs=["lewisham"], assured_date=date(2026, 5, 1))
    actions.remind()
    mail.send_due()
    text, html = parts(box.letters[0])
    assert "Cook <b>& eat</b>" in text and "Cook &lt;b&gt;&amp; eat&lt;/b&gt;" in html
    assert "shown lower in search" in text and "http://localhost/review/calls" in text and len(box.letters) == 1


@pytest.mark.letter("reported", "report_answered")
def test_what_a_visitor_reports_and_the_answer(posted, box):
    service = due()
    reports.take(service, what="time", words="It is on Fridays.", email="rea@example.net")
    mail.send_due()
    judge(box.letters[0], "ana@example.org")
    assert "The day or time is wrong" in parts(box.letters[0])[0] and "It is on Fridays." in parts(box.letters[0])[1]
    reports.answer(db.session.query(Report).one(), "Thank you. It is on Fridays now.", by=a_steward())
    mail.send_due()
    judge(box.letters[1], "rea@example.net")
    assert "It is on Fridays now." in parts(box.letters[1])[0]


@pytest.mark.letter("reviewed")
@pytest.mark.parametrize("message", ["", "Please say what it costs."])
def test_what_became_of_a_change(posted, box, message):
    service = due()
    ana, stella = User.query.filter_by(email="ana@example.org").one(), a_steward("lewisham")
    listings.revise(service, {"summary": "Eat together."}, prints=desk.form_of(service)[2], by=ana)
    seen = {"summary": desk.form_of(service)[2]["summary"]}
    if message:
        review.send_back(service, message, prints=seen, by=stella)
    else:
        review.approve(service, {}, prints=seen, by=stella)
    mail.send_due()
    judge(box.letters[0], ana.email)
    for said in parts(box.letters[0]):
        assert "Cook together" in said and "In one sentence" in said and f"/desk/offers/{service.id}" in said
        assert (message or "everybody sees them now") in said


@pytest.mark.letter("new_offer")
@pytest.mark.parametrize("message", ["", "Please say what it costs."])
def test_what_became_of_a_new_offer(posted, box, message):
    group = an_organization(name="Good Neighbours")
    ana, stella = a_partner(group, name="Ana", email="ana@example.org"), a_steward("lewisham")
    held = a_draft(group, ana, sent=True)
    there, seen = f"/desk/{'new' if message else 'offers'}/{held.id}", print_of(held.values, sorted(held.values))
    if message:
        drafts.send_back(held, message, print_=seen, by=stella)
    else:
        drafts.approve(held, print_=seen, by=stella)
    mail.send_due()
    judge(box.letters[0], ana.email)
    assert links(parts(box.letters[0])[0]) == [there]
    for said in parts(box.letters[0]):
        assert "Hello Ana," in said and "Harp circle" in said and there in said
        assert (message or "everybody finds it now") in said


@pytest.mark.letter("grant_ends")
def test_what_both_sides_are_told_before_a_grant_ends(posted, box):
    a_programme(due(), by=a_steward("lewisham", email="stella@example.org"), ends="2027-01-15")
    assert programmes.warn(clock.today()) == 2
    mail.send_due()
    told = {letter["To"]: letter for letter in box.letters}
    for to, there in (("ana@example.org", "/desk"), ("stella@example.org", "/stewards/programmes/")):
        judge(told[to], to)
        assert links(parts(told[to])[0])[0].startswith(there)
        for said in parts(told[to]):
            assert "Wave 1" in said and "15 January 2027" in said and "Cook together" in said


@pytest.mark.parametrize("sign", ["\n", "\r\nBcc: x@example.org"])
def test_no_name_breaks_a_header(posted, box, sign):
    group = an_organization(name=f"Good{sign}Neighbours", email="good@example.org")
    a_service(organization=group, name=f"Cook{sign}together", assured_date=OLD)
    actions.remind()
    mail.send_due()
    assert box.letters[0]["Bcc"] is None and box.letters[0]["To"] == "good@example.org"


class Refusing(Postbox):
    """A mail server that knows nobody."""

    async def handle_RCPT(self, _server, _session, _envelope, _address, _options) -> str:  # noqa: N802
        """Refuses the recipient for good."""
        return "550 5.1.1 no such user"


def test_a_hard_refusal_puts_the_group_on_the_call_list(posted, port, clock):
    steward = a_steward()
    due()
    actions.remind()
    db.session.query(Letter).filter(Letter.recipient == steward.email).delete()
    db.session.commit()
    with a_mail_server(Refusing(), port):
        assert mail.send_due() == (0, 1)
    assert "no such user" in mail.waiting()[0].fault
    assert [one.why for one in queries.calls(steward)] == ["refused"]
    clock.move(hours=23)
    assert list(mail.claimed()) == [], "not tried again within a day"
    clock.move(hours=2)
    box = Postbox()
    with a_mail_server(box, port):
        assert mail.send_due() == (1, 0)
    assert queries.calls(steward) == [], "a letter that arrives ends it"


def test_a_refusal_for_now_puts_nobody_there(posted, port):
    due()
    box = Postbox()
    box.refusal = "451 come back later"
    actions.remind()
    with a_mail_server(box, port):
        mail.send_due()
    assert queries.calls(a_steward()) == []
