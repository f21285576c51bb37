"""One offer, one organisation: page and calendar file."""

from flask import Blueprint

room = Blueprint("offers", __name__)


@room.get("/offers/<slug>")
def offer(slug: str) -> str:
    """An offer's page."""
    return slug


@room.get("/organisations/<slug>")
def organisation(slug: str) -> str:
    """An organisation's page."""
    return slug
