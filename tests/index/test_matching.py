"""Finding, held against a slow reading of the database by the rules of the house."""

import random
from datetime import date, time

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from werkzeug.datastructures import MultiDict

from directory import clock, index
from directory.db import db
from directory.index import FACETS, Found, Query
from directory.index.query import DAYS, TAXONOMIES
from directory.models import Location, Service, ServiceAtLocation, TaxonomyTerm
from directory.models.service import State
from directory.places import miles
from directory.schedules import active, day_parts, sessions, weekdays
from tests.makers import BOROUGHS, a_location, a_schedule, a_service, an_attribute

DAY_NUMBER = {day: at for at, day in enumerate(DAYS)}


def find(**args: object) -> Found:
    pairs = [(k, v) for k, values in args.items() for v in (values if isinstance(values, list) else [values])]
    return index.find(index.asked(MultiDict(pairs)))


def names(found: Found) -> list[str]:
    return [service.name for service in index.load([hit.id for hit in found.hits])]


def known_access(service: Service) -> dict[str, bool]:
    """What the offer says; else yes when one of its venues says yes, no when all that speak say no."""
    hung = [one for one in service.attributes if one.taxonomy_term.taxonomy == "accessibility"]
    said: dict[str, bool] = {}
    for place in (at.location.answers() for at in service.service_at_locations):
        said |= {code: said.get(code, False) or yes for code, yes in place.items()}
    return said | {one.taxonomy_term.code: one.is_yes for one in hung}


def fits(service: Service, facet: str, code: str) -> bool:
    """Whether an offer has one facet value, read from the database."""
    if facet in TAXONOMIES and facet != "accessibility":
        return code in service.codes(TAXONOMIES[facet])
    if facet == "accessibility":
        return known_access(service).get(code, False)
    if facet == "language":
        return code in {language.code for language in service.languages}
    if facet == "borough":
        return in_borough(service, code)
    raise AssertionError(facet)


def in_borough(service: Service, code: str) -> bool:
    public = [at.location for at in service.service_at_locations if at.location.address_public]
    codes = [address.postal_code for location in public for address in location.addresses]
    points = [index.worker().postcodes.unit(one) for one in codes]
    gss = {point.gss for point in points if point} | {a.extent for a in service.service_areas if a.extent_type == "gss"}
    return BOROUGHS[code] in gss or not (public or service.service_areas)


def keeps(service: Service, facet: str, chosen: tuple[str, ...]) -> bool:
    """Whether a choice keeps an offer: any of the codes (of access, all), with what the house rules add."""
    if facet == "audience" and ("everyone" in service.codes("audiences") or not service.codes("audiences")):
        return True
    if facet == "accessibility":
        return all(known_access(service).get(code) is not False for code in chosen)
    return any(fits(service, facet, code) for code in chosen)


def on(service: Service, query: Query) -> bool:
    """Whether a session can fall on a chosen day at a chosen time."""
    today = clock.today()
    if "today" in query.day and service.state(today) is not State.PAUSED and is_on_today(service, query.time):
        return True
    if query.day == ("today",):
        return False
    plain = [DAY_NUMBER[day] for day in query.day if day != "today"]
    for one in (s for s in service.all_schedules() if active(s, today)):
        parts = day_parts(one) or {"morning", "afternoon", "evening"}
        if query.time and not parts & set(query.time):
            continue
        if not query.day or weekdays(one) & set(plain):
            return True
    return not (query.day or query.time)


def is_on_today(service: Service, times: tuple[str, ...]) -> bool:
    now, calendar = clock.now(), index.calendar()
    fit = [s for s in service.all_schedules() if not times or (day_parts(s) or set(times)) & set(times)]
    return bool(
        sessions(
            fit, after=now, until=now.replace(hour=23, minute=59, second=59),
            terms=calendar.terms, holidays=calendar.holidays,
        )
    )  # fmt: skip


def listed(service: Service) -> bool:
    today = clock.today()
    ended = service.status in ("inactive", "defunct") or bool(service.ended_on and service.ended_on <= today)
    return not ended and (service.assured_date is None or (today - service.assured_date).days < 365)


def by_hand(query: Query, without: str = "") -> list[Service]:
    """The offers a question about facets finds, the slow way."""
    found = []
    for service in every_service():
        chosen = [(facet, getattr(query, facet)) for facet in FACETS if facet not in ("day", "time", without)]
        kept = all(keeps(service, facet, codes) for facet, codes in chosen if codes)
        times = query.but(**{without: ()}) if without in ("day", "time") else query
        if listed(service) and kept and on(service, times):
            found.append(service)
    return found


def every_service() -> list[Service]:
    """All offers with all that the reading looks at, loaded once a session."""
    if "every service" not in db.session.info:
        venues = selectinload(Service.service_at_locations)
        place = venues.joinedload(ServiceAtLocation.location)
        ways = (Service.attributes, Service.languages, Service.schedules, Service.service_areas)
        options = [*map(selectinload, ways), venues.selectinload(ServiceAtLocation.schedules),
                   place.selectinload(Location.attributes), place.selectinload(Location.addresses)]  # fmt: skip
        db.session.info["terms"] = db.session.scalars(select(TaxonomyTerm)).all()
        db.session.info["every service"] = db.session.scalars(select(Service).options(*options)).unique().all()
    found: list[Service] = db.session.info["every service"]
    return found


def questions(count: int) -> list[dict[str, list[str]]]:
    """Questions made by chance out of the vocabulary, the same every run."""
    chance = random.Random(11)
    made = []
    for _ in range(count):
        facets = chance.sample([f for f in FACETS if index.terms(f)], chance.choice([1, 1, 2, 2, 3]))
        made.append({facet: chance.sample(sorted(index.terms(facet)), chance.choice([1, 1, 2])) for facet in facets})
    return made


def test_totals_and_counts_agree_with_a_slow_reading(sample: Flask):
    index.catch_up()
    for asked in questions(60):
        found = find(**asked)
        assert found.total == len(by_hand(found.query)), asked
    for asked in questions(12):
        found = find(**asked)
        for facet in ("category", "audience", "borough", "language", "day", "waiting"):
            rest = by_hand(found.query, without=facet)
            for code, number in found.facets[facet].items():
                query = found.query.but(**{facet: (code,)})
                slow = [s for s in rest if on(s, query) if facet == "day" or keeps(s, facet, (code,))]
                assert number == len(slow), (asked, facet, code)


def test_distances_are_those_of_the_places_room(sample: Flask):
    found = find(near="SE13 6JZ", within="5")
    assert found.hits
    here = (found.place.latitude, found.place.longitude)
    for service, hit in zip(index.load([hit.id for hit in found.hits]), found.hits, strict=True):
        venues = [at.location for at in service.service_at_locations if at.location.address_public]
        by_geopy = [miles(here, (venue.latitude, venue.longitude)) for venue in venues]
        if hit.miles is not None:
            assert hit.miles == pytest.approx(min(by_geopy), abs=0.005)
            assert hit.miles <= 5


def test_words_find_by_name_summary_description_and_organisation(app: Flask):
    a_service(name="Harp circle")
    a_service(name="Two", summary="A harp on every chair.")
    a_service(name="Three", description="We own a harp.")
    found = names(find(q="harps"))
    assert found[0] == "Harp circle"
    assert sorted(found) == ["Harp circle", "Three", "Two"]


def test_paused_ones_come_after_open_ones_and_ended_ones_not_at_all(app: Flask):
    a_service(name="Harp paused", status="temporarily closed", paused_until=date(2026, 12, 24))
    a_service(name="Harp back", status="temporarily closed", paused_until=date(2026, 11, 25), summary="No more.")
    a_service(name="Harp ended", status="inactive")
    a_service(name="Harp over", ended_on=date(2026, 11, 25))
    a_service(name="Not music", description="One harp only.")
    assert names(find(q="harp")) == ["Harp back", "Not music", "Harp paused"]


def test_what_nobody_confirmed_sinks_and_then_leaves(app: Flask):
    a_service(name="Harp harp", summary="Harp", assured_date=date(2026, 5, 1))
    a_service(name="Harp lately", assured_date=date(2026, 11, 1))
    a_service(name="Harp long ago", assured_date=date(2025, 11, 25))
    assert names(find(q="harp")) == ["Harp lately", "Harp harp"]


def test_everyone_stays_when_an_audience_is_chosen(app: Flask):
    a_service(name="For women", audiences=["women"])
    a_service(name="For men", audiences=["men"])
    a_service(name="For all", audiences=["everyone"])
    assert set(names(find(audience="women"))) == {"For women", "For all"}


def test_sure_access_first_then_not_known_never_a_no(app: Flask):
    a_service(name="A not known", at=a_location())
    a_service(name="No", at=a_location(accessibility={"step-free": "no"}))
    a_service(name="Yes", at=a_location(accessibility={"step-free": "yes"}))
    found = find(accessibility="step-free")
    assert names(found) == ["Yes", "A not known"]
    assert [hit.access_not_known for hit in found.hits] == [False, True]


def test_all_access_asked_for_is_needed_together(app: Flask):
    a_service(name="One no", at=a_location(accessibility={"step-free": "no", "quiet-space": "yes"}))
    a_service(name="One not known", at=a_location(accessibility={"quiet-space": "yes"}))
    a_service(name="Z both", at=a_location(accessibility={"step-free": "yes", "quiet-space": "yes"}))
    found = find(accessibility=["step-free", "quiet-space"])
    assert names(found) == ["Z both", "One not known"]
    assert [hit.access_not_known for hit in found.hits] == [False, True]
    counted = find(accessibility="step-free").facets["accessibility"]
    assert counted["quiet-space"] == 2 and counted["step-free"] == 1


def test_what_an_offer_says_of_its_access_holds_whatever_its_building_says(app: Flask):
    hall = a_location(accessibility={"step-free": "yes", "quiet-space": "no"})
    own = [an_attribute("accessibility", "step-free", "no"), an_attribute("accessibility", "quiet-space", "yes")]
    a_service(name="Upstairs", at=hall, attributes=own)
    assert names(find(accessibility="step-free")) == []
    assert names(find(accessibility="quiet-space")) == ["Upstairs"]


def test_tomorrow_is_a_date_not_a_day_of_the_week(app: Flask, clock):
    clock.set(2026, 11, 25, 10)  # a Wednesday
    evening = {"byday": "TH", "opens_at": time(18), "closes_at": time(20)}
    for number in range(3):
        a_service(name=f"Every Thursday {number}", schedules=[a_schedule(**evening)])
    a_service(name="Each other Thursday", schedules=[a_schedule(byday="TH", interval=2, dtstart=date(2026, 11, 19))])
    a_service(name="Fridays", schedules=[a_schedule(byday="FR")])
    assert all(name.startswith("Every Thursday") for name in names(find(q="tomorrow")))
    assert find(q="tomorrow evening").first == 3 and find(q="tomorrow morning").first == 0


def test_an_offer_without_a_venue_is_found_where_it_serves(app: Flask):
    a_service(name="Lewisham line", online=True, boroughs=["lewisham"])
    a_service(name="Croydon line", online=True, boroughs=["croydon"])
    a_service(name="Line for all", online=True)
    assert set(names(find(near="SE13 6JZ"))) == {"Lewisham line", "Line for all"}


def test_a_border_is_crossed_only_for_those_it_serves(app: Flask):
    there = {"postcode": "SE5 8AZ", "latitude": 51.4687, "longitude": -0.0914}
    a_service(name="Southwark only", at=a_location(**there), boroughs=["southwark"])
    a_service(name="Both", at=a_location(**there), boroughs=["southwark", "lewisham"])
    a_service(name="Anybody", at=a_location(**there))
    assert set(names(find(near="SE14 5AA"))) == {"Both", "Anybody"}


def test_a_hidden_venue_has_no_distance_and_no_borough(app: Flask):
    a_service(name="Refuge", at=a_location(address_public=False), boroughs=["lewisham"])
    found = find(near="SE6 4RU")
    assert names(found) == ["Refuge"]
    assert (found.hits[0].miles, found.hits[0].place) == (None, "")


def test_soonest_first(app: Flask):
    a_service(name="Friday", schedules=[a_schedule(byday="FR")])
    a_service(name="Today", schedules=[a_schedule(byday="WE")])
    a_service(name="Unknown", schedules=[])
    assert names(find(sort="soonest")) == ["Today", "Friday", "Unknown"]


def test_nearest_first(app: Flask):
    a_service(name="Far", at=a_location(latitude=51.4573, longitude=-0.0340))
    a_service(name="Near", at=a_location(latitude=51.4573, longitude=-0.0141))
    a_service(name="Nowhere", online=True)
    assert names(find(near="SE13 6JZ", sort="nearest")) == ["Near", "Far", "Nowhere"]


def test_nothing_found_offers_ways_out_that_find_something(app: Flask):
    a_service(name="Harp", categories=["arts-and-music"], at=a_location(latitude=51.38, longitude=-0.1))
    found = find(q="harp", near="SE13 6JZ", category="safety")
    assert found.total == 0
    assert [(way.dropped, way.total) for way in found.ways_out] == [("all", 1)]
    found = find(q="harp", near="SE13 6JZ")
    assert [way.dropped for way in found.ways_out] == ["within"]
    assert all(index.find(way.query).total == way.total > 0 for way in found.ways_out)


def test_ways_out_lead_out_of_a_place_and_filters_in_the_words(app: Flask):
    far = {"latitude": 51.38, "longitude": -0.1}
    a_service(name="Harp for others", boroughs=["lambeth"], at=a_location(**far))
    found = find(q="harp near SE13 6JZ")
    assert [(way.dropped, index.find(way.query).total) for way in found.ways_out] == [("near", 1)]
    found = find(q="harp near SE13 6JZ", category="safety", cost="free")
    assert [(way.dropped, index.find(way.query).total) for way in found.ways_out] == [("all", 1)]
    for name in ("Harp", "Lute", "Viol", "Lyre"):
        a_service(name=name, access=[] if name == "Lyre" else ["drop-in"], at=a_location(**far))
    found = find(q="drop-in near SE13 6JZ", within="0.5")
    assert [(way.dropped, way.total) for way in found.ways_out] == [("within", 3)]
    assert all(index.find(way.query).total == way.total for way in found.ways_out)


def test_a_choice_beside_a_filter_in_the_words_leaves_as_many_as_it_says(app: Flask):
    for name, access, category in (
        ("Stew", "drop-in", "cooking-and-food"), ("Soup", "drop-in", "cooking-and-food"),
        ("Clay", "drop-in", "arts-and-music"), ("Paint", "booking", "arts-and-music"),
    ):  # fmt: skip
        a_service(name=name, access=[access], categories=[category])
    assert find(q="drop-in").facets["category"]["arts-and-music"] == 1
    assert names(find(q="drop-in", category="arts-and-music")) == ["Clay"]


def test_who_is_called_by_name_is_found_whatever_the_name_says(app: Flask):
    for name in ("Soup", "Stew", "Tea"):
        a_service(name=f"{name} strollers", schedules=[a_schedule(byday="SA")])
    a_service(name="Saturday Strollers", schedules=[a_schedule(byday="SU")])
    assert names(find(q="Saturday strollers"))[0] == "Saturday Strollers"
    a_service(name="Catford Strollers", at=a_location(latitude=51.38, longitude=-0.1))
    assert names(find(q="catford strollers"))[0] == "Catford Strollers"
    assert names(find(q="strollers", near="Catford", day="sat"))[0] != "Catford Strollers"


def test_an_audience_in_the_words_lifts(app: Flask):
    a_service(name="Kitchen", categories=["cooking-and-food"])
    service = a_service(name="Kitchen for men", categories=["cooking-and-food"])
    assert names(find(q="cooking for men"))[0] == service.name


def test_who_names_no_subject_gets_company_first(app: Flask):
    a_service(name="A letter", categories=["money-debt-benefits"], access=["drop-in"])
    a_service(name="Z table", categories=["social-groups"], access=["drop-in"])
    assert names(find(q="drop in")) == ["Z table", "A letter"]
    assert names(find(q="drop in", category="money-debt-benefits")) == ["A letter"]


def test_who_only_says_when_not_to_come_is_shown_what_there_is(app: Flask):
    a_service(name="Soup")
    assert names(find(q="not on mondays")) == names(find(q="no mornings")) == ["Soup"]


def test_small_words_round_a_place_hide_nothing(app: Flask):
    a_service(name="Table", at=a_location(latitude=51.4443, longitude=-0.0265))
    assert names(find(q="north Catford")) == ["Table"]
