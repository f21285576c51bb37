"""A list lives in its address: it is made, changed and carried by links and buttons alone, and tells what changed."""

from datetime import UTC, date, datetime

from tests.makers import a_location, a_schedule, a_service, changed


def test_first(client, app):
    a = a_service(code="aaa23", categories=["social-groups"], access=["drop-in"])
    b = a_service(code="bbb23", categories=["social-groups"], access=["drop-in"])
    page = client.page("/list?o=aaa23,bbb23&d=2026-11-25")
    print(page.words())
    print(client.page("/signpost").words())
    print(client.page("/signpost?area=friends&near=SE6&language=es").words())
    print(client.page("/list/handout?o=aaa23,bbb23").words())
    print(client.page("/list/handout?o=aaa23,bbb23&discreet=1").words())
    r = client.get("/list/handout.pdf?o=aaa23,bbb23"); print(r.status_code, r.mimetype, len(r.data))
    r = client.get("/list/dates.ics?o=aaa23,bbb23"); print(r.status_code, r.text)
    print(client.page("/places/catford/this-week").words())
    print(client.page("/search?o=aaa23").words())
    print(client.page("/offers/" + a.slug + "?o=bbb23").links)
    assert 0
