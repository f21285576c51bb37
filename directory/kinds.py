"""The kinds of value a property of an offer can have, and how each is read from what was sent; pure.

A reader returns (value, problem), as directory/plain_values.py does.
"""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from directory import plain_text, plain_values
from directory.models.translation import FIELDS
from directory.plain_text import quoted
from directory.recurrence import rule_of

Read = tuple[Any, str]

STATUSES = ("active", "inactive", "defunct", "temporarily closed")  # HSDS 3.0, service.status
LONGEST_LIST = 300
OLDEST = 120
TAG = re.compile("[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")  # BCP 47, as far as our paths have it
UNLIMITED = -1  # an age that limits nobody


def _text(most: int, read: Callable[[str], str] = plain_text.one_line) -> Callable[[object], Read]:
    def reader(value: object) -> Read:
        if isinstance(value, bool):
            return None, f"{quoted(value)} is not text"
        text, was_cut = plain_text.cut(read(str(value)), most)
        return text or None, f"longer than {most} characters; the rest was cut" if was_cut else ""

    return reader


def _of_text(read: Callable[[str], Read]) -> Callable[[object], Read]:
    return lambda value: read(str(value)[: plain_text.READ])


def _status(value: object) -> Read:
    text = plain_text.one_line(str(value)).lower().replace("_", " ")
    return (text, "") if text in STATUSES else (None, f"{quoted(value)} is not one of: {', '.join(STATUSES)}")


def _age(value: object) -> Read:
    number, _ = plain_values.number(value)
    if number is None:
        return None, f"{quoted(value)} is not an age in years; write it like 18"
    if not 0 <= number <= OLDEST:
        return UNLIMITED, f"{quoted(value)} is no limit of age; it was left out"
    return int(number), "" if number == int(number) else f"{quoted(value)} was read as {int(number)}"


def _times(value: object) -> Read:
    number, problem = plain_values.whole(value)
    return (number, "") if number and number > 0 else (None, problem or f"{quoted(value)} is not 1 or more")


def _dates(value: object) -> Read:
    read = [plain_values.day(one) for one in (value if isinstance(value, list) else [value])[:LONGEST_LIST]]
    return sorted({one.isoformat() for one, _ in read if one}), next((why for one, why in read if why), "")


def _location_type(value: object) -> Read:
    text = str(value).strip().lower()
    return (text, "") if text in ("physical", "postal", "virtual") else (None, f"{quoted(value)} is no kind of place")


def _tag(value: object) -> Read:
    text = str(value).strip()
    return (text, "") if TAG.fullmatch(text) else (None, f"{quoted(value)} is no language; write it like zh-Hans")


def _own_words(value: object) -> Read:
    text = str(value).strip()
    return (text, "") if text in FIELDS else (None, f"{quoted(value)} is not one of: {', '.join(FIELDS)}")


# How each kind of property is read. A value that cannot be read is dropped with a warning ...
KINDS: dict[str, Callable[[object], Read]] = {
    "name": _text(200),
    "summary": _text(200),
    "line": _text(500),
    "code": _text(120),
    "text": _text(5000, plain_text.plain),
    "url": _of_text(plain_text.web_address),
    "email": _of_text(plain_text.email_address),
    "phone": _of_text(plain_text.phone_number),
    "status": _status,
    "age": _age,
    "past_date": plain_values.day,
    "date": plain_values.day,
    "maybe_date": plain_values.day,
    "dates": _dates,
    "moment": plain_values.moment,
    "time": plain_values.clock_time,
    "freq": _text(10),
    "times": _times,
    "byday": plain_values.weekdays,
    "wkst": plain_values.weekdays,
    "numbers": plain_values.numbers,
    "number": plain_values.number,
    "whole": plain_values.whole,
    "money": plain_values.money,
    "flag": plain_values.yes_no,
    "sure_flag": plain_values.yes_no,
    "id": plain_values.identifier,
    "location_type": _location_type,
    "tag": _tag,
    "own_words": _own_words,
}
# ... but these refuse the record: they decide whether, when and to whom an offer is shown, or where a refuge is.
STRICT = frozenset("status age past_date date time times byday numbers sure_flag".split())
MAY_BE_LISTS = frozenset(("dates", "byday", "numbers"))


PATTERN = ("dtstart", "freq", "interval", "count", "byday", "bymonthday", "byweekno", "byyearday", "until", "wkst")
EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"


def mend_pattern(values: dict[str, Any]) -> tuple[str, str]:
    """Puts the pattern of a schedule into the standard's WEEKLY and MONTHLY, in place; returns (property, problem).

    DAILY becomes every day of the week and FORTNIGHTLY every second week. A pattern that cannot be said so is taken
    out, with its first date: the words stay, and no date is promised.
    """
    said = values.get("freq")
    if said is None:
        return "", ""
    freq, every = said.upper(), values.get("interval", 1)
    values["freq"] = freq
    if freq == "DAILY" and every == 1:
        values.update(freq="WEEKLY", byday=values.get("byday") or EVERY_DAY)
        return "freq", f"{quoted(said)} was read as every week on {values['byday']}"
    if freq in ("FORTNIGHTLY", "BIWEEKLY") and every == 1:
        values.update(freq="WEEKLY", interval=2)
        return "freq", f"{quoted(said)} was read as every second week"
    if freq in ("WEEKLY", "MONTHLY"):
        return "", ""
    for name in PATTERN:
        values.pop(name, None)
    return "freq", f"{quoted(said)} is neither WEEKLY nor MONTHLY; the words of this schedule stay, its dates do not"


def pattern_is_clear(values: dict[str, Any]) -> bool:
    """Whether dates can be told from a schedule's properties, or it does not claim to have any."""
    blank = dict.fromkeys((*PATTERN, "opens_at", "closes_at", "valid_from", "valid_to"))
    claims = any(name in values for name in PATTERN)
    return not claims or rule_of(SimpleNamespace(**(blank | values))) is not None


LATITUDES, LONGITUDES = (49.8, 60.9), (-8.7, 1.8)  # degrees that hold the United Kingdom


def in_uk(latitude: float, longitude: float) -> bool:
    """Whether a WGS84 point lies in the box round the United Kingdom."""
    return LATITUDES[0] <= latitude <= LATITUDES[1] and LONGITUDES[0] <= longitude <= LONGITUDES[1]
