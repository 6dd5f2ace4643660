"""The database: connections, transactions, and the clock that all processes share.

Decides how a unit of work begins on SQLite and on PostgreSQL. It must not know what is stored.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bridge.store import postgresql
from bridge.store.together import Together, driver

# Whoever waits longer hears hold audio from the lifeboat instead (design 5).
BUSY_MS = 2000
LOOK_AGAIN = 0.0005
# Connections to SQLite that stay ready to read; more are opened when more read at once, and closed again.
READERS = 16
# Pages of 4 kB in SQLite's log from which on a commit copies them back itself; `copy_back` is there before.
LOG_PAGES = 20000
# Durability of stored effects matters more than the fifth of speed it costs.
PRAGMAS = (
    "synchronous=FULL",
    "foreign_keys=ON",
    f"wal_autocheckpoint={LOG_PAGES}",
    f"busy_timeout={BUSY_MS}",
)


class Unavailable(Exception):
    """The database does not answer. Retryable; nothing was stored; its own or the network's fault."""


class Database:
    """`now` is seconds since 1970; on PostgreSQL it is corrected to the server's clock by `sync_clock`.

    `patient`: for what may take as long as it takes there.
    """

    def __init__(self, url: str, now: Callable[[], float], patient: bool = False) -> None:
        self.is_sqlite = url.startswith("sqlite")
        self._local_now, self._offset = now, 0.0
        self.engine = _sqlite(url) if self.is_sqlite else postgresql.engine(url, patient)
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._together = Together(self.engine, _lock)
        self._readers: list[Connection] = []

    def now(self) -> float:
        return self._local_now() + self._offset

    def sync_clock(self) -> None:
        """Processes on several hosts may differ by seconds; leases and deadlines may not (design 5)."""
        if self.is_sqlite:
            return
        with self.read() as db:
            before = self._local_now()
            theirs = float(db.scalar(text("SELECT extract(epoch FROM clock_timestamp())")) or before)
            self._offset = theirs - (before + self._local_now()) / 2

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One unit of work that changes something; committed at the end, rolled back by any exception."""
        if self.is_sqlite:
            with self._errors(), self._together.unit() as db:
                yield db
        else:
            with self._errors(), self.engine.begin() as db:
                yield db

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Each statement sees everything that was committed before it began, and no half of a unit.

        What a statement finds is read to its end: a row that is left would hold the file back at that moment.
        """
        with self._errors(), self._reader() if self.is_sqlite else self.engine.connect() as db:
            yield db

    def copy_back(self) -> None:
        """SQLite's log goes into the file while others read and write.

        A commit that does it, as each fiftieth or so would, keeps all others waiting for ten times as long.
        """
        if self.is_sqlite:
            with self.read() as db:
                driver(db).execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    @contextmanager
    def _reader(self) -> Iterator[Connection]:
        """One that has read before: the pool takes longer to lend a connection than SQLite to find a call."""
        try:
            db = self._readers.pop()
        except IndexError:
            db = self.engine.connect()
        try:
            yield db
        except BaseException:
            db.close()
            raise
        if len(self._readers) < READERS:
            self._readers.append(db)
        else:
            db.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, PoolTimeout, sqlite3.OperationalError) as error:
            raise Unavailable("The database does not answer.") from error
        except DBAPIError as error:
            # A row that was there already is that, whatever became of the connection afterwards.
            if error.connection_invalidated and not isinstance(error, IntegrityError):
                raise Unavailable("The connection to the database was lost.") from error
            raise

    def after_fork(self) -> None:
        """A child must not share its parent's connections."""
        self.engine.dispose(close=False)
        self._begin_anew()

    def close(self) -> None:
        for db in self._readers:
            db.close()
        self._together.close()
        self._begin_anew()
        self.engine.dispose()


def _sqlite(url: str) -> Engine:
    engine = create_engine(
        url,
        pool_size=16,
        max_overflow=64,
        pool_timeout=2,
        hide_parameters=True,
        connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False},
    )
    event.listen(engine, "connect", _set_pragmas)
    return engine


def _set_pragmas(connection: sqlite3.Connection, record: Any) -> None:
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    _use_wal(connection)


def _use_wal(connection: sqlite3.Connection) -> None:
    """While another process makes the same change to a new file SQLite refuses it without the usual wait."""
    until = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.005)


def _lock(db: Connection) -> None:
    """A unit that will write takes the lock first: no retries, no lost update.

    The lock is free again within a millisecond; SQLite's own wait soon looks every 100 ms only. Raises
    sqlite3.OperationalError when somebody keeps it for longer than `BUSY_MS`.
    """
    until = time.monotonic() + BUSY_MS / 1000
    file = driver(db)
    file.execute("PRAGMA busy_timeout=0")
    try:
        while not _locked(file, last=time.monotonic() > until):
            time.sleep(LOOK_AGAIN)
    finally:
        file.execute(f"PRAGMA busy_timeout={BUSY_MS}")


def _locked(file: sqlite3.Connection, last: bool) -> bool:
    try:
        file.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if last or error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True
