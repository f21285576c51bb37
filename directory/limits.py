"""How often something may be tried: counted in the database under keyed hashes that nobody can read back."""

from datetime import timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import delete, func, select

from directory import clock, proofs
from directory.db import db
from directory.models import Attempt

A_DAY = timedelta(days=1)


def allow(what: str, who: str, most: int, within: timedelta = timedelta(hours=1)) -> bool:
    """Counts one more try and says whether it was one of the first `most` within that time.

    `who` is an address of the network or a mailbox; only its keyed hash is kept, under a key that is another one
    every day, and no longer than a day. The counts are in the database: every worker and machine knows them.
    """
    db.session.execute(delete(Attempt).where(Attempt.at < clock.now() - A_DAY))
    hashed = proofs.keyed("attempts", f"{clock.today()}", what, who)
    if tried(what, hashed, within) >= most:
        db.session.commit()
        return False
    db.session.add(Attempt(what=what, who=hashed, at=clock.now()))
    db.session.commit()
    return True


def tried(what: str, who: str, within: timedelta) -> int:
    """How often something was tried by (or for) somebody lately. `who` is a keyed hash."""
    since = clock.now() - within
    count = select(func.count()).where(Attempt.what == what, Attempt.who == who, Attempt.at > since)
    return db.session.scalar(count) or 0


def network(address: str) -> str:
    """An address of the network, or the /64 that an address of IPv6 is in: one customer has all of those."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((known, 64), strict=False)) if known.version == 6 else address
