"""Named places people search by, and the school terms that sessions follow."""

from datetime import date

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.db import db
from directory.models.columns import Position, Words


class Place(db.Model):
    """A neighbourhood, station or borough with one point (WGS84 degrees) and the borough it lies in."""

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    gss: Mapped[str] = mapped_column(String(9))
    borough: Mapped[str] = mapped_column(String(40))
    latitude: Mapped[float]
    longitude: Mapped[float]
    also: Mapped[list[str]] = mapped_column(JSON, default=list)
    source: Mapped[Words]
    position: Mapped[Position]


class SchoolTerm(db.Model):
    """One stretch of school days, first and last day included."""

    starts: Mapped[date] = mapped_column(primary_key=True)
    ends: Mapped[date]
