"""A steward sees what people read most that a language lacks, and goes straight to writing or checking it."""

from datetime import date

import pytest
from flask import Flask

from directory import counts
from directory.models import DailyCount, Service, Translation
from directory.models.translation import FIELDS
from tests.makers import a_service, changed, saved
from tests.people import a_partner, a_steward, at


def opened(service: Service, times: int, month: tuple[int, int, int] = (2026, 11, 1)) -> None:
    """An offer was opened so often in a month."""
    saved(DailyCount(day=date(*month), what=counts.OPENED, key=service.code, number=times))


def in_spanish(service: Service, **over: object) -> None:
    """Every text of an offer in Spanish, by its group."""
    for field in FIELDS:
        if english := service.english(field):
            given = {"text": "Texto.", "made_from": english, "by_name": "Ana"} | over
            saved(Translation(service_id=service.id, language="es", field=field, **given))


@pytest.fixture
def three(app: Flask) -> list[Service]:
    """Three offers of Lewisham, opened 9, 30 and 2 times lately."""
    made = [a_service(name=name, boroughs=["lewisham"]) for name in ("Nine", "Thirty", "Two")]
    for service, times in zip(made, (9, 30, 2), strict=True):
        opened(service, times)
    return made


def order(html: str) -> list[str]:
    """The names of offers on the page, in its order."""
    names = ("Nine", "Thirty", "Two", "Elsewhere")
    return sorted((one for one in names if f">{one}</bdi>" in html), key=lambda one: html.index(f">{one}</bdi>"))


def test_the_most_opened_come_first_and_small_numbers_are_not_told(app: Flask, three: list[Service]):
    a_service(name="Elsewhere", boroughs=["croydon"], at=None, online=True)
    opened(three[0], 500, (2026, 8, 1))  # too long ago
    stella = at(app, a_steward("lewisham", name="Stella"))
    html = stella.get("/stewards/languages?in=es").text
    assert order(html) == ["Thirty", "Nine", "Two"]
    assert "30 times" in html and "9 times" in html and "fewer than 5 times" in html and "2 times" not in html
    assert f'href="/desk/offers/{three[1].id}/languages/es"' in html
    assert "Choose a language" in stella.get("/stewards/languages?in=en").text


def test_what_is_right_is_left_out_until_the_english_changes(app: Flask, three: list[Service]):
    stella = at(app, a_steward("lewisham", name="Stella"))
    in_spanish(three[0])
    in_spanish(three[1], checked_by="A link worker")
    in_spanish(three[2], by_computer=True)
    html = stella.get("/stewards/languages?in=es").text
    assert order(html) == ["Two"] and "Translated by a computer, not checked: 3" in html
    changed(three[1], summary="Now we sing.")
    html = stella.get("/stewards/languages?in=es").text
    assert order(html) == ["Thirty", "Two"] and "Out of date: 1" in html
    changed(three[2], status="inactive")
    assert order(stella.get("/stewards/languages?in=es").text) == ["Thirty"]
    assert order(stella.get("/stewards/languages?in=pl").text) == ["Thirty", "Nine"]


def test_the_page_asks_little_and_only_stewards_see_it(app: Flask, three: list[Service], statements):
    stella, ana = at(app, a_steward("lewisham")), at(app, a_partner(three[0].organization))
    stella.get("/stewards/languages?in=es")
    with statements() as asked:
        stella.get("/stewards/languages?in=es")
    assert len(asked) <= 10, asked
    assert ana.get("/stewards/languages").status_code == 404
