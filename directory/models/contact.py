"""How to reach somebody: Contact, Phone and Language, each hanging on one of several nouns."""

from sqlalchemy import String
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.db import db
from directory.models.columns import Id, Position, Words, owner


class Contact(db.Model):
    """A role or a person to ask for."""

    id: Mapped[Id]
    organization_id: Mapped[str | None] = owner("organization")
    service_id: Mapped[str | None] = owner("service")
    service_at_location_id: Mapped[str | None] = owner("service_at_location")
    location_id: Mapped[str | None] = owner("location")
    name: Mapped[Words]
    title: Mapped[Words]
    department: Mapped[Words]
    email: Mapped[Words]
    position: Mapped[Position]

    phones: Mapped[list["Phone"]] = relationship(
        cascade="all, delete-orphan", order_by="Phone.position", collection_class=ordering_list("position")
    )


class Phone(db.Model):
    """A phone number as people read it: 020 7946 0123."""

    id: Mapped[Id]
    organization_id: Mapped[str | None] = owner("organization")
    service_id: Mapped[str | None] = owner("service")
    service_at_location_id: Mapped[str | None] = owner("service_at_location")
    location_id: Mapped[str | None] = owner("location")
    contact_id: Mapped[str | None] = owner("contact")
    number: Mapped[str] = mapped_column(String(60))
    extension: Mapped[int | None]
    type: Mapped[Words]
    description: Mapped[Words]
    position: Mapped[Position]

    languages: Mapped[list["Language"]] = relationship(
        cascade="all, delete-orphan", order_by="Language.position", collection_class=ordering_list("position")
    )


class Language(db.Model):
    """A language spoken: ISO 639-1 code, or 639-3 where there is none (bfi British Sign Language)."""

    id: Mapped[Id]
    service_id: Mapped[str | None] = owner("service")
    location_id: Mapped[str | None] = owner("location")
    phone_id: Mapped[str | None] = owner("phone")
    name: Mapped[Words]
    code: Mapped[str | None] = mapped_column(String(10), index=True)
    note: Mapped[Words]
    position: Mapped[Position]
