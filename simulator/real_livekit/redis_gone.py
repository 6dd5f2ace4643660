"""LiveKit loses its Redis in the middle of a talk, and gets an empty one back: measured by ear.

Decides which calls come in meanwhile and what is measured of them and of the talk. It must not know how the
bridge finds out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from simulator.phones import Phone
from simulator.real_livekit.figures import row
from simulator.real_livekit.stage import RealStage
from simulator.real_livekit.talks import hang_up, heard_so_far, longest_gap, measuring, quick, talk_in_a_room
from simulator.real_livekit.timeline import first_heard
from simulator.scenarios.cast import connects
from simulator.stage import NUMBER, Agent

# Three misses are known of after 6.25 s (bridge.prober).
NOTICED = 8.0
# Longer than a connection on which pings travel would live (docs/livekit.md).
GONE = 25.0
BACK, AFTERWARDS = 4.0, 12.0
HEADER = "| Redis is gone, ms | p50 | p95 | max | n |\n|---|---|---|---|---|"


@dataclass(frozen=True)
class Met:
    """One call that came in: where it met, and seconds from dialling until the caller heard the agent."""

    home: str
    waited: float


@dataclass(frozen=True)
class RedisGone:
    """Seconds: the longest gap in the talk while Redis is away, and after it came back as it was, or empty.

    Calls: `before` as usual, `at_once` when Redis has just gone, `noticed` later, `again` after it came back.
    """

    gone: float
    back: float
    empty: float
    before: Met
    at_once: Met
    noticed: Met
    again: Met


ROWS: Mapping[str, Callable[[RedisGone], float]] = {
    "longest gap in the talk, while it is gone": lambda one: one.gone,
    "the same, after it came back": lambda one: one.back,
    "the same, after it was gone again and came back empty": lambda one: one.empty,
    "a call as usual, until the caller hears the agent": lambda one: one.before.waited,
    "a call at once": lambda one: one.at_once.waited,
    "a call after 8 s": lambda one: one.noticed.waited,
    "a call after it came back": lambda one: one.again.waited,
}
CALLS = ("before", "at_once", "noticed", "again")


def redis_gone() -> RedisGone:
    """Carol and Alice talk; Redis goes and comes back, twice; Dora calls Bob meanwhile."""
    with measuring({}) as real:
        s = real.stage
        alice, carol = s.agent("Alice", quick()), s.caller("Carol")
        call_id = talk_in_a_room(s, carol, alice)
        bob, dora = s.agent("Bob", quick()), s.caller("Dora")
        calls = [_met(real, dora, bob)]
        gone = real.sip.clock()
        real.server.kill_redis()
        calls.append(_met(real, dora, bob))
        _wait_until(real, gone + NOTICED)
        calls.append(_met(real, dora, bob))
        _wait_until(real, gone + GONE)
        back = real.sip.clock()
        real.server.start_redis()
        s.wait(BACK)
        calls.append(_met(real, dora, bob))
        _wait_until(real, back + AFTERWARDS)
        assert s.get(f"/api/calls/{call_id}")["home"] == "livekit", "the talk has left its room"
        again = real.sip.clock()
        empty = _comes_back_empty(real, carol, alice)
        gaps = [longest_gap(real, carol, alice.phone, *span) for span in ((gone, back), (back, again))]
        hang_up(s, carol, alice)
        assert s.problems == [], s.problems
        return RedisGone(*gaps, empty, *calls)


def redis_rows(found: list[RedisGone]) -> list[str]:
    """The table, and where the calls met."""
    rows = [row(what, [measure(one) for one in found]) for what, measure in ROWS.items()]
    homes = {name: Counter(getattr(one, name).home for one in found) for name in CALLS}
    return [*rows, *(f"{name}: {dict(met)}" for name, met in homes.items())]


def _comes_back_empty(real: RealStage, carol: Phone, alice: Agent) -> float:
    """They have to leave their room; the gap that this makes."""
    real.server.kill_redis()
    real.stage.wait(NOTICED)
    back = real.sip.clock()
    real.server.start_redis(empty=True)
    real.stage.wait(AFTERWARDS)
    return longest_gap(real, carol, alice.phone, back, real.sip.clock() - 0.5)


def _wait_until(real: RealStage, at: float) -> None:
    real.stage.wait(max(at - real.sip.clock(), 0.0))


def _met(real: RealStage, caller: Phone, agent: Agent) -> Met:
    s, at = real.stage, real.sip.clock()
    s.act(caller.dial, NUMBER)
    connects(s, caller, agent)
    home = str(s.call()["home"])
    s.until(lambda: _waited(real, caller, agent, at) is not None, "the caller hears the agent", 10)
    waited = _waited(real, caller, agent, at) or 0.0
    hang_up(s, caller, agent)
    return Met(home, waited)


def _waited(real: RealStage, caller: Phone, agent: Agent, since: float) -> float | None:
    heard = first_heard(heard_so_far(real, caller), agent.phone.name, since)
    return None if heard is None else heard - since
