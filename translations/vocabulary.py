"""Collects for translators what staff edit: names of the vocabulary, and what urgent help says beside its numbers."""

import json
from collections.abc import Iterator
from typing import IO

Message = tuple[int, None, str, list[str]]


def extract_urgent(file: IO[bytes], _keywords: object, _comment_tags: object, options: object) -> Iterator[Message]:
    """The same for crisis lines: what to do, when, what it costs and for whom. Names and numbers stay as they are."""
    for line in json.loads(file.read().decode())["lines"]:
        for part in ("action", "hours", "cost", "for"):
            if line[part]:
                yield 1, None, line[part], [f"urgent help: {line['code']}, {part}"]


def extract(file: IO[bytes], _keywords: object, _comment_tags: object, options: object) -> Iterator[Message]:
    """A Babel extraction method: line, no function, the name, and which taxonomy it belongs to."""
    text = file.read().decode()
    for taxonomy, terms in json.loads(text)["taxonomies"].items():
        for name in terms.values():
            line = text.count("\n", 0, text.index(json.dumps(name, ensure_ascii=False))) + 1
            yield line, None, name, [f"{taxonomy} of the vocabulary"]
