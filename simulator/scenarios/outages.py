"""LiveKit refuses, swallows, dies or comes back: the same people go on in a conference.

Decides how long that may take, and that nobody is stranded by it.
"""

from __future__ import annotations

from simulator.scenarios.arrivals import ended
from simulator.scenarios.cast import connected, connects, consulting, hang_up_and_end, receipt, willing
from simulator.scenarios.registry import scenario
from simulator.scenarios.transfers import handed_over
from simulator.stage import NUMBER, Stage, talk


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


@scenario("LiveKit dies under a talk: within 10 s caller and agent talk again, in a conference")
def livekit_dies_under_a_talk(s: Stage) -> None:
    s.judge.longest_silence = 10.0
    t = connected(s)
    s.act(s.livekit.crash)
    s.until(lambda: not talk(t.caller, t.a.phone), "the talk is dead", 2)
    s.until(lambda: talk(t.caller, t.a.phone), "caller and A talk again", 10)
    assert t.call()["home"] == "conference"
    transfer = t.transfer()
    s.until(lambda: talk(t.a.phone, t.b.phone), "A and B talk", 40)
    t.command(transfer, "complete")
    handed_over(t)
    hang_up_and_end(t)


@scenario("LiveKit hangs under a talk: the same")
def livekit_hangs_under_a_talk(s: Stage) -> None:
    t = connected(s)
    s.act(setattr, s.livekit, "hung", True)
    s.until(lambda: t.call()["home"] == "conference", "the call goes on in a conference", 12)
    s.until(lambda: talk(t.caller, t.a.phone), "caller and A talk again", 10)
    s.act(setattr, s.livekit, "hung", False)
    hang_up_and_end(t)


@scenario("LiveKit dies while the caller is on hold: the way back leads into a conference")
def livekit_dies_in_the_consult(s: Stage) -> None:
    t, transfer = consulting(s)
    s.act(s.livekit.crash)
    s.wait(8.0)
    t.command(transfer, "cancel")
    s.until(lambda: talk(t.caller, t.a.phone), "caller and A talk again", 15)
    assert t.call()["home"] == "conference"
    hang_up_and_end(t)


@scenario(
    "LiveKit dies under a consult in a room: A and B go on, and so does the transfer", CONSULT="livekit"
)
def livekit_dies_under_the_consult(s: Stage) -> None:
    t, transfer = consulting(s)
    s.act(s.livekit.crash)
    s.wait(10.0)
    s.until(lambda: talk(t.a.phone, t.b.phone), "A and B talk again", 10)
    t.command(transfer, "complete")
    handed_over(t)
    receipt(t, transfer, "completed", "completed", "accepted")
    hang_up_and_end(t)


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
    second = s.caller("Dora")
    s.act(second.dial, NUMBER)
    connects(s, second, alice)
    assert s.call()["home"] == "livekit"
    s.act(second.hang_up)
    ended(s, "completed")


@scenario("LiveKit refuses the first leg: the caller waits in line and meets the agent in a conference")
def livekit_refuses_a_leg(s: Stage) -> None:
    s.livekit.refuse_invites = 4
    t = connected(s)
    assert t.call()["home"] == "conference"
    hang_up_and_end(t)


@scenario("LiveKit swallows the legs: caller and agent meet in a conference")
def livekit_swallows_the_legs(s: Stage) -> None:
    s.livekit.swallow_invites = 4
    t = connected(s)
    assert t.call()["home"] == "conference"
    hang_up_and_end(t)


@scenario("LiveKit's SIP service dies under a talk: caller and A go on in a conference")
def sip_service_dies_under_a_talk(s: Stage) -> None:
    s.judge.longest_silence = 30.0
    t = connected(s)
    s.act(s.livekit.kill_sip)
    s.until(lambda: t.call()["home"] == "conference", "the call goes on in a conference", 40)
    s.until(lambda: talk(t.caller, t.a.phone), "caller and A talk again", 10)
    hang_up_and_end(t)
