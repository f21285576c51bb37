"""E-mails and texts that leave at once through GOV.UK Notify; the only place that knows it.

To whom is used for one request and kept nowhere: no row, no log line, no text of an error holds it.
"""

import base64
import hashlib
import hmac
import json
import urllib.error
import urllib.request
from typing import Any

from flask import current_app

from directory import clock

EMAIL, TEXT = "email", "sms"  # as the addresses of its interface call them
TEMPLATES = {EMAIL: "NOTIFY_EMAIL_TEMPLATE", TEXT: "NOTIFY_TEXT_TEMPLATE"}
TO = {EMAIL: "email_address", TEXT: "phone_number"}
PATIENCE = 5.0  # seconds for each step of the connection
SECRET = 36  # characters at the end of a key, and as many for the service before them


class Unsent(Exception):
    """A message that did not leave: "refused" (the address or our settings), "busy" (our limit there) or "away"."""


class NoDetour(urllib.request.HTTPRedirectHandler):
    """A redirection is an error: no address of a person follows one."""

    def redirect_request(self, *_asked: Any) -> None:
        """Follows none."""


def ways() -> list[str]:
    """EMAIL and TEXT, as far as a key and a template are set."""
    config = current_app.config
    return [way for way, template in TEMPLATES.items() if config["NOTIFY_KEY"] and config[template]]


def send(way: str, to: str, text: str) -> None:
    """Sends one message; the template of that way has to be `((text))`. Raises Unsent, which holds nothing of it."""
    config = current_app.config
    said = {TO[way]: to, "template_id": config[TEMPLATES[way]], "personalisation": {"text": text}}
    asked = urllib.request.Request(  # noqa: S310 - config.py lets only https through, or this machine
        f"{config['NOTIFY_URL']}/v2/notifications/{way}",
        json.dumps(said).encode(),
        {"Authorization": f"Bearer {token(str(config['NOTIFY_KEY']))}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.build_opener(NoDetour).open(asked, timeout=PATIENCE) as answer:
            status = answer.status
    except urllib.error.HTTPError as error:
        error.close()
        status = error.code
    except OSError:
        status = 0
    if status != 201:
        raise Unsent({400: "refused", 401: "refused", 403: "refused", 429: "busy"}.get(status, "away")) from None


def token(key: str) -> str:
    """A JSON web token (RFC 7519, HS256) that says which service asks and when, as Notify's documentation wants it."""
    secret, service = key[-SECRET:], key[-2 * SECRET - 1 : -SECRET - 1]
    said = ({"typ": "JWT", "alg": "HS256"}, {"iss": service, "iat": int(clock.now().timestamp())})
    signed = b".".join(plain(json.dumps(part).encode()) for part in said)
    return (signed + b"." + plain(hmac.new(secret.encode(), signed, hashlib.sha256).digest())).decode()


def plain(part: bytes) -> bytes:
    """Base64 for addresses without its padding (RFC 7515, 2)."""
    return base64.urlsafe_b64encode(part).rstrip(b"=")
