"""Phrases in a search that name a day, a time, a language, a faith, a way in, a place, a wait or a cost.

Only an explicit phrase counts ("polish speaking", "on sunday mornings", "near Catford"), and the name of a place that
begins or ends the text ("football, Brixton"); a mere word ("Turkish",
"free") only lifts the offers that have it.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from directory.index.query import DAYS

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_WORD = r"(?:on |every )?(?P<day>" + "|".join(WEEKDAYS) + r")s?(?! (?:roast|school|service))"
PART_WORD = r"(?P<part>morning|afternoon|evening)"
IN_SHORT = "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
# "monday to friday", "mon-fri", "between tuesday and thursday": all the days from one to the other.
DAYS_BETWEEN = re.compile(
    rf"\b(?:on |from )?(?:(?P<first>{IN_SHORT})s? ?(?:-|–|to|till?|until|through) ?(?P<last>{IN_SHORT})s?"
    rf"|between (?P<after>{IN_SHORT})s? and (?P<until>{IN_SHORT})s?)\b"
)
# What stands before a day, a place or another phrase that somebody does not want: it is no filter then, and no word to
# find; nor is another of its kind that is joined to it ("not on mondays or fridays").
NOT = r"not|no|never|except|avoid|cannot|(?:ca|wo|do|does|is)n'?t|apart from|other than"
BUSY = r"(?:any|every) ?day but|get(?:ting)? out of bed|i(?:'?m| am)? (?:work(?:ing)?|at work|busy|away)"
BETWEEN = (
    r"(?: (?:do|make|come|go|get|travel|attend|manage|want|like|free|available|open|just|only|for|on|in|at|to"
    r"|any|every|the|a))*\s*$"
)
DENIED = re.compile(rf"\b(?:{NOT}|{BUSY}){BETWEEN}")
NOT_THERE = re.compile(rf"\b(?:{NOT}|anywhere but){BETWEEN}")
JOINED = re.compile(r",?\s?(?:and|or|nor|&|/)(?: (?:on|in|at|for|any|every|the))*\s?")
LONGEST_PLACE = 4  # words
LONG_ENOUGH = 5  # letters of a place named by one bare word
ALSO_NAMES = frozenset(("evelyn", "borough", "the borough", "shirley"))  # places that are other things as well
NEAR_WORD = re.compile(r"\b(?P<word>near|in|around|close to|next to|by|at|round)\s+(?:the\s+)?(?=\w)")
OF_PLACES_ONLY = ("near", "close to", "next to")  # what follows the others is as often no place: "in debt", "at risk"
OWN_BOROUGH = re.compile(r"\b(?:the|my|our|this|your|each|every|any)(?: own)? borough$")  # not The Borough, SE1
# Whole ones in whatever way they are parted, and with the letters that stand for 0 and 1; districts and sectors.
POSTCODE = re.compile(
    r"\b(?:(?=[a-z -]*\d)[a-z]{1,2}[ -]?[\doi][\da-z]?[ -]?[\do][a-z]{2}"
    r"|[a-z]{1,2}\d{1,2}[a-z]?(?:\s?\d(?:[a-z]{2})?)?)\b"
)

# Phrases that always mean the same: (pattern, [(facet, code), ...]).
FIXED: Sequence[tuple[str, Sequence[tuple[str, str]]]] = (
    (r"(?:at |on |over )?(?:the )?weekends?", (("day", "sat"), ("day", "sun"))),
    (r"(?:on )?weekdays?", tuple(("day", day) for day in DAYS[:5])),
    (r"tonight", (("day", "today"), ("time", "evening"))),
    (r"today", (("day", "today"),)),
    (r"tomorrow", (("day", "tomorrow"),)),
    *(
        (rf"{words} (?:in the )?(?:{parts})", (("day", day), ("time", time)))
        for words, day in (("(?:today|this)", "today"), ("tomorrow", "tomorrow"))
        for parts, time in (("morning", "morning"), ("afternoon", "afternoon"), ("evening|night", "evening"))
    ),
    (r"after work|(?:after|from|past) (?:half )?[5-8](?:[:.]\d\d)? ?(?:pm|o'?clock|at night)",
     (("time", "evening"),)),
    (r"before (?:lunch|midday|noon)", (("time", "morning"),)),
    (r"(?:no|without (?:an? )?) ?(?:appointments?|booking|need to book)", (("access", "drop-in"),)),
    (r"drop-?in|drop in(?! (?:my|income|benefits?|mood|confidence|pay|wages|money|hearing|standards?))",
     (("access", "drop-in"),)),
    (r"walk-?in|walk in(?= (?:cent(?:re|er)|clinic|sessions?|services?|groups?|caf[eé]s?|advice|help|support|place|for"
     r"|on|near|around|today|tomorrow|tonight|this)\b|\W*$)|(?:just )?turn up", (("access", "drop-in"),)),
    (r"(?:no|without an?|without) referral|self ?-?refer(?:ral|red)?|refer (?:my|your|her|him)self|refer themselves",
     (("access", "self-referral"), ("access", "drop-in"))),
    (r"(?:no|without an?|without) wait(?:ing)?(?: ?-?lists?| times?)?|straight ?away|right away",
     (("waiting", "none"),)),
    (r"(?:which |that )?costs? nothing|(?:at )?no (?:cost|charge)|free of charge|without paying"
     r"|for free(?= (?:near|in|on|at|around|round|by|close|today|tomorrow|tonight|this|every|and|or|with|without|to|for"
     r"|please|" + "|".join(WEEKDAYS) + r")|\W*$|[,.;:!?])",
     (("cost", "free"),)),
)  # fmt: skip


Span = tuple[int, int, tuple[tuple[str, str], ...]]  # where a phrase begins and ends, and what it asks


@dataclass(frozen=True)
class Piece:
    """One phrase found: what it asks (facet, code), and the search text without it."""

    asks: tuple[tuple[str, str], ...]
    without: str


@dataclass(frozen=True)
class Said:
    """A search text taken apart: filters found in it, a place, and the words that are left to look for."""

    rest: str
    pieces: tuple[Piece, ...] = ()
    near: str = ""
    near_without: str = ""

    def filters(self) -> dict[str, tuple[str, ...]]:
        """{facet: codes} of all phrases."""
        found: dict[str, list[str]] = {}
        for facet, code in (ask for piece in self.pieces for ask in piece.asks):
            found.setdefault(facet, []).append(code)
        return {facet: tuple(dict.fromkeys(codes)) for facet, codes in found.items()}


class Grammar:
    """The phrases this directory understands; made anew when its vocabulary changes."""

    def __init__(
        self,
        names: Mapping[str, Mapping[str, str]],
        is_place: Callable[[str], bool],
        places: Iterable[str] = (),
    ) -> None:
        """`names` is {facet: {code: English name}}; `is_place` says whether words certainly name a place, and `places`
        are the names that need no word such as near before them."""
        self.is_place = is_place
        self.places = {name.lower() for name in places}
        self.known = {facet: set(codes) for facet, codes in names.items()}
        self.known["day"].add("tomorrow")  # which only words say
        self.rules = [(re.compile(rf"\b(?:{pattern})\b"), asks) for pattern, asks in FIXED]
        self.rules += [rule for code, name in names["language"].items() for rule in language_rules(code, name)]
        self.rules += [faith_rule(code, name) for code, name in names["faith"].items() if " " not in name]
        self.days = re.compile(rf"\b{DAY_WORD}(?: {PART_WORD}s?)?\b|\b{part_only()}")

    def read(self, text: str, places: bool = True) -> Said:
        """Takes a search text apart. At most 200 letters."""
        low = text.replace("İ", "i").lower().replace("’", "'")  # as long as the text: "İ".lower() is two letters
        spans: list[Span] = []
        for pattern, asks in self.rules:
            spans += [(*match.span(), tuple(asks)) for match in pattern.finditer(low)]
        spans += [(*match.span(), day_asks(match)) for match in self.days.finditer(low)]
        spans += [(*match.span(), days_between(match)) for match in DAYS_BETWEEN.finditer(low)]
        kept = apart(span for span in spans if self.has(span[2]))
        near, avoided = self.wanted_place(low, kept) if places else (None, [])
        cut = [(start, end) for start, end, _asks in (*kept, *avoided)]
        pieces = tuple(Piece(asks, without(text, [(start, end)])) for start, end, asks in wanted(low, kept))
        if near is None:
            return Said(without(text, cut), pieces)
        start, end, name = near
        return Said(
            without(text, [*cut, (start, end)]), pieces, text[end - len(name) : end], without(text, [(start, end)])
        )

    def wanted_place(self, low: str, taken: Sequence[Span]) -> tuple[tuple[int, int, str] | None, list[Span]]:
        """The place that is named, if any, and where those stand that somebody does not want to go to."""
        avoided: list[Span] = []
        while near := self.place(low, [*taken, *avoided]):
            span = (*near[:2], ())
            if not refused(low, span, avoided, NOT_THERE):
                break
            avoided.append(span)
        return near, avoided

    def has(self, asks: Sequence[tuple[str, str]]) -> bool:
        """Whether every code asked for exists."""
        return all(code in self.known.get(facet, ()) for facet, code in asks)

    def place(self, low: str, taken: Sequence[tuple[int, int, object]]) -> tuple[int, int, str] | None:
        """Where a place is named: after a word such as near, a postcode anywhere, or bare; (start, end, its name)."""
        for match in NEAR_WORD.finditer(low):
            words = list(re.finditer(r"[\w'’-]+", low[match.end() :]))[:LONGEST_PLACE]
            for last in range(len(words), 0, -1):
                end = match.end() + words[last - 1].end()
                name = low[match.end() : end]
                own = OWN_BOROUGH.search(low[match.start() : end])
                if free(match.start(), end, taken) and not own and self.is_whole_place(name, match["word"]):
                    return match.start(), end, name
        for match in POSTCODE.finditer(low):
            if free(*match.span(), taken) and self.is_place(match.group()):
                return (*match.span(), match.group())
        return self.bare_place(low, taken)

    def is_whole_place(self, name: str, word: str) -> bool:
        """Whether all of a name is a place: "risk of eviction SE6" is not, though its postcode is one."""
        code = POSTCODE.search(name)
        before = name[: code.start()].strip() if code else ""
        whole = not before or word in OF_PLACES_ONLY or before[0].isdigit() or self.is_place(before)
        return whole and self.is_place(name)

    def bare_place(self, low: str, taken: Sequence[tuple[int, int, object]]) -> tuple[int, int, str] | None:
        """A place that begins or ends the text without a word such as near: "football, Brixton"."""
        words = list(re.finditer(r"[\w'’-]+", low))
        longest = min(LONGEST_PLACE, len(words))
        for length in range(longest, 0, -1):
            for first, last in ((words[-length], words[-1]), (words[0], words[length - 1])):
                name = low[first.start() : last.end()]
                sure = name not in ALSO_NAMES and (" " in name or len(name) >= LONG_ENOUGH)
                if sure and name in self.places and free(first.start(), last.end(), taken):
                    return first.start(), last.end(), name
        return None


def part_only() -> str:
    """A part of the day that stands alone: "in the evening", "evenings"."""
    return r"(?:in the (?P<alone>morning|afternoon|evening)|(?:in the )?(?P<many>morning|afternoon|evening)s)\b"


def language_rules(code: str, name: str) -> list[tuple[re.Pattern[str], tuple[tuple[str, str], ...]]]:
    """ "polish speaking", "speaks polish", "in polish"; English is spoken everywhere and narrows nothing."""
    if code == "en":
        return []
    word = re.escape(name.split(" (")[0].lower())
    ways = rf"\b{word}[- ](?:speaking|speakers?|language)\b|\b(?:(?:who |that )?speaks?|speaking|in) {word}\b"
    return [(re.compile(ways), (("language", code),))]


def faith_rule(code: str, name: str) -> tuple[re.Pattern[str], tuple[tuple[str, str], ...]]:
    """ "for Muslims", "of the Hindu faith"."""
    word = re.escape(name.lower())
    return re.compile(rf"\bfor {word}s\b|\b{word} (?:faith|believers?)\b"), (("faith", code),)


def day_asks(match: re.Match[str]) -> tuple[tuple[str, str], ...]:
    """What a day and part of the day in words ask for."""
    found = match.groupdict()
    part = found["part"] or found["alone"] or found["many"]
    day = found["day"]
    return (*((("day", day[:3]),) if day else ()), *((("time", part),) if part else ()))


def days_between(match: re.Match[str]) -> tuple[tuple[str, str], ...]:
    """Every day from one to another, past the end of the week too."""
    first = DAYS.index((match["first"] or match["after"])[:3])
    last = DAYS.index((match["last"] or match["until"])[:3])
    return tuple(("day", DAYS[day % 7]) for day in range(first, last + 1 + 7 * (last < first)))


def wanted(low: str, spans: Sequence[Span]) -> list[Span]:
    """The phrases that somebody does not say no to, of some in the order of the text."""
    no: list[Span] = []
    for span in spans:
        if refused(low, span, no, DENIED):
            no.append(span)
    return [span for span in spans if span not in no]


def refused(low: str, span: Span, before: Sequence[Span], pattern: re.Pattern[str]) -> bool:
    """Whether a no stands before a phrase, or it is joined to the last of those `before` that have one."""
    if pattern.search(low[: span[0]]):
        return True
    joined = bool(before) and JOINED.fullmatch(low[before[-1][1] : span[0]])
    return bool(joined) and kinds(before[-1]) == kinds(span)


def kinds(span: Span) -> set[str]:
    """What a phrase is about: days and parts of the day are one thing."""
    return {"day" if facet == "time" else facet for facet, _code in span[2]}


def apart(spans: object) -> list[Span]:
    """Spans that do not overlap, longer ones first in doubt, in the order of the text."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: one[0] - one[1]):  # type: ignore[call-overload]
        if free(span[0], span[1], kept):
            kept.append(span)
    return sorted(kept)


def free(start: int, end: int, taken: Sequence[tuple[int, int, object]]) -> bool:
    """Whether a stretch of text is not spoken for."""
    return all(end <= first or start >= last for first, last, _asks in taken)


def without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with some stretches taken out, tidied."""
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return " ".join(text.split())
