"""The commands of `make run`, for tests: each a process of its own that may write only below one folder."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def surroundings(folder: Path, port: int, **settings: str) -> dict[str, str]:
    """The environment of a site that may write only below `folder`."""
    for name in ("data", "home", "tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    own = {"DATA_DIR": f"{folder}/data", "HOME": f"{folder}/home", "TMPDIR": f"{folder}/tmp", "PORT": str(port)}
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return kept | own | settings


def command(folder: Path, port: int, *words: str, **settings: str) -> str:
    """Runs one flask command and gives what it said."""
    call = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
    done = subprocess.run(call, cwd=ROOT, env=surroundings(folder, port, **settings), capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(words)}: {done.stdout}{done.stderr}"
    return done.stdout
