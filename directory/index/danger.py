"""Words of a search that may mean danger. Nothing about them is kept anywhere."""

from collections.abc import Sequence

from directory.index.engine import stems


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
        spans = (tuple(roots[at : at + length]) for at in range(len(roots)) for length in range(1, self.longest + 1))
        found = {self.kinds[span] for span in spans if span in self.kinds}
        return frozenset(found | {kind for phrase, kind in self.unspaced if phrase in text})
