"""Where: a Location with its addresses and access, and the ServiceAtLocation that joins an offer to it."""

from sqlalchemy import ForeignKey, String, Uuid, true
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory import tenure
from directory.db import db
from directory.models.columns import Id, Position, Words, owner
from directory.models.contact import Contact, Language, Phone
from directory.models.schedule import Schedule
from directory.models.taxonomy import Attribute

Door = tuple[str, str]  # what tells an address from others


def door(postal_code: str | None, street: str | None, name: str | None) -> Door | None:
    """What two records of one address share, however it is written: postcode, and number and street or else a name.

    None without a postcode.
    """
    post, line = ("".join(filter(str.isalnum, (said or "").casefold())) for said in (postal_code, street or name))
    return (post, line) if post else None


class Location(db.Model):
    """A venue; several offers may share it. Degrees are WGS84."""

    id: Mapped[Id]
    location_type: Mapped[str] = mapped_column(String(10))
    organization_id: Mapped[Words]
    url: Mapped[Words]
    name: Mapped[Words]
    alternate_name: Mapped[Words]
    description: Mapped[Words]
    transportation: Mapped[Words]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    external_identifier: Mapped[Words]
    external_identifier_type: Mapped[Words]

    # Ours: a refuge's address is known to us and shown nowhere, nor are its distance and its point.
    address_public: Mapped[bool] = mapped_column(default=True, server_default=true())

    addresses: Mapped[list["Address"]] = relationship(
        cascade="all, delete-orphan", order_by="Address.position", collection_class=ordering_list("position")
    )
    accessibility: Mapped[list["Accessibility"]] = relationship(
        cascade="all, delete-orphan", order_by="Accessibility.position", collection_class=ordering_list("position")
    )
    languages: Mapped[list[Language]] = relationship(
        cascade="all, delete-orphan", order_by="Language.position", collection_class=ordering_list("position")
    )
    phones: Mapped[list[Phone]] = relationship(
        cascade="all, delete-orphan", order_by="Phone.position", collection_class=ordering_list("position")
    )
    contacts: Mapped[list[Contact]] = relationship(
        cascade="all, delete-orphan", order_by="Contact.position", collection_class=ordering_list("position")
    )
    schedules: Mapped[list[Schedule]] = relationship(
        cascade="all, delete-orphan", order_by="Schedule.position", collection_class=ordering_list("position")
    )
    attributes: Mapped[list[Attribute]] = relationship(
        cascade="all, delete-orphan", order_by="Attribute.position", collection_class=ordering_list("position")
    )

    def answers(self) -> dict[str, bool]:
        """What is known of access here: {code: yes or no}. A code that is absent is not known."""
        terms = ((a.taxonomy_term, a.is_yes) for a in self.attributes)
        return {term.code: yes for term, yes in terms if term.code and term.taxonomy == "accessibility"}

    def door(self) -> Door | None:
        """What tells its first address from others; None without a postcode."""
        return door(self.addresses[0].postal_code, self.addresses[0].address_1, self.name) if self.addresses else None


class Address(db.Model):
    """A postal or physical address of a location."""

    id: Mapped[Id]
    location_id: Mapped[str | None] = owner("location")
    attention: Mapped[Words]
    address_1: Mapped[Words]
    address_2: Mapped[Words]
    city: Mapped[Words]
    region: Mapped[Words]
    state_province: Mapped[Words]
    postal_code: Mapped[Words]
    country: Mapped[Words]
    address_type: Mapped[Words]
    position: Mapped[Position]

    def lines(self) -> list[str]:
        """The parts a person writes on an envelope, one a line, town and postcode last."""
        parts = (self.attention, self.address_1, self.address_2, self.city, self.postal_code)
        return [part for part in parts if part]


class Accessibility(db.Model):
    """Access told in words (the yes, no and not known of the vocabulary are attributes of the location)."""

    id: Mapped[Id]
    location_id: Mapped[str | None] = owner("location")
    description: Mapped[Words]
    details: Mapped[Words]
    url: Mapped[Words]
    position: Mapped[Position]


class ServiceAtLocation(db.Model):
    """One offer at one venue, with the times it is on there."""

    id: Mapped[Id]
    service_id: Mapped[str | None] = owner("service")
    location_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("location.id", ondelete="CASCADE"), index=True
    )
    description: Mapped[Words]
    position: Mapped[Position]

    location: Mapped[Location] = relationship()
    schedules: Mapped[list[Schedule]] = relationship(
        cascade="all, delete-orphan", order_by="Schedule.position", collection_class=ordering_list("position")
    )
    phones: Mapped[list[Phone]] = relationship(
        cascade="all, delete-orphan", order_by="Phone.position", collection_class=ordering_list("position")
    )
    contacts: Mapped[list[Contact]] = relationship(
        cascade="all, delete-orphan", order_by="Contact.position", collection_class=ordering_list("position")
    )

    def tenure(self) -> tenure.Tenure:
        """From when until when the offer is here."""
        return tenure.tenure((one.valid_from, one.valid_to) for one in self.schedules)
