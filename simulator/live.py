"""A stage on the real clock with the real server beside it, for the demo and for trying scenarios for real.

Decides which loopback ports everybody has. It must not know what is played.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

from simulator.lanes.driver import Driver
from simulator.lanes.server import Server, free_port
from simulator.lanes.sip_door import SipDoor
from simulator.lanes.sockets import SocketLane
from simulator.stage import MODEL_PATHS, Addresses, Door, Stage
from simulator.twilio.settings import Weather

LATE = 0.5


@dataclass(frozen=True)
class LiveKitBeside:
    """A LiveKit that is not of the simulated world: where it is, and what stands for it there."""

    url: str
    make: Callable[[Driver, Stage], Any]


@contextmanager
def live_stage(
    port: int = 0,
    settings: Mapping[str, str] | None = None,
    weather: Weather | None = None,
    seed: int = 0,
    database_url: str | None = None,
    errors: IO[bytes] | None = None,
    livekit: LiveKitBeside | None = None,
) -> Iterator[tuple[Stage, Server]]:
    """Everything runs inside the `with` block; `port` is the server's, if it is free."""
    port = free_port(port)
    # The doors' ports are known only when they are open, and they open onto the stage.
    stages: list[Stage] = []
    with (
        tempfile.TemporaryDirectory(prefix="warm-bridge-") as folder,
        SocketLane(seed) as lane,
        SipDoor(lane.driver, lambda message: stages[0].livekit.sip_message(message)) as sip,
    ):
        twilio = lane.doors.open(lambda *asked: stages[0].twilio_door(*asked))
        double = lane.doors.open(lambda *asked: stages[0].livekit_door(*asked))
        models = {
            name: f"http://127.0.0.1:{lane.doors.open(_model_door(stages, name))}{path}"
            for name, path in MODEL_PATHS.items()
        }
        addresses = Addresses(
            f"http://127.0.0.1:{port}",
            f"http://127.0.0.1:{twilio}",
            livekit.url if livekit else f"http://127.0.0.1:{double}",
            models,
            sip.address,
            "udp",
        )
        stage = lane.driver.call(
            lambda: Stage(
                lane.world,
                lane.network,
                addresses,
                weather=weather or Weather(),
                settings=settings or {},
                livekit_for=partial(livekit.make, lane.driver) if livekit else None,
                late=LATE,
            )
        )
        stages.append(stage)
        stage.put_on(lane)
        environment = stage.environment(database_url or f"sqlite:///{Path(folder) / 'bridge.db'}")
        server = Server(environment, port, errors)
        server.start()
        try:
            yield stage, server
        finally:
            server.stop()


def _model_door(stages: list[Stage], name: str) -> Door:
    return lambda *asked: stages[0].models[name].answer(*asked)
