"""The application over real sockets, on the real clock: the lane of the demo, of gunicorn and of outsiders.

Decides in which order a world's driver, network and doors begin and end. It must not know what the world
is made of; `simulator.stage` puts carriers and people into it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Self

from simulator.lanes.doors import Doors, Handler
from simulator.lanes.driver import Driver, DriverStopped
from simulator.lanes.http_network import HttpNetwork
from simulator.network import Outcome, Reply, Request
from simulator.world import World

__all__ = ["Doors", "Driver", "DriverStopped", "Handler", "HttpNetwork", "SocketLane"]

PATIENCE = 30.0
LOOK_EVERY = 0.05


class SocketLane:
    """A world that lives on the real clock inside the `with` block (simulator.stage.Lane)."""

    def __init__(self, seed: int = 0) -> None:
        self.world = World(seed, start=time.time())
        self.driver = Driver(self.world)
        self.network = HttpNetwork(self.driver)
        self.doors = Doors(self.driver)

    def __enter__(self) -> Self:
        self.driver.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # The world first: what ends after it is no event in it any more.
        try:
            self.driver.__exit__(kind, error, trace)
        finally:
            self.doors.stop()
            self.network.stop()

    # --- simulator.stage.Lane ---

    def until(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Looked at from the asking thread: a condition may ask the application itself."""
        end = time.monotonic() + seconds
        while not _holds(condition):
            if time.monotonic() >= end:
                return False
            time.sleep(LOOK_EVERY)
        return True

    def act(self, do: Callable[[], Any]) -> Any:
        return self.driver.call(do)

    def request(self, request: Request) -> Reply:
        """Ask the application and wait for its answer."""

        def send(answer: Future[Outcome]) -> None:
            self.network.send(request, PATIENCE, answer.set_result)

        outcome = self.driver.wait_for(send)
        assert isinstance(outcome, Reply), f"{request.method} {request.url}: {outcome}"
        return outcome


def _holds(condition: Callable[[], bool]) -> bool:
    try:
        return condition()
    except DriverStopped:
        raise
    except RuntimeError:
        # The driver changed what was being looked through; the next look is as good.
        return False
