"""People who sign in: who they are, for whom they act, how they proved it, and how often somebody has tried."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, Uuid, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.db import UTCDateTime, db, new_id
from directory.models.columns import Id, Words
from directory.models.organization import Organization

PARTNER, STEWARD, ADMIN = ROLES = ("partner", "steward", "admin")
LINK = "link"  # the role of whoever acts through a link from an e-mail: nobody signs in with it
Moment = Mapped[datetime]


class Role(NamedTuple):
    """A role as Flask-Security asks for it."""

    name: str


class User(db.Model):
    """Somebody who may sign in. A partner acts for organisations, a steward for boroughs, an admin for all.

    Fields that Flask-Security reads have its names: active, password, fs_uniquifier.
    """

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(10), default=PARTNER)
    # A steward of every borough there is or will be.
    all_boroughs: Mapped[bool] = mapped_column(default=False, server_default=false())
    # False while suspended: nobody gets in and no session goes on.
    active: Mapped[bool] = mapped_column(default=True, server_default=true())
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=new_id)
    password: Mapped[Words]
    # The secret of an authenticator app, encrypted, and the newest time step it was used for (RFC 6238, 5.2).
    totp_secret: Mapped[Words]
    totp_counter: Mapped[int | None]
    created_at: Moment = mapped_column(UTCDateTime)

    memberships: Mapped[list["Membership"]] = relationship(back_populates="user", cascade="all, delete-orphan")
    boroughs: Mapped[list["StewardBorough"]] = relationship(cascade="all, delete-orphan", order_by="StewardBorough.gss")
    recovery_codes: Mapped[list["RecoveryCode"]] = relationship(cascade="all, delete-orphan")
    passkeys: Mapped[list["Passkey"]] = relationship(cascade="all, delete-orphan", order_by="Passkey.made_at")

    @property
    def has_second_step(self) -> bool:
        """Whether they have an authenticator app or a passkey."""
        return bool(self.totp_secret or self.passkeys)

    @property
    def is_staff(self) -> bool:
        """Whether they are a steward or an admin, who need a second step to sign in."""
        return self.role in (STEWARD, ADMIN)

    @property
    def roles(self) -> list[Role]:
        """The one role, as Flask-Security asks for it."""
        return [Role(self.role)]

    def calc_username(self) -> str:
        """What an authenticator app shows beside the code."""
        return self.email


class Membership(db.Model):
    """That a partner works for an organisation, and may keep its offers right and invite colleagues."""

    user_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    organization_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("organization.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    since: Moment = mapped_column(UTCDateTime)
    # Whether they have ever come in; until then it is an invitation.
    accepted: Mapped[bool] = mapped_column(default=False, server_default=false())

    user: Mapped[User] = relationship(back_populates="memberships")
    organization: Mapped[Organization] = relationship()


class StewardBorough(db.Model):
    """A borough a steward looks after, by its GSS code."""

    user_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    gss: Mapped[str] = mapped_column(String(9), primary_key=True)


class SignedIn(db.Model):
    """One browser somebody is signed in on. It knows the hash of its cookie, so a copy of this table opens nothing."""

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), ForeignKey("user.id", ondelete="CASCADE"), index=True)
    # False between the first step and the second.
    complete: Mapped[bool]
    began_at: Moment = mapped_column(UTCDateTime)
    seen_at: Moment = mapped_column(UTCDateTime)
    # "Firefox on Android": as much as its owner needs to know it again.
    device: Mapped[str] = mapped_column(String(60))
    # Wrong codes at the second step.
    misses: Mapped[int] = mapped_column(default=0, server_default="0")
    # The secret of an authenticator app that is being set up, encrypted.
    new_totp_secret: Mapped[Words]
    # What a passkey that is being made or proved has to sign (base64url).
    passkey_challenge: Mapped[Words]

    user: Mapped[User] = relationship()


class Challenge(db.Model):
    """A way in that was sent by e-mail: a link, and a code to type. Both are known by their hashes and work once.

    One without a user was asked for with an address that is not known here; it looks the same and opens nothing.
    """

    id: Mapped[Id]
    user_id: Mapped[str | None] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("user.id", ondelete="CASCADE"), index=True
    )
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[Words]
    # A page of this site to go on to.
    goes_to: Mapped[Words]
    misses: Mapped[int] = mapped_column(default=0, server_default="0")
    made_at: Moment = mapped_column(UTCDateTime)
    expires_at: Moment = mapped_column(UTCDateTime, index=True)

    user: Mapped[User | None] = relationship()


class Passkey(db.Model):
    """A key on somebody's device, of which we know the public half (W3C Web Authentication)."""

    credential: Mapped[str] = mapped_column(String(1400), primary_key=True)  # its id, base64url
    user_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), ForeignKey("user.id", ondelete="CASCADE"), index=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    name: Mapped[str] = mapped_column(String(60))
    # How often its device says it was used; one that goes back was copied.
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    made_at: Moment = mapped_column(UTCDateTime)


class RecoveryCode(db.Model):
    """A code on paper for whoever has lost their authenticator app; known by its hash, deleted when used."""

    user_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)


class Attempt(db.Model):
    """That something was tried: by whom is a keyed hash that nobody can read back. Deleted after a day."""

    id: Mapped[Id]
    what: Mapped[str] = mapped_column(String(20))
    who: Mapped[str] = mapped_column(String(64))
    at: Moment = mapped_column(UTCDateTime, index=True)

    __table_args__: Any = (db.Index(None, "who", "what", "at"),)
