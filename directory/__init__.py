"""The front door: create_app puts the ground floor and the rooms together."""

import logging

from flask import Flask
from flask_compress import Compress
from flask_migrate import Migrate

from directory import (
    accounts,
    commands,
    config,
    content,
    index,
    language_commands,
    listings,
    mail,
    offers,
    open_referral,
    people_commands,
    reports,
    search,
    signposting,
    steward_commands,
    stewarding,
)
from directory.db import db, engine_options
from directory.web import assets, before, errors, filters, language, page, preferences, security, shortlist, templating

migrate = Migrate(directory=str(config.ROOT / "directory" / "migrations"), render_as_batch=True)
compress = Compress()


class Directory(Flask):
    """Flask with templates that escape everything, whatever the file is called."""

    jinja_options = templating.OPTIONS

    def log_exception(self, exc_info: object) -> None:
        """Says where it broke, never with what: an error's message may hold what somebody typed."""
        errors.log_quietly(exc_info)


def create_app(**settings: object) -> Directory:
    """The application, ready to serve. `settings` win over the environment (see config.py)."""
    app = Directory(__name__, static_folder=None)
    app.config.update(config.settings())
    app.config.update(settings)
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", engine_options(str(app.config["SQLALCHEMY_DATABASE_URI"])))
    app.config.update(
        SECRET_KEY=app.config["SECRET_KEY"] or config.secret_key(app.config["DATA_DIR"]),
        COMPRESS_MIMETYPES=["text/html", "text/calendar", "application/json", "application/xml", "text/plain"],
        COMPRESS_ALGORITHM=["br", "gzip"],
        MAX_CONTENT_LENGTH=1024 * 1024,
    )
    logging.getLogger("directory.access").setLevel(logging.INFO)
    for part in (db, compress, page.htmx, language):
        part.init_app(app)
    migrate.init_app(app, db)
    ground = (security, templating, preferences, shortlist, before, assets, filters, errors, mail, index)
    for part in (*ground, commands, people_commands, steward_commands, language_commands):
        part.init_app(app)
    for room in (search, offers, signposting, open_referral, content, accounts, listings, reports, stewarding):
        room.init_app(app)
    return app
