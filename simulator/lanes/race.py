"""Several tasks of the application beside the one that waits for the first of them: on virtual time.

Decides in which order they end: as the world does, so the same seed gives the same winner. It must not know
what they do.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from simulator.lanes.virtual import VirtualLane


class VirtualRace:
    """`begin` work, and wait for whatever ends `next`; what ends after that is kept for the next wait."""

    def __init__(self, lane: VirtualLane) -> None:
        self.lane = lane
        self._ended: deque[Any] = deque()
        self._tell: Callable[[], object] = lambda: None

    def begin(self, work: Callable[[], Any]) -> None:
        self.lane.spawn(self._run, work)

    def next(self, seconds: float) -> Any:
        if not self._ended:
            self.lane.wait(lambda wake: self._wait(wake, seconds))
        return self._ended.popleft() if self._ended else None

    def _wait(self, wake: Callable[[Any], None], seconds: float) -> None:
        # A task is woken by the world, never out of another task.
        self._tell = lambda: self.lane.world.after(0.0, lambda: wake(None))
        self.lane.world.after(seconds, lambda: wake(None))

    def _run(self, work: Callable[[], Any]) -> None:
        self._ended.append(work())
        self._tell()
