"""A database file that is moved away, or another one in its place: running workers notice at their next request."""

import os
import shutil
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import NewApp
from tests.makers import a_service


@pytest.fixture
def on_a_file(new_app: NewApp, tmp_path: Path, request: pytest.FixtureRequest) -> Flask:
    """A site on an SQLite file of its own."""
    if request.config.getoption("--database") != "sqlite":
        pytest.skip("PostgreSQL has no file to move")
    app = new_app()
    with app.app_context():
        a_service(name="Harp circle")
    assert "Harp circle" in app.test_client().page("/search?q=harp").words()
    return app


def file_of(app: Flask) -> Path:
    return Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))


def test_a_file_that_is_gone_is_a_database_that_is_away(on_a_file: Flask):
    path, client = file_of(on_a_file), on_a_file.test_client()
    path.rename(path.with_suffix(".away"))
    assert client.get("/search?q=harp").status_code == 503
    assert client.get("/health").status_code == 503 and client.get("/urgent-help").status_code == 200
    assert not path.exists(), "an empty one in its place would hide that it is gone"
    path.with_suffix(".away").rename(path)
    on_a_file.extensions["index"].back = 0.0
    assert "Harp circle" in client.page("/search?q=harp").words()


def test_another_file_in_its_place_is_read(on_a_file: Flask, new_app: NewApp):
    other = new_app()
    with other.app_context():
        a_service(name="Lute circle")
        a_service(name="Lute circle two")
    beside = file_of(on_a_file).with_suffix(".new")
    shutil.copyfile(file_of(other), beside)
    for tail in ("-wal", "-shm"):
        if os.path.exists(f"{file_of(other)}{tail}"):
            shutil.copyfile(f"{file_of(other)}{tail}", f"{beside}{tail}")
            os.replace(f"{beside}{tail}", f"{file_of(on_a_file)}{tail}")
    beside.replace(file_of(on_a_file))
    assert "Lute circle" in on_a_file.test_client().page("/search?q=lute").words()


def test_a_command_says_in_a_line_that_the_database_is_away(new_app: NewApp):
    app = new_app(SQLALCHEMY_DATABASE_URI="sqlite:////no/such/folder/x.sqlite")
    result = app.test_cli_runner().invoke(args=["db", "upgrade"])
    assert result.exit_code == 1 and "Traceback" not in result.output and result.exception.__class__ is SystemExit
