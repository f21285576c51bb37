"""Who may: signing in, one's own account, and the people of an organisation.

Flask-Security hashes passwords (argon2id) and knows authenticator apps. Pages, cookie and sessions are ours: its own
links sign in whoever merely opens them, and its sessions can neither be listed nor ended.
"""

from typing import Any

from flask import Flask
from flask_security import Security, SQLAlchemyUserDatastore, Totp

from directory import proofs
from directory.accounts import actions, queries
from directory.accounts.members.views import room as members
from directory.accounts.own.views import room as own
from directory.accounts.passkeys.views import room as passkeys
from directory.accounts.sign_in.views import room as sign_in
from directory.db import db
from directory.models import User
from directory.models.user import Role
from directory.web import access


class StepsTaken(Totp):
    """Authenticator apps, each code of which works once (RFC 6238, 5.2)."""

    def get_last_counter(self, user: Any) -> int | None:
        """The newest time step a code was taken for."""
        counter: int | None = user.totp_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        """Remembers the step of a code that was just taken; the act that asked saves it."""
        user.totp_counter = tmatch.counter


def init_app(app: Flask) -> None:
    """Opens the room."""
    with app.app_context():
        secret = {use: proofs.key(use).hex() for use in ("password", "authenticator")}
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",
        SECURITY_PASSWORD_SALT=secret["password"],
        SECURITY_TOTP_SECRETS={"1": secret["authenticator"]},
        SECURITY_TOTP_ISSUER=str(app.config["SITE_NAME"]),
        SECURITY_TWO_FACTOR=True,
        SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
        SECURITY_API_ENABLED_METHODS=["session"],
        SECURITY_CLI_USERS_NAME=False,
        SECURITY_CLI_ROLES_NAME=False,
    )
    datastore = SQLAlchemyUserDatastore(db, User, Role)  # type: ignore[arg-type]
    Security(app, datastore, register_blueprint=False, totp_cls=StepsTaken)
    # Who somebody is, is asked by our doors alone: no other page looks at a cookie.
    app.login_manager.request_loader(lambda _request: None)  # type: ignore[attr-defined]
    app.extensions["who"] = actions.come_back
    app.extensions["until"] = queries.ends
    access.init_app(app)
    for part in (sign_in, own, members, passkeys):
        app.register_blueprint(part)
