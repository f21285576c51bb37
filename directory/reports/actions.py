"""Acts on reports: taking one, answering it, and forgetting who sent it. None of them touches an offer."""

from datetime import timedelta

from sqlalchemy import delete, update

from directory import clock, editors, limits, mail, revisions
from directory.db import db
from directory.models import Report, Service, User
from directory.reports.forms import WHAT
from directory.web import language

KEPT = timedelta(days=90)
LETTERS = 5  # to one group in an hour; more reports wait in the queue only


class Answered(Exception):
    """Somebody else has answered this report meanwhile."""


def take(service: Service, *, what: str, words: str, email: str) -> None:
    """Keeps a report, puts it into the steward's queue and tells the group. The offer stays as it is."""
    organization_id, service_id = service.organization_id, service.id
    tell = limits.allow("report-letter", organization_id, LETTERS)
    db.session.add(Report(service_id=service_id, what=what, words=words or None, email=email or None, at=clock.now()))
    until = clock.now() + editors.LASTS
    with language.for_groups():
        for editor in editors.of([organization_id])[organization_id] if tell else ():
            mail.write(
                editor.email, "reported", expires_at=until, editor=editor, service=service, what=str(WHAT[what]),
                words=words, token=editors.token("keep", organization_id, editor, until=until),
            )  # fmt: skip
    db.session.commit()


def answer(report: Report, text: str, *, by: User) -> None:
    """Notes what became of a report; whoever left an address is told, and the address goes. Raises Answered."""
    revisions.take_turn()
    if report.answered_at:
        db.session.rollback()
        raise Answered
    if report.email:
        mail.write(report.email, "report_answered", expires_at=clock.now() + KEPT, service=report.service, answer=text)
    report.answered_at, report.answered_by, report.answer, report.email = clock.now(), by.name, text, None
    db.session.commit()


def forget() -> int:
    """Deletes addresses 90 days after they were left, and whole reports 90 days after they were answered.

    Returns how many rows that were. Doing it again finds nothing.
    """
    before = clock.now() - KEPT
    old = update(Report).where(Report.email.is_not(None), Report.at <= before).values(email=None)
    done = delete(Report).where(Report.answered_at <= before)
    number = sum(db.session.execute(one).rowcount for one in (old, done))  # type: ignore[attr-defined]
    db.session.commit()
    return number
