"""The results page: what was found in a sentence, how to narrow it, ways out of nothing, and no harm from any input."""

import time
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event, select

from directory import counts, index
from directory.db import db
from directory.index import Query
from directory.models import DailyCount
from directory.web.cards import Face, found_cards
from tests.client import HouseClient
from tests.makers import a_location, a_schedule, a_service, an_attribute, saved

HTMX = {"HX-Request": "true", "HX-Target": "results"}


def test_it_says_what_was_found(client: HouseClient):
    a_service(name="Harp circle", at=a_location(latitude=51.4573, longitude=-0.0141))
    words = client.page("/search?q=harp&near=SE13+6JZ").words()
    assert "1 offer about harp within 3 miles of SE13 6JZ" in words
    assert "Harp circle" in words
    assert "less than 0.1 miles" in words


def test_offers_are_links_inside_results(client: HouseClient):
    service = a_service(name="Harp circle")
    page = client.get("/search?q=harp").text
    assert f'href="/offers/{service.slug}"' in page.split('id="results"')[1]


def test_htmx_gets_the_block_and_a_history_restore_the_page(client: HouseClient):
    a_service(name="Harp circle")
    block = client.get("/search?q=harp", headers=HTMX)
    assert "<html" not in block.text and "Harp circle" in block.text
    assert "HX-Request" in block.headers["Vary"]
    assert "<html" in client.get("/search?q=harp", headers=HTMX | {"HX-History-Restore-Request": "true"}).text
    assert "<html" in client.get("/search?q=harp", headers=HTMX | {"HX-Target": "somewhere"}).text


def test_nothing_is_kept_by_any_cache(client: HouseClient):
    assert client.get("/search?q=harp").headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in client.get("/search?q=harp").headers


def test_chips_take_a_choice_back(client: HouseClient):
    a_service(categories=["arts-and-music"], access=["drop-in"])
    page = client.page("/search?category=arts-and-music&access=drop-in&near=SE6+4RU&within=2")
    assert "/search?near=SE6+4RU&within=2&access=drop-in" in page.links
    assert "/search?near=SE6+4RU&category=arts-and-music&access=drop-in" in page.links


def test_a_chip_takes_back_the_distance_from_a_place_that_the_words_name(client: HouseClient):
    a_service(name="Harp circle", at=a_location(latitude=51.4573, longitude=-0.0141))
    page = client.page("/search?q=harp+near+Catford&within=2")
    assert "Near Catford" in page.words() and "/search?q=harp+near+Catford" in page.links


def test_facets_link_to_the_same_search_with_one_thing_more(client: HouseClient):
    a_service(name="Harp circle", categories=["arts-and-music"], languages=["es"])
    page = client.page("/search?q=harp")
    assert "/search?q=harp&category=arts-and-music" in page.links
    assert "/search?q=harp&language=es" in page.links


def test_a_misspelling_is_put_right_and_said(client: HouseClient):
    a_service(name="Living with depression")
    assert "Showing results for depression" in client.page("/search?q=deprression").words()


@pytest.mark.parametrize(
    "near, said",
    [
        ("SE6", "Distances are from the middle of SE6."),
        ("SE5 9XX", "We do not know SE5 9XX. Distances are from the middle of SE5 9."),
        ("M1 1AE", "M1 1AE is outside our area."),
        ("SE10 8EW", "SE10 8EW is outside the boroughs we cover"),
        ("Atlantis Deep", "We do not know the place Atlantis Deep, so this shows the whole area."),
        ("catfrod", "We do not know catfrod. Distances are from the middle of Catford."),
    ],
)
def test_it_says_how_good_the_place_is(client: HouseClient, near: str, said: str):
    assert said in client.page("/search", query_string={"near": near}).words()


def test_an_unknown_place_stays_in_the_field(client: HouseClient):
    assert 'value="Atlantis Deep"' in client.get("/search?near=Atlantis+Deep").text


def test_nothing_found_says_why_and_offers_a_way_out(client: HouseClient):
    a_service(name="Harp circle", categories=["arts-and-music"])
    page = client.page("/search?q=harp&category=safety")
    assert "0 offers about harp" in page.words()
    assert "Search without “Feeling safe”: 1 offer" in page.words()
    assert "020 7946 0000" in page.words()


def test_nothing_found_is_counted_without_the_words(client: HouseClient):
    counts.flush()
    before = counts.total("nothing found")
    client.get("/search?q=zzyzxq")
    counts.flush()
    assert counts.total("nothing found") == before + 1
    rows = db.session.scalars(select(DailyCount)).all()
    assert {row.key for row in rows if row.what == "nothing found"} == {""}
    assert not [row for row in rows if "zzyzxq" in f"{row.what} {row.key}"]


def test_a_crisis_phrase_puts_urgent_help_above_the_results(client: HouseClient):
    a_service(name="Talk")
    page = client.get("/search?q=i+want+to+die").text
    assert page.index("You can get help now") < page.index("<h1")
    assert "You can get help now" not in client.get("/search?q=talk").text


@pytest.mark.parametrize(
    "asked,said",
    [("q=i+want+to+die", "You can get help now"), ("near=Atlantis", "so this shows the whole area")],
)
def test_what_stands_around_the_number_is_said_aloud_too_where_results_are_replaced(client, asked, said):
    part = client.get(f"/search?{asked}", headers={"HX-Request": "true", "HX-Target": "results"}).text
    aloud = [one.split("</p>")[0] for one in part.split(" data-announce")[1:]]
    assert len(aloud) > 1 and any(said in words for words in aloud)


def test_paused_and_unconfirmed_are_said(client: HouseClient):
    a_service(name="Harp A", status="temporarily closed", paused_until=date(2026, 12, 14))
    a_service(name="Harp B", assured_date=date(2026, 4, 2))
    a_service(name="Harp C", assured_date=None)
    words = client.page("/search?q=harp").words()
    assert "Paused until Monday 14 December" in words
    assert "Not confirmed since 2 April" in words
    assert "Not yet confirmed" in words


def test_danger_at_the_end_of_a_long_sentence_puts_urgent_help_first(client: HouseClient):
    text = "i have been feeling so low for months now and tonight i just want to kill myself"
    page = client.get("/search", query_string={"q": text}).text
    assert "urgent-help" in page.split("<main")[1].split("<h1")[0]
    cooking = client.get("/search?q=cooking").text
    assert "urgent-help" not in cooking.split("<main")[1].split("<h1")[0]


def test_it_asks_at_most_twelve_things_of_the_database(sample: Flask):
    client = sample.test_client()
    client.get("/search?q=cooking&near=SE6")
    index.remembered().clear()
    for most in (12, 3):  # what was made of an offer before is made once
        asked: list[str] = []
        watch = lambda *event, asked=asked: asked.append(str(event[2]))  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", watch)
        try:
            page = client.get("/search?near=SE6&within=10")
        finally:
            event.remove(db.engine, "before_cursor_execute", watch)
        assert page.text.count('class="card"') == 20
        assert 1 <= len(asked) <= most, asked


def test_a_long_address_is_read_to_its_postcode(client: HouseClient):
    a_service(name="Harp circle")
    address = "Flat 2, Hawthorn House, 245 Lewisham High Street, Ladywell, London SE13 6LL"
    assert "SE13 6LL" in client.page(f"/search?near={quoted(address.encode())}").words()
    assert "We do not know" in client.page("/search?near=my+borough").words()


def test_a_day_said_in_words_can_be_taken_back(client: HouseClient):
    a_service(name="Harp circle", schedules=[a_schedule(byday="TH")])
    page = client.page("/search?q=harp+tomorrow")
    assert "Tomorrow" in page.words() and "/search?q=harp" in page.links


@pytest.mark.parametrize("schedule, said", [({}, False), ({"interval": 2, "dtstart": date(2026, 11, 12)}, True)])
def test_a_long_card_says_which_week_where_that_does_not_go_without_saying(client: HouseClient, schedule, said):
    long = {"name": "Harps, strings and singing for everybody who lives in Catford, Rushey Green and Bellingham",
            "summary": "Bring a harp or borrow one of ours, and sing old songs and new with people who live near you.",
            "access": ["professional-referral"], "waiting": ["weeks"], "cost": ["free"]}  # fmt: skip
    a_service(**long, schedules=[a_schedule(**{"byday": "TH"} | schedule)])
    card = client.get("/search?q=harps&near=SE6+4RU").text.partition('class="card__when"')[2].partition("</p>")[0]
    assert ("tomorrow" in card) == said


def test_a_card_written_while_an_offer_changes_is_not_remembered(app: Flask):
    service = a_service(name="Harp", access=["drop-in"])
    with app.test_request_context("/search"):
        before = index.find(Query())
        service.attributes = [an_attribute("access", "booking")]
        saved(service, changed=[service.id])
        index.catch_up()
        assert "Drop in" in found_cards(before.hits, before.query)[0]
        now = index.find(Query())
        assert "Drop in" not in found_cards(now.hits, now.query)[0]


def test_cards_are_remembered_without_what_a_visitor_typed(app: Flask):
    a_service(name="Tea and company", description="Tea for anybody. Somebody plays the zither. Come in.")
    client = app.test_client()
    assert "Mentions" in client.get("/search?q=zither").text
    assert "Tea and company" in client.get("/search?near=SE6").text
    written = [html for made in index.remembered().values() if isinstance(made, Face) for html in made.written.values()]
    assert written and not any("zither" in html for html in written)


LONG = "a" * 100_000
HOSTILE = [
    "?*", "*x* " * 26, LONG, "term~3 " * 10, "(" * 2000, "griefAND NOT NOT ", '"' * 500, "\x00", "a\x00b", "\ud800",
    "name:x OR id:*", "[a TO z]", "{* TO *}", "^^^^", "a^999999999", "~", "-", "+", "!", "'; DROP TABLE service;--",
    "<script>alert(1)</script>", "{{7*7}}", "%s%s%n", "%(num)d %(x)s", "../../etc/passwd", "\u202egnikooc",
    "Z\u0351" * 100,
    "\u200b" * 50, "😀" * 100, "ﷺ" * 50, "١٢٣", "−1", "1e309", "NaN", "null", "undefined", "true",
    "\r\nSet-Cookie: a=b",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z", "é" * 200, "ß", "İi", "ǅ", "\ufeff", "\u2028", "SE6" * 40,
    "SE6 4RU; SE6 4RU", "se0 0aa", "9" * 300, "O0I1 " * 20,
]  # fmt: skip
PARAMETERS = ["q", "near", "within", "category", "accessibility", "language", "borough", "day", "time", "sort", "page"]


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_no_input_breaks_or_slows_it(sample: Flask, parameter: str):
    client = sample.test_client()
    client.get("/search?q=cooking")
    slow = []
    for text in HOSTILE:
        value = text.encode("utf-8", "surrogatepass")
        began = time.thread_time()
        response = client.get("/search", query_string=f"{parameter}={quoted(value)}")
        took = time.thread_time() - began
        assert response.status_code < 500, (parameter, text[:40])
        slow += [(text[:40], took)] if took > 1 else []
    assert not slow


@pytest.mark.parametrize("parameter", ["q", "near"])
def test_no_input_breaks_or_slows_suggestions(sample: Flask, parameter: str):
    client = sample.test_client()
    client.get("/search/suggest?q=cooking")
    for text in HOSTILE:
        value = text.encode("utf-8", "surrogatepass")
        began = time.thread_time()
        assert client.get("/search/suggest", query_string=f"{parameter}={quoted(value)}").status_code < 500, text[:40]
        assert time.thread_time() - began < 1, text[:40]


def test_meaning_is_on_for_all_of_this(sample: Flask):
    index.catch_up()
    assert index.worker().meaning == "on" and len(HOSTILE) * len(PARAMETERS) >= 150


def quoted(value: bytes) -> str:
    """Percent-encoded, every byte: also those no browser would send."""
    return "".join(f"%{byte:02X}" for byte in value)


@pytest.mark.parametrize("name", ["category", "day", "q", "near", "page"])
def test_a_parameter_a_thousand_times_over(sample: Flask, name: str):
    client = sample.test_client()
    client.get("/search")
    began = time.thread_time()
    response = client.get("/search?" + "&".join([f"{name}=cooking"] * 1000))
    assert response.status_code == 200
    assert time.thread_time() - began < 1


@pytest.mark.parametrize("q,told", [("my husband hits me", True), ("i want to die", False), ("cooking", False)])
def test_who_may_be_hurt_by_another_is_told_whom_to_ring_about_that(client: HouseClient, q, told):
    panel = client.get("/search", query_string={"q": q}).text.split("<main")[1].split("<h1")[0]
    assert ("tel:08082000247" in panel) is told
    assert not told or panel.index("tel:999") < panel.index("tel:08082000247")


def test_the_phone_number_is_there_for_paper(client: HouseClient):
    a_service(name="Harp", phone="020 7946 0123")
    assert '<li class="printed"><bdi dir="ltr" translate="no">020 7946 0123</bdi></li>' in client.get("/search").text


def test_nothing_is_called_close_when_nothing_is_shown(client: HouseClient):
    a_service(name="Harp")
    assert "these may be close" not in client.page("/search?q=zzzzqqqq&cost=free").words()


@pytest.mark.parametrize(
    "path,said",
    [
        ("/ar/search?borough=lewisham", 'إلغاء خيار التصفية: </span><bdi translate="no">Lewisham</bdi>'),
        ("/es/search?language=jam", "Criollo jamaicano"),
        ("/ar/search?language=jam", "الباتوا الجامايكية"),
        ("/es/search", "Se habla criollo jamaicano"),
        ("/es/search", '<p class="card__when">El sábado 19 de diciembre'),
        ("/ar/search", "4:00\u00a0م"),
    ],
)
def test_names_days_and_times_are_right_in_other_languages(client: HouseClient, path, said):
    a_service(name="Harp", languages=["jam"], boroughs=["lewisham"])
    a_service(name="Lute", schedules=[a_schedule(freq=None, byday=None, dtstart=date(2026, 12, 19))])
    assert said in client.get(path).text
