"""Writing what an offer says in another language: one act, live at once."""

from directory import revisions
from directory.db import db
from directory.listings.actions import Changed, apply
from directory.listings.languages import queries
from directory.listings.languages.forms import Answer
from directory.listings.languages.shape import key, version
from directory.listings.queries import is_steward
from directory.models import Service, User


def translate(service: Service, tag: str, answer: Answer, *, print: str, by: User) -> bool:
    """Makes an offer say this in a language; an empty text takes the version away. Returns whether anything changed.

    Raises Changed, and saves nothing, when the texts or their English are otherwise than on the form (`print`).
    """
    revisions.take_turn()
    if queries.print_of(service, tag) != print:
        db.session.rollback()
        raise Changed([key(tag)])
    old = queries.versions(service, tag)
    made = {
        name: version(old.get(name), text, english=service.english(name), right=name in answer.right, by=by.name,
                      role=answer.role)
        for name, text in answer.texts.items()
    }  # fmt: skip
    said = {name: one for name, one in (old | made).items() if one}
    changed = apply(service, {key(tag): said or None}, "change", by=by, shown=is_steward(service, by))
    db.session.commit()
    return changed
