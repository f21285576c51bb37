"""A search answer in words: what was found, from where it was measured, how to narrow it, and ways out of nothing."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from directory import index
from directory.index import FACETS, SORTS, Found, Query, WayOut
from directory.places import Place, Unplaced
from directory.web import labels, language, when
from directory.web.filters import kept

DISTANCES = (1.0, 2.0, 3.0, 5.0, 10.0)  # miles offered
UNFOLDED = ("category", "access", "day")
MARK = "0-code-0"  # stands for a code, and is none
MOST_VALUES = 15  # of a long facet: the fullest


def address(query: Query, endpoint: str = "search.results") -> str:
    """The address that asks a question; a page has a hundred, so each path is made once for a request."""
    paths = g.setdefault("paths", {})
    path = paths.get(endpoint) or paths.setdefault(endpoint, url_for(endpoint))
    return written(path, query.pairs())


def written(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """A path with what is asked behind it, as `url_for` would write it; the path may carry a list already."""
    asked = urlencode(list(pairs), safe="!$'()*,/:;?@")
    return f"{path}{'&' if '?' in path else '?'}{asked}" if asked else path


def sentence(found: Found) -> str:
    """What was found, in one sentence: "12 offers about cooking within 2 miles of SE4 1"."""
    words, place = found.said.rest, found.place
    if isinstance(place, Place) and found.within:
        values = {"words": kept(words), "within": when.miles_away(found.within), "place": kept(place.name)}
        if words:
            return ngettext(
                "%(num)d offer about %(words)s within %(within)s of %(place)s",
                "%(num)d offers about %(words)s within %(within)s of %(place)s",
                found.total,
                **values,
            )
        return ngettext(
            "%(num)d offer within %(within)s of %(place)s",
            "%(num)d offers within %(within)s of %(place)s",
            found.total,
            **values,
        )
    if words:
        return ngettext(
            "%(num)d offer about %(words)s", "%(num)d offers about %(words)s", found.total, words=kept(words)
        )
    return ngettext("%(num)d offer", "%(num)d offers", found.total)


def place_note(found: Found) -> str:
    """How good the place is: exact, the middle of somewhere, outside the area, or not known."""
    place = found.place
    if isinstance(place, Unplaced):
        if place.reason == "outside":
            return _(
                "%(asked)s is outside our area. These offers are online or by phone, or open to anyone anywhere.",
                asked=kept(place.asked),
            )
        return _("We do not know the place %(asked)s, so this shows the whole area.", asked=kept(place.asked))
    if not place:
        return ""
    parts = []
    if not place.exact:
        parts.append(_("We do not know %(asked)s.", asked=kept(place.asked)))
    if place.precision != "unit":
        parts.append(_("Distances are from the middle of %(place)s.", place=kept(place.name)))
    if place.gss and place.gss not in index.vocabulary().gss.values():
        parts.append(
            _(
                "%(place)s is outside the boroughs we cover, so some offers near you may not be here.",
                place=kept(place.name),
            )
        )
    return " ".join(parts)


def notes(found: Found) -> list[str]:
    """What the reader has to know about how the search was read."""
    said = []
    if found.close and found.total:
        said.append(_("Nothing has these words; these may be close."))
    if found.written and found.total:
        said.append(_("We read your words as %(language)s.", language=labels.language(found.written)))
    if found.query.cut:
        said.append(_("Your search was long, so we used only the first part of it."))
    return [note for note in (*said, place_note(found)) if note]


def spelling(found: Found) -> list[dict[str, str]]:
    """What was searched in place of a misspelling, and what else may be meant, each with a link to the other search."""
    query, said = found.query, []
    if found.corrected:
        said.append(
            {
                "text": _("Showing results for %(words)s", words=kept(found.corrected)),
                "link": _("Search for exactly %(words)s", words=kept(query.q)),
                "url": address(query.but(exact=True)),
            }
        )
    if found.meant not in ("", query.q):
        link = _("Did you mean %(words)s?", words=kept(found.meant))
        said.append({"text": "", "link": link, "url": address(query.but(q=found.meant))})
    return said


def chips(found: Found) -> list[dict[str, str]]:
    """Each choice made, and each filter found in the words, with the address of the same search without it."""
    query = found.query
    made = said_chips(found)
    made += [{"text": named(name, code), "url": address(query.without(name, code))} for name, code in query.chosen()]
    if query.within and (query.near or found.said.near):
        text = _("Within %(distance)s", distance=when.miles_away(query.within))
        made.append({"text": text, "url": address(query.without("within"))})
    return made


def said_chips(found: Found) -> list[dict[str, str]]:
    """The filters and the place that the words name; taking one back takes its words out of the search."""
    query, said = found.query, found.said
    made = [
        {
            "text": language.listed(named(facet, code) for facet, code in piece.asks),
            "url": address(query.but(q=piece.without)),
        }
        for piece in said.pieces
    ]
    if said.near and isinstance(found.place, Place):
        made.append(
            {"text": _("Near %(place)s", place=kept(found.place.name)), "url": address(query.but(q=said.near_without))}
        )
    return made


def named(name: str, code: str) -> str:
    """A value of a facet to stand in a sentence; that of a place is its own name in every language."""
    text = labels.value(name, code)
    return kept(text) if name == "borough" else text


class Choice(NamedTuple):
    """One value to narrow a search by: `url` is the same search with it, or without it when it is `chosen`; `left` how
    many offers stay, "" when each is another search; `lang` its language when it is not the page's."""

    code: str
    text: str
    left: int | str
    chosen: bool
    url: str
    lang: str = ""
    is_name: bool = False


def facets(found: Found) -> list[dict[str, Any]]:
    """Every way to narrow the search, with how many offers each leaves."""
    groups = [facet(found, name) for name in FACETS]
    if isinstance(found.place, Place):
        groups.insert(1, distance_facet(found))
    return [group for group in groups if group["choices"]]


def facet(found: Found, name: str) -> dict[str, Any]:
    """One facet: its chosen values and those that leave something."""
    chosen, names = getattr(found.query, name), labels.values(name)
    counted = [(code, n) for code, n in found.facets.get(name, {}).items() if n or code in chosen]
    if len(counted) > MOST_VALUES:
        fullest = sorted(counted, key=lambda pair: (pair[0] not in chosen, -pair[1]))[:MOST_VALUES]
        counted = [pair for pair in counted if pair in fullest]
    before, after = adding(found.query, name)
    choices = [
        Choice(
            code, names[code].text, number, code in chosen,
            address(found.query.without(name, code)) if code in chosen else f"{before}{code}{after}",
            names[code].lang, name == "borough",
        )
        for code, number in counted
    ]  # fmt: skip
    return {
        "name": name, "title": labels.facet(name), "open": name in UNFOLDED or bool(chosen), "choices": choices,
    }  # fmt: skip


def adding(query: Query, name: str) -> tuple[str, str]:
    """What stands before and after a code in the address that asks for it as well; a code needs no quoting."""
    before, _mark, after = address(query.adding(name, MARK)).partition(MARK)
    return before, after


def distance_facet(found: Found) -> dict[str, Any]:
    """The circles to look in."""
    choices = [
        Choice(
            f"{miles:g}", _("Within %(distance)s", distance=when.miles_away(miles)), "", miles == found.within,
            address(found.query.but(within=miles)),
        )
        for miles in DISTANCES
    ]  # fmt: skip
    return {"name": "within", "title": labels.facet("within"), "open": False, "choices": choices}


def sorts(found: Found) -> list[dict[str, Any]]:
    """The orders there are; nearest only when there is somewhere to measure from."""
    names = {"best": _("best"), "nearest": _("nearest"), "soonest": _("soonest")}
    return [
        {"text": names[sort], "url": address(found.query.but(sort=sort)), "current": sort == found.query.sort}
        for sort in SORTS
        if sort != "nearest" or isinstance(found.place, Place)
    ]


def pages(found: Found) -> dict[str, Any]:
    """Where the reader is in a long list."""
    at = found.query.page
    return {
        "page": at,
        "pages": found.pages,
        "previous": address(found.query.but(page=at - 1)) if at > 1 else "",
        "next": address(found.query.but(page=at + 1)) if at < found.pages else "",
    }


def ways_out(found: Found) -> list[dict[str, str]]:
    """Links out of an empty answer, each saying what it changes and how many it finds."""
    return [{"text": way_words(way, found.query), "url": address(way.query)} for way in found.ways_out]


def way_words(way: WayOut, query: Query) -> str:
    """One way out, in words."""
    if way.dropped == "within":
        distance = when.miles_away(way.query.within or 0)
        return ngettext(
            "Look within %(distance)s: %(num)d offer", "Look within %(distance)s: %(num)d offers", way.total,
            distance=distance,
        )  # fmt: skip
    if way.dropped == "near":
        return ngettext("Look everywhere: %(num)d offer", "Look everywhere: %(num)d offers", way.total)
    if way.dropped == "all":
        return ngettext(
            "Take away place and filters: %(num)d offer", "Take away place and filters: %(num)d offers", way.total
        )
    codes = () if way.dropped == "q" else getattr(query, way.dropped)
    what = language.listed(named(way.dropped, code) for code in codes) or kept(query.q)
    return ngettext(
        "Search without “%(what)s”: %(num)d offer", "Search without “%(what)s”: %(num)d offers", way.total, what=what
    )


def others(found: Found) -> dict[str, Any]:
    """Where on this page the offers begin that do not fit what the words ask for, and how they are called."""
    before = (found.query.page - 1) * index.PAGE_SIZE
    asks = [named(facet, code) for piece in found.said.pieces for facet, code in piece.asks]
    if not asks or found.first >= found.total:
        return {"at": -1, "text": ""}
    return {
        "at": max(found.first - before, 0),
        "text": _("Others, without: %(filters)s", filters=language.listed(asks)),
    }
