"""Loads the words people search by into an empty database: vocabulary, synonyms, places and school terms.

Once they are there people review and edit them, so nothing here overwrites a table that holds anything.
"""

import csv
import json
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select

from directory.db import db
from directory.index import LEVELS, changes
from directory.models import AreaCategory, Place, SchoolTerm, Synonym, Taxonomy, TaxonomyTerm
from directory.models.taxonomy import term_id
from directory.schedules import term_ranges

FIRST_OF_A_LANGUAGE = 10_000  # more rows than one language has: its rows follow those of the one before


def load_words(folder: Path) -> list[str]:
    """Fills what is still empty from the files in `folder`, in one transaction; returns what was loaded, by name."""
    changes.record([])  # the lock first: two machines may start on one empty database at once
    loaded = []
    for name, model, rows in (
        ("vocabulary", Taxonomy, vocabulary),
        ("synonyms", Synonym, synonyms),
        ("places", Place, places),
        ("school terms", SchoolTerm, school_terms),
    ):
        if not _holds_any(model):
            for _, some in groupby(rows(folder), key=type):
                db.session.add_all(some)
                db.session.flush()  # kind by kind: what a row points at is there before it
            loaded.append(name)
    if languages := add_languages(folder):
        loaded.append(f"words of {len(languages)} other languages")
    if loaded:
        changes.record([None])
    db.session.commit()
    return loaded


def _holds_any(model: Any) -> bool:
    """Whether a table holds anything; of taxonomies only our own count, as imports bring those of others."""
    wanted = select(model.__table__.primary_key.columns[0]).limit(1)
    if model is Taxonomy:
        wanted = wanted.where(Taxonomy.id == term_id("categories"))
    return db.session.execute(wanted).first() is not None


def vocabulary(folder: Path) -> list[Any]:
    """Our taxonomies with their terms, in the order of the file, and which categories serve an area of life."""
    said = json.loads((folder / "vocabulary.json").read_text("utf-8"))
    found: list[Any] = [
        Taxonomy(id=term_id(name), name=name, description=f"{name.replace('-', ' ').capitalize()}: words of our own.")
        for name in said["taxonomies"]
    ]
    for taxonomy, terms in said["taxonomies"].items():
        found += [_term(taxonomy, code, name, at) for at, (code, name) in enumerate(terms.items())]
    for area, categories in said["areas_of_life_to_categories"].items():
        found += [
            AreaCategory(area_id=term_id("areas-of-life", area), category_id=term_id("categories", code), position=at)
            for at, code in enumerate(categories)
        ]
    return found


def _term(taxonomy: str, code: str, name: str, position: int) -> TaxonomyTerm:
    return TaxonomyTerm(
        id=term_id(taxonomy, code),
        taxonomy_id=term_id(taxonomy),
        taxonomy=taxonomy,
        code=code,
        name=name,
        description=name,
        position=position,
    )


def synonyms(folder: Path) -> list[Synonym]:
    """What people type and what it means, a row each: typed, a column a level (all parted by "; ") and a note."""
    with (folder / "synonyms.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if (row["typed"] or "").strip()]
    return [
        Synonym(
            id=str(uuid5(NAMESPACE_URL, f"synonym:{row['typed']}")),
            typed=_several(row["typed"]),
            means={level: _several(row[level]) for level in LEVELS},
            note=(row["note"] or "").strip() or None,
            position=at,
        )
        for at, row in enumerate(rows)
    ]


def add_languages(folder: Path) -> list[str]:
    """Adds what people type in languages that no words are known of yet, from `words/<language>.csv`; which they are.

    A row each: what is meant, and the phrases that mean it, parted by "; ".
    """
    known = set(db.session.scalars(select(Synonym.language).distinct()))
    files = [path for path in sorted((folder / "words").glob("*.csv")) if path.stem not in known]
    for number, path in enumerate(files, 1):
        with path.open(encoding="utf-8-sig", newline="") as file:
            db.session.add_all(
                Synonym(
                    id=str(uuid5(NAMESPACE_URL, f"synonym:{path.stem}:{row['target']}")),
                    language=path.stem,
                    typed=_several(row["typed"]),
                    means={"same": [row["target"]]},
                    position=number * FIRST_OF_A_LANGUAGE + at,
                )
                for at, row in enumerate(csv.DictReader(file))
            )
    return [path.stem for path in files]


def _several(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(";") if part.strip()]


def places(folder: Path) -> list[Place]:
    """Neighbourhoods, stations and boroughs."""
    rows = json.loads((folder / "places.json").read_text("utf-8"))
    return [Place(**row, position=at) for at, row in enumerate(rows)]


def school_terms(folder: Path) -> list[SchoolTerm]:
    """The stretches of school days."""
    rows = json.loads((folder / "term_dates.json").read_text("utf-8"))["terms"]
    return [
        SchoolTerm(starts=first, ends=last) for first, last in term_ranges((row["from"], row["to"]) for row in rows)
    ]
