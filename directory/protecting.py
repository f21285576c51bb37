"""What of a text no computer may change: held out before it is translated and put back after, or the answer is refused.

Names, addresses, postcodes, phone numbers, e-mail and web addresses, times, sums and every other number stand inside an
element that the translator is asked to leave alone. Each has to come back once, as it went; what stands between them
may hold no number, no address and no markup of its own. A wrong time that nobody sees is worse than English. Pure.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from directory.plain_text import UNSEEN

XML, HTML = "xml", "html"
# The element that holds a part, by the kind of markup that a translator reads.
HOLDERS = {
    XML: '<x id="{number}">{part}</x>',
    HTML: '<span id="p{number}" class="notranslate" translate="no">{part}</span>',
}
BACK = re.compile(r"<(x|span)\s[^<>]*?\bid\s*=\s*[\"']p?(\d+)[\"'][^<>]*>([^<>]*)</\1\s*>")
WEB = (
    r"(?:https?://|www\.)[^\s<>]*[^\s<>.,;:!?)\"']|\b[\w-]+(?:\.[\w-]+)*\.(?:org|com|uk|net|info|nhs)\b(?:/[^\s<>]*\w)?"
)
EMAIL = r"[^\s@<>()\[\]]+@[\w-]+(?:\.[\w-]+)+"
POSTCODE = r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b"
PHONE = r"[+(]?\d[\d ()-]{6,}\d"
TIME = r"\d{1,2}(?:[.:]\d{2})?\s?(?:[ap]\.?m\b\.?|noon\b|o['\u2019]clock\b)"
MONEY = r"[£€$]\s?\d[\d,.]*\d?(?:[kmp]\b)?|\b\d+p\b"
# Every number of every script, halves and small raised ones too.
NUMERAL = "".join(one for one in map(chr, range(0x3000)) if unicodedata.category(one) in ("Nl", "No"))
NUMBER = rf"\w*[\d{NUMERAL}](?:[\d.,:/–-]*\d)?[^\W_]*"
KEPT = "|".join((WEB, EMAIL, POSTCODE, PHONE, TIME, MONEY, NUMBER))
LOOKS_LIKE_ONE = re.compile(r"@|https?:|www\.", re.IGNORECASE)
SHORTEST_NAME = 3
# How much longer or shorter than the English a translation may be, beside a little; Chinese takes few letters.
LONGER, SHORTER, A_LITTLE = 4, 0.12, 40
SCRIPTS = {"ar": "ARABIC", "ur": "ARABIC", "ta": "TAMIL", "zh": "CJK"}  # by language; all others are Latin
MOSTLY = 0.6  # of the letters are of the language's script; names that were not held out are in ours
SAME = 4  # words in a row that are no translation when they are still the same


class Mangled(Exception):
    """A translation that cannot be shown, and why."""


@dataclass(frozen=True)
class Held:
    """A line to be translated: as written, as it is sent, what its holders hold, and the English between them."""

    text: str
    sent: str
    parts: tuple[str, ...]
    between: str


def hold(line: str, names: Iterable[str], markup: str) -> Held:
    """A line with everything in holders that has to stay as it is; `names` count where they stand as whole words."""
    known = sorted({one for one in names if len(one) >= SHORTEST_NAME}, key=len, reverse=True)
    named = [rf"(?<!\w){re.escape(one)}(?!\w)" for one in known]
    parts: list[str] = []
    sent: list[str] = []
    between: list[str] = []
    at = 0
    for found in re.finditer("|".join((*named, KEPT)), line):
        sent += [escaped(line[at : found.start()]), holder(markup, len(parts), found[0])]
        between.append(line[at : found.start()])
        parts.append(found[0])
        at = found.end()
    return Held(line, "".join(sent) + escaped(line[at:]), tuple(parts), " ".join((*between, line[at:])))


def holder(markup: str, number: int, part: str) -> str:
    """The element that holds a part."""
    return HOLDERS[markup].format(number=number, part=escaped(part))


def escaped(text: str) -> str:
    """Text as markup."""
    return html.escape(text, quote=False)


def worth_sending(held: Held) -> bool:
    """Whether there is a word between the parts to translate."""
    return any(one.isalpha() for one in held.between)


def put_back(held: Held, answer: str, language: str) -> str:
    """The translated line with its parts where the translator has moved them. Raises Mangled."""
    pieces, seen, at = [], [], 0
    for found in BACK.finditer(answer):
        number = int(found[2])
        if number >= len(held.parts) or plainly(found[3]) != plainly(escaped(held.parts[number])):
            raise Mangled("a part that has to stay was changed")
        pieces += [between(answer[at : found.start()]), held.parts[number]]
        seen.append(number)
        at = found.end()
    pieces.append(between(answer[at:]))
    if sorted(seen) != list(range(len(held.parts))):
        raise Mangled("a part that has to stay was lost or came twice")
    judge(held, "".join(pieces[::2]), language)
    return " ".join(UNSEEN.sub("", joined(pieces)).split())


def plainly(markup: str) -> str:
    """What an element holds, without regard to spaces."""
    return " ".join(html.unescape(markup).split())


def between(markup: str) -> str:
    """The text between holders. Raises Mangled for markup that is none of ours."""
    if "<" in markup or ">" in markup:
        raise Mangled("it has markup of its own")
    return html.unescape(markup)


def judge(held: Held, text: str, language: str) -> None:
    """Raises Mangled when what stands between the parts cannot be a translation of the English that stood there."""
    english = held.between.strip()
    for wrong, why in FAULTS:
        if wrong(english, text):
            raise Mangled(why)
    if not in_script(text, language):
        raise Mangled("it is in other letters than the language")


def is_empty(english: str, text: str) -> bool:
    """Whether nothing was translated."""
    return any(map(str.isalpha, english)) and not any(map(str.isalpha, text))


def is_garbled(_english: str, text: str) -> bool:
    """Whether it holds control characters, characters that are none, or what stands for a letter that was lost."""
    unreadable = any(unicodedata.category(one) in ("Cc", "Cn", "Co", "Cs") for one in text if not one.isspace())
    return unreadable or "\ufffd" in text


def is_numbered(_english: str, text: str) -> bool:
    """Whether it holds a number, of any script: all that we had were held out."""
    return any(unicodedata.category(one).startswith("N") for one in text)


def has_markup(english: str, text: str) -> bool:
    """Whether it holds markup or an address that the English did not have, entities or leavings of a holder."""
    leavings = any(one in text for one in ("<", ">", "notranslate", "&lt", "&gt", "&amp", "&#") if one not in english)
    return leavings or bool(LOOKS_LIKE_ONE.search(text))


def is_of_another_length(english: str, text: str) -> bool:
    """Whether it is far too long or far too short."""
    long, here = len(english), len(text.strip())
    return here > LONGER * long + A_LITTLE or (long > A_LITTLE and here < SHORTER * long)


def is_english(english: str, text: str) -> bool:
    """Whether it is still the English."""
    words = re.findall(r"[^\W\d_]+", english.casefold())
    return len(words) >= SAME and words == re.findall(r"[^\W\d_]+", text.casefold())


FAULTS: tuple[tuple[Callable[[str, str], bool], str], ...] = (
    (is_empty, "it is empty"),
    (is_garbled, "it holds what cannot be read"),
    (is_numbered, "it has a number that is not ours"),
    (has_markup, "it has markup or an address of its own"),
    (is_of_another_length, "it is far longer or shorter than the English"),
    (is_english, "it is still English"),
)


def in_script(text: str, language: str) -> bool:
    """Whether most letters are of the script that a language is written in."""
    script = SCRIPTS.get(language.partition("-")[0], "LATIN")
    letters = [one for one in text if one.isalpha()]
    theirs = sum(unicodedata.name(one, "").startswith(script) for one in letters)
    return not letters or theirs >= MOSTLY * len(letters)


def is_han(letter: str) -> bool:
    """Whether a letter is Chinese, which is written without spaces."""
    return "\u3400" <= letter <= "\u9fff"


def joined(pieces: Iterable[str]) -> str:
    """The pieces in a row, with a space where a word would run into what was put back."""
    text = ""
    for piece in pieces:
        touching = text and piece and text[-1].isalnum() and piece[0].isalnum()
        text += f" {piece}" if touching and not (is_han(text[-1]) or is_han(piece[0])) else piece
    return text
