"""What the database says of words: the names of facet codes, what typed words mean, school terms and bank holidays."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import aliased

from directory import clock, schedules
from directory.db import db
from directory.index import facts
from directory.index.columns import Calendar, Codes
from directory.index.facts import NamedPlace
from directory.index.foreign import Foreign
from directory.index.query import DAYS, TAXONOMIES, TIMES
from directory.index.understood import LEVELS
from directory.index.words import Lexicon
from directory.models import AreaCategory, CrisisPhrase, Language, SchoolTerm, Synonym, TaxonomyTerm

AREA, CATEGORY = aliased(TaxonomyTerm), aliased(TaxonomyTerm)
SERVED_BY = (
    select(AREA.code, CATEGORY.code)
    .select_from(AreaCategory)
    .join(AREA, AREA.id == AreaCategory.area_id)
    .join(CATEGORY, CATEGORY.id == AreaCategory.category_id)
    .order_by(AreaCategory.position)
)

ENGLISH = "en"
# As JSON: what has not changed need not be understood again.
ROWS = select(Synonym.language, cast(Synonym.typed, Text), cast(Synonym.means, Text)).order_by(
    Synonym.position, Synonym.id
)
DANGERS = select(CrisisPhrase.phrase, CrisisPhrase.kind).order_by(CrisisPhrase.phrase)
OURS, ABROAD = ROWS.where(Synonym.language == ENGLISH), ROWS.where(Synonym.language != ENGLISH)

Rows = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Phrases:
    """What people type, as the database has it: (language, phrases, meanings) in English and not, (phrase, danger)."""

    ours: Rows
    abroad: Rows
    crisis: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Vocabulary:
    """Names of facet codes and who they are, as the database has them now."""

    names: Mapping[str, Mapping[str, str]]  # {facet: {code: English name}}
    gss: Mapping[str, str]  # {borough code: GSS code}
    slugs: Mapping[str, str]  # {borough code: place slug}
    areas: Sequence[tuple[str, str, tuple[str, ...]]] = ()  # of life: code, name, categories


def same(one: Vocabulary, other: Vocabulary) -> bool:
    """Whether two vocabularies say the same in the same order, which is that of columns and filters."""
    return one == other and all(list(names) == list(other.names[facet]) for facet, names in one.names.items())


def read_calendar() -> Calendar:
    """This moment, the school terms and the bank holidays."""
    terms = db.session.execute(select(SchoolTerm.starts, SchoolTerm.ends).order_by(SchoolTerm.starts)).all()
    return Calendar(clock.now(), tuple((first, last) for first, last in terms), schedules.bank_holidays())


def read_vocabulary() -> Vocabulary:
    """Every facet's codes and names."""
    rows = db.session.execute(
        select(TaxonomyTerm.taxonomy, TaxonomyTerm.code, TaxonomyTerm.name)
        .where(~TaxonomyTerm.retired)
        .order_by(TaxonomyTerm.position)
    ).all()
    names: dict[str, dict[str, str]] = {
        facet: {code: name for kind, code, name in rows if kind == taxonomy and code}
        for facet, taxonomy in TAXONOMIES.items()
    }
    spoken = select(Language.code, Language.name).where(Language.service_id.is_not(None), Language.code.is_not(None))
    languages = db.session.execute(spoken.order_by(Language.name)).all()
    names["language"] = {code: name or code for code, name in languages if code}
    boroughs = [place for place in facts.places() if place.kind == "borough"]
    names["borough"] = {place.borough: place.name for place in boroughs}
    served = db.session.execute(SERVED_BY).all()
    areas = [
        (code, name, tuple(category for area, category in served if area == code and category))
        for kind, code, name in rows
        if kind == "areas-of-life" and code
    ]
    return Vocabulary(
        names | {"day": dict.fromkeys((*DAYS, "today"), ""), "time": dict.fromkeys(TIMES, "")},
        {place.borough: place.gss for place in boroughs},
        {place.borough: place.slug for place in boroughs},
        areas,
    )


def codes_of(vocabulary: Vocabulary) -> Codes:
    """The columns of a vocabulary; boroughs are known by their GSS code, as venues and areas are."""
    known = {facet: list(vocabulary.names[facet]) for facet in (*TAXONOMIES, "language")}
    return Codes.of(known | {"borough": list(vocabulary.gss.values())})


def read_phrases() -> Phrases:
    """Synonyms and crisis phrases as the database has them."""
    ours, abroad, crisis = (tuple(map(tuple, db.session.execute(rows))) for rows in (OURS, ABROAD, DANGERS))
    return Phrases(ours, abroad, crisis)


@lru_cache(maxsize=2)
def foreign(rows: Rows) -> Foreign:
    """What is known of the words of other languages; kept, as few changes touch them."""
    told = ((code, *read(typed, means)) for code, typed, means in rows)
    return Foreign((code, typed, {target: level for level in LEVELS for target in means.get(level, ())})
                   for code, typed, means in told)  # fmt: skip


@lru_cache(maxsize=10_000)
def ours(typed: str, means: str) -> tuple[list[str], dict[str, list[str]]]:
    """A row in English; kept, as all are read when one changes."""
    return read(typed, means)


def read(typed: str, means: str) -> tuple[list[str], dict[str, list[str]]]:
    """The phrases of a row and what they mean by level, out of JSON."""
    told = json.loads(means)
    return json.loads(typed), told if isinstance(told, dict) else {"same": told}


def lexicon_of(
    phrases: Phrases,
    vocabulary: Vocabulary,
    places: Sequence[NamedPlace],
    words: Mapping[str, int],
    is_word: Callable[[str], bool],
    former: Lexicon | None = None,
) -> Lexicon:
    """Synonyms, terms, crisis phrases and the words of offers with their counts, ready to read searches."""
    synonyms = [ours(typed, means) for _code, typed, means in phrases.ours]
    terms = [
        (f"{TAXONOMIES.get(facet, facet)}:{code}", name)
        for facet in (*TAXONOMIES, "language")
        for code, name in vocabulary.names[facet].items()
    ]
    names = [name for place in places for name in (place.name, *place.also)]
    return Lexicon(synonyms, terms, phrases.crisis, words, names, is_word, foreign(phrases.abroad), former)
