"""The warm transfer as it should go: hold, brief, consult, hand-over, and the receipt.

Decides what everybody hears on the good ways through.
"""

from __future__ import annotations

from simulator.scenarios.cast import (
    Talk,
    connected,
    consulting,
    hang_up_and_end,
    receipt,
    refused,
    step_is,
)
from simulator.scenarios.registry import scenario
from simulator.stage import Stage, talk


def handed_over(t: Talk) -> None:
    """Caller and B talk, A is gone, and the call knows."""
    s = t.stage
    s.until(lambda: talk(t.caller, t.b.phone), "caller and B talk", 30)
    s.until(lambda: t.a.phone.state == "idle", "A is released", 20)
    s.until(lambda: t.call()["state"] == "connected", "the call is connected again", 10)
    assert t.call()["agent_id"] == t.b.id
    assert t.a.phone.was_told("The caller is now with Bob")


@scenario("one whole warm transfer: hold, brief, consult, hand-over")
def warm_transfer(s: Stage) -> None:
    t, transfer = consulting(s)
    assert t.caller.was_told("Please hold")
    assert t.b.phone.was_told("Transfer from Alice")
    assert t.b.phone.was_told("Press 1 to take the call")
    assert not t.caller.hears(t.a.phone)
    assert step_is(t, transfer, "explaining")()
    t.command(transfer, "complete")
    handed_over(t)
    found = receipt(t, transfer, "completed", "completed", "accepted")
    assert found["brief"]["headline"]
    assert found["accepted_at"] > found["started_at"]
    assert t.call()["home"] == "conference" and t.call()["room"] is None
    s.until(lambda: t.agent_status(t.a) == "available", "A is free again", 10)
    hang_up_and_end(t)
    assert t.b.phone.was_told("The caller has hung up")


@scenario("`complete` before B accepted is remembered: handed over as soon as B accepts")
def complete_before_b_accepts(s: Stage) -> None:
    t = connected(s)
    transfer = t.transfer()
    s.until(lambda: t.b.phone.state == "ringing", "B's phone rings", 10)
    t.command(transfer, "complete")
    handed_over(t)
    receipt(t, transfer, "completed", "completed", "accepted")
    hang_up_and_end(t)


@scenario("the same command again while it is being done is fine, and any other is too late")
def complete_twice(s: Stage) -> None:
    t, transfer = consulting(s)
    t.command(transfer, "complete")
    t.command(transfer, "complete")
    for command in ("cancel", "merge", "swap"):
        refused(t, transfer, command, "completing")
    handed_over(t)
    t.command(transfer, "complete")
    receipt(t, transfer, "completed", "completed", "accepted")
    hang_up_and_end(t)


@scenario("a transfer to a skill goes to a free agent who has it")
def transfer_to_a_skill(s: Stage) -> None:
    t = connected(s)
    transfer = t.transfer(to={"skill": "billing"})
    s.until(lambda: talk(t.a.phone, t.b.phone), "A and B talk", 40)
    t.command(transfer, "complete")
    handed_over(t)
    hang_up_and_end(t)


@scenario("the consult may be a LiveKit room", CONSULT="livekit")
def consult_in_a_room(s: Stage) -> None:
    t, transfer = consulting(s)
    t.command(transfer, "complete")
    handed_over(t)
    assert t.call()["home"] == "livekit"
    receipt(t, transfer, "completed", "completed", "accepted")
    hang_up_and_end(t)
