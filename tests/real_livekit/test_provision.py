"""`provision` against the real server: one trunk and one rule, whatever was there and however many ask.

Twilio's half has no real carrier here; what LiveKit checks and how it fails, the doubles took from it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest

from bridge.ports.errors import PortError
from bridge.ports.livekit_sip import LiveKitSip, Rule
from bridge.ports.loop import LoopThread
from bridge.provision.outcome import Line, Pause
from bridge.provision.trunk import RULE, TRUNK, TrunkAndRule
from bridge.provision.wanted import wanted_rule, wanted_trunk
from bridge.settings import load_settings
from simulator.real_livekit.processes import RealLiveKit
from tests.bridge.settings_example import REQUIRED

WANTED = wanted_trunk(load_settings(REQUIRED, env_file=None))
Settle = Callable[..., list[Line]]


@pytest.fixture(scope="module")
def server(binaries: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealLiveKit]:
    """One whose trunks are this module's alone."""
    with RealLiveKit(tmp_path_factory.mktemp("provision")) as made:
        yield made


def door(server: RealLiveKit, run: Any, secret: str = RealLiveKit.secret) -> LiveKitSip:
    return LiveKitSip(server.url, server.key, secret, run)


@pytest.fixture
def sip(server: RealLiveKit, loop: LoopThread) -> Iterator[LiveKitSip]:
    """The server's SIP API, with neither trunk nor rule behind it."""
    port = door(server, loop.run)
    yield port
    empty(port)
    port.close()


def empty(port: LiveKitSip) -> None:
    for rule in port.rules():
        port.delete_rule(rule.id)
    for trunk in port.trunks():
        port.delete_trunk(trunk.id)


def settle(port: LiveKitSip, seed: int = 1, **different: Any) -> dict[str, str]:
    """What came of each, without ids; a failure begins with FAILED."""
    wanted = replace(WANTED, **different)
    lines = TrunkAndRule(port, wanted, Pause(time.sleep, random.Random(seed))).settle()
    told = dict(str(line).split(": ", 1) for line in lines)
    return {what: came if "FAILED" in came else came.partition(" (")[0] for what, came in told.items()}


def there(port: LiveKitSip) -> tuple[Any, Any]:
    """The only trunk and the only rule."""
    (trunk,), (rule,) = port.trunks(), port.rules()
    return trunk, rule


def test_from_nothing_once_and_never_twice(sip: LiveKitSip) -> None:
    assert settle(sip) == {TRUNK: "made", RULE: "made"}
    trunk, rule = there(sip)
    assert trunk == replace(WANTED, id=trunk.id)
    assert rule == replace(wanted_rule(trunk.id), id=rule.id)
    assert settle(sip) == {TRUNK: "unchanged", RULE: "unchanged"}
    assert there(sip) == (trunk, rule)


def test_a_new_password_is_put_in_place(sip: LiveKitSip) -> None:
    settle(sip)
    before, _ = there(sip)
    assert settle(sip, password="another") == {TRUNK: "changed: password", RULE: "unchanged"}
    assert there(sip)[0] == replace(before, password="another")


def test_what_somebody_set_otherwise_is_put_right_in_place(sip: LiveKitSip) -> None:
    settle(sip)
    trunk, rule = there(sip)
    sip.change_trunk(replace(trunk, addresses=("192.0.2.0/24",), longest_seconds=60, media_seconds=15))
    sip.change_rule(replace(rule, places=2))
    assert settle(sip) == {
        TRUNK: "changed: allowed addresses, longest call, media time-out",
        RULE: "changed: places in a room",
    }
    assert there(sip) == (trunk, rule)
    assert settle(sip, addresses=()) == {TRUNK: "changed: allowed addresses", RULE: "unchanged"}
    assert there(sip)[0].addresses == ()


def test_a_rule_that_lets_anybody_in_is_bound_to_the_trunk(sip: LiveKitSip) -> None:
    made = sip.make_rule(Rule("warm-bridge", (), hides_callers=True, prefix="call", randomize=True))
    told = settle(sip)
    assert told[RULE] == (
        "changed: trunk, room prefix, random room names, hiding of callers, time-out of empty rooms, "
        "time-out of rooms that were left, places in a room"
    )
    trunk, rule = there(sip)
    assert (rule.id, rule.trunk_ids) == (made, (trunk.id,))


def test_a_trunk_of_somebody_else_for_every_number_is_refused_as_the_server_would(sip: LiveKitSip) -> None:
    other = sip.make_trunk(replace(WANTED, name="sales"))
    with pytest.raises(PortError) as refused:
        sip.make_trunk(WANTED)
    assert (refused.value.status, refused.value.code) == (400, "invalid_argument")
    assert f'"sales" ({other})' in settle(sip)[TRUNK] and sip.rules() == []
    sip.delete_trunk(other)
    sip.make_trunk(replace(WANTED, name="sales", numbers=("+15550100077",)))
    assert settle(sip) == {TRUNK: "made", RULE: "made"}


def test_a_rule_of_somebody_else_for_our_trunk_is_refused(sip: LiveKitSip) -> None:
    settle(sip)
    trunk, _ = there(sip)
    other = sip.make_rule(Rule("sales", (trunk.id,), numbers=("sales",)))
    assert f'"sales" ({other})' in settle(sip)[RULE]


def test_what_is_not_there_cannot_be_changed(sip: LiveKitSip) -> None:
    for change in (
        lambda: sip.change_trunk(replace(WANTED, id="ST_nobody")),
        lambda: sip.change_rule(replace(wanted_rule("ST_nobody"), id="SDR_nobody")),
    ):
        with pytest.raises(PortError) as refused:
            change()
        assert refused.value.not_found


class Forgetful:
    """A loop on which the answer of request number `lost` gets lost, after its effect."""

    def __init__(self, loop: LoopThread, lost: int) -> None:
        self._loop, self._lost = loop, lost

    def run(self, work: Coroutine[Any, Any, Any], seconds: float) -> Any:
        answer = self._loop.run(work, seconds)
        self._lost -= 1
        if self._lost == 0:
            raise TimeoutError
        return answer


# list trunks, list rules, make the trunk, list both, make the rule
@pytest.mark.parametrize("lost", [1, 2, 3, 4, 5, 6, 7, 8])
def test_whichever_answer_is_lost_there_is_one_of_each(
    server: RealLiveKit, loop: LoopThread, sip: LiveKitSip, lost: int
) -> None:
    port = door(server, Forgetful(loop, lost).run)
    assert settle(port) == {TRUNK: "made", RULE: "made"}
    there(sip)
    port.close()


@pytest.mark.parametrize("round_", range(5))
def test_several_at_once_make_one_of_each(
    server: RealLiveKit, loop: LoopThread, sip: LiveKitSip, round_: int
) -> None:
    start = Barrier(4)

    def one(number: int) -> dict[str, str]:
        port = door(server, loop.run)
        start.wait(10)
        try:
            return settle(port, seed=10 * round_ + number)
        finally:
            port.close()

    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(one, range(4)))
    trunk, rule = there(sip)
    assert rule.trunk_ids == (trunk.id,)
    assert not [came for lines in told for came in lines.values() if "FAILED" in came]


def test_a_wrong_secret_is_told_in_a_sentence(server: RealLiveKit, loop: LoopThread) -> None:
    port = door(server, loop.run, "another-secret-of-at-least-32-characters")
    assert "LIVEKIT_API_KEY and LIVEKIT_API_SECRET" in settle(port)["LiveKit"]
    port.close()


def test_a_server_that_is_down_hangs_or_has_no_redis_is_told_in_a_sentence(
    own_server: RealLiveKit, loop: LoopThread
) -> None:
    port = door(own_server, loop.run)
    own_server.hang_server()
    assert "LiveKit did not answer in time" in settle(port)["LiveKit"]
    own_server.wake_server()
    own_server.kill_redis()
    assert "needs Redis for SIP" in settle(port)["LiveKit"]
    own_server.kill_server()
    assert "LiveKit could not be reached" in settle(port)["LiveKit"]
    port.close()
