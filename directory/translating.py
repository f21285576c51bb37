"""Texts put into other languages by a computer, over HTTP: the only place that knows LibreTranslate, DeepL and Azure.

Only words that stand on public pages are sent.
"""

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app

from directory.notify import NoDetour
from directory.protecting import HTML, XML

PATIENCE = 30.0  # seconds for a whole answer
MOST_BYTES = 4_000_000  # of an answer
TRIES = 5
FIRST_REST, LONGEST_REST = 1.0, 60.0  # seconds between two tries: doubled each time, unless we are told how long
pause: Callable[[float], None] = time.sleep

Request = tuple[str, Mapping[str, str], Any]  # address, headers, what is sent as JSON


class NotTranslated(Exception):
    """Why nothing came back: "away", "busy", "garbled", "refused" (our key or settings), "spent" (the limit we pay
    for), "too much" (these texts at once, or one of them)."""


@dataclass(frozen=True)
class Translator:
    """One service: the markup it leaves alone, how many texts and letters it takes at once, the codes of the
    languages it knows by the tags of our paths, how it is asked, and what it answers."""

    name: str
    markup: str
    most_texts: int
    most_letters: int
    codes: Mapping[str, str]
    ask: Callable[[Mapping[str, Any], Sequence[str], str], Request]
    read: Callable[[Any], list[str]]


def _libretranslate(config: Mapping[str, Any], texts: Sequence[str], code: str) -> Request:
    """https://docs.libretranslate.com: POST /translate takes a list as q."""
    said = {"q": list(texts), "source": "en", "target": code, "format": "html"}
    key = {"api_key": config["TRANSLATE_KEY"]} if config["TRANSLATE_KEY"] else {}
    return f"{address(config, 'http://127.0.0.1:5000')}/translate", {}, said | key


def _deepl(config: Mapping[str, Any], texts: Sequence[str], code: str) -> Request:
    """https://developers.deepl.com/docs/api-reference/translate; keys of the free plan end with :fx."""
    key = config["TRANSLATE_KEY"]
    host = "https://api-free.deepl.com" if key.endswith(":fx") else "https://api.deepl.com"
    said = {"text": list(texts), "source_lang": "EN", "target_lang": code, "tag_handling": "xml", "ignore_tags": ["x"]}
    return f"{address(config, host)}/v2/translate", {"Authorization": f"DeepL-Auth-Key {key}"}, said


def _azure(config: Mapping[str, Any], texts: Sequence[str], code: str) -> Request:
    """https://learn.microsoft.com/azure/ai-services/translator: version 3.0 of the text interface."""
    region = {"Ocp-Apim-Subscription-Region": config["TRANSLATE_REGION"]} if config["TRANSLATE_REGION"] else {}
    there = address(config, "https://api.cognitive.microsofttranslator.com")
    path = f"{there}/translate?api-version=3.0&textType=html&from=en&to={code}"
    return path, {"Ocp-Apim-Subscription-Key": config["TRANSLATE_KEY"]} | region, [{"Text": one} for one in texts]


def address(config: Mapping[str, Any], usual: str) -> str:
    """Where the service is: as it is set, or where it usually is."""
    return str(config["TRANSLATE_URL"] or usual).rstrip("/")


def same(*tags: str, **other: str) -> dict[str, str]:
    """{tag: code} of languages: those a service calls as we do, and the `other` codes; zh stands for zh-Hans."""
    return {tag: tag for tag in tags} | {"zh-Hans" if tag == "zh" else tag: code for tag, code in other.items()}


TRANSLATORS = {
    "libretranslate": Translator(
        "LibreTranslate", HTML, 20, 4_000, same("es", "pt", "pl", "fr", "ro", "tr", "ar", "ur", "vi", zh="zh"),
        _libretranslate, lambda said: said["translatedText"],
    ),
    "deepl": Translator(
        "DeepL", XML, 50, 30_000,
        same(es="ES", pt="PT-PT", pl="PL", fr="FR", zh="ZH-HANS", ro="RO", tr="TR", ar="AR", vi="VI"),
        _deepl, lambda said: [one["text"] for one in said["translations"]],
    ),
    "azure": Translator(
        "Azure", HTML, 100, 30_000,
        same("es", "pl", "fr", "ro", "ta", "tr", "ar", "ur", "so", "vi", pt="pt-pt", zh="zh-Hans"),
        _azure, lambda said: [one["translations"][0]["text"] for one in said],
    ),
}  # fmt: skip
# What a status means that ends it; any other is tried again.
FINAL = {401: "refused", 402: "spent", 403: "refused", 404: "refused", 456: "spent"}
TOO_MUCH = (400, 413, 414)  # a text that cannot be taken is found by asking for fewer at a time


def translator() -> Translator | None:
    """The service that is set; None when none is, as on a new site."""
    return TRANSLATORS.get(str(current_app.config["TRANSLATE_WITH"]))


def translate(by: Translator, texts: Sequence[str], tag: str) -> list[str | None]:
    """The texts in a language, one for one, in as many requests as it takes; None for one that is not taken.

    Raises NotTranslated when the service does not answer, after TRIES, or will not.
    """
    found: list[str | None] = []
    for some in loads(by, texts):
        found += halved(by, some, by.codes[tag])
    return found


def loads(by: Translator, texts: Sequence[str]) -> list[list[str]]:
    """The texts in loads that the service takes at once."""
    made: list[list[str]] = [[]]
    for text in texts:
        full = len(made[-1]) == by.most_texts or sum(map(len, made[-1])) + len(text) > by.most_letters
        if made[-1] and full:
            made.append([])
        made[-1].append(text)
    return [some for some in made if some]


def halved(by: Translator, texts: Sequence[str], code: str) -> list[str | None]:
    """One load translated; in halves when it is too much at once."""
    try:
        return [*patiently(by, texts, code)]
    except NotTranslated as why:
        if str(why) != "too much":
            raise
    if len(texts) == 1:
        return [None]
    half = len(texts) // 2
    return halved(by, texts[:half], code) + halved(by, texts[half:], code)


def patiently(by: Translator, texts: Sequence[str], code: str) -> list[str]:
    """One load translated, tried again while the service is busy or away. Raises NotTranslated."""
    for tried in range(TRIES):
        try:
            return once(by, texts, code)
        except Again as why:
            last = why
        if tried < TRIES - 1:
            pause(min(last.wait or FIRST_REST * 2**tried, LONGEST_REST))
    raise NotTranslated(str(last))


class Again(Exception):
    """It did not work this time; `wait` are the seconds that were asked for, or 0."""

    def __init__(self, why: str, wait: float = 0) -> None:
        super().__init__(why)
        self.wait = wait


def once(by: Translator, texts: Sequence[str], code: str) -> list[str]:
    """One request. Raises Again or NotTranslated; neither holds anything of the key."""
    where, headers, said = by.ask(current_app.config, texts, code)
    asked = urllib.request.Request(  # noqa: S310 - config.py lets only https through, or this network
        where, json.dumps(said).encode(), {"Content-Type": "application/json", **headers}
    )
    try:
        with urllib.request.build_opener(NoDetour).open(asked, timeout=PATIENCE) as answer:
            body = whole(answer)
    except urllib.error.HTTPError as error:
        error.close()
        raise meant(error.code, error.headers.get("Retry-After", "")) from None
    except (OSError, http.client.HTTPException):
        raise Again("away") from None
    try:
        found = by.read(json.loads(body))
    except (ValueError, LookupError, TypeError):
        raise Again("garbled") from None
    if len(found) != len(texts) or not all(isinstance(one, str) for one in found):
        raise Again("garbled")
    return list(found)


def whole(answer: http.client.HTTPResponse) -> bytes:
    """All that is answered. Raises OSError when that takes too long or is too much, however it trickles."""
    body, until = b"", time.monotonic() + PATIENCE
    while part := answer.read1(65536):
        body += part
        if time.monotonic() > until or len(body) > MOST_BYTES:
            raise OSError("too slow or too long")
    if answer.length:
        raise OSError("cut off")
    return body


def meant(status: int, wait: str) -> Exception:
    """What a status other than 200 means: to be tried again, or not."""
    if status in TOO_MUCH:
        return NotTranslated("too much")
    if status in FINAL or 300 <= status < 400:
        return NotTranslated(FINAL.get(status, "refused"))
    return Again("busy" if status in (429, 503, 529) else "away", float(wait) if wait.isdigit() else 0)
