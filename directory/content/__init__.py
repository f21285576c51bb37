"""Pages that say what this is: urgent help, about, privacy, accessibility."""

from flask import Flask

from directory.content.views import room


def init_app(app: Flask) -> None:
    """Opens the room."""
    app.register_blueprint(room)
