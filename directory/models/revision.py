"""Keeping offers right: what was done to each, what waits for a steward, and what stewards have yet to see."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.db import UTCDateTime, db
from directory.models.columns import Id, Words
from directory.models.organization import Organization


class Revision(db.Model):
    """One act on one offer, or on what `about` names: who, when, what before and after, why. Nothing changes it and
    nothing follows it away.

    Its numbers have no gap and each holds the hash of the one before, so that a missing or altered row shows
    (directory/revisions.py, the only place that writes it). Names are kept as they were on that day.
    """

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # An offer, or an id made of `about` (directory/revisions.py:subject).
    service_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), index=True)
    # Kind and key of what is no offer: "places:catford", "terms:needs:lonely". None for an offer.
    about: Mapped[str | None] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by_id: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    by_name: Mapped[str] = mapped_column(String(120))
    # partner, steward, admin; or how somebody without signing in did it.
    role: Mapped[str] = mapped_column(String(20))
    act: Mapped[str] = mapped_column(String(20))
    # {field: value}; both have the same fields. The fields are those of directory/listings/shape.py.
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    why: Mapped[Words]
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Waiting(db.Model):
    """What a partner wants a field of an offer to say, until a steward has looked at it; one a field."""

    __table_args__ = (UniqueConstraint("service_id", "field"),)

    id: Mapped[Id]
    service_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("service.id", ondelete="CASCADE"), index=True
    )
    field: Mapped[str] = mapped_column(String(40))
    value: Mapped[Any] = mapped_column(JSON)
    # What the offer said when the first of these words was written.
    made_from: Mapped[Any] = mapped_column(JSON)
    by_id: Mapped[str] = mapped_column(Uuid(as_uuid=False))
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class Draft(db.Model):
    """An offer that is not listed yet: only its editors and stewards see it. Its id becomes that of the offer."""

    id: Mapped[Id]
    organization_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("organization.id", ondelete="CASCADE"), index=True
    )
    # {field: value}, the fields of directory/listings/shape.py; and the tasks that somebody has been through.
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    done: Mapped[list[str]] = mapped_column(JSON)
    by_id: Mapped[str] = mapped_column(Uuid(as_uuid=False))
    by_name: Mapped[str] = mapped_column(String(120))
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    # While it waits for a steward: since when; and what the steward wrote when it was sent back.
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    message: Mapped[Words]

    organization: Mapped[Organization] = relationship()

    @property
    def name(self) -> str:
        """What it will be called."""
        return str(self.values.get("name") or "")


class Unseen(db.Model):
    """A revision by a partner that went live at once and that no steward has looked at yet."""

    number: Mapped[int] = mapped_column(
        ForeignKey("revision.number", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    service_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("service.id", ondelete="CASCADE"), index=True
    )
