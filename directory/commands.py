"""The flask commands: thin doors to the rooms' actions."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Registers every command."""
