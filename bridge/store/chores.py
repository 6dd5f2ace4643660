"""Work that one process at a time does for all: whoever holds the lease.

Decides whose turn it is. It must not know what the chore is.
"""

from __future__ import annotations

from sqlalchemy import Connection, or_, update
from sqlalchemy.dialects import postgresql, sqlite

from bridge.store.schema import chores


def take(db: Connection, name: str, fence: str, now: float, seconds: float) -> bool:
    """Take or prolong the lease; False while somebody else holds it."""
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
    return taken.rowcount == 1
