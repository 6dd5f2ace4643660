"""Somebody hangs up during a transfer: the caller at each step, A at each step.

Decides who is told what, and that nobody is left on a line alone.
"""

from __future__ import annotations

from typing import Any

from simulator.people import Person, Press
from simulator.scenarios.arrivals import ended
from simulator.scenarios.cast import (
    Talk,
    all_released,
    back_together,
    briefing,
    connects,
    consulting,
    hang_up_and_end,
    over,
    receipt,
    ringing,
    silent,
    step_is,
    stops_ringing,
    willing,
)
from simulator.scenarios.registry import scenario
from simulator.stage import NUMBER, Stage, talk


def _caller_left(t: Talk, transfer: dict[str, object], attempt: str) -> None:
    t.stage.act(t.caller.hang_up)
    _caller_has_left(t, transfer, attempt)


def _caller_has_left(t: Talk, transfer: dict[str, object], attempt: str) -> None:
    s = t.stage
    receipt(t, transfer, "cancelled", "caller_left", attempt)
    s.until(lambda: t.b.phone.state == "idle", "B's phone is free", 15)
    over(t, "completed")
    assert t.a.phone.was_told("The caller has hung up")


@scenario("the caller hangs up while B's phone rings: it stops, A is told")
def caller_leaves_while_b_rings(s: Stage) -> None:
    t, transfer = ringing(s)
    s.act(t.caller.hang_up)
    stops_ringing(s, t.b.phone)
    _caller_has_left(t, transfer, "cancelled")


@scenario("the caller hangs up while B hears the brief: both are told")
def caller_leaves_in_the_brief(s: Stage) -> None:
    t, transfer = briefing(s)
    _caller_left(t, transfer, "cancelled")
    assert t.b.phone.was_told("The caller has hung up")


@scenario("the caller hangs up in the consult: both are told")
def caller_leaves_in_the_consult(s: Stage) -> None:
    t, transfer = consulting(s)
    _caller_left(t, transfer, "accepted")
    assert t.b.phone.was_told("The caller has hung up")


@scenario("the caller hangs up in the very moment of the hand-over")
def caller_leaves_in_the_hand_over(s: Stage) -> None:
    t, transfer = consulting(s)
    t.command(transfer, "complete")
    s.until(lambda: t.caller.was_told("You are being connected"), "the caller is on the way", 5)
    _caller_left(t, transfer, "accepted")


@scenario("the caller hangs up in the moment in which A takes the call: A is told")
def caller_leaves_as_a_takes_the_call(s: Stage) -> None:
    alice, caller = s.agent("Alice", silent()), s.caller("Carol")
    s.act(caller.dial, NUMBER)
    s.until(lambda: alice.phone.was_told("press 1 to take"), "A is asked", 30)
    s.act(alice.phone.press, "1")
    s.act(caller.hang_up)
    all_released(s)
    assert alice.phone.was_told("The caller has hung up")


@scenario("the caller hangs up as A is about to be back: A is told")
def caller_leaves_on_the_way_back(s: Stage) -> None:
    t, transfer = consulting(s)
    t.command(transfer, "cancel")
    s.until(lambda: t.a.phone.was_told("You are back with the caller"), "A is on the way back", 20)
    s.wait(3.9)
    s.act(t.caller.hang_up)
    receipt(t, transfer, "cancelled", "cancelled", "accepted")
    over(t, "completed")
    assert t.a.phone.was_told("The caller has hung up")


@scenario("the caller hangs up in the moment in which B takes over in a room: B is told", CONSULT="livekit")
def caller_leaves_as_b_takes_over(s: Stage) -> None:
    t, transfer = briefing(s)
    t.command(transfer, "complete")
    s.act(t.b.phone.press, "1")
    # Heard of in the other order, B has taken nothing.
    s.until(lambda: not step_is(t, transfer, "initiating")(), "B's key is heard", 5)
    _caller_left(t, transfer, "accepted")
    assert t.b.phone.was_told("The caller has hung up")


@scenario("A hangs up in the consult, or A's mobile drops, which looks the same: that hands over")
def a_leaves_the_consult(s: Stage) -> None:
    t, transfer = consulting(s)
    s.act(t.a.phone.hang_up)
    s.until(lambda: talk(t.caller, t.b.phone), "caller and B talk", 20)
    receipt(t, transfer, "completed", "completed", "accepted")
    assert t.call()["agent_id"] == t.b.id
    hang_up_and_end(t)


@scenario("A hangs up while B rings: handed over as soon as B accepts")
def a_leaves_while_b_rings(s: Stage) -> None:
    t, transfer = ringing(s, willing(answer_after=6.0))
    s.act(t.a.phone.hang_up)
    s.until(lambda: talk(t.caller, t.b.phone), "caller and B talk", 40)
    receipt(t, transfer, "completed", "completed", "accepted")
    hang_up_and_end(t)


@scenario("A hangs up while B rings and nobody takes it: the caller goes to the queue")
def a_leaves_and_nobody_takes_it(s: Stage) -> None:
    t, transfer = ringing(s)
    s.act(t.a.phone.hang_up)
    receipt(t, transfer, "cancelled", "agent_left", "no_answer")
    connects(s, t.caller, t.a)
    hang_up_and_end(t)


@scenario("A hangs up while B hears the brief: handed over as soon as B accepts")
def a_leaves_in_the_brief(s: Stage) -> None:
    t, transfer = _left_in_the_brief(s)
    s.act(t.b.phone.press, "1")
    s.until(lambda: talk(t.caller, t.b.phone), "caller and B talk", 20)
    receipt(t, transfer, "completed", "completed", "accepted")
    assert t.call()["agent_id"] == t.b.id
    hang_up_and_end(t)


@scenario("A hangs up while B hears the brief, and B declines: the caller goes to the queue")
def a_leaves_in_the_brief_and_b_declines(s: Stage) -> None:
    t, transfer = _left_in_the_brief(s)
    s.act(t.b.phone.press, "2")
    receipt(t, transfer, "cancelled", "agent_left", "declined")
    connects(s, t.caller, t.a)
    hang_up_and_end(t)


def _left_in_the_brief(s: Stage) -> tuple[Talk, dict[str, Any]]:
    t, transfer = briefing(s)
    s.act(t.a.phone.hang_up)
    s.wait(1.0)
    return t, transfer


@scenario("B leaves in the very moment of the hand-over: back to A, failed as declined")
def b_leaves_in_the_hand_over(s: Stage) -> None:
    t, transfer = consulting(s)
    t.command(transfer, "complete")
    s.act(t.b.phone.hang_up)
    receipt(t, transfer, "failed", "declined", "accepted")
    back_together(t)
    assert t.a.phone.was_told("has left")
    hang_up_and_end(t)


@scenario("B leaves while the caller is on the way to B: back to A, or A gets the caller back")
def b_leaves_before_the_caller_is_there(s: Stage) -> None:
    t, transfer = consulting(s)
    t.command(transfer, "complete")
    s.until(lambda: t.caller.was_told("You are being connected"), "the caller is on the way", 5)
    s.act(t.b.phone.hang_up)
    receipt(t, transfer, "failed", "declined", "accepted")
    back_together(t)
    hang_up_and_end(t)


@scenario("an agent takes the call and is gone before they talk: the next one has the caller")
def a_leaves_before_the_talk(s: Stage) -> None:
    una = s.agent("Una", Person(answer_after=2.0, presses=[Press("1", "press 1 to take")]))
    s.wait(1.0)
    duo = s.agent("Duo", willing(answer_after=4.0))
    caller = s.caller("Carol")
    s.act(caller.dial, NUMBER)
    s.until(lambda: "presses" in {fact.kind for fact in s.world.history}, "Una takes it", 30)
    s.act(una.phone.hang_up)
    connects(s, caller, duo, 60)
    assert not caller.was_told("The call has ended")
    s.act(caller.hang_up)
    ended(s, "completed")


@scenario("completing hands over although A hangs up at once")
def a_leaves_in_the_hand_over(s: Stage) -> None:
    t, transfer = consulting(s)
    t.command(transfer, "complete")
    s.act(t.a.phone.hang_up)
    s.until(lambda: talk(t.caller, t.b.phone), "caller and B talk", 20)
    receipt(t, transfer, "completed", "completed", "accepted")
    hang_up_and_end(t)
