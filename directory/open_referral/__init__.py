"""Exchange in the words of the standard: imports in (and, later, the feed out)."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to serve yet: the room is used by commands."""
