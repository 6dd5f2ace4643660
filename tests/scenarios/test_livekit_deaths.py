"""LiveKit dies in mid-talk, at any moment between two probes: within 10 s people talk in a conference.

On virtual time, so the moment is exact; also when the process that asks dies with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from app import Hosted
from simulator.command import Databases
from simulator.judge import LONGEST_OUTAGE
from simulator.lanes.virtual import Process
from simulator.network import Outcome
from simulator.rehearsal import Rehearsal
from simulator.scenarios.cast import Talk, all_in_rooms, connected, willing
from simulator.scenarios.outages import LONGEST_DETOUR
from simulator.stage import NUMBER, Agent, Stage, talk
from simulator.world import Fact

# A probe begins every 1.5 s.
MOMENTS = [0.0, 0.4, 0.8, 1.2]


def freeze(s: Stage) -> None:
    s.livekit.crash()
    s.livekit.hung = True


DEATHS: dict[str, Callable[[Stage], None]] = {
    "killed": lambda s: s.livekit.crash(),
    "frozen": freeze,
    "its SIP service silent": lambda s: s.livekit.kill_sip(),
}


def seconds_until_they_talk_again(t: Talk, death: Callable[[Stage], None]) -> float:
    s = t.stage
    s.judge.longest_silence = LONGEST_OUTAGE
    began = s.world.now
    s.act(lambda: death(s))
    assert not talk(t.caller, t.a.phone)
    s.until(lambda: talk(t.caller, t.a.phone), "caller and A talk again", 30)
    assert t.call()["home"] == "conference"
    assert s.problems == []
    return s.world.now - began


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("death", DEATHS)
def test_whenever_it_dies_people_talk_again_within_ten_seconds(
    death: str, moment: float, ready: Databases
) -> None:
    with Rehearsal(Hosted, ready.new(), seed=3) as rehearsal:
        t = connected(rehearsal.stage)
        t.stage.wait(moment)
        assert seconds_until_they_talk_again(t, DEATHS[death]) <= LONGEST_OUTAGE


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("death", DEATHS)
def test_it_may_take_the_process_that_asks_with_it(death: str, moment: float, ready: Databases) -> None:
    rehearsal = Rehearsal(Hosted, ready.new(), seed=3)
    askers = _askers(rehearsal)
    with rehearsal:
        rehearsal.boot()
        t = connected(rehearsal.stage)
        t.stage.wait(moment)

        def both(stage: Stage) -> None:
            rehearsal.lane.kill(askers[-1])
            DEATHS[death](stage)

        assert seconds_until_they_talk_again(t, both) <= LONGEST_OUTAGE
    assert len(set(askers)) == 2, "the other process went on asking"


def _askers(rehearsal: Rehearsal) -> list[Process]:
    """Who asked LiveKit's server whether it is there, the last one last."""
    found: list[Process] = []
    way = rehearsal.stage.livekit_door

    def door(method: str, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        if method == "GET":
            assert rehearsal.lane.asker is not None, "only a process asks"
            found.append(rehearsal.lane.asker)
        return way(method, url, headers, body)

    rehearsal.stage.put_doors(rehearsal.stage.twilio_door, door)
    return found


@pytest.mark.parametrize("gap", [0.2, 1.0, 2.0])
@pytest.mark.parametrize("processes", [1, 2])
def test_redis_may_come_back_empty_after_the_process_that_missed_it_has_died(
    processes: int, gap: float, ready: Databases
) -> None:
    """The only process is up again after 2 s; of two, the other one had not asked for a while."""
    rehearsal = Rehearsal(Hosted, ready.new(), seed=3)
    askers = _askers(rehearsal)
    with rehearsal:
        s = rehearsal.stage
        if processes == 2:
            rehearsal.boot()
        s.judge.longest_silence = LONGEST_OUTAGE
        t = connected(s)
        all_in_rooms(s)
        s.act(s.livekit.kill_redis)
        s.wait(8.0)
        s.act(rehearsal.lane.kill, askers[-1])
        if processes == 1:
            rehearsal.world.after(2.0, lambda: bool(rehearsal.boot()))
        s.wait(gap)
        s.act(s.livekit.start_redis, True)
        s.wait(LONGEST_OUTAGE)
        assert talk(t.caller, t.a.phone) and t.call()["home"] == "conference"
        assert s.problems == []


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("gone", [0.5, 1.0, 2.0])
def test_a_server_that_is_back_in_two_seconds_keeps_its_talks(
    gone: float, moment: float, ready: Databases
) -> None:
    with Rehearsal(Hosted, ready.new(), seed=3) as rehearsal:
        t = connected(rehearsal.stage)
        s = t.stage
        s.judge.longest_silence = LONGEST_OUTAGE
        moved: list[Fact] = []
        s.world.observers.append(
            lambda fact: moved.append(fact) if fact.kind == "joined_conference" else None
        )
        s.wait(moment)
        s.act(s.livekit.crash)
        s.wait(gone)
        s.act(s.livekit.restart)
        s.until(lambda: talk(t.caller, t.a.phone), "caller and A talk again", LONGEST_OUTAGE - gone)
        s.wait(20.0)
        assert talk(t.caller, t.a.phone) and t.call()["home"] == "livekit"
        assert (moved, s.problems) == ([], [])


@pytest.mark.parametrize("legs", [1, 2])
@pytest.mark.parametrize("trouble", ["refuse_invites", "swallow_invites"])
def test_lost_legs_cost_at_most_six_seconds_whenever_the_agent_picks_up(
    trouble: str, legs: int, ready: Databases
) -> None:
    """And nobody is in silence meanwhile, though a leg that is swallowed does not even ring."""
    for picks_up in (1.0, 3.0, 4.5, 5.5, 7.0):
        with Rehearsal(Hosted, ready.new(), seed=3) as rehearsal:
            s = rehearsal.stage
            alice = s.agent("Alice", willing(picks_up))
            usual = _seconds_until_they_talk(s, "Carol", alice)
            s.act(setattr, s.livekit, trouble, legs)
            assert _seconds_until_they_talk(s, "Dora", alice) - usual <= LONGEST_DETOUR
            assert s.problems == []


def _seconds_until_they_talk(s: Stage, name: str, agent: Agent) -> float:
    caller = s.caller(name)
    s.act(caller.dial, NUMBER)
    began = s.world.now
    s.until(lambda: talk(caller, agent.phone), "caller and agent talk", 60)
    took = s.world.now - began
    s.act(caller.hang_up)
    s.until(lambda: s.get("/api/agents")["items"][0]["status"] == "available", "the agent is free", 30)
    return took
