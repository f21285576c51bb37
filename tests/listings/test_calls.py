"""Groups to phone: whom letters do not reach or who does not answer, and what a steward writes down afterwards."""

from datetime import date

import pytest
from flask import Flask

from directory import mail, revisions
from directory.db import db
from directory.listings.keeping import actions, queries
from directory.models import NoReminder, Phone, Service
from tests.makers import a_service, an_organization
from tests.people import Somebody, a_partner, a_steward, at

OLD, TODAY = date(2026, 8, 20), date(2026, 11, 25)


@pytest.fixture
def stella(app: Flask) -> Somebody:
    """A steward of Lewisham."""
    return at(app, a_steward("lewisham", name="Stella"))


def a_group(name: str, email: str | None = None, **over: object) -> Service:
    """An offer of Lewisham that is due, of a group with this mailbox."""
    group = an_organization(name=name, email=email, phones=[Phone(number="020 7946 0555")])
    return a_service(
        **{"organization": group, "name": f"{name} meet", "boroughs": ["lewisham"], "assured_date": OLD} | over
    )


def reasons(stella: Somebody) -> dict[str, str]:
    """{group: why it is on the list}."""
    db.session.expire_all()
    return {one.organization.name: one.why for one in queries.calls(a_steward())}


def test_whom_letters_do_not_reach(app, stella, clock):
    a_group("Silent", "silent@example.org")
    a_group("Unknown")
    refused, stopped = a_group("Refused", "gone@example.org"), a_group("Stopped", "no@example.org")
    a_group("Paused", status="temporarily closed")
    a_group("Fresh", assured_date=TODAY)
    assert reasons(stella) == {}, "nobody is phoned before they were asked"
    mail.note("gone@example.org", refused=True)
    db.session.add(NoReminder(organization_id=stopped.organization_id, editor_id=stopped.organization_id))
    db.session.commit()
    actions.remind()
    assert reasons(stella) == {"Unknown": "nobody", "Refused": "refused", "Stopped": "stopped"}
    for days, silent in ((62, False), (13, False), (1, True)):
        clock.move(days=days)
        actions.remind()
        assert ("Silent" in reasons(stella)) is silent, days
    a_partner(refused.organization)
    assert reasons(stella)["Refused"] == "silence", "somebody else can be written to"


def test_the_page_has_numbers_and_what_to_ask(app, stella):
    a_group("Unknown")
    actions.remind()
    page = stella.get("/review/calls").text
    for said in ("Unknown", "We know no e-mail address", "tel:02079460123", "tel:02079460555", "Every Wednesday"):
        assert said in page, said
    far = at(app, a_steward("croydon"))
    assert "Unknown" not in far.get("/review/calls").text


def test_after_the_phone_call_it_is_confirmed_and_recorded_as_such(app, stella):
    first = a_group("Unknown")
    second = a_service(organization=first.organization, boroughs=["lewisham"], assured_date=OLD)
    actions.remind()
    page, id_ = "/review/calls", first.organization_id
    answer = stella.post(f"{page}/{id_}", {f"{id_}-offer": first.id, f"{id_}-who": "Grace, the cook"})
    assert answer.status_code == 303 and "Confirmed today" in stella.get(answer.location).text
    assert db.session.get_one(Service, first.id).assured_date == TODAY
    assert db.session.get_one(Service, second.id).assured_date == OLD
    made = revisions.newest()
    assert made and (made.act, made.by_name, made.role, made.why) == ("phoned", "Stella", "steward", "Grace, the cook")
    history = stella.get(f"/desk/offers/{first.id}/history").text
    assert "phoned the group, who said that everything is right" in history and "Grace, the cook" in history
    assert "today" in stella.client.page(f"/offers/{first.slug}").words() and revisions.verify() is None


@pytest.mark.parametrize("sent", [{}, {"who": "Grace"}, {"offer": "x", "who": "Grace"}, {"offer": "it", "who": " "}])
def test_who_and_what_has_to_be_said(app, stella, sent):
    service = a_group("Unknown")
    actions.remind()
    id_ = service.organization_id
    given = {f"{id_}-who": sent.get("who", ""), f"{id_}-offer": service.id if sent.get("offer") == "it" else "x"}
    answer = stella.post(f"/review/calls/{id_}", given)
    assert answer.status_code == 422 and revisions.of(service.id) == []
    assert not sent.get("who", "").strip() or "Grace" in answer.text
    wrong = "offer" if sent.get("who", "").strip() else "who"
    assert "<title>Error:" in answer.text and f'href="#{id_}-{wrong}"' in answer.text
    assert f' id="{id_}-{wrong}"' in answer.text and f'"{id_}-{wrong}-error' in answer.text


def test_whoever_phones_second_is_told_that_somebody_was_quicker(app, stella):
    service = a_group("Unknown")
    actions.remind()
    id_ = service.organization_id
    said = {f"{id_}-offer": service.id, f"{id_}-who": "Grace"}
    assert stella.post(f"/review/calls/{id_}", said).status_code == 303
    late = stella.post(f"/review/calls/{id_}", said)
    assert late.status_code == 409 and "so nothing was done" in late.text and "Choose at least one" not in late.text


def test_a_group_that_is_not_theirs_is_not_found(app, stella):
    service = a_group("Unknown", boroughs=["croydon"], online=True)
    actions.remind()
    id_ = service.organization_id
    assert stella.post(f"/review/calls/{id_}", {f"{id_}-offer": service.id, f"{id_}-who": "Grace"}).status_code == 404
    partner = at(app, a_partner(service.organization))
    assert partner.get("/review/calls").status_code == 404


def test_the_database_is_asked_little_however_many_groups(app, stella, statements):
    for number in range(8):
        a_group(f"Group {number}")
    actions.remind()
    stella.get("/review/calls")
    with statements() as asked:
        stella.get("/review/calls")
    assert len(asked) <= 30, len(asked)
