"""What is made once a machine and kept in the system's temporary folder; whoever comes meanwhile waits."""

import fcntl
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.commands import ROOT

OLD = 24 * 3600  # seconds
KINDS = (".py", ".json", ".ndjson", ".csv")  # files that decide what is made


def once(kind: str, key: str, make: Callable[[Path], None]) -> Path:
    """The folder of that kind and key, which `make` is asked to put there; those of a day ago are cleared away."""
    name = f"directory-{kind}-{os.getuid()}-"
    folder = Path(tempfile.gettempdir()) / f"{name}{key}"
    with Path(f"{folder}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            for old in folder.parent.glob(f"{name}*/"):
                if old.stat().st_mtime < time.time() - OLD:
                    shutil.rmtree(old, ignore_errors=True)
            with tempfile.TemporaryDirectory(dir=folder.parent) as place:
                make(Path(place) / "made")
                (Path(place) / "made").rename(folder)
    return folder


def print_of(*folders: str, more: Iterable[str] = ()) -> str:
    """A short print of the code and data below folders of the project, and of more words."""
    found = hashlib.sha256("\0".join(more).encode())
    for path in sorted(path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in KINDS):
        found.update(path.read_bytes())
    return found.hexdigest()[:12]
