"""What tests stand on: a site on a real database, a client that refuses bad pages, and a clock that stands.

def test_it_is_listed(client, app):
    service = a_service(name="Cooking together")
    assert "Cooking together" in client.page("/search?q=cooking").words()
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from directory import clock as the_clock
from directory import counts, index
from directory.db import db
from directory.index import changes
from directory.models import Service
from tests import postgres
from tests.client import HouseClient
from tests.databases import Databases, of_kind
from tests.reader import Reader
from tests.server import Server, serving
from tests.sites import Sites, disconnect

# A Wednesday in term time, no bank holiday near; half past ten in the morning, as in Greenwich.
NOW = datetime(2026, 11, 25, 10, 30, tzinfo=the_clock.LONDON)
# What a test may add to; the rest are the words, places and lines a site is seeded with, for all tests.
OFFERS = """
    accessibility address attempt attribute challenge contact cost_option crisis_proposal daily_count draft funding
    grant_warning language letter location logo_proposal membership no_reminder organization organization_identifier
    passkey phone picture program public_name recovery_code refused_mailbox reminder report required_document
    schedule service service_area service_at_location signed_in steward_borough team_list translation user
""".split()
FEW_CHANGES = 150  # half of what the index follows at once
DATABASE_FIXTURES = {"app", "sample", "new_app"}
# The files that take longest: begun first, so that no process is left alone with one at the end.
LONGEST = """
    browser/test_gate browser/test_engines accounts/test_matrix browser/test_figures listings/test_killed
    browser/test_without_javascript browser/test_swaps stewarding/test_words signposting/test_send listings/test_keeping
    listings/test_change open_referral/test_real_listings open_referral/test_fuzz open_referral/test_killed
    browser/test_seeded browser/test_signposting search/test_results index/test_live browser/test_https test_canary
    test_gunicorn
""".split()

NewApp = Callable[..., Flask]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database=postgresql` runs the tests that touch a database on a throw-away cluster."""
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever uses a site is marked `database`: it runs on both kinds. The longest files come first."""
    for item in items:
        if DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)
    items.sort(key=lambda item: place(item.nodeid.partition("::")[0]))


def place(file: str) -> int:
    """Where a file of tests stands in a run."""
    name = file.removeprefix("tests/").removesuffix(".py")
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)


def need(tool: str, there: object, brought_by: str = "tests/tools.sh") -> None:
    """Skips the test when a tool is missing here, fails it under CI."""
    if not there:
        stop = pytest.fail if os.environ.get("CI") else pytest.skip
        stop(f"{tool} is missing: run {brought_by}")


@pytest.fixture(scope="session", autouse=True)
def standing_clock() -> Iterator[None]:
    """Time stands still at NOW for the whole run, so that no test depends on the day it is run."""
    the_clock.read = lambda: NOW
    yield
    the_clock.read = the_clock.system


@pytest.fixture(autouse=True)
def counts_are_written_later() -> None:
    """What was counted is not written in the middle of a test, which may be counting statements."""
    counts.written = time.monotonic()


class Clock:
    """The hands of the clock, for one test."""

    def set(self, *when: int) -> None:
        """`clock.set(2026, 3, 29, 1, 30)`: London time."""
        moment = datetime(*when, tzinfo=the_clock.LONDON)
        the_clock.read = lambda: moment

    def move(self, **by: float) -> None:
        """`clock.move(days=30)`."""
        moment = the_clock.read() + timedelta(**by)
        the_clock.read = lambda: moment


@pytest.fixture
def clock() -> Iterator[Clock]:
    """A clock to set; afterwards it is NOW again."""
    yield Clock()
    the_clock.read = lambda: NOW


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Databases of the kind this run asked for."""
    kind = request.config.getoption("--database")
    if kind == "postgresql":
        need("PostgreSQL", postgres.programs())
    with of_kind(kind, tmp_path_factory.mktemp("databases")) as found:
        yield found


@pytest.fixture(scope="session")
def sites(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """Sites on copies of databases that are seeded once a run."""
    made = Sites(databases, lambda: tmp_path_factory.mktemp("data"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def words_app(sites: Sites) -> Flask:
    """The one site that most tests share; `app` empties it of offers between them."""
    return sites.make("words")


def settle() -> None:
    """Brings the index level when tests before have changed so much that it would follow beside the requests.

    It may also rest, as the offers it was reading went away with the test before.
    """
    held = index.worker()
    if held.catching_up:
        held.catching_up.join(timeout=60)
    held.rested = 0.0
    if held.snapshot and changes.newest() - held.snapshot.number > FEW_CHANGES:
        index.catch_up()
    if held.catching_up:
        held.catching_up.join(timeout=60)


@pytest.fixture
def app(words_app: Flask) -> Iterator[Flask]:
    """A seeded site without offers, with an application context; what a test adds is gone after it."""
    with words_app.app_context():
        settle()
        yield words_app
        db.session.rollback()
        remove_offers()


def remove_offers() -> None:
    """Empties the tables of offers and says so to the index, as any act would."""
    changes.record(db.session.scalars(select(Service.id)).all())
    for table in reversed(db.metadata.sorted_tables):
        if table.name in OFFERS:
            db.session.execute(table.delete())
    db.session.commit()
    db.session.expunge_all()


@pytest.fixture
def client(app: Flask) -> HouseClient:
    """A visitor of `app`."""
    return app.test_client()


@pytest.fixture(scope="session")
def sample_site(sites: Sites) -> Flask:
    """A site with the sample offers."""
    return sites.make("sample")


@pytest.fixture
def sample(sample_site: Flask) -> Iterator[Flask]:
    """The site with the sample offers, to read only."""
    with sample_site.app_context():
        before = changes.newest()
        yield sample_site
        db.session.rollback()
        assert changes.newest() == before, "a test changed the samples that others read: use new_app('sample')"


@pytest.fixture
def new_app(sites: Sites) -> Iterator[NewApp]:
    """`new_app(like="words", **settings)`: a site of one's own; several may share one SQLALCHEMY_DATABASE_URI."""
    made: list[Flask] = []

    def make(like: str = "words", **settings: object) -> Flask:
        made.append(sites.make(like, **settings))
        return made[-1]

    yield make
    for app in made:
        disconnect(app)


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running site with the sample offers, on the real clock, for browsers and for what only a server shows."""
    with serving(tmp_path_factory.mktemp("live")) as server:
        yield server


@pytest.fixture
def reader(sample: Flask) -> Reader:
    """A visitor with a browser that knows no JavaScript, before the sample offers."""
    return Reader(sample.test_client())


@pytest.fixture
def statements(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """`with statements() as asked:` collects the SQL that this thread sends to the database meanwhile."""
    own = threading.get_ident()  # the index may be catching up in another

    @contextmanager
    def collecting() -> Iterator[list[str]]:
        asked: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            if threading.get_ident() == own:
                asked.append(statement)

        index.catch_up()  # what tests before have changed is no page's to read
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield asked
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return collecting
