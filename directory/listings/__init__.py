"""Keep it right: the desk of partners, and the queue of stewards."""

from flask import Flask

from directory.listings.dates.views import room as dates
from directory.listings.drafts.views import decisions
from directory.listings.drafts.views import room as drafts
from directory.listings.review.views import room as review
from directory.listings.states.views import room as states
from directory.listings.venues.views import room as venues
from directory.listings.views import room as desk


def init_app(app: Flask) -> None:
    """Opens the room."""
    for part in (desk, states, dates, venues, review, drafts, decisions):
        app.register_blueprint(part)
