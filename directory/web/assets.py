"""Static files: built ones with a hash in their name, served by WhiteNoise for a year."""

import json
import re
from pathlib import Path
from typing import Any

from flask import Flask, send_file
from whitenoise import WhiteNoise

from directory.web.security import headers

STATIC = Path(__file__).resolve().parent.parent / "static"
HASHED = re.compile(r"\.[0-9a-f]{8,}\.\w+$")


class Files(WhiteNoise):
    """Files to read; any other method is answered by the site itself, with its headers and its words."""

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Answers one request (PEP 3333)."""
        reads = environ["REQUEST_METHOD"] in ("GET", "HEAD")
        return (super().__call__ if reads else self.application)(environ, start_response)


def init_app(app: Flask) -> None:
    """Serves directory/static and gives templates `asset(name)`, the address of the current version."""
    manifest = STATIC / "manifest.json"
    names: dict[str, str] = json.loads(manifest.read_text()) if manifest.exists() else {}
    secure = str(app.config["SITE_URL"]).startswith("https:")

    def add_headers(found: dict[str, str], _path: str, _url: str) -> None:
        for name, value in headers(secure).items():
            found[name] = value

    app.wsgi_app = Files(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(STATIC) if STATIC.exists() else None,
        prefix="static/",
        allow_all_origins=False,
        immutable_file_test=lambda _path, url: bool(HASHED.search(url)),
        add_headers_function=add_headers,
    )
    app.jinja_env.globals["logo"] = serve_logo(app) if app.config["LOGO"] else ""
    app.jinja_env.globals["asset"] = lambda name: f"/static/{names.get(name, name)}"


def text(name: str) -> str:
    """The current version of a built file, as text. Raises OSError when it was not built."""
    names: dict[str, str] = json.loads((STATIC / "manifest.json").read_text())
    return (STATIC / names[name]).read_text()


def serve_logo(app: Flask) -> str:
    """Serves the picture file that LOGO names in place of our own mark; returns its address."""
    picture = Path(str(app.config["LOGO"]))
    app.add_url_rule("/logo", "logo", lambda: send_file(picture, max_age=86400))
    return "/logo"
