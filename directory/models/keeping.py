"""Staying true: which reminder has gone out about what, who wants none, and what visitors report."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Uuid, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.db import UTCDateTime, db
from directory.models.columns import Id, Words
from directory.models.service import Service


class Reminder(db.Model):
    """That an offer reached a step (3, 4, 5, 6 or 12 months) without a confirmation since a day; once for each step.

    It is written into the transaction of the letter, so nobody gets the same one twice.
    """

    service_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("service.id", ondelete="CASCADE"), primary_key=True
    )
    # The last confirmation; for what nobody ever confirmed, three months before the first reminder.
    since: Mapped[date] = mapped_column(primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    # Whether stewards have been told.
    told: Mapped[bool] = mapped_column(default=False, server_default=false())


class NoReminder(db.Model):
    """That somebody wants no reminders about an organisation. `editor_id` is theirs, or its own for its mailbox."""

    organization_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("organization.id", ondelete="CASCADE"), primary_key=True
    )
    editor_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)


class RefusedMailbox(db.Model):
    """A mailbox that the mail server has refused for good; known by a keyed hash of its address."""

    who: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class Report(db.Model):
    """What a visitor says is wrong with an offer. Its address goes once it is answered, or after 90 days."""

    id: Mapped[Id]
    service_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("service.id", ondelete="CASCADE"), index=True
    )
    what: Mapped[str] = mapped_column(String(10))
    words: Mapped[Words]
    email: Mapped[str | None] = mapped_column(String(254))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_by: Mapped[str | None] = mapped_column(String(120))
    answer: Mapped[Words]

    service: Mapped[Service] = relationship()
