"""Pictures, in the database so that every machine has them and a backup carries them."""

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.db import db


class Picture(db.Model):
    """A small WebP picture; its name is made of what is in it (directory/pictures.py)."""

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
