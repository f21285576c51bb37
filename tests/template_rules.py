"""The rules of templates as functions: each takes a file's path and its text and gives what breaks the rule."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from tests.rules import Faults, Rule

SPOKEN = ("alt", "title", "aria-label", "placeholder", "aria-description")
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
TRANSLATED = re.compile(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}", re.DOTALL)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
LETTERS = re.compile(r"[^\W\d_]{2,}")
ATTRIBUTES = re.compile(r"\s*(?:[a-z-]+=\"[^\"]*\"\s*)+")  # a macro may write attributes and nothing else


def line_of(text: str, at: int) -> int:
    """The number of the line a character stands in."""
    return text.count("\n", 0, at) + 1


def found(pattern: str, text: str) -> Iterator[str]:
    """Line and text of every match outside Jinja comments."""
    bare = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
    for match in re.finditer(pattern, bare, re.IGNORECASE):
        yield f"{line_of(bare, match.start())}: {match[0][:50]}"


def templates_stay_small(_path: str, text: str) -> Faults:
    """No template over 120 lines."""
    if text.count("\n") > 120:
        yield f"{text.count(chr(10))} lines"


def templates_trust_no_text(_path: str, text: str) -> Faults:
    """Nothing is marked safe and escaping is never turned off."""
    yield from found(r"\|\s*safe\b|\bMarkup\b|autoescape\s+false|\|\s*forceescape", text)


def templates_hold_no_code(_path: str, text: str) -> Faults:
    """No inline script, style or handler: the content policy refuses them."""
    yield from found(r"<style\b|\bstyle=|\son[a-z]+=|hx-on|javascript:", text)
    yield from found(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/ld\+json)", text)


def templates_touch_no_data(_path: str, text: str) -> Faults:
    """A template shows what it was given; it asks the database nothing."""
    yield from found(r"\bdb\.session|\.query\.|\bselect\(", text)


def templates_fetch_nothing_abroad(_path: str, text: str) -> Faults:
    """Scripts, styles, pictures and forms stay on this host."""
    yield from found(r"<(?:script|img|iframe|source|form|use)\b[^>]*(?:src|action|href)=[\"'](?:https?:)?//", text)
    yield from found(r"<link\b[^>]*stylesheet[^>]*href=[\"'](?:https?:)?//", text)


def templates_use_data_attributes(_path: str, text: str) -> Faults:
    """htmx is written data-hx-*, which is valid HTML."""
    yield from found(r"(?<![\w-])hx-[a-z]+=", text)


class Bare(HTMLParser):
    """Collects the words of a template that no translator will see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.untranslated = 0
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Attributes that are read aloud count as words."""
        given = dict(attrs)
        self.open.append((tag, given.get("translate") == "no"))
        for name in SPOKEN:
            self.judge(given.get(name) or "")

    def handle_endtag(self, tag: str) -> None:
        """Templates open in one branch what they close in another, so only what matches is taken off."""
        for at in range(len(self.open) - 1, -1, -1):
            if self.open[at][0] == tag:
                del self.open[at:]
                return

    def handle_data(self, data: str) -> None:
        """Words between tags, but not those of a script."""
        if not (self.open and self.open[-1][0] in ("script", "style")) and not ATTRIBUTES.fullmatch(data):
            self.judge(data)

    def judge(self, words: str) -> None:
        """Two letters in a row make a word; names and numbers marked translate="no" may stand bare."""
        if LETTERS.search(words) and not any(kept for _tag, kept in self.open):
            self.found.append(f"{self.getpos()[0]}: {' '.join(words.split())[:60]}")


def templates_speak_through_gettext(_path: str, text: str) -> Faults:
    """Every word a reader meets can be translated."""
    for pattern in (COMMENT, TRANSLATED, TAG):
        text = pattern.sub(lambda match: "\n" * match[0].count("\n"), text)
    reader = Bare()
    reader.feed(text)
    yield from reader.found


def template_strings_are_whole(_path: str, text: str) -> Faults:
    """_() is given a constant or a name, never something put together."""
    yield from found(r"(?<![\w.])_\(\s*(?:'[^']*'|\"[^\"]*\"|[\w.]+)\s*(?:~|\+|%)", text)


TEMPLATE_RULES: tuple[Rule, ...] = (
    templates_stay_small,
    templates_trust_no_text,
    templates_hold_no_code,
    templates_touch_no_data,
    templates_fetch_nothing_abroad,
    templates_use_data_attributes,
    templates_speak_through_gettext,
    template_strings_are_whole,
)
