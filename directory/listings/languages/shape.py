"""What an offer says in another language as plain values, read from the nouns and written back to them.

A language is one field of an offer, "in:es": {field: {text, made_from, by_computer, by_name, checked_by}}, or None.
"""

from typing import Any

from directory import clock
from directory.models import Service, Translation

Version = dict[str, Any]
Versions = dict[str, Version]

IN = "in:"
KEPT = ("text", "made_from", "by_computer", "by_name", "checked_by")


def key(tag: str) -> str:
    """The field of an offer in which it says something in a language."""
    return IN + tag


def versions_of(service: Service) -> dict[str, Versions]:
    """{field of a language: what the offer says in it}, for the languages it says anything in."""
    found: dict[str, Versions] = {}
    for one in service.translations:
        found.setdefault(key(one.language), {})[one.field] = {name: getattr(one, name) for name in KEPT}
    return found


def put_versions(service: Service, field: str, versions: Versions | None) -> None:
    """Makes an offer say this and no more in a language; what stays as it is keeps its row."""
    tag, wanted = field.removeprefix(IN), versions or {}
    old = {one.field: one for one in service.translations if one.language == tag}
    for name in old.keys() - wanted.keys():
        service.translations.remove(old[name])
    for name, said in wanted.items():
        row = old.get(name) or Translation(language=tag, field=name)
        if row.service_id is None:
            service.translations.append(row)
        if any(getattr(row, part) != value for part, value in said.items()):
            row.at = clock.now()
        for part, value in said.items():
            setattr(row, part, value)


def version(old: Version | None, text: str, *, english: str, right: bool, by: str, role: str | None) -> Version | None:
    """What a text becomes that somebody has saved: theirs when they have changed it or say that it is `right`.

    What nobody has touched stays as it stood: reading past a text is no check of it.
    """
    if not text:
        return None
    if old and not right and text.split() == old["text"].split():
        return old
    return {"text": text, "made_from": english, "by_computer": False, "by_name": by, "checked_by": role}
