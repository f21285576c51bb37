"""A sheet for a wall: what is on in the next seven days, at places anybody may know."""

from datetime import date

from directory.models import ServiceAtLocation
from tests.makers import a_location, a_schedule, a_service, an_organization, changed


def test_it_tells_day_time_name_and_place(client, app):
    a_service(name="Tea and company", at=a_location(name="Old Hall"))
    words = client.page("/places/catford/this-week").words()
    assert "This week in Catford" in words
    assert "Wednesday 25 November 2pm to 4pm Tea and company Old Hall, 1 Rushey Green" in words
    assert "No internet? Phone us: 020 7946 0000" in words and "http://localhost/places/catford/this-week" in words


def test_what_is_not_on_here_this_week_is_left_out(client, app):
    a_service(name="Paused ones", status="temporarily closed")
    a_service(name="Ended ones", status="inactive", ended_on=date(2026, 10, 1))
    a_service(name="Later ones", schedules=[a_schedule(freq=None, byday=None, dtstart=date(2026, 12, 9))])
    a_service(name="On the phone", online=True)
    a_service(name="Far ones", at=a_location(postcode="CR0 1EA", latitude=51.3715, longitude=-0.0989))
    a_service(name="Hidden ones", at=a_location(address_public=False))
    a_service(name="Full ones", waiting=["full"])
    words = client.page("/places/catford/this-week").words()
    assert "We know of nothing at a public place here in the next 7 days." in words
    assert " ones" not in words and "On the phone" not in words
    assert "Far ones" in client.page("/places/croydon/this-week").words()


def test_one_at_two_places_is_on_the_wall_of_each_with_what_is_on_there(client, app):
    service = a_service(name="Walkers", at=a_location(name="Old Hall"), schedules=[a_schedule(byday="MO")])
    far = a_location(name="Far Hall", postcode="CR0 1EA", latitude=51.3715, longitude=-0.0989)
    far.addresses[0].city = "Croydon"
    service.service_at_locations.append(ServiceAtLocation(location=far, schedules=[a_schedule(byday="TH")]))
    changed(service)
    here, there = "Old Hall, 1 Rushey Green, London", "Far Hall, 1 Rushey Green, Croydon"
    for place, found in (("catford", here), ("lewisham", here), ("croydon", there)):
        words = client.page(f"/places/{place}/this-week").words()
        assert [one for one in (here, there) if one in words] == [found] and words.count("Walkers") == 1, place


def test_one_that_opens_every_day_does_not_fill_the_wall(client, app):
    a_service(name="Daily table", schedules=[a_schedule(byday="MO,TU,WE,TH,FR,SA,SU")])
    assert client.page("/places/catford/this-week").words().count("Daily table") == 2


def test_it_stays_one_sheet(client, app):
    org = an_organization()
    for n in range(30):
        a_service(name=f"Table {n}", organization=org, at=a_location(name=f"The Hall with a long name number {n}"))
    words = client.page("/places/catford/this-week").words()
    assert 8 <= words.count("Table ") <= 14
    assert "more this week" in words


def test_it_is_found_from_the_page_of_the_place(client, app):
    assert "/places/catford/this-week" in client.page("/places/catford").links
    assert client.get("/places/atlantis/this-week").status_code == 404
