"""Names, words people type, places and areas of life: changed, taken away, brought back, and found at once."""

import re
import time

import pytest

from directory import index, revisions
from directory.db import db
from directory.index import Query
from directory.models import AreaCategory, Place, Synonym, TaxonomyTerm
from directory.models.taxonomy import term_id
from tests.makers import a_service
from tests.people import value_of
from tests.stewarding.conftest import Desk


def found(words: str, near: str = "") -> list[str]:
    """The offers somebody finds."""
    return [hit.id for hit in index.find(Query(q=words, near=near)).hits]


def names() -> dict[str, str]:
    """{code: name} of the kinds of help, as this worker has them once it has caught up."""
    return dict(index.catch_up().vocabulary.names["category"])


def key_of(answer) -> str:
    """The key of what was just added."""
    assert answer.status_code == 303, answer.text
    return answer.location.split("?")[0].rpartition("/")[2]


def bring_back(who, page: str, number: int):
    """Two clicks: the history, and the button of a version."""
    html = who.get(f"{page}/history").text
    newest = re.search(r'name="newest" value="(\d+)"', html)
    assert newest, html
    return who.post(f"{page}/version/{number}", {"newest": newest[1]})


def test_words_added_here_find_the_offer_in_another_worker_within_a_second(desk: Desk, new_app):
    arts = a_service(name="Clay and glaze", categories=["arts-and-music"]).id
    other = new_app(
        SQLALCHEMY_DATABASE_URI=desk.app.config["SQLALCHEMY_DATABASE_URI"], MEANING="off"
    )  # a worker of another machine
    with other.app_context():
        assert arts not in found("snurfling")
    key = key_of(desk.stella.post("/stewards/words/new", {"typed": "Snurfling; snurfing", "same": "Arts and music"}))
    began = time.thread_time()
    with other.app_context():
        assert arts in found("snurfling")
    assert time.thread_time() - began < 1
    assert arts in found("snurfing")
    last = revisions.newest()
    assert last and (last.about, last.act, last.by_name) == (f"words:{key}", "add", "Stella")
    assert last.after["typed"] == ["snurfling", "snurfing"] and last.after["same"] == ["categories:arts-and-music"]


def test_words_are_taken_away_and_brought_back_in_two_clicks(desk: Desk):
    arts = a_service(name="Clay and glaze", categories=["arts-and-music"]).id
    added = desk.stella.post("/stewards/words/new", {"typed": "snurfling", "same": "arts and music"})
    page = f"/stewards/words/{key_of(added)}"
    number = revisions.newest().number
    desk.save(desk.sid, page, typed="quabbing")
    assert arts in found("quabbing") and arts not in found("snurfling")
    print_ = value_of(desk.stella.get(page).text, "print")
    assert desk.stella.post(f"{page}/retire", {"print": print_}).status_code == 303
    assert arts not in found("quabbing") and desk.stella.get(page).status_code == 404
    assert "took away" in desk.sid.get("/stewards/words/history").text
    assert bring_back(desk.ada, page, number).status_code == 303
    assert arts in found("snurfling") and revisions.verify() is None


def test_a_meaning_that_is_not_there_or_not_clear_is_told_and_what_was_typed_stays(desk: Desk):
    for same, said in (("needs:none-such", "There is no “needs:none-such”."), ("", "Say what it means")):
        answer = desk.stella.post("/stewards/words/new", {"typed": "snurfling", "same": same})
        assert answer.status_code == 422 and said in answer.text and "snurfling" in answer.text
    db.session.add(TaxonomyTerm(taxonomy="needs", code="pottery", name="Arts and music", position=99))
    db.session.commit()
    revisions.changes.record([None])
    db.session.commit()
    answer = desk.stella.post("/stewards/words/new", {"typed": "snurfling", "same": "Arts and music"})
    assert answer.status_code == 422 and "needs:pottery" in answer.text and "categories:arts-and-music" in answer.text


def test_every_seeded_group_of_words_comes_back_from_its_form_as_it_was(desk: Desk):
    keys = [one.id for one in db.session.query(Synonym).order_by(Synonym.position).all()[::150]]
    before = {key: db.session.get(Synonym, key).means for key in keys}
    for key in keys:
        assert desk.save(desk.stella, f"/stewards/words/{key}").status_code == 303, key
    db.session.expire_all()
    assert {key: db.session.get(Synonym, key).means for key in keys} == before


def test_the_title_names_what_is_edited(desk: Desk):
    for path, title in (("places/catford", "Places: Catford"), ("lines/samaritans", "Crisis lines: Samaritans")):
        assert f"<title>{title} – " in desk.stella.get(f"/stewards/{path}").text


def test_nothing_is_overwritten_unseen(desk: Desk):
    page = "/stewards/places/catford"
    early = desk.stella.get(page).text
    desk.save(desk.sid, page, also="Catters")
    late = desk.stella.post(page, {"name": "Catford", "also": "Cat town", "print": value_of(early, "print")})
    assert late.status_code == 409 and "Catters" in late.text and "Cat town" in late.text
    assert db.session.get(Place, "catford").also == ["Catters"]


def test_nothing_is_overwritten_unseen_after_a_mistake(desk: Desk):
    page = "/stewards/places/catford"
    early = value_of(desk.stella.get(page).text, "print")
    desk.save(desk.sid, page, also="Catters")
    wrong = desk.stella.post(page, {"name": "", "also": "Cat town", "print": early})
    assert wrong.status_code == 422
    mended = {"name": "Catford", "also": "Cat town", "print": value_of(wrong.text, "print")}
    assert desk.stella.post(page, mended).status_code == 409
    assert db.session.get(Place, "catford").also == ["Catters"]


@pytest.mark.parametrize("kind,added,typed", [
    ("words", {"typed": "snurfling", "same": "arts and music"}, {"typed": "quabbing", "same": "arts and music"}),
    ("places", {"name": "Rushey Corner", "kind": "neighbourhood", "postcode": "SE6 4RU"}, {"name": "Rushey Bend"}),
    ("programmes", {"name": "Winter money", "funder": "The borough"}, {"name": "Spring money"}),
    ("terms", {"name": "Beekeeping", "taxonomy": "categories"}, {"name": "Bees"}),
])  # fmt: skip
def test_what_somebody_takes_away_meanwhile_is_told_and_what_was_typed_is_kept(desk: Desk, kind, added, typed):
    page = f"/stewards/{kind}/{key_of(desk.stella.post(f'/stewards/{kind}/new', added))}"
    early, wrong = value_of(desk.stella.get(page).text, "print"), dict.fromkeys(typed, "")
    assert desk.sid.post(f"{page}/retire", {"print": early}).status_code == 303
    assert desk.stella.post(page, {**wrong, "print": early}).status_code == 422
    late = desk.stella.post(page, {**typed, "print": early})
    assert late.status_code == 409 and all(f"{one}" in late.text for one in typed.values())
    assert "Somebody has changed this while you were writing." in late.text and "<p>Nothing</p>" in late.text
    assert desk.stella.get(page).status_code == 404, "nothing was done yet"
    mine = {**typed, "print": value_of(late.text.partition("Nothing")[2], "print")}
    assert desk.stella.post(page, mine).status_code == 303, "once they were told"
    shown = desk.sid.get(page).text
    assert next(iter(typed.values())) in shown and revisions.verify() is None
    assert desk.stella.post(f"/stewards/{kind}/none-such", mine).status_code == 404


def test_a_programme_of_another_borough_that_was_taken_away_is_not_found(desk: Desk):
    page = f"/stewards/programmes/{key_of(desk.ada.post('/stewards/programmes/new', {'name': 'Winter money'}))}"
    print_ = value_of(desk.ada.get(page).text, "print")
    desk.ada.post(f"{page}/retire", {"print": print_})
    assert desk.carl.post(page, {"name": "Mine", "print": print_}).status_code == 404


def test_another_name_of_a_place_and_a_new_place_are_searched_by_at_once(desk: Desk):
    assert desk.save(desk.stella, "/stewards/places/catford", also="Catters").status_code == 303
    assert desk.service_id in found("", near="Catters")
    answer = desk.stella.post(
        "/stewards/places/new", {"name": "Rushey Corner", "kind": "neighbourhood", "postcode": "se64ru"}
    )
    place = db.session.get(Place, key_of(answer))
    assert (place.borough, place.gss) == ("lewisham", "E09000023") and abs(place.latitude - 51.445) < 0.01
    assert desk.service_id in found("", near="Rushey Corner")
    wrong = desk.stella.post("/stewards/places/new", {"name": "Far", "kind": "station", "postcode": "M1 1AE"})
    assert wrong.status_code == 422 and "Write a whole postcode in one of our boroughs" in wrong.text
    borough = next(one.slug for one in db.session.query(Place) if one.kind == "borough")
    assert desk.stella.post(f"/stewards/places/{borough}/retire", {}).status_code == 404


def test_a_new_name_is_a_filter_at_once_and_one_that_is_taken_away_is_none_any_more(desk: Desk):
    key = key_of(desk.stella.post("/stewards/terms/new", {"name": "Beekeeping", "taxonomy": "categories"}))
    assert key == "categories:beekeeping" and names()["beekeeping"] == "Beekeeping"
    bees = a_service(name="Honey", categories=["beekeeping"])
    slug = bees.slug
    assert [hit.id for hit in index.find(Query(category=("beekeeping",))).hits] == [bees.id]
    again = desk.stella.post("/stewards/terms/new", {"name": "beekeeping", "taxonomy": "categories"})
    assert again.status_code == 422 and "This name is there already." in again.text
    page = f"/stewards/terms/{key}"
    print_ = value_of(desk.stella.get(page).text, "print")
    desk.stella.post(f"{page}/retire", {"print": print_})
    client = desk.app.test_client()
    assert "beekeeping" not in names() and client.get(f"/offers/{slug}").status_code == 200
    assert ">Beekeeping<" not in client.get("/search?category=beekeeping").text
    assert bring_back(desk.sid, page, revisions.newest().number - 1).status_code == 303
    assert [hit.id for hit in index.find(Query(category=("beekeeping",))).hits] == [bees.id]


def test_names_that_begin_alike_for_40_letters_are_told_apart(desk: Desk):
    start = "Help for people who look after a relative or friend"
    keys = [key_of(desk.stella.post("/stewards/terms/new", {"name": f"{start} {more}", "taxonomy": "needs"}))
            for more in ("by day", "by night", "at work")]  # fmt: skip
    assert keys == [f"needs:help-for-people-who-look-after-a-relat{end}" for end in ("iv", "-2", "-3")]
    places = {"name": "A very long name of a place in the middle of Catford", "kind": "station", "postcode": "SE6 4RU"}
    keys = [key_of(desk.stella.post("/stewards/places/new", places)) for _time in range(2)]
    assert keys[1] == f"{keys[0][:38]}-2" and db.session.get(Place, keys[0]).name == places["name"]


def test_a_name_is_changed_and_what_the_site_needs_cannot_go(desk: Desk):
    desk.save(desk.stella, "/stewards/terms/categories:arts-and-music", name="Arts, music and crafts")
    assert "Arts, music and crafts" in desk.app.test_client().get("/").text
    for key in ("categories:safety", "cost:free", "audiences:everyone"):
        assert "Take this away" not in desk.stella.get(f"/stewards/terms/{key}").text
        assert desk.stella.post(f"/stewards/terms/{key}/retire", {}).status_code == 404


def test_kinds_of_help_of_an_area_of_life_keep_their_order(desk: Desk):
    page = "/stewards/areas/feelings"
    answer = desk.save(
        desk.stella, page, categories=["arts-and-music", "talking-and-wellbeing", "peer-support", "no-such"]
    )
    assert answer.status_code == 303
    served = next(codes for code, _name, codes in index.catch_up().vocabulary.areas if code == "feelings")
    assert served[:2] == ("peer-support", "talking-and-wellbeing") and "arts-and-music" in served and len(served) == 3
    own = AreaCategory.area_id == term_id("areas-of-life", "feelings")
    assert db.session.query(AreaCategory).filter(own).count() == 3


def test_pages_ask_the_database_a_bounded_number_of_times(desk: Desk, statements):
    for path, most in (
        ("terms", 12),
        ("words", 12),
        ("places", 12),
        ("areas", 12),
        ("lines", 12),
        ("words/history", 12),
    ):
        desk.stella.get(f"/stewards/{path}")
        with statements() as said:
            desk.stella.get(f"/stewards/{path}")
        assert len(said) <= most, (path, said)


def test_a_list_is_searched_by_what_stands_in_it(desk: Desk):
    words = desk.stella.client.page("/stewards/words?find=befreinding").words()
    assert "befriender" in words and "anxiety" not in words


@pytest.mark.parametrize("page", ["terms/categories:arts-and-music", "places/catford", "areas/health", "lines/999"])
def test_the_history_of_what_nobody_has_changed_says_so(desk: Desk, page: str):
    there = f"/stewards/{page}/history"
    assert f'href="{there}"' in desk.stella.get(f"/stewards/{page}").text
    answer = desk.stella.get(there)
    assert answer.status_code == 200 and "Nothing has been changed here yet." in answer.text
    assert desk.stella.get(f"/stewards/{page}x/history").status_code == 404
