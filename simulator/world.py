"""The simulated world's time, order and chance, without any I/O.

Decides when things happen: a heap of timed actions, one seeded source of chance, one history.
Whoever owns the world drives it: in tests by `run` (virtual time, milliseconds of real time for
minutes of calls), over sockets by `run_due` from a thread on the real clock.
It must not know Twilio, LiveKit, sockets or the application under test.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field

Action = Callable[[], None]


@dataclass(order=True)
class Timer:
    """One planned action; cancelling keeps it in the heap but makes it do nothing."""

    at: float
    order: int
    action: Action = field(compare=False)
    cancelled: bool = field(default=False, compare=False)

    def cancel(self) -> None:
        self.cancelled = True


@dataclass(frozen=True)
class Fact:
    """Something that happened in the world, as an observer outside of it would note it."""

    at: float
    kind: str
    details: dict[str, object]


class World:
    """A clock in seconds since 1970, a heap of timers, `random.Random(seed)` and the history of facts."""

    def __init__(self, seed: int = 0, start: float = 1_800_000_000.0) -> None:
        self.now = self._start = start
        self.random = random.Random(seed)
        self.history: list[Fact] = []
        self.watchers: list[Action] = []
        self.observers: list[Callable[[Fact], None]] = []
        self._heap: list[Timer] = []
        self._order = itertools.count()

    @property
    def elapsed(self) -> float:
        """Seconds since the world began."""
        return self.now - self._start

    def after(self, delay: float, action: Action) -> Timer:
        """Plan `action` for `delay` seconds from now (0 = after everything already planned for now)."""
        timer = Timer(self.now + max(delay, 0.0), next(self._order), action)
        heapq.heappush(self._heap, timer)
        return timer

    def note(self, kind: str, **details: object) -> Fact:
        """Write a fact into the history and tell the observers (a demo's printer, a judge)."""
        fact = Fact(self.now, kind, details)
        self.history.append(fact)
        for observer in self.observers:
            observer(fact)
        return fact

    def next_at(self) -> float | None:
        """When the next action is due, or None when nothing is planned."""
        while self._heap and self._heap[0].cancelled:
            heapq.heappop(self._heap)
        return self._heap[0].at if self._heap else None

    def step(self) -> bool:
        """Move time to the next action, do it, then let every watcher look at the world."""
        if self.next_at() is None:
            return False
        timer = heapq.heappop(self._heap)
        self.now = max(self.now, timer.at)
        timer.action()
        for watcher in self.watchers:
            watcher()
        return True

    def run(self, seconds: float, until: Callable[[], bool] | None = None) -> bool:
        """Run virtual time for at most `seconds`; True as soon as `until()` holds (False: it never did)."""
        end = self.now + seconds
        while not (until is not None and until()):
            at = self.next_at()
            if at is None or at > end:
                self.now = end
                return until is not None and until()
            self.step()
        return True

    def run_due(self, clock: float) -> None:
        """Do everything that is due at the real time `clock`; for a driver on the real clock."""
        while (at := self.next_at()) is not None and at <= clock:
            self.step()
        self.now = max(self.now, clock)
