"""What is on in one place."""

from flask import Flask

from tests.client import HouseClient
from tests.makers import a_location, a_service


def test_a_neighbourhood_shows_what_is_within_a_mile(client: HouseClient):
    a_service(name="Catford harp")
    a_service(name="Croydon harp", at=a_location(postcode="CR0 1EA", latitude=51.3715, longitude=-0.0989))
    words = client.page("/places/catford").words()
    assert "Catford harp" in words and "Croydon harp" not in words


def test_a_borough_shows_what_is_in_it_or_serves_it(client: HouseClient):
    a_service(name="Catford harp")
    a_service(name="Croydon line", online=True, boroughs=["croydon"])
    words = client.page("/places/croydon").words()
    assert "Croydon line" in words and "Catford harp" not in words


def test_an_unknown_place_is_not_found(client: HouseClient):
    assert client.get("/places/atlantis").status_code == 404


def test_it_is_there_for_every_place(sample: Flask):
    assert "Support in Deptford" in sample.test_client().page("/places/deptford").words()


def test_a_place_with_nothing_near_it_says_what_one_can_do(client: HouseClient):
    a_service(name="Catford harp", at=a_location())
    page = client.page("/places/brixton")
    assert "What you can do" in page.words() and any(link.startswith("/search?") for link in page.links)


def test_an_empty_directory_says_that_it_is_empty(client: HouseClient):
    for path in ("/search", "/search?q=tea", "/places/catford"):
        words = client.page(path).words()
        assert "There are no offers here yet." in words and "No offer has these words" not in words
