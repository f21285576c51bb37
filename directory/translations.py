"""Reads what offers say in other languages than English."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select

from directory.db import db
from directory.models import Service, Translation

ENGLISH = "en"


def of(services: Iterable[Service], language: str) -> dict[str, dict[str, Translation]]:
    """{offer id: {field: translation}} in a language, by the tag of its paths; one statement, none for English."""
    ids, found = [service.id for service in services], defaultdict[str, dict[str, Translation]](dict)
    if language == ENGLISH or not ids:
        return found
    wanted = select(Translation).where(Translation.language == language, Translation.service_id.in_(ids))
    for one in db.session.scalars(wanted):
        found[one.service_id][one.field] = one
    return found
