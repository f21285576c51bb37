"""Letters out: each is written into the transaction of the act that sends it, and goes out when that is done.

Nothing is lost when the mail server is away: a letter waits in the database and is tried again, a little later each
time. Without a mail server (MAIL_SERVER) letters become .eml files in DATA_DIR/outbox, which any mail program opens.
"""

import contextlib
import html
import logging
import smtplib
import ssl
import threading
import time
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, render_template
from flask_mailman import EmailMultiAlternatives, Mail
from flask_mailman.backends.base import BaseEmailBackend
from flask_mailman.backends.smtp import EmailBackend
from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from directory import clock, proofs
from directory.db import db, new_id
from directory.models import Letter, RefusedMailbox
from directory.web import language

log = logging.getLogger("directory.mail")

RETRY = (1, 2, 5, 15, 60, 180, 360)  # minutes to wait after the first, second ... failure, and the last ever after
A_DAY = 24 * 60  # minutes to wait after a refusal for good: to try again sooner makes us look like a sender of spam
OF_USE = timedelta(days=30)  # of a letter that says nothing else; a mailbox that is gone holds none for ever
LEASE = timedelta(minutes=2)  # nobody else tries a letter this long after somebody began to
TIMEOUT = 10  # seconds a mail server has for each answer
BATCH = 20  # letters looked for at a time
EVERY = 60.0  # seconds between two looks for letters that wait

at_the_post, next_in_line = threading.Lock(), threading.Lock()
looked = 0.0


class VerifiedSMTP(smtplib.SMTP):
    """SMTP that asks for a certificate it can check before it goes on in secret."""

    def starttls(self, *_given: Any, **_more: Any) -> tuple[int, bytes]:
        """Turns the connection into a secret one (RFC 3207)."""
        return super().starttls(context=ssl.create_default_context())


class Server(EmailBackend):
    """The mail server of the settings."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """How to speak to it: secret from the first byte, or from STARTTLS on."""
        return smtplib.SMTP_SSL if self.use_ssl else VerifiedSMTP

    def send_messages(self, email_messages: list[EmailMultiAlternatives]) -> int:
        """Sends the letters; returns how many. The connection is closed however it ends."""
        try:
            return int(super().send_messages(email_messages))
        finally:
            self.close()


class Folder(BaseEmailBackend):
    """A folder in place of a mail server; each letter becomes a file that only its owner can read."""

    def send_messages(self, email_messages: list[EmailMultiAlternatives]) -> int:
        """Writes the letters; returns how many."""
        folder = Path(current_app.config["DATA_DIR"]) / "outbox"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            path = folder / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{new_id()[:8]}.eml"
            path.touch(mode=0o600)
            path.write_bytes(message.message().as_bytes())
        return len(email_messages)


def init_app(app: Flask) -> None:
    """Tells Flask-Mailman which server to use and sends what is due after each request that wrote a letter."""
    config = app.config
    app.config.update(
        MAIL_USE_TLS=config["MAIL_SECURITY"] == "starttls",
        MAIL_USE_SSL=config["MAIL_SECURITY"] == "tls",
        MAIL_TIMEOUT=TIMEOUT,
        MAIL_DEFAULT_SENDER=config["MAIL_FROM"],
    )
    app.config.setdefault("MAIL_AFTER_REQUESTS", True)
    Mail(app)
    app.after_request(take_to_the_post)


def write(
    recipient: str, name: str, *, expires_at: datetime | None = None, unsubscribe: str | None = None, **said: object
) -> Letter:
    """Adds the letter `mail/<name>` in the language of the page to the caller's transaction.

    The template has the blocks `subject`, `text` and `html`. `recipient` is "" for nobody (see Letter); after
    `expires_at`, OF_USE from now where none is given, it is not tried again; `unsubscribe` is a full address that a
    mail program may post to. Raises ValueError for an address or a subject that holds a line break, which would end the
    header it stands in (RFC 5322).
    """
    template = current_app.jinja_env.get_template(f"mail/{name}.html")
    context: dict[str, object] = dict(said)
    current_app.update_template_context(context)
    parts = {
        block: "".join(template.blocks[block](template.new_context(context))).strip() for block in ("subject", "text")
    }
    one_line(recipient, parts["subject"])
    now = clock.now()
    letter = Letter(
        recipient=recipient, subject=plain(parts["subject"])[:200], text=plain(parts["text"]),
        html=render_template(f"mail/{name}.html", **said), language=language.current().tag,
        written_at=now, due_at=now, expires_at=expires_at or now + OF_USE, unsubscribe=unsubscribe,
    )  # fmt: skip
    db.session.add(letter)
    g.letters = True
    return letter


def one_line(*headers: str) -> None:
    """Raises ValueError when what is to stand in a header would not stay in it.

    That is a control character or a line break (Unicode Cc, Zl, Zp); French has a no-break space before its colons.
    """
    if any(unicodedata.category(character) in ("Cc", "Zl", "Zp") for text in headers for character in text):
        raise ValueError("a header of a letter must be one line")


def plain(text: str) -> str:
    """What a template escaped for HTML, as text."""
    return html.unescape(text)


def take_to_the_post(response: Response) -> Response:
    """Once this answer is out, letters go: those it wrote at once, and what waits from before each minute."""
    due = g.pop("letters", False) or time.monotonic() - looked > EVERY
    if due and current_app.config["MAIL_AFTER_REQUESTS"]:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        response.call_on_close(lambda: threading.Thread(target=go, args=(app,), name="post", daemon=True).start())
    return response


def go(app: Flask) -> None:
    """Sends what is due; one at a time in each worker, and a database that does not answer stops nothing.

    However long a mail server takes, one more waits: it sends what all that come meanwhile have written.
    """
    global looked
    if not next_in_line.acquire(blocking=False):
        return
    with at_the_post, app.app_context():
        next_in_line.release()
        looked = time.monotonic()
        try:
            send_due()
        except SQLAlchemyError as fault:
            log.error("Letters wait: %s", type(fault).__name__)


def send_due() -> tuple[int, int]:
    """Sends every letter that is due. Returns how many went and how many could not and will be tried again."""
    went = failed = 0
    drop_useless()
    for letter in claimed():
        if send(letter):
            went += 1
        else:
            failed += 1
    return went, failed


def drop_useless() -> None:
    """Deletes letters to nobody, and those that help nobody any more."""
    useless = or_(Letter.recipient == "", Letter.expires_at < clock.now())
    db.session.execute(delete(Letter).where(useless))
    db.session.commit()


def claimed() -> Iterator[Letter]:
    """The letters that are due and wait for nobody else, each taken when it is its turn: a slow server keeps none too
    long, and each worker takes its own, whoever else is at it."""
    due = select(Letter.id).order_by(Letter.due_at).limit(BATCH)
    while ids := db.session.scalars(due.where(Letter.due_at <= clock.now())).all():
        for one in ids:
            if take(one) and (letter := db.session.get(Letter, one)):
                yield letter


def take(letter_id: str) -> bool:
    """Whether this worker is the first to take a letter that is due."""
    now = clock.now()
    first = update(Letter).where(Letter.id == letter_id, Letter.due_at <= now).values(due_at=now + LEASE)
    taken = db.session.execute(first.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
    db.session.commit()
    return bool(taken)


def send(letter: Letter) -> bool:
    """Sends one letter and deletes it, or writes down why it stays and when it is tried again."""
    try:
        as_message(letter).send()
    except (OSError, ValueError) as fault:  # what smtplib raises is an OSError
        for_good = is_refusal(fault)
        wait = A_DAY if for_good else RETRY[min(letter.attempts, len(RETRY) - 1)]
        letter.attempts += 1
        letter.fault = f"{type(fault).__name__}: {reason(fault)}"[:200]
        letter.due_at = clock.now() + timedelta(minutes=wait)
        log.warning("A letter could not be sent (%s); it is tried again in %d min", type(fault).__name__, wait)
        if for_good:
            note(letter.recipient, refused=True)
        db.session.commit()
        return False
    note(letter.recipient, refused=False)
    db.session.delete(letter)
    db.session.commit()
    return True


def is_refusal(fault: Exception) -> bool:
    """Whether a mail server has said for good that it does not take letters to this mailbox (5xx: RFC 5321, 4.2.1)."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in fault.recipients.values())
    return isinstance(fault, smtplib.SMTPDataError) and fault.smtp_code >= 500


def note(recipient: str, *, refused: bool) -> None:
    """Remembers within the caller's transaction whether a mailbox is refused; its address itself is not kept."""
    if not refused:  # a statement, as another worker may take the same row away
        db.session.execute(delete(RefusedMailbox).where(RefusedMailbox.who == mailbox(recipient)))
        return
    with contextlib.suppress(IntegrityError), db.session.begin_nested():  # another worker may have written it
        if not db.session.get(RefusedMailbox, mailbox(recipient)):
            db.session.add(RefusedMailbox(who=mailbox(recipient), at=clock.now()))


def mailbox(recipient: str) -> str:
    """How a mailbox is known: by a keyed hash."""
    return proofs.keyed("mailbox", recipient.lower())


def refused(recipients: Iterable[str]) -> set[str]:
    """Those of these addresses that were refused for good when we wrote last; one statement."""
    by_hash = {mailbox(one): one for one in recipients}
    found = db.session.scalars(select(RefusedMailbox.who).where(RefusedMailbox.who.in_(by_hash))) if by_hash else ()
    return {by_hash[one] for one in found}


def reason(fault: Exception) -> str:
    """What a mail server or the network gave as its reason, on one line."""
    said = getattr(fault, "smtp_error", None) or getattr(fault, "strerror", None) or fault
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return " ".join(text.split())


def as_message(letter: Letter) -> EmailMultiAlternatives:
    """The letter as text with an HTML alternative; answered by nothing automatic (RFC 3834)."""
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text or "",
        to=[letter.recipient],
        headers={"Auto-Submitted": "auto-generated", "Content-Language": letter.language, **ways_out(letter)},
        connection=way_out(),
    )
    message.attach_alternative(letter.html or "", "text/html")
    return message


def ways_out(letter: Letter) -> dict[str, str]:
    """How a mail program may stop letters like this one (RFC 8058)."""
    if not letter.unsubscribe:
        return {}
    return {"List-Unsubscribe": f"<{letter.unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def way_out() -> BaseEmailBackend:
    """The mail server of the settings, or else the folder."""
    kind = Server if current_app.config["MAIL_SERVER"] else Folder
    return kind(mailman=current_app.extensions["mailman"])


def waiting() -> list[Letter]:
    """Letters that could not be sent yet, the oldest first."""
    held = select(Letter).where(Letter.attempts > 0, Letter.recipient != "").order_by(Letter.written_at)
    return list(db.session.scalars(held))
