"""PostgreSQL: how long it is waited for, and when a connection to it is given up.

Decides both by a clock of our own, too: a server that has gone silent counts no time-outs. It must not know
what is stored.
"""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.errors import ReadOnlySqlTransaction
from sqlalchemy import Engine, ExceptionContext, create_engine, event

# Whoever waits longer hears hold audio from the lifeboat instead (design 5). A server that is only slow has
# said so before, and its connection stays.
ANSWER_MS, STATEMENT_MS, LOCK_MS = 2000, 1800, 1500
# A network that is gone is noticed while nobody asks anything, too.
NETWORK = {
    "tcp_user_timeout": ANSWER_MS,
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 1,
    "keepalives_count": 3,
}


class Watched(psycopg.Connection[Any]):
    """Closed when the server says nothing: what it was asked to do it may have done, or do later."""

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        try:
            return super().wait(gen, interval, ANSWER_MS / 1000 if timeout is None else timeout)
        except psycopg.OperationalError as error:
            if error.sqlstate is None:
                self.close()
            raise


def engine(url: str, patient: bool) -> Engine:
    """`patient`: for whoever may take, and wait, as long as it takes."""
    statement, lock = (0, 0) if patient else (STATEMENT_MS, LOCK_MS)
    made = create_engine(
        url,
        pool_size=16,
        max_overflow=16,
        pool_timeout=2,
        # What is stored are phone numbers and words of calls: errors are logged, those are not (design 6.9).
        hide_parameters=True,
        pool_pre_ping=False,
        pool_recycle=1800,
        connect_args={
            "connect_timeout": 2,
            "options": f"-c statement_timeout={statement} -c lock_timeout={lock}",
            **NETWORK,
        },
    )
    if not patient:
        event.listen(made, "do_connect", _connect)
    event.listen(made, "handle_error", _leave_if_read_only)
    return made


def _connect(dialect: Any, record: Any, args: list[Any], kwargs: dict[str, Any]) -> Watched:
    return Watched.connect(*args, **kwargs)


def _leave_if_read_only(error: ExceptionContext) -> None:
    """After a failover: who answers here is no longer the one that may be written to."""
    if isinstance(error.original_exception, ReadOnlySqlTransaction):
        error.is_disconnect = True
