"""Words for templates: times, phone numbers and web addresses as people read them."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Registers the filters."""
