"""Whose turn it is to do a chore for all processes, with as few looks at the database as can be.

Decides when a lease is prolonged and when it is worth asking for again. It must not know the chore.
"""

from __future__ import annotations

import secrets

from bridge.store import chores
from bridge.store.database import Database


class Turn:
    """A lease of `seconds`, prolonged when half of it is over; a dead holder's runs out by itself."""

    def __init__(self, database: Database, chore: str, seconds: float) -> None:
        self._database, self._chore, self._seconds = database, chore, seconds
        # Made when it is first asked for: processes that are forked from one must not look the same.
        self._fence = ""
        self._mine_until, self._others_until = 0.0, 0.0

    def is_mine(self, now: float) -> bool:
        if now < self._mine_until - self._seconds / 2:
            return True
        if now < self._others_until:
            return False
        self._fence = self._fence or secrets.token_hex(8)
        with self._database.write() as db:
            others = chores.take(db, self._chore, self._fence, now, self._seconds)
        self._mine_until = now + self._seconds if others is None else 0.0
        self._others_until = others or 0.0
        return others is None
