"""Words of a search that may mean danger. Nothing about them is kept anywhere."""

from collections.abc import Sequence

from directory.index.engine import stems

CALL = ("help", "me")
# What may follow it that is no danger: "help me fill in a form". Not get, stop or leave: "help me get away from him".
ERRANDS = frozenset(
    "apply book choose complete cook fill find join learn look pay read understand use with write".split()
)
SAFETY = frozenset(("safe", "safety", "unsafe"))  # "help me find somewhere safe tonight" is no errand


def is_call(words: Sequence[str], at: int) -> bool:
    """Whether "help me" at a place in some words is a call for help, not an errand to be helped with."""
    rest = [word for word in words[at + len(CALL) :][:2] if word != "to"]
    return not ERRANDS.intersection(rest[:1]) or not SAFETY.isdisjoint(words)


class Danger:
    """The phrases that may mean it, and of which kind."""

    def __init__(self, phrases: Sequence[tuple[str, tuple[str, ...], str]]) -> None:
        """`phrases` are (phrase, its stems, kind)."""
        self.kinds = {key: kind for _phrase, key, kind in phrases}
        self.unspaced = [(phrase, kind) for phrase, _key, kind in phrases if not phrase.isascii() and " " not in phrase]
        self.longest = max((len(phrase) for phrase in self.kinds), default=0)

    def __contains__(self, key: tuple[str, ...]) -> bool:
        return key in self.kinds

    def found(self, text: str, words: Sequence[str]) -> frozenset[str]:
        """The kinds of danger that some words, and the text they stand in, may mean."""
        roots = [stem for word in words for stem in stems(word)[:1]]
        ends = ((at, at + length) for at in range(len(roots)) for length in range(1, self.longest + 1))
        spans = ((end, tuple(roots[at:end])) for at, end in ends)
        known = [(end, span) for end, span in spans if span in self.kinds]
        found = {self.kinds[span] for end, span in known if span[-2:] != CALL or is_call(words, end - len(CALL))}
        return frozenset(found | {kind for phrase, kind in self.unspaced if phrase in text})
