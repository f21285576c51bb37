"""The list of offers somebody is making: it lives in the address (`o` codes, `d` day made), so nobody has to keep it.

A list that is to take the place of a team's says so (`k`: that one's id, and a print of what it held).
While it is being made, links and forms of the pages that help to make it carry it on.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Flask, Response, g, has_request_context, request

from directory import clock
from directory.index.query import FACETS, MOST_CHOICES, Args, tidy
from directory.web import language

FIRST = date(2020, 1, 1)  # no list is older
MOST = 12  # offers: two sheets of paper, and an address that every mail program keeps whole
CODE = re.compile(r"[A-Za-z0-9-]{1,12}")
KEPT = re.compile(r"[0-9a-f-]{36}\.[0-9a-f]{16}")
# Pages whose links lead on with the list. What is published (canonical addresses, files, feeds) never names them so.
CARRIERS = frozenset(
    ("search.home", "search.results", "search.place", "offers.offer", "offers.organisation",
     "signposting.signpost", "signposting.shortlist", "signposting.handout")
)  # fmt: skip
# What the form behind "Add to list" sends back: all that such a page may have been asked.
ASKED = ("q", "near", "within", *FACETS, "sort", "exact", "page", "area", "sessions")


@dataclass(frozen=True)
class Shortlist:
    """Codes of offers in the order chosen, each once, MOST or fewer; the day it was made; how many did not fit.

    `kept` is the print of the team's list it was made from, "" for none.
    """

    codes: tuple[str, ...] = ()
    made: date | None = None
    beyond: int = 0
    kept: str = ""

    @classmethod
    def of(cls, args: Args) -> "Shortlist":
        """The list an address holds; what cannot be a code or a day that was is left out."""
        typed = [part.strip() for part in args.get("o", "")[:400].split(",")]
        every = tuple(dict.fromkeys(one for one in typed if CODE.fullmatch(one)))
        kept = args.get("k", "") if KEPT.fullmatch(args.get("k", "")) else ""
        return cls(every[:MOST], day(args.get("d", "")), len(every[MOST:]), kept)

    def __bool__(self) -> bool:
        return bool(self.codes)

    @property
    def full(self) -> bool:
        """Whether nothing more fits."""
        return len(self.codes) >= MOST

    @property
    def since(self) -> date:
        """The day it was made; today for a new one."""
        return self.made or clock.today()

    def adding(self, code: str) -> "Shortlist":
        """The same with one more at its end."""
        return self if code in self.codes else replace(self, codes=(*self.codes, code)[:MOST])

    def without(self, code: str) -> "Shortlist":
        """The same with one taken off."""
        return replace(self, codes=tuple(one for one in self.codes if one != code))

    def instead(self, code: str, other: str) -> "Shortlist":
        """The same with another one in the place of one."""
        return replace(self, codes=tuple(dict.fromkeys(other if one == code else one for one in self.codes)))

    def moved(self, code: str, by: int) -> "Shortlist":
        """The same with one moved `by` places; it stops at either end."""
        rest = list(self.without(code).codes)
        rest.insert(max(0, self.codes.index(code) + by), code)
        return replace(self, codes=tuple(rest))

    def only(self, codes: Iterable[str]) -> "Shortlist":
        """The same with these codes in place of its own."""
        return replace(self, codes=tuple(codes)[:MOST], beyond=0)

    @property
    def written(self) -> str:
        """The codes as an address has them."""
        return ",".join(self.codes)

    def args(self) -> dict[str, Any]:
        """For url_for; nothing when the list is empty."""
        return self.shared() | ({"k": self.kept} if self.codes and self.kept else {})

    def shared(self) -> dict[str, Any]:
        """The same for the address that somebody else is given: it tells nothing of the team."""
        return {"o": self.written, "d": self.since.isoformat()} if self.codes else {}


def day(text: str) -> date | None:
    """A day as YYYY-MM-DD on which there were lists, not one to come; None for anything else."""
    try:
        found = date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None
    return found if found and FIRST <= found <= clock.today() else None


def init_app(app: Flask) -> None:
    """Lets links carry the list, tells templates of it, and keeps pages that have one out of caches."""
    app.url_defaults(carry)
    app.after_request(keep_private)
    app.jinja_env.globals.update(shortlist=current, asked_here=asked_here, this_page=this_page)


def current() -> Shortlist:
    """The list in the address of this request."""
    if not has_request_context():
        return Shortlist()
    if "shortlist" not in g:
        g.shortlist = Shortlist.of(request.args)
    found: Shortlist = g.shortlist
    return found


def carry(endpoint: str, values: dict[str, Any]) -> None:
    """Puts the list into a link from one carrier to another; `o=None` in a link leaves it out."""
    if endpoint in CARRIERS and has_request_context() and request.endpoint in CARRIERS and "o" not in values:
        values.update({name: value for name, value in current().args().items() if name not in values})


def asked_here() -> Sequence[tuple[str, str]]:
    """What this page was asked beside the list, for a form that leads back to it."""
    found = [(name, value) for name in ASKED for value in request.args.getlist(name)[:MOST_CHOICES]]
    return [(name, kept) for name, value in found if (kept := tidy(value, 200)[0])]


def this_page() -> str:
    """The path of the page that is read, without its query."""
    return language.address(language.current(), query=False)


def keep_private(response: Response) -> Response:
    """A page with somebody's list is kept by no cache and listed by no search engine."""
    if request.endpoint in CARRIERS and "o" in request.args:
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
    return response
