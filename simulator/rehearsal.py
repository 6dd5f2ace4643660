"""A rehearsal: the application put on a stage in-process, ready for scenarios.

Decides how the parts of a stage become what the application takes from its world: time, chance, tasks,
the ways to its carriers. It must not know the application; whoever calls hands in how one is made.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any

from simulator.lanes.clients import LiveKitSession, SipWay, TwilioHttp, model_transport, run_coroutine
from simulator.lanes.race import VirtualRace
from simulator.lanes.virtual import Application, Process, VirtualLane
from simulator.stage import Addresses, Stage
from simulator.twilio.settings import Switches, Weather
from simulator.world import World

TWILIO_SECONDS, LIVEKIT_SECONDS = 4.0, 2.0
# The tokens of livekit-api are made on the real clock and valid from then on, for six hours. While a scenario
# is walked through a storm that clock goes on faster than the world's.
AHEAD = 3 * 3600.0

# (environment, what it takes from the world) -> one process of the application
MakeApplication = Callable[[Mapping[str, str], Mapping[str, Any]], Application]


class Rehearsal:
    """One stage on virtual time; in a `with` block one process of the application is up.

    `database_url` has the newest schema and outlives every process.
    """

    def __init__(
        self,
        make: MakeApplication,
        database_url: str,
        seed: int = 0,
        settings: Mapping[str, str] | None = None,
        switches: Switches | None = None,
        weather: Weather | None = None,
        cps: float = 10.0,
    ) -> None:
        self.world = World(seed, start=float(round(time.time() + AHEAD)))
        self.lane = VirtualLane(self.world)
        self.stage = Stage(
            self.world,
            self.lane,
            Addresses(),
            switches or Switches(),
            weather or Weather(),
            settings or {},
            cps,
        )
        self.stage.put_on(self.lane)
        self._make, self._database_url, self._seed = make, database_url, seed

    def boot(self) -> Process:
        """Start one more process of the application."""
        environment = self.stage.environment(self._database_url)
        return self.lane.boot(lambda: self._make(environment, self._from_the_world()))

    def __enter__(self) -> Rehearsal:
        self.boot()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.lane.close()

    def _from_the_world(self) -> dict[str, Any]:
        lane, stage = self.lane, self.stage
        return {
            "now": lambda: self.world.now,
            "sleep": lane.sleep,
            "spawn": lambda crew, work, *args: lane.spawn(work, *args),
            "random": random.Random(f"{self._seed} {len(self.world.history)}"),
            "stop": lambda: None,
            "close": lambda: None,
            "livekit_run": lambda work, seconds: run_coroutine(lane, work, seconds),
            "livekit_session": lambda: LiveKitSession(
                lambda *asked: stage.livekit_door(*asked), LIVEKIT_SECONDS
            ),
            "sip_exchange": SipWay(lane, stage.livekit.sip_message).exchange,
            "twilio_http": TwilioHttp(lane, lambda *asked: stage.twilio_door(*asked), TWILIO_SECONDS),
            "race": lambda: VirtualRace(lane),
            "model_transport": lambda name: model_transport(lane, stage.models[name].answer, name),
        }
