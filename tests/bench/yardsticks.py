"""Two other engines over the same texts: how fast words alone can be matched and ranked on this machine."""

import re
import sqlite3
from collections.abc import Callable, Sequence

try:
    import tantivy
except ImportError:  # a yardstick, no part of the site
    tantivy = None

TOP = 20
FIELDS = ("name", "summary", "description", "organisation", "terms")
Document = dict[str, str]
Ask = Callable[[str], int]


def words(text: str) -> list[str]:
    """The words of a text, as both engines are asked for them: any of them will do."""
    return re.findall(r"\w+", text.lower())


def fts5(documents: Sequence[Document]) -> Ask:
    """SQLite FTS5 in memory, ranked by bm25."""
    base = sqlite3.connect(":memory:")
    base.execute(f"CREATE VIRTUAL TABLE offer USING fts5({', '.join(FIELDS)}, tokenize='porter unicode61')")
    marks = ", ".join("?" * len(FIELDS))
    base.executemany(f"INSERT INTO offer VALUES ({marks})", [[one[name] for name in FIELDS] for one in documents])

    def ask(text: str) -> int:
        either = " OR ".join(f'"{word}"' for word in words(text))
        found = base.execute("SELECT rowid FROM offer WHERE offer MATCH ? ORDER BY rank LIMIT ?", (either, TOP))
        return len(found.fetchall())

    return ask


def tantivy_index(documents: Sequence[Document]) -> Ask | None:
    """tantivy in memory, ranked by BM25; None when it is not installed."""
    if tantivy is None:
        return None
    builder = tantivy.SchemaBuilder()
    for name in FIELDS:
        builder.add_text_field(name, stored=False, tokenizer_name="en_stem")
    index = tantivy.Index(builder.build())
    writer = index.writer(heap_size=50_000_000, num_threads=1)
    for one in documents:
        writer.add_document(tantivy.Document(**{name: [one[name]] for name in FIELDS}))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    assert searcher.num_docs == len(documents)

    def ask(text: str) -> int:
        query = index.parse_query(" ".join(words(text)), list(FIELDS))
        return len(searcher.search(query, TOP).hits)

    return ask
