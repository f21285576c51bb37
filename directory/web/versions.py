"""What a page shows of an offer's own words: in the reader's language when they are there in that, else in English."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from directory import translations
from directory.models import Service, Translation
from directory.models.translation import FIELDS, Standing
from directory.web import language
from directory.web.filters import kept

# How texts of a language stand, in the order in which somebody would look at them.
STANDINGS = {
    Standing.WRITTEN: lazy_gettext("Written by the organisation"),
    Standing.CHECKED: lazy_gettext("Checked"),
    Standing.COMPUTER: lazy_gettext("Translated by a computer, not checked"),
    Standing.OUT_OF_DATE: lazy_gettext("Out of date"),
    None: lazy_gettext("Not translated"),
}

Attributes = Mapping[str, str]
Texts = Mapping[str, "Said"]


@dataclass(frozen=True)
class Said:
    """A text as a page shows it, with the attributes of its element. `note` is how it stands when it is not plain
    English; `other` is then the same in English, or, under English that has changed since, the older version."""

    text: str
    spoken: Attributes = field(default_factory=dict)
    note: str = ""
    other: str = ""
    other_spoken: Attributes = field(default_factory=dict)
    standing: Standing | None = None

    @property
    def label(self) -> str:
        """What has to stand beside it wherever it is shown."""
        return self.note if self.standing is Standing.COMPUTER else ""

    @property
    def block(self) -> Attributes:
        """The attributes of a paragraph of it."""
        return {"dir": "auto", **self.spoken}

    @property
    def inline(self) -> Attributes:
        """The same where the text of an English page needs none."""
        return self.block if self.spoken else {}

    @property
    def printed(self) -> Attributes:
        """The same for what makes PDFs, which does not look at letters to find a direction."""
        return {"dir": "ltr", **self.spoken} if self.spoken else {}

    @property
    def translated(self) -> bool:
        """Whether `text` is in the reader's language, and not the English."""
        return self.standing not in (None, Standing.OUT_OF_DATE)

    @property
    def vouched(self) -> str:
        """What people have written or checked in the reader's language, else the English: for what carries no label."""
        return self.other if self.standing is Standing.COMPUTER else self.text


def texts(services: Sequence[Service]) -> dict[str, Texts]:
    """{offer id: {field: what is shown}}; one statement, none on English pages."""
    known = translations.of(services, language.current().tag)
    return {one.id: {name: said(one.english(name), known[one.id].get(name)) for name in FIELDS} for one in services}


def said(english: str, version: Translation | None) -> Said:
    """One text, given its version in the reader's language. Where the English has gone, the version goes with it."""
    ours = {"lang": language.of_text()} if language.of_text() else {}
    if version is None or not english:
        return Said(english, ours)
    spoken = language.current()
    theirs = {"lang": spoken.tag, "dir": spoken.direction}
    standing = version.standing(english)
    note = told(standing, version.checked_by)
    if standing is Standing.OUT_OF_DATE:
        return Said(english, ours, note, version.text, theirs, standing)
    return Said(version.text, theirs, note, english, ours, standing)


def as_kept(version: Mapping[str, Any]) -> str:
    """A version as a history tells of it: its words, and who made or checked it."""
    made = Translation(**{name: version[name] for name in ("made_from", "by_computer", "checked_by")})
    return f"{version['text']} ({told(made.standing(made.made_from), made.checked_by)})"


def told(standing: Standing, role: str | None) -> str:
    """How a text stands, in words; the role in it is kept."""
    if standing is Standing.CHECKED:
        return _("Checked by: %(role)s", role=kept(role or ""))
    if standing is Standing.OUT_OF_DATE:
        return _("This has changed since it was translated. Read the English.")
    return str(STANDINGS[standing])


def stand(counted: Counter[Standing | None]) -> list[tuple[str, int]]:
    """(how they stand in words, how many) of the texts of a language."""
    return [(str(said), counted[one]) for one, said in STANDINGS.items() if counted[one]]
