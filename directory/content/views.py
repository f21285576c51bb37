"""The pages that say what this is, help in a crisis first among them."""

from flask import Blueprint

room = Blueprint("content", __name__)


@room.get("/urgent-help")
def urgent_help() -> str:
    """Help in a crisis."""
    return ""


@room.get("/about")
def about() -> str:
    """What this is."""
    return ""


@room.get("/privacy")
def privacy() -> str:
    """What is kept about a visitor."""
    return ""


@room.get("/accessibility")
def accessibility() -> str:
    """The accessibility statement."""
    return ""


@room.get("/health")
def health() -> str:
    """Whether the site can answer."""
    return ""
