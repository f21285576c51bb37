"""What the database knows already and an import may refer to."""

import uuid

from sqlalchemy import select

from directory.db import db
from directory.models import Taxonomy, TaxonomyTerm
from directory.open_referral.forms import Known
from directory.open_referral.shape import NOUNS, SHARED


def our_id(taxonomy: str, code: str = "") -> str:
    """The id of a list of our vocabulary, or of a term in it (the rule of seed/vocabulary.json)."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, ":".join(part for part in ("taxonomy", taxonomy, code) if part)))


def known() -> Known:
    """Our vocabulary, every publisher's terms, and the ids of all nouns that a record may name by id alone."""
    lists = {name: id_ for id_, name in db.session.execute(select(Taxonomy.id, Taxonomy.name)) if id_ == our_id(name)}
    terms = db.session.execute(
        select(TaxonomyTerm.id, TaxonomyTerm.taxonomy, TaxonomyTerm.code, TaxonomyTerm.name)
    ).all()
    ours = {(list_, said): id_ for id_, list_, code, name in terms if list_ in lists for said in (name.lower(), code)}
    pairs = {(list_, code): id_ for id_, list_, code, _ in terms if list_ and code}
    ids = {noun: frozenset(db.session.scalars(select(NOUNS[noun].model.id))) for noun in SHARED}
    return Known(ours=ours, taxonomies=lists, pairs=pairs, ids=ids)
