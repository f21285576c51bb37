"""Signpost in an appointment: areas of life, the list in an address, the sheet to hand over, the week on a wall."""

from flask import Flask

from directory.signposting.views import room


def init_app(app: Flask) -> None:
    """Opens the room."""
    app.register_blueprint(room)
