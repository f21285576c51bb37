"""An offer in other languages: what readers see, who writes and checks it, and what happens when things change."""

import re

import pytest
from flask_babel import force_locale, gettext

from directory import revisions
from directory.db import db
from directory.models import Service, Translation, Unseen
from directory.models.translation import FIELDS, Standing
from tests.listings.conftest import Cast
from tests.makers import changed, saved
from tests.people import value_of

ENGLISH = {
    "summary": "Come and meet people who live near you.",
    "description": "Come and meet people who live near you. Tea is on the table.",
    "application_process": "Come along.",
}
SPANISH = {"summary": "Conozca a sus vecinos.", "description": "Conozca a sus vecinos. Hay té.",
           "application_process": "Venga sin avisar."}  # fmt: skip


def a_translation(service: Service, field: str = "summary", language: str = "es", **over: object) -> Translation:
    """A version of what an offer says, by the organisation and made from the English of now."""
    given = {"text": SPANISH[field], "made_from": service.english(field), "by_name": "Ana"}
    made = Translation(service_id=service.id, language=language, field=field, **given | over)
    return saved(made, changed=[service.id])


def rows(cast: Cast) -> dict[tuple[str, str], Translation]:
    """What the offer says in other languages, by language and field."""
    db.session.expire_all()
    return {(one.language, one.field): one for one in db.session.query(Translation)}


def in_spanish(text: str) -> str:
    """Words of ours in Spanish."""
    with force_locale("es"):
        return gettext(text)


def lead(html: str) -> tuple[dict[str, str], str, str]:
    """Of the first words of an offer's page: their attributes, they themselves, and what is folded behind them."""
    head = html.split('<div class="offer__head">')[1].split("</div>")[0]
    found = re.search(r'<p class="lead"([^>]*)>([^<]*)</p>', head)
    assert found
    return dict(re.findall(r'([a-z]+)="([^"]*)"', found[1])), found[2], head.partition("<details")[2]


def write(cast: Cast, who, sent: dict[str, str], code: str = "es", print_: str | None = None):
    """Opens the page of a language, fills it in and saves; `print_` of an earlier page to be late."""
    address = f"{cast.page}/languages/{code}"
    print_ = value_of(who.get(address).text, "print") if print_ is None else print_
    return who.post(address, {**sent, "print": print_})


def test_an_english_page_asks_nothing_more_and_says_the_same(cast: Cast, statements):
    address = f"/offers/{cast.service.slug}"
    before = cast.ana.client.get(address).text
    with statements() as asked:
        cast.ana.client.get(address)
    number = len(asked)
    a_translation(cast.service)
    with statements() as asked:
        after = cast.ana.client.get(address).text
    assert len(asked) == number and after == before


def test_a_page_in_another_language_asks_for_one_thing_more(cast: Cast, statements):
    a_translation(cast.service)
    pages = {
        "offer": f"/offers/{cast.service.slug}",
        "list": f"/list?o={cast.service.code}",
        "results": "/search?q=cook",
    }
    for path in pages.values():
        for prefix in ("", "/es"):
            cast.ana.client.get(prefix + path)
        asked = {}
        for prefix in ("", "/es"):
            with statements() as asked[prefix]:
                cast.ana.client.get(prefix + path)
        more = [one for one in asked["/es"] if "FROM translation" in one]
        assert len(more) <= 1 and len(asked["/es"]) <= len(asked[""]) + 1, path


@pytest.mark.parametrize("standing,over,label", [
    (Standing.WRITTEN, {}, "Written by the organisation"),
    (Standing.CHECKED, {"checked_by": "Spanish-speaking link worker"}, "Spanish-speaking link worker"),
    (Standing.COMPUTER, {"by_computer": True}, "Translated by a computer, not checked"),
])  # fmt: skip
def test_a_reader_sees_their_language_how_it_stands_and_the_english_one_tap_away(
    cast: Cast, standing: Standing, over: dict[str, object], label: str
):
    a_translation(cast.service, **over)
    page = cast.ana.client.get(f"/es/offers/{cast.service.slug}").text
    spoken, first, told = lead(page)
    assert first == SPANISH["summary"] and (spoken["lang"], spoken["dir"]) == ("es", "ltr")
    assert in_spanish(label) in told and f'lang="en">{ENGLISH["summary"]}' in told
    vouched = (ENGLISH if standing is Standing.COMPUTER else SPANISH)["summary"]
    assert f'<meta name="description" content="{vouched}">' in page
    assert f'"description": "{vouched}"' in page and '"name": "Cook together"' in page


def test_when_the_english_has_changed_it_stands_first_and_the_old_version_behind_a_word(cast: Cast):
    a_translation(cast.service)
    changed(cast.service, summary="Now we sing.")
    spoken, first, told = lead(cast.ana.client.get(f"/es/offers/{cast.service.slug}").text)
    assert first == "Now we sing." and spoken["lang"] == "en"
    assert f'lang="es">{SPANISH["summary"]}' in told
    changed(cast.service, summary=None, description=None)
    assert SPANISH["summary"] not in cast.ana.client.get(f"/es/offers/{cast.service.slug}").text


def test_right_to_left_text_runs_right_to_left(cast: Cast):
    a_translation(cast.service, language="ar", text="تعرف على جيرانك.")
    spoken, first, _told = lead(cast.ana.client.get(f"/ar/offers/{cast.service.slug}").text)
    assert (spoken["lang"], spoken["dir"]) == ("ar", "rtl") and first.startswith("تعرف")


def test_cards_and_paper_speak_the_language_and_say_when_a_computer_did_it(cast: Cast):
    a_translation(cast.service, by_computer=True)
    code, label = cast.service.code, in_spanish("Translated by a computer, not checked")
    group = cast.service.organization.slug
    for address in (f"/list?o={code}", f"/list/handout?o={code}", "/search?q=cook", f"/organisations/{group}"):
        text = cast.ana.client.get(f"/es{address}").text
        assert SPANISH["summary"] in text and label in text, address
        assert SPANISH["summary"] not in cast.ana.client.get(address).text


def test_a_partner_writes_beside_the_english_and_it_is_live_at_once(cast: Cast):
    listed = cast.ana.get(f"{cast.page}/languages").text
    assert "Español" in listed and "Not translated: 3" in listed
    answer = write(cast, cast.ana, SPANISH)
    assert answer.status_code == 303 and "Written by the organisation: 3" in cast.ana.get(answer.location).text
    kept = rows(cast)
    assert {field: one.text for (_es, field), one in kept.items()} == SPANISH
    assert {field: one.made_from for (_es, field), one in kept.items()} == ENGLISH
    assert SPANISH["description"] in cast.ana.client.get(f"/es/offers/{cast.service.slug}").text
    [made] = revisions.of(cast.service_id)
    assert made.act == "change" and set(made.after["in:es"]) == set(SPANISH) and made.before == {"in:es": None}
    assert db.session.query(Unseen).one().number == made.number
    assert "Conozca a sus vecinos." in cast.stella.get("/review").text
    assert "In another language: Spanish" in cast.ana.get(f"{cast.page}/history").text


def test_emptying_a_text_takes_it_away_and_saving_what_is_there_is_no_change(cast: Cast):
    write(cast, cast.ana, SPANISH)
    write(cast, cast.ana, SPANISH)
    assert len(revisions.of(cast.service_id)) == 1
    write(cast, cast.ana, SPANISH | {"summary": "  "})
    assert {field for _es, field in rows(cast)} == {"description", "application_process"}
    write(cast, cast.ana, dict.fromkeys(SPANISH, ""))
    assert rows(cast) == {} and revisions.of(cast.service_id)[0].after == {"in:es": None}


def test_reading_past_a_text_of_a_computer_is_no_check_of_it_and_saying_it_is_right_is(cast: Cast):
    for field in SPANISH:
        a_translation(cast.service, field, by_computer=True, by_name=None)
    assert "not checked" in cast.ana.get(f"{cast.page}/languages/es").text
    write(cast, cast.ana, SPANISH | {"summary": "Lo nuestro.", "right-description": "yes"})
    standing = {field: one.standing(cast.service.english(field)) for (_es, field), one in rows(cast).items()}
    assert standing == {"summary": Standing.WRITTEN, "description": Standing.WRITTEN,
                        "application_process": Standing.COMPUTER}  # fmt: skip


def test_a_steward_says_as_whom_it_was_checked(cast: Cast):
    a_translation(cast.service)
    sent = {"summary": SPANISH["summary"], "right-summary": "yes"}
    answer = write(cast, cast.stella, sent)
    assert answer.status_code == 422 and "Say who has checked it" in answer.text
    assert write(cast, cast.stella, sent | {"role": "Spanish-speaking link worker"}).status_code == 303
    assert rows(cast)["es", "summary"].checked_by == "Spanish-speaking link worker"
    assert db.session.query(Unseen).count() == 0
    write(cast, cast.ana, {"summary": "Otra cosa.", "role": "A doctor"})
    assert rows(cast)["es", "summary"].checked_by is None


def test_an_out_of_date_text_is_out_of_date_until_somebody_looks_at_it(cast: Cast):
    a_translation(cast.service)
    changed(cast.service, summary="Now we sing.")
    page = cast.ana.get(f"{cast.page}/languages/es").text
    assert "Now we sing." in page and "The English it was made from" in page and ENGLISH["summary"] in page
    write(cast, cast.ana, {"summary": SPANISH["summary"]})
    assert rows(cast)["es", "summary"].made_from == ENGLISH["summary"]
    write(cast, cast.ana, {"summary": SPANISH["summary"], "right-summary": "yes"})
    assert rows(cast)["es", "summary"].made_from == "Now we sing."


def test_the_second_of_two_sees_both_and_a_change_of_the_english_is_noticed_too(cast: Cast):
    early = value_of(cast.ben.get(f"{cast.page}/languages/es").text, "print")
    write(cast, cast.ana, {"summary": "De Ana."})
    answer = write(cast, cast.ben, {"summary": "De Ben."}, print_=early)
    assert answer.status_code == 409 and "De Ana." in answer.text and "De Ben." in answer.text
    assert rows(cast)["es", "summary"].text == "De Ana."
    late = value_of(answer.text, "print")
    changed(cast.service, summary="Now we sing.")
    assert write(cast, cast.ben, {"summary": "De Ben."}, print_=late).status_code == 409
    assert write(cast, cast.ben, {"summary": "De Ben."}).status_code == 303


def test_a_mistake_is_told_and_what_was_typed_stays(cast: Cast):
    long = "x" * 400
    answer = write(cast, cast.ana, SPANISH | {"summary": long})
    assert answer.status_code == 422 and long in answer.text and SPANISH["description"] in answer.text
    assert "There is a problem" in answer.text and rows(cast) == {}


def test_an_earlier_version_comes_back_with_its_languages(cast: Cast):
    write(cast, cast.ana, SPANISH)
    first = revisions.of(cast.service_id)[0].number
    write(cast, cast.ana, SPANISH | {"summary": "Otra cosa."})
    newest = revisions.of(cast.service_id)[0].number
    assert "Otra cosa." in cast.stella.get(f"/review/{cast.service_id}/version/{first}").text
    answer = cast.stella.post(f"/review/{cast.service_id}/version/{first}", {"newest": str(newest)})
    assert answer.status_code == 303 and rows(cast)["es", "summary"].text == SPANISH["summary"]


@pytest.mark.parametrize("code", ["en", "xx", "zh", "es-es"])
def test_only_languages_of_the_site_have_a_page(cast: Cast, code: str):
    assert cast.ana.get(f"{cast.page}/languages/zh-Hans").status_code == 200
    assert cast.ana.get(f"{cast.page}/languages/{code}").status_code == 404
    assert cast.ana.post(f"{cast.page}/languages/{code}", {"summary": "x", "print": "x"}).status_code == 404


def test_what_is_not_theirs_is_not_found(cast: Cast):
    for address in (f"{cast.page}/languages", f"{cast.page}/languages/es"):
        assert cast.cleo.get(address).status_code == 404
    assert cast.cleo.post(f"{cast.page}/languages/es", {"summary": "x", "print": "x"}).status_code == 404


def test_tags_are_taken_out_and_no_other_field_can_be_sent(cast: Cast):
    write(cast, cast.ana, {"summary": "<b>Hola</b> <script>x()</script>", "name": "Otro", "fees_description": "Nada"})
    assert {field: one.text for (_es, field), one in rows(cast).items()} == {"summary": "Hola"}
    assert cast.service.name == "Cook together" and set(FIELDS) >= {"summary"}


def test_the_editor_asks_the_database_little(cast: Cast, statements):
    write(cast, cast.ana, SPANISH)
    for address in (f"{cast.page}/languages", f"{cast.page}/languages/es"):
        cast.ana.get(address)
        with statements() as asked:
            cast.ana.get(address)
        assert len(asked) <= 15, asked
