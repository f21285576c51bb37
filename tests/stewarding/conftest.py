"""A site of its own for each test, as words and places are those of all others; and its people."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.makers import a_service
from tests.people import Somebody, a_partner, a_steward, an_admin, at, value_of


@dataclass
class Desk:
    """Stella and Sid are stewards of all boroughs, Carl of Croydon, Ada is an admin, Ana works for the one offer."""

    app: Flask
    service_id: str
    stella: Somebody
    sid: Somebody
    carl: Somebody
    ada: Somebody
    ana: Somebody

    def save(self, who: Somebody, path: str, **said: object) -> TestResponse:
        """Opens a page, changes some answers of its form and sends it."""
        html = who.get(path).text
        return who.post(path, {**answers(html, path), **said})


def answers(html: str, action: str) -> dict[str, object]:
    """What the form that is sent to `action` holds as it stands on the page."""
    form = html.split(f'action="{action}" method="post"')[1].split("</form>")[0]
    found: dict[str, object] = dict(
        re.findall(r'<input class="nhsuk-input[^>]* name="(\w+)"[^>]* value="([^"]*)"', form)
    )
    found |= dict(re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>([^<]*)</textarea>', form))
    for name, value in re.findall(r'<input[^>]* name="(\w+)" type="radio" value="([^"]*)" checked', form):
        found[name] = value
    for name, value in re.findall(r'<input[^>]* name="(\w+)" type="checkbox" value="([^"]*)" checked', form):
        found.setdefault(name, [])
        found[name] = [*found[name], value]  # type: ignore[misc]
    return found | {name: value_of(form, name) for name in ("print",) if 'name="print"' in form}


@pytest.fixture
def desk(new_app) -> Iterator[Desk]:
    """An offer in Catford, and people."""
    app = new_app()
    with app.app_context():
        service = a_service(name="Pottery together", slug="pottery", boroughs=["lewisham"])
        people = {
            "stella": a_steward(name="Stella"), "sid": a_steward(name="Sid"), "carl": a_steward("croydon", name="Carl"),
            "ada": an_admin(name="Ada"), "ana": a_partner(service.organization, name="Ana"),
        }  # fmt: skip
        yield Desk(app, service.id, **{name: at(app, user) for name, user in people.items()})
