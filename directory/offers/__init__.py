"""Read one: an offer, an organisation, a calendar file."""

from flask import Flask

from directory.offers.views import room, told


def init_app(app: Flask) -> None:
    """Opens the room."""
    app.register_blueprint(room)
    # What a page tells of an offer, for whoever shows one that is not listed yet.
    app.extensions["told"] = told
