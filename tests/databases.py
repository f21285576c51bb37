"""Databases for tests: each a copy of a template that is made once a run, on SQLite or on PostgreSQL."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from tests import postgres

Fill = Callable[[str], None]  # gets the URL of a new database and fills it


class Databases:
    """Gives out URLs of databases. `make` turns an earlier template into the next one; `copy` copies one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = itertools.count(1)
        self.templates: dict[str, str] = {}

    def template(self, name: str, fill: Fill, base: str | None = None) -> str:
        """Makes the template `name` on the first call: a copy of `base` (or nothing) that `fill` has worked on."""
        if name not in self.templates:
            url = self.copy(base)
            fill(url)
            self.templates[name] = url
        return name

    def copy(self, template: str | None) -> str:
        """The URL of a fresh database like the template; empty for None."""
        raise NotImplementedError


class SQLite(Databases):
    """A file each."""

    def copy(self, template: str | None) -> str:
        """Copies the file; its write-ahead log was folded in when its last connection closed."""
        path = self.folder / f"{next(self.numbers)}.sqlite"
        if template:
            shutil.copyfile(self.templates[template].removeprefix("sqlite:///"), path)
        return f"sqlite:///{path}"


class PostgreSQL(Databases):
    """A database each in one throw-away cluster; `url` has `{}` for the database's name."""

    def __init__(self, folder: Path, url: str) -> None:
        super().__init__(folder)
        self.url = url
        self.engine = sa.create_engine(url.format("postgres"), isolation_level="AUTOCOMMIT")

    def copy(self, template: str | None) -> str:
        """CREATE DATABASE from a template, which nobody may be connected to."""
        name = f"test_{next(self.numbers)}"
        source = self.templates[template].split("@/")[1].split("?")[0] if template else "template0"
        with self.engine.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {source} STRATEGY file_copy"))
        return self.url.format(name)


@contextmanager
def of_kind(kind: str, folder: Path) -> Iterator[Databases]:
    """The databases of a run: `sqlite` or `postgresql`."""
    if kind == "sqlite":
        yield SQLite(folder)
        return
    with postgres.cluster() as url:
        made = PostgreSQL(folder, url)
        yield made
        made.engine.dispose()
