"""Reads what offers say in other languages than English, and how that stands."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import select

from directory.db import db
from directory.models import Service, Translation
from directory.models.translation import FIELDS, Standing

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


def stands(service: Service, known: Mapping[str, Translation]) -> Counter[Standing | None]:
    """How many texts of an offer stand how in a language, given its translations by field; None: there is none."""
    said = {name: english for name in FIELDS if (english := service.english(name))}
    return Counter(known[name].standing(english) if name in known else None for name, english in said.items())
