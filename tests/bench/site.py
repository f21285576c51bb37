"""The site with two pages more that ask nothing: a page of results written out below the site's header, and as a whole.

The first is what a share is taken of: any page of the site has header, languages and crisis strip to write.
"""

import os
from pathlib import Path

from flask import render_template
from jinja2 import ChoiceLoader, FileSystemLoader

from directory import create_app

STATIC, BARE = "static.html", "bare.html"
MAIN = '<main id="main" tabindex="-1">'

app = create_app()
if "BENCH_FOLDER" in os.environ and app.jinja_loader:
    app.jinja_loader = ChoiceLoader([app.jinja_loader, FileSystemLoader(os.environ["BENCH_FOLDER"])])


@app.get("/bench/static")
def static_page() -> str:
    """The same words and cards in the site's layout, without a search."""
    return render_template(STATIC, swaps=True, discreet=False)


@app.get("/bench/bare")
def bare_page() -> str:
    """The same bytes, and nothing else to do."""
    return render_template(BARE)


def keep(html: str, folder: Path) -> None:
    """Writes a page out as both templates."""
    main = html.partition(MAIN)[2].partition("</main>")[0]
    raw = "{% raw %}" + main + "{% endraw %}"
    (folder / BARE).write_text("{% raw %}" + html + "{% endraw %}")
    (folder / STATIC).write_text('{% extends "layout.html" %}{% block main %}' + raw + "{% endblock %}")
