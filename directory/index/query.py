"""The visitor's question as a value: read from an address, written back to one, never more than a form could ask."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Protocol, Self

from directory import postcodes

# Parameter of the address: taxonomy of the vocabulary.
TAXONOMIES = {
    "category": "categories",
    "need": "needs",
    "audience": "audiences",
    "faith": "faiths",
    "access": "access",
    "waiting": "waiting",
    "format": "formats",
    "cost": "cost",
    "accessibility": "accessibility",
    "led_by": "led-by",
}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIMES = ("morning", "afternoon", "evening")
FACETS = (*TAXONOMIES, "language", "borough", "day", "time")
SORTS = ("best", "nearest", "soonest")
WITHIN = 3.0  # miles, when a place is given and no distance is
PAGE_SIZE, MOST_PAGES = 20, 40
MOST_LETTERS, MOST_TERMS, MOST_LETTERS_A_TERM = 200, 12, 40
MOST_CHOICES = 30
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class Args(Protocol):
    """What an address holds; Werkzeug's MultiDict is one."""

    def get(self, key: str, default: str) -> str:
        """The first value of a parameter."""

    def getlist(self, key: str) -> list[str]:
        """Every value of a parameter."""


@dataclass(frozen=True)
class Query:
    """What somebody looks for. `within` is in miles; facets hold vocabulary codes; `page` counts from 1;
    `exact` asks for the words as they are typed, misspelt or not; `reading` is the language of the page, which no
    address holds as a parameter."""

    q: str = ""
    near: str = ""
    within: float | None = None
    category: tuple[str, ...] = ()
    need: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    faith: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    format: tuple[str, ...] = ()
    cost: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    led_by: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    borough: tuple[str, ...] = ()
    day: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    sort: str = "best"
    exact: bool = False
    page: int = 1
    cut: bool = False
    reading: str = ""

    @classmethod
    def from_args(cls, args: Args, known: Mapping[str, Iterable[str]] | None = None, reading: str = "") -> Self:
        """The question an address asks; what no form could have sent is dropped, what is too long is cut.

        `known` names the codes there are for each facet; without it any well-formed code is let through.
        """
        q, cut = tidy(args.get("q", ""), MOST_LETTERS)
        # All of it is kept, as danger may stand in the last words of a long sentence; finding reads the first ones.
        words = q.split(" ")
        cut = cut or len(words) > MOST_TERMS or any(len(word) > MOST_LETTERS_A_TERM for word in words)
        near, _cut = tidy(args.get("near", ""), postcodes.LONGEST)
        chosen = {name: codes(args.getlist(name), known and known.get(name, ())) for name in FACETS}
        sort = args.get("sort", "best")
        return cls(
            q=q,
            near=near,
            within=miles(args.get("within", "")),
            sort=sort if sort in SORTS else "best",
            exact=args.get("exact", "") == "1",
            page=page_number(args.get("page", "")),
            cut=cut,
            reading=reading,
            **chosen,
        )

    def but(self, **changes: Any) -> Self:
        """The same question with some parts changed; asking something else starts at page 1 again."""
        return replace(self, **{"page": 1, **changes})

    def adding(self, facet: str, code: str) -> Self:
        """The same question with one more choice."""
        return self.but(**{facet: (*getattr(self, facet), code)})

    def without(self, facet: str, code: str = "") -> Self:
        """The same question with one choice (or the whole part) taken back."""
        value = getattr(self, facet)
        if not isinstance(value, tuple):
            return self.but(**{facet: next(f.default for f in fields(self) if f.name == facet)})
        return self.but(**{facet: tuple(one for one in value if code and one != code)})

    def pairs(self) -> list[tuple[str, str]]:
        """The parts of the address that ask this, in a fixed order, defaults left out."""
        pairs = [("q", self.q), ("near", self.near), ("within", f"{self.within:g}" if self.within else "")]
        pairs += [(name, code) for name in FACETS for code in getattr(self, name)]
        pairs += [("sort", "" if self.sort == "best" else self.sort), ("exact", "1" if self.exact else "")]
        pairs += [("page", "" if self.page == 1 else str(self.page))]
        return [(name, value) for name, value in pairs if value]

    def args(self) -> dict[str, list[str]]:
        """The same for url_for(**query.args())."""
        found: dict[str, list[str]] = {}
        for name, value in self.pairs():
            found.setdefault(name, []).append(value)
        return found

    def chosen(self) -> list[tuple[str, str]]:
        """Every facet choice made, as (facet, code)."""
        return [(name, code) for name in FACETS for code in getattr(self, name)]


def tidy(text: str, most: int) -> tuple[str, bool]:
    """Text in NFC on one line, without control, format or lone surrogate characters, and whether it was cut."""
    cut = len(text) > most
    kept = unicodedata.normalize("NFC", text[: most * 2])
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp", "Zs", "Co", "Cn") else c for c in kept)
    kept = " ".join("".join(c for c in kept if unicodedata.category(c) != "Cf" or c in "\u200c\u200d").split())
    return kept[:most].strip(), cut or len(kept) > most


def codes(values: Iterable[str], known: Iterable[str] | None) -> tuple[str, ...]:
    """Well-formed codes, each once, in the order given."""
    fit = (value for value in list(values)[:MOST_CHOICES] if CODE.fullmatch(value))
    return tuple(dict.fromkeys(value for value in fit if known is None or value in known))


def miles(text: str) -> float | None:
    """A distance from 0.1 to 50 miles, or None."""
    try:
        value = round(float(text[:10]), 1)
    except ValueError:
        return None
    return value if 0.1 <= value <= 50 else None


def page_number(text: str) -> int:
    """A page from 1 to the last one served."""
    plain = text.isascii() and text.isdigit() and len(text) <= 4
    return min(max(int(text), 1), MOST_PAGES) if plain else 1
