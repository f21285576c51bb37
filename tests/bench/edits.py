"""How long until an edit is found: by another worker of the machine, and by another machine on the same database."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import flask_migrate
from flask import Flask
from sqlalchemy import select

from directory import clock, create_app, index
from directory.db import db
from directory.models import Service
from tests import postgres
from tests.bench import corpus
from tests.bench.load import percentile
from tests.makers import changed
from tests.postcode_table import london

Figures = dict[str, float]


def measure(data: Path, edits: int) -> Figures:
    """Edits through one application, looked for through a second one that shares its files, as two workers do."""
    return between(machine(data, uri(data)), machine(data, uri(data)), edits, "another worker")


def uri(data: Path) -> str:
    """The SQLite database of a data folder."""
    return f"sqlite:///{data / 'directory.sqlite'}"


def machine(data: Path, database: str) -> Flask:
    """An application whose index is loaded."""
    app = create_app(DATA_DIR=data, SQLALCHEMY_DATABASE_URI=database)
    index.warm(app)
    return app


def between(one: Flask, other: Flask, edits: int, name: str) -> Figures:
    """Milliseconds from the commit of an edit by one to the answer of the other that has it."""
    took = []
    with one.app_context():
        ids = db.session.scalars(select(Service.id).where(Service.status == "active").limit(edits)).all()
    for number, service_id in enumerate(ids):
        word = f"quixotic{'abcdefghij'[number % 10]}{number}x"
        with one.app_context():
            service, today = db.session.get(Service, service_id), clock.today()
            changed(service, summary=f"A {word}.", ended_on=None, assured_date=today)
            began = time.perf_counter()
        with other.app_context():
            while service_id not in [hit.id for hit in index.find(index.Query(q=word)).hits]:
                assert time.perf_counter() - began < 10, "an edit was never found"
            took.append((time.perf_counter() - began) * 1000)
    return {f"edit seen by {name} p50 ms": percentile(took, 50), f"edit seen by {name} p95 ms": percentile(took, 95)}


def machines(folder: Path, offers: int, edits: int, vectors: Path) -> Figures:
    """The same between two machines with files of their own on one PostgreSQL; {} where there is none.

    `vectors` are those of the same texts: making them again is not what is measured.
    """
    if not postgres.programs():
        return {}
    with ExitStack() as open_until:
        database = open_until.enter_context(postgres.cluster()).format("postgres")
        folders = [open_until.enter_context(data_folder(folder / name, vectors)) for name in ("one", "two")]
        fill(folders[0], database, offers)
        one, other = (machine(data, database) for data in folders)
        found = between(one, other, edits, "another machine")
        for app in (one, other):
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
    return found


@contextmanager
def data_folder(folder: Path, vectors: Path) -> Iterator[Path]:
    """A machine's own files."""
    folder.mkdir(parents=True)
    os.symlink(london(), folder / "postcodes.sqlite")
    if vectors.exists():
        shutil.copytree(vectors, folder / "meaning")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def fill(data: Path, database: str, offers: int) -> None:
    """A database with that many offers."""
    app = create_app(DATA_DIR=data, SQLALCHEMY_DATABASE_URI=database)
    with app.app_context():
        flask_migrate.upgrade()
        result = app.test_cli_runner(catch_exceptions=False).invoke(args=["seed"])
        assert result.exit_code == 0, result.output
        corpus.grow(offers)
        db.session.remove()
        db.engine.dispose()
