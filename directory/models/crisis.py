"""Help in a crisis: the lines shown on the urgent help page, and the phrases that put them above results."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from directory.db import UTCDateTime, db
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


class CrisisProposal(db.Model):
    """What somebody wants a crisis line to say (null: that it goes), until another person has looked at it."""

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    values: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    by_id: Mapped[str] = mapped_column(Uuid(as_uuid=False))
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class CrisisPhrase(db.Model):
    """Words that may mean somebody is in danger. What was typed is never kept."""

    phrase: Mapped[str] = mapped_column(String(120), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(10))
