"""Keep it right: the desk of partners, and the queue of stewards."""

from flask import Flask

from directory.listings.dates.views import room as dates
from directory.listings.logos.views import room as logos
from directory.listings.review.views import room as review
from directory.listings.states.views import room as states
from directory.listings.views import room as desk


def init_app(app: Flask) -> None:
    """Opens the room."""
    for part in (desk, states, dates, review, logos):
        app.register_blueprint(part)
