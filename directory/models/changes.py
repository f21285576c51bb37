"""What changed, as numbers every machine can follow, and the daily totals that keep no words."""

from datetime import date

from sqlalchemy import String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from directory.db import db


class ChangeCounter(db.Model):
    """One row: the number of the newest change. Its row lock puts writers in line, so numbers commit in order."""

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]


class Change(db.Model):
    """Change `number` touched this service; a null service means everything (words, places, terms)."""

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    service_id: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))


class DailyCount(db.Model):
    """How often something happened on a day, or in the month that begins then (directory/counts.py says what of which);
    `key` is a code of our own, never what was typed."""

    day: Mapped[date] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    number: Mapped[int]
