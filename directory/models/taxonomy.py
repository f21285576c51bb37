"""What things are called: taxonomies and their terms, the attributes that hang them on nouns, and synonyms."""

from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, Uuid, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.db import db
from directory.models.columns import Id, Position, Words, owner


def term_id(taxonomy: str, code: str = "") -> str:
    """The id of a term of ours, or of a whole list: uuid5 of its name (the rule of seed/vocabulary.json)."""
    return str(uuid5(NAMESPACE_URL, ":".join(part for part in ("taxonomy", taxonomy, code) if part)))


class Taxonomy(db.Model):
    """A named list of terms, our own or another publisher's."""

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(120))
    description: Mapped[Words]
    uri: Mapped[Words]
    version: Mapped[Words]


class TaxonomyTerm(db.Model):
    """One term. Ours are known by (taxonomy, code): the codes never change, the names are translated."""

    __table_args__ = (UniqueConstraint("taxonomy", "code"),)

    id: Mapped[Id]
    taxonomy_id: Mapped[str | None] = owner("taxonomy")
    taxonomy: Mapped[str | None] = mapped_column(String(120))
    code: Mapped[str | None] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[Words]
    parent_id: Mapped[Words]
    language: Mapped[Words]
    term_uri: Mapped[Words]
    # Nobody can choose it or search by it any more; offers keep it, should it be brought back.
    retired: Mapped[bool] = mapped_column(default=False, server_default=false())
    position: Mapped[Position]


class Attribute(db.Model):
    """A term that hangs on a service, a location or an organisation (`link_entity` of the standard)."""

    id: Mapped[Id]
    service_id: Mapped[str | None] = owner("service")
    location_id: Mapped[str | None] = owner("location")
    organization_id: Mapped[str | None] = owner("organization")
    taxonomy_term_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("taxonomy_term.id", ondelete="CASCADE"), index=True
    )
    link_type: Mapped[Words]
    value: Mapped[Words]
    position: Mapped[Position]

    taxonomy_term: Mapped[TaxonomyTerm] = relationship()

    @property
    def is_yes(self) -> bool:
        """Present means yes unless its value says no (three states: yes, no, absent = not known)."""
        return (self.value or "").strip().lower() not in ("no", "false", "0")


class AreaCategory(db.Model):
    """Which categories of offers serve an area of life; stewards edit the mapping."""

    area_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("taxonomy_term.id", ondelete="CASCADE"), primary_key=True
    )
    category_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("taxonomy_term.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[Position]


class Synonym(db.Model):
    """Phrases people type and what they mean, by level (same, narrower, related): `taxonomy:code` targets or
    plain words found in offers. Rows written before there were levels hold a list of targets, all of one level.
    `language` is the one they are typed in, a BCP 47 tag."""

    id: Mapped[Id]
    language: Mapped[str] = mapped_column(String(20), default="en", server_default="en")
    typed: Mapped[list[str]] = mapped_column(JSON)
    means: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    note: Mapped[Words]
    position: Mapped[Position]
