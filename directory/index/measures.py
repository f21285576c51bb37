"""What is worked out from the columns for one question: when something is next on, and how far away it is."""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from directory.index.columns import NEVER, Columns, Floats

EARTH_MILES = 3958.7613  # mean radius; geopy's great_circle uses the same sphere
SOON = 8  # days ahead in which a session is soon: a weekly one always is


def next_starts(columns: Columns, now: datetime) -> NDArray[np.int64]:
    """For each row the start of its next session that is not over (epoch seconds), NEVER when none is known."""
    starts, over = columns.sessions.values
    found = np.full(len(columns.ids), NEVER)
    coming = over > int(now.timestamp())
    np.minimum.at(found, columns.sessions.rows[coming], starts[coming])
    return found


def soon(columns: Columns, now: datetime) -> Floats:
    """For each row 1 when a session is on now, less the later the next one begins, a half or more within a week."""
    starts, over = columns.sessions.values
    moment = now.timestamp()
    coming = (over > moment) & (starts < moment + SOON * 86400)
    ahead = np.full(len(columns.ids), np.inf)
    np.minimum.at(ahead, columns.sessions.rows[coming], np.maximum(starts[coming] - moment, 0) / 86400)
    return np.where(np.isfinite(ahead), 1 - ahead / (2 * SOON), 0)


def distances(columns: Columns, latitude: float, longitude: float) -> Floats:
    """Miles from a point to the nearest public venue of each row; infinity without one."""
    miles = venue_miles(columns, latitude, longitude)
    found = np.full(len(columns.ids), np.inf)
    np.minimum.at(found, columns.venues.rows, miles)
    return found


def venue_miles(columns: Columns, latitude: float, longitude: float) -> Floats:
    """Miles from a point (WGS84 degrees) to every venue, by haversine."""
    lat, lon = (np.radians(column) for column in columns.venues.values[:2])
    at, along = np.radians(latitude), np.radians(longitude)
    chord = np.sin((lat - at) / 2) ** 2 + np.cos(at) * np.cos(lat) * np.sin((lon - along) / 2) ** 2
    miles: Floats = 2 * EARTH_MILES * np.arcsin(np.sqrt(chord))
    return miles
