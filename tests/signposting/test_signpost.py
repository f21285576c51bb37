"""Areas of life in, at most five offers each out: best first, honest about what is missing, and nothing kept."""

import random
from datetime import date

import pytest
from sqlalchemy import event, select
from werkzeug.datastructures import MultiDict

from directory import clock, counts, index
from directory.db import db
from directory.models import Service
from directory.places import Place
from directory.signposting import queries
from directory.signposting.forms import Wish
from tests.makers import a_location, a_service, changed
from tests.reader import Reader
from tests.signposting import oracle

OPEN = {"categories": ["social-groups"], "access": ["drop-in"]}
PLACES = ("SE12", "SE6 4RU", "SE13 6", "Catford", "BR1", "SE4", "SE23", "New Cross", "", "Peckham", "M1 1AE", "Nowhere")
ASKED = 200


def order(client, path: str, *names: str) -> list[str]:
    """These names in the order the page has them."""
    words = client.page(path).words()
    return sorted((name for name in names if name in words), key=words.index)


def test_the_first_page_asks_and_credits(client, app):
    words = client.page("/signpost").words()
    assert "My medicines" in words and "Being heard by services" in words
    assert words.count("DIALOG+") == 1 and "no name, no score and no notes" in words


def test_an_area_is_answered_with_the_best_first(client, app):
    near = a_location(name="Near Hall")
    far = a_location(name="Far Hall", latitude=51.4654, longitude=0.0083, postcode="SE3 0AA")
    a_service(name="Waiters", at=near, waiting=["weeks"], **OPEN)
    a_service(name="Fullers", at=near, waiting=["full"], **OPEN)
    a_service(name="Farers", at=far, waiting=["none"], **OPEN)
    a_service(name="Nearers", at=near, waiting=["none"], **OPEN)
    a_service(name="Paused ones", at=near, waiting=["none"], status="temporarily closed", **OPEN)
    a_service(name="Spanish ones", at=far, waiting=["weeks"], languages=["es"], **OPEN)
    names = ("Waiters", "Fullers", "Farers", "Nearers", "Paused ones", "Spanish ones")
    asked = "/signpost?area=friends&near=SE6+4RU"
    assert order(client, asked, *names)[:3] == ["Nearers", "Farers", "Waiters"]
    assert order(client, asked + "&language=es", *names)[:2] == ["Spanish ones", "Nearers"]
    words = client.page(asked).words()
    assert "No wait" in words and "Confirmed 4 weeks ago" in words and "1 more offer: Friends and company" in words


def test_what_needs_a_professional_is_left_out_until_asked_for(client, app):
    a_service(name="Walk-ins", **OPEN)
    a_service(name="Referred", categories=["social-groups"], access=["professional-referral"])
    assert order(client, "/signpost?area=friends", "Walk-ins", "Referred") == ["Walk-ins"]
    assert order(client, "/signpost?area=friends&access=any", "Walk-ins", "Referred") == ["Walk-ins", "Referred"]
    assert order(client, "/signpost?area=friends&access=professional-referral", "Walk-ins", "Referred") == ["Referred"]


@pytest.mark.parametrize(
    "given,asked,said",
    [
        ({"access": ["professional-referral"]}, "near=SE12", "The nearest needs a professional or a booking:"),
        ({"access": ["drop-in"], "far": True}, "near=SE12", "The nearest is further away:"),
        ({"access": ["professional-referral"], "far": True}, "near=SE12", "further away and needs a professional"),
        ({"access": ["drop-in"]}, "near=SE12&day=today", "These are on another day:"),
    ],
)
def test_what_is_missing_is_said_and_the_nearest_is_shown(client, app, clock, given, asked, said):
    clock.set(2026, 11, 26, 10)  # a Thursday; they meet on Wednesdays
    far = given.pop("far", False)
    place = {"latitude": 51.3757, "longitude": -0.0919} if far else {"latitude": 51.444, "longitude": 0.025}
    a_service(name="Homers", categories=["housing-and-homelessness"], at=a_location(**place), **given)
    words = client.page(f"/signpost?area=home&{asked}").words()
    assert "Nothing that fits near SE12." in words and said in words and "Homers" in words


def test_with_nothing_at_all_somebody_can_be_phoned(client, app):
    words = client.page("/signpost?area=home&near=SE12").words()
    assert "Nothing that fits near SE12. Phone us and we will look with you: 020 7946 0000" in words
    assert "Ask a pharmacist or the care team" in client.page("/signpost?area=medicines").words()


def test_a_gap_is_counted_by_outward_code_alone(client, app):
    counts.waiting.clear()
    for near in ("SE12 8AB", "se12", "Catford", ""):
        client.get(f"/signpost?area=home&near={near}")
    found = {key: number for (_day, what, key), number in counts.waiting.items() if what == "area with nothing"}
    assert found == {"home SE12": 2, "home": 2}


def test_gaps_are_told_from_five_on(client, app):
    counts.flush()
    for n in range(5):
        client.get("/signpost?area=home&near=SE12")
        if n < 4:
            client.get("/signpost?area=work&near=SE12")
    counts.flush()
    said = app.test_cli_runner(catch_exceptions=False).invoke(args=["gaps"]).output
    assert "home SE12" in said and "work SE12" not in said


def test_only_three_areas_and_only_known_ones(client, app):
    a_service(**OPEN)
    words = client.page("/signpost?area=friends&area=nonsense&area=work&area=home&area=health").words()
    assert "Only the first 3 areas were used." in words
    assert "nonsense" not in words and words.count("My body and health") == 1


def test_today_and_this_week(client, app, clock):
    clock.set(2026, 11, 26, 10)  # a Thursday
    a_service(name="Wednesdays", **OPEN)
    changed(a_service(name="Later ones", schedules=[], **OPEN))
    assert order(client, "/signpost?area=friends&day=week", "Wednesdays", "Later ones") == ["Wednesdays"]
    assert len(order(client, "/signpost?area=friends", "Wednesdays", "Later ones")) == 2


def test_the_first_three_can_be_handed_over_at_once(client, app):
    for n in range(4):
        a_service(code=f"aaa2{n}", name=f"Table {n}", **OPEN)
    links = [link for link in client.page("/signpost?area=friends").links if "/list/handout" in link]
    assert links == ["/list/handout?o=aaa20,aaa21,aaa22&d=2026-11-25"]
    building = client.page("/signpost?area=friends&o=aaa23")
    assert "Hand over your list (1)" in building.words()


def test_a_list_is_made_on_the_way(app):
    a_service(code="aaa20", name="Table talk", **OPEN)
    reader = Reader(app.test_client()).visit("/signpost").tick("Friends and company").fill("Postcode or place", "SE6")
    reader.press("Show offers").press("Add to list: Table talk")
    assert "Your list (1)" in reader.words and "area=friends" in reader.address and "near=SE6" in reader.address
    assert "Table talk" in reader.follow("Your list (1)").words and "SE6" not in reader.address


def test_an_address_that_is_not_public_has_no_distance(client, app):
    a_service(name="Quiet house", at=a_location(name="Secret House", address_public=False), **OPEN)
    words = client.page("/signpost?area=friends&near=SE6+4RU&access=any").words()
    assert "Secret House" not in words and " miles" not in words


def wishes(seed: int) -> list[MultiDict[str, str]]:
    """ASKED questions: areas, a place, a language, sometimes more."""
    chance = random.Random(seed)
    areas = [code for code, _name, _served in index.areas_of_life()]
    found = []
    for _ in range(ASKED):
        asked = MultiDict([("area", area) for area in chance.sample(areas, chance.randint(1, 3))])
        asked["near"] = chance.choice(PLACES)
        asked["language"] = chance.choice(("", "es", "ta", "pt", "so", "fr"))
        for name, value in (("access", "any"), ("accessibility", "step-free"), ("audience", "women")):
            if chance.random() < 0.2:
                asked[name] = value
        found.append(asked)
    return found


def test_200_answers_obey_the_stated_order_and_filters(sample):
    index.catch_up()
    every = {one.id: one for one in db.session.scalars(select(Service))}
    faults, hits = [], 0
    for args in wishes(6):
        wish = Wish.of(args)
        for answer in queries.answers(wish):
            place = answer.found.place
            if answer.missing or not (isinstance(place, Place) or not args["near"]):
                continue
            asked = oracle.Asked(wish, answer.area, place if isinstance(place, Place) else None, clock.today())
            hits += len(answer.found.hits)
            faults += [f"{args}: {fault}" for fault in oracle.wrong(asked, answer.found.hits, every)]
    assert faults == [] and hits > 500


def test_the_oracle_sees_what_is_wrong(sample):
    index.catch_up()
    every = {one.id: one for one in db.session.scalars(select(Service))}
    wish = Wish.of(MultiDict({"area": "friends", "near": "SE6 4RU"}))
    answer = queries.answers(wish)[0]
    asked = oracle.Asked(wish, "friends", answer.found.place, clock.today())
    hits = list(answer.found.hits)
    assert oracle.wrong(asked, hits, every) == [] and len(hits) == 5
    assert oracle.wrong(asked, hits[::-1], every) and oracle.wrong(asked, hits[1:], every)
    assert oracle.wrong(oracle.Asked(wish, "home", answer.found.place, clock.today()), hits, every)
    assert oracle.wrong(asked, hits * 2, every)


def test_nothing_overdue_or_paused_goes_without_saying(client, app):
    a_service(name="Old ones", assured_date=date(2026, 4, 1), **OPEN)
    a_service(name="Resting ones", status="temporarily closed", paused_until=date(2026, 12, 14), **OPEN)
    a_service(name="Ended ones", status="inactive", ended_on=date(2026, 10, 1), **OPEN)
    words = client.page("/signpost?area=friends").words()
    assert "Not confirmed since 1 April" in words and "Paused until Monday 14 December" in words
    assert "Ended ones" not in words


def test_few_statements_however_many_areas(client, app):
    for category in ("social-groups", "work-learning-volunteering", "housing-and-homelessness"):
        a_service(categories=[category], access=["drop-in"])
    client.get("/signpost?area=friends")
    counted = []
    for asked in ("area=friends", "area=friends&area=work&area=home&near=SE6"):
        said: list[str] = []
        listen = lambda *words, said=said: said.append(words[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listen)
        client.get(f"/signpost?{asked}")
        event.remove(db.engine, "before_cursor_execute", listen)
        counted.append(len(said))
    assert max(counted) <= 9 and counted[1] - counted[0] <= 1
