"""The pruner: forgets calls that ended more than so many days ago, a few at a time.

Decides how many at once, so that nobody waits for it. It must not know what belongs to a call.
"""

from __future__ import annotations

from bridge.store import pruning
from bridge.store.database import Database
from bridge.turns import Turn

EVERY = 10.0
AT_ONCE = 100
DAY = 24 * 3600.0


class Pruner:
    """`days`: how long calls are kept after their end; 0 keeps them for ever. One process does it for all."""

    def __init__(self, database: Database, days: int) -> None:
        self._database, self._days = database, days
        self._turn = Turn(database, "pruner", 6 * EVERY)
        self._next = 0.0

    def step(self, now: float) -> None:
        if now < self._next:
            return
        self._next = now + EVERY
        if not self._turn.is_mine(now):
            return
        with self._database.write() as db:
            pruning.forget_answers(db, now)
            if self._days:
                pruning.forget_calls(db, now - self._days * DAY, AT_ONCE)
