"""Pictures, in the database so that every machine has them and a backup carries them."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.db import UTCDateTime, db
from directory.models.organization import Organization


class Picture(db.Model):
    """A small WebP picture; its name is made of what is in it (directory/pictures.py)."""

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class LogoProposal(db.Model):
    """The logo a partner wants their organisation to have, until a steward has looked at it."""

    organization_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("organization.id", ondelete="CASCADE"), primary_key=True
    )
    logo: Mapped[str] = mapped_column(String(60))
    by_id: Mapped[str] = mapped_column(Uuid(as_uuid=False))
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UTCDateTime)

    organization: Mapped[Organization] = relationship()
