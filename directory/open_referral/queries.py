"""What the database knows already and an import may refer to."""

import uuid
from collections.abc import Iterable

from sqlalchemy import select

from directory import withheld
from directory.db import db
from directory.models import Address, Location, PublicName, Taxonomy, TaxonomyTerm
from directory.models.location import Door, door
from directory.nouns import NOUNS, SHARED, Values
from directory.open_referral.shape import Claim, Known

MOST = 500  # values in one statement


def our_id(taxonomy: str, code: str = "") -> str:
    """The id of a list of our vocabulary, or of a term in it (the rule of seed/vocabulary.json)."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, ":".join(part for part in ("taxonomy", taxonomy, code) if part)))


def known() -> Known:
    """Our vocabulary, every publisher's terms, and the ids of all nouns that a record may name by id alone."""
    lists = {name: id_ for id_, name in db.session.execute(select(Taxonomy.id, Taxonomy.name)) if id_ == our_id(name)}
    terms = db.session.execute(
        select(TaxonomyTerm.id, TaxonomyTerm.taxonomy, TaxonomyTerm.code, TaxonomyTerm.name)
    ).all()
    ours = {
        (list_, said): id_ for id_, list_, code, name in terms if list_ in lists for said in (name.lower(), code or "")
    }
    pairs = {(list_, code): id_ for id_, list_, code, _ in terms if list_ and code}
    ids = {noun: frozenset(db.session.scalars(select(NOUNS[noun].model.id))) for noun in SHARED}
    taken = withheld.taken()
    return Known(ours=ours, taxonomies=lists, pairs=pairs, ids=ids, withheld=taken, doors=doors() if taken else {})


def doors() -> dict[str, Door | None]:
    """{venue id: address}."""
    rows = select(Address.location_id, Address.postal_code, Address.address_1, Location.name).join(Location)
    return {str(id_): door(*lines) for id_, *lines in db.session.execute(rows.order_by(Address.position.desc()))}


def rows(noun: str, column: str, values: Iterable[str]) -> dict[str, Values]:
    """{id: row} of a noun's rows whose `column` holds one of `values`."""
    table = NOUNS[noun].model.__table__
    found: dict[str, Values] = {}
    for some in _some(values):
        for row in db.session.execute(select(table).where(table.c[column].in_(some))).mappings():
            found[row["id"]] = dict(row)
    return found


def taken(noun: str, ids: Iterable[str]) -> set[str]:
    """Those of `ids` that a row of this noun has."""
    id_ = NOUNS[noun].model.id
    return {one for some in _some(ids) for one in db.session.scalars(select(id_).where(id_.in_(some)))}


def owned(noun: str, claims: list[Claim]) -> dict[tuple[str, str], dict[str, Values]]:
    """The rows of a noun that hang on each owner now: {(owner's noun, owner's id): {id: row}}."""
    found: dict[tuple[str, str], dict[str, Values]] = {(owner, id_): {} for owner, id_, _, _ in claims}
    for owner in sorted({owner for owner, _, _, _ in claims}):
        link = f"{owner}_id"
        for id_, row in rows(noun, link, (claim[1] for claim in claims if claim[0] == owner)).items():
            found[owner, row[link]][id_] = row
    return found


def _some(values: Iterable[str]) -> list[list[str]]:
    found = sorted(set(values))
    return [found[at : at + MOST] for at in range(0, len(found), MOST)]


def has_never_held_offers() -> bool:
    """Whether no service was ever here: the names of those that are gone stay."""
    return db.session.scalar(select(PublicName.name).where(PublicName.kind == "service").limit(1)) is None
