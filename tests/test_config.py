"""Settings: each has a default, and one that cannot work is named."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from directory.config import DEFAULTS, ROOT, BadSetting, secret_key, settings

# A picture of one transparent point.
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


def test_every_setting_has_a_default():
    found = settings({})
    assert found["PORT"] == 8000
    assert found["SITE_URL"] == "http://127.0.0.1:8000"
    assert found["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{ROOT / 'instance' / 'directory.sqlite'}"
    assert (found["SEED"], found["GEOCODER"], found["TRUSTED_PROXIES"]) == ("sample", "none", 0)


def test_the_environment_changes_them(tmp_path: Path):
    found = settings(
        {"DATA_DIR": str(tmp_path), "PORT": "9001", "SITE_URL": "https://help.example.org/", "SEED": "none"}
    )
    assert found["SITE_URL"] == "https://help.example.org"
    assert found["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{tmp_path / 'directory.sqlite'}"
    assert settings({"DATABASE_URL": "postgresql+psycopg://db/x"})["SQLALCHEMY_DATABASE_URI"].startswith("postgresql")


@pytest.mark.parametrize(
    "name, value",
    [("PORT", "eighty"), ("PORT", "99999"), ("PORT", "0"), ("WEB_CONCURRENCY", "0"), ("WEB_CONCURRENCY", "two"),
     ("TRUSTED_PROXIES", "-1"), ("SEED", "all"), ("GEOCODER", "google"), ("SITE_URL", "help.example.org"),
     ("SITE_URL", "https://"), ("SITE_URL", "https://help.example.org/here"), ("SITE_URL", "http://a b"),
     ("LOGO", "/no/such.svg"), ("LOGO", __file__), ("DATABASE_URL", "rubbish"), ("DATABASE_URL", "mysql://db/x"),
     ("HELP_PHONE", "abc"), ("HELP_EMAIL", "nobody"), ("EXIT_URL", "weather")],
)  # fmt: skip
def test_what_cannot_work_is_named(name: str, value: str):
    with pytest.raises(BadSetting, match=name):
        settings({name: value})


def test_an_empty_setting_is_one_that_is_not_made():
    assert settings(dict.fromkeys(DEFAULTS, " ")) == settings({})


def test_a_name_is_the_same_in_capitals():
    assert settings({"SITE_URL": "HTTPS://Help.example.org:8443/"})["SITE_URL"] == "https://help.example.org:8443"


def test_a_password_is_not_repeated():
    with pytest.raises(BadSetting) as wrong:
        settings({"DATABASE_URL": "postgres://me:kanarienvogel@db/x"})
    assert "kanarienvogel" not in str(wrong.value) and "postgresql+psycopg://" in str(wrong.value)


@pytest.mark.parametrize(
    "number", ["111", "020 7946 0000", "(020) 7946 0000", "+44 20 7946 0000", "020 7946 0000 ext 2"]
)
def test_numbers_people_call_can_be_shown(number: str):
    assert settings({"HELP_PHONE": number})["HELP_PHONE"] == number


@pytest.mark.parametrize(
    "command", [["flask", "--app", "wsgi", "routes"], ["gunicorn", "-c", "gunicorn.conf.py", "wsgi"]]
)
def test_what_was_starting_stops_with_one_line(command: list[str]):
    call = [sys.executable, "-m", *command]
    result = subprocess.run(
        call, cwd=ROOT, env=os.environ | {"SEED": "all"}, capture_output=True, text=True, timeout=30, check=False
    )
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1] == "SEED is 'all'; it must be one of: sample, none"
    assert "Traceback" not in result.stderr


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(BadSetting, match="DATA_DIR"):
        secret_key(tmp_path / "file")


def test_the_secret_is_made_once_for_its_owner_only(tmp_path: Path):
    made = secret_key(tmp_path / "data")
    assert len(made) == 64
    assert secret_key(tmp_path / "data") == made
    assert stat.S_IMODE((tmp_path / "data" / "secret_key").stat().st_mode) == 0o600
    assert secret_key(tmp_path / "other") != made


def test_a_logo_takes_the_place_of_the_mark(new_app: object, tmp_path: Path):
    picture = tmp_path / "logo.svg"
    picture.write_text(SVG)
    app: Flask = new_app(LOGO=str(picture), SITE_NAME="Help here")  # type: ignore[operator]
    page = app.test_client().get("/").text
    assert '<img class="site-header__mark" src="/logo" alt="">' in page and "Help here" in page
    assert app.test_client().get("/logo").text == SVG
