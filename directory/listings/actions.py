"""Acts on offers by the people who keep them right."""

from directory import clock
from directory.db import db
from directory.index import changes
from directory.models import Service, User


def confirm(service: Service, *, by: User) -> None:
    """Notes that a person says today that everything about an offer is still right."""
    service.assured_date = clock.today()
    service.assured_by = by.name
    changes.record([service.id])
    db.session.commit()
