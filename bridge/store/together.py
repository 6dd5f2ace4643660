"""Units of work of one process that share one commit, so that a burst pays for one flush and not for each.

Decides who waits for whom: the first unit opens the transaction and closes it when nobody else is at the
gate; each unit can fail alone. It must not know what a unit does, and is only for SQLite: one writer at a
time is what that has anyway.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine

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
    """`unit` is the whole interface."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._gate = threading.Lock()
        self._batch: _Batch | None = None

    @contextmanager
    def unit(self) -> Iterator[Connection]:
        """Committed when the `with` block is left; rolled back alone when it raises."""
        with self._gate:
            batch, leads = self._joined()
            try:
                with _savepoint(batch.db):
                    yield batch.db
            except BaseException:
                if leads:
                    self._close(batch)
                raise
            if batch.units >= MOST_TOGETHER:
                self._close(batch)
        if leads and not batch.done.is_set():
            # Whoever stands at the gate by now comes along.
            with self._gate:
                self._close(batch)
        batch.done.wait()
        if batch.failed is not None:
            raise batch.failed

    def _joined(self) -> tuple[_Batch, bool]:
        leads = self._batch is None
        if self._batch is None:
            db = self._engine.connect().execution_options(writes=True)
            try:
                db.begin()
            except BaseException:
                db.close()
                raise
            self._batch = _Batch(db)
        self._batch.units += 1
        return self._batch, leads

    def _close(self, batch: _Batch) -> None:
        if batch.done.is_set():
            return
        self._batch = None
        try:
            batch.db.commit()
        except BaseException as error:
            batch.failed = error
        finally:
            batch.done.set()
            batch.db.close()


@contextmanager
def _savepoint(db: Connection) -> Iterator[None]:
    db.exec_driver_sql("SAVEPOINT unit")
    try:
        yield
    except BaseException:
        db.exec_driver_sql("ROLLBACK TO unit")
        db.exec_driver_sql("RELEASE unit")
        raise
    db.exec_driver_sql("RELEASE unit")
