"""Forgetting calls that ended long ago, with everything that belongs to them.

Decides which rows go together, and in which order. It must not know how long calls are kept.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, exists, select

from bridge.store.answers import KEPT_SECONDS
from bridge.store.schema import answers, calls, effects, history, legs, lines, transfers


def forget_calls(db: Connection, ended_before: float, most: int) -> None:
    """The calls that ended first; what is still to be done for one keeps it."""
    wanted = exists().where(effects.c.call_id == calls.c.id)
    oldest = (
        select(calls.c.id)
        .where(calls.c.ended_at < ended_before, ~wanted)
        .order_by(calls.c.ended_at)
        .limit(most)
    )
    found = list(db.scalars(oldest))
    if not found:
        return
    for table in (lines, history, transfers, legs):
        db.execute(delete(table).where(table.c.call_id.in_(found)))
    db.execute(delete(calls).where(calls.c.id.in_(found)))


def forget_answers(db: Connection, now: float) -> None:
    """Answers that nobody may ask for again."""
    db.execute(delete(answers).where(answers.c.at <= now - KEPT_SECONDS))
