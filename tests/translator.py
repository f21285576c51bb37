"""A translator on this machine that speaks as LibreTranslate, DeepL and Azure do, and fails in every way they can."""

import json
import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from threading import Event, Lock
from typing import Any

from tests import loopback

HOLDER = re.compile(r"<(x|span)\b[^<>]*>[^<>]*</\1>")
# Letters of the scripts that languages are written in, to make words of.
LETTERS = {"ar": "ابتثجحخدذ", "ur": "ابتثجحخدذ", "ta": "அஆஇஈஉஊஎஏ", "zh": "我你他来去唱歌饭"}


def other_words(text: str, language: str) -> str:
    """The English between holders as words that are none, in the letters of the language."""
    letters = LETTERS.get(language.lower().partition("-")[0])
    if not letters:
        return re.sub(r"[A-Za-z]{2,}", lambda word: word[0][::-1].lower() + "o", text)
    return re.sub(r"[A-Za-z]+", lambda word: "".join(letters[ord(one) % len(letters)] for one in word[0]), text)


def right(markup: str, language: str, _chance: random.Random) -> str:
    """A translation that leaves every holder as it is."""
    pieces = re.split(r"(&\w+;)", between(markup))
    said = iter([one if one.startswith("&") else other_words(one, language) for one in pieces])
    text = "".join(said)
    holders = iter(one[0] for one in HOLDER.finditer(markup))
    return re.sub("\x00", lambda _mark: next(holders), text)


def between(markup: str) -> str:
    """The markup with a mark in place of each holder."""
    return HOLDER.sub("\x00", markup)


def moved(markup: str, language: str, chance: random.Random) -> str:
    """A translation with its holders in another order, as languages need it."""
    holders = [one[0] for one in HOLDER.finditer(markup)]
    chance.shuffle(holders)
    order = iter(holders)
    return HOLDER.sub(lambda _found: next(order), right(markup, language, chance))


def of_a_holder(change: Callable[[str, random.Random], str]) -> Callable[[str, str, random.Random], str]:
    """A translation in which something is done to one holder; to the words where there is none."""

    def mangle(markup: str, language: str, chance: random.Random) -> str:
        text = right(markup, language, chance)
        holders = list(HOLDER.finditer(text))
        if not holders:
            return f"{text} <b>2pm</b>"
        one = chance.choice(holders)
        return text[: one.start()] + change(one[0], chance) + text[one.end() :]

    return mangle


def of_the_text(change: Callable[[str, random.Random], str]) -> Callable[[str, str, random.Random], str]:
    """A translation in which something is done to the whole."""
    return lambda markup, language, chance: change(right(markup, language, chance), chance)


def digit(text: str, chance: random.Random) -> str:
    """Another digit, or one more."""
    found = [at for at, one in enumerate(text) if one.isdigit()]
    at = chance.choice(found)
    return text[:at] + str((int(text[at]) + chance.randint(1, 9)) % 10) + text[at + 1 :]


def inside(change: Callable[[str], str]) -> Callable[[str, random.Random], str]:
    """Something is done to what a holder holds."""
    return lambda one, _chance: re.sub(r">([^<>]*)<", lambda found: f">{change(found[1])}<", one, count=1)


# Each leaves something out, doubles it, changes it or adds what was not there.
MANGLES: dict[str, Callable[[str, str, random.Random], str]] = {
    "a holder is lost": of_a_holder(lambda _one, _chance: ""),
    "a holder comes twice": of_a_holder(lambda one, _chance: f"{one} {one}"),
    "only what it held is left": of_a_holder(lambda one, _chance: re.sub("<[^<>]*>", "", one)),
    "what it held is translated": of_a_holder(inside(lambda text: f"{text} o'reloj")),
    "what it held is gone": of_a_holder(inside(lambda _text: "")),
    "another number": of_a_holder(lambda one, chance: digit(one, chance)),
    "its tag is not closed": of_a_holder(lambda one, _chance: re.sub("</[^<>]*>", "", one)),
    "its tag is closed twice": of_a_holder(lambda one, _chance: one + one[one.rindex("<") :]),
    "its tag is translated": of_a_holder(lambda one, _chance: one.replace("<x", "<equis").replace("<span", "<tramo")),
    "its tag is written out": of_a_holder(lambda one, _chance: one.replace("<", "&lt;").replace(">", "&gt;")),
    "its tag is written out twice": of_a_holder(lambda one, _chance: one.replace("<", "&amp;lt;")),
    "its number is in other digits": of_a_holder(lambda one, _chance: re.sub(r"\d", "٣", one)),
    "one inside another": of_a_holder(lambda one, _chance: one.replace("</", f"{one}</", 1)),
    "a script": of_the_text(lambda text, _chance: f"{text}<script>alert()</script>"),
    "a tag of its own": of_the_text(lambda text, _chance: f"<b>{text}</b>"),
    "a number of its own": of_the_text(lambda text, chance: f"{text} {chance.randint(1, 99)}"),
    "a number in words of another script": of_the_text(lambda text, _chance: f"{text} ٢٠"),
    "an address of its own": of_the_text(lambda text, _chance: f"{text} www.anuncio.example"),
    "nothing": of_the_text(lambda _text, _chance: ""),
    "spaces": of_the_text(lambda _text, _chance: " \n "),
    "a control character": of_the_text(lambda text, _chance: f"{text}\x07"),
    "letters that were lost": of_the_text(lambda text, _chance: f"{text} \ufffd\ufffd"),
    "very long": of_the_text(lambda text, _chance: text + " y otra vez" * 400),
    "other letters": of_the_text(lambda text, _chance: text + " привет это совсем другой язык и он длинный" * 9),
}


class StandIn:
    """The translator: it answers with `manner`, after what is in `first` (statuses, "stall", "hang up" ...)."""

    def __init__(self) -> None:
        self.came: list[tuple[str, dict[str, str], Any]] = []
        self.manner: Callable[[str, str, random.Random], str] = right
        self.first: list[int | str] = []
        self.wait = ""  # what Retry-After says
        self.most = 10_000  # letters it takes at once
        self.slow = 0.0
        self.released = Event()
        self.lock = Lock()
        self.chance = random.Random(7)

    @contextmanager
    def listening(self) -> Iterator[str]:
        """Its address, until the block ends."""

        def answer(to: BaseHTTPRequestHandler, body: Any) -> None:
            with self.lock:
                self.came.append((to.path, dict(to.headers), body))
                happens = self.first.pop(0) if self.first else 200
            self.respond(to, body, happens)

        with loopback.listening(answer) as address:
            try:
                yield address
            finally:
                self.released.set()

    def respond(self, to: BaseHTTPRequestHandler, body: Any, happens: int | str) -> None:
        """Answers, or does what `happens` says."""
        self.released.wait(self.slow or (60 if happens == "stall" else 0))
        if happens in ("stall", "hang up"):
            return
        texts, language = asked_for(to.path, body)
        if sum(map(len, texts)) > self.most:
            happens = 413
        answer = b"not { JSON" if happens == "garbage" else self.answer(to.path, texts, language)
        if happens == "too few":
            answer = self.answer(to.path, texts[1:], language)
        to.send_response(happens if isinstance(happens, int) else 200)
        if happens == 302:
            to.send_header("Location", f"http://{to.headers['Host']}/elsewhere")
        if self.wait:
            to.send_header("Retry-After", self.wait)
        to.send_header("Content-Length", str(len(answer)))
        to.end_headers()
        if happens == "trickle":
            for at in range(len(answer)):
                to.wfile.write(answer[at : at + 1])
                if self.released.wait(0.02):
                    return
        to.wfile.write(answer[: len(answer) // 2] if happens == "cut off" else answer)

    def answer(self, path: str, texts: list[str], language: str) -> bytes:
        """The translations as each of the three says them."""
        with self.lock:
            said = [self.manner(text, language, self.chance) for text in texts]
        if path.startswith("/v2/"):
            found: Any = {"translations": [{"detected_source_language": "EN", "text": one} for one in said]}
        elif "api-version" in path:
            found = [{"translations": [{"text": one, "to": language}]} for one in said]
        else:
            found = {"translatedText": said}
        return json.dumps(found).encode()


def asked_for(path: str, body: Any) -> tuple[list[str], str]:
    """The texts and the language of a request, as each of the three is asked."""
    if path.startswith("/v2/"):
        return body["text"], body["target_lang"]
    if "api-version" in path:
        return [one["Text"] for one in body], path.rpartition("to=")[2]
    return body["q"], body["target"]
