"""Whole sites for tests: an application with a data folder and a seeded database of its own."""

import os
from collections.abc import Callable
from pathlib import Path

import flask_migrate
from flask import Flask

from directory import create_app
from directory.db import db
from tests import meanings
from tests.client import HouseClient
from tests.databases import Databases
from tests.postcode_table import london

# What a database starts with, and what that is made from.
CHEAP = {"argon2__time_cost": 1, "argon2__memory_cost": 1024, "argon2__parallelism": 1}
BASES = {"empty": None, "words": "empty", "sample": "words"}


class Sites:
    """Makes sites. `databases` gives databases, `folder()` a new empty folder."""

    def __init__(self, databases: Databases, folder: Callable[[], Path]) -> None:
        self.databases = databases
        self.folder = folder
        self.made: list[Flask] = []

    def make(self, like: str = "words", **settings: object) -> Flask:
        """One machine's application, on a database of its own unless SQLALCHEMY_DATABASE_URI says which.

        `like` is what the database starts with: "empty" (tables only), "words" (seeded, no offers) or "sample".
        """
        if "SQLALCHEMY_DATABASE_URI" not in settings:
            settings["SQLALCHEMY_DATABASE_URI"] = self.databases.copy(self.template(like))
        return self.application(**settings)

    def application(self, **settings: object) -> Flask:
        """create_app with a data folder that has the postcode table in it."""
        folder = self.folder()
        os.symlink(london(), folder / "postcodes.sqlite")
        if settings.get("MEANING") != "off":
            meanings.bring(folder)
        standard: dict[str, object] = {
            "TESTING": True,
            "DATA_DIR": folder,
            "SECRET_KEY": "only for tests",
            "SITE_URL": "http://localhost",
            "HELP_PHONE": "020 7946 0000",
            "HELP_EMAIL": "help@example.org",
            "MAIL_AFTER_REQUESTS": False,  # tests take letters to the post themselves
            "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": CHEAP,
        }
        app = create_app(**standard | settings)
        app.test_client_class = HouseClient
        self.made.append(app)
        return app

    def close(self) -> None:
        """Closes every connection; a database cannot be removed, nor copied, while somebody is at it."""
        while self.made:
            disconnect(self.made.pop())

    def template(self, name: str) -> str:
        """Makes the template database of that name, once a run."""
        base = BASES[name]
        return self.databases.template(name, lambda url: self.fill(name, url), self.template(base) if base else None)

    def fill(self, name: str, url: str) -> None:
        """Takes a database one step further, with the commands that `make run` uses."""
        app = self.application(SQLALCHEMY_DATABASE_URI=url, SEED="sample" if name == "sample" else "none")
        with app.app_context():
            if name == "empty":
                flask_migrate.upgrade()
            else:
                result = app.test_cli_runner(catch_exceptions=False).invoke(args=["seed"])
                assert result.exit_code == 0, result.output
        disconnect(app)


def disconnect(app: Flask) -> None:
    """Closes an application's connections, and lets go of what its index holds in memory: a run makes many."""
    if held := app.extensions["index"]:  # a test may have taken it away
        with held.lock:
            if held.snapshot:
                held.snapshot.opened.close()
            held.snapshot = None
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
