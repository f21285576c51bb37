"""Reminders: who gets which on what day, once, whoever else is at it; and what stewards are told."""

import threading
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from directory import index, mail
from directory.db import db
from directory.index import Query
from directory.listings.keeping import actions, queries
from directory.models import Letter, Reminder, Service
from tests.makers import a_service, an_organization, changed
from tests.people import a_partner, a_steward, an_admin, letters

TODAY = date(2026, 11, 25)
MONTHS_3, MONTHS_4, MONTHS_5 = date(2026, 8, 25), date(2026, 7, 25), date(2026, 6, 25)


def asked() -> list[Letter]:
    """The reminders that were written and not sent yet."""
    return [one for one in letters() if "still right" in one.subject]


def told() -> list[Letter]:
    """What stewards were told."""
    return [one for one in letters() if one.subject == "Offers that nobody has confirmed"]


DAYS = (182, 183, 364, 365)


@pytest.mark.parametrize(
    "since,step",
    [
        (date(2026, 8, 26), 0), (MONTHS_3, 3), (date(2026, 7, 26), 3), (MONTHS_4, 4), (MONTHS_5, 5),
        (TODAY - timedelta(days=182), 5), (TODAY - timedelta(days=183), 6), (TODAY - timedelta(days=364), 6),
        (TODAY - timedelta(days=365), 12), (TODAY - timedelta(days=2000), 12),
    ],
)  # fmt: skip
def test_steps_are_reached_on_their_day(since, step):
    assert queries.step_of(since, TODAY) == step


@pytest.mark.parametrize("today", [date(2027, 5, 31), date(2027, 5, 30), date(2028, 2, 29)])
def test_three_months_after_the_last_of_a_month(today):
    """30 November and three months is the last of February."""
    assert queries.step_of(date(2026, 11, 30), date(2027, 2, 28)) == 3
    assert (today - timedelta(days=89) <= today) and queries.step_of(today, today) == 0


def test_search_treats_it_so_from_the_same_day(app):
    """What the reminder calls sunk and left is what the index does on that very day."""
    services = {days: a_service(name=f"Zither {days}", assured_date=TODAY - timedelta(days=days)) for days in DAYS}
    found = index.explain(Query(q="zither")).offers
    assert {one.name for one in found} == {
        service.name for service in services.values() if queries.step_of(service.assured_date, TODAY) < 12
    }
    sunk = {one.name for one in found if "not confirmed for six months" in one.lower}
    assert sunk == {one.name for one in services.values() if queries.step_of(one.assured_date, TODAY) == 6}
    assert len(found) == 3 and len(sunk) == 2


def test_one_letter_a_person_for_all_offers_that_are_due(app):
    group = an_organization(name="Good Neighbours")
    ana, ben = a_partner(group, name="Ana"), a_partner(group, name="Ben")
    a_partner(group, accepted=False)
    a_partner(group, active=False)
    for name, day in (("Cook", MONTHS_3), ("Walk", MONTHS_5), ("Sing", date(2026, 9, 1))):
        a_service(organization=group, name=name, assured_date=day)
    assert [(one.name, one.offers, one.letters) for one in actions.remind()] == [("Good Neighbours", 2, 2)]
    assert {one.recipient for one in asked()} == {ana.email, ben.email}
    text = str(asked()[0].text)
    assert "Cook" in text and "Walk" in text and "Sing" not in text and "2 offers" in asked()[0].subject
    for fact in ("Every Wednesday", "020 7946 0123", "SE6 4RU", "Come along."):
        assert fact in text, fact
    assert actions.remind() == [] and len(asked()) == 2


@pytest.mark.parametrize(
    "over",
    [
        {"status": "temporarily closed"}, {"status": "temporarily closed", "paused_until": date(2026, 12, 1)},
        {"status": "inactive"}, {"status": "defunct"}, {"ended_on": date(2026, 10, 1)},
        {"assured_date": date(2026, 9, 1)},
    ],
)  # fmt: skip
def test_nobody_is_asked_about_what_is_paused_ended_or_fresh(app, over):
    group = an_organization()
    a_partner(group)
    a_service(organization=group, **{"assured_date": MONTHS_5} | over)
    assert actions.remind() == [] and letters() == []


def test_a_pause_that_is_over_and_samples(app):
    group, sample = an_organization(), an_organization(name="Sample kitchen", email="kitchen@example.org")
    a_partner(group)
    a_service(organization=group, assured_date=MONTHS_3, status="temporarily closed", paused_until=TODAY)
    a_service(organization=sample, assured_date=MONTHS_3)
    assert len(actions.remind()) == 1


def test_what_was_missed_is_made_up_for_by_one_letter(app, clock):
    group = an_organization()
    a_partner(group)
    service = a_service(organization=group, assured_date=TODAY - timedelta(days=200))
    actions.remind()
    assert len(asked()) == 1 and "This is the last e-mail about it" in str(asked()[0].text)
    assert steps(service) == [5, 6]
    clock.move(days=170)
    actions.remind()
    assert len(asked()) == 1 and steps(service) == [5, 6, 12]


def steps(service: Service) -> list[int]:
    """What was noted about an offer."""
    return sorted(db.session.scalars(select(Reminder.step).where(Reminder.service_id == service.id)))


def test_what_nobody_ever_confirmed_is_asked_at_once_and_each_month(app, clock):
    group = an_organization()
    a_partner(group)
    service = a_service(organization=group, assured_date=None)
    for days, count in ((0, 1), (1, 1), (31, 2), (31, 3), (40, 3), (400, 3)):
        clock.move(days=days)
        actions.remind()
        assert len(asked()) == count
    assert steps(service) == [3, 4, 5, 6]


def test_confirming_begins_the_year_anew(app, clock):
    group = an_organization()
    a_partner(group)
    service = a_service(organization=group, assured_date=MONTHS_3)
    actions.remind()
    changed(service, assured_date=TODAY)
    clock.move(days=80)
    assert actions.remind() == []
    clock.move(days=20)
    assert len(actions.remind()) == 1


def test_without_partners_it_goes_to_the_mailbox_of_the_group_or_of_an_offer(app):
    one, two, three = an_organization(email="group@example.org"), an_organization(), an_organization(email="not one")
    a_service(organization=one, assured_date=MONTHS_3, email="other@example.org")
    a_service(organization=two, assured_date=MONTHS_3, email="offer@example.org")
    a_service(organization=three, assured_date=MONTHS_3)
    found = actions.remind()
    assert {one.recipient for one in asked()} == {"group@example.org", "offer@example.org"} and len(found) == 3


def test_stewards_are_told_of_each_step_of_their_boroughs(app, clock):
    stella, sam = a_steward("lewisham", name="Stella"), a_steward("croydon", name="Sam")
    admin = an_admin(name="Ada")
    here, nowhere = an_organization(name="Here"), an_organization(name="Nowhere")
    a_service(organization=here, name="Cook", boroughs=["lewisham"], assured_date=MONTHS_3)
    a_service(organization=nowhere, name="Drift", online=True, assured_date=TODAY - timedelta(days=365))
    actions.remind()
    by = {one.recipient: str(one.text) for one in told()}
    assert set(by) == {stella.email, admin.email} and sam.email not in by
    assert "Not confirmed for 3 months" in by[stella.email] and "Cook (Here)" in by[stella.email]
    assert "no longer in search results" in by[admin.email] and "Drift" in by[admin.email]
    actions.remind()
    assert len(told()) == 2
    clock.move(days=92)
    actions.remind()
    assert len(told()) == 3 and "shown lower in search" in str(told()[-1].text)


def test_a_steward_is_told_even_when_the_run_before_was_cut_off(app, monkeypatch):
    a_steward(name="Stella")
    a_service(assured_date=MONTHS_3)
    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(actions, "tell_stewards", lambda: (_ for _ in ()).throw(RuntimeError))
        actions.remind()
    assert told() == []
    actions.remind()
    assert len(told()) == 1


def test_a_dry_run_writes_nothing(app):
    group = an_organization(name="Good Neighbours")
    a_partner(group)
    a_service(organization=group, assured_date=MONTHS_3)
    said = app.test_cli_runner().invoke(args=["remind", "--dry-run"])
    assert said.exit_code == 0 and "Good Neighbours: 1 offers to confirm, 1 letters" in said.output
    assert letters() == [] and db.session.scalars(select(Reminder)).all() == []


def test_the_command_writes_and_sends(app):
    group = an_organization(name="Good Neighbours")
    a_partner(group)
    a_service(organization=group, assured_date=MONTHS_3)
    said = app.test_cli_runner().invoke(args=["remind"])
    assert said.exit_code == 0 and "1 letters written for 1 groups; 1 letters sent" in said.output
    assert "0 letters written" in app.test_cli_runner().invoke(args=["remind"]).output


def test_twice_at_once_doubles_nothing(new_app):
    """Two machines on one database, each with its own connections, begin at the same moment."""
    first = new_app("words")
    second = new_app("words", SQLALCHEMY_DATABASE_URI=first.config["SQLALCHEMY_DATABASE_URI"])
    with first.app_context():
        a_steward(name="Stella")
        for number in range(30):
            group = an_organization(email=f"group{number}@example.org")
            a_service(organization=group, assured_date=MONTHS_3)
    runs = [
        threading.Thread(target=run, args=(app, started))
        for started in [threading.Barrier(2)]
        for app in (first, second)
    ]
    for one in runs:
        one.start()
    for one in runs:
        one.join(120)
    with first.app_context():
        sent = Counter(one.recipient for one in asked())
        assert len(sent) == 30 and set(sent.values()) == {1}
        assert sum(str(one.text).count("\n- ") for one in told()) == 30


def run(app, started: threading.Barrier) -> None:
    """One run of `remind`."""
    with app.app_context():
        started.wait()
        actions.remind()


@pytest.mark.parametrize("groups", [5, pytest.param(100, marks=pytest.mark.slow)])
def test_a_year_of_offers(app, clock, groups):
    """Every offer that stays open is asked about three times, on its days; nobody else ever. Five offers a group."""
    first, wanted = date(2026, 11, 25), {}
    a_steward(name="Stella")
    for number in range(groups):
        group = an_organization(email=f"group{number}@example.org")
        for at in range(5):
            over = {3: {"status": "temporarily closed"}, 4: {"status": "inactive"}}.get(at, {})
            service = a_service(organization=group, online=True, schedules=[], phone=None, name=f"Offer {number}.{at}",
                                assured_date=first - timedelta(days=(number * 5 + at) % 80), **over)  # fmt: skip
            if not over:
                wanted[service.id] = service.assured_date
    seen: dict[str, dict[int, date]] = {id_: {} for id_ in wanted}
    mails: Counter[tuple[str, date]] = Counter()
    for day in range(366):
        if actions.remind():
            note(first + timedelta(days=day), seen, mails)
        clock.move(days=1)
    for id_, since in wanted.items():
        due = {step: first_day(since, step) for step in (3, 4, 5, 6, 12)}
        assert seen[id_] == {step: day for step, day in due.items() if day <= first + timedelta(days=365)}
    assert set(mails.values()) == {1}


def first_day(since: date, step: int) -> date:
    """The first day on which an offer is at a step."""
    return next(day for day in (since + timedelta(days=n) for n in range(400)) if queries.step_of(since, day) >= step)


def note(today: date, seen: dict, mails: Counter) -> None:
    """Writes down what a run has done, and takes its letters away."""
    for one in db.session.scalars(select(Reminder)):
        seen[one.service_id].setdefault(one.step, today)
    for letter in asked():
        mails[letter.recipient, today] += 1
        assert ".3\n" not in str(letter.text) and ".4\n" not in str(letter.text)
    db.session.query(Letter).delete()
    db.session.commit()


def test_a_mailbox_that_is_refused_is_known_without_its_address(app):
    mail.note("gone@example.org", refused=True)
    db.session.commit()
    assert mail.refused(["gone@example.org", "there@example.org"]) == {"gone@example.org"}
    mail.note("Gone@example.org", refused=False)
    db.session.commit()
    assert mail.refused(["gone@example.org"]) == set()


def test_what_left_the_results_can_still_be_seen_and_says_so(app, client):
    """On its own page, and among the offers of its group."""
    group = an_organization(name="Good Neighbours")
    service = a_service(organization=group, name="Zither circle", assured_date=TODAY - timedelta(days=365))
    assert index.find(Query(q="zither")).hits == []
    words = client.page(f"/organisations/{group.slug}").words()
    assert "Zither circle" in words and "Not confirmed since" in words
    assert "We have not been able to confirm this." in client.page(f"/offers/{service.slug}").words()
