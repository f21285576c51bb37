"""What a file may look like, and where a slip in it is said to be."""

import json

import pytest

from tests.open_referral.records import a_record, ndjson

ONE, TWO = a_record(1), a_record(2)


@pytest.mark.parametrize(
    "data",
    [
        ndjson([ONE, TWO]),
        ndjson([ONE, "", "   ", TWO, ""]),
        ndjson([ONE, TWO]).replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + ndjson([ONE, TWO]),
        json.dumps([ONE, TWO]).encode("utf-16"),
        json.dumps([ONE, TWO]).encode(),
        b"\xef\xbb\xbf" + json.dumps([ONE, TWO], indent=1).encode(),
        json.dumps({"total_items": 2, "contents": [ONE, TWO]}).encode(),
        json.dumps({"contents": [ONE, TWO]}, indent=2).encode(),
    ],
    ids=["ndjson", "blank lines", "crlf", "bom", "utf-16", "array", "pretty array", "page", "pretty page"],
)
def test_it_is_read(app, take_in, data):
    outcome = take_in(data)
    assert (outcome.added, outcome.rejected, outcome.warnings) == (2, 0, [])


def test_a_single_service_is_read(app, take_in):
    assert take_in(json.dumps(ONE, indent=2).encode()).added == 1


@pytest.mark.parametrize(
    "data", [b"", b"\n \r\n", b"[]", b'{"contents": []}'], ids=["nothing", "blank", "array", "page"]
)
def test_an_empty_file_is_no_fault_but_is_said(app, take_in, data):
    outcome = take_in(data)
    assert (outcome.added, outcome.rejected) == (0, 0)
    assert [note.reason for note in outcome.warnings] == ["there is no record in it"]


@pytest.mark.parametrize(
    "data,where,reason",
    [
        (ndjson([ONE, json.dumps(TWO)[:-1]]), "line 2", "not JSON"),
        (ndjson([json.dumps(ONE)[:50], TWO]), "line 1", "not JSON"),
        (ndjson([ONE]) + b"\n\n" + ndjson([TWO]).replace(b"Tea", b"T\xe9a"), "line 3", "UTF-8"),
        (json.dumps([ONE, 5]).encode(), "record 2", "must be an object"),
        (json.dumps({"contents": [None, ONE]}).encode(), "record 1", "must be an object"),
        (json.dumps([ONE, TWO], indent=1).encode()[:-20], "the file", "not JSON"),
        (ndjson([ONE, "[" * 100_000]), "line 2", "nested too deeply"),
        (ndjson([ONE, '{"id": ' + "9" * 5000 + "}"]), "line 2", "giant number"),
        (b"name,status\nTea,active", "the file", "not JSON"),
        (b'"Tea"', "record 1", "must be an object"),
    ],
)
def test_a_slip_is_named_by_its_place(app, take_in, data, where, reason):
    notes = [note for note in take_in(data).refusals if note.where == where]
    assert len(notes) == 1
    assert reason in notes[0].reason


def test_files_are_named_when_there_are_several(app, tmp_path):
    for name, record in (("a.json", ONE), ("b.json", a_record(2, status="open"))):
        (tmp_path / name).write_bytes(ndjson([record]))
    result = app.test_cli_runner().invoke(args=["import", *(str(tmp_path / name) for name in ("a.json", "b.json"))])
    assert f"{tmp_path / 'b.json'}, line 1, status:" in result.stderr


def test_a_message_obeys_no_terminal(app, take_in):
    told = str(take_in([a_record(1, status="\x1b[31mopen\u202e\n" + "x" * 500)]).refusals[0])
    assert told.isprintable()
    assert len(told) < 200
