"""Where an offer is: one more session, one less, at another place from a day, and an address taken from the public."""

from datetime import date

import pytest
from flask import Flask

from directory import index, revisions
from directory.db import db
from directory.index import Query
from directory.listings.dates.shape import put_times, venues_in, with_another_venue
from directory.listings.drafts import queries as drafts
from directory.listings.drafts.actions import arrange
from directory.listings.shape import values_of
from directory.models import Draft, Location, Schedule, Service, ServiceAtLocation
from tests.listings.conftest import Cast
from tests.makers import a_draft, a_location, a_schedule, a_service, an_organization, changed
from tests.people import a_partner, value_of

ELSEWHERE = {"where": "new", "name": "Medlar Hall", "street": "1 High Street", "postcode": "se137he"}
TIMES = {"days": "TH", "every": "week", "opens": "6pm", "closes": "8pm", "terms": "yes", "holidays": ""}


def public(cast: Cast) -> str:
    """The words of the offer's own page."""
    return cast.cleo.client.page(f"/offers/{cast.service.slug}").words()


def near(postcode: str) -> list[str]:
    """Ids of what is found close to a postcode, and not only because it serves people who live there."""
    return [hit.id for hit in index.find(Query(near=postcode, within=0.25)).hits if hit.miles is not None]


def quiet(app: Flask) -> None:
    """What a moved clock has set going beside the requests is over."""
    if app.extensions["index"].catching_up:
        app.extensions["index"].catching_up.join(timeout=60)


def one(cast: Cast) -> str:
    """The id of the first pattern of times."""
    return str(cast.service.all_schedules()[0].id)


def answer(cast: Cast, path: str, who=None, **form: str):
    """Fills in a page, looks at what is shown back, and saves."""
    who, there = who or cast.ana, f"{cast.page}/{path}"
    print_ = value_of(who.get(there).text, "print")
    shown = who.post(there, {**form, "print": print_})
    assert shown.status_code == 200, shown.text
    return shown, who.post(there, {**form, "print": print_, "seen": value_of(shown.text, "seen")})


def test_a_session_at_a_new_place_is_added_and_shown_at_once(cast: Cast):
    shown, saved = answer(cast, "session", **TIMES, **ELSEWHERE)
    assert "Medlar Hall, 1 High Street, SE13 7HE, " in shown.text and ", Lewisham" in shown.text
    assert saved.status_code == 303 and "Every Thursday, 6pm to 8pm" in public(cast) and "Medlar Hall" in public(cast)
    assert near("SE13 7HE") == [cast.service_id] == near("SE6 4RU")
    assert "Every Thursday" in cast.stella.get("/review").text and revisions.verify() is None


def test_looking_at_it_once_more_saves_nothing(cast: Cast):
    there, form = f"{cast.page}/session", {**TIMES, **ELSEWHERE}
    form |= {"print": value_of(cast.ana.get(there).text, "print")}
    form |= {"seen": value_of(cast.ana.post(there, form).text, "seen").replace("\n", "\r\n")}  # as browsers send it
    assert cast.ana.post(there, form | {"again": "yes"}).status_code == 200 and len(cast.service.all_schedules()) == 1
    assert cast.ana.post(there, form).status_code == 303 and len(cast.service.all_schedules()) == 2


def test_the_address_of_another_offer_of_the_group_is_used_again(cast: Cast):
    hall = a_location(name="Ladywell Hall", postcode="SE13 7HE")
    a_service(organization=cast.service.organization, at=hall)
    assert "Ladywell Hall" not in cast.cleo.get(f"{cast.page}/session").text
    answer(cast, "session", **TIMES, where=hall.id)
    assert hall.id in [at.location_id for at in cast.service.service_at_locations]
    foreign = a_location(name="Foreign Hall")
    a_service(at=foreign)
    said = cast.ana.post(f"{cast.page}/session", {**TIMES, "where": foreign.id, "print": "x"})
    assert said.status_code == 422 and "Choose where it is." in said.text and "Foreign Hall" not in said.text


@pytest.mark.parametrize("wrong", [{"postcode": "SE13"}, {"postcode": ""}, {"name": "", "street": ""}, {"where": ""},
                                   {"days": ""}, {"name": "x" * 200}, {"first": "soon"}])  # fmt: skip
def test_a_mistake_is_told_and_the_answers_stay(cast: Cast, wrong: dict[str, str]):
    before = values_of(cast.service)
    said = cast.ana.post(f"{cast.page}/session", {**TIMES, **ELSEWHERE, **wrong, "print": "x"})
    assert said.status_code == 422 and "There is a problem" in said.text and values_of(cast.service) == before
    kept = {**ELSEWHERE, **wrong}
    assert all(value in said.text for name, value in kept.items() if value and name != "where")


def test_a_postcode_the_map_does_not_have_is_looked_at_once_more(cast: Cast):
    shown, saved = answer(cast, "place", **(ELSEWHERE | {"postcode": "M1 1AE"}))
    assert "We could not find this postcode" in shown.text and saved.status_code == 303


def test_a_session_moves_on_a_day_and_comes_back_with_an_earlier_version(cast: Cast, app: Flask, clock):
    cast.change(cast.stella, "minimum_age", "16")
    number, before, where = revisions.newest().number, values_of(cast.service)["times"], one(cast)
    _shown, saved = answer(cast, f"times/{where}/move", day="30/11/2026", **ELSEWHERE)
    assert saved.status_code == 303 and near("SE6 4RU") == [cast.service_id] and near("SE13 7HE") == []
    times = values_of(cast.service)["times"]
    assert times[where]["valid_to"] == "2026-11-29" and len(times) == 2
    clock.set(2026, 11, 30, 8)
    assert near("SE13 7HE") == [cast.service_id] and near("SE6 4RU") == []
    assert "Medlar Hall" in public(cast) and "1 Rushey Green" not in public(cast)
    quiet(app)
    clock.set(2026, 11, 25, 10, 31)
    address = f"/review/{cast.service_id}/version/{number}"
    cast.stella.post(address, {"newest": value_of(cast.stella.get(address).text, "newest")})
    assert values_of(cast.service)["times"] == before and near("SE6 4RU") == [cast.service_id]
    assert db.session.query(Schedule).count() == 1 and db.session.query(ServiceAtLocation).count() == 1


def test_a_session_that_has_moved_already_is_at_the_new_place_now(cast: Cast):
    where = one(cast)
    answer(cast, f"times/{where}/move", day="", **ELSEWHERE)
    assert near("SE13 7HE") == [cast.service_id] and near("SE6 4RU") == [] and "1 Rushey Green" not in public(cast)
    assert list(values_of(cast.service)["times"]) == [where]


def test_what_nobody_asks_about_moves_along(cast: Cast):
    schedule = cast.service.all_schedules()[0]
    schedule.notes, schedule.except_dates = "Side door", ["2026-12-24"]
    changed(cast.service)
    answer(cast, f"times/{one(cast)}/move", day="", where="none")
    now = cast.service.schedules[0]
    assert now.notes == "Side door" and now.except_dates == ["2026-12-24"] and not cast.service.service_at_locations


def test_the_second_of_two_who_move_it_sees_that_it_has_moved(cast: Cast):
    there = f"{cast.page}/times/{one(cast)}/move"
    form = {"day": "", **ELSEWHERE, "print": value_of(cast.ben.get(there).text, "print")}
    seen = value_of(cast.ben.post(there, form).text, "seen")
    answer(cast, f"times/{one(cast)}/move", day="", where="none")
    late = cast.ben.post(there, form | {"seen": seen})
    assert late.status_code in (200, 409) and not cast.service.service_at_locations


def test_a_session_is_taken_away_once_somebody_is_sure(cast: Cast):
    answer(cast, "session", **TIMES, **ELSEWHERE)
    there = f"{cast.page}/times/{one(cast)}/remove"
    page = cast.ana.get(there).text
    assert "Take this away?" in page
    assert cast.ana.post(there, {"print": "old"}).status_code == 409 and len(cast.service.all_schedules()) == 2
    assert cast.ana.post(there, {"print": value_of(page, "print")}).status_code == 303
    assert len(cast.service.all_schedules()) == 1 and cast.ana.get(there).status_code == 404


def test_whoever_takes_away_what_somebody_else_has_changed_is_asked_again(cast: Cast):
    answer(cast, "session", **TIMES, **ELSEWHERE)
    there = f"{cast.page}/times/{one(cast)}/remove"
    read = value_of(cast.ana.get(there).text, "print")
    answer(cast, f"times/{one(cast)}/move", who=cast.ben, day="", where="none")
    late = cast.ana.post(there, {"print": read})
    assert late.status_code == 409 and len(cast.service.all_schedules()) == 2
    assert "nothing was done" in late.text and "<title>Error:" in late.text and "Take it away" in late.text
    assert "If it is at another address" not in late.text and value_of(late.text, "print") != read
    assert cast.ana.post(there, {"print": value_of(late.text, "print")}).status_code == 303
    assert len(cast.service.all_schedules()) == 1


TOLD_BY = ["SE6 4RU", "SE64RU", "SE6", "1 Rushey", "Hornbeam House", "51.44", "-0.02", "Bus 999", "Ramp at"]


@pytest.fixture
def house(cast: Cast) -> Location:
    """Where the offer of the cast is, and another of the same group; with words on how to find it."""
    held = cast.service.service_at_locations[0].location
    held.name, held.transportation, held.description = "Hornbeam House", "Bus 999 stops there.", "Ramp at the side."
    a_service(organization=cast.service.organization, name="Sew together", at=held, boroughs=["lewisham"])
    changed(cast.service)
    return held


def outputs(cast: Cast, client) -> dict[str, str]:
    """Everything anybody can read of the offers of the group, and what searches say of them."""
    paths = [f"/offers/{cast.service.slug}", f"/offers/{cast.service.slug}.ics",
             f"/organisations/{cast.service.organization.slug}", "/sitemap.xml", "/search/suggest?q=hornbeam",
             f"/list/handout?o={cast.service.code}", f"/list?o={cast.service.code}"]  # fmt: skip
    return {path: client.get(path).text for path in paths}


def told(texts: dict[str, str]) -> set[tuple[str, str]]:
    """(address, word) wherever a word gives the place away; the codes of offers and pages are not words."""
    return {(path, word) for path, text in texts.items() for word in TOLD_BY if word.lower() in text.lower()}


def test_an_address_is_taken_from_the_public_everywhere_at_once(cast: Cast, house: Location, client):
    assert told(outputs(cast, client)), "the words are found while they may be"
    page = cast.ana.get(f"{cast.page}/places/{house.id}/hide").text
    assert "Sew together" in page
    assert cast.ana.post(f"{cast.page}/places/{house.id}/hide").status_code == 303
    assert told(outputs(cast, client)) == set() and near("SE6 4RU") == []
    assert "The address is not public" in public(cast)
    cards = client.get("/search?q=together&near=SE6+4RU").text
    assert "Hornbeam" not in cards and "0.1 miles" not in cards
    assert [one.act for one in revisions.of(cast.service_id)] == ["hide"]
    assert "took an address from the public" in cast.stella.get("/review").text
    assert Location.query.filter_by(address_public=True).count() == 0 and revisions.verify() is None


def test_no_earlier_version_shows_it_again(cast: Cast, house: Location, client):
    cast.change(cast.stella, "minimum_age", "16")
    number = revisions.newest().number
    cast.ana.post(f"{cast.page}/places/{house.id}/hide")
    address = f"/review/{cast.service_id}/version/{number}"
    cast.stella.post(address, {"newest": value_of(cast.stella.get(address).text, "newest")})
    assert told(outputs(cast, client)) == set() and near("SE6 4RU") == []


TYPED = {"where": "new", "name": "The house", "street": "1 rushey Green", "postcode": "se64ru"}


def draft_at(cast: Cast, form: dict[str, str]) -> str:
    """The id of a new offer of the group with a session at a venue, sent to a steward."""
    held = a_draft(cast.service.organization, a_partner(), times={})
    there = f"/desk/new/{held.id}/session"
    shown = cast.ana.post(there, TIMES | form)
    assert cast.ana.post(there, TIMES | form | {"seen": value_of(shown.text, "seen")}).status_code == 303
    assert cast.ana.post(f"/desk/new/{held.id}/send").status_code == 303
    return held.id


@pytest.mark.parametrize("typed", [False, True])
def test_a_new_offer_that_waits_does_not_show_it_again(cast: Cast, house: Location, client, typed: bool):
    id_ = draft_at(cast, TYPED if typed else {"where": house.id})
    read = cast.stella.get(f"/desk/new/{id_}/check").text
    assert cast.ana.post(f"{cast.page}/places/{house.id}/hide").status_code == 303
    approve = f"/review/new/{id_}/approve"
    late = cast.stella.post(approve, {"print": value_of(read, "print")})
    assert late.status_code == 409 and "address not public" in late.text, "whoever decides sees that it has changed"
    assert cast.stella.post(approve, {"print": value_of(late.text, "print")}).status_code == 303
    page = client.get("/offers/harp-circle").text
    assert "The address is not public" in page
    assert told(outputs(cast, client) | {"new": page}) == set() and near("SE6 4RU") == []
    assert Location.query.filter_by(address_public=True).count() == 0


def test_a_draft_that_was_read_before_does_not_show_it_again(cast: Cast, house: Location):
    id_ = draft_at(cast, {"where": house.id})
    read = dict(drafts.full(db.session.get(Draft, id_)))
    cast.ana.post(f"{cast.page}/places/{house.id}/hide")
    held, by = db.session.get(Draft, id_), a_partner()
    for instead in (False, True):
        arrange(held, {"times": read["times"]}, by=by, instead=instead)
        assert [one["public"] for one in venues_in(held.values)] == [False]


def test_a_new_offer_of_others_at_that_address_stays_as_it_is(cast: Cast, house: Location):
    theirs, other = a_draft(an_organization(), a_partner(), sent=True), a_draft(cast.service.organization, a_partner())
    venue = {"id": house.id, "public": True, "address_1": "1 Rushey Green", "postal_code": "SE6 4RU"}
    theirs.values = with_another_venue(theirs.values, venues_in(theirs.values)[0]["id"], venue)
    db.session.commit()
    before = [theirs.values, other.values]
    cast.ana.post(f"{cast.page}/places/{house.id}/hide")
    assert [db.session.get(Draft, one.id).values for one in (theirs, other)] == before


@pytest.fixture
def twice(cast: Cast, house: Location) -> Service:
    """One more offer of the group at that address, under a venue of its own as an import brings it."""
    again = a_location(name="HORNBEAM", postcode="SE64RU")
    again.addresses[0].address_1 = "1, rushey green"
    return a_service(organization=cast.service.organization, name="Sing together", at=again, boroughs=["lewisham"])


def test_an_address_that_stands_there_under_another_venue_goes_as_well(cast: Cast, house: Location, twice, client):
    hall = a_service(organization=cast.service.organization, at=a_location(name="Hall"), name="Walk together")
    hall.service_at_locations[0].location.addresses[0].address_1 = "11 Rushey Green"
    changed(hall)
    asked = cast.ana.get(f"{cast.page}/places/{house.id}/hide").text
    assert "Sing together" in asked and "Walk together" not in asked
    assert cast.ana.post(f"{cast.page}/places/{house.id}/hide").status_code == 303
    pages = {slug: client.get(f"/offers/{slug}").text for slug in (cast.service.slug, twice.slug)}
    assert told(pages) == set() and "The address is not public" in pages[twice.slug]
    assert near("SE6 4RU") == [hall.id] and [one.act for one in revisions.of(twice.id)] == ["hide"]
    assert [one.name for one in Location.query.filter_by(address_public=True)] == ["Hall"]


def test_an_offer_with_that_address_twice_is_at_one_venue_then(cast: Cast, house: Location, twice):
    at = ServiceAtLocation(location=twice.service_at_locations[0].location, schedules=[a_schedule(byday="FR")])
    service = cast.service
    service.service_at_locations.append(at)
    changed(service)
    assert cast.ana.post(f"{cast.page}/places/{house.id}/hide").status_code == 303
    assert [one.location.address_public for one in cast.service.service_at_locations] == [False]
    assert len(cast.service.all_schedules()) == 2 and Location.query.filter_by(address_public=True).count() == 0


def test_what_another_group_does_not_show_is_shown_in_an_earlier_version(cast: Cast, house: Location):
    a_service(at=a_location(address_public=False))
    cast.change(cast.stella, "minimum_age", "16")
    number = revisions.newest().number
    answer(cast, f"times/{one(cast)}/move", day="", **ELSEWHERE)
    address = f"/review/{cast.service_id}/version/{number}"
    cast.stella.post(address, {"newest": value_of(cast.stella.get(address).text, "newest")})
    assert "1 Rushey Green" in public(cast)


def test_offers_of_others_at_that_address_stay_as_they_are(cast: Cast, house: Location):
    theirs = a_service(at=house)
    cast.ana.post(f"{cast.page}/places/{house.id}/hide")
    assert near("SE6 4RU") == [theirs.id]
    assert cast.cleo.post(f"{cast.page}/places/{house.id}/hide").status_code == 404


def test_a_secret_address_may_stay_unsaid(cast: Cast, client):
    form = TIMES | {"where": "new", "hidden": "y", "name": "", "street": "", "postcode": ""}
    answer(cast, "session", **form)
    assert (
        "The address is not public" in public(cast) and "Address not public" in cast.ana.get(f"{cast.page}/dates").text
    )


def test_times_of_the_days_before_they_had_a_place_can_be_brought_back(cast: Cast):
    value = {id_: {name: part for name, part in pattern.items() if name != "at"} | {"byday": "FR"}
             for id_, pattern in values_of(cast.service)["times"].items()}  # fmt: skip
    where = cast.service.service_at_locations[0].location_id
    schedule = cast.service.all_schedules()[0]
    value |= {"83000000-0000-4000-8000-000000000000": value[schedule.id]}
    from_old(cast, value)
    assert [one.byday for one in cast.service.all_schedules()] == ["FR"]
    assert cast.service.service_at_locations[0].location_id == where


def from_old(cast: Cast, value: dict[str, object]) -> None:
    """Writes values as an old revision holds them."""
    put_times(cast.service, value, {})
    db.session.commit()


def test_a_second_weekly_session_that_begins_later(cast: Cast):
    shown, _saved = answer(cast, "session", **TIMES | {"first": "2026-12-10"}, **ELSEWHERE)
    assert "from Thursday 10 December" in shown.text and "3 December" not in shown.text
    made = next(one for one in cast.service.all_schedules() if one.byday == "TH")
    assert made.valid_from == date(2026, 12, 10) and a_schedule().id is None
