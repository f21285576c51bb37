"""A PostgreSQL of our own that lives as long as a test run and leaves nothing behind."""

import glob
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# A cluster that will be thrown away need not survive a power cut.
HASTE = "-F -c full_page_writes=off -c synchronous_commit=off -c max_connections=40"


def programs() -> str | None:
    """The folder of the newest PostgreSQL server that Debian installed, or None."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    return os.path.dirname(found[-1]) if found else None


@contextmanager
def cluster() -> Iterator[str]:
    """Starts a cluster on a socket in a temporary folder; gives its URL, `{}` standing for the database's name.

    PostgreSQL refuses root, so root hands the folder to the `postgres` user.
    """
    folder, prefix = tempfile.mkdtemp(prefix="directory-pg-"), []
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        prefix = ["runuser", "-u", "postgres", "--"]

    def call(program: str, *arguments: str) -> None:
        with (Path(folder) / "log").open("a") as log:
            subprocess.run(
                [*prefix, f"{programs()}/{program}", *arguments], check=True, stdout=log, stderr=log, cwd="/"
            )

    data = f"{folder}/db"
    try:
        call("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        call("pg_ctl", "-D", data, "-w", "-o", f"-k {folder} -h '' {HASTE}", "start")
        try:
            yield f"postgresql+psycopg://postgres@/{{}}?host={folder}"
        finally:
            call("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
