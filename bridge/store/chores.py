"""Work that one process at a time does for all, and what it found: whoever holds the lease.

Decides whose turn it is. It must not know what the chore is.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bridge.store.schema import chores, dependencies

_UNTIL = select(chores.c.until).where(chores.c.name == bindparam("name"))
_TAKE = (
    update(chores)
    .where(
        chores.c.name == bindparam("name_"),
        or_(chores.c.fence == bindparam("fence_"), chores.c.until <= bindparam("now")),
    )
    .values(fence=bindparam("fence_"), until=bindparam("until_"))
)
_UP = select(dependencies.c.up).where(dependencies.c.name == bindparam("name"))


def take(db: Connection, name: str, fence: str, now: float, seconds: float) -> float | None:
    """Take or prolong the lease; None when it is ours now, else until when somebody else holds it."""
    wish = {"name_": name, "fence_": fence, "now": now, "until_": now + seconds}
    if db.execute(_TAKE, wish).rowcount == 1:
        return None
    until: float | None = db.scalar(_UNTIL, {"name": name})
    if until is not None:
        return until
    # Nobody has ever had this one; another process may say so at the same time.
    db.execute(_upsert(db)(chores).values(name=name, fence="", until=0.0).on_conflict_do_nothing())
    return take(db, name, fence, now, seconds)


def _upsert(db: Connection) -> Any:
    return (postgresql if db.dialect.name == "postgresql" else sqlite).insert


def is_up(db: Connection, dependency: str) -> bool:
    """What was last found out about it; up when nobody has ever looked."""
    found = db.scalar(_UP, {"name": dependency})
    return found is None or bool(found)


def is_known(db: Connection, dependency: str) -> bool:
    """Whether anything was ever found out about it."""
    return db.scalar(_UP, {"name": dependency}) is not None


def set_up(db: Connection, dependency: str, up: bool, now: float) -> None:
    row = {"up": up, "since": now}
    db.execute(
        _upsert(db)(dependencies)
        .values(name=dependency, **row)
        .on_conflict_do_update(index_elements=["name"], set_=row)
    )
