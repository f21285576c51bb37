"""The few best offers for somebody in an appointment: they fit, can be gone to and are near, in a stated order."""

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from directory.index import filters, matching
from directory.index.columns import Bools
from directory.index.filters import Setting
from directory.index.matching import Found

WEEK = timedelta(days=7)
BAND = 0.5  # miles that count as equally near, so that what was confirmed lately can come first
RECENT = (31, 92, 183)  # days since the last confirmation
ALONE = ("drop-in", "self-referral")  # ways in that nobody else is needed for
WAITS = {"none": 0, "days": 1, "weeks": 2}  # of which one not known stands among the days


def best(setting: Setting, spoken: tuple[str, ...], week: bool, most: int) -> Found:
    """The best `most` offers that pass the question's filters, and how many pass.

    `spoken` are languages the person speaks: nobody is left out for them, but offers in them come first. With `week`
    only offers that are on within seven days pass.
    """
    found = filters.masks(setting)
    if week:
        found["week"] = on_this_week(setting)
    rows = np.flatnonzero(filters.others(found, "", filters.base(setting)))
    ordered = rows[order(setting, rows, spoken)]
    hits = [matching.hit(setting, int(row)) for row in ordered[:most]]
    return Found(setting.query, len(rows), hits, place=setting.place, within=setting.within)


def order(setting: Setting, rows: NDArray[np.int64], spoken: tuple[str, ...]) -> NDArray[np.int64]:
    """Positions of `rows`, best first: in the person's language, surely with the access asked for, for anybody before
    for certain people, joined alone, open to new people, confirmed within half a year, no wait, near, fresh."""
    columns = setting.columns
    days = setting.today.toordinal() - columns.assured[rows]
    far = reach(setting, rows)
    keys = (
        np.argsort(np.argsort(columns.names[rows].astype(str), kind="stable"), kind="stable"),
        far,
        np.digitize(days, RECENT),
        np.floor(far / BAND),
        waits(setting, rows),
        days >= filters.SINKS.days,
        filters.paused(setting)[rows] | has(setting, rows, "waiting", ("full",)),
        ~has(setting, rows, "access", ALONE),
        matching.for_others(setting, rows),
        ~matching.sure_of_access(setting, rows),
        ~has(setting, rows, "language", spoken),
    )
    return np.lexsort(keys)


def reach(setting: Setting, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Miles to go; what comes to people stands among those a fair way off, and all are alike without a place."""
    if not setting.within:
        return np.zeros(len(rows))
    far = setting.distance[rows]
    return np.where(far <= setting.within, far, filters.UNPLACED_RANK * setting.within)


def has(setting: Setting, rows: NDArray[np.int64], facet: str, chosen: tuple[str, ...]) -> Bools:
    """Which rows have any of the codes."""
    at = filters.columns_of(setting, facet, chosen)
    found: Bools = np.any(setting.columns.bits[rows][:, at], axis=1)
    return found


def waits(setting: Setting, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """How long each makes people wait, as 0 (not at all) to 2 (weeks)."""
    found = np.full(len(rows), float(WAITS["days"]))
    for code, length in WAITS.items():
        found[has(setting, rows, "waiting", (code,))] = length
    return found


def on_this_week(setting: Setting) -> Bools:
    """Rows that are not paused and have a session within seven days, one going on now included."""
    table, found = setting.columns.sessions, np.zeros(len(setting.columns.ids), dtype=bool)
    starts, over = table.values
    now = setting.now.timestamp()
    found[table.rows[(over > now) & (starts < (setting.now + WEEK).timestamp())]] = True
    return found & ~filters.paused(setting)
