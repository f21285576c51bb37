"""One answer for people and for htmx: the whole page, or only the block htmx asked for."""

from flask import Response, current_app, make_response, render_template
from htmx_flask import Htmx
from htmx_flask import request as htmx_request

htmx = Htmx()


def page(template: str, /, **context: object) -> Response:
    """The page of `template`, or just its block named by HX-Target when htmx swaps that one element.

    A target `results` stands for `id="results"` and `{% block results %}`. History restores and
    targets that no block has get the whole page.
    """
    block = wanted_block(template)
    html = render_block(template, block, context) if block else render_template(template, **context)
    response = make_response(html)
    response.vary.update(("HX-Request", "HX-Target", "HX-History-Restore-Request"))
    return response


def wanted_block(template: str) -> str | None:
    """The name of the block htmx wants, or None for the whole page."""
    asked = htmx_request.htmx
    if not asked or asked.history_restore_request:
        return None
    found = current_app.jinja_env.get_template(template).blocks
    return asked.target if asked.target in found else None


def render_block(template: str, block: str, context: dict[str, object]) -> str:
    """One block of a template, with the same context a page has."""
    current_app.update_template_context(context)
    found = current_app.jinja_env.get_template(template)
    return "".join(found.blocks[block](found.new_context(context)))


def no_store(response: Response) -> Response:
    """Asks every cache to keep nothing: what somebody looks for may be health data."""
    response.headers["Cache-Control"] = "no-store"
    return response
