"""The migrations make the tables the models describe, on both databases, and take them away again."""

import pytest
from sqlalchemy import Column, Integer, inspect, select

from directory.db import db
from directory.models import ChangeCounter


def run(app, *words: str):
    """One flask db command."""
    return app.test_cli_runner().invoke(args=["db", *words])


def tables() -> set[str]:
    """What is in the database besides Alembic's own table."""
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_up_down_and_up_again(new_app):
    app = new_app("empty")
    with app.app_context():
        assert tables() == set(db.metadata.tables)
        assert run(app, "downgrade", "base").exit_code == 0 and tables() == set()
        assert run(app, "upgrade").exit_code == 0 and tables() == set(db.metadata.tables)
        assert db.session.scalars(select(ChangeCounter.number)).all() == [0]


def test_models_and_tables_agree(new_app, monkeypatch):
    app = new_app("empty")
    assert run(app, "check").exit_code == 0
    services = db.metadata.tables["service"]
    services.append_column(Column("forgotten", Integer))
    try:
        assert run(app, "check").exit_code != 0
    finally:
        services._columns.remove(services.c.forgotten)


@pytest.mark.parametrize("word", ["returning", "group"])
def test_a_column_may_be_called_like_a_word_of_sql(new_app, word):
    with new_app("empty").app_context():
        table = next(one for one in db.metadata.tables.values() if word in one.c)
        assert db.session.execute(select(table.c[word])).all() == []
