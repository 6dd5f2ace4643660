"""How often something may be begun at a carrier, counted for all processes together.

Decides whether one more may begin now: a bucket that fills by the second. It must not know what begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, case, text
from sqlalchemy.dialects import postgresql, sqlite

from bridge.store.schema import paces

# Any number that no other program uses for an advisory lock in this database.
_TAKERS = text("SELECT pg_advisory_xact_lock(8275103)")


@dataclass(frozen=True)
class Pace:
    """`burst` at once, at least 1, and after that so many `per_second`."""

    name: str
    per_second: float
    burst: int


def line_up(db: Connection) -> None:
    """Before a unit on PostgreSQL takes from paces or locks what is paced: until it ends nobody else does.

    There each pace is a row that stays locked until the commit, also when nothing more may begin; units that
    lock several, each in an order of its own, would wait for each other.
    """
    db.execute(_TAKERS)


def take(db: Connection, pace: Pace, now: float) -> bool:
    """Whether one more may begin now; if so, it is counted."""
    step = 1.0 / pace.per_second
    values = {
        "name": pace.name,
        "now": now,
        "first": now + step,
        "step": step,
        "latest": now + step * (pace.burst - 1),
    }
    return db.execute(_taking(db.dialect.name), values).first() is not None


@lru_cache(maxsize=2)
def _taking(dialect: str) -> Any:
    """One statement, so that no two processes count the same one; at `next_at` nothing is owed any more."""
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(paces)
    owed = case((paces.c.next_at > bindparam("now"), paces.c.next_at), else_=bindparam("now"))
    counted = insert.values(name=bindparam("name"), next_at=bindparam("first")).on_conflict_do_update(
        index_elements=["name"],
        set_={"next_at": owed + bindparam("step")},
        where=paces.c.next_at <= bindparam("latest"),
    )
    return counted.returning(paces.c.name)
