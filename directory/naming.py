"""Which slug and short code something gets: once given to one, a name is never given to another."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from directory import public_names
from directory.db import db
from directory.models import PublicName

NAMED = ("service", "organization")


def names_for(kind: str, id_: str, name: str | None, old: Mapping[str, Any] | None) -> dict[str, str]:
    """The columns `slug` and `code` of a service or the `slug` of an organisation that is called `name` from now on.

    `old` is its row before, None for a new one. Empty when its links stay as they are. A slug it once had is its own
    still (the old link leads on), so a name that comes back brings its slug back. The act that uses the names keeps a
    PublicName row of each.
    """
    if kind not in NAMED or name is None or (old and public_names.slug(old["name"]) == public_names.slug(name)):
        return {}
    found = {"slug": public_names.free_slug(name, lambda slug: _is_anothers(kind, slug, id_))}
    if kind == "service" and old is None:
        found["code"] = public_names.code(id_, lambda code: _is_anothers("code", code, id_))
    return found


def holder(kind: str, name: str) -> str | None:
    """The id of what this name was given to, ever; None when it is free."""
    return db.session.scalar(select(PublicName.entity_id).where(PublicName.kind == kind, PublicName.name == name))


def _is_anothers(kind: str, name: str, id_: str) -> bool:
    return holder(kind, name) not in (None, id_)
