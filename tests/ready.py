"""The data folder of a site as `make run` leaves it, set up once a machine and a day with the commands it uses."""

import os
import shutil
from functools import cache
from pathlib import Path

from directory import clock
from tests import meanings
from tests.commands import command
from tests.once import once, print_of
from tests.postcode_table import london


def bring(data: Path, seed: str) -> None:
    """Gives a new site its database, index and vectors: setting each up by itself would take ten seconds."""
    shutil.copytree(known(seed), data, symlinks=True, dirs_exist_ok=True)


@cache
def known(seed: str) -> Path:
    """The folder to copy; made anew for other code or seed, and every day, as offers are confirmed by date."""
    day = clock.london(clock.system()).date().isoformat()
    return once(f"site-{seed}", print_of("directory", "seed", more=[day]), lambda folder: set_up(folder, seed))


def set_up(folder: Path, seed: str) -> None:
    """Runs the commands of `make data`, and one that loads the index."""
    data = folder.parent / "data"
    data.mkdir()
    os.symlink(london(), data / "postcodes.sqlite")
    meanings.bring(data)
    for words in (["db", "upgrade"], ["seed"], ["explain", "cooking"]):
        command(folder.parent, meanings.PORT, *words, SEED=seed)
    data.rename(folder)


if __name__ == "__main__":  # `make test` has this done while other checks run
    known("sample")
    known("none")
