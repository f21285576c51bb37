"""Help in a crisis: the lines shown on the urgent help page, and the phrases that put them above results."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from directory.db import db
from directory.models.columns import Position, Words


class CrisisLine(db.Model):
    """One way to get help now. `checked_on` stays empty until a named person has checked it with its owner."""

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    action: Mapped[Words]
    number: Mapped[Words]
    tel: Mapped[Words]
    sms_number: Mapped[Words]
    sms_body: Mapped[Words]
    hours: Mapped[Words]
    cost: Mapped[Words]
    for_whom: Mapped[Words]
    group: Mapped[str] = mapped_column(String(20))
    source: Mapped[Words]
    checked_on: Mapped[date | None]
    checked_by: Mapped[Words]
    position: Mapped[Position]


class CrisisPhrase(db.Model):
    """Words that may mean somebody is in danger. What was typed is never kept."""

    phrase: Mapped[str] = mapped_column(String(120), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(10))
