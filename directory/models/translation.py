"""An offer's own words in another language, beside the English they were made from."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, Uuid, false
from sqlalchemy.orm import Mapped, mapped_column

from directory.db import UTCDateTime, db
from directory.models.columns import Id, Position, Words

# What can be put into other languages, in the order pages show it. A name is kept as it is.
FIELDS = ("summary", "description", "first_visit", "eligibility_description", "application_process")


class Standing(StrEnum):
    """What a reader may expect of a text in their language."""

    WRITTEN = "written"  # by the organisation
    CHECKED = "checked"  # by somebody whose role is told
    COMPUTER = "computer"  # made by one, and nobody has looked at it
    OUT_OF_DATE = "out of date"  # the English has changed since


class Translation(db.Model):
    """One text of an offer in one language. How it stands is worked out, never kept, so that it cannot be wrong."""

    __table_args__ = (UniqueConstraint("service_id", "language", "field"),)

    id: Mapped[Id]
    service_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("service.id", ondelete="CASCADE"), index=True
    )
    # As it stands in the paths of our pages: "es", "zh-Hans".
    language: Mapped[str] = mapped_column(String(20), index=True)
    field: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    # What the offer said in English when this was written or last looked at.
    made_from: Mapped[str] = mapped_column(Text)
    by_computer: Mapped[bool] = mapped_column(default=False, server_default=false())
    by_name: Mapped[Words]
    # A role, such as "Spanish-speaking link worker".
    checked_by: Mapped[Words]
    at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # Parts of the standard that are sent in have an order; this one means nothing.
    position: Mapped[Position]

    def standing(self, english: str) -> Standing:
        """How it stands to what the offer says in English now."""
        if self.made_from != english:
            return Standing.OUT_OF_DATE
        if self.by_computer:
            return Standing.COMPUTER
        return Standing.CHECKED if self.checked_by else Standing.WRITTEN
