"""Who offers help: an Organization, its registrations, and the Programs and Funding that pay for it."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Numeric, String, Uuid
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.db import db
from directory.models.columns import Id, Position, Words, owner
from directory.models.contact import Contact, Phone

if TYPE_CHECKING:
    from directory.models.service import Service


class Organization(db.Model):
    """A charity, community or faith group, or social enterprise that offers services."""

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(200))
    alternate_name: Mapped[Words]
    description: Mapped[Words]
    email: Mapped[Words]
    website: Mapped[Words]
    tax_status: Mapped[Words]
    tax_id: Mapped[Words]
    year_incorporated: Mapped[int | None]
    legal_status: Mapped[Words]
    logo: Mapped[Words]
    uri: Mapped[Words]
    # A parent may be an organisation that is not in this directory, so it is kept as an id only.
    parent_organization_id: Mapped[Words]

    slug: Mapped[str] = mapped_column(String(120), unique=True)

    services: Mapped[list["Service"]] = relationship(back_populates="organization", cascade="all, delete-orphan")
    organization_identifiers: Mapped[list["OrganizationIdentifier"]] = relationship(
        cascade="all, delete-orphan",
        order_by="OrganizationIdentifier.position",
        collection_class=ordering_list("position"),
    )
    funding: Mapped[list["Funding"]] = relationship(
        cascade="all, delete-orphan", order_by="Funding.position", collection_class=ordering_list("position")
    )
    contacts: Mapped[list[Contact]] = relationship(
        cascade="all, delete-orphan", order_by="Contact.position", collection_class=ordering_list("position")
    )
    phones: Mapped[list[Phone]] = relationship(
        cascade="all, delete-orphan", order_by="Phone.position", collection_class=ordering_list("position")
    )
    programs: Mapped[list["Program"]] = relationship(order_by="Program.name")

    @property
    def is_sample(self) -> bool:
        """Whether it is made up to show how the directory works; every sample in seed/ says so in its name."""
        return self.name.strip().lower().startswith("sample")


class OrganizationIdentifier(db.Model):
    """A registration, such as a charity number (scheme GB-CHC)."""

    id: Mapped[Id]
    organization_id: Mapped[str | None] = owner("organization")
    identifier_scheme: Mapped[Words]
    identifier_type: Mapped[Words]
    identifier: Mapped[Words]
    position: Mapped[Position]


class Program(db.Model):
    """A stream of work that several services belong to, or a wave of funding; services end with the grant of theirs."""

    id: Mapped[Id]
    organization_id: Mapped[str | None] = owner("organization")
    name: Mapped[str] = mapped_column(String(200))
    alternate_name: Mapped[Words]
    description: Mapped[Words]

    # Ours: a wave of funding has them and the standard lacks them. Pounds; a GSS code, none for every borough; days.
    funder: Mapped[Words]
    amount: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    gss: Mapped[str | None] = mapped_column(String(9))
    starts: Mapped[date | None]
    ends: Mapped[date | None]


class GrantWarning(db.Model):
    """That both sides were told that an offer ends with its grant on this day; so each is told once."""

    service_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("service.id", ondelete="CASCADE"), primary_key=True
    )
    ends: Mapped[date] = mapped_column(primary_key=True)


class Funding(db.Model):
    """Who pays."""

    id: Mapped[Id]
    organization_id: Mapped[str | None] = owner("organization")
    service_id: Mapped[str | None] = owner("service")
    source: Mapped[Words]
    position: Mapped[Position]
