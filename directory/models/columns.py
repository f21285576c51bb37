"""The few kinds of column that every noun is made of."""

from typing import Annotated

from sqlalchemy import Text, Uuid
from sqlalchemy.orm import MappedColumn, mapped_column
from sqlalchemy.schema import ForeignKey

from directory.db import new_id

# An Open Referral id: a UUID, text in Python, native where the database has the type.
Id = Annotated[str, mapped_column(Uuid(as_uuid=False), primary_key=True, default=new_id)]
Words = Annotated[str | None, mapped_column(Text)]
Position = Annotated[int, mapped_column(default=0)]


def owner(table: str) -> MappedColumn[str | None]:
    """A nullable link to the noun a part hangs on; the part goes when its owner goes."""
    return mapped_column(Uuid(as_uuid=False), ForeignKey(f"{table}.id", ondelete="CASCADE"), index=True)
