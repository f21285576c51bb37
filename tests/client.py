"""A test client that refuses bad HTML and lost writes, whatever a test was looking for."""

import contextvars
from typing import Any
from urllib.parse import unquote_plus

from flask import has_app_context
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from directory.db import db
from tests.html import Page, faults


class BadPage(AssertionError):
    """An answer no reader should get, with everything that is wrong with it."""


class HouseClient(FlaskClient):
    """Every answer is checked; each request is one of its own, with a database session of its own."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Sends a request as a browser would: nothing of the test's own session is visible to it, and back."""
        kwargs.setdefault("buffered", True)
        let_go_of_the_session()
        lost: list[str] = []
        with watching_for_lost_writes(lost):
            response = contextvars.Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.session.expire_all()
        self.judge(response, lost)
        return response

    def judge(self, response: TestResponse, lost: list[str]) -> None:
        """Raises BadPage when the answer has faults or a change was made and not committed."""
        said = unquote_plus(
            response.request.environ.get("RAW_URI", "") + response.request.query_string.decode("latin-1")
        )
        shown = response.mimetype == "text/html" and response.data and not 300 <= response.status_code < 400
        found = faults(response.text, said) if shown else []
        if lost and response.status_code < 400:
            found.append(f"written and never committed: {', '.join(lost)}")
        if found:
            raise BadPage(f"{response.request.path} ({response.status_code}): " + "; ".join(found))

    def page(self, *args: Any, **kwargs: Any) -> Page:
        """GET a page that must be there; its words, links and headings."""
        response = self.get(*args, **kwargs)
        assert response.status_code == 200, f"{response.request.path} answered {response.status_code}"
        return Page(response.text)


def let_go_of_the_session() -> None:
    """A test's own open reading must not hide what the request does; its unsaved work would be a mistake."""
    if not has_app_context():
        return
    assert not (db.session.new or db.session.dirty or db.session.deleted), "the test itself has not committed"
    db.session.rollback()


class watching_for_lost_writes:  # noqa: N801 (reads as a sentence)
    """Notes in `lost` the tables that a session flushed and never committed."""

    def __init__(self, lost: list[str]) -> None:
        self.lost = lost

    def __enter__(self) -> None:
        event.listen(Session, "after_flush", self.flushed)
        event.listen(Session, "after_commit", self.committed)

    def __exit__(self, *_error: object) -> None:
        event.remove(Session, "after_flush", self.flushed)
        event.remove(Session, "after_commit", self.committed)

    def flushed(self, session: Session, _context: object) -> None:
        """Rows are on their way."""
        self.lost += sorted({type(one).__name__ for one in (*session.new, *session.dirty, *session.deleted)})

    def committed(self, _session: Session) -> None:
        """They arrived."""
        self.lost.clear()
