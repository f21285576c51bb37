"""An import that is killed has saved whole records or none, and the next one finishes it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import create_engine, func, select, text

from directory.db import db
from directory.models import Language, Location, Phone, Service, ServiceAtLocation
from directory.open_referral.actions import import_services
from tests.open_referral.conftest import TODAY, contents
from tests.open_referral.records import a_record, ndjson

ROOT = Path(__file__).resolve().parents[2]
MANY = 600
COUNTED = (Service, ServiceAtLocation, Location, Phone, Language)


def counts() -> list[int]:
    """How many rows each noun has of which a record holds exactly one."""
    found = [db.session.scalar(select(func.count()).select_from(model)) or 0 for model in COUNTED]
    db.session.rollback()
    return found


def kill_once_it_has_begun(process: subprocess.Popen, url: str) -> None:
    """SIGKILL as soon as the first records are there."""
    engine = create_engine(url)
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        with engine.connect() as connection:
            if connection.scalar(text("SELECT count(*) FROM service")):
                break
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    engine.dispose()


def test_nothing_is_half_saved(new_app, tmp_path):
    file = tmp_path / "many.ndjson"
    file.write_bytes(ndjson([a_record(number) for number in range(MANY)]))
    app = new_app()
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "import", "--as-of", TODAY.isoformat(), str(file)]
    environ = os.environ | {"DATABASE_URL": url, "DATA_DIR": str(tmp_path)}
    with app.app_context():
        with subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.DEVNULL) as process:
            kill_once_it_has_begun(process, url)
        found = counts()
        assert 0 < found[0] < MANY
        assert len(set(found)) == 1
        import_services([("file", file.read_bytes())], as_of=TODAY)
        finished = contents()
    other = new_app()
    with other.app_context():
        import_services([("file", file.read_bytes())], as_of=TODAY)
        assert contents() == finished


def test_a_record_the_database_refuses_takes_no_other_with_it(app, take_in):
    """A trigger stands for whatever a database may yet refuse."""
    if db.engine.dialect.name != "sqlite":
        return
    trigger = (
        "CREATE TRIGGER no BEFORE INSERT ON phone WHEN new.description = 'no' BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    db.session.execute(text(trigger))
    db.session.commit()
    try:
        bad = a_record("bad", phones=[{"number": "020 7946 0123", "description": "no"}])
        outcome = take_in([a_record(1), bad, a_record(2)])
        assert (outcome.added, outcome.rejected) == (2, 1)
        assert [note.where for note in outcome.refusals] == ["line 2"]
        assert counts() == [2] * 5
        assert take_in([a_record(3), bad], strict=True).added == 0
        assert counts() == [2] * 5
    finally:
        db.session.execute(text("DROP TRIGGER no"))
        db.session.commit()
