"""Settings: each has a default, and one that cannot work is named."""

import stat
from pathlib import Path

import pytest
from flask import Flask

from directory.config import ROOT, BadSetting, secret_key, settings

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
    [("PORT", "eighty"), ("PORT", "99999"), ("TRUSTED_PROXIES", "-1"), ("SEED", "all"), ("GEOCODER", "google"),
     ("SITE_URL", "help.example.org"), ("LOGO", "/no/such.svg")],
)  # fmt: skip
def test_what_cannot_work_is_named(name: str, value: str):
    with pytest.raises(BadSetting, match=name):
        settings({name: value})


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
