"""Reads one value that a person or a file sent: a date, a time, a number, a yes or no; pure.

Each reader returns (value, problem): no value when it cannot be read, a problem beside a value when it had to be
interpreted. A problem is a sentence that a clerk can act on.
"""

import math
import re
import uuid
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import cache

from babel import Locale
from babel.core import get_global

from directory.plain_text import quoted

EARLIEST = date(1900, 1, 1)  # an older date is an empty field in disguise (0001-01-01)
FOREVER = 2200  # a date after this year means "no end" (9999-12-31)
MOST = 2_147_483_647  # what an integer column holds on every database

ISO_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].{0,40})?")
UK_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h]?(?P<minute>\d{2}))?(?:[:.]\d{2}(?:\.\d{1,9})?)?\s*(?:(?P<half>[ap])\.?m\.?)?"
    r"\s*(?P<zone>Z|[+-]\d{2}(?::?\d{2})?)?",
    re.IGNORECASE,
)
WORDS = {"midday": time(12), "noon": time(12), "12 noon": time(12), "12noon": time(12), "midnight": time(0)}
DAYS = {"MO": "monday", "TU": "tuesday", "WE": "wednesday", "TH": "thursday", "FR": "friday", "SA": "saturday"}
DAYS["SU"] = "sunday"
YES = frozenset(("true", "yes", "y", "1"))
NO = frozenset(("false", "no", "n", "0"))


def day(value: object) -> tuple[date | None, str]:
    """A calendar date from "2026-11-12", also with a time behind it (which is dropped) or as 20261112.

    "31/12/2026" is read the British way, and only when it cannot be read the American way.
    """
    text = value.strip() if isinstance(value, str) else ""
    bad = f"{quoted(value)} is not a date; write it like 2026-11-12"
    try:
        if found := ISO_DATE.fullmatch(text):
            return date(*(int(part) for part in found.groups())), ""
        if found := UK_DATE.fullmatch(text):
            days, month, year = (int(part) for part in found.groups())
            read = date(year, month, days)
            if days > 12 or days == month:
                return read, f"{quoted(value)} was read as {read.isoformat()}"
            bad = f"{quoted(value)} can be read as two dates; write it like 2026-11-12"
    except ValueError:
        bad = f"{quoted(value)} is not a date in the calendar; write it like 2026-11-12"
    return None, bad


def is_filler(value: date) -> bool:
    """Whether a date only stands for an empty field: before 1900, or after 2200 ("no end")."""
    return value < EARLIEST or value.year > FOREVER


def clock_time(value: object) -> tuple[time | None, str]:
    """A wall-clock time in London from "14:00" or "14:00:00"; also "2pm", "9.30am", "1400", "midday" with a word on it.

    A zone ("14:00Z", "14:00+01:00") is dropped and said: a group that meets at 2pm does so when the clocks change too.
    24:00 is midnight.
    """
    text = " ".join(value.split()).lower() if isinstance(value, str) else ""
    bad = f"{quoted(value)} is not a time; write it like 14:00"
    if text in WORDS:
        return _mended(value, WORDS[text])
    found = TIME.fullmatch(text.rpartition("t")[2] if ISO_DATE.fullmatch(text.upper()) else text)
    if not found or (found["minute"] is None and found["half"] is None):
        return None, bad
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None, bad
        hour = hour % 12 + (12 if found["half"] == "p" else 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None, bad
    read = time(hour % 24, minute)
    plainly = re.fullmatch(r"\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?", text)
    return (read, "") if plainly and hour < 24 else _mended(value, read)


def _mended(value: object, read: time) -> tuple[time, str]:
    return read, f"{quoted(value)} was read as {read:%H:%M} London time"


def moment(value: object) -> tuple[datetime | None, str]:
    """A moment in UTC from ISO 8601, such as "2026-11-12T10:00:00Z"; without a zone it is taken as UTC."""
    bad = f"{quoted(value)} is not a date and time; write it like 2026-11-12T10:00:00Z"
    try:
        read = datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
        if read is None:
            return None, bad
        return (read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)), ""
    except (ValueError, OverflowError):
        return None, bad


def number(value: object) -> tuple[float | None, str]:
    """A finite number, also when it came as text ("51.44")."""
    bad = f"{quoted(value)} is not a number"
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None, bad
    if isinstance(value, str) and not re.fullmatch(r"\s*[+-]?\d{1,15}(\.\d{0,15})?\s*", value):
        return None, bad
    try:
        read = float(value)
    except (ValueError, OverflowError):
        return None, bad
    return (read, "") if math.isfinite(read) else (None, bad)


def whole(value: object) -> tuple[int | None, str]:
    """A whole number that every database can hold; 18.0 and "18" count as 18, 18.5 does not."""
    read, _ = number(value)
    if read is None or read != int(read) or abs(read) > MOST:
        return None, f"{quoted(value)} is not a whole number; write it like 18"
    return int(read), ""


def money(value: object) -> tuple[Decimal | None, str]:
    """An amount from 0 to 99,999,999.99, to the penny; a pound sign in front is dropped."""
    bad = f"{quoted(value)} is not an amount of money; write it like 2.50"
    text = value.strip().removeprefix("£").replace(",", "") if isinstance(value, str) else value
    read, _ = number(text)
    try:
        amount = Decimal(str(text).strip()).quantize(Decimal("0.01")) if read is not None else None
    except InvalidOperation:
        amount = None
    if amount is None or not 0 <= amount < 100_000_000:
        return None, bad
    return amount, ""


def yes_no(value: object) -> tuple[bool | None, str]:
    """True or false, also as yes, no, 1 and 0."""
    text = str(value).strip().lower()
    if text in YES or text in NO:
        return text in YES, ""
    return None, f"{quoted(value)} is neither true nor false"


def identifier(value: object) -> tuple[str | None, str]:
    """A UUID (RFC 9562) in its usual form: lower case, with hyphens."""
    text = value.strip().lower() if isinstance(value, str) else ""
    if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}", text):
        return str(uuid.UUID(text)), ""
    return None, f"{quoted(value)} is not an id; ids are UUIDs, like ac148810-d857-441c-9679-408f346de14b"


def weekdays(value: object) -> tuple[str | None, str]:
    """BYDAY of RFC 5545 ("TH,FR", "1MO", "-1FR") from itself, from a list, or from the names of days in English."""
    said = [str(one) for one in value] if isinstance(value, list) else re.split(r"[,;]", str(value)[:400])
    found: dict[str, None] = {}
    named = False
    for part in (one.strip().lower() for one in said):
        match = re.fullmatch(r"([+-]?[1-5])?\s*([a-z]{2,9})", part)
        code = next((code for code, name in DAYS.items() if match and _is_day(match[2], code, name)), None)
        if match is None or code is None:
            return None, f"{quoted(value)} does not name days; write it like MO,TH or 1MO for the first Monday"
        named = named or len(match[2]) > 2
        found[(match[1] or "").removeprefix("+") + code] = None
    return ",".join(found), f"{quoted(value)} was read as {','.join(found)}" if named else ""


def _is_day(said: str, code: str, name: str) -> bool:
    return said == code.lower() or said == name + "s" or (len(said) > 2 and name.startswith(said))


def numbers(value: object) -> tuple[str | None, str]:
    """A list of whole numbers as RFC 5545 writes it ("2,3,-1"), from itself, a number or a list."""
    text = ",".join(str(one) for one in value) if isinstance(value, list) else str(value)
    text = re.sub(r"\s", "", text[:400])
    if re.fullmatch(r"[+-]?[0-9]{1,3}(,[+-]?[0-9]{1,3})*", text):
        return text, ""
    return None, f"{quoted(value)} is not a list of numbers; write it like 1,15"


def language(value: object) -> tuple[str | None, str]:
    """A language code: ISO 639-1 where there is one (en from "eng" or "en-GB"), else ISO 639-3 (bfi, jam)."""
    text = str(value).strip().lower()
    code = re.split(r"[-_]", text)[0]
    if re.fullmatch(r"[a-z]{2,3}", code) and len(text) <= 12:
        alias = get_global("language_aliases").get(code, code)
        return (alias if re.fullmatch(r"[a-z]{2,3}", alias) else code), ""
    found = language_named(text)
    return found, "" if found else f"{quoted(value)} is not a language code; write it like ur"


def language_named(name: str) -> str | None:
    """The code of a language from its English name, or None."""
    return _language_names().get(name.strip().casefold())


@cache
def _language_names() -> dict[str, str]:
    known = {name.casefold(): code for code, name in Locale("en").languages.items() if re.fullmatch("[a-z]{2,3}", code)}
    return known | {"british sign language": "bfi", "bsl": "bfi", "jamaican patois": "jam", "patois": "jam"}
