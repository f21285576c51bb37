"""Acts on where an offer is: other times and places, live at once, and an address that is taken from the public."""

from collections.abc import Mapping

from sqlalchemy import delete

from directory import revisions
from directory.db import db, new_id
from directory.listings import queries as desk
from directory.listings.actions import apply, revise
from directory.listings.dates.shape import Values, venue_of, without_address
from directory.listings.shape import values_of
from directory.listings.venues import queries
from directory.models import Accessibility, Address, Attribute, Location, Service, User

PARTS = ("times", "places")


def rearrange(service: Service, values: Values, *, print_: str, by: User) -> None:
    """Makes these the `times` and `places` of an offer; live at once. `print_` is that of the form for both.

    Raises Changed, and saves nothing, when one of the two says something else by now.
    """
    prints = dict(zip(PARTS, print_.split("."), strict=False))
    revise(service, {name: values[name] for name in PARTS if name in values}, prints=prints, by=by)


def hide(service: Service, venue_id: str, *, by: User) -> bool:
    """Takes an address from the public: of this offer and of all others of the organisation that are there.

    They are there whichever venue they have it from, as an import may bring one address twice. What the organisation is
    writing of new offers there says so too, so that approving it brings nothing back.

    The venue becomes another one, without what is said of how to find it, so that nothing of the old one is left to
    be shown; offers of other organisations stay where they are. False when the offer is not at that venue.
    """
    revisions.take_turn()
    old = queries.location(venue_id)
    if old is None or not queries.is_at(service, venue_id):
        db.session.rollback()
        return False
    gone = queries.at_one_address(service.organization_id, old)
    venue = venue_of(old) | {"id": new_id(), "public": False}
    db.session.add(unseen_twin(old, venue, service.organization_id))
    for one in queries.neighbours(service.organization_id, gone):
        values, shown = values_of(one), desk.is_steward(one, by)
        said = without_address({name: values[name] for name in PARTS}, venue_id, venue)
        apply(one, said, "hide", by=by, shown=shown)
    for held in desk.drafts([service.organization_id]):
        held.values = without_address(held.values, venue_id, venue)
    unused = [id_ for id_ in gone if not queries.is_used(id_)]
    db.session.execute(delete(Location).where(Location.id.in_(unused)))
    db.session.commit()
    return True


def unseen_twin(old: Location, venue: Mapping[str, str], organization_id: str) -> Location:
    """A venue like another one, whose address an organisation does not want public; answers about access go with it,
    words do not."""
    addresses = [
        Address(address_1=one.address_1, address_2=one.address_2, city=one.city, postal_code=one.postal_code,
                country=one.country, address_type=one.address_type)
        for one in old.addresses
    ]  # fmt: skip
    answers = [Attribute(taxonomy_term_id=one.taxonomy_term_id, value=one.value) for one in old.attributes]
    return Location(
        id=venue["id"], organization_id=organization_id, location_type=old.location_type, name=old.name,
        address_public=False, addresses=addresses, attributes=answers, accessibility=list[Accessibility](),
        schedules=[],
    )  # fmt: skip
