"""B, who has just been given the call, transfers on to C, and drops before the rescue would be over.

Decides that it is C who has the caller then, whatever C was doing: nobody rings A.
"""

from __future__ import annotations

from simulator.scenarios.cast import (
    Talk,
    connected,
    connects,
    hang_up_and_end,
    receipt,
    silent,
)
from simulator.scenarios.keypads import hears_music
from simulator.scenarios.registry import scenario
from simulator.stage import Agent, Stage, talk

TRANSFER = dict[str, object]


def _on_to_c(s: Stage) -> tuple[Talk, TRANSFER]:
    """A has given the call to B, and B asks C: from here on B is `a` and C is `b`."""
    t = connected(s)
    t.transfer(mode="blind")
    connects(s, t.caller, t.b)
    cleo = s.agent("Cleo", silent())
    onward = Talk(s, t.caller, t.b, cleo, t.call_id)
    return onward, onward.transfer(reason="The portal is locked too.")


def _with_c(s: Stage) -> tuple[Talk, TRANSFER]:
    t, transfer = _on_to_c(s)
    _hears_the_brief(t)
    s.act(t.b.phone.press, "1")
    s.until(lambda: talk(t.a.phone, t.b.phone), "B and C talk", 20)
    return t, transfer


def _hears_the_brief(t: Talk) -> None:
    t.stage.until(lambda: t.b.phone.was_told("Press 1 to take the call"), "C hears the brief", 20)


def _drops(t: Talk, transfer: TRANSFER, accepts: bool = False) -> None:
    """B's line drops, and C has the caller."""
    s = t.stage
    s.act(t.a.phone.hang_up)
    if accepts:
        _hears_the_brief(t)
        s.wait(1.0)
        s.act(t.b.phone.press, "1")
    s.until(lambda: talk(t.caller, t.b.phone), "caller and C talk", 30)
    receipt(t, transfer, "completed", "completed", "accepted")
    _nobody_else_is_rung(s, t.b)
    hang_up_and_end(t)


def _nobody_else_is_rung(s: Stage, c: Agent) -> None:
    assert s.call()["agent_id"] == c.id
    assert len(s.agents["Alice"].phone.calls) == 1


@scenario(
    "B transfers on and drops while C's phone rings: handed over as soon as C accepts", RESCUE_SECONDS="60"
)
def b_drops_while_c_rings(s: Stage) -> None:
    t, transfer = _on_to_c(s)
    s.until(lambda: t.b.phone.state == "ringing", "C's phone rings", 10)
    _drops(t, transfer, accepts=True)


@scenario(
    "B transfers on and drops while C hears the brief: handed over as soon as C accepts", RESCUE_SECONDS="60"
)
def b_drops_in_the_brief(s: Stage) -> None:
    t, transfer = _on_to_c(s)
    _hears_the_brief(t)
    _drops(t, transfer, accepts=True)


@scenario("B transfers on and drops in the consult with C: that hands over", RESCUE_SECONDS="60")
def b_drops_in_the_consult(s: Stage) -> None:
    _drops(*_with_c(s))


@scenario("B transfers on and drops in a swap: caller and C are brought together", RESCUE_SECONDS="60")
def b_drops_in_a_swap(s: Stage) -> None:
    t, transfer = _with_c(s)
    t.command(transfer, "swap")
    s.until(lambda: talk(t.caller, t.a.phone), "caller and B talk", 20)
    hears_music(s, t.b.phone)
    _drops(t, transfer)


@scenario("B transfers on and drops when all three talk: caller and C go on", RESCUE_SECONDS="60")
def b_drops_out_of_three(s: Stage) -> None:
    t, transfer = _with_c(s)
    t.command(transfer, "merge")
    s.until(lambda: t.caller.hears(t.b.phone) and t.caller.hears(t.a.phone), "all three talk", 20)
    _drops(t, transfer)


@scenario(
    "B takes the transfer to C back and drops on the way to the caller: to the queue", RESCUE_SECONDS="60"
)
def b_drops_on_the_way_back(s: Stage) -> None:
    t, transfer = _with_c(s)
    t.command(transfer, "cancel")
    s.act(t.a.phone.hang_up)
    receipt(t, transfer, "cancelled", "cancelled", "accepted")
    s.until(lambda: any(one.phone.state == "ringing" for one in s.agents.values()), "somebody is rung", 30)
    s.until(lambda: any(talk(t.caller, one.phone) for one in s.agents.values()), "somebody takes it", 60)
    s.until(lambda: t.call()["state"] == "connected", "the call knows that they talk", 10)
    hang_up_and_end(t)
