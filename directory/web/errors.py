"""Friendly error pages that need no database and always show where to get help now."""

import logging
import traceback

from flask import Flask, Response, g, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError, TimeoutError
from sqlalchemy.orm.exc import ObjectDeletedError
from werkzeug.exceptions import HTTPException, NotFound

from directory.web import nearly

log = logging.getLogger("directory.errors")


def init_app(app: Flask) -> None:
    """Every error of HTTP, and a database that does not answer, gets a page of ours."""
    app.register_error_handler(HTTPException, show)
    app.register_error_handler(DBAPIError, show_no_database)
    app.register_error_handler(TimeoutError, show_no_database)
    app.register_error_handler(ObjectDeletedError, show_gone)


def words(code: int) -> tuple[str, str]:
    """Title and one sentence for a status code."""
    known = {
        400: (_("We could not read that request"), _("Please go back and try again.")),
        404: (_("We cannot find that page"), _("It may have moved, or the address may be mistyped.")),
        405: (_("That does not work here"), _("Please go back and try again.")),
        413: (_("That was too much to send"), _("Please send less and try again.")),
        429: (_("Too many requests"), _("Please wait a minute and try again.")),
        503: (_("Search is not working right now"), _("We are putting it right. Please try again in a few minutes.")),
    }
    other = (_("Sorry, something went wrong"), _("It is our fault, not yours. Please try again in a few minutes."))
    return known.get(code, known[400] if 400 <= code < 500 else other)


def show(error: HTTPException) -> Response:
    """The page for an HTTP error; headers such as Allow and Retry-After are kept."""
    if error.response is not None or (error.code or 500) < 400:
        return make_response(error.get_response())
    code = error.code or 500
    if code == 404 and (found := nearly.meant()):
        return make_response(found)
    title, sentence = words(code)
    g.broken = code >= 500  # its address is not repeated
    response = make_response(render_template("error.html", title=title, sentence=sentence, code=code), code)
    for name, value in error.get_headers(request.environ):
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    response.headers["Cache-Control"] = "no-store"
    return response


def show_no_database(error: DBAPIError | TimeoutError) -> Response:
    """503 when the database does not answer: the crisis strip and the urgent help page still work."""
    log_quietly((type(error), error, error.__traceback__))
    title, sentence = words(503)
    g.broken = True
    response = make_response(render_template("error.html", title=title, sentence=sentence, code=503), 503)
    response.headers["Retry-After"] = "60"
    response.headers["Cache-Control"] = "no-store"
    return response


def show_gone(_error: ObjectDeletedError) -> Response:
    """404 for what somebody else has taken away between the look-up and the act, as a moment later."""
    return show(NotFound())


def log_quietly(exc_info: object) -> None:
    """The kind of error and where it came from, with the route template; no message, path, query or value."""
    kind, _error, trace = exc_info if isinstance(exc_info, tuple) else (None, None, None)
    route = request.url_rule.rule if request.url_rule else "-"
    where = "".join(traceback.format_tb(trace)) if trace else ""
    log.error("%s at %s\n%s", getattr(kind, "__name__", "error"), route, where)
