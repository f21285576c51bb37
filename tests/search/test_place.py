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
