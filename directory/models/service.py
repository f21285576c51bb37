"""An offer: a Service of Open Referral, what it costs, whom it serves, and the states it can be in."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Numeric, String, Text, Uuid
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import quoted_name

from directory import tenure
from directory.db import UTCDateTime, db
from directory.models.columns import Id, Position, Words, owner
from directory.models.contact import Contact, Language, Phone
from directory.models.location import ServiceAtLocation
from directory.models.organization import Funding, Organization, Program
from directory.models.schedule import Schedule
from directory.models.taxonomy import Attribute
from directory.models.translation import Translation


class State(StrEnum):
    """What a reader may expect of an offer today."""

    OPEN = "open"
    PAUSED = "paused"
    ENDED = "ended"


class Service(db.Model):
    """One offer: something a person can go to, call or join."""

    id: Mapped[Id]
    organization_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("organization.id", ondelete="CASCADE"), index=True
    )
    program_id: Mapped[str | None] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("program.id", ondelete="SET NULL"), index=True
    )
    name: Mapped[str] = mapped_column(String(200))
    alternate_name: Mapped[Words]
    description: Mapped[Words]
    url: Mapped[Words]
    email: Mapped[Words]
    status: Mapped[str] = mapped_column(String(20))
    interpretation_services: Mapped[Words]
    application_process: Mapped[Words]
    fees_description: Mapped[Words]
    wait_time: Mapped[Words]
    fees: Mapped[Words]
    accreditations: Mapped[Words]
    eligibility_description: Mapped[Words]
    minimum_age: Mapped[int | None]
    maximum_age: Mapped[int | None]
    assured_date: Mapped[date | None] = mapped_column(index=True)
    assurer_email: Mapped[Words]
    licenses: Mapped[Words]
    alert: Mapped[Words]
    last_modified: Mapped[datetime | None] = mapped_column(UTCDateTime)

    # Ours: an offer needs them and the standard lacks them.
    summary: Mapped[Words]
    not_for: Mapped[Words]
    first_visit: Mapped[Words]
    leaving: Mapped[Words]
    # A reserved word in SQLite that SQLAlchemy does not know of: always quoted.
    returning: Mapped[str | None] = mapped_column(quoted_name("returning", True), Text)
    open_until: Mapped[date | None]
    paused_until: Mapped[date | None]
    ended_on: Mapped[date | None]
    assured_by: Mapped[Words]
    # While not taking new people: the day by which that has to be said again.
    full_until: Mapped[date | None]
    # Ways to reach people (phones, email, url) that were taken off as wrong, until a right one is approved.
    checking: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)

    organization: Mapped[Organization] = relationship(back_populates="services")
    program: Mapped[Program | None] = relationship()
    schedules: Mapped[list[Schedule]] = relationship(
        cascade="all, delete-orphan", order_by="Schedule.position", collection_class=ordering_list("position")
    )
    service_areas: Mapped[list["ServiceArea"]] = relationship(
        cascade="all, delete-orphan", order_by="ServiceArea.position", collection_class=ordering_list("position")
    )
    service_at_locations: Mapped[list[ServiceAtLocation]] = relationship(
        cascade="all, delete-orphan", order_by="ServiceAtLocation.position", collection_class=ordering_list("position")
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
    cost_options: Mapped[list["CostOption"]] = relationship(
        cascade="all, delete-orphan", order_by="CostOption.position", collection_class=ordering_list("position")
    )
    funding: Mapped[list[Funding]] = relationship(
        cascade="all, delete-orphan", order_by="Funding.position", collection_class=ordering_list("position")
    )
    required_documents: Mapped[list["RequiredDocument"]] = relationship(
        cascade="all, delete-orphan", order_by="RequiredDocument.position", collection_class=ordering_list("position")
    )
    attributes: Mapped[list[Attribute]] = relationship(
        cascade="all, delete-orphan", order_by="Attribute.position", collection_class=ordering_list("position")
    )

    translations: Mapped[list[Translation]] = relationship(
        cascade="all, delete-orphan", order_by=(Translation.language, Translation.field)
    )

    def sentence(self) -> str:
        """What it is in one sentence: ours, or the first of the description."""
        if self.summary:
            return self.summary
        text = (self.description or "").strip().split("\n")[0]
        first = text.split(". ")[0]
        return first if first.endswith((".", "!", "?")) or not first else f"{first}."

    def english(self, field: str) -> str:
        """What translations of a field are made from, as it is now; "" where nothing is said."""
        return self.sentence() if field == "summary" else getattr(self, field) or ""

    def state(self, today: date) -> State:
        """Open, paused or ended on a day. A pause with a return date ends on that date; one without lasts."""
        if self.status in ("inactive", "defunct") or (self.ended_on and self.ended_on <= today):
            return State.ENDED
        if self.status == "temporarily closed" and (self.paused_until is None or today < self.paused_until):
            return State.PAUSED
        return State.OPEN

    def codes(self, taxonomy: str) -> list[str]:
        """The vocabulary codes of one taxonomy that hang on this offer, in order; retired ones are left out."""
        terms = (a.taxonomy_term for a in self.attributes if a.is_yes)
        return [term.code for term in terms if term.code and term.taxonomy == taxonomy and not term.retired]

    def all_schedules(self) -> list[Schedule]:
        """Every schedule of the offer: its own and those of its venues."""
        return [*self.schedules, *(s for at in self.service_at_locations for s in at.schedules)]

    def venues(self, today: date, *, coming: bool = False) -> list[ServiceAtLocation]:
        """Where it is on a day, in order; with `coming` also where it will be, never where it was."""
        every = list(self.service_at_locations)
        holds = tenure.standing([at.tenure() for at in every], today, coming=coming)
        return [at for at, stands in zip(every, holds, strict=True) if stands]


class ServiceArea(db.Model):
    """Whom an offer serves by where they live: a borough (extent_type gss) or a neighbourhood by name."""

    id: Mapped[Id]
    service_id: Mapped[str | None] = owner("service")
    name: Mapped[Words]
    description: Mapped[Words]
    extent: Mapped[Words]
    extent_type: Mapped[Words]
    uri: Mapped[Words]
    position: Mapped[Position]


class CostOption(db.Model):
    """One price of an offer."""

    id: Mapped[Id]
    service_id: Mapped[str | None] = owner("service")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    option: Mapped[Words]
    currency: Mapped[Words]
    amount: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    amount_description: Mapped[Words]
    position: Mapped[Position]


class RequiredDocument(db.Model):
    """A paper somebody has to bring."""

    id: Mapped[Id]
    service_id: Mapped[str | None] = owner("service")
    document: Mapped[Words]
    uri: Mapped[Words]
    position: Mapped[Position]
