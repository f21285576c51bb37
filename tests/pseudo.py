"""Made-up translations: every string longer and in letters that are not English, so that what was missed shows."""

import re
from io import BytesIO
from pathlib import Path
from string import ascii_lowercase

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tests.commands import ROOT

# Real locales that are no language of ours, for their plurals, dates and direction: Greek, and Hebrew right to left.
LEFT_TO_RIGHT, RIGHT_TO_LEFT = "el", "he"
LETTERS = {
    LEFT_TO_RIGHT: "αβψδεφγηιξκλμνοπχρστθωςχυζ",
    RIGHT_TO_LEFT: "אבגדהוזחטיכלמנסעפצקרשתדהוז",
}
LONGER = 0.6
GAP = re.compile(r"(%\(\w+\)[sd])")


def translated(text: str, locale: str) -> str:
    """`text` in other letters and 60% longer; gaps such as %(number)s stay."""
    table = str.maketrans(ascii_lowercase, LETTERS[locale])
    parts = GAP.split(text)
    words = [part if at % 2 else part.lower().translate(table) for at, part in enumerate(parts)]
    more = LETTERS[locale][:5] + " "
    return ("".join(words) + " " + more * round(len(text) * LONGER / len(more))).rstrip()


def catalogue(folder: Path, locale: str, reviewed_by: str = "") -> None:
    """Writes folder/<locale>/LC_MESSAGES/messages.po and .mo with every string of the template translated."""
    template = read_po(BytesIO((ROOT / "translations" / "messages.pot").read_bytes()))
    made = Catalog(locale=locale, fuzzy=False)
    for message in template:
        if message.id:
            plural = isinstance(message.id, tuple | list)
            words = tuple(translated(message.id[1], locale) for _form in range(made.num_plurals))
            made.add(message.id, words if plural else translated(message.id, locale))
    path = folder / locale / "LC_MESSAGES"
    path.mkdir(parents=True)
    text, compiled = BytesIO(), BytesIO()
    write_po(text, made)
    header = f'"Content-Type: text/plain; charset=utf-8\\n"\n"X-Reviewed-By: {reviewed_by}\\n"'
    (path / "messages.po").write_text(
        text.getvalue().decode().replace('"Content-Type: text/plain; charset=utf-8\\n"', header)
    )
    write_mo(compiled, made)
    (path / "messages.mo").write_bytes(compiled.getvalue())
