"""Which language a search is written in, by its letters and its commonest words; who speaks it is worth more then."""

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

CHINESE = ("zh", "yue", "cmn", "zh-hans", "zh-hant")  # as groups name what they speak
# Letters that say it at once. Where several languages share them, offers in any of these may help.
LETTERS: Sequence[tuple[str, tuple[str, ...]]] = (
    ("[ٹڈڑںےہھ]", ("ur",)),
    ("[پچژگ]", ("fa", "ur", "ku")),
    ("[\u0600-\u06ff]", ("ar",)),
    ("[\u4e00-\u9fff]", CHINESE),
    ("[\u0b80-\u0bff]", ("ta",)),
    ("[\u0980-\u09ff]", ("bn",)),
    ("[\u0a80-\u0aff]", ("gu",)),
    ("[\u0a00-\u0a7f]", ("pa",)),
    ("[\u0900-\u097f]", ("hi", "ne")),
    ("[\u0d00-\u0d7f]", ("ml",)),
    ("[\u0d80-\u0dff]", ("si",)),
    ("[\u1200-\u137f]", ("ti", "am")),
    ("[іїєґ]", ("uk",)),
    ("[\u0400-\u04ff]", ("ru", "uk", "bg")),
    ("[\u0370-\u03ff]", ("el",)),
    ("[\u0590-\u05ff]", ("he",)),
    ("[đơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]", ("vi",)),
    ("[ğışİ]", ("tr",)),
    ("[ąęłśźżćń]", ("pl",)),
    ("[ățșţ]", ("ro",)),
    ("[ñ¿¡]", ("es",)),
    ("[ãõ]", ("pt",)),
    ("[ẹọṣ]", ("yo",)),
)

# {language: its "common" words, as they stand when folded, none of them English, that tell which language it is; and
# its "small" ones, as they are typed, that ask for nothing}.
WORDS: dict[str, dict[str, str]] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
# Audiences that people who write in a language may well belong to.
COMMUNITIES = {
    "es": ("latin-american",), "pt": ("latin-american",), "pl": ("eastern-european",), "ro": ("eastern-european",),
    "uk": ("eastern-european",), "ru": ("eastern-european",), "bg": ("eastern-european",), "sq": ("eastern-european",),
    "tr": ("turkish-kurdish",), "ku": ("turkish-kurdish",), "vi": ("vietnamese",), "ta": ("tamil", "south-asian"),
    "ur": ("south-asian",), "bn": ("south-asian",), "hi": ("south-asian",), "gu": ("south-asian",),
    "pa": ("south-asian",), "so": ("black-african", "refugees"), "ti": ("black-african", "refugees"),
    "am": ("black-african",), "yo": ("black-african",), "ar": ("refugees",), "fa": ("refugees",),
    "yue": ("vietnamese",),
    "fr": ("black-african",),
}  # fmt: skip
WORDS_OF = {code: frozenset(kinds.get("common", "").split()) for code, kinds in WORDS.items()}
SMALL_OF = {code: frozenset(kinds.get("small", "").split()) for code, kinds in WORDS.items()}
PATTERNS = tuple((re.compile(letters), codes) for letters, codes in LETTERS)


def tongues(
    text: str,
    words: Sequence[str],
    ours: Sequence[bool],
    languages: Callable[[str], Collection[str]] = lambda _word: (),
) -> frozenset[str]:
    """Codes of the languages a search may be written in, none when it looks English.

    `words` are its folded words and `ours` tells which of them English offers use; those vote for English.
    `languages` says which languages a word is known in.
    """
    low = text.lower()
    said = next((codes for pattern, codes in PATTERNS if pattern.search(low)), ())
    votes = Counter(code for word in words for code, common in WORDS_OF.items() if word in common)
    for word, our in zip(words, ours, strict=True):
        votes.update(code for code in languages(word) if not our and word not in WORDS_OF.get(code, ()))
    if said:
        return frozenset(said)
    most = max(votes.values(), default=0)
    english = sum(known and not any(word in common for common in WORDS_OF.values())
                  for word, known in zip(words, ours, strict=True))  # fmt: skip
    return frozenset(code for code, count in votes.items() if count == most) if most > english else frozenset()


def written(spoken: frozenset[str], reading: str) -> str:
    """The one language of a search that is not the language of the page."""
    told = "zh" if spoken == frozenset(CHINESE) else next(iter(spoken)) if len(spoken) == 1 else ""
    return told if told != reading else ""
