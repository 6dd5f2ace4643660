"""What the prober is told by a real server that dies, hangs, or loses its Redis, and what people hear of it.

The doubles say the same (simulator/livekit/server.py); here is where they have it from. `make ears` measures
more deaths of each kind, by the same functions.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from bridge.ports.errors import PortError
from bridge.ports.livekit import LiveKit
from bridge.ports.loop import LoopThread
from bridge.prober import EVERY, MISSES, PATIENCE, Verdict, verdict
from simulator.judge import LONGEST_OUTAGE
from simulator.real_livekit.deaths import deaths, sip_silent
from simulator.real_livekit.ears import LAG
from simulator.real_livekit.processes import RealLiveKit
from simulator.real_livekit.redis_gone import redis_gone


class Look:
    """The prober's two questions to the server, once each `EVERY` seconds; its SIP service is not here."""

    def __init__(self, port: LiveKit) -> None:
        self.port = port
        self._asks = {"rooms": port.ping, "server": port.lives}
        self.misses = {"rooms": 0, "server": 0, "sip": 0}

    def verdict(self) -> Verdict:
        began = time.monotonic()
        for name, ask in self._asks.items():
            self.misses[name] = 0 if _answers(ask) else self.misses[name] + 1
        time.sleep(max(began + EVERY - time.monotonic(), 0.0))
        return verdict(self.misses)

    def verdicts(self, number: int) -> list[Verdict]:
        return [self.verdict() for _ in range(number)]


def _answers(ask: Callable[[float], None]) -> bool:
    try:
        ask(PATIENCE)
    except PortError:
        return False
    return True


@pytest.fixture
def look(own_server: RealLiveKit, loop: LoopThread) -> Iterator[Look]:
    port = LiveKit(own_server.url, own_server.key, own_server.secret, loop.run)
    look = Look(port)
    assert look.verdict() is Verdict.ALIVE
    yield look
    port.close()


def test_without_its_redis_it_lives_and_has_no_rooms(own_server: RealLiveKit, look: Look) -> None:
    """Its page turns from OK to Not Ready meanwhile, its API from a time-out to an error."""
    own_server.kill_redis()
    assert look.verdicts(MISSES)[-1] is Verdict.ROOMLESS
    assert set(look.verdicts(4)) == {Verdict.ROOMLESS}
    own_server.start_redis()
    assert Verdict.ALIVE in look.verdicts(3)


@pytest.mark.parametrize("death", ["kill_server", "hang_server"])
def test_a_dead_or_frozen_server_is_told_from_one_without_redis(
    own_server: RealLiveKit, look: Look, death: str
) -> None:
    getattr(own_server, death)()
    assert look.verdicts(MISSES) == [Verdict.UNSURE, Verdict.UNSURE, Verdict.DEAD]
    if death == "kill_server":
        own_server.start_server()
    else:
        own_server.wake_server()
    assert Verdict.ALIVE in look.verdicts(2)


def test_a_restart_takes_less_than_two_misses(own_server: RealLiveKit, look: Look) -> None:
    own_server.kill_server()
    assert look.verdict() is Verdict.UNSURE
    own_server.start_server()
    assert look.verdict() is Verdict.ALIVE


@pytest.mark.parametrize("empty", [False, True])
def test_a_redis_that_comes_back_knows_its_rooms_unless_it_is_empty(
    own_server: RealLiveKit, look: Look, empty: bool
) -> None:
    look.port.create("talk")
    own_server.kill_redis()
    assert look.verdict() is Verdict.UNSURE
    own_server.start_redis(empty)
    assert Verdict.ALIVE in look.verdicts(3)
    assert look.port.known(["talk", "other"]) == (set() if empty else {"talk"})


# --- by ear, with the application ---


def test_when_its_sip_service_falls_silent_they_talk_again_in_a_conference(binaries: None) -> None:
    (found,) = deaths(1, sip_silent)
    # Nothing comes back by itself: three misses, and then the way into a conference.
    assert (MISSES - 1) * EVERY < found.apart <= LONGEST_OUTAGE
    assert found.silence <= LONGEST_OUTAGE and not found.stayed


def test_without_its_redis_the_talk_goes_on_and_new_calls_meet_in_conferences(
    binaries: None,
) -> None:
    found = redis_gone()
    assert max(found.gone, found.back) <= LAG, found
    assert (found.at_once.home, found.noticed.home) == ("conference", "conference"), found
    assert found.again.home == "livekit", found
    assert 0.0 < found.empty <= LONGEST_OUTAGE, found
