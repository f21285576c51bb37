"""The age of somebody in a search ("my 8 year old", "aged 15", "I am 72"), and which audiences it makes them."""

import re
from collections.abc import Sequence

OLD = range(60, 105)  # a number alone that is somebody's age
YEARS = ("year", "years", "yr", "yrs")
JOINED = re.compile(r"(\d{1,3})(?:yo|yrs?old|yearold)|([1-9]\d)[mf]|[mf]([1-9]\d)")  # "78f", as staff write
DECADE = re.compile(r"([2-9]0)s")
CALENDAR = ("the", "since", "from")  # words that make a decade after them years: "the 70s", but "in her 70s"
# Words that make the number after them an age.
BEFORE = ("age", "aged", "turning", "turned", "is", "hes", "shes", "im", "whos")
# What makes it none: "im 5 months pregnant".
AFTER = frozenset("am children days hours kids miles minutes mins months pm pounds stone times weeks".split())

# Audiences by the last age they count to: (code, level), the likeliest first; from 26 to 49 people are nobody special.
AUDIENCES: Sequence[tuple[int, tuple[tuple[str, str], ...]]] = (
    (4, (("parents", "same"), ("families", "narrower"), ("new-parents", "related"))),
    (10, (("under-18", "same"), ("families", "narrower"))),
    (17, (("under-18", "same"),)),
    (25, (("18-25", "same"),)),
    (49, ()),
    (130, (("50-plus", "narrower"),)),
)


def age_at(words: Sequence[str], at: int) -> tuple[int, int]:
    """The age that stands at a place among folded words, and how many words say so; (0, 0) when none does."""
    joined = JOINED.fullmatch(words[at])
    if joined:
        return int(joined[joined.lastindex or 1]), 1
    decade = DECADE.fullmatch(words[at])
    if decade and at and words[at - 1] not in CALENDAR:
        return int(decade[1]) + 5, 1
    if not (words[at].isdecimal() and words[at].isascii() and len(words[at]) <= 3):
        return 0, 0
    age, rest = int(words[at]), words[at + 1 : at + 3]
    if len(rest) == 2 and rest[0] in YEARS and rest[1] == "old":
        return age, 3
    if rest[:1] == ["yo"]:
        return age, 2
    said = at and words[at - 1] in BEFORE and not AFTER.intersection(rest[:1])
    return (age, 1) if age in OLD or said else (0, 0)


def audiences(age: int) -> dict[str, str]:
    """{`audiences:code`: level} of people of an age in years; empty when there is nothing special for them."""
    found = next((codes for last, codes in AUDIENCES if age <= last), ())
    return {f"audiences:{code}": level for code, level in found}
