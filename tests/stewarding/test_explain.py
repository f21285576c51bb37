"""The page that says why offers stand where they do."""

import logging

from directory.db import db
from tests.stewarding.conftest import Desk


def test_a_search_is_taken_apart_part_by_part(desk: Desk):
    page = desk.stella.get("/stewards/explain")
    assert page.headers["Cache-Control"] == "no-store" and "What a visitor types" in page.text
    told = desk.stella.post("/stewards/explain", {"q": "pottery", "near": "SE6"})
    assert told.status_code == 200 and told.headers["Cache-Control"] == "no-store"
    for said in ("Pottery together", "Words: place 1", "Miles away", "Sum: "):
        assert said in told.text, said
    assert "Feeling lonely" in desk.stella.post("/stewards/explain", {"q": "lonely"}).text
    assert "Place not known" in desk.stella.post("/stewards/explain", {"q": "", "near": "Zzqqx"}).text


def test_what_is_typed_there_is_kept_nowhere(desk: Desk, caplog):
    with caplog.at_level(logging.DEBUG):
        desk.stella.post("/stewards/explain", {"q": "kanarienvogel", "near": "SE26 5UA"})
    assert "kanarienvogel" not in caplog.text and "SE26" not in caplog.text
    for table in db.metadata.sorted_tables:
        assert not any("kanarienvogel" in str(row) for row in db.session.execute(table.select())), table


def test_it_asks_a_bounded_number_of_times(desk: Desk, statements):
    desk.stella.post("/stewards/explain", {"q": "pottery"})
    with statements() as said:
        desk.stella.post("/stewards/explain", {"q": "pottery"})
    assert len(said) <= 8, said
