"""An example address of every route, so that what must hold everywhere is asked everywhere."""

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from directory import editors
from directory.db import db
from directory.models import Organization, Place, Service


def values(app: Flask) -> dict[str, dict[str, str]]:
    """What goes into the blanks of a route, by the word before the blank: /offers/<slug>."""
    with app.app_context():
        offer = db.session.scalars(select(Service).order_by(Service.slug).limit(1)).one()
        organization = db.session.scalars(select(Organization).order_by(Organization.slug).limit(1)).one()
        group = editors.Editor(offer.organization_id, "", "")
        none = bytes(10)  # the numbers of no revisions
        sent = {use: {"token": editors.token(use, offer.organization_id, group, more=none)}
                for use in ("keep", "undo", "stop")}  # fmt: skip
        place = db.session.scalars(select(Place.slug).order_by(Place.slug).limit(1)).one()
        return {
            "offers": {"slug": offer.slug},
            "o": {"code": offer.code},
            "organisations": {"slug": organization.slug},
            "places": {"slug": place},
            "keep": sent["keep"] | {"service_id": offer.id, "field": "phones", "act": "pause",
                                    "schedule_id": offer.all_schedules()[0].id},
            "undo": sent["undo"],
            "reminders": sent["stop"],
            "logos": {"name": "none"},
        }  # fmt: skip


# Readable only with what an e-mail holds; tests/accounts/test_sign_in.py asks it for all that the others are asked for.
SENT = "/sign-in/link/<token>"
# No page: tests/listings/test_logos.py asks for one.
PICTURE = "/logos/<name>.webp"


def is_public(app: Flask, rule: Rule) -> bool:
    """Whether a route is for visitors: no door stands before it."""
    return not hasattr(app.view_functions[rule.endpoint], "door")


def addresses(app: Flask) -> dict[str, str]:
    """{route template: an address that works} of every route a visitor can read. A route without one is a mistake."""
    blanks = values(app)
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.rule != SENT]
    rules = [rule for rule in rules if is_public(app, rule) and rule.rule != PICTURE]
    return {rule.rule: address(rule, blanks) for rule in rules}


def address(rule: Rule, blanks: dict[str, dict[str, str]]) -> str:
    """The route with its blanks filled in."""
    room = blanks.get(rule.rule.split("/")[1], {})
    missing = rule.arguments - room.keys()
    assert not missing, f"tests/routes.py knows no example for {sorted(missing)} of {rule.rule}"
    built = rule.build({name: room[name] for name in rule.arguments})
    assert built is not None
    return built[1]
