"""Secrets that are handed out once and known again by their hashes, and keys for one use each."""

import hashlib
import hmac
import secrets

from flask import current_app


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
