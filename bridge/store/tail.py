"""Following the history of all calls while it is written, without missing a row.

Decides what is old enough to be told: on PostgreSQL only rows below every transaction that still runs, for
ids are given before commits (reference/ecosystem.md 4). It must not know what a row means.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, select, text, tuple_

from bridge.core.work import Change
from bridge.store.schema import history


class Mark(NamedTuple):
    """How far somebody has read: everything up to this row."""

    xact: int
    id: int


BEGINNING = Mark(-1, 0)


@dataclass(frozen=True)
class Entry:
    """One row: where it stands, what happened when to which call's `change.subject`."""

    mark: Mark
    call_id: str
    at: float
    change: Change


def after(db: Connection, mark: Mark, most: int) -> list[Entry]:
    """What comes after, oldest first."""
    rows = db.execute(_following(db.dialect.name), {"xact_": mark.xact, "id_": mark.id, "most": most})
    return [_entry(row) for row in rows]


def end(db: Connection) -> Mark:
    """Where whoever begins now goes on from."""
    last = _settled(select(history.c.xact, history.c.id), db.dialect.name)
    row = db.execute(last.order_by(history.c.xact.desc(), history.c.id.desc()).limit(1)).first()
    return Mark(row.xact, row.id) if row else BEGINNING


@lru_cache(maxsize=2)
def _following(dialect: str) -> Select[Any]:
    later = tuple_(history.c.xact, history.c.id) > tuple_(bindparam("xact_"), bindparam("id_"))
    query = _settled(select(history).where(later), dialect)
    return query.order_by(history.c.xact, history.c.id).limit(bindparam("most"))


def _settled(query: Select[Any], dialect: str) -> Select[Any]:
    if dialect != "postgresql":
        # One writer at a time: whoever comes later has a higher id.
        return query
    return query.where(history.c.xact < text("pg_snapshot_xmin(pg_current_snapshot())::text::bigint"))


def _entry(row: Any) -> Entry:
    change = Change(row.subject, row.what, row.before, row.after)
    return Entry(Mark(row.xact, row.id), row.call_id, row.at, change)
