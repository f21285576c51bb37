"""Pages that say what this is: urgent help, about, privacy, accessibility."""

from flask import Flask

from directory.content.queries import crisis_lines
from directory.content.views import room


def init_app(app: Flask) -> None:
    """Opens the room."""
    app.register_blueprint(room)
    app.add_template_global(crisis_lines)
