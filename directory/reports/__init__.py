"""What visitors report: telling that something about an offer is wrong, and what stewards answer."""

from flask import Flask

from directory.reports.views import room


def init_app(app: Flask) -> None:
    """Opens the room."""
    app.register_blueprint(room)
