"""The language of a page, through gettext catalogues in translations/."""

from flask import Flask
from flask_babel import Babel, get_locale

from directory.config import ROOT


class Languages(Babel):
    """Flask-Babel with our catalogue folder; every page is in British English until it is asked otherwise."""

    def init_app(self, app: Flask, *args: object, **kwargs: object) -> None:
        """Sets where catalogues lie and gives templates `get_locale`."""
        app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(ROOT / "translations"))
        app.config.setdefault("BABEL_DEFAULT_LOCALE", "en_GB")
        app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Europe/London")
        super().init_app(app, locale_selector=lambda: "en_GB")
        app.jinja_env.globals["get_locale"] = get_locale


babel = Languages()
