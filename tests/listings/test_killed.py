"""A site that is killed while people save has lost nothing it has said yes to, and nothing is half saved."""

import http.client
import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask

from directory import create_app, index, revisions
from directory.accounts.actions import begin_session
from directory.db import db
from directory.index import Query
from directory.listings.shape import values_of
from directory.models import Service
from tests.commands import command, surroundings
from tests.makers import a_service, an_organization
from tests.people import a_steward
from tests.server import Server as Site
from tests.server import free_port, wait_until_ready

SECRET = "only for tests"
PATIENCE = 60  # seconds
WHOLE = 5  # each fifth time the whole site dies, which takes seconds to start again


def started(folder: Path, port: int) -> Site:
    """The site, in a process group of its own so that one signal ends every worker at once."""
    call = [str(Path(os.sys.executable)), "-m", "gunicorn", "--config", "gunicorn.conf.py", "wsgi:app"]
    settings = surroundings(folder, port, SECRET_KEY=SECRET, SEED="none", MEANING="off")
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(call, env=settings, stdout=log, stderr=log, start_new_session=True)
    site = Site(port, folder, process)
    wait_until_ready(site)
    return site


def save(port: int, there: str, cookie: str, said: str) -> int:
    """Opens the form, answers it and saves; the status that came back."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", there, headers={"Cookie": cookie})
        html = connection.getresponse().read().decode()
        print_ = html.split('name="print" value="')[1].split('"')[0]
        csrf = html.split('name="csrf" value="')[1].split('"')[0]
        body = urlencode({"csrf": csrf, "print": print_, "summary": said})
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", there, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def save_until_killed(site: Site, there: str, cookie: str, kept: list[str], kill: threading.Timer) -> None:
    """Saves one sentence after the other until `kill` has struck, most often in the middle of one of them.

    It sets out when the first has been saved, however long a busy machine takes for that.
    """
    patience, before = time.monotonic() + PATIENCE, len(kept)
    while len(kept) == before or kill.is_alive():
        assert time.monotonic() < patience, "nothing is ever saved"
        with suppress(OSError, http.client.HTTPException, IndexError):
            said = f"Sentence {len(kept) + 1} of many"
            if save(site.port, there, cookie, said) == 303:
                kept.append(said)
                if len(kept) == before + 1:
                    kill.start()
    kill.join()


def workers(site: Site) -> set[int]:
    """The processes that save."""
    parent = site.process.pid
    return {int(one) for one in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()}


def kill_the_site(site: Site, struck: set[int]) -> None:
    """SIGKILL to every process of the site at once."""
    struck |= workers(site)
    os.killpg(site.process.pid, signal.SIGKILL)
    site.process.wait()


def kill_the_workers(site: Site, struck: set[int]) -> None:
    """SIGKILL to every process that saves; the one that they were forked from puts others in their place."""
    for worker in workers(site):
        os.kill(worker, signal.SIGKILL)
        struck.add(worker)


def judged(app: Flask, service_id: str, kept: list[str]) -> None:
    """The last sentence that was acknowledged is there, or the one that was on its way; revisions and index agree."""
    with app.app_context():
        service = db.session.get(Service, service_id)
        last = revisions.of(service_id)[0] if kept else None
        assert service and revisions.verify() is None
        if last:
            said = [one.after["summary"] for one in reversed(revisions.of(service_id))]
            assert set(kept) <= set(said), "an acknowledged save is lost"
            assert last.after["summary"] == values_of(service)["summary"] == said[-1]
            number = str(service.summary).split()[1]
            assert service_id in [hit.id for hit in index.find(Query(q=f"sentence {number}")).hits]
        db.session.remove()


@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=pytest.mark.slow)])
def test_nothing_acknowledged_is_lost(tmp_path: Path, kills: int):
    port = free_port()
    settings = {"SECRET_KEY": SECRET, "SEED": "none", "MEANING": "off"}
    for words in (("db", "upgrade"), ("seed",)):
        command(tmp_path, port, *words, **settings)
    data = tmp_path / "data"
    uri = f"sqlite:///{data / 'directory.sqlite'}"
    # An index of its own: the machine that looks afterwards is another one.
    (tmp_path / "other").mkdir()
    app = create_app(DATA_DIR=tmp_path / "other", SQLALCHEMY_DATABASE_URI=uri, SECRET_KEY=SECRET, MEANING="off",
                     SITE_URL="http://localhost")  # fmt: skip
    with app.app_context():
        service_id = a_service(organization=an_organization(), name="Harp circle").id
        token = begin_session(a_steward(name="Stella"), "Firefox", complete=True)
        db.session.commit()
        db.session.remove()
    kept: list[str] = []
    struck: set[int] = set()
    there, cookie = f"/desk/offers/{service_id}/change/summary", f"signed-in={token}"
    for turn in range(kills):
        if turn % WHOLE == 0:
            site = started(tmp_path, port)
        strike = kill_the_site if turn % WHOLE == WHOLE - 1 else kill_the_workers
        save_until_killed(site, there, cookie, kept, threading.Timer(0.5 + turn % 10 * 0.13, strike, [site, struck]))
        judged(app, service_id, kept)
    assert len(struck) >= kills, "some kills struck nobody"
    with app.app_context():
        db.engine.dispose()
