"""Units of work of one process that share one commit, so that a burst pays for one flush and not for each.

Decides who waits for whom: the first unit opens the transaction, and whoever leaves the gate with nobody
behind closes it; each unit can fail alone. It must not know what a unit does, and is only for SQLite: one
writer at a time is what that has anyway.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import TimeoutError

# So that no unit waits for ever behind others that came later.
MOST_TOGETHER = 32


@dataclass
class _Batch:
    """An open transaction and who is in it."""

    db: Connection
    units: int = 0
    done: threading.Event = field(default_factory=threading.Event)
    failed: BaseException | None = None


class Together:
    """`unit` is the whole interface; `lock` begins a transaction that nobody else writes beside."""

    def __init__(self, engine: Engine, lock: Callable[[Connection], None]) -> None:
        self._engine, self._lock = engine, lock
        self._gate, self._counting = threading.Lock(), threading.Lock()
        self._batch: _Batch | None = None
        self._kept: Connection | None = None
        self._coming = 0
        self._refused = 0

    @contextmanager
    def unit(self) -> Iterator[Connection]:
        """Committed when the `with` block is left; rolled back alone when it raises."""
        failed: BaseException | None = None
        came = self._refused
        self._count(+1)
        with self._gate:
            self._count(-1)
            batch = self._joined(came)
            try:
                with _savepoint(batch.db):
                    yield batch.db
            except BaseException as error:
                failed = error
            if self._coming == 0 or batch.units >= MOST_TOGETHER or not _is_open(batch.db):
                self._close(batch)
        # Who failed waits too: what it ran into may be another unit's, and will be looked for now.
        batch.done.wait()
        if failed is not None:
            raise failed
        if batch.failed is not None:
            raise batch.failed

    def close(self) -> None:
        """Nobody is in a unit any more."""
        if self._kept is not None:
            self._kept.close()

    def _count(self, more: int) -> None:
        """How many stand at the gate: the last of them closes what the first has opened."""
        with self._counting:
            self._coming += more

    def _joined(self, came: int) -> _Batch:
        if self._batch is None:
            if self._refused != came:
                # Whoever stood here while another waited for the file in vain has waited as long.
                raise TimeoutError("The file is locked.")
            db, self._kept = self._kept or self._engine.connect(), None
            try:
                db.begin()
                self._lock(db)
            except BaseException:
                self._refused += 1
                db.close()
                raise
            self._batch = _Batch(db)
        self._batch.units += 1
        return self._batch

    def _close(self, batch: _Batch) -> None:
        self._batch = None
        try:
            if not _is_open(batch.db):
                raise TimeoutError("SQLite has rolled everything back.")
            batch.db.commit()
            self._kept = batch.db
        except BaseException as error:
            batch.failed = error
            # It is still in its transaction, and would take the write lock along into the pool.
            batch.db.invalidate()
            batch.db.close()
        finally:
            batch.done.set()


def driver(db: Connection) -> sqlite3.Connection:
    """SQLite's own connection: what frames a unit would cost as much as the unit through SQLAlchemy."""
    file = db.connection.driver_connection
    assert isinstance(file, sqlite3.Connection), "only SQLite's units share a commit"
    return file


def _is_open(db: Connection) -> bool:
    """A full disk makes SQLite roll back by itself, and a commit of nothing would look like success."""
    return driver(db).in_transaction


@contextmanager
def _savepoint(db: Connection) -> Iterator[None]:
    file = driver(db)
    file.execute("SAVEPOINT unit")
    try:
        yield
    except BaseException:
        file.execute("ROLLBACK TO unit")
        file.execute("RELEASE unit")
        raise
    file.execute("RELEASE unit")
