"""An admin or a program ends a call over the JSON API, whatever is going on in it.

Decides that the caller hears a sentence each time, that nobody else is left on a line, and what it counts as.
"""

from __future__ import annotations

from typing import Any

from simulator.phones import Phone
from simulator.scenarios.arrivals import ended, message_asked_for
from simulator.scenarios.cast import (
    Talk,
    absent,
    briefing,
    connected,
    consulting,
    over,
    receipt,
    ringing,
    stops_ringing,
)
from simulator.scenarios.commands import all_three, swapped
from simulator.scenarios.registry import scenario
from simulator.stage import NUMBER, Stage


def _hang_up(s: Stage, caller: Phone) -> None:
    status, _ = s.ask("POST", f"/api/calls/{s.call()['id']}/hangup")
    assert status == 202, status
    s.until(lambda: caller.was_told("The call has ended"), "the caller hears a sentence", 10)
    s.until(lambda: caller.state == "idle", "the caller is released", 15)


def _over(t: Talk, transfer: dict[str, Any], attempt: str) -> None:
    """The transfer is cancelled with its call."""
    _hang_up(t.stage, t.caller)
    receipt(t, transfer, "cancelled", "cancelled", attempt)
    over(t, "completed")


@scenario("hanging up by API while the caller waits for an agent")
def hang_up_by_api_in_line(s: Stage) -> None:
    caller = s.caller("Carol")
    s.act(caller.dial, NUMBER)
    s.until(lambda: caller.was_told("number 1 in line"), "the caller waits", 40)
    _hang_up(s, caller)
    ended(s, "no_agent")


@scenario("hanging up by API while an agent is rung: the phone stops ringing")
def hang_up_by_api_while_a_rings(s: Stage) -> None:
    alice, caller = s.agent("Alice", absent()), s.caller("Carol")
    s.act(caller.dial, NUMBER)
    s.until(lambda: alice.phone.state == "ringing", "A's phone rings", 20)
    s.wait(5.0)
    s.post(f"/api/calls/{s.call()['id']}/hangup")
    stops_ringing(s, alice.phone)
    s.until(lambda: caller.was_told("The call has ended"), "the caller hears a sentence", 10)
    ended(s, "no_agent")


@scenario("hanging up by API in a plain talk: both hear a sentence")
def hang_up_by_api_in_a_talk(s: Stage) -> None:
    t = connected(s)
    _hang_up(s, t.caller)
    over(t, "completed")
    assert t.a.phone.was_told("The call has ended")


@scenario("hanging up by API while a message is left", WAIT_LIMIT_SECONDS="10")
def hang_up_by_api_in_a_message(s: Stage) -> None:
    caller = s.caller("Carol")
    s.act(caller.dial, NUMBER)
    message_asked_for(s, caller)
    _hang_up(s, caller)
    ended(s, "no_agent")


@scenario("hanging up by API while B's phone rings: it stops")
def hang_up_by_api_while_b_rings(s: Stage) -> None:
    t, transfer = ringing(s)
    s.post(f"/api/calls/{t.call_id}/hangup")
    stops_ringing(s, t.b.phone)
    s.until(lambda: t.caller.was_told("The call has ended"), "the caller hears a sentence", 10)
    receipt(t, transfer, "cancelled", "cancelled", "cancelled")
    over(t, "completed")


@scenario("hanging up by API while B hears the brief")
def hang_up_by_api_in_the_brief(s: Stage) -> None:
    t, transfer = briefing(s)
    _over(t, transfer, "cancelled")


@scenario("hanging up the call by API says goodbye to everybody, also in a transfer")
def hang_up_by_api_in_the_consult(s: Stage) -> None:
    t, transfer = consulting(s)
    _over(t, transfer, "accepted")
    assert t.a.phone.was_told("The call has ended")


@scenario("hanging up by API in a swap")
def hang_up_by_api_in_a_swap(s: Stage) -> None:
    t, transfer = swapped(s)
    _over(t, transfer, "accepted")


@scenario("hanging up by API when all three talk")
def hang_up_by_api_in_three(s: Stage) -> None:
    t, transfer = all_three(s)
    _over(t, transfer, "accepted")


@scenario("hanging up by API in the very moment of the hand-over")
def hang_up_by_api_in_the_hand_over(s: Stage) -> None:
    t, transfer = consulting(s)
    t.command(transfer, "complete")
    _over(t, transfer, "accepted")


@scenario("hanging up by API while caller and A are on the way back to each other")
def hang_up_by_api_on_the_way_back(s: Stage) -> None:
    t, transfer = consulting(s)
    t.command(transfer, "cancel")
    _over(t, transfer, "accepted")
