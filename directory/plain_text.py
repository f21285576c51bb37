"""Makes what was typed or sent plain: text without tags or tricks, web and e-mail addresses, phone numbers; pure.

Addresses and numbers come back as (value, problem): no value when it cannot be used, a problem beside a value when it
was mended. A problem is a sentence that a person can act on.
"""

import html
import json
import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from urllib.parse import urlsplit, urlunsplit

import nh3
import phonenumbers
from email_validator import EmailNotValidError, validate_email

READ = 40_000  # characters read of any text; what is kept is capped far below
ROUNDS = 6  # text that is still not plain after so many loses its angle brackets and ampersands
MARKS = 2  # combining marks in a row; more are a trick of the eye ("Zalgo")
LONGEST_ADDRESS = 1000
AROUND = " \"'<>;,"  # what people put round an address in a list

# "<3", "under <18" and "<me@example.org>" are not tags; "<b>", "</p>" and "<img src=x>" are.
TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9:-]*(?:\s[^<>]*)?/?>")
NOT_TAG = re.compile(r"<(?!/?[A-Za-z][A-Za-z0-9:-]*(?:\s[^<>]*)?/?>)")
DECLARATION = re.compile(r"<[!?][^<>]*>")
PARAGRAPH = re.compile(r"</?(?:p|h[1-6]|ul|ol|table|blockquote)(?:\s[^<>]*)?>", re.IGNORECASE)
LINE = re.compile(r"<br(?:\s[^<>]*)?/?>|</(?:div|li|tr|dt|dd)>", re.IGNORECASE)
AMPERSANDS = re.compile(r"&(?:amp;)+")
NEWLINES = re.compile("\r\n?|[\u0085\u2028\u2029]")
# Controls, invisible characters, bidi controls, private use, halves of characters and characters that are none.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
# Scripts in which a joiner changes the word (Arabic, Persian, Indic, Khmer, Mongolian), and joined emoji.
JOINED = "\u0600-\u08ff\u0900-\u0dff\u0e00-\u109f\u1780-\u18af\ua840-\uabff\ufb50-\ufdff\ufe70-\ufefe"
JOINED += "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
JOINERS = re.compile(f"(?:(?<=[{JOINED}])([\u200c\u200d])(?=[{JOINED}]))|[\u200c\u200d]")

NOTHING = frozenset("n/a na nil none null not known unknown tbc tba - -- . ?".split()) | {"not known", "not applicable"}
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?!\d)")
HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")


def plain(text: str) -> str:
    """`text` as paragraphs of plain text: no tags (nor what is inside script or style), entities decoded, NFC.

    Lines and blank lines stay, runs of either are one. What cannot be seen is gone: control and bidi characters, NULs,
    zero-width characters except joiners where a script needs them, a third combining mark in a row.
    Making plain text plain changes nothing.
    """
    text = text[:READ]
    for _ in range(ROUNDS):
        before, text = text, _plainer(text)
        if text == before:
            return text
    return _tidy(re.sub("[<>&]", " ", text))


def one_line(text: str) -> str:
    """As `plain`, with every line break a space: for names and anything else that stands in one line."""
    return " ".join(plain(text).split())


def cut(text: str, most: int) -> tuple[str, bool]:
    """`text` of at most `most` characters, ended at a word where there is one near, and whether it was cut."""
    if len(text) <= most:
        return text, False
    kept = text[: most - 1]
    at_word = kept.rpartition(" ")[0]
    return (at_word if len(at_word) > most * 0.8 else kept).rstrip() + "…", True


def quoted(value: object, most: int = 60) -> str:
    """`value` as it may be shown in a message: in quotes, short, with nothing in it that a terminal obeys."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = "".join(one if one.isprintable() else " " for one in UNSEEN.sub("", text[: most * 4]))
    text = text if len(text) <= most else text[: most - 1] + "…"
    return f'"{text}"' if isinstance(value, str) else text


def _plainer(text: str) -> str:
    """One round: tidied, then without tags and entities, then tidied again."""
    text = _tidy(text)
    if "<" in text or "&" in text:
        text = _tidy(_without_tags(text))
    return text


def _without_tags(text: str) -> str:
    """Tags taken out and entities decoded, once; what only looks like a tag is kept."""
    text = DECLARATION.sub("", AMPERSANDS.sub("&", text))
    if TAG.search(text):
        text = LINE.sub("\n", PARAGRAPH.sub("\n\n", text))
        text = nh3.clean(NOT_TAG.sub("&lt;", text), tags=set(), clean_content_tags={"script", "style"})
    return html.unescape(text)


def _tidy(text: str) -> str:
    """NFC, nothing unseen, no towers of marks, single spaces, at most one blank line."""
    if not text.isascii():
        text = JOINERS.sub(_kept_joiner, UNSEEN.sub("", NEWLINES.sub("\n", unicodedata.normalize("NFC", text))))
        text = unicodedata.normalize("NFC", _few_marks(text))
    else:
        text = UNSEEN.sub("", NEWLINES.sub("\n", text))
    lines = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def _kept_joiner(match: re.Match[str]) -> str:
    return match[1] or ""


def _few_marks(text: str) -> str:
    """At most MARKS combining marks (Unicode Mn, Me) in a row."""
    if not any(unicodedata.category(character) in ("Mn", "Me") for character in set(text)):
        return text
    runs = groupby(text, key=lambda character: unicodedata.category(character) in ("Mn", "Me"))
    return "".join("".join(list(run)[:MARKS] if marks else run) for marks, run in runs)


@lru_cache(maxsize=4096)
def web_address(text: str) -> tuple[str | None, str]:
    """An http or https address of a named host, in ASCII; https:// is added when there is no scheme.

    Refused: any other scheme (javascript:, data:), a name or password before the host ("nhs.uk@evil.example"), bare
    numbers for a host, spaces, backslashes. A host in another script is written in punycode (RFC 3492), so that a
    look-alike shows itself.
    """
    said = " ".join(_tidy(text[:READ]).split()).replace("&amp;", "&").strip(AROUND)
    refused = None, f"{quoted(text)} is not a web address; write it like https://www.example.org"
    scheme = SCHEME.match(said)
    if scheme and scheme[1].lower() not in ("http", "https"):
        return None, f"{quoted(text)} does not begin with https://, and only web pages may be linked to"
    address = said if scheme else "https://" + said.lstrip("/")
    if len(address) > LONGEST_ADDRESS or re.search(r"[\s\\\"<>^`{|}]", address) or said.lower() in NOTHING:
        return refused
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
        host = (parts.hostname or "").encode("idna").decode().rstrip(".")
    except ValueError:  # UnicodeError among them
        return refused
    if "@" in parts.netloc:
        return None, f"{quoted(text)} has a name before the @, which hides where it leads"
    if not HOST.fullmatch(host) or len(host) > 253:
        return refused
    value = urlunsplit((parts.scheme.lower(), host + port, parts.path, parts.query, parts.fragment))
    return value, "" if scheme else f"{quoted(text)} had no https:// in front; it was added"


@lru_cache(maxsize=4096)
def email_address(text: str) -> tuple[str | None, str]:
    """An e-mail address that could exist (RFC 5322 as email-validator reads it; no network is asked)."""
    said = re.sub(r"^mailto:", "", one_line(text).strip(AROUND + "."), flags=re.IGNORECASE)
    try:
        return validate_email(said[:320], check_deliverability=False, test_environment=False).normalized, ""
    except (EmailNotValidError, ValueError):
        return None, f"{quoted(text)} is not an e-mail address; write it like name@example.org"


@lru_cache(maxsize=4096)
def phone_number(text: str) -> tuple[str | None, str]:
    """A phone number as people read it: "020 7946 0123", or "+33 1 23 45 67 89" when it is not a UK one.

    A number the pinned tables do not know (116 123, a text code) is kept as it was written, without quotes.
    """
    said = re.sub(r"^(?:tel|phone|telephone)\s*[:.]\s*", "", one_line(text).replace('"', ""), flags=re.IGNORECASE)
    said = said.strip("' ,;.")
    if sum(character.isdigit() for character in said) < 3:
        return None, f"{quoted(text)} has no phone number in it"
    try:
        number = phonenumbers.parse(said[:100], "GB")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        if sum(character.isdigit() for character in said) > 15:  # E.164 allows no more: two numbers in one
            return None, f"{quoted(text)} is more than one phone number; write each by itself"
        kept, was_cut = cut(said, 60)
        return kept, f"{quoted(text)} is too long for a phone number; the rest was cut" if was_cut else ""
    british = number.country_code == 44
    style = phonenumbers.PhoneNumberFormat.NATIONAL if british else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style), ""
