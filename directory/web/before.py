"""What somebody did on the page of ours they came from, as far as its address tells; read once, and kept by nobody."""

from urllib.parse import parse_qsl, urlsplit

from flask import Flask, Response, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import MultiDict

from directory import counts, index, reading
from directory.web.shortlist import CARRIERS, Shortlist

TELLING = ("category", "need", "borough")  # facets that tell a group something
SEARCH, SIGNPOST = "search", "signpost"  # how the paths end of the pages that ask


def init_app(app: Flask) -> None:
    """Counts offers that are added to lists."""
    app.after_request(count_added)


def count_added(response: Response) -> Response:
    """One more for each offer that came onto the list with this page; a database that is away stops nothing."""
    new = added() if request.endpoint in CARRIERS and "o" in request.args and response.status_code == 200 else []
    if new:
        try:
            counts.count_offers(counts.ADDED, reading.codes_there(new))
        except SQLAlchemyError:
            return response
    return response


def page_before() -> tuple[str, MultiDict[str, str]] | None:
    """The last part of its path and what it was asked; None when it was no page of this site.

    Browsers send the address of the page before to the site it is of, and to no other (Referrer-Policy: same-origin).
    """
    try:
        before = urlsplit(request.referrer or "")
    except ValueError:
        return None
    if not before.netloc or before.netloc != request.host:
        return None
    return before.path.rpartition("/")[2], MultiDict(parse_qsl(before.query[:2000]))


def was(name: str) -> bool:
    """Whether the page before is one of this site whose path ends so."""
    page, _asked = page_before() or ("", None)
    return page == name


def led_by() -> list[str]:
    """Terms of our vocabulary (`facet:code`) that the search or the question before this page asked for, each once."""
    page, asked = page_before() or ("", MultiDict())
    if page not in (SEARCH, SIGNPOST):
        return []
    found = [f"{facet}:{code}" for facet, code in index.terms_of(index.asked(asked)) if facet in TELLING]
    areas = {code for code, _name, _served in index.areas_of_life()} if page == SIGNPOST else set()
    return found + [f"area:{code}" for code in dict.fromkeys(asked.getlist("area")) if code in areas]


def added() -> list[str]:
    """The codes, as typed, that the list in this address has and that of the page before had not."""
    before = page_before()
    if before is None:
        return []
    had = {code.lower() for code in Shortlist.of(before[1]).codes}
    return [code for code in Shortlist.of(request.args).codes if code.lower() not in had]
