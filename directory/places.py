"""From what somebody typed as a place to a point, a borough and how precise that is; distance; optional geocoders."""

import math
import queue
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from geopy.adapters import AdapterHTTPError, URLLibAdapter
from geopy.distance import great_circle
from geopy.geocoders import Nominatim

from directory.gazetteer import Gazetteer, NamedPlace
from directory.postcodes import Point, Postcodes, Typed, clean, read

Spot = tuple[float, float]  # latitude, longitude in degrees (WGS84)
Geocoder = Callable[[str], Spot | None]

GEOCODER_SECONDS = 2.0
GEOCODER_THREADS = 4  # questions a process may have waiting at once; more are answered None
# Nominatim's usage policy is one request a second for the whole application; two workers share it.
NOMINATIM_PAUSE = 2.0
NOMINATIM_AGENT = "community-support-directory/1"
NOMINATIM_URL, POSTCODES_IO_URL = "https://nominatim.openstreetmap.org", "https://api.postcodes.io"
BRITAIN = ((49.8, -8.7), (60.9, 1.8))  # south-west and north-east corner: an answer outside is a mistake
LONDON = ((51.28, -0.52), (51.70, 0.34))


@dataclass(frozen=True)
class Place:
    """A point (WGS84 degrees) for what was asked, and how good it is.

    `precision` is what the point stands for: "unit" (a full postcode), "sector" ("SE13 6", typically 0.3 miles out),
    "district" ("SE13", typically 0.6 miles out) or "named". `name` is that place's name. `exact` is False when it is
    not what was asked for: the middle of "SE5 9" for an unknown "SE5 9ZZ", or "Catford" for "catfrod"; say so. `gss` is
    the ONS code of the borough, for a sector or district the one most of it is in; None when not known.
    """

    asked: str
    name: str
    latitude: float
    longitude: float
    precision: str
    gss: str | None
    slug: str | None = None
    exact: bool = True


@dataclass(frozen=True)
class Unplaced:
    """No point. `reason` is "outside" (a postcode of a part of the country the table does not hold) or "unknown"."""

    asked: str
    reason: str


def is_exact(text: str, postcodes: Postcodes, gazetteer: Gazetteer) -> bool:
    """Whether a text certainly means a place: a known one, or a postcode or district that exists."""
    found = locate(text, postcodes=postcodes, named=gazetteer)
    return isinstance(found, Place) and found.exact


def locate(
    text: str, *, postcodes: Postcodes, named: Iterable[NamedPlace], geocoder: Geocoder | None = None
) -> Place | Unplaced | None:
    """The place that `text` means; None when it is blank. Never raises, never invents a point.

    A postcode is looked up in the offline table, anything else among the named places, and only what neither knows
    is asked of `geocoder`. `named` had better be a Gazetteer made beforehand. 120 characters are read.
    """
    asked = clean(text)
    if not asked:
        return None
    typed = read(asked, postcodes.has)
    if typed and any(c.isdigit() for c in asked):
        return _of_postcode(typed, postcodes, geocoder)
    gazetteer = named if isinstance(named, Gazetteer) else Gazetteer(named)
    found = gazetteer.find(asked)
    if typed and not (found and found[1]):  # "CRO" is CR0, unless a place is really called so
        return _of_postcode(typed, postcodes, geocoder)
    if found:
        place, certain = found
        return Place(asked, place.name, place.latitude, place.longitude, "named", place.gss, place.slug, certain)
    if spot := geocoder and geocoder(asked):
        return Place(asked, asked, *spot, "named", None)
    return Unplaced(asked, "unknown")


def _of_postcode(typed: Typed, postcodes: Postcodes, geocoder: Geocoder | None) -> Place | Unplaced:
    """The most precise point there is for a postcode: itself, a geocoder's answer, its sector, its district."""
    asked = typed.name
    wanted = {"unit": postcodes.unit, "sector": postcodes.sector, "district": postcodes.district}[typed.kind]
    whole = len(typed.letters) != 1  # "SE13 6J" is half of a postcode: its sector is not all that was asked
    if point := wanted(typed.sector if typed.kind == "sector" else asked):
        return _at(point, asked, typed.sector if not whole else asked, typed.kind, exact=whole)
    if spot := geocoder and whole and geocoder(asked):
        return Place(asked, asked, *spot, typed.kind, None)
    if typed.kind == "unit" and (point := postcodes.sector(typed.sector)):
        return _at(point, asked, typed.sector, "sector", exact=False)
    if typed.kind != "district" and (point := postcodes.district(typed.outward)):
        return _at(point, asked, typed.outward, "district", exact=False)
    return Unplaced(asked, "outside" if postcodes.elsewhere(typed) else "unknown")


def _at(point: Point, asked: str, name: str, precision: str, exact: bool) -> Place:
    return Place(asked, name, point.latitude, point.longitude, precision, point.gss, None, exact)


def miles(a: Spot, b: Spot) -> float:
    """Statute miles in a straight line over the ground between two points in degrees."""
    return float(great_circle(a, b).miles)


def geocoder(kind: str, *, base_url: str | None = None) -> Geocoder | None:
    """A question to an online geocoder: text in, point or None out. None for "none".

    `kind` is "none", "postcodesio" (postcodes and districts only) or "nominatim" (names too, those within London);
    anything else is a ValueError. An answer takes at most 2 seconds, is remembered, and a geocoder that is slow, down
    or talks nonsense is None and asked again another time. What is asked leaves this server: off by default.
    """
    if kind == "none":
        return None
    if kind == "postcodesio":
        return _careful(_postcodes_io(base_url or POSTCODES_IO_URL))
    if kind == "nominatim":
        return _careful(_nominatim(base_url or NOMINATIM_URL))
    raise ValueError(f"GEOCODER is {kind!r}; it can be none, postcodesio or nominatim")


class _NotNow(Exception):
    """The geocoder may not be asked at this moment."""


def _careful(ask: Geocoder) -> Geocoder:
    """`ask`, remembered when it answers, given up after 2 seconds in all, and silent about what goes wrong."""
    slots = threading.BoundedSemaphore(GEOCODER_THREADS)

    @lru_cache(maxsize=2000)  # exceptions are not remembered
    def answer(text: str) -> Spot | None:
        if not slots.acquire(blocking=False):
            raise _NotNow
        box: queue.SimpleQueue[Spot | None | Exception] = queue.SimpleQueue()

        def run() -> None:
            try:
                box.put(ask(text))
            except Exception as wrong:
                box.put(wrong)
            finally:
                slots.release()

        # A socket's own limit is for each read: a server that drips would hold the request for ever.
        threading.Thread(target=run, daemon=True).start()
        said = box.get(timeout=GEOCODER_SECONDS)
        if isinstance(said, Exception):
            raise said
        return said

    def never_raising(text: str) -> Spot | None:
        try:
            return answer(text)
        except Exception:
            return None

    return never_raising


def _postcodes_io(base_url: str) -> Geocoder:
    """postcodes.io (also self-hosted): GET /postcodes/SE136JZ or /outcodes/SE13."""
    get_json = URLLibAdapter(proxies=None, ssl_context=None).get_json

    def ask(text: str) -> Spot | None:
        typed = read(text)
        if not typed or typed.kind == "sector":
            return None
        kind = "postcodes" if typed.kind == "unit" else "outcodes"
        url = f"{base_url.rstrip('/')}/{kind}/{quote(typed.name.replace(' ', ''))}"
        try:
            result = get_json(url, timeout=GEOCODER_SECONDS, headers={"User-Agent": NOMINATIM_AGENT})["result"]
        except AdapterHTTPError as wrong:
            if wrong.status_code == 404:
                return None
            raise
        return _spot(result["latitude"], result["longitude"], BRITAIN)

    return ask


def _nominatim(base_url: str) -> Geocoder:
    """Nominatim through geopy: postcodes in Britain by their own field, other text only within London."""
    url = urlsplit(base_url)
    client = Nominatim(
        domain=url.netloc + url.path.rstrip("/"),
        scheme=url.scheme,
        user_agent=NOMINATIM_AGENT,
        timeout=GEOCODER_SECONDS,
        adapter_factory=URLLibAdapter,
    )
    lock, asked_at = threading.Lock(), [-math.inf]

    def ask(text: str) -> Spot | None:
        with lock:
            if time.monotonic() - asked_at[0] < NOMINATIM_PAUSE:
                raise _NotNow
            asked_at[0] = time.monotonic()
        typed = read(text)
        if typed:
            found: Any = client.geocode({"postalcode": typed.name}, country_codes="gb")
        else:
            found = client.geocode(text, country_codes="gb", viewbox=LONDON, bounded=True)
        return _spot(found.latitude, found.longitude, BRITAIN if typed else LONDON) if found else None

    return ask


def _spot(latitude: Any, longitude: Any, within: tuple[Spot, Spot]) -> Spot | None:
    """The point, if both are numbers and it lies in the box."""
    spot = float(latitude), float(longitude)
    inside = all(low <= value <= high for value, low, high in zip(spot, *within, strict=True))
    return spot if inside else None
