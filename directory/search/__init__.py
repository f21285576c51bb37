"""Find support: home, results, places."""

from flask import Flask

from directory.search.views import room


def init_app(app: Flask) -> None:
    """Opens the room."""
    app.register_blueprint(room)
