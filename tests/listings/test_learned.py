"""Editors of an offer learn how often it was found and by what; stewards learn what nothing was found for."""

from datetime import date

import pytest

from directory import counts
from directory.models import DailyCount
from tests.listings.conftest import Cast
from tests.makers import saved

NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)


def counted(day: date, what: str, key: str, number: int) -> None:
    """A total that was written."""
    saved(DailyCount(day=day, what=what, key=key, number=number))


def test_the_months_of_a_year():
    found = counts.months(date(2026, 2, 28), 12)
    assert found[:3] == [date(2026, 2, 1), date(2026, 1, 1), date(2025, 12, 1)]
    assert len(found) == 12 and found[-1] == date(2025, 3, 1)


def test_editors_learn_how_often_and_by_what(cast: Cast):
    code, there = cast.service.code, f"{cast.page}/learned"
    assert "Nothing was counted yet." in cast.ana.get(there).text
    counted(NOVEMBER, counts.SEEN, code, 12)
    counted(OCTOBER, counts.SEEN, code, 30)
    counted(NOVEMBER, counts.OPENED, code, 3)
    counted(date(2025, 11, 1), counts.SEEN, code, 77)
    counted(NOVEMBER, counts.LED.format(code=code), "need:lonely", 3)
    counted(OCTOBER, counts.LED.format(code=code), "need:lonely", 2)
    counted(NOVEMBER, counts.LED.format(code=code), "need:money-worries", 4)
    counted(NOVEMBER, counts.LED.format(code=code), "area:friends", 6)
    counted(NOVEMBER, counts.LED.format(code=code), "need:no-more", 9)
    said = cast.ana.get(there).text
    assert said.index("November 2026") < said.index("October 2026") and "2025" not in said
    assert "12 times" in said and "30 times" in said and "77 times" not in said
    assert "<dt>Opened</dt><dd>fewer than 5 times</dd>" in said
    assert "<dt>Feeling lonely</dt><dd>5 times</dd>" in said and "Confirmed 31 days ago." in said
    assert "oney" not in said.partition("What led people")[2] and "no-more" not in said
    assert cast.cleo.get(there).status_code == 404


def test_stewards_learn_what_nothing_was_found_for(cast: Cast):
    there = "/review/gaps"
    assert "Nothing was counted yet." in cast.stella.get(there).text
    for day in (date(2026, 11, 3), date(2026, 11, 20)):
        counted(day, counts.GAPS, "home SE12", 3)
    counted(NOVEMBER, counts.GAPS, "home SE13", 4)
    counted(date(2025, 10, 3), counts.GAPS, "home SE14", 40)
    counted(NOVEMBER, counts.NOTHING_FOUND, "", 8)
    said = cast.stella.get(there).text
    assert ">SE12</bdi></dt><dd>6 times" in said and "SE13" not in said and "SE14" not in said
    assert "8 searches found nothing" in said
    row = cast.stella.get(f"/ar{there}").text.partition("SE12")[0].rpartition("<dt>")[2]
    assert "، " in row and ", " not in row
    assert cast.ana.get(there).status_code == 404


@pytest.mark.parametrize("page", ["{cast.page}/learned", "/review/gaps"])
def test_statements_are_few(cast: Cast, statements, page):
    for number in range(9):
        counted(NOVEMBER, counts.LED.format(code=cast.service.code), f"need:n{number}", 9)
        counted(NOVEMBER, counts.GAPS, f"home SE{number}", 9)
    with statements() as asked:
        assert cast.stella.get(page.format(cast=cast)).status_code == 200
    assert len(asked) <= 16
