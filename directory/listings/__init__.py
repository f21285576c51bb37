"""Keep it right: the desk of partners and stewards."""

from flask import Flask

from directory.listings.views import room


def init_app(app: Flask) -> None:
    """Opens the room."""
    app.register_blueprint(room)
