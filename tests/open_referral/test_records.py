"""Sixty records: the good go in, each broken one is refused or mended, and the clerk is told where and why."""

import pytest
from sqlalchemy import func, select

from directory.db import db
from directory.models import Service
from tests.open_referral.conftest import dump
from tests.open_referral.records import a_record, broken, good, ndjson

CASES = broken()


def test_they_are_sixty_and_thirty_five_are_broken():
    assert len(good()) == 25
    assert len(CASES) == 35
    assert len({case.what for case in CASES}) == 35


def test_the_good_ones_need_no_word(app, take_in):
    outcome = take_in(good())
    assert (outcome.added, outcome.rejected, outcome.warnings) == (25, 0, [])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_a_broken_one_is_refused_or_mended(app, take_in, case):
    first = a_record("good 0")
    outcome = take_in([first, case.line])
    told = outcome.refusals if case.refused else outcome.warnings
    assert any(note.where == "line 2" and note.field == case.field and case.reason in note.reason for note in told), (
        told
    )
    assert (outcome.added, outcome.rejected) == ((1, 1) if case.refused else (2, 0))


def test_all_sixty_in_one_file(app, take_in):
    outcome = take_in([*good(), *(case.line for case in CASES)])
    refused = sum(case.refused for case in CASES)
    assert (outcome.added, outcome.rejected) == (60 - refused, refused)
    assert db.session.scalar(select(func.count()).select_from(Service)) == 60 - refused


def test_nothing_of_a_refused_one_is_saved(app, take_in):
    before = dump()
    outcome = take_in([a_record(1, status="open"), a_record(2, minimum_age=[18])])
    assert outcome.rejected == 2
    counter = dump()
    assert counter | {"change_counter": 0} == before | {"change_counter": 0}


def test_strict_is_all_or_nothing(app, take_in):
    before = dump()
    outcome = take_in([a_record(1), a_record(2, status="open")], strict=True)
    assert (outcome.added, outcome.rejected) == (0, 1)
    assert dump() == before
    assert take_in([a_record(1), a_record(2)], strict=True).added == 2


def test_a_dry_run_tells_and_writes_nothing(app, take_in):
    take_in([a_record(1)])
    before = dump()
    outcome = take_in([a_record(1), a_record(2), a_record(3, name=None)], dry_run=True)
    assert (outcome.added, outcome.unchanged, outcome.rejected) == (1, 1, 1)
    assert take_in([a_record(1), a_record(2)], dry_run=True, strict=True).added == 1
    assert dump() == before


def test_the_command_tells_the_clerk(app, tmp_path):
    (tmp_path / "offers.ndjson").write_bytes(ndjson([a_record(1), CASES[11].line, CASES[29].line]))
    result = app.test_cli_runner().invoke(args=["import", str(tmp_path / "offers.ndjson")])
    assert result.exit_code == 1
    assert 'line 2, schedules[0].opens_at: "25:99" is not a time; write it like 14:00' in result.stderr
    assert 'line 3, url: "www.example.org/tea" had no https:// in front; it was added' in result.stderr
    assert "2 added, 0 changed, 0 unchanged, 1 rejected, 1 warnings" in result.stdout


def test_the_command_reads_what_is_piped_in(app):
    result = app.test_cli_runner().invoke(args=["import", "-"], input=ndjson([a_record(1)]))
    assert (result.exit_code, result.stdout) == (0, "1 added, 0 changed, 0 unchanged, 0 rejected, 0 warnings\n")
