"""A LiveKit that fails, loses its Redis and comes back, and processes of ours that ask it whether it lives.

Decides what a probe meets; the tests say when which process asks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bridge.core.state import Call, CallState, Kind
from bridge.ports.sip_options import SipOptions
from bridge.ports.sip_wire import Endpoint, endpoint
from bridge.prober import Prober
from bridge.store import calls
from bridge.store.database import Database
from tests.bridge import examples
from tests.bridge.examples import Clock, Waiting
from tests.bridge.livekit_double import LiveKitDouble
from tests.bridge.sip_double import answer

HOST = "sip.example.com"
LONG = f"{'a' * 60}.{'b' * 60}.{'c' * 60}.example.com"


class Sip:
    """What becomes of SIP OPTIONS on the network: an answer, silence, or a mistake of ours."""

    def __init__(self) -> None:
        self.answers, self.mistake = True, False
        self.asked: list[str] = []

    def exchange(
        self, to: Endpoint, message: Callable[[str], bytes], enough: Callable[[bytes], bool], seconds: float
    ) -> bytes:
        self.asked.append(str(to))
        if self.mistake:
            raise ZeroDivisionError
        if not self.answers:
            raise TimeoutError
        return answer(message("127.0.0.1:9"))


class World:
    """LiveKit's server and SIP endpoint, and our processes that ask them when the test says so."""

    def __init__(self, database: Database, clock: Clock, livekit: LiveKitDouble) -> None:
        self.database, self.clock, self.livekit, self.sip = database, clock, livekit, Sip()

    def process(self, host: str = HOST) -> Process:
        return Process(self, host)

    def server(self, lives: bool, redis: bool = True) -> None:
        """A proxy stands in front of it, which answers in its place."""
        self.livekit.fail = None if lives and redis else (500, "unknown") if lives else (503, "unavailable")
        self.livekit.page = (200, b"OK") if lives else (502, b"Bad Gateway")

    def talk(self, name: str, **facts: Any) -> None:
        call = examples.talk(name, **facts)
        call.legs[f"leg-{name}-2"].agent_id = f"agent-{name}"
        examples.add(self.database, call)
        for one in call.conversations.values():
            if one.kind is Kind.LIVEKIT:
                self.livekit.rooms[one.name] = []

    def change(self, name: str, change: Callable[[Call], object]) -> None:
        """As another process does."""
        before, after = (examples.load(self.database, f"call-{name}") for _ in range(2))
        change(after)
        with self.database.write() as db:
            calls.save(db, before, after)

    def where(self, name: str) -> str | None:
        with self.database.read() as db:
            call = calls.load(db, f"call-{name}")
        assert call is not None and call.state is CallState.CONNECTED
        return call.caller.conversation


class Process:
    """One process that probes. `up`: whether a call that comes to it now gets a room."""

    def __init__(self, world: World, host: str) -> None:
        self.clock, self.waiting = world.clock, Waiting()
        self.engine = examples.engine(world.database)
        sip = SipOptions(endpoint(host, "tcp"), world.sip.exchange)
        self.prober = Prober(self.engine, world.livekit.port, sip, self.waiting.spawn)

    @property
    def up(self) -> bool:
        return self.engine.livekit_up

    def run(self, seconds: float) -> None:
        """Four beats a second, as in the background."""
        for _ in range(int(seconds * 4)):
            self.prober.step(self.clock.now)
            self.waiting.run()
            self.clock.go(0.25)


@pytest.fixture
def world(database: Database, clock: Clock, livekit: LiveKitDouble) -> World:
    return World(database, clock, livekit)


@pytest.fixture
def process(world: World) -> Process:
    return world.process()
