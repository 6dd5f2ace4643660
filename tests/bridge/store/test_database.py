"""Transactions, the common clock, and a database that is away and comes back.

Away means really away: a locked file, cut connections, a killed transaction.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from contextlib import ExitStack, closing, suppress
from functools import partial
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from bridge.store import agents, calls
from bridge.store.database import READERS, Database, Unavailable
from tests.bridge import examples
from tests.bridge.databases import POSTGRESQL, SQLITE, libpq, locked
from tests.bridge.examples import NOW, Clock


def _stored(database: Database) -> list[str]:
    with database.read() as db:
        return [call.id for call in calls.page(db, only_live=False, after=None, limit=9)]


def _store(database: Database, name: str) -> None:
    with database.write() as db:
        calls.add(db, examples.call(name))


# --- away and back -----------------------------------------------------------------------------


@SQLITE
def test_a_file_that_stays_locked_is_unavailable_for_writing_and_works_again_afterwards(
    url: str, impatient: Database
) -> None:
    _store(impatient, "aaaa")
    with locked(url):
        with pytest.raises(Unavailable):
            _store(impatient, "bbbb")
        assert _stored(impatient) == ["call-aaaa"]
    _store(impatient, "bbbb")
    assert sorted(_stored(impatient)) == ["call-aaaa", "call-bbbb"]


def test_a_row_that_is_there_already_is_that_although_the_connection_went_with_it(database: Database) -> None:
    there = IntegrityError("INSERT", {}, Exception("is there"), connection_invalidated=True)
    with pytest.raises(IntegrityError), database.write():
        raise there


def _cut_connections(url: str) -> int:
    """As when the server restarts: every connection to this database but our own is gone."""
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with closing(psycopg.connect(libpq(url), autocommit=True)) as admin:
        return len(admin.execute(f"SELECT pg_terminate_backend(pid) {others}").fetchall())


@POSTGRESQL
def test_a_connection_that_was_cut_is_told_once_and_the_next_try_works(url: str, database: Database) -> None:
    _store(database, "aaaa")
    with database.read(), database.read():
        pass
    assert _cut_connections(url) >= 2
    with pytest.raises(Unavailable):
        _stored(database)
    _store(database, "bbbb")
    assert sorted(_stored(database)) == ["call-aaaa", "call-bbbb"]


def _store_while_cut(url: str, database: Database, *after_the_cut: str) -> None:
    with database.write() as db:
        calls.add(db, examples.call("aaaa"))
        _cut_connections(url)
        for name in after_the_cut:
            calls.add(db, examples.call(name))


@POSTGRESQL
@pytest.mark.parametrize("after_the_cut", [(), ("bbbb",)], ids=["before the commit", "in the middle"])
def test_a_connection_that_is_cut_in_a_transaction_leaves_nothing(
    url: str, database: Database, after_the_cut: tuple[str, ...]
) -> None:
    with pytest.raises(Unavailable):
        _store_while_cut(url, database, *after_the_cut)
    assert _stored(database) == []


@POSTGRESQL
def test_a_pool_that_is_used_up_is_unavailable_and_works_again_afterwards(database: Database) -> None:
    with ExitStack() as taken:
        for _ in range(32):
            taken.enter_context(database.read())
        for use in (_stored, partial(_store, name="aaaa")):
            with pytest.raises(Unavailable):
                use(database)
    _store(database, "bbbb")
    assert _stored(database) == ["call-bbbb"]


def _lock(database: Database, name: str) -> None:
    with database.write() as db:
        db.execute(text("SET LOCAL lock_timeout = '50ms'"))
        calls.load(db, name, lock=True)


@POSTGRESQL
def test_a_row_that_stays_locked_is_unavailable_not_a_wait_for_ever(database: Database) -> None:
    _store(database, "aaaa")
    with database.write() as db:
        calls.load(db, "call-aaaa", lock=True)
        with pytest.raises(Unavailable):
            _lock(database, "call-aaaa")


@pytest.mark.parametrize(
    "nowhere", ["sqlite:////nowhere/at/all.db", "postgresql+psycopg://u@/x?host=/nowhere"]
)
def test_a_database_that_cannot_be_opened_is_unavailable(nowhere: str) -> None:
    database = Database(nowhere, time.time)
    for transaction in (database.read, database.write):
        with pytest.raises(Unavailable), transaction():
            pass
    database.close()


def test_a_broken_rule_is_no_outage(database: Database) -> None:
    _store(database, "aaaa")
    with pytest.raises(IntegrityError):
        _store(database, "aaaa")


# --- transactions ------------------------------------------------------------------------------


def test_a_reader_neither_waits_for_a_writer_nor_sees_half_of_it(database: Database) -> None:
    with database.write() as db:
        calls.add(db, examples.call("aaaa"))
        assert _stored(database) == []
    assert _stored(database) == ["call-aaaa"]


@SQLITE
def test_a_read_that_failed_spoils_none_that_come_later(database: Database) -> None:
    _store(database, "aaaa")
    for query in ("SELECT 1", "SELECT what_is_not_there"):
        with suppress(Unavailable), database.read() as db:
            db.execute(text(query))
    assert _stored(database) == ["call-aaaa"]


@SQLITE
def test_readers_are_kept_ready_and_any_number_may_read_at_once(database: Database) -> None:
    _store(database, "aaaa")
    opened: list[object] = []
    event.listen(database.engine, "connect", lambda *connection: opened.append(connection))
    for _ in range(2):
        with ExitStack() as reading:
            for _ in range(READERS + 4):
                reading.enter_context(database.read())
            assert _stored(database) == ["call-aaaa"]
    assert READERS < len(opened) <= READERS + 2 * 5


@SQLITE
def test_a_unit_that_writes_takes_the_lock_at_its_beginning(database: Database) -> None:
    path = database.engine.url.database
    assert path is not None
    with (
        closing(sqlite3.connect(path, timeout=0)) as other,
        database.write(),
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")


@SQLITE
def test_a_lock_is_taken_as_soon_as_it_is_free(url: str, database: Database) -> None:
    """SQLite's own waiting looks after 1, 3, 8, 18 ms, and soon every tenth of a second only."""
    _store(database, "aaaa")
    waits = []
    for n in range(5):
        holding, free = threading.Event(), list[float]()
        other = threading.Thread(target=_hold, args=(url, 0.14, holding, free))
        other.start()
        holding.wait(5)
        _store(database, f"bbb{n}")
        waits.append(time.monotonic() - free[0])
        other.join()
    assert sorted(waits)[2] < 0.02


def _hold(url: str, seconds: float, holding: threading.Event, free: list[float]) -> None:
    with locked(url):
        holding.set()
        time.sleep(seconds)
        free.append(time.monotonic())


@SQLITE
def test_what_is_committed_survives_a_power_cut_and_rows_keep_their_parents(database: Database) -> None:
    with database.read() as db:
        pragmas = {name: db.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous")}
    assert pragmas == {"journal_mode": "wal", "synchronous": 2}
    with pytest.raises(IntegrityError), database.write() as db:
        agents.change(db, "agent-nobody", ["billing"])


def test_errors_do_not_repeat_what_was_to_be_stored(database: Database) -> None:
    """They end up in logs, which hold no numbers and no words (design 6.9)."""
    with database.write() as db:
        examples.hire(db, 1)
    with pytest.raises(IntegrityError) as failed, database.write() as db:
        agents.add(db, "agent-1", "Twin", "+15557654321", [], NOW)
    assert "+15557654321" not in str(failed.value)


def test_a_child_process_does_not_share_its_parent_s_connections(database: Database) -> None:
    _store(database, "aaaa")
    child = os.fork()
    if child == 0:
        status = 1
        try:
            database.after_fork()
            _store(database, "bbbb")
            status = 0
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    _store(database, "cccc")
    assert sorted(_stored(database)) == ["call-aaaa", "call-bbbb", "call-cccc"]


# --- the clock ---------------------------------------------------------------------------------


@POSTGRESQL
def test_processes_whose_clocks_differ_agree_on_the_server_s(url: str, database: Database) -> None:
    early, late = Database(url, lambda: time.time() - 5), Database(url, lambda: time.time() + 3600)
    for process in (early, late):
        process.sync_clock()
    assert abs(early.now() - late.now()) < 0.5
    assert abs(early.now() - time.time()) < 0.5
    early.close()
    late.close()


def test_the_processes_of_one_host_have_one_clock_already(tmp_path: Path, clock: Clock) -> None:
    database = Database(f"sqlite:///{tmp_path}/never-opened.db", clock)
    database.sync_clock()
    clock.go(7)
    assert database.now() == NOW + 7
    assert list(tmp_path.iterdir()) == []
