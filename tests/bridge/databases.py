"""The two kinds of database that everything must work on: `kind` says which, `url` is a migrated, empty one.

Decides how they are made quickly: a copy of a migrated file, or one PostgreSQL database that is emptied
before each test. A test that migrates asks for `empty_url`.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import psycopg
import pytest
from sqlalchemy.engine import URL, make_url

from bridge.store.database import Database
from bridge.store.migrate import migrate
from bridge.store.schema import METADATA
from tests.bridge.examples import Clock

T = TypeVar("T")
KINDS = ["sqlite", "postgresql"]
BOTH = pytest.mark.parametrize("kind", KINDS, indirect=True)
POSTGRESQL = pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
SQLITE = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@contextmanager
def locked(url: str) -> Iterator[None]:
    """The SQLite file is locked for writing by somebody else."""
    with closing(sqlite3.connect(str(make_url(url).database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def at_once(database: Database, threads: int, work: Callable[[int], T]) -> list[T]:
    """What each of so many threads gets; they begin together, each with a connection that is open already."""
    with ExitStack() as connected:
        for _ in range(threads):
            connected.enter_context(database.read())
    start = Barrier(threads)

    def run(number: int) -> T:
        start.wait(10)
        return work(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))


def libpq(url: str | URL) -> str:
    """The same address as psycopg takes it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "bridge.db"
    migrate(f"sqlite:///{file}")
    return file


@contextmanager
def migrated_on(server: URL, name: str) -> Iterator[str]:
    """The URL of a new database on this server, with the newest schema; gone afterwards."""
    _administer(server, f'CREATE DATABASE "{name}"')
    url = server.set(database=name).render_as_string(hide_password=False)
    migrate(url)
    yield url
    _administer(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _administer(server: URL, command: str) -> None:
    """On a connection of its own: a test may crash the server in between."""
    with psycopg.connect(libpq(server), autocommit=True) as admin:
        admin.execute(command)


def emptied(url: str) -> str:
    """The same URL of PostgreSQL, now without a row."""
    with psycopg.connect(libpq(url), autocommit=True) as admin:
        # One round trip; for a few rows much faster than TRUNCATE, which makes new files.
        admin.execute(";".join(f"DELETE FROM {table.name}" for table in reversed(METADATA.sorted_tables)))
    return url


@pytest.fixture(scope="session")
def migrated_server(postgres_server: URL) -> Iterator[str]:
    with migrated_on(postgres_server, "migrated") as url:
        yield url


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> str:
    chosen: str = getattr(request, "param", "sqlite")
    return chosen


@pytest.fixture
def url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if kind == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "bridge.db")
        return f"sqlite:///{tmp_path}/bridge.db"
    return emptied(request.getfixturevalue("migrated_server"))


@pytest.fixture
def empty_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if kind == "sqlite":
        return f"sqlite:///{tmp_path}/empty.db"
    server: str = request.getfixturevalue("postgres_url")
    return server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(url: str, clock: Clock) -> Iterator[Database]:
    opened = Database(url, clock)
    yield opened
    opened.close()


@pytest.fixture
def impatient(url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The same as `database`, for tests that lock it: it waits for 50 ms only."""
    monkeypatch.setattr("bridge.store.database.BUSY_MS", 50)
    opened = Database(url, clock)
    yield opened
    opened.close()
