"""A search to be taken apart, and what came out of it in words."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Form, StringField

from directory.index.explaining import Explanation, Part, Placed
from directory.places import Place, Unplaced
from directory.stewarding.forms import named_terms

PARTS = {
    "words": lazy_gettext("Words"),
    "meaning": lazy_gettext("Likeness of meaning"),
    "nearness": lazy_gettext("Miles away"),
    "quality": lazy_gettext("How easy it is to go"),
}
LOWER = {
    "paused": lazy_gettext("it is paused"),
    "not confirmed for six months": lazy_gettext("it was not confirmed for 6 months"),
    "access not known": lazy_gettext("its access is not known"),
    "for certain people": lazy_gettext("it is for certain people"),
    "does not fit the filters in the words": lazy_gettext("it does not fit all that the words ask for"),
}


class ExplainForm(Form):
    """A search as a visitor would type it."""

    q = StringField(lazy_gettext("What a visitor types"), filters=[lambda value: (value or "").strip()[:200]])
    near = StringField(lazy_gettext("Near (a postcode or a place)"), filters=[lambda value: (value or "").strip()[:60]])


def told(explained: Explanation) -> dict[str, Any]:
    """What the page shows: how the search was understood, and its first offers part by part."""
    found, names = explained.found, named_terms()
    wishes = [(typed or _("As a whole"), [names.get(one, one) for one in means]) for typed, means in explained.wishes]
    return {
        "total": found.total, "close": found.close, "corrected": found.corrected, "wishes": wishes,
        "place": found.place.name if isinstance(found.place, Place) else "",
        "unplaced": found.place.asked if isinstance(found.place, Unplaced) else "",
        "filters": [f"{facet}: {code}" for piece in found.said.pieces for facet, code in piece.asks],
        "meaning": explained.meaning == "on", "offers": [offer(one) for one in explained.offers],
    }  # fmt: skip


def offer(one: Placed) -> dict[str, Any]:
    """One offer: each part with its rank and score, what puts it lower, and what it comes to."""
    parts = [(str(PARTS[name]), *cell(part)) for name, part in one.parts.items()]
    return {"id": one.id, "name": one.name, "parts": parts, "sum": f"{one.sum:.2f}",
            "lower": [str(LOWER.get(name, name)) for name in one.lower]}  # fmt: skip


def cell(part: Part) -> tuple[str, str]:
    """A rank and a score as digits; nothing where a part says nothing."""
    return ("", "") if part.rank is None else (str(part.rank), f"{part.score:.2f}")
