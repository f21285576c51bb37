"""Read one: an offer, an organisation, a calendar file."""

from flask import Flask

from directory.offers.views import room


def init_app(app: Flask) -> None:
    """Opens the room."""
    app.register_blueprint(room)
