"""Staff keep named lists of offers that their team shares; nothing on them tells of a patient."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from directory.db import db
from directory.models import TeamList
from directory.signposting.team.forms import tells_of_a_person
from tests.makers import a_service, an_organization, changed
from tests.people import a_partner, a_steward, at, value_of
from tests.reader import Reader

KEEP = "/desk/lists/keep"


@pytest.fixture
def team(app):
    """Ana and Ben of one team, Cleo of another, Sam who is a steward; and three offers."""
    ward, other = an_organization(name="Ladywell ward"), an_organization()
    people = {"ana": a_partner(ward, name="Ana"), "ben": a_partner(ward, name="Ben"), "cleo": a_partner(other),
              "sam": a_steward(name="Sam")}  # fmt: skip
    offers = [a_service(code=code, name=name) for code, name in (("aaa23", "Tea"), ("bbb23", "Cake"), ("ccc23", "Jam"))]
    browsers = {name: at(app, one) for name, one in people.items()}
    return SimpleNamespace(ward=ward, offers=offers, people=people, **browsers)


def kept(team, name="After discharge", o="aaa23,bbb23", who="ana"):
    """A list that somebody has kept for the ward; where they were led."""
    sent = getattr(team, who).post(KEEP, {"name": name, "team": team.ward.id, "o": o})
    assert sent.status_code == 303
    return sent.location.partition("?")[0]


def test_a_list_is_kept_from_the_one_in_the_address(team, client):
    reader = Reader(client).visit("/list?o=aaa23,bbb23").follow("Keep it for your team")
    assert reader.address.startswith("/sign-in?next=")  # whoever is not signed in is led there and back
    page = team.ana.get(f"{KEEP}?o=bbb23,aaa23").text
    assert "No patient data here" in page and page.index("Cake") < page.index("Tea")
    assert value_of(page, "team") == team.ward.id
    there = kept(team, o="bbb23,aaa23")
    shown = team.ben.get(there).text
    assert "After discharge" in shown and shown.index("Cake") < shown.index("Tea") and "Kept by" in shown
    assert "/list?o=bbb23,aaa23" in shown
    assert "After discharge" in team.ben.get("/desk/lists").text


def test_the_address_of_a_list_that_is_handed_over_tells_when(team, client, clock):
    """Saved from the bar of the browser and opened weeks later, it tells what changed since."""
    reader = Reader(team.ana).visit(kept(team)).follow("Hand it over")
    assert reader.address == "/list?o=aaa23,bbb23&d=2026-11-25"
    clock.move(days=21)
    changed(team.offers[0], last_modified=datetime(2026, 12, 16, 9, tzinfo=UTC))
    clock.move(days=1)
    assert "Details were changed on 16 December 2026." in client.page(reader.address).words()


def test_another_team_neither_sees_nor_changes_it(team):
    there = kept(team)
    for who in (team.cleo, team.sam):
        assert who.get(there).status_code == 404 and "After discharge" not in who.get("/desk/lists").text
        assert who.post(f"{there}/remove").status_code == 404
        sent = who.post(KEEP, {"name": "Taken", "team": team.ward.id, "o": "aaa23"})
        assert sent.status_code == 422, "nobody keeps a list for a team that is not theirs"


def test_stewards_share_their_own(team, app):
    assert team.sam.post(KEEP, {"name": "Housing", "team": "staff", "o": "aaa23"}).status_code == 303
    assert "Housing" in at(app, a_steward("croydon")).get("/desk/lists").text
    assert "Housing" not in team.ana.get("/desk/lists").text


def test_what_has_to_be_looked_at_is_flagged_to_its_keeper(team, clock):
    there = kept(team, o="aaa23,bbb23,ccc23")
    assert "to look at" not in team.ana.get("/desk/lists").text
    clock.move(minutes=5)
    changed(team.offers[0], status="inactive")
    changed(team.offers[1], status="temporarily closed")
    changed(team.offers[2], assured_date=None)
    said = team.ana.get("/desk/lists").text
    assert "3 offers to look at" in said and "You keep this list" in said
    assert "You keep this list" not in team.ben.get("/desk/lists").text
    page = team.ana.get(there).text
    assert "This has ended" in page and "Paused for now" in page and "Nobody has confirmed it for half a year." in page


def test_what_changed_since_it_was_looked_at_is_told(team, clock, app):
    there = kept(team)
    clock.move(days=7)
    steward = at(app, team.people["sam"])
    address = f"/desk/offers/{team.offers[0].id}/change/phones"
    steward.post(address, {"phones": "020 7946 0999", "print": value_of(steward.get(address).text, "print")})
    ben = at(app, team.people["ben"])
    assert "New phone number since 2 December 2026" in ben.get(there).text
    assert ben.post(f"{there}/looked").status_code == 303
    shown = ben.get(there).text
    assert "Looked at on 2 December 2026." in shown and ">Ben</bdi>" in shown
    clock.move(days=1)
    assert "New phone" in at(app, team.people["ana"]).get(there).text, "the day itself counts"
    clock.move(days=1)


def test_other_offers_are_put_in_its_place_and_nothing_is_overwritten_unseen(team):
    there = kept(team)
    page = team.ana.get(f"{KEEP}?o=ccc23").text
    print_ = value_of(page, "print")
    assert team.ana.post(f"{there}/offers", {"o": "ccc23", "print": print_}).status_code == 303
    late = team.ben.post(f"{there}/offers", {"o": "bbb23", "print": print_})
    assert late.status_code == 409 and "has changed" in late.text
    assert db.session.scalars(select(TeamList)).one().offers == [team.offers[2].id]


def test_what_a_colleague_changes_between_changing_and_keeping_is_not_overwritten_unseen(team):
    there = kept(team)
    reader = Reader(team.ana).visit(there).follow("Change its offers")
    for path in ("/search", "/list"):  # an offer is added, and the list opened again
        assert value_of(team.ana.get(f"{path}?{reader.address.partition('?')[2]}").text, "k")
    handed = reader.by_id("text").text
    assert "/list?o=aaa23" in handed and "k=" not in handed, "what is handed over tells nothing of the team"
    print_ = value_of(team.ben.get(f"{KEEP}?o=aaa23").text, "print")
    assert team.ben.post(f"{there}/offers", {"o": "aaa23", "print": print_}).status_code == 303
    page = reader.follow("Keep it for your team").response.text
    late = team.ana.post(f"{there}/offers", {"o": "aaa23,bbb23", "print": value_of(page, "print")})
    assert late.status_code == 409 and "has changed" in late.text
    assert db.session.scalars(select(TeamList)).one().offers == [team.offers[0].id]
    again = {"o": "aaa23,bbb23", "print": value_of(late.text, "print")}
    assert team.ana.post(f"{there}/offers", again).status_code == 303, "once they were told"


def test_it_is_called_something_else_and_taken_away(team):
    there = kept(team)
    assert team.ben.post(f"{there}/name", {"name": "Moving on"}).status_code == 303
    assert "Moving on" in team.ana.get(there).text
    assert team.ben.post(f"{there}/remove").status_code == 303
    assert team.ana.get(there).status_code == 404


@pytest.mark.parametrize(
    "name",
    ["943 476 5919", "9434765919", "943-476-5919", "For J, 3/5/1970", "born 03.05.70", "1970-05-03", "3rd May 1970",
     "3 May 70", "07700 900 873", "+44 20 7946 0123", "j.smith@nhs.net", "٩٤٣ ٤٧٦ ٥٩١٩"],
)  # fmt: skip
def test_a_name_that_tells_of_a_person_is_refused_and_kept_nowhere(team, name):
    there = kept(team)
    for address in (KEEP, f"{there}/name"):
        sent = team.ana.post(address, {"name": name, "team": team.ward.id, "o": "aaa23"})
        assert sent.status_code == 422 and "Nothing about a patient may be kept here." in sent.text
    assert [one.name for one in db.session.scalars(select(TeamList))] == ["After discharge"]


@pytest.mark.parametrize("name", ["After discharge, Lewisham North", "Winter 2026/27", "SE13 and SE6, 18 to 25",
                                  "Top 10 for August", "Ward 3, March 2026"])  # fmt: skip
def test_a_plain_name_is_not(name):
    assert not tells_of_a_person(name)


@pytest.mark.parametrize("over", [{"name": ""}, {"name": "x" * 81}, {"o": ""}, {"o": "zzz99"}, {"team": "elsewhere"}])
def test_what_cannot_be_kept_is_answered_kindly(team, over):
    sent = team.ana.post(KEEP, {"name": "Plain", "team": team.ward.id, "o": "aaa23"} | over)
    assert sent.status_code == 422
    assert not over.get("name") or over["name"] in sent.text, "what was typed is still there"
    assert not db.session.scalars(select(TeamList)).all()


def test_a_team_that_has_gone_meanwhile_is_said_and_none_is_put_in_its_place(team):
    for who in (team.ana, team.sam):  # who works for one group, and who shares with all staff
        sent = who.post(KEEP, {"name": "Plain", "team": an_organization().id, "o": "aaa23"})
        assert sent.status_code == 422 and 'href="#team"' in sent.text and "Choose one of these." in sent.text
        assert 'id="team-error"' in sent.text and '<option value="" selected' in sent.text
        assert sent.text.count(" selected") == 1, "nothing is chosen for them"
        assert who.post(KEEP, {"name": "Plain", "team": "", "o": "aaa23"}).status_code == 422
    assert not db.session.scalars(select(TeamList)).all()


def test_statements_do_not_grow_with_lists_and_offers(team, statements):
    there, counted = kept(team, o="aaa23"), []
    team.ana.get(there)
    for _time in range(2):
        with statements() as asked:
            team.ana.get("/desk/lists")
        with statements() as more:
            team.ana.get(there)
        counted.append((len(asked), len(more)))
        for number in range(3):
            kept(team, name=f"List {number}", o="aaa23,bbb23,ccc23")
        sent = {"o": "aaa23,bbb23,ccc23", "print": value_of(team.ana.get(f"{KEEP}?o=aaa23").text, "print")}
        team.ana.post(f"{there}/offers", sent)
    assert counted[0] == counted[1] and counted[0][0] <= 12 and counted[0][1] <= 16
