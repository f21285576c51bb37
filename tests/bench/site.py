"""The site with one page more: a page of results as it once was, written out in a template that asks nothing."""

import os
from pathlib import Path

from flask import render_template
from jinja2 import ChoiceLoader, FileSystemLoader

from directory import create_app

FOLDER = Path(os.environ["BENCH_FOLDER"])
PAGE = "static.html"

app = create_app()
assert app.jinja_loader
app.jinja_loader = ChoiceLoader([app.jinja_loader, FileSystemLoader(FOLDER)])


@app.get("/bench/static")
def static_page() -> str:
    """The same words and cards, without a search."""
    return render_template(PAGE)


def keep(html: str, folder: Path) -> None:
    """Writes a page out as the template."""
    (folder / PAGE).write_text("{% raw %}" + html + "{% endraw %}")
