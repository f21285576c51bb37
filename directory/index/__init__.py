"""Finding: the one door to the search engine. The index is a cache of the database, safe to delete."""

import gc
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Flask, current_app

from directory import clock
from directory.index import changes, choosing, explaining, filters, matching, suggesting
from directory.index.columns import BY_PARAMETER, Calendar
from directory.index.engine import DamagedIndex, split
from directory.index.explaining import Explanation
from directory.index.facts import NamedPlace
from directory.index.known_words import Vocabulary
from directory.index.live import Live
from directory.index.loading import load, still_listed
from directory.index.matching import Found, Hit, WayOut
from directory.index.picture import Snapshot
from directory.index.query import FACETS, PAGE_SIZE, SORTS, WITHIN, Args, Query
from directory.index.reasons import Why
from directory.index.relevance import Asked
from directory.index.sentence import Said
from directory.index.suggesting import alike
from directory.index.tongues import COMMUNITIES
from directory.index.understood import LEVELS, Group
from directory.index.words import SMALL
from directory.places import Place, Unplaced, geocoder, locate
from directory.postcodes import About

__all__ = [
    "FACETS", "LEVELS", "PAGE_SIZE", "SORTS", "WITHIN", "Found", "Hit", "Query", "WayOut", "Why", "alike",
    "areas_of_life", "asked", "best", "calendar", "catch_up", "changes", "explain", "find", "health", "init_app",
    "is_empty", "load", "offers_called", "places", "postcodes_about", "remembered", "seen", "still_listed", "terms",
    "terms_of", "vocabulary", "warm",
]  # fmt: skip


MOST_REMEMBERED = 20_000  # things made of offers; a card is about 2 KB


def init_app(app: Flask) -> None:
    """One index a worker, opened at its first use."""
    app.extensions["index"] = Live(app)
    app.extensions["geocoder"] = geocoder(app.config["GEOCODER"])


def worker() -> Live:
    """This worker's index."""
    found: Live = current_app.extensions["index"]
    return found


def snapshot() -> Snapshot:
    """The snapshot in use, or the first one; it costs no statement, as `find` has just brought it level."""
    held = worker()
    return held.snapshot or catch_up()


def catch_up() -> Snapshot:
    """Brings this worker level with the newest committed change; one statement when nothing has changed."""
    held = worker()
    with held.lock:
        return held.current()


def warm(app: Flask) -> None:
    """Loads everything before workers fork, so that they share it."""
    with app.app_context():
        catch_up()
    # What is loaded stays: the collector need not walk it at every turn, nor copy its pages in every worker.
    gc.collect()
    gc.freeze()


def asked(args: Args, reading: str = "") -> Query:
    """The question an address asks on a page in a language ("" for English), with only codes that exist now."""
    return Query.from_args(args, catch_up().vocabulary.names, reading)


def find(query: Query, named: Sequence[str] = ()) -> Found:
    """The offers that answer a question, a page of twenty, level with the newest committed change.

    `named` are terms (`taxonomy:code`) that the words as a whole are the name of, in the reader's language.
    A damaged text index is made anew from the database and asked again.
    """
    held, said = worker(), taken_apart(query)
    place = placed(query.near or said.near)
    with held.lock:
        try:
            return answer(query, said, held.current(), place, named)
        except DamagedIndex:
            held.forget()
            return answer(query, said, held.current(), place, named)


def taken_apart(query: Query) -> Said:
    """The filters and the place that the words name; a place in its own field wins, and the words keep theirs."""
    return snapshot().grammar.read(query.q, places=not query.near)


def terms_of(query: Query) -> list[tuple[str, str]]:
    """The (facet, code) of our vocabulary that a question names: chosen, said, or just the same as what was said; and
    the borough it is asked from. Nothing else of it, and nobody else is asked where a place is."""
    said, held = taken_apart(query), snapshot()
    groups = held.lexicon.read(said.rest, query.exact, query.reading).groups
    same = [target.partition(":") for group in groups for target, level in zip(group.targets, group.levels, strict=True)
            if level == "same"]  # fmt: skip
    found = [*query.chosen(), *(ask for piece in said.pieces for ask in piece.asks)]
    found += [(BY_PARAMETER.get(kind, kind), code) for kind, colon, code in same if colon]
    place = locate(query.near or said.near, postcodes=worker().postcodes, named=held.gazetteer)
    gss = place.gss if isinstance(place, Place) else None
    found += [("borough", code) for code, its in held.vocabulary.gss.items() if gss and its == gss]
    return [one for one in dict.fromkeys(found) if one[1] in held.vocabulary.names.get(one[0], ())]


def placed(near: str) -> Place | Unplaced | None:
    """Where a search is asked from. Not under the lock: an online geocoder may take two seconds."""
    if not near:
        return None
    asked, held = current_app.extensions["geocoder"], worker()
    return locate(near, postcodes=held.postcodes, named=snapshot().gazetteer, geocoder=asked)


def seen(ids: Iterable[str]) -> list[Hit]:
    """What the index knows of these offers, without any question; level with the newest committed change."""
    held = worker()
    with held.lock:
        return matching.seen(filters.measured(Query(), held.current(), clock.now(), None, Said("")), ids)


def offers_called(typed: str, but: Mapping[str, str]) -> list[str]:
    """Names of offers with a word that begins like what was typed; the caller has caught up.

    Offers with one of the codes in `but` ({facet: code}) and those at an address that is not public are left out.
    """
    return suggesting.offers(snapshot(), typed, but)


def explain(query: Query) -> Explanation:
    """Why the first offers of a search stand where they do, for whoever keeps the directory."""
    held, said = worker(), taken_apart(query)
    place = placed(query.near or said.near)
    with held.lock:
        return explaining.explain(*measured(query, said, held.current(), place), held.meaning)


def answer(
    query: Query, said: Said, current: Snapshot, place: Place | Unplaced | None, named: Sequence[str] = ()
) -> Found:
    """The answer from one snapshot."""
    return matching.answer(*measured(query, said, current, place, named))


def measured(
    query: Query, said: Said, current: Snapshot, place: Place | Unplaced | None, named: Sequence[str] = ()
) -> tuple[filters.Setting, Asked]:
    """A question with all that it depends on, from one snapshot: its setting, and its words understood."""
    understood = current.lexicon.read(said.rest, query.exact, query.reading)
    if said.rest != query.q:  # "in the Catford area": what is left says nothing, but all of it said something
        understood = replace(understood, idle=False)
    if named:
        understood = replace(understood, groups=(Group((), tuple(named)),), corrected="", guessed=())
    store, only_filters = worker().store, bool(said.pieces) and not understood.groups
    text = query.q if only_filters else understood.plain if understood.groups or not said.near else ""
    vector = store.encoder.one(text) if store and text else None
    words = Asked(understood, vector, only_filters, bool(query.q) and not split(query.q), content(said.rest))
    targets = (target.partition(":") for group in understood.groups for target in group.targets)
    audiences = [code for taxonomy, _colon, code in targets if taxonomy == "audiences"]
    spoken = {*understood.tongues, query.reading, *query.language, *said.filters().get("language", ())}
    audiences += [code for tongue in spoken for code in COMMUNITIES.get(tongue, ())]
    return filters.measured(query, current, clock.now(), place, said, audiences, boroughs(place)), words


def boroughs(place: Place | Unplaced | None) -> frozenset[str]:
    """GSS codes of the boroughs a reader who named only a district or a sector may live in."""
    if isinstance(place, Place) and place.precision in ("sector", "district"):
        return worker().postcodes.boroughs(place.name)
    return frozenset()


def best(queries: Sequence[Query], *, week: bool = False, most: int = 5) -> list[Found]:
    """For each question its best offers for somebody in an appointment (choosing.py says the order), `most` or fewer.

    Their words are not read, and `language` puts offers first instead of leaving others out. With `week` only what is
    on within seven days. One statement, however many questions.
    """
    held = worker()
    catch_up()
    places = {one.near: placed(one.near) for one in queries}
    with held.lock:
        current, around = snapshot(), {near: boroughs(place) for near, place in places.items()}
        settings = [
            filters.measured(
                one.but(language=()), current, clock.now(), places[one.near], Said(""), (), around[one.near]
            )
            for one in queries
        ]
        return [
            choosing.best(setting, one.language, week, most) for setting, one in zip(settings, queries, strict=True)
        ]


def content(text: str) -> tuple[str, ...]:
    """The words of a text that are not small, folded."""
    return tuple(word for word in split(text) if word not in SMALL)


def remembered() -> dict[tuple[str, ...], Any]:
    """What pages have made of this snapshot, to look up again; what begins with an offer's id goes when it changes.

    Of offers and terms only, and how far they are from somewhere: nothing a visitor typed may be put there.
    """
    memory = snapshot().memory
    if len(memory) > MOST_REMEMBERED:
        memory.clear()
    return memory


def vocabulary() -> Vocabulary:
    """Names and codes of everything a search can be narrowed by."""
    return snapshot().vocabulary


def terms(facet: str) -> Mapping[str, str]:
    """{code: English name} of a facet."""
    return vocabulary().names[facet]


def areas_of_life() -> Sequence[tuple[str, str, tuple[str, ...]]]:
    """Areas of life as (code, English name, codes of the categories that serve it)."""
    return vocabulary().areas


def places() -> Sequence[NamedPlace]:
    """The named places, in order."""
    return snapshot().places


def is_empty() -> bool:
    """Whether the directory has no offers at all yet."""
    return not snapshot().columns.live.any()


def calendar() -> Calendar:
    """The school terms and bank holidays that sessions are worked out with."""
    return snapshot().calendar


def postcodes_about() -> About:
    """Where the postcode table comes from, its date and its licence lines."""
    return worker().postcodes.about()


def health() -> dict[str, object]:
    """Whether index and database agree (the change number of each), and whether meanings are compared or why not."""
    current, meaning = catch_up(), worker().meaning
    offers = int(current.columns.live.sum())
    return {"index": current.number, "database": changes.newest(), "offers": offers, "meaning": meaning}
