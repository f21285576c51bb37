"""A computer puts offers into other languages: what it costs, what is kept and refused, and runs that are killed."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from directory import translating
from directory.db import db
from directory.listings.languages import actions, queries
from directory.listings.languages.actions import Refused
from directory.models import Service, Translation
from directory.models.translation import FIELDS
from directory.translating import TRANSLATORS
from tests.commands import ROOT, surroundings
from tests.makers import a_location, a_service, an_organization, changed, saved
from tests.translator import MANGLES, StandIn, moved, other_words

TEXTS = {
    "summary": "Cook together every Thursday at 2pm.",
    "description": "Good Neighbours welcomes you, 50p a week.\n\nPhone 020 7946 0123 or see www.example.org first.",
    "first_visit": "Somebody meets you at the door of St Mary's Hall, SE6 4RU.",
    "eligibility_description": "Anybody from 16 to 25.",
    "application_process": "Write to ana@example.org or come along.",
}
NAMES = ("Cook together", "Good Neighbours", "St Mary's Hall", "SE6 4RU", "020 7946 0123", "www.example.org",
         "ana@example.org", "2pm", "50p")  # fmt: skip
DIGITS = re.compile(r"\d+")


@pytest.fixture
def stand_in(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """A translator that listens, as LibreTranslate."""
    found = StandIn()
    monkeypatch.setattr(translating, "pause", lambda _seconds: None)
    with found.listening() as there:
        for name, value in {"WITH": "libretranslate", "URL": there, "PRICE": "20"}.items():
            monkeypatch.setitem(app.config, f"TRANSLATE_{name}", value)
        yield found


def offers(number: int = 1) -> list[Service]:
    """Offers with every text, in which names, numbers and addresses stand."""
    group, hall = an_organization(name="Good Neighbours"), a_location(name="St Mary's Hall")
    return [a_service(name="Cook together", organization=group, at=hall, **TEXTS) for _each in range(number)]


def run(app: Flask, *words: str, sent: str = ""):
    """The command, in this process."""
    return app.test_cli_runner().invoke(args=["translate", *words], input=sent)


def kept() -> dict[tuple[str, str, str], str]:
    """{(offer, language, field): text} of all that is kept."""
    db.session.expire_all()
    return {(one.service_id, one.language, one.field): one.text for one in db.session.query(Translation)}


def is_whole(field: str, text: str) -> bool:
    """Whether every name and number of the English stands in a text as often as there, and nothing strange does."""
    english = TEXTS[field]
    whole = all(text.count(one) == english.count(one) for one in NAMES)
    same = sorted(DIGITS.findall(text)) == sorted(DIGITS.findall(english))
    return whole and same and not re.search("[<>\ufffd&]", text)


def test_nothing_is_set_so_nothing_is_sent(app: Flask):
    found = run(app, "--yes")
    assert found.exit_code == 1 and "TRANSLATE_WITH" in found.output


def test_it_says_what_it_costs_and_asks_first(app: Flask, stand_in: StandIn):
    offers(2)
    found = run(app, "--language", "es", "--language", "so", sent="n\n")
    assert "so: LibreTranslate does not know it" in found.output
    assert "es: 2 offers, 10 texts" in found.output and "about £0.0" in found.output
    assert found.exit_code == 1 and stand_in.came == [] and kept() == {}


def test_every_text_is_kept_with_its_names_and_labelled(app: Flask, stand_in: StandIn):
    [service] = offers()
    found = run(app, "--language", "es", "--yes")
    assert found.exit_code == 0 and "5 texts translated, 0 refused" in found.output
    assert {field for _id, _es, field in kept()} == set(FIELDS)
    assert all(is_whole(field, text) for (_id, _es, field), text in kept().items())
    assert "\n\n" in kept()[service.id, "es", "description"]
    one = db.session.query(Translation).first()
    assert one.by_computer and not one.by_name and one.made_from == service.english(one.field)
    html = app.test_client().get(f"/es/offers/{service.slug}").text
    assert html.count('<details class="version">') == 5 and other_words("Anybody", "es") in html


def test_the_second_run_has_nothing_to_do_and_one_after_a_change_does_that_alone(app: Flask, stand_in: StandIn):
    [service] = offers()
    run(app, "--language", "es", "--yes")
    stand_in.came.clear()
    assert "nothing to translate" in run(app, "--language", "es", "--yes").output and stand_in.came == []
    changed(service, summary="Now we sing on Fridays.")
    assert "es: 1 offers, 1 texts" in run(app, "--language", "es", "--yes").output
    assert len(kept()) == 5 and other_words("Now we sing on Fridays.", "es") in kept().values()


@pytest.mark.parametrize("over", [{"by_name": "Ana"}, {"by_name": "Ana", "checked_by": "A link worker"},
                                  {"by_name": "Ana", "made_from": "Other English"}])  # fmt: skip
def test_words_of_people_are_never_replaced(app: Flask, stand_in: StandIn, over: dict[str, str]):
    [service] = offers()
    given = {"text": "De Ana.", "made_from": service.english("summary")} | over
    saved(Translation(service_id=service.id, language="es", field="summary", **given))
    assert "es: 1 offers, 4 texts" in run(app, "--language", "es", "--yes").output
    assert kept()[service.id, "es", "summary"] == "De Ana."


def test_people_and_other_runs_who_were_quicker_stay(app: Flask, stand_in: StandIn):
    [service] = offers()
    jobs = queries.jobs("es")
    saved(Translation(service_id=service.id, language="es", field="summary", text="De Ana.",
                      made_from=service.english("summary")))  # fmt: skip
    changed(service, first_visit="Quite another thing.")
    list(actions.by_computer(TRANSLATORS["libretranslate"], jobs, "es"))
    list(actions.by_computer(TRANSLATORS["libretranslate"], jobs, "es"))
    assert {field for _id, _es, field in kept()} == set(FIELDS) - {"first_visit"}
    assert kept()[service.id, "es", "summary"] == "De Ana."


def test_ended_offers_are_left_out_and_a_limit_counts_offers(app: Flask, stand_in: StandIn):
    for one in offers(3)[:1]:
        changed(one, status="inactive")
    assert "es: 2 offers" in run(app, "--language", "es", sent="n\n").output
    assert "es: 1 offers, 5 texts" in run(app, "--language", "es", "--limit", "1", sent="n\n").output


def test_a_translator_that_goes_away_ends_the_run_and_what_was_done_is_kept(app: Flask, stand_in: StandIn):
    offers(8)
    stand_in.first = [200, 200, *[500] * 99]  # a lot of texts takes two requests
    found = run(app, "--language", "es", "--yes")
    assert found.exit_code == 1 and "does not answer" in found.output and len(kept()) == actions.LOT
    stand_in.first = []
    assert run(app, "--language", "es", "--yes").exit_code == 0 and len(kept()) == 40


def test_what_comes_back_mangled_is_refused_and_told(app: Flask, stand_in: StandIn):
    [service] = offers()
    stand_in.manner = MANGLES["a holder is lost"]
    found = run(app, "--language", "es", "--yes")
    assert found.exit_code == 1 and kept() == {}
    assert "Refused, es: Cook together (summary): a part that has to stay was lost or came twice" in found.output
    assert '<details class="version">' not in app.test_client().get(f"/es/offers/{service.slug}").text


LANGUAGES = ("es", "pl", "ar", "zh-Hans", "vi")


def test_of_a_thousand_mangled_answers_none_is_shown(app: Flask, stand_in: StandIn):
    offers(40)
    by, refused, number = TRANSLATORS["libretranslate"], list[Refused](), 0
    manners = [*MANGLES.values(), moved]

    def any_way(markup, language, chance):
        return chance.choice(manners)(markup, language, chance)

    stand_in.manner = any_way
    for tag in LANGUAGES:
        for done, some in actions.by_computer(by, queries.jobs(tag), tag):
            refused, number = refused + some, number + done
    assert number == 1000 and len(kept()) + len(refused) == number
    assert [text for (_id, _tag, field), text in kept().items() if not is_whole(field, text)] == []
    assert len(refused) > 900 and kept()


def started(app: Flask, folder: Path, there: str) -> subprocess.Popen[bytes]:
    """The command as a process of its own, on the same database."""
    address = app.config["SQLALCHEMY_DATABASE_URI"]
    settings = surroundings(folder, 8000, DATABASE_URL=address, TRANSLATE_WITH="libretranslate", TRANSLATE_URL=there,
                            MEANING="off", SEED="none")  # fmt: skip
    call = [sys.executable, "-m", "flask", "--app", "wsgi", "translate", "--language", "es", "--yes"]
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(call, cwd=ROOT, env=settings, stdout=log, stderr=log)


@pytest.mark.parametrize("after", [2, *(pytest.param(number, marks=pytest.mark.slow) for number in (1, 4))])
def test_a_run_that_is_killed_goes_on_and_doubles_nothing(new_app, tmp_path: Path, after: int):
    app, stand_in = new_app(), StandIn()
    with app.app_context(), stand_in.listening() as there:
        offers(16)
        stand_in.slow = 0.1
        process = started(app, tmp_path, there)
        while len(stand_in.came) < after and process.poll() is None:
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        db.session.rollback()
        before = kept()
        assert len(before) % actions.LOT == 0 and len(before) < 80
        stand_in.slow = 0
        again = started(app, tmp_path, there)
        assert again.wait(60) == 0, (tmp_path / "log").read_text()
        db.session.rollback()
        found = kept()
        assert len(found) == db.session.query(Translation).count() == 80 and before.items() <= found.items()
        asked = sum(len(body["q"]) for _path, _headers, body in stand_in.came)
        assert asked <= 80 * 2 + 2 * actions.LOT * 2  # one lot may be paid for twice; a description has two lines


def test_two_runs_at_once_double_nothing(new_app, tmp_path: Path):
    app, stand_in = new_app(), StandIn()
    with app.app_context(), stand_in.listening() as there:
        offers(8)
        stand_in.slow = 0.05
        both = [started(app, tmp_path, there) for _each in range(2)]
        assert [one.wait(60) for one in both] == [0, 0], (tmp_path / "log").read_text()
        db.session.rollback()
        assert len(kept()) == db.session.query(Translation).count() == 40
