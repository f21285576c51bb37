"""Names given to the public: slugs and short codes, once given never given to another."""

from sqlalchemy import String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from directory.db import db


class PublicName(db.Model):
    """A slug of a `service` or `organization`, or a `code` of a service; rows outlive what they named."""

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    entity_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), index=True)
