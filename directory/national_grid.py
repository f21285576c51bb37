"""From the British National Grid to latitude and longitude, for whole columns of points at once."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Column = NDArray[np.float64]


class Ellipsoid(NamedTuple):
    """A model of the Earth: its two half-axes in metres."""

    a: float
    b: float

    @property
    def e2(self) -> float:
        """Eccentricity squared."""
        return 1 - (self.b / self.a) ** 2


# Ordnance Survey, "A guide to coordinate systems in Great Britain", annexes A to C.
AIRY_1830 = Ellipsoid(6_377_563.396, 6_356_256.909)
WGS84 = Ellipsoid(6_378_137.0, 6_356_752.314245)
SCALE = 0.9996012717
TRUE_ORIGIN = (np.radians(49.0), np.radians(-2.0))
FALSE_EASTING, FALSE_NORTHING = 400_000.0, -100_000.0
# OSGB36 to WGS84 in seven numbers: three shifts in metres, a scale, three turns in seconds of arc.
SHIFT = (446.448, -125.157, 542.060)
STRETCH = 1 - 20.4894e-6
TURN = tuple(np.radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))


def to_latitude_longitude(easting: ArrayLike, northing: ArrayLike) -> tuple[Column, Column]:
    """WGS84 latitudes and longitudes in degrees for grid references in metres.

    Two columns in, two of the same length out. Within 2 metres of the official OSTN15 answer in London and about 5
    elsewhere in Great Britain: a seven-number change of datum has no grid of corrections. Not for Northern Ireland,
    which has its own grid.
    """
    latitude, longitude = _unproject(np.asarray(easting, dtype=float), np.asarray(northing, dtype=float))
    x, y, z = _helmert(*_to_cartesian(latitude, longitude, AIRY_1830))
    latitude, longitude = _to_geodetic(x, y, z, WGS84)
    return np.degrees(latitude), np.degrees(longitude)


def _unproject(easting: Column, northing: Column) -> tuple[Column, Column]:
    """Radians on the Airy ellipsoid: the transverse Mercator projection undone (OS guide, annexe C.2)."""
    a, e2 = AIRY_1830.a * SCALE, AIRY_1830.e2
    latitude = _foot_latitude(northing)
    sine2, tangent = np.sin(latitude) ** 2, np.tan(latitude)
    t2, secant = tangent**2, 1 / np.cos(latitude)
    nu = a / np.sqrt(1 - e2 * sine2)
    rho = a * (1 - e2) * (1 - e2 * sine2) ** -1.5
    eta2 = nu / rho - 1
    east = easting - FALSE_EASTING
    vii = tangent / (2 * rho * nu)
    viii = tangent / (24 * rho * nu**3) * (5 + 3 * t2 + eta2 - 9 * t2 * eta2)
    ix = tangent / (720 * rho * nu**5) * (61 + 90 * t2 + 45 * t2**2)
    x = secant / nu
    xi = secant / (6 * nu**3) * (nu / rho + 2 * t2)
    xii = secant / (120 * nu**5) * (5 + 28 * t2 + 24 * t2**2)
    xiia = secant / (5040 * nu**7) * (61 + 662 * t2 + 1320 * t2**2 + 720 * t2**3)
    latitude = latitude - vii * east**2 + viii * east**4 - ix * east**6
    return latitude, TRUE_ORIGIN[1] + x * east - xi * east**3 + xii * east**5 - xiia * east**7


def _foot_latitude(northing: Column) -> Column:
    """The latitude whose arc from the true origin is as long as the northing says; six rounds settle it to 0.01 mm."""
    north = northing - FALSE_NORTHING
    latitude = TRUE_ORIGIN[0] + north / (AIRY_1830.a * SCALE)
    for _ in range(6):
        latitude = latitude + (north - _arc(latitude)) / (AIRY_1830.a * SCALE)
    return latitude


def _arc(latitude: Column) -> Column:
    """Metres along the meridian from the true origin (OS guide, C.1 "M")."""
    n = (AIRY_1830.a - AIRY_1830.b) / (AIRY_1830.a + AIRY_1830.b)
    less, more = latitude - TRUE_ORIGIN[0], latitude + TRUE_ORIGIN[0]
    return (
        AIRY_1830.b
        * SCALE
        * (
            (1 + n + 1.25 * n**2 + 1.25 * n**3) * less
            - (3 * n + 3 * n**2 + 2.625 * n**3) * np.sin(less) * np.cos(more)
            + (1.875 * n**2 + 1.875 * n**3) * np.sin(2 * less) * np.cos(2 * more)
            - (35 / 24) * n**3 * np.sin(3 * less) * np.cos(3 * more)
        )
    )


def _to_cartesian(latitude: Column, longitude: Column, on: Ellipsoid) -> tuple[Column, Column, Column]:
    nu = on.a / np.sqrt(1 - on.e2 * np.sin(latitude) ** 2)
    flat = nu * np.cos(latitude)
    return flat * np.cos(longitude), flat * np.sin(longitude), nu * (1 - on.e2) * np.sin(latitude)


def _helmert(x: Column, y: Column, z: Column) -> tuple[Column, Column, Column]:
    rx, ry, rz = TURN
    return (
        SHIFT[0] + STRETCH * x - rz * y + ry * z,
        SHIFT[1] + rz * x + STRETCH * y - rx * z,
        SHIFT[2] - ry * x + rx * y + STRETCH * z,
    )


def _to_geodetic(x: Column, y: Column, z: Column, on: Ellipsoid) -> tuple[Column, Column]:
    flat = np.hypot(x, y)
    latitude = np.arctan2(z, flat * (1 - on.e2))
    for _ in range(4):
        nu = on.a / np.sqrt(1 - on.e2 * np.sin(latitude) ** 2)
        latitude = np.arctan2(z + on.e2 * nu * np.sin(latitude), flat)
    return latitude, np.arctan2(y, x)
