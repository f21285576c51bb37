"""An e-mail on its way out."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from directory.db import UTCDateTime, db
from directory.models.columns import Id, Words


class Letter(db.Model):
    """An e-mail that has not gone out yet; it is deleted when the mail server has taken it.

    One to "" was written for an address that is not known here, so that it takes as long as any other; it is
    deleted and never sent.
    """

    id: Mapped[Id]
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[Words]
    html: Mapped[Words]
    language: Mapped[str] = mapped_column(String(10))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
    # When to try next; after each failure a little later.
    due_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    # After this it is of no use to anybody, like a link that has run out.
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    # What the mail server or the network said last.
    fault: Mapped[Words]
    # Where whoever gets it can stop the like with one tap of their mail program (RFC 8058).
    unsubscribe: Mapped[Words]
