"""How Alembic reaches the database: through the running application's own engine and models."""

from typing import Literal

from alembic import context
from alembic.util import CommandError
from flask import current_app
from sqlalchemy import Connection, MetaData
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from directory.db import UTCDateTime


def engine() -> Engine:
    """The engine of the site that is being migrated."""
    return current_app.extensions["migrate"].db.engine


def metadata() -> MetaData:
    """The tables as the models describe them."""
    return current_app.extensions["migrate"].db.metadata


def plain_types(kind: str, value: object, _context: object) -> str | Literal[False]:
    """Writes our own column types as what they are in the database, so old revisions need none of our code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(value, UTCDateTime) else False


def nothing_empty(_context: object, _revision: object, directives: list) -> None:
    """No revision is written when nothing changed."""
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []


def migrate_through(connection: Connection | None) -> None:
    """Runs the revisions on an open connection, or writes their SQL when there is none."""
    context.configure(
        connection=connection,
        url=None if connection is not None else engine().url,
        target_metadata=metadata(),
        render_item=plain_types,
        render_as_batch=True,
        process_revision_directives=nothing_empty,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    migrate_through(None)
else:
    try:
        opened = engine().connect()
    except OperationalError as why:  # whoever waits at a terminal is told in a line
        raise CommandError(f"the database does not answer: {str(why.orig).partition(chr(10))[0]}") from why
    with opened as open_connection:
        migrate_through(open_connection)
