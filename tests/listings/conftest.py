"""The cast of the desk: Ana and Ben work for one group, Cleo for another, Stella is a steward of Lewisham."""

from dataclasses import dataclass

import pytest
from flask import Flask

from directory.db import db
from directory.models import Service, User
from tests.makers import a_service, an_organization
from tests.people import Somebody, a_partner, a_steward, at, value_of


@dataclass
class Cast:
    """Ids rather than nouns: every request begins with a fresh session."""

    service_id: str
    ana: Somebody
    ben: Somebody
    cleo: Somebody
    stella: Somebody

    @property
    def service(self) -> Service:
        """The offer as the database has it now."""
        found = db.session.get(Service, self.service_id)
        assert found
        return found

    @property
    def page(self) -> str:
        """The address of the offer on the desk."""
        return f"/desk/offers/{self.service_id}"

    def change(self, who: Somebody, field: str, value: object, print_: str | None = None):
        """Opens the question, answers it and saves; `print_` of an earlier page to be late."""
        address = f"{self.page}/change/{field}"
        print_ = print_ if print_ is not None else self.print(who, field)
        return who.post(address, {field: value, "print": print_})

    def print(self, who: Somebody, field: str) -> str:
        """What a form about this field carries now."""
        return value_of(who.get(f"{self.page}/change/{field}").text, "print")


@pytest.fixture
def cast(app: Flask) -> Cast:
    """An offer of Lewisham and the people around it."""
    group, other = an_organization(name="Good Neighbours"), an_organization(name="Others")
    service = a_service(
        organization=group, name="Cook together", boroughs=["lewisham"], categories=["cooking-and-food"]
    )
    people: dict[str, User] = {
        "ana": a_partner(group, name="Ana"),
        "ben": a_partner(group, name="Ben"),
        "cleo": a_partner(other, name="Cleo"),
        "stella": a_steward("lewisham", name="Stella"),
    }
    return Cast(service.id, **{name: at(app, user) for name, user in people.items()})
