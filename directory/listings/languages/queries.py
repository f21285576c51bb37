"""Reads how an offer stands in each language, and a print of what a form about one was made from."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable

from directory.listings.languages.shape import Versions, key, versions_of
from directory.models import Service
from directory.models.translation import FIELDS, Standing


def versions(service: Service, tag: str) -> Versions:
    """{field: version} of an offer in a language."""
    return versions_of(service).get(key(tag), {})


def print_of(service: Service, tag: str) -> str:
    """A short print of what an offer says in a language, and of the English that whoever translates it reads."""
    said = [{name: service.english(name) for name in FIELDS}, versions(service, tag)]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def standings(service: Service, tags: Iterable[str]) -> dict[str, Counter[Standing | None]]:
    """{tag: how many texts stand how}; None for those that nobody has translated."""
    known = {(one.language, one.field): one for one in service.translations}
    said = {name: english for name in FIELDS if (english := service.english(name))}
    return {
        tag: Counter(one.standing(english) if (one := known.get((tag, name))) else None
                     for name, english in said.items())
        for tag in tags
    }  # fmt: skip
