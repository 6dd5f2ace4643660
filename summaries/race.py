"""Work begun side by side, of which only the first to succeed is wanted.

Decides on which threads it runs. Nobody waits for those who lose: their threads keep no process alive, and
what they bring is read by nobody. It must not know what the work is.
"""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Protocol


class Race(Protocol):
    """`begin` lets `work` run beside the caller; `work` raises nothing and returns something.

    `next` gives what has ended, in that order, or None when nothing ends within `seconds`.
    """

    def begin(self, work: Callable[[], Any]) -> None: ...

    def next(self, seconds: float) -> Any: ...


class ThreadRace:
    """A thread for each piece of work, made when it begins: after any fork, and none when nobody asks."""

    def __init__(self) -> None:
        self._ended: SimpleQueue[Any] = SimpleQueue()

    def begin(self, work: Callable[[], Any]) -> None:
        Thread(target=lambda: self._ended.put(work()), name="question", daemon=True).start()

    def next(self, seconds: float) -> Any:
        try:
            return self._ended.get(timeout=max(seconds, 0.0))
        except Empty:
            return None
