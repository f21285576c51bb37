"""A named list of offers that a team keeps for the people it meets; nothing about any of those people."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.db import db
from directory.models.columns import Id
from directory.models.organization import Organization
from directory.models.user import User


class TeamList(db.Model):
    """Offers in order under a name such as "After discharge, Lewisham North", shared by everybody of one team.

    The team is an organisation, or (without one) the stewards and admins.
    """

    id: Mapped[Id]
    organization_id: Mapped[str | None] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("organization.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(80))
    # Ids of offers; those that are not there any more are told, not dropped.
    offers: Mapped[list[str]] = mapped_column(JSON)
    # Who saved it last, and is asked to look when an offer of it has closed.
    keeper_id: Mapped[str | None] = mapped_column(Uuid(as_uuid=False), ForeignKey("user.id", ondelete="SET NULL"))
    # The day somebody saved it, or said that all of it is still right.
    looked_at: Mapped[date]

    organization: Mapped[Organization | None] = relationship()
    keeper: Mapped[User | None] = relationship()
