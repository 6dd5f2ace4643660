"""Work that one process at a time does for all, and what it found: whoever holds the lease.

Decides whose turn it is. It must not know what the chore is.
"""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bridge.store.schema import chores, dependencies

_UNTIL = select(chores.c.until).where(chores.c.name == bindparam("name"))
_UP = select(dependencies.c.up).where(dependencies.c.name == bindparam("name"))


def take(db: Connection, name: str, fence: str, now: float, seconds: float) -> float | None:
    """Take or prolong the lease; None when it is ours now, else until when somebody else holds it."""
    dialect = postgresql if db.dialect.name == "postgresql" else sqlite
    db.execute(
        dialect.insert(chores)
        .values(name=name, fence="", until=0.0)
        .on_conflict_do_nothing(index_elements=["name"])
    )
    mine = or_(chores.c.fence == fence, chores.c.until <= now)
    taken = db.execute(
        update(chores).where(chores.c.name == name, mine).values(fence=fence, until=now + seconds)
    )
    return None if taken.rowcount == 1 else db.scalar(_UNTIL, {"name": name})


def is_up(db: Connection, dependency: str) -> bool:
    """What was last found out about it; up when nobody has ever looked."""
    found = db.scalar(_UP, {"name": dependency})
    return found is None or bool(found)


def is_known(db: Connection, dependency: str) -> bool:
    """Whether anything was ever found out about it."""
    return db.scalar(_UP, {"name": dependency}) is not None


def set_up(db: Connection, dependency: str, up: bool, now: float) -> None:
    dialect = postgresql if db.dialect.name == "postgresql" else sqlite
    row = {"up": up, "since": now}
    db.execute(
        dialect.insert(dependencies)
        .values(name=dependency, **row)
        .on_conflict_do_update(index_elements=["name"], set_=row)
    )
