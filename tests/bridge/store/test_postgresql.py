"""A PostgreSQL that has gone silent, is slow or locked, or may only be read: told in time, and left behind.

Silent means really silent: the process that serves the connection is stopped.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import psycopg
import pytest
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from bridge.store import calls, postgresql
from bridge.store.database import Database, Unavailable
from tests.bridge import examples
from tests.bridge.databases import POSTGRESQL, libpq
from tests.bridge.examples import NOW

pytestmark = POSTGRESQL


@contextmanager
def _silent(server: int) -> Iterator[None]:
    """This process of PostgreSQL's takes what is sent to it and answers nothing."""
    os.kill(server, signal.SIGSTOP)
    try:
        yield
    finally:
        # What it was asked meanwhile is for nobody: it ends before it looks at it.
        os.kill(server, signal.SIGTERM)
        os.kill(server, signal.SIGCONT)


def _server(db: Connection) -> int:
    return int(db.execute(text("SELECT pg_backend_pid()")).scalar_one())


def _read(database: Database) -> None:
    with database.read() as db:
        calls.page(db, only_live=False, after=None, limit=9)


def _write(database: Database) -> None:
    with database.write() as db:
        calls.add(db, examples.call("aaaa"))


@pytest.mark.parametrize("use", [_read, _write])
def test_a_server_that_has_gone_silent_is_unavailable_within_three_seconds_and_then_left(
    use: Callable[[Database], None], database: Database
) -> None:
    with database.read() as db:
        server = _server(db)
    with _silent(server):
        began = time.monotonic()
        with pytest.raises(Unavailable):
            use(database)
        assert 1.5 < time.monotonic() - began < 3
        # The next one is served by another process.
        use(database)
        assert time.monotonic() - began < 3.5


def _write_and_hear_no_more(database: Database) -> None:
    with ExitStack() as later, database.write() as db:
        calls.add(db, examples.call("aaaa"))
        later.enter_context(_silent(_server(db)))


def test_a_server_that_goes_silent_before_the_commit_is_unavailable(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "ANSWER_MS", 200)
    with pytest.raises(Unavailable):
        _write_and_hear_no_more(database)


def test_a_table_that_stays_locked_is_unavailable_within_two_seconds(database: Database) -> None:
    with database.read(), database.read():
        pass
    with database.write() as db:
        db.execute(text("LOCK TABLE calls IN ACCESS EXCLUSIVE MODE"))
        began = time.monotonic()
        with pytest.raises(Unavailable):
            _read(database)
        assert time.monotonic() - began < 2


def test_a_statement_that_the_server_ends_does_not_cost_its_connection(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "STATEMENT_MS", 50)
    database = Database(url, lambda: NOW)
    with database.read() as db:
        server = _server(db)
    with pytest.raises(Unavailable), database.read() as db:
        db.execute(text("SELECT pg_sleep(60)"))
    with database.read() as db:
        assert _server(db) == server
    database.close()


def test_what_may_take_its_time_is_ended_by_nobody(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ANSWER_MS", "STATEMENT_MS", "LOCK_MS"):
        monkeypatch.setattr(postgresql, name, 20)
    database = Database(url, lambda: NOW, patient=True)
    with database.write() as db:
        db.execute(text("SELECT pg_sleep(0.2)"))
        limits = [db.scalar(text(f"SHOW {name}_timeout")) for name in ("statement", "lock")]
    assert limits == ["0", "0"]
    database.close()


@contextmanager
def _read_only(url: str) -> Iterator[None]:
    """As a server is after a failover to another one; for whoever connects now."""
    name = make_url(url).database
    with psycopg.connect(libpq(url), autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        try:
            yield
        finally:
            admin.execute(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')


def test_a_server_that_may_only_be_read_is_unavailable_for_writing_and_left_for_the_next_one(
    url: str, database: Database
) -> None:
    with _read_only(url):
        _read(database)
        with pytest.raises(Unavailable):
            _write(database)
    _write(database)
    _read(database)
