"""Secrets that are handed out once and known again by their hashes, and keys for one use each."""

import base64
import binascii
import hashlib
import hmac
import secrets
from datetime import datetime

from flask import current_app

from directory import clock

MOMENT, SEAL = 5, 16  # bytes


def new_token() -> str:
    """A secret nobody can guess, of 43 letters, digits, - and _ (256 bits)."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Six digits to type; to be guarded by how often somebody may try."""
    return f"{secrets.randbelow(1_000_000):06}"


def token_hash(token: str) -> str:
    """How a token is kept. It needs no key, as nobody can try 2 to the 256th tokens."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed(use: str, *parts: str) -> str:
    """How something short is kept, or a person is counted: nobody without the site's secret can try what it was."""
    return hmac.new(key(use), "\0".join(parts).encode(), hashlib.sha256).hexdigest()


def key(use: str) -> bytes:
    """A key for one use, made from the site's secret."""
    return hmac.new(str(current_app.config["SECRET_KEY"]).encode(), use.encode(), hashlib.sha256).digest()


def signed(use: str, said: bytes, *, until: datetime) -> str:
    """What a link in a letter carries: letters, digits, - and _ that say `said` to us until a moment (aware)."""
    body = int(until.timestamp()).to_bytes(MOMENT) + said
    return base64.urlsafe_b64encode(seal(use, body) + body).decode().rstrip("=")


def read_signed(use: str, text: str) -> bytes | None:
    """What `signed` was given, for the same use; None when it was altered or its time is over."""
    try:
        whole = base64.urlsafe_b64decode((text + "=" * (-len(text) % 4)).encode())
    except (binascii.Error, ValueError):
        return None
    body = whole[SEAL:]
    right = hmac.compare_digest(whole[:SEAL], seal(use, body)) and len(body) >= MOMENT
    return body[MOMENT:] if right and int.from_bytes(body[:MOMENT]) > clock.now().timestamp() else None


def seal(use: str, body: bytes) -> bytes:
    """128 bits that only this site can make (RFC 2104, 5: a MAC may be cut to half)."""
    return hmac.new(key(use), body, hashlib.sha256).digest()[:SEAL]
