"""Leaves out a provider that is known to fail, for a while, then tries it with one question.

Decides for how long, from what came of the questions so far. It is kept in memory, for each process by
itself: all it saves is time. When nobody is left to ask, there is no brief of a model, and the facts are
told; nobody waits for a provider to come back.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from summaries.words import NoBrief

FAULTS = 3
REST = 30.0
# A key or a model's name is mended by a person, mostly together with a restart.
REST_OF_OURS = 60.0


class Breaker:
    """`now` gives seconds of any clock. Whoever was let in says afterwards what came of it."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now, self._lock = now, Lock()
        self._faults, self._trying = 0, False
        self._rests_until: float | None = None

    def lets_in(self) -> bool:
        with self._lock:
            if self._rests_until is None:
                return True
            if self._trying or self._now() < self._rests_until:
                return False
            self._trying = True
            return True

    def answered(self) -> None:
        with self._lock:
            self._faults, self._rests_until, self._trying = 0, None, False

    def failed(self, error: NoBrief) -> None:
        with self._lock:
            self._faults, self._trying = self._faults + 1, False
            rest = self._rest(error)
            if rest is not None:
                self._rests_until = max(self._rests_until or 0.0, self._now() + rest)

    def left(self) -> None:
        """Nobody waited for what would have come of it."""
        with self._lock:
            self._trying = False

    def _rest(self, error: NoBrief) -> float | None:
        if error.retry_after is not None:
            return error.retry_after
        if error.fault == "ours":
            return REST_OF_OURS
        return REST if self._faults >= FAULTS else None
