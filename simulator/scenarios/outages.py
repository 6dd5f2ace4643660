"""LiveKit refuses, swallows, dies or comes back: the same people go on in a conference.

Decides how long that may take, and that nobody is stranded by it.
"""

from __future__ import annotations

from collections.abc import Callable

from simulator.judge import LONGEST_OUTAGE, LONGEST_SILENCE
from simulator.livekit.provision import provisioned
from simulator.scenarios.arrivals import ended
from simulator.scenarios.cast import (
    Talk,
    all_in_rooms,
    all_released,
    connected,
    connects,
    consulting,
    hang_up_and_end,
    promptly,
    receipt,
    willing,
)
from simulator.scenarios.registry import scenario
from simulator.scenarios.transfers import handed_over
from simulator.stage import NUMBER, SIP_PASSWORD, SIP_USER, Agent, AnotherStory, Stage, talk

# A first leg that LiveKit refuses or swallows costs the caller at most so much longer ringing.
LONGEST_DETOUR = 6.0


def _connected(s: Stage) -> Talk:
    t = connected(s)
    all_in_rooms(s)
    return t


@scenario("LiveKit is dead before the call: caller and agent meet in a conference")
def livekit_is_dead(s: Stage) -> None:
    alice = s.agent("Alice", willing())
    s.act(s.livekit.crash)
    s.wait(8.0)
    caller = s.caller("Carol")
    s.act(caller.dial, NUMBER)
    connects(s, caller, alice)
    assert s.call()["home"] == "conference"
    assert s.call()["room"] is None
    s.act(caller.hang_up)
    ended(s, "completed")


@scenario("LiveKit has just died, and nobody knows yet: the call is saved on the way")
def livekit_dies_unnoticed(s: Stage) -> None:
    alice = s.agent("Alice", willing())
    s.act(s.livekit.crash)
    caller = s.caller("Carol")
    s.act(caller.dial, NUMBER)
    connects(s, caller, alice)
    s.act(caller.hang_up)
    ended(s, "completed")


@scenario("LiveKit has just died and nobody is free: the caller waits in line, and is found there")
def livekit_dies_unnoticed_by_who_waits(s: Stage) -> None:
    s.act(s.livekit.crash)
    caller = s.caller("Carol")
    s.act(caller.dial, NUMBER)
    s.until(lambda: caller.was_told("number 1 in line"), "the caller is told the place in line", 35)
    connects(s, caller, s.agent("Late", willing()), 30)
    assert s.call()["home"] == "conference"
    s.act(caller.hang_up)
    ended(s, "completed")


@scenario("LiveKit dies under a talk: within 10 s caller and agent talk again, in a conference")
def livekit_dies_under_a_talk(s: Stage) -> None:
    s.judge.longest_silence = LONGEST_OUTAGE
    t = _connected(s)
    s.act(s.livekit.crash)
    s.until(lambda: not talk(t.caller, t.a.phone), "the talk is dead", 2)
    _talk_in_a_conference(t, 10)
    transfer = t.transfer()
    s.until(lambda: talk(t.a.phone, t.b.phone), "A and B talk", 40)
    t.command(transfer, "complete")
    handed_over(t)
    hang_up_and_end(t)


@scenario("LiveKit's API hangs under a talk: the same, though its media go on")
def livekit_hangs_under_a_talk(s: Stage) -> None:
    t = _connected(s)
    s.act(setattr, s.livekit, "hung", True)
    _talk_in_a_conference(t, 10)
    s.act(setattr, s.livekit, "hung", False)
    hang_up_and_end(t)


@scenario("LiveKit's server is frozen under a talk: within 10 s caller and agent talk again")
def livekit_freezes_under_a_talk(s: Stage) -> None:
    s.judge.longest_silence = LONGEST_OUTAGE + LONGEST_SILENCE
    t = _connected(s)
    s.act(_freeze, s)
    s.until(lambda: not talk(t.caller, t.a.phone), "the talk is dead", 2)
    _talk_again_promptly(t)
    s.act(setattr, s.livekit, "hung", False)
    hang_up_and_end(t)


@scenario("LiveKit dies while the caller is on hold: the way back leads into a conference")
def livekit_dies_in_the_consult(s: Stage) -> None:
    t, transfer = consulting(s)
    s.act(s.livekit.crash)
    s.wait(8.0)
    _cancel_leads_into_a_conference(t, transfer, 15)
    hang_up_and_end(t)


@scenario(
    "LiveKit dies under a consult in a room: A and B go on, and so does the transfer", CONSULT="livekit"
)
def livekit_dies_under_the_consult(s: Stage) -> None:
    _consult_goes_on(s, s.livekit.crash)


@scenario("LiveKit comes back: calls that begin then use rooms again")
def livekit_comes_back(s: Stage) -> None:
    alice = s.agent("Alice", willing())
    s.act(s.livekit.crash)
    s.wait(8.0)
    first = s.caller("Carol")
    s.act(first.dial, NUMBER)
    connects(s, first, alice)
    s.act(s.livekit.restart)
    s.wait(4.0)
    assert talk(first, alice.phone)
    s.act(first.hang_up)
    ended(s, "completed")
    _meets(s, "Dora", alice, "livekit")


@scenario("LiveKit refuses the first legs: that costs the caller at most 6 s of longer ringing")
def livekit_refuses_a_leg(s: Stage) -> None:
    _costs_no_more_than_six_seconds(s, "refuse_invites")


@scenario("LiveKit swallows the first legs: that costs the caller at most 6 s of longer ringing")
def livekit_swallows_the_legs(s: Stage) -> None:
    _costs_no_more_than_six_seconds(s, "swallow_invites")


@scenario("LiveKit's SIP service falls silent under a talk: within 10 s caller and agent talk again")
def sip_service_dies_under_a_talk(s: Stage) -> None:
    s.judge.longest_silence = LONGEST_OUTAGE + LONGEST_SILENCE
    t = _connected(s)
    s.act(s.livekit.kill_sip)
    s.until(lambda: not talk(t.caller, t.a.phone), "the talk is dead", 2)
    _talk_again_promptly(t)
    hang_up_and_end(t)


@scenario(
    "LiveKit's SIP service falls silent under a consult in a room: A and B go on, and so does the transfer",
    CONSULT="livekit",
)
def sip_service_dies_under_the_consult(s: Stage) -> None:
    _consult_goes_on(s, s.livekit.kill_sip)


@scenario("LiveKit's SIP service comes back: calls that begin then use rooms again")
def sip_service_comes_back(s: Stage) -> None:
    alice = s.agent("Alice", willing())
    s.wait(2.0)
    s.act(s.livekit.kill_sip)
    s.wait(8.0)
    _meets_without_a_room(s, "Carol", alice)
    s.act(s.livekit.start_sip)
    s.wait(4.0)
    _meets(s, "Dora", alice, "livekit")
    all_released(s)


@scenario("LiveKit's server is back 2 s after its death: the talk comes back in its room by itself")
def livekit_restarts_under_a_talk(s: Stage) -> None:
    s.judge.longest_silence = LONGEST_OUTAGE
    t = _connected(s)
    s.act(s.livekit.crash)
    s.until(lambda: not talk(t.caller, t.a.phone), "the talk is dead", 2)
    s.wait(1.8)
    s.act(s.livekit.restart)
    s.until(lambda: talk(t.caller, t.a.phone), "caller and A talk again", 8)
    s.wait(20.0)
    assert talk(t.caller, t.a.phone)
    assert t.call()["home"] == "livekit"
    hang_up_and_end(t)


@scenario("LiveKit loses its Redis under a talk: the talk stays, and the next call uses a conference")
def redis_dies_under_a_talk(s: Stage) -> None:
    t = _connected(s)
    s.act(s.livekit.kill_redis)
    for _ in range(3):
        s.wait(8.0)
        assert talk(t.caller, t.a.phone)
    assert t.call()["home"] == "livekit"
    _meets_without_a_room(s, "Dora", t.b)
    s.act(s.livekit.start_redis)
    s.wait(4.0)
    assert talk(t.caller, t.a.phone)
    _meets(s, "Emma", t.b, "livekit")
    assert t.call()["home"] == "livekit"
    hang_up_and_end(t)


@scenario("LiveKit loses its Redis while the caller is on hold: the way back leads into a conference")
def redis_dies_in_the_consult(s: Stage) -> None:
    t, transfer = consulting(s)
    s.act(s.livekit.kill_redis)
    s.wait(8.0)
    assert talk(t.a.phone, t.b.phone)
    _cancel_leads_into_a_conference(t, transfer, 10)
    s.act(s.livekit.start_redis)
    hang_up_and_end(t)


@scenario(
    "LiveKit's list still has who left without Redis, and the way back after a transfer leads to a talk"
)
def redis_dies_before_the_transfer(s: Stage) -> None:
    t = _connected(s)
    s.act(s.livekit.kill_redis)
    transfer = t.transfer()
    s.until(lambda: talk(t.a.phone, t.b.phone), "A and B talk", 40)
    s.act(s.livekit.start_redis)
    t.command(transfer, "cancel")
    s.until(lambda: talk(t.caller, t.a.phone), "caller and A talk again", 20)
    # The server has noticed by then that the legs from before are gone.
    s.wait(25.0)
    assert talk(t.caller, t.a.phone)
    hang_up_and_end(t)


@scenario("LiveKit's Redis comes back empty under a talk: within 10 s the talk goes on in a conference")
def redis_comes_back_empty_under_a_talk(s: Stage) -> None:
    s.judge.longest_silence = LONGEST_OUTAGE
    t = _connected(s)
    s.act(s.livekit.kill_redis)
    s.wait(8.0)
    assert talk(t.caller, t.a.phone)
    s.act(s.livekit.start_redis, True)
    _talk_in_a_conference(t, LONGEST_OUTAGE)
    # The trunk and its rule are gone, too: a leg rings, and is forgotten.
    _meets(s, "Dora", t.b, "conference")
    s.act(provisioned, s.livekit, SIP_USER, SIP_PASSWORD)
    _meets(s, "Emma", t.b, "livekit")
    assert talk(t.caller, t.a.phone)
    hang_up_and_end(t)


@scenario("LiveKit's Redis comes back empty during a consult: the way back leads into a conference")
def redis_comes_back_empty_in_the_consult(s: Stage) -> None:
    t, transfer = consulting(s)
    s.act(s.livekit.kill_redis)
    s.wait(8.0)
    s.act(s.livekit.start_redis, True)
    s.wait(2.0)
    _cancel_leads_into_a_conference(t, transfer, 10)
    hang_up_and_end(t)


def _freeze(s: Stage) -> None:
    """As SIGSTOP does: what it carried is gone, and who asks it gets no answer."""
    s.livekit.crash()
    s.livekit.hung = True


def _talk_in_a_conference(t: Talk, seconds: float) -> None:
    t.stage.until(lambda: _in_a_conference(t), "caller and A talk again, in a conference", seconds)


def _talk_again_promptly(t: Talk) -> None:
    """Within 10 s, unless what leads them there fails as well."""
    promptly(t.stage, lambda: _in_a_conference(t), "caller and A talk again, in a conference", LONGEST_OUTAGE)


def _in_a_conference(t: Talk) -> bool:
    return t.call()["home"] == "conference" and talk(t.caller, t.a.phone)


def _cancel_leads_into_a_conference(t: Talk, transfer: str, seconds: float) -> None:
    t.command(transfer, "cancel")
    t.stage.until(lambda: talk(t.caller, t.a.phone), "caller and A talk again", seconds)
    assert t.call()["home"] == "conference"


def _consult_goes_on(s: Stage, dies: Callable[[], None]) -> None:
    t, transfer = consulting(s)
    s.act(dies)
    _a_and_b_talk_again(t)
    t.command(transfer, "complete")
    handed_over(t)
    receipt(t, transfer, "completed", "completed", "accepted")
    hang_up_and_end(t)


def _a_and_b_talk_again(t: Talk) -> None:
    """They had fallen silent, unless something else had led their consult into a conference before."""
    t.stage.wait(0.5)
    t.stage.until(lambda: talk(t.a.phone, t.b.phone), "A and B talk again", LONGEST_OUTAGE - 0.5)


def _costs_no_more_than_six_seconds(s: Stage, trouble: str) -> None:
    """Against a call without it. The agent picks up when the caller's leg has just been lost."""
    # A leg that is swallowed does not ring.
    s.judge.longest_silence = LONGEST_OUTAGE
    alice = s.agent("Alice", willing(5.0))
    usual = _meets(s, "Carol", alice, "livekit")
    s.act(setattr, s.livekit, trouble, 4)
    took = _meets(s, "Dora", alice, "conference")
    if took - usual > LONGEST_DETOUR:
        raise AnotherStory(f"Dora was kept waiting {took - usual:.1f} s longer than Carol")
    all_released(s)


def _meets_without_a_room(s: Stage, name: str, agent: Agent) -> None:
    """In a conference, and nobody tried whether there is a room after all."""
    before = _invites(s)
    _meets(s, name, agent, "conference")
    assert _invites(s) == before


def _invites(s: Stage) -> int:
    return sum(fact.kind == "sip_invite" for fact in s.world.history)


def _meets(s: Stage, name: str, agent: Agent, home: str) -> float:
    """A new caller and the agent talk there, and end it; after how many seconds they talked."""
    caller = s.caller(name)
    s.act(caller.dial, NUMBER)
    began = s.world.now
    s.until(lambda: talk(caller, agent.phone), f"{name} and {agent.phone.name} talk", 60)
    took = s.world.now - began
    connects(s, caller, agent)
    if s.call()["home"] != home:
        raise AnotherStory(f"{name} is not in a {home}")
    s.act(caller.hang_up)
    s.until(
        lambda: s.get(f"/api/agents/{agent.id}")["status"] == "available", f"{agent.phone.name} is free", 30
    )
    return took
