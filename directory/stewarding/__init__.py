"""What stewards edit besides offers: words, places, areas of life, crisis lines, programmes and funding."""

from flask import Flask

from directory.stewarding.explain.views import room as explain
from directory.stewarding.languages.views import room as languages
from directory.stewarding.programmes.views import room as programmes
from directory.stewarding.views import room as kinds


def init_app(app: Flask) -> None:
    """Opens the room."""
    for part in (kinds, programmes, explain, languages):
        app.register_blueprint(part)
