"""The same file twice, in another order or in pieces gives the same database."""

import json
import random

from sqlalchemy import select

from directory.db import db
from directory.index import changes
from directory.listings.venues.actions import hide
from directory.models import Location, Phone, PublicName, Schedule, Service, TaxonomyTerm, Translation
from directory.models.translation import Standing
from tests.open_referral.conftest import contents, dump
from tests.open_referral.records import a_record, a_schedule, a_venue, broken, good, ndjson, term, uid
from tests.people import a_steward


def everything() -> list:
    return [*good(), *(case.line for case in broken())]


def test_twice_is_once(app, take_in):
    first = take_in(everything())
    before = dump()
    second = take_in(everything())
    assert dump() == before
    assert (second.added, second.changed, second.unchanged) == (0, 0, first.added)


def test_the_order_does_not_matter(new_app, take_in):
    phone = {"id": uid("one phone of two"), "number": "020 7946 0123"}
    records = [one for one in everything() if "good 0" not in json.dumps(one)]
    records += [a_record(key, name="The same name", phones=[phone]) for key in ("twin 1", "twin 2", "twin 3")]
    dumps = []
    for seed in range(3):
        random.Random(seed).shuffle(records)
        with new_app().app_context():
            take_in(records)
            dumps.append(contents())
    assert dumps[0] == dumps[1] == dumps[2]


def test_one_id_under_many_parents_stays_apart(app, take_in):
    """The official examples hang one phone on a service, its contacts and its venue."""
    phone = {
        "id": uid("one phone"),
        "number": "020 7946 0123",
        "languages": [{"id": uid("one language"), "code": "ur"}],
    }
    contact = {"id": uid("one contact"), "name": "Grace", "phones": [phone]}
    records = [
        a_record(key, phones=[phone], contacts=[contact], service_at_locations=[a_venue(str(key), phones=[phone])])
        for key in (1, 2)
    ]
    take_in(records)
    assert len(db.session.scalars(select(Phone.id)).all()) == 6
    before = dump()
    take_in(records[::-1])
    assert dump() == before


def test_a_part_that_moves_stays_put_afterwards(app, take_in):
    """A phone that goes from the service to its contact: the second import of the new file changes nothing."""
    phone = {"id": uid("one phone"), "number": "020 7946 0123"}
    take_in([a_record(1, phones=[phone])])
    moved = a_record(1, phones=[], contacts=[{"id": uid("c"), "name": "Grace", "phones": [phone]}])
    assert take_in([moved]).changed == 1
    before = dump()
    assert take_in([moved]).unchanged == 1
    assert dump() == before


def test_only_what_changed_gets_a_number(app, take_in):
    take_in([a_record(1), a_record(2)])
    number = changes.newest()
    outcome = take_in([a_record(1), a_record(2, fees_description="Free")])
    assert (outcome.changed, outcome.unchanged) == (1, 1)
    assert changes.newest() == number + 1
    assert changes.since(number).services == {a_record(2)["id"]}


def test_a_change_of_the_venue_reaches_every_offer_there(app, take_in):
    there = a_venue("shared")["location"]
    take_in([a_record(key, service_at_locations=[a_venue(str(key)) | {"location": there}]) for key in (1, 2)])
    number = changes.newest()
    take_in([a_record(1, service_at_locations=[a_venue("1") | {"location": there | {"name": "New Hall"}}])])
    assert changes.since(number).services == {a_record(1)["id"], a_record(2)["id"]}


def test_the_newest_record_is_believed_about_a_shared_venue(app, take_in):
    there = a_venue("shared")["location"]
    records = [
        a_record(
            key,
            last_modified=f"2026-11-0{day}T10:00:00Z",
            service_at_locations=[a_venue(key) | {"location": there | {"name": f"Hall of {key}"}}],
        )
        for key, day in (("old", 1), ("new", 2))
    ]
    take_in(records)
    before = dump()
    take_in(records[::-1])
    assert dump() == before
    assert db.session.get(Location, there["id"]).name == "Hall of new"


def test_an_address_that_one_record_hides_is_hidden(app, take_in):
    there = a_venue("shared")["location"]
    hidden = a_record("a", service_at_locations=[a_venue("a") | {"location": there | {"address_public": False}}])
    shown = a_record("b", last_modified="2026-11-20T10:00:00Z")
    shown["service_at_locations"] = [a_venue("b") | {"location": there | {"address_public": True}}]
    take_in([hidden, shown])
    assert db.session.get(Location, there["id"]).address_public is False


def venue_of(key: str) -> Location:
    """Where the offer of a record is."""
    return db.session.get_one(Service, uid(f"service {key}")).service_at_locations[0].location


def test_an_address_that_a_group_has_taken_from_the_public_is_not_brought_back(app, take_in):
    mine, theirs = a_record("a"), a_record("b", service_at_locations=[a_venue("b")])
    theirs["service_at_locations"][0]["location"] = mine["service_at_locations"][0]["location"]
    take_in([mine, theirs])
    shown = venue_of("b").id
    hide(db.session.get_one(Service, uid("service a")), shown, by=a_steward())
    hidden = venue_of("a").id
    take_in([mine, theirs])
    before = contents()
    take_in([mine, theirs])
    assert contents() == before and venue_of("a").id == hidden != shown == venue_of("b").id
    named = a_venue("a") | {"location": None, "location_id": shown}
    more = a_record("c", organization=mine["organization"], service_at_locations=[a_venue("c", name="Once more")])
    take_in([a_record("a", service_at_locations=[named]), more])
    assert venue_of("a").id == venue_of("c").id == hidden and not venue_of("c").address_public
    assert venue_of("b").address_public


def test_what_the_standard_lacks_is_kept_and_the_rest_is_cleared(app, take_in):
    take_in([a_record(1, first_visit="Ring the bell.", fees_description="Free")])
    take_in([a_record(1, summary=None, phones=None)])
    service = db.session.scalars(select(Service)).one()
    assert (service.first_visit, service.summary) == ("Ring the bell.", "A friendly table and hot drinks.")
    assert (service.fees_description, service.phones) == (None, [])


def test_other_languages_come_and_a_file_that_is_silent_about_them_leaves_them(app, take_in):
    told = {"language": "zh-Hans", "field": "summary", "text": "一起唱歌。"}
    by_people = told | {"language": "es", "text": "Cantar.", "made_from": "We sing.", "by_computer": False,
                        "by_name": "Ana"}  # fmt: skip
    bad = [{"language": "Spanish!", "field": "summary", "text": "x"}, told | {"field": "name"}, told | {"text": " "}]
    take_in([a_record(1, summary="We sing.", translations=[told, by_people, *bad])])
    take_in([a_record(1, summary="We sing.")])
    found = {one.language: one.standing("We sing.") for one in db.session.query(Translation)}
    assert found == {"es": Standing.WRITTEN, "zh-Hans": Standing.OUT_OF_DATE}
    take_in([a_record(1, summary="We sing.", translations=[])])
    assert db.session.query(Translation).count() == 0


def test_a_part_that_is_gone_from_the_file_is_gone(app, take_in):
    take_in([a_record(1, schedules=[a_schedule("x"), a_schedule("y", byday="FR")])])
    take_in([a_record(1, schedules=[a_schedule("y", byday="FR")])])
    own = select(Schedule.byday).where(Schedule.service_id.is_not(None))
    assert db.session.scalars(own).all() == ["FR"]


def test_a_new_name_gets_a_new_slug_and_the_old_one_stays_its_own(app, take_in):
    take_in([a_record(1, name="Tea")])
    take_in([a_record(1, name="Coffee")])
    take_in([a_record(1, name="Coffee"), a_record(2, name="Tea")])
    slugs = dict(db.session.execute(select(Service.id, Service.slug)).all())
    assert (slugs[a_record(1)["id"]], slugs[a_record(2)["id"]]) == ("coffee", "tea-2")
    names = db.session.scalars(select(PublicName.name).where(PublicName.kind == "service")).all()
    assert sorted(names) == ["coffee", "tea", "tea-2"]


def test_our_terms_are_known_by_list_and_code_whatever_their_id(app, take_in):
    take_in([a_record(1, attributes=[term("needs", "lonely", id=uid("somebody else's"), name="Renamed")])])
    service = db.session.scalars(select(Service)).one()
    assert service.codes("needs") == ["lonely"]
    assert db.session.get(TaxonomyTerm, uid("taxonomy:needs:lonely")).name == "Feeling lonely"


def test_terms_of_others_stay_their_own(app, take_in):
    disguised = term("esd", "lonely", id=uid("taxonomy:needs:lonely"))
    bare = {"id": uid("bare"), "taxonomy_term": {"id": uid("foreign"), "name": "Feeling lonely", "description": "x"}}
    take_in([a_record(1, attributes=[disguised, bare])])
    service = db.session.scalars(select(Service)).one()
    assert service.codes("needs") == []
    assert len(service.attributes) == 2
    ours = db.session.get(TaxonomyTerm, uid("taxonomy:needs:lonely"))
    assert (ours.taxonomy, ours.name) == ("needs", "Feeling lonely")


def test_two_publishers_of_one_term_share_it(app, take_in):
    records = [a_record(key, attributes=[term("esd", "tea", id=uid(f"esd tea {key}"))]) for key in (1, 2)]
    assert take_in(records).added == 2
    before = dump()
    take_in(records[::-1])
    assert dump() == before
    assert len(db.session.scalars(select(TaxonomyTerm).filter_by(taxonomy="esd", code="tea")).all()) == 1


def test_the_same_record_twice_in_a_file_is_taken_once(app, take_in):
    outcome = take_in(ndjson([a_record(1), a_record(1)]))
    assert (outcome.added, outcome.rejected, len(outcome.warnings)) == (1, 0, 1)
