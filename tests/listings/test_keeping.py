"""The link of a reminder: opening does nothing, one tap confirms, corrections wait, every act is told and undone."""

import re
from datetime import date, time, timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask

from directory import editors, index, proofs, revisions
from directory.db import db
from directory.index import Query
from directory.listings import actions as desk
from directory.listings import queries
from directory.listings.keeping import actions
from directory.listings.keeping import queries as found
from directory.listings.review import queries as review
from directory.listings.shape import values_of
from directory.models import Letter, NoReminder, Schedule, Service
from directory.models.service import State
from tests.client import HouseClient
from tests.conftest import NOW
from tests.html import Page
from tests.makers import a_location, a_schedule, a_service, an_organization, changed
from tests.people import a_partner, a_steward, at, letters, links_in, overtaken, value_of

TODAY, OLD = date(2026, 11, 25), date(2026, 8, 20)


class Kept:
    """A group with Ana and Ben, two offers that are due and one that is fresh; a visitor with Ana's link."""

    def __init__(self, app: Flask) -> None:
        self.app, self.client = app, app.test_client()
        group = an_organization(name="Good Neighbours")
        self.group_id = group.id
        self.ana, self.ben = a_partner(group, name="Ana"), a_partner(group, name="Ben")
        given = {"organization": group, "boroughs": ["lewisham"]}
        self.cook_id = a_service(name="Cook together", assured_date=OLD, **given).id
        self.walk_id = a_service(name="Walk together", assured_date=None, **given).id
        self.sing_id = a_service(name="Sing together", **given).id
        actions.remind()
        self.link = links_in(letters(self.ana.email)[-1])[0]
        db.session.query(Letter).delete()
        db.session.commit()

    def service(self, id_: str = "") -> Service:
        """An offer as the database has it now."""
        return db.session.get_one(Service, id_ or self.cook_id)

    def page(self, path: str = "") -> Page:
        """A page behind the link."""
        return self.client.page(self.link + path)

    def of(self, path: str) -> str:
        """The address of a page about the first offer."""
        return f"{self.link}/offers/{self.cook_id}{path}"

    def hidden(self, path: str = "") -> dict[str, str]:
        """The hidden fields of the first form of a page."""
        html = self.client.get(self.link + path if not path.startswith("/keep") else path).text
        form = html.split("<main")[1].split("<form")[1].split("</form>")[0]
        return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))

    def tap(self) -> None:
        """The one tap."""
        answer = self.client.post(f"{self.link}/confirm", data=self.hidden())
        assert answer.status_code == 303 and "Set-Cookie" not in answer.headers

    def undo_link(self, who: str = "") -> str:
        """The undo link of the newest letter to somebody."""
        return links_in(last(who or self.ben.email, "Something was done about your offers"))[0]


@pytest.fixture
def kept(app: Flask) -> Kept:
    """The group."""
    return Kept(app)


def last(who: str, subject: str) -> Letter:
    """The newest letter to somebody with this subject."""
    return [one for one in letters(who) if one.subject == subject][-1]


def acts(id_: str) -> list[str]:
    """What was done to an offer, the newest first."""
    return [one.act for one in revisions.of(id_)]


def test_it_shows_what_is_due_with_its_facts_and_needs_no_sign_in(kept: Kept):
    words = kept.page().words()
    for said in ("Cook together", "Walk together", "Every Wednesday, 2pm to 4pm", "020 7946 0123", "SE6 4RU",
                 "Yes, all 2 are still right", "Your other offers"):  # fmt: skip
        assert said in words, said
    assert words.index("Walk together") < words.index("Cook together") < words.index("Sing together")


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_merely_opening_it_does_nothing(kept: Kept, method: str):
    """As a mail scanner does, with every link on the pages behind it."""
    links = {kept.link} | {one for one in kept.page().links if one.startswith("/keep/")}
    for one in kept.page().links:
        if one.startswith("/keep/"):
            links |= {link for link in kept.client.page(one).links if link.startswith("/keep/")}
    for one in links:
        answer = getattr(kept.client, method)(urlsplit(one).path)
        assert answer.status_code in (200, 204) and "Set-Cookie" not in answer.headers, one
        assert method != "get" or answer.headers["Cache-Control"] == "no-store", one
    assert acts(kept.cook_id) == acts(kept.walk_id) == [] and letters() == [] and len(links) > 10


def test_one_tap_confirms_all_of_it_and_everybody_is_told(kept: Kept):
    kept.tap()
    for id_ in (kept.cook_id, kept.walk_id):
        assert kept.service(id_).assured_date == TODAY and acts(id_) == ["confirm"]
        assert "today" in kept.client.page(f"/offers/{kept.service(id_).slug}").words()
    assert acts(kept.sing_id) == []
    made = revisions.newest()
    assert made and (made.by_name, made.role, made.by_id) == ("Ana", "link", kept.ana.id)
    assert {one.recipient for one in letters()} == {kept.ana.email, kept.ben.email}
    assert "Nothing to confirm" in kept.page().words() and "Thank you" in kept.page("?done=confirm").words()
    assert actions.remind() == []


def test_a_tap_on_an_old_page_confirms_nothing_that_nobody_saw(kept: Kept):
    hidden = kept.hidden()
    desk.pause(kept.service(), until=None, say="Painting", by=kept.ben)
    answer = kept.client.post(f"{kept.link}/confirm", data=hidden)
    assert answer.status_code == 409 and "nothing was confirmed" in answer.text
    assert acts(kept.walk_id) == [] and acts(kept.cook_id) == ["pause"]


def test_a_tap_with_nothing_or_with_the_offers_of_others_does_nothing(kept: Kept):
    other = a_service(assured_date=OLD)
    for sent in ({}, {f"print-{other.id}": "0" * 16}, {"print-x": "y"}):
        assert kept.client.post(f"{kept.link}/confirm", data=sent).status_code == 303
    assert acts(other.id) == acts(kept.cook_id) == []


def test_undo_brings_the_day_back_and_tells(kept: Kept):
    kept.tap()
    undo = kept.undo_link()
    assert "Undo this?" in kept.client.page(undo).words() and acts(kept.cook_id) == ["confirm"]
    assert kept.client.post(undo).status_code == 303
    assert kept.service().assured_date == OLD and kept.service(kept.walk_id).assured_date is None
    assert acts(kept.cook_id) == ["undo", "confirm"] and "It is undone" in kept.client.page(undo).words()
    assert revisions.newest().by_name == "Ben"
    assert last(kept.ana.email, "Something was undone about your offers")
    kept.client.post(undo)
    assert acts(kept.cook_id) == ["undo", "confirm"] and revisions.verify() is None


def test_undo_after_somebody_changed_it_does_nothing(kept: Kept):
    kept.tap()
    undo = kept.undo_link()
    desk.confirm(kept.service(), by=kept.ben)
    answer = kept.client.post(undo)
    assert answer.status_code == 409 and "nothing was undone" in answer.text
    assert kept.service(kept.walk_id).assured_date == TODAY


def test_a_pause_acts_at_once_and_is_undone(kept: Kept):
    answer = kept.client.post(
        kept.of("/pause"), data=kept.hidden(kept.of("/pause")) | {"until": "14/12/2026", "say": "The hall is painted."}
    )
    assert answer.status_code == 303 and kept.service().state(TODAY) is State.PAUSED
    assert "The hall is painted." in kept.client.page(f"/offers/{kept.service().slug}").words()
    kept.client.post(kept.undo_link())
    assert kept.service().state(TODAY) is State.OPEN and kept.service().alert is None


def test_a_pause_or_an_end_over_what_somebody_else_did_is_told_and_stays(kept: Kept):
    stale = {act: kept.hidden(kept.of(f"/{act}")) for act in ("pause", "close")}
    desk.pause(kept.service(), until=date(2026, 12, 7), say="Ben is away.", by=kept.ben)
    for act, hidden in stale.items():
        late = kept.client.post(kept.of(f"/{act}"), data=hidden | {"say": "The hall is painted."})
        assert late.status_code == 409 and "nothing was done" in late.text and "The hall is painted." in late.text
        assert "Ben is away." in late.text and "Paused until" in late.text and "<title>Error:" in late.text
    assert acts(kept.cook_id) == ["pause"] and kept.service().alert == "Ben is away."
    again = kept.client.post(kept.of("/pause"), data={"say": "Both", "print": value_of(late.text, "print")})
    assert again.status_code == 303 and kept.service().alert == "Both"


def test_what_two_say_of_an_end_by_the_link_does_not_go_unseen(kept: Kept):
    address = kept.of("/close")
    first = kept.hidden(address)
    assert kept.client.post(address, data=first | {"say": "Try Soup Sunday."}).status_code == 303
    late = kept.client.post(address, data=first | {"say": "Gone."})
    assert late.status_code == 409 and "Waits to be checked, from" in late.text and "Try Soup Sunday." in late.text
    assert queries.waiting(kept.service())["alert"].value == "Try Soup Sunday." and "Gone." in late.text
    assert kept.client.post(address, data=first | {"say": "Try Soup Sunday."}).status_code == 303
    assert acts(kept.cook_id) == ["propose"]


@pytest.mark.parametrize("until", ["yesterday", "31/02/2027"])
def test_a_mistake_in_a_pause_is_told_and_stays(kept: Kept, until: str):
    answer = kept.client.post(
        kept.of("/pause"), data=kept.hidden(kept.of("/pause")) | {"until": until, "say": "Back soon"}
    )
    assert answer.status_code == 422 and until in answer.text and "Back soon" in answer.text


def test_a_date_is_called_off_at_once_and_comes_back(kept: Kept):
    sent = kept.hidden(kept.of("/dates"))
    assert sent["day"] == "2026-11-25" and kept.client.post(kept.of("/dates/cancel"), data=sent).status_code == 303
    assert kept.service().all_schedules()[0].except_dates == ["2026-11-25"]
    kept.client.post(kept.undo_link())
    assert kept.service().all_schedules()[0].except_dates == [] and acts(kept.cook_id) == ["undo", "cancel"]


def test_a_night_that_still_runs_is_called_off(kept: Kept, clock):
    night = kept.service().all_schedules()[0]
    night.opens_at, night.closes_at = time(22), time(6)
    changed(kept.service())
    clock.set(2026, 11, 26, 1)
    sent = kept.hidden(kept.of("/dates"))
    assert sent["day"] == "2026-11-25" and kept.client.post(kept.of("/dates/cancel"), data=sent).status_code == 303
    assert kept.service().all_schedules()[0].except_dates == ["2026-11-25"]


@pytest.mark.parametrize("sent", [{"day": "2026-11-24"}, {"day": "x"}, {"times": "x"}, {}])
def test_a_date_that_is_not_there_cannot_be_called_off(kept: Kept, sent: dict[str, str]):
    given = {**kept.hidden(kept.of("/dates")), **sent} if sent else {}
    assert kept.client.post(kept.of("/dates/cancel"), data=given).status_code == 404


@pytest.mark.parametrize(
    "field,typed,said",
    [("phones", "020 7946 0999", ["020 7946 0999"]), ("minimum_age", "18", 18), ("audiences", ["carers"], ["carers"])],
)
def test_a_correction_waits_for_a_steward_whatever_the_field(kept: Kept, field: str, typed: object, said: object):
    before = values_of(kept.service())
    address = kept.of(f"/change/{field}")
    answer = kept.client.post(address, data={**kept.hidden(address), field: typed})
    assert answer.status_code == 303 and "done=waits" in answer.location and values_of(kept.service()) == before
    stella = at(kept.app, a_steward("lewisham", name="Stella"))
    assert "Ana" in stella.get(f"/review/{kept.cook_id}").text
    page = stella.get(f"/review/{kept.cook_id}").text
    print_ = re.findall(rf'name="print-{field}" value="(\w+)"', page)[0]
    stella.post(f"/review/{kept.cook_id}/approve", {f"print-{field}": print_})
    assert values_of(kept.service())[field] == said
    assert last(kept.ana.email, "Your changes are shown now")


def test_a_correction_is_taken_back_with_undo(kept: Kept):
    address = kept.of("/change/phones")
    kept.client.post(address, data={**kept.hidden(address), "phones": "020 7946 0999"})
    assert "somebody checks it before it is shown" in str(letters(kept.ben.email)[-1].text)
    kept.client.post(kept.undo_link())
    assert queries.waiting(kept.service()) == {} and acts(kept.cook_id) == ["take_back", "propose"]


def test_a_mistake_and_a_conflict_keep_what_was_typed(kept: Kept):
    address = kept.of("/change/phones")
    hidden = kept.hidden(address)
    answer = kept.client.post(address, data={**hidden, "phones": "12 tea"})
    assert answer.status_code == 422 and "12 tea" in answer.text
    changed(kept.service(), phones=[])
    answer = kept.client.post(address, data={**hidden, "phones": "020 7946 0999"})
    assert answer.status_code == 409 and "020 7946 0999" in answer.text and queries.waiting(kept.service()) == {}


@pytest.mark.parametrize("field", ["status", "slug", "assured_date", "organization_id", "times"])
def test_no_form_sets_what_it_does_not_show(kept: Kept, field: str):
    assert kept.client.get(kept.of(f"/change/{field}")).status_code == 404
    assert kept.client.post(kept.of(f"/change/{field}"), data={field: "x"}).status_code == 404


FRIDAYS = {"days": ["FR"], "every": "week", "opens": "10am", "closes": "midday", "terms": "yes", "holidays": ""}


def correct_times(kept: Kept, id_: str = "", **answers: object):
    """Answers when a session is (every Friday when nothing else is said), looks at what is shown back, and sends it."""
    address = kept.of(f"/times/{id_ or kept.service().all_schedules()[0].id}")
    sent = {**kept.hidden(address), **FRIDAYS, **answers}
    shown = kept.client.post(address, data=sent)
    assert shown.status_code == 200, shown.text
    seen = re.search(r'name="seen" value="([^"]*)"', shown.text)[1]
    return shown, lambda: kept.client.post(address, data={**sent, "seen": seen})


def test_other_times_are_shown_back_first_and_wait(kept: Kept):
    shown, send = correct_times(kept)
    assert "Friday 27 November" in shown.text and queries.waiting(kept.service()) == {}
    assert send().status_code == 303
    assert kept.service().all_schedules()[0].byday == "WE" and list(queries.waiting(kept.service())) == ["times"]
    approve(kept, "times")
    assert kept.service().all_schedules()[0].byday == "FR"


def one_more(kept: Kept, byday: str) -> str:
    """The id of one more session of the offer."""
    service, made = kept.service(), a_schedule(byday=byday)
    service.service_at_locations[0].schedules.append(made)
    changed(service)
    return made.id


def call_off(kept: Kept, id_: str, day: str) -> None:
    """A session is not on that day; live at once."""
    assert kept.client.post(kept.of("/dates/cancel"), data={"times": id_, "day": day}).status_code == 303


def said(kept: Kept) -> dict[str, tuple]:
    """{session: (day, from when, days it is off)} as everybody sees it."""
    return {one.id: (one.byday, f"{one.opens_at:%H:%M}", one.except_dates) for one in kept.service().all_schedules()}


def test_corrections_of_two_sessions_wait_beside_each_other(kept: Kept):
    wednesdays, thursdays = kept.service().all_schedules()[0].id, one_more(kept, "TH")
    assert correct_times(kept, wednesdays)[1]().status_code == 303
    again = kept.client.get(kept.of(f"/times/{wednesdays}")).text
    assert 'value="10:00"' in again and 'value="14:00"' not in again, "it asks from what waits"
    assert correct_times(kept, thursdays, days=["SA"], opens="11am")[1]().status_code == 303
    assert correct_times(kept, wednesdays, closes="1pm")[1]().status_code == 303
    approve(kept, "times")
    assert said(kept) == {wednesdays: ("FR", "10:00", []), thursdays: ("SA", "11:00", [])}


def test_approving_other_times_keeps_what_was_done_since(kept: Kept):
    wednesdays, thursdays = kept.service().all_schedules()[0].id, one_more(kept, "TH")
    correct_times(kept, wednesdays)[1]()
    call_off(kept, thursdays, "2026-11-26")
    call_off(kept, wednesdays, "2026-11-25")
    db.session.get_one(Schedule, thursdays).opens_at = time(15)
    changed(kept.service())
    mondays = one_more(kept, "MO")
    correct_times(kept, mondays, opens="9am")[1]()
    call_off(kept, mondays, "2026-11-30")
    stella = at(kept.app, a_steward("lewisham"))
    assert stella.get(f"/review/{kept.cook_id}").text.split("After:")[1].split("</d")[0].count("Not on") == 3
    approve(kept, "times")
    assert said(kept) == {
        wednesdays: ("FR", "10:00", ["2026-11-25"]), thursdays: ("TH", "15:00", ["2026-11-26"]),
        mondays: ("FR", "09:00", ["2026-11-30"]),
    }  # fmt: skip


@pytest.mark.parametrize("taken_away", [False, True])
def test_other_times_do_not_show_an_address_again_that_was_hidden(kept: Kept, taken_away: bool):
    assert correct_times(kept)[1]().status_code == 303
    house, ana = kept.service().service_at_locations[0].location_id, at(kept.app, kept.ana)
    desk = f"/desk/offers/{kept.cook_id}"
    assert ana.post(f"{desk}/places/{house}/hide").status_code == 303
    if taken_away:
        there = f"{desk}/times/{kept.service().all_schedules()[0].id}/remove"
        assert ana.post(there, {"print": value_of(ana.get(there).text, "print")}).status_code == 303
    approve(kept, "times")
    assert [one.byday for one in kept.service().all_schedules()] == ([] if taken_away else ["FR"])
    page = kept.client.get(f"/offers/{kept.service().slug}").text
    assert "1 Rushey Green" not in page and "SE6 4RU" not in page
    assert not any(at.location.address_public for at in kept.service().service_at_locations)


def approve(kept: Kept, *fields: str) -> None:
    """A steward approves fields one by one."""
    stella = at(kept.app, a_steward("lewisham", name="Stella"))
    for field in fields:
        html = stella.get(f"/review/{kept.cook_id}").text
        form = html.split(f'action="/review/{kept.cook_id}/approve/{field}"')[1].split("</form>")[0]
        print_ = re.findall(rf'name="print-{field}" value="(\w+)"', form)[0]
        assert stella.post(f"/review/{kept.cook_id}/approve/{field}", {f"print-{field}": print_}).status_code == 303


def test_that_it_has_ended_waits_too(kept: Kept):
    assert (
        kept.client.post(
            kept.of("/close"), data=kept.hidden(kept.of("/close")) | {"say": "Try Soup Sunday.", "why": ""}
        ).status_code
        == 303
    )
    assert kept.service().state(TODAY) is State.OPEN
    stella = at(kept.app, a_steward("lewisham"))
    html = stella.get(f"/review/{kept.cook_id}").text
    sent = dict(re.findall(r'name="(print-\w+)" value="(\w+)"', html))
    stella.post(f"/review/{kept.cook_id}/approve", sent)
    assert kept.service().state(TODAY) is State.ENDED and kept.service().alert == "Try Soup Sunday."
    assert kept.client.get(kept.of("")).status_code == 404


def test_an_address_that_is_not_public_stands_in_no_letter_and_on_no_page(kept: Kept):
    refuge = a_service(
        name="Refuge", organization=kept.service().organization, assured_date=OLD,
        at=a_location(name="Secret House", postcode="SE23 3HF", address_public=False),
    )  # fmt: skip
    actions.remind()
    told = [kept.page().words(), kept.page(f"/offers/{refuge.id}").words(), *(str(one.text) for one in letters())]
    assert all("SE23" not in one and "Secret" not in one and "Refuge" in one for one in told)
    assert "The address is not public." in told[0]


def test_what_a_link_does_not_open(kept: Kept, clock):
    other = a_service(assured_date=OLD)
    for path in ("", "/change/phones", "/pause", "/close", "/dates", f"/times/{other.all_schedules()[0].id}"):
        assert kept.client.get(f"{kept.link}/offers/{other.id}{path}").status_code == 404
        assert kept.client.post(f"{kept.link}/offers/{other.id}{path or '/pause'}").status_code in (404, 405)
    mine = kept.of(f"/times/{other.all_schedules()[0].id}")
    assert kept.client.get(mine).status_code == 404 and acts(other.id) == []
    clock.move(days=29)
    assert kept.client.get(kept.link).status_code == 200
    clock.move(days=1)
    assert_dead(kept.client, kept.link)


def assert_dead(client: HouseClient, link: str) -> None:
    """A link that is good no more says so, and does nothing."""
    assert client.get(link).status_code == 410 and "does not work any more" in client.get(link).text
    assert client.post(f"{link}/confirm").status_code == 410


@pytest.mark.parametrize("how", ["suspended", "removed", "altered", "another use", "odd", "no group"])
def test_a_link_dies_with_what_it_stands_on(kept: Kept, how: str):
    link = kept.link
    if how == "suspended":
        kept.ana.active = False
    elif how == "removed":
        db.session.delete(kept.ana.memberships[0])
    elif how == "altered":
        link = kept.link[:-3] + ("aaa" if not kept.link.endswith("aaa") else "bbb")
    elif how == "another use":
        who = editors.of([kept.group_id])[kept.group_id][0]
        link = "/keep/" + editors.token(actions.STOP, kept.group_id, who)
    elif how == "odd":
        link = "/keep/%00%ff" + "\N{GRINNING FACE}"
    else:
        link = "/keep/" + proofs.signed(actions.KEEP, b"short", until=NOW + timedelta(days=1))
    db.session.commit()
    assert_dead(kept.client, link)
    assert acts(kept.cook_id) == []


def test_stopping_has_a_link_of_its_own_and_can_be_taken_back(kept: Kept, clock):
    clock.move(days=40)
    actions.remind()
    letter = letters(kept.ana.email)[-1]
    keep, stop = links_in(letter)
    assert str(letter.unsubscribe).endswith(stop)
    assert "Stop the reminders?" in kept.client.page(stop).words() and not db.session.query(NoReminder).count()
    assert kept.client.get(stop.replace("/reminders/", "/keep/")).status_code == 410, "it opens nothing else"
    assert kept.client.get(keep.replace("/keep/", "/reminders/")).status_code == 410
    kept.client.post(stop)
    assert "No more reminders" in kept.client.page(stop).words()
    clock.move(days=31)
    actions.remind()
    assert [one.recipient for one in letters() if "still right" in one.subject].count(kept.ana.email) == 1
    kept.client.post(stop, data={"again": "yes"})
    assert not db.session.query(NoReminder).count()
    answer = kept.client.post(stop, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200 and db.session.query(NoReminder).count() == 1


def test_a_group_without_partners_keeps_its_offers_by_its_own_mailbox(app: Flask):
    group = an_organization(name="Small Group", email="small@example.org")
    service = a_service(organization=group, assured_date=OLD)
    actions.remind()
    link = links_in(letters("small@example.org")[-1])[0]
    client = app.test_client()
    hidden = dict(re.findall(r'<input type="hidden" name="(print-[^"]+)" value="([^"]*)"', client.get(link).text))
    client.post(f"{link}/confirm", data=hidden)
    assert db.session.get_one(Service, service.id).assured_date == TODAY
    made = revisions.newest()
    assert made and (made.by_name, made.by_id, made.role) == ("Small Group", group.id, "link")
    assert last("small@example.org", "Something was done about your offers")


@pytest.mark.parametrize(
    "decision,said,subject",
    [("approve", "020 7946 0999", "Your changes are shown now"),
     ("send-back", "Nobody answers there.", "Please look at your changes again")],
)  # fmt: skip
def test_a_group_without_partners_hears_what_became_of_its_correction(app: Flask, decision, said, subject):
    group = an_organization(name="Small Group", email="small@example.org")
    service = a_service(organization=group, name="Cook together", assured_date=OLD, boroughs=["lewisham"])
    id_, page = service.id, f"/review/{service.id}"
    actions.remind()
    client, address = app.test_client(), links_in(letters("small@example.org")[-1])[0]
    address = f"{address}/offers/{id_}/change/phones"
    print_ = value_of(client.get(address).text, "print")
    assert client.post(address, data={"print": print_, "phones": "020 7946 0999"}).status_code == 303
    stella = at(app, a_steward("lewisham", name="Stella"))
    print_ = value_of(stella.get(page).text, "print-phones")
    stella.post(f"{page}/{decision}", {"print-phones": print_, "message": "Nobody answers there."})
    letter = last("small@example.org", subject)
    assert "Hello Small Group," in str(letter.text) and "Cook together" in str(letter.text)
    assert decision == "approve" or said in str(letter.text)
    kept = client.page(links_in(letter)[0]).words()
    assert "Cook together" in kept and ("020 7946 0999" in kept) == (decision == "approve")


def test_no_link_asks_for_an_age_above_the_oldest_and_no_steward_approves_one(kept: Kept):
    changed(kept.service(), maximum_age=60)
    there = kept.of("/change/minimum_age")
    said = kept.client.post(there, data=kept.hidden(there) | {"minimum_age": "70"})
    assert said.status_code == 422 and "The youngest age is higher than the oldest." in said.text
    assert kept.client.post(there, data=kept.hidden(there) | {"minimum_age": "50"}).status_code == 303
    changed(kept.service(), maximum_age=40)
    stella, page = at(kept.app, a_steward("lewisham", name="Stella")), f"/review/{kept.cook_id}"
    print_ = {"print-minimum_age": value_of(stella.get(page).text, "print-minimum_age")}
    said = stella.post(f"{page}/approve/minimum_age", print_ | {"minimum_age": "50"})
    assert said.status_code == 422 and "The youngest age is higher" in said.text
    assert kept.service().minimum_age is None


def test_what_waited_before_waits_again_from_whoever_asked_for_it(kept: Kept):
    ben, there = at(kept.app, kept.ben), f"/desk/offers/{kept.cook_id}/change/not_for"
    ben.post(there, {"print": value_of(ben.get(there).text, "print"), "not_for": "Dogs"})
    address = kept.of("/change/not_for")
    kept.client.post(address, data=kept.hidden(address) | {"not_for": "Cats"})
    assert queries.waiting(kept.service())["not_for"].by_name == "Ana"
    assert kept.client.post(kept.undo_link()).status_code == 303
    held = queries.waiting(kept.service())["not_for"]
    assert (held.value, held.by_name, held.by_id) == ("Dogs", "Ben", kept.ben.id)


def forget_letters() -> None:
    """So that the next letter is the only one."""
    db.session.query(Letter).delete()
    db.session.commit()


def ended_a_wait(kept: Kept, field: str, first: str, live: str) -> None:
    """Ben asks for something on the desk; by the link Ana asks for what is there, so nothing waits any more."""
    ben, there = at(kept.app, kept.ben), f"/desk/offers/{kept.cook_id}/change/{field}"
    ben.post(there, {"print": value_of(ben.get(there).text, "print"), field: first})
    address = kept.of(f"/change/{field}")
    forget_letters()
    assert kept.client.post(address, data=kept.hidden(address) | {field: live}).status_code == 303
    assert queries.waiting(kept.service()) == {}


def test_what_waited_waits_again_when_the_words_that_ended_its_wait_are_taken_back(kept: Kept):
    ended_a_wait(kept, "not_for", "Dogs", "")
    desk.confirm(kept.service(), by=kept.ben)
    undo = kept.undo_link()
    assert kept.client.post(undo).status_code == 303 and "It is undone" in kept.client.page(undo).words()
    held = queries.waiting(kept.service())["not_for"]
    assert (held.value, held.made_from, held.by_name, held.by_id) == ("Dogs", None, "Ben", kept.ben.id)
    assert acts(kept.cook_id) == ["take_back", "confirm", "propose", "propose"] and revisions.verify() is None
    ended_a_wait(kept, "not_for", "Cats", "")
    kept.client.post(kept.undo_link())
    assert queries.waiting(kept.service())["not_for"].value == "Cats"


def test_other_times_that_wait_again_are_made_from_what_they_were_made_from(kept: Kept):
    wednesdays, thursdays = kept.service().all_schedules()[0].id, one_more(kept, "TH")
    before = values_of(kept.service())["times"]
    correct_times(kept, wednesdays)[1]()
    call_off(kept, thursdays, "2026-11-26")
    link = found.opened("keep", kept.link.rpartition("/")[2])
    forget_letters()
    live, _waits, prints = queries.form_of(kept.service())
    actions.correct(link, kept.service(), {"times": live["times"]}, prints)
    assert queries.waiting(kept.service()) == {} and kept.client.post(kept.undo_link()).status_code == 303
    assert queries.waiting(kept.service())["times"].made_from == before
    approve(kept, "times")
    assert said(kept) == {wednesdays: ("FR", "10:00", []), thursdays: ("TH", "14:00", ["2026-11-26"])}


@pytest.mark.parametrize("since", [["Cats"], ["Cats", ""]])
def test_what_somebody_touched_since_does_not_wait_again(kept: Kept, since: list[str]):
    ended_a_wait(kept, "not_for", "Dogs", "")
    undo, stella = kept.undo_link(), at(kept.app, a_steward("lewisham", name="Stella"))
    there = f"/desk/offers/{kept.cook_id}/change/not_for"
    for words in since:
        stella.post(there, {"print": value_of(stella.get(there).text, "print"), "not_for": words})
    assert kept.client.post(undo).status_code == 409 and queries.waiting(kept.service()) == {}


def test_two_taps_that_say_that_it_has_ended_are_one(kept: Kept):
    service, address = kept.service(), kept.of("/close")
    sent = kept.hidden(address) | {"say": "No money."}

    def act() -> None:
        link = found.opened("keep", kept.link.rpartition("/")[2])
        assert link
        actions.say_ended(link, service, say="No money.", print_=sent["print"])

    answer = overtaken(lambda: kept.client.post(address, data=sent), act)
    assert answer.status_code == 303 and acts(kept.cook_id) == ["propose"]


def test_who_wrote_by_a_link_and_signed_in_gets_one_letter(kept: Kept):
    group = an_organization(name="Small Group", email="Small@example.org")
    mailbox = editors.of([group.id])[group.id][0]
    ana = a_partner(group, name="Ana", email="small@example.org")
    assert [one.name for one in review.writers([group.id, ana.id], group.id)] == ["Ana"]
    assert [one.name for one in review.writers([mailbox.id], group.id)] == ["Ana"]


def test_a_steward_reads_that_it_came_by_a_link(kept: Kept):
    kept.tap()
    stella = at(kept.app, a_steward("lewisham"))
    assert "by the link in an e-mail" in stella.get("/review").text
    assert "by the link in an e-mail" in stella.get(f"/desk/offers/{kept.cook_id}/history").text


def test_it_speaks_other_languages(kept: Kept):
    for tag in ("es", "ar"):
        page = kept.client.page(f"/{tag}{kept.link}")
        assert any(one.startswith(f"/{tag}/keep/") for one in page.links)


def test_the_database_is_asked_little_however_many_offers(kept: Kept, statements):
    group = kept.service().organization
    for _ in range(10):
        a_service(organization=group, assured_date=OLD, schedules=[a_schedule(), a_schedule(byday="FR")])
    with statements() as asked:
        kept.page()
    few = len(asked)
    with statements() as asked:
        kept.page(f"/offers/{kept.cook_id}")
    assert few <= 22 and len(asked) <= 26, (few, len(asked))


def test_search_follows_a_pause_at_once(kept: Kept):
    kept.client.post(kept.of("/pause"), data=kept.hidden(kept.of("/pause")) | {"until": "", "say": ""})
    assert kept.cook_id in [one.id for one in index.find(Query(q="cook")).hits]
    kept.client.post(kept.of("/close"), data=kept.hidden(kept.of("/close")) | {"say": "", "why": ""})
    assert kept.cook_id in [one.id for one in index.find(Query(q="cook")).hits]
