"""Geocoders, against a server on this machine that stalls, drips and talks nonsense."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from directory import places
from directory.places import Place, Unplaced, geocoder, locate
from tests.postcode_table import gazetteer, table


def found(text, ask):
    return locate(text, postcodes=table(), named=gazetteer(), geocoder=ask)


class Answers(BaseHTTPRequestHandler):
    """Says what the test told the server to say, and remembers what it was asked."""

    def do_GET(self):
        self.server.asked.append(self.path)
        how = self.server.how
        if how == "stall":
            self.server.over.wait(10)
            return
        status, body = how if isinstance(how, tuple) else (200, how)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        if body == "drip":
            while not self.server.over.wait(0.1):
                self.wfile.write(b" ")
                self.wfile.flush()
            return
        self.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

    def log_message(self, *_):
        """Nothing on the screen."""


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(places, "NOMINATIM_PAUSE", 0.0)
    served = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    served.handle_error = lambda *_: None  # a client that gave up is what these tests are about
    served.asked, served.over = [], threading.Event()
    served.url = f"http://127.0.0.1:{served.server_port}"
    thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield served
    served.over.set()
    served.shutdown()
    served.server_close()
    thread.join()


def postcodes_io(latitude, longitude):
    return {"status": 200, "result": {"latitude": latitude, "longitude": longitude}}


def nominatim(latitude, longitude):
    return [{"lat": str(latitude), "lon": str(longitude), "display_name": "x"}]


def test_none_asks_nobody_and_other_words_are_refused():
    assert geocoder("none") is None
    with pytest.raises(ValueError, match="postcodesio or nominatim"):
        geocoder("google")


def test_postcodes_io_is_asked_only_for_what_the_table_misses_and_once(server):
    server.how = postcodes_io(51.47, -0.09)
    ask = geocoder("postcodesio", base_url=server.url)
    assert found("SE13 6JZ", ask).latitude == 51.457272 and found("SE6", ask).exact and found("catford", ask).exact
    assert server.asked == []
    for _ in range(3):
        assert found("SE5 9XX", ask) == Place("SE5 9XX", "SE5 9XX", 51.47, -0.09, "unit", None)
    assert server.asked == ["/postcodes/SE59XX"]
    assert found("OX1", ask).precision == "district" and server.asked[1:] == ["/outcodes/OX1"]
    assert found("zzzz", ask) == Unplaced("zzzz", "unknown") and len(server.asked) == 2, "it knows no names"


def test_a_postcode_the_geocoder_does_not_know_falls_back_and_that_is_remembered(server):
    server.how = (404, {"status": 404, "error": "Postcode not found"})
    ask = geocoder("postcodesio", base_url=server.url)
    for _ in range(2):
        assert (found("SE5 9XX", ask).name, found("SE5 9XX", ask).exact) == ("SE5 9", False)
    assert len(server.asked) == 1
    assert found("OX1 1AA", ask).reason == "outside"


def test_nominatim_gets_postcodes_by_field_and_names_within_london(server):
    server.how = nominatim(51.41, 0.015)
    ask = geocoder("nominatim", base_url=server.url)
    assert found("OX1 1AA", ask) == Place("OX1 1AA", "OX1 1AA", 51.41, 0.015, "unit", None)
    assert found("Bromley", ask) == Place("Bromley", "Bromley", 51.41, 0.015, "named", None)
    first, second = (parse_qs(urlsplit(path).query) for path in server.asked)
    assert first["postalcode"] == ["OX1 1AA"] and first["countrycodes"] == ["gb"]
    assert second["q"] == ["Bromley"] and second["bounded"] == ["1"]
    server.how = []
    assert found("Nowhere at all", ask).reason == "unknown"
    server.how = nominatim(53.4, -2.2)
    assert found("Manchester", ask).reason == "unknown", "outside London for a name"


def test_nominatim_is_not_asked_again_within_its_pause(server, monkeypatch):
    monkeypatch.setattr(places, "NOMINATIM_PAUSE", 60.0)
    server.how = nominatim(51.41, 0.015)
    ask = geocoder("nominatim", base_url=server.url)
    assert ask("Bromley") == (51.41, 0.015)
    assert ask("Beckenham") is None and len(server.asked) == 1
    assert ask("Bromley") == (51.41, 0.015), "what is remembered is not asked"


NONSENSE = [
    b"", b"<html>busy</html>", b"\xff\xfe\x00", b"null", b"[]", b"{}", b"42", b'{"result": null}', b'[{"lat": "x"}]',
    b'{"result": {"latitude": null, "longitude": 0}}', b'{"result": {"latitude": "NaN", "longitude": "NaN"}}',
    b'[{"lat": "inf", "lon": "0", "display_name": ""}]', b"[" * 50_000, (500, b"{}"), (429, b"slow down"), (204, b""),
    postcodes_io(0, 0), postcodes_io(-33.9, 151.2), nominatim(0, 0),
]  # fmt: skip


@pytest.mark.parametrize("kind", ["postcodesio", "nominatim"])
@pytest.mark.parametrize("how", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_is_no_answer_and_never_an_error(server, kind, how):
    server.how = how
    ask = geocoder(kind, base_url=server.url)
    assert ask("SE5 9XX") is None and ask("OX1 1AA") is None and len(server.asked) == 2
    assert found("SE5 9XX", ask).name == "SE5 9"


@pytest.mark.parametrize("kind", ["postcodesio", "nominatim"])
@pytest.mark.parametrize("how", ["stall", (200, "drip")], ids=["stall", "drip"])
def test_a_slow_geocoder_is_given_up_and_asked_again_later(server, monkeypatch, kind, how):
    monkeypatch.setattr(places, "GEOCODER_SECONDS", 0.3)
    ask = geocoder(kind, base_url=server.url)
    server.how = how
    started = time.monotonic()
    assert ask("SE5 9XX") is None
    assert time.monotonic() - started < 4  # the server answers after ten, or never
    server.how = postcodes_io(51.47, -0.09) if kind == "postcodesio" else nominatim(51.47, -0.09)
    assert ask("SE5 9XX") == (51.47, -0.09)


def test_two_seconds_are_the_most_and_a_crowd_does_not_queue(server):
    assert places.GEOCODER_SECONDS == 2.0
    server.how = "stall"
    ask = geocoder("postcodesio", base_url=server.url)
    started = time.monotonic()
    crowd = [threading.Thread(target=ask, args=(f"SE5 9X{letter}",)) for letter in "ABDEFGHJ"]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    assert 1.9 < time.monotonic() - started < 3.9  # four, if half of them had queued
    assert len(server.asked) == places.GEOCODER_THREADS


def test_a_geocoder_that_is_down_is_no_answer(server):
    server.shutdown()
    server.server_close()
    for kind in ("postcodesio", "nominatim"):
        assert geocoder(kind, base_url=server.url)("SE5 9XX") is None
    assert geocoder("postcodesio", base_url="nonsense://[")("SE5 9XX") is None
