"""Keep it right: the desk of partners, the queue of stewards, and reminders with a link that needs no sign-in."""

from flask import Flask

from directory.listings.calls.views import room as calls
from directory.listings.dates.views import room as dates
from directory.listings.drafts.views import decisions
from directory.listings.drafts.views import room as drafts
from directory.listings.keeping.views import room as keeping
from directory.listings.languages.views import room as languages
from directory.listings.learning.views import room as learning
from directory.listings.logos.views import room as logos
from directory.listings.review.views import room as review
from directory.listings.states.views import room as states
from directory.listings.venues.views import room as venues
from directory.listings.views import room as desk


def init_app(app: Flask) -> None:
    """Opens the room."""
    for part in (desk, states, dates, venues, review, drafts, decisions, calls, keeping, learning, logos, languages):
        app.register_blueprint(part)
