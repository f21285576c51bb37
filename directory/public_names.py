"""The names links are made of: slugs from what a thing is called, and short codes to read out or print; pure."""

import hashlib
import itertools
import re
import unicodedata
from collections.abc import Callable

LONGEST = 80
NUMBERED = 120  # with a number behind it
# No vowels, so no words, and none of the characters people confuse (0 o, 1 l i, u v, a).
LETTERS = "23456789bcdfghjkmnpqrstvwxz"
SHORTEST_CODE = 5
LONGEST_CODE = 12

Taken = Callable[[str], bool]


def slug(name: str) -> str:
    """`name` in a to z, 0 to 9 and hyphens, at most 80 characters, never empty: "Café at St Ann's" is cafe-at-st-anns.

    A name without one such character (another script) becomes its code, which is the same on every machine.
    """
    name = re.sub("[\u2010-\u2015]", "-", name).replace("&", " and ")
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    if len(words) > LONGEST:
        words = words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]
    return words or f"offer-{_letters(name)[:SHORTEST_CODE]}"


def free_slug(name: str, taken: Taken, longest: int = NUMBERED) -> str:
    """The slug of `name`, with -2, -3 and so on when `taken` says that it belongs to something else.

    It is cut so that it has at most `longest` characters with its number.
    """
    first, ends = slug(name), itertools.chain([""], (f"-{number}" for number in itertools.count(2)))
    found = (first[: longest - len(end)].rstrip("-") + end for end in ends)
    return next(one for one in found if not taken(one))


def code(service_id: str, taken: Taken) -> str:
    """The short code of a service: from its id alone, 5 characters, so that two databases agree.

    Longer, up to 12, while `taken` says that another service has it. Raises ValueError when even that is taken.
    """
    letters = _letters(service_id)
    for length in range(SHORTEST_CODE, LONGEST_CODE + 1):
        if not taken(letters[:length]):
            return letters[:length]
    raise ValueError("no code is free for this service")


def _letters(text: str) -> str:
    """A fixed string of LETTERS for any text (SHA-256, read in base 27)."""
    number = int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest(), "big")
    found = []
    for _ in range(LONGEST_CODE):
        number, at = divmod(number, len(LETTERS))
        found.append(LETTERS[at])
    return "".join(found)
