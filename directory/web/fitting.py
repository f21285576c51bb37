"""A card short enough for a phone: how many lines it takes, and what goes first when there are too many."""

import textwrap
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _

MOST_LINES = 9  # on a phone 320 px wide, at standard size and in English
# Letters that fit on a line there, of the name, the sentence, the times and the small words below them.
NAME, SENTENCE, TIMES, SMALL, FOOT = 27, 37, 33, 42, 32  # "Add to list" stands beside the foot


def fitted(made: dict[str, Any], asked: int, soon: bool) -> dict[str, Any]:
    """The card in MOST_LINES or fewer: notes nobody asked for go first, then a next date that is `soon`.

    So does why it is there. What is still too long has the way in and the place on one line (`tight`), does not repeat
    that it is a sample (the list and its own page say so), and has fewer words about joining.
    """
    while lines(made) > MOST_LINES and len(made["notes"]) > asked:
        made = made | {"notes": made["notes"][:-1]}
    if lines(made) > MOST_LINES:
        made = made | {"why": ""}
    if lines(made) > MOST_LINES and soon and made["when"]:
        made = made | {"next": ""}
    made = made | {"tight": lines(made) > MOST_LINES}
    made = made | {"sample": made["sample"] and lines(made) <= MOST_LINES}
    while lines(made) > MOST_LINES and len(made["joining"]) > 1:
        made = made | {"joining": made["joining"][:-1]}
    return made


def lines(made: dict[str, Any]) -> int:
    """About how many lines a card takes on a phone."""
    how, where = made["joining"], [made["where"], made["distance"], *made["notes"]]
    rows = [[*how, *where]] if made["tight"] else [how, where]
    parts = [
        (made["name"], NAME),
        (" ".join([made["summary"], made["label"]]), SENTENCE),
        (made["state"] or in_a_row([made["when"], made["next"].replace(" ", "_")]), TIMES),
        *((in_a_row(row), SMALL) for row in rows),
    ]
    known = in_a_row([made["confirmed"], _("Sample") if made["sample"] else ""])
    if made["why"]:  # it may hold words a visitor typed
        foot = len(textwrap.wrap(in_a_row([known, made["why"].replace(" ", "_")]), FOOT))
    else:
        foot = height(known, FOOT)
    return sum(height(text, width) for text, width in parts) + foot


@lru_cache(maxsize=20_000)
def height(text: str, width: int) -> int:
    """How many lines a text of an offer takes; nothing a visitor typed may come here, as this is remembered."""
    return len(textwrap.wrap(text, width))


def in_a_row(words: Iterable[str]) -> str:
    """Facts as a row shows them."""
    return " · ".join(filter(None, words))
