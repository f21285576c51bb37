"""Gives slugs and short codes, in the caller's transaction: once given, a name is never given to another."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select

from directory import public_names
from directory.db import db
from directory.models import PublicName

NAMED = ("service", "organization")


def names_for(kind: str, id_: str, name: str | None, old: Mapping[str, Any] | None) -> dict[str, str]:
    """The columns `slug` and `code` of a service or the `slug` of an organisation that is called `name` from now on.

    `old` is its row before, None for a new one. Empty when its links stay as they are. A slug it once had is its own
    still (the old link leads on), so a name that comes back brings its slug back.
    """
    if kind not in NAMED or name is None or (old and public_names.slug(old["name"]) == public_names.slug(name)):
        return {}
    found = {"slug": _given(kind, public_names.free_slug(name, lambda slug: _is_anothers(kind, slug, id_)), id_)}
    if kind == "service" and old is None:
        found["code"] = _given("code", public_names.code(id_, lambda code: _is_anothers("code", code, id_)), id_)
    return found


def _holder(kind: str, name: str) -> str | None:
    return db.session.scalar(select(PublicName.entity_id).where(PublicName.kind == kind, PublicName.name == name))


def _is_anothers(kind: str, name: str, id_: str) -> bool:
    return _holder(kind, name) not in (None, id_)


def _given(kind: str, name: str, id_: str) -> str:
    if _holder(kind, name) is None:
        db.session.execute(insert(PublicName).values(kind=kind, name=name, entity_id=id_))
    return name
