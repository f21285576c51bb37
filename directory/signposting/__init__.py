"""Signpost in an appointment: areas of life, the list in an address, the sheet to hand over, lists that teams keep."""

from flask import Flask

from directory.signposting.sending.views import room as sending
from directory.signposting.team.views import room as team
from directory.signposting.views import room


def init_app(app: Flask) -> None:
    """Opens the room."""
    for part in (room, sending, team):
        app.register_blueprint(part)
