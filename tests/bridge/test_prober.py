"""The prober: LiveKit's death is known to every process, told to every call in a room, and so is its return.

LiveKit is a server on loopback that fails, hangs, and comes back.
"""

from __future__ import annotations

from typing import Any

import pytest

from bridge.core.state import CallState, Kind
from bridge.prober import EVERY, LOOK_EVERY, MISSES, Prober
from bridge.store import calls
from bridge.store.database import Database
from tests.bridge import examples
from tests.bridge.examples import Clock, Waiting
from tests.bridge.livekit_double import LiveKitDouble

DEAD = (503, "unavailable")


class Process:
    """One process that probes; LiveKit is asked when the test says so."""

    def __init__(self, database: Database, clock: Clock, livekit: LiveKitDouble) -> None:
        self.clock, self.waiting = clock, Waiting()
        self.engine = examples.engine(database)
        self.prober = Prober(self.engine, livekit.port, self.waiting.spawn)

    def run(self, seconds: float) -> None:
        """Four beats a second, as in the background."""
        for _ in range(int(seconds * 4)):
            self.prober.step(self.clock.now)
            self.waiting.run()
            self.clock.go(0.25)


@pytest.fixture
def process(database: Database, clock: Clock, livekit: LiveKitDouble) -> Process:
    return Process(database, clock, livekit)


def _add(database: Database, name: str, **facts: Any) -> None:
    talk = examples.talk(name, **facts)
    talk.legs[f"leg-{name}-2"].agent_id = f"agent-{name}"
    with database.write() as db:
        calls.add(db, talk)


def _where(database: Database, name: str) -> str | None:
    with database.read() as db:
        call = calls.load(db, f"call-{name}")
    assert call is not None and call.state is CallState.CONNECTED
    return call.caller.conversation


def test_people_in_a_dead_room_go_on_in_a_conference_in_a_few_seconds(
    database: Database, livekit: LiveKitDouble, process: Process
) -> None:
    _add(database, "aaaa")
    _add(database, "bbbb", kind=Kind.CONFERENCE)
    process.run(EVERY)
    assert _where(database, "aaaa") == "talk-aaaa"
    livekit.fail = DEAD
    process.run(MISSES * EVERY)
    assert _where(database, "aaaa") == "conf-aaaa-2"
    assert _where(database, "bbbb") == "talk-bbbb", "LiveKit's death is none of their business"


def test_one_or_two_answers_that_fail_are_no_death(
    database: Database, livekit: LiveKitDouble, process: Process
) -> None:
    _add(database, "aaaa")
    for _ in range(4):
        livekit.fail = DEAD
        process.run((MISSES - 1) * EVERY)
        livekit.fail = None
        process.run(EVERY)
    assert (_where(database, "aaaa"), process.engine.livekit_up) == ("talk-aaaa", True)


def test_every_process_knows_though_one_of_them_asks(
    database: Database, clock: Clock, livekit: LiveKitDouble, process: Process
) -> None:
    other = Process(database, clock, livekit)
    process.run(EVERY)
    asked = len(livekit.asked)
    other.run(LOOK_EVERY)
    assert len(livekit.asked) == asked
    for dead in (True, False):
        livekit.fail = DEAD if dead else None
        process.run((MISSES + 1) * EVERY)
        other.run(2 * LOOK_EVERY)
        assert process.engine.livekit_up is other.engine.livekit_up is not dead


def test_when_the_process_that_asked_has_died_too_another_one_finds_out_in_time(
    database: Database, clock: Clock, livekit: LiveKitDouble, process: Process
) -> None:
    _add(database, "aaaa")
    other = Process(database, clock, livekit)
    process.run(EVERY)
    other.run(EVERY)
    process.run(EVERY)
    livekit.fail = DEAD
    other.run(7.5)
    assert _where(database, "aaaa") == "conf-aaaa-2"


def test_a_probe_that_takes_long_is_not_doubled(livekit: LiveKitDouble, process: Process) -> None:
    for _ in range(20):
        process.prober.step(process.clock.now)
        process.clock.go(0.25)
    assert (len(process.waiting.work), livekit.asked) == (1, [])
