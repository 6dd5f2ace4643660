"""The thread that owns a world on the real clock.

Decides when the world's timers run, and lets other threads act on the world one after the other, between
two of its events. It must not know HTTP or what the world is made of.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from types import TracebackType
from typing import Any, Self, TypeVar

from simulator.world import Action, World

log = logging.getLogger(__name__)
T = TypeVar("T")


class DriverStopped(RuntimeError):
    """Nobody drives this world any more, so nothing can be done in it."""


class Driver:
    """Runs a world that was made at `World(start=time.time())`; until `start` it belongs to its maker.

    An error in one of the world's own actions does not end the world: it is logged, and the first one is
    raised by `stop`, so that no test passes over it.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self._actions: list[Action] = []
        self._awaited: set[Future[Any]] = set()
        self._wake = threading.Condition()
        self._running = self._stopped = False
        self._thread = threading.Thread(target=self._drive, name="simulated world", daemon=True)
        self._ahead = 0.0
        self._failure: Exception | None = None

    def start(self) -> None:
        if self.world.now > time.time() + 1.0:
            raise ValueError("a world on the real clock is made with World(start=time.time())")
        # Steps of the machine's own clock must neither hurry nor halt the world.
        self._ahead = max(time.time(), self.world.now) - time.monotonic()
        self._running = True
        self._thread.start()

    def stop(self) -> None:
        """End after the action that is being done; raises the first error of the world's own actions."""
        with self._wake:
            self._running, self._stopped = False, True
            self._wake.notify()
        # An action of the world may stop it too; the thread then ends by itself.
        if self._thread.is_alive() and not self.is_here():
            self._thread.join()
        for future in list(self._awaited):
            settle(future, DriverStopped("the world was stopped meanwhile"))
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.stop()
        except Exception:
            # What failed in the `with` block is the better news; the world's failure is in the log.
            if error is None:
                raise

    # --- for other threads ---

    def post(self, action: Action) -> None:
        """Do `action` in the world soon, without waiting for it; its errors are the world's own."""
        with self._wake:
            self._check()
            self._actions.append(action)
            self._wake.notify()

    def call(self, ask: Callable[[], T]) -> T:
        """Do `ask` in the world and hand back what it returns or raises, on any thread."""
        if self.is_here():
            return ask()

        def answer_at_once(answer: Future[T]) -> None:
            answer.set_result(ask())

        return self.wait_for(answer_at_once)

    def wait_for(self, begin: Callable[[Future[T]], object]) -> T:
        """Do `begin` in the world and wait until the future given to it is answered, now or later."""
        assert not self.is_here(), "the world cannot wait for itself"
        answer: Future[T] = Future()

        def guarded() -> None:
            try:
                begin(answer)
            except Exception as error:
                settle(answer, error)

        with self._wake:
            self._check()
            self._awaited.add(answer)
        answer.add_done_callback(self._awaited.discard)
        self.post(guarded)
        return answer.result()

    def clock(self) -> float:
        """The world's time by the machine's clock, on any thread; `world.now` is that of its last event."""
        return time.monotonic() + self._ahead

    def is_here(self) -> bool:
        """Whether the asking thread is the one that owns the world."""
        return threading.current_thread() is self._thread

    # --- the thread itself ---

    def _drive(self) -> None:
        while (actions := self._next_actions()) is not None:
            # First what was due before: 0 means "after everything already planned for now".
            self._run_due()
            for action in actions:
                self.world.after(0.0, action)
            self._run_due()

    def _next_actions(self) -> list[Action] | None:
        """Sleep until something is to be done: what others asked for meanwhile, None at the end."""
        with self._wake:
            while self._running and not self._actions and (pause := self._pause()) != 0.0:
                self._wake.wait(pause)
            actions, self._actions = self._actions, []
            return actions if self._running else None

    def _pause(self) -> float | None:
        at = self.world.next_at()
        return None if at is None else max(at - self.clock(), 0.0)

    def _run_due(self) -> None:
        clock = self.clock()
        # The failed action is out of the heap already, so this comes to an end.
        while True:
            try:
                return self.world.run_due(clock)
            except Exception as error:
                log.exception("an action of the simulated world failed")
                self._failure = self._failure or error

    def _check(self) -> None:
        if self._stopped:
            raise DriverStopped("this world was stopped")
        assert self._running, "start the driver first"


def settle(future: Future[T], what: T | Exception) -> None:
    """Answer a future unless somebody else was faster."""
    with suppress(InvalidStateError):
        if isinstance(what, Exception):
            future.set_exception(what)
        else:
            future.set_result(what)
