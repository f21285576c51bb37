"""Collects the names of the vocabulary for translators, from the file that staff edit."""

import json
from collections.abc import Iterator
from typing import IO

Message = tuple[int, None, str, list[str]]


def extract(file: IO[bytes], _keywords: object, _comment_tags: object, options: object) -> Iterator[Message]:
    """A Babel extraction method: line, no function, the name, and which taxonomy it belongs to."""
    text = file.read().decode()
    for taxonomy, terms in json.loads(text)["taxonomies"].items():
        for name in terms.values():
            line = text.count("\n", 0, text.index(json.dumps(name, ensure_ascii=False))) + 1
            yield line, None, name, [f"{taxonomy} of the vocabulary"]
