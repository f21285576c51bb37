"""The home page: a search and a few good doors."""

from flask import Flask

from tests.client import HouseClient


def test_it_opens_with_a_search_and_the_headline_doors(client: HouseClient):
    page = client.get("/").text
    doors = ["Cooking and food", "Faith and spirituality", "Peer support", "Sport and movement", "Arts and music"]
    places = [page.index(f">{door}<") for door in doors]
    assert page.index('name="q"') < places[0]
    assert places == sorted(places)


def test_it_leads_to_categories_areas_of_life_and_places(client: HouseClient):
    links = client.page("/").links
    assert "/search?category=cooking-and-food" in links
    assert "/search?category=housing-and-homelessness" in links
    assert "/search?category=social-groups&category=peer-support&category=cooking-and-food" in links
    assert "/places/catford" in links and "/places/lewisham" in links


def test_samples_are_said_to_be_samples(sample: Flask, new_app: object):
    assert "These offers are samples" in sample.test_client().page("/").words()


def test_every_door_leads_somewhere(sample: Flask):
    client = sample.test_client()
    for link in [link for link in client.page("/").links if link.startswith(("/search", "/places"))]:
        assert client.get(link).status_code == 200, link
