"""An address that is nearly right leads to the right one; what is no address of ours stays an error."""

import pytest


@pytest.mark.parametrize(
    "asked,meant",
    [
        ("/search/", "/search"),
        ("/search/?q=tea&near=SE6+4RU", "/search?q=tea&near=SE6+4RU"),
        ("/places/Catford", "/places/catford"),
        ("/places/Catford/", "/places/catford"),
        ("/Urgent-Help", "/urgent-help"),
        ("/es/places/Catford", "/es/places/catford"),
        ("/ar/search/", "/ar/search"),
    ],
)
def test_it_leads_there(client, asked, meant):
    response = client.get(asked)
    assert (response.status_code, response.headers["Location"]) == (301, meant)


@pytest.mark.parametrize(
    "asked", ["/no/Such/page", "/Nothing/", "//evil.example/", "/static/Site.css", "/places/../", "/PREFERENCES"]
)
def test_nothing_else_does(client, asked):
    response = client.get(asked)
    assert response.status_code in (400, 404, 405) and "Location" not in response.headers


def test_what_is_posted_is_not_sent_on(client):
    assert client.post("/search/", data={"q": "tea"}).status_code == 404


def test_a_place_nobody_knows_is_not_found_however_it_is_written(client):
    response = client.get("/places/Atlantis", follow_redirects=True)
    assert response.status_code == 404
