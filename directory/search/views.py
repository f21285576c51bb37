"""Find support: the home page, results, and what is on in one place."""

from flask import Blueprint, Response, abort, request
from flask_babel import gettext as _

from directory import index
from directory.counts import NOTHING_FOUND, count
from directory.index import Found, Query
from directory.web import answers, discreet, labels, language, suggestions
from directory.web.cards import found_cards
from directory.web.page import no_store, page

room = Blueprint("search", __name__)

# What the funding is for, in its own words; they stand first.
FIRST_PLACES = 8  # named on the home page before the rest unfold; the areas of the new centre stand first in the list
FIRST_DOORS = ("cooking-and-food", "faith-and-spirituality", "peer-support", "sport-and-movement")


@room.get("/")
def home() -> Response:
    """A search and a few good doors."""
    index.catch_up()
    categories = list(index.terms("category"))
    return page(
        "search/home.html",
        first=[door(code) for code in FIRST_DOORS if code in categories],
        rest=[door(code) for code in categories if code not in FIRST_DOORS],
        areas=[
            {"text": _(name), "url": answers.address(Query(category=served))}
            for _code, name, served in index.areas_of_life()
            if served and name not in index.terms("category").values()  # one name leads to one place
        ],
        places=[place for place in index.places() if place.kind != "borough"],
        boroughs=[place for place in index.places() if place.kind == "borough"],
        first_places=FIRST_PLACES,
    )


def door(code: str) -> dict[str, str]:
    """A category and the search it opens."""
    return {"text": labels.value("category", code), "url": answers.address(Query(category=(code,)))}


@room.get("/search")
def results() -> Response:
    """Offers that answer a question; nothing of it is kept."""
    query = index.asked(request.args, language.reading())
    found = index.find(query, labels.called(query.q) if query.q else ())
    if not found.total:
        count(NOTHING_FOUND)
    return no_store(
        page(
            "search/results.html",
            query=found.query,
            found=found,
            sentence=answers.sentence(found),
            notes=answers.notes(found),
            spelling=answers.spelling(found),
            chips=answers.chips(found),
            clear=answers.address(Query(q=found.said.rest, near=found.query.near)),
            facets=answers.facets(found),
            sorts=answers.sorts(found),
            pages=answers.pages(found),
            **out_of_nothing(found),
            cards=found_cards(found.hits, found.query),
            others=answers.others(found),
            discreet=discreet.search(found),
            swaps=True,
            kept=[pair for pair in found.query.pairs() if pair[0] not in ("q", "near", "exact", "page")],
        )
    )


def out_of_nothing(found: Found) -> dict[str, object]:
    """What search/nothing.html reads."""
    if found.total:
        return {}
    return {
        "ways_out": answers.ways_out(found),
        "doors": [door(code) for code in index.terms("category")],
        "empty": index.is_empty(),
    }


@room.get("/search/suggest")
def suggest() -> Response:
    """Names that begin like what is being typed in one of the two boxes, for its list; nothing of it is kept."""
    typed = Query.from_args(request.args)
    index.catch_up()
    names = suggestions.places(typed.near) if typed.near else suggestions.words(typed.q)
    return no_store(page("search/suggestions.html", names=names))


@room.get("/places/<slug>")
def place(slug: str) -> Response:
    """What is on in and near one named place."""
    index.catch_up()
    here = next((one for one in index.places() if one.slug == slug), None) or abort(404)
    asked = Query(borough=(here.borough,)) if here.kind == "borough" else Query(near=here.name, within=1.0)
    found = index.find(asked)
    return page(
        "search/place.html",
        place=here,
        found=found,
        summary=answers.sentence(found),
        cards=found_cards(found.hits, asked),
        more=answers.address(asked),
        **out_of_nothing(found),
        nearby=[one for one in index.places() if one.borough == here.borough and one.slug != slug],
    )
