"""What is counted for the people who keep offers right: how often, and by which terms; never who, and never words."""

import time
from datetime import date

import pytest

from directory import counts
from directory.db import db
from directory.models import DailyCount
from tests.makers import a_service

NOVEMBER = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def from_now(app, monkeypatch):
    """Nothing counted yet, and nothing written before it is asked for."""
    counts.waiting.clear()
    monkeypatch.setattr(counts, "written", time.monotonic())
    yield
    counts.waiting.clear()


@pytest.fixture
def offer(app):
    """An offer for people who feel lonely."""
    return a_service(code="aaa23", name="Tea and company", needs=["lonely"], categories=["peer-support"])


def told() -> dict[str, int]:
    """What has been counted of it this month."""
    counts.flush()
    return {what: number for what, number in counts.by_month("aaa23", [NOVEMBER])[NOVEMBER].items() if number}


def test_each_step_of_a_visitor_is_counted_once(client, offer):
    client.get("/search?q=tea")
    assert told() == {"seen": 1}
    client.get("/search?q=tea&o=aaa23", headers={"Referer": "http://localhost/search?q=tea"})
    client.get("/search?q=tea&o=aaa23", headers={"Referer": "http://localhost/search?q=tea&o=AAA23"})
    assert told() == {"seen": 3, "added to a list": 1}
    client.get(f"/offers/{offer.slug}")
    client.get("/list/handout?o=aaa23")
    assert told() == {"seen": 3, "added to a list": 1, "opened": 1, "handed out": 1}
    client.get("/signpost?area=friends")
    assert told()["seen"] == 4


def test_more_dates_a_longer_list_and_another_language_open_it_no_second_time(client, offer):
    here = f"/offers/{offer.slug}"
    client.get(here, headers={"Referer": "http://localhost/search?q=tea"})
    for again in (f"{here}?sessions=12", f"{here}?o=aaa23", f"/es{here}"):
        client.get(again, headers={"Referer": f"http://localhost{here}"})
    assert told() == {"opened": 1, "added to a list": 1}


def test_a_list_that_was_sent_is_not_added_and_strangers_count_nothing(client, offer):
    for referer in ("", "https://elsewhere.example/search?q=x", "http://[", "http://localhost:99999/search"):
        client.get("/list?o=aaa23", headers={"Referer": referer})
        client.get(f"/offers/{offer.slug}", headers={"Referer": referer})
    assert told() == {"opened": 4} and counts.led_to("aaa23", [NOVEMBER]) == {}


def test_what_is_typed_in_place_of_a_code_is_not_counted(client, offer):
    client.get("/search?o=secret,aaa23", headers={"Referer": "http://localhost/search"})
    counts.flush()
    assert not db.session.query(DailyCount).filter(DailyCount.key.contains("secret")).count()


@pytest.mark.parametrize(
    ("before", "terms"),
    [
        ("/search?q=lonely", {"need:lonely"}),
        ("/search?q=kanarienvogel", set()),
        ("/es/search?category=peer-support&near=SE6+4RU", {"category:peer-support", "borough:lewisham"}),
        ("/search?category=no-such-thing&need=secret", set()),
        ("/signpost?area=friends&area=nonsense&near=nowhere", {"area:friends"}),
        ("/organisations/x?q=lonely", set()),
    ],
)
def test_only_terms_of_our_vocabulary_are_told_and_only_when_five_came(client, offer, before, terms):
    for number in range(5):
        counts.flush()
        assert counts.led_to("aaa23", [NOVEMBER]) == {}, f"{number} people are too few"
        client.get(f"/offers/{offer.slug}", headers={"Referer": f"http://localhost{before}"})
    counts.flush()
    assert counts.led_to("aaa23", [NOVEMBER]) == dict.fromkeys(terms, 5)


def test_what_is_not_seen_in_results_is_in_no_row(client, offer):
    other = a_service(code="bbb23", name="Bowls")
    client.get("/search?q=bowls")
    counts.flush()
    assert counts.by_month("aaa23", [NOVEMBER])[NOVEMBER]["seen"] == 0
    assert counts.by_month(other.code, [NOVEMBER])[NOVEMBER]["seen"] == 1


def test_more_rows_than_one_statement_takes_are_written(app, monkeypatch):
    monkeypatch.setattr(counts, "MOST_ROWS", 7)
    counts.count_offers(counts.SEEN, [f"code{n}" for n in range(20)])
    counts.flush()
    assert db.session.query(DailyCount).count() == 20 and not counts.waiting


def test_a_page_is_answered_while_the_database_forgets_its_lists(client, offer, monkeypatch):
    def away(_codes: list[str]) -> list[str]:
        raise db.exc.OperationalError("away", {}, Exception())

    monkeypatch.setattr("directory.reading.codes_there", away)
    assert client.get("/search?o=aaa23", headers={"Referer": "http://localhost/"}).status_code == 200


def test_searches_cost_no_statement_more(client, offer, statements):
    client.get("/search?q=tea")
    counted = []
    for referer in ("", "http://localhost/"):
        with statements() as asked:
            client.get("/search?q=tea", headers={"Referer": referer})
        counted.append(len(asked))
    assert counted[0] == counted[1]
