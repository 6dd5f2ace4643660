"""Merge, swap and blind, to agents, skills and outside phones, over the JSON API.

Decides what is allowed when, and who ends up with whom.
"""

from __future__ import annotations

from simulator.people import Person
from simulator.scenarios.cast import (
    Talk,
    absent,
    all_three_talk,
    b_is_released,
    back_together,
    connected,
    connects,
    consulting,
    curious,
    declining_by_key,
    hang_up_and_end,
    over,
    receipt,
    refused,
    refusing,
    silent,
    step_is,
    willing,
)
from simulator.scenarios.keypads import hears_music
from simulator.scenarios.registry import scenario
from simulator.scenarios.transfers import handed_over
from simulator.stage import Agent, Stage, talk


def all_three(s: Stage) -> tuple[Talk, dict[str, object]]:
    t, transfer = consulting(s)
    t.command(transfer, "merge")
    all_three_talk(t)
    return t, transfer


@scenario("`merge`: all three talk, step explaining; `complete` then drops A, `swap` is refused")
def merge_then_complete(s: Stage) -> None:
    t, transfer = all_three(s)
    assert step_is(t, transfer, "explaining")()
    refused(t, transfer, "swap", "explaining")
    t.command(transfer, "complete")
    handed_over(t)
    receipt(t, transfer, "completed", "completed", "accepted")
    hang_up_and_end(t)


@scenario("`merge`, then `cancel`: B is dropped, caller and A stay where they are")
def merge_then_cancel(s: Stage) -> None:
    t, transfer = all_three(s)
    t.command(transfer, "cancel")
    receipt(t, transfer, "cancelled", "cancelled", "accepted")
    b_is_released(t)
    back_together(t)
    assert t.call()["home"] == "conference"
    hang_up_and_end(t)


@scenario("all three together, and B leaves: caller and A stay")
def b_leaves_all_three(s: Stage) -> None:
    t, transfer = all_three(s)
    s.act(t.b.phone.hang_up)
    receipt(t, transfer, "failed", "declined", "accepted")
    back_together(t)
    hang_up_and_end(t)


@scenario("all three together, and A leaves: that completes it")
def a_leaves_all_three(s: Stage) -> None:
    t, transfer = all_three(s)
    s.act(t.a.phone.hang_up)
    receipt(t, transfer, "completed", "completed", "accepted")
    s.until(lambda: talk(t.caller, t.b.phone), "caller and B talk", 10)
    hang_up_and_end(t)


@scenario("all three together, and the caller leaves: both are told")
def caller_leaves_all_three(s: Stage) -> None:
    t, transfer = all_three(s)
    s.act(t.caller.hang_up)
    receipt(t, transfer, "cancelled", "caller_left", "accepted")
    s.until(lambda: t.a.phone.was_told("The caller has hung up"), "A is told", 10)
    s.until(lambda: t.b.phone.was_told("The caller has hung up"), "B is told", 10)
    over(t, "completed")


def swapped(s: Stage) -> tuple[Talk, dict[str, object]]:
    t, transfer = consulting(s)
    t.command(transfer, "swap")
    s.until(lambda: talk(t.caller, t.a.phone), "caller and A talk", 20)
    hears_music(s, t.b.phone)
    assert step_is(t, transfer, "explaining")()
    return t, transfer


@scenario("`swap` and `swap` again, then `complete`")
def swap_and_back(s: Stage) -> None:
    t, transfer = swapped(s)
    t.command(transfer, "swap")
    s.until(lambda: talk(t.a.phone, t.b.phone), "A and B talk again", 20)
    hears_music(s, t.caller)
    t.command(transfer, "complete")
    handed_over(t)
    hang_up_and_end(t)


@scenario("`complete` from the swapped side hands over")
def swap_then_complete(s: Stage) -> None:
    t, transfer = swapped(s)
    t.command(transfer, "complete")
    handed_over(t)
    receipt(t, transfer, "completed", "completed", "accepted")
    hang_up_and_end(t)


@scenario("`cancel` from the swapped side leaves caller and A together")
def swap_then_cancel(s: Stage) -> None:
    t, transfer = swapped(s)
    t.command(transfer, "cancel")
    receipt(t, transfer, "cancelled", "cancelled", "accepted")
    back_together(t)
    b_is_released(t)
    hang_up_and_end(t)


@scenario("`merge` from the swapped side brings all together")
def swap_then_merge(s: Stage) -> None:
    t, transfer = swapped(s)
    t.command(transfer, "merge")
    all_three_talk(t)
    t.command(transfer, "complete")
    handed_over(t)
    hang_up_and_end(t)


@scenario("B leaves while on hold in a swap: caller and A stay together")
def b_leaves_the_swap(s: Stage) -> None:
    t, transfer = swapped(s)
    s.act(t.b.phone.hang_up)
    receipt(t, transfer, "failed", "declined", "accepted")
    back_together(t)
    hang_up_and_end(t)


@scenario("A leaves in a swap: caller and B are brought together")
def a_leaves_the_swap(s: Stage) -> None:
    t, transfer = swapped(s)
    s.act(t.a.phone.hang_up)
    s.until(lambda: talk(t.caller, t.b.phone), "caller and B talk", 20)
    receipt(t, transfer, "completed", "completed", "accepted")
    hang_up_and_end(t)


@scenario("the caller leaves in a swap: both are told")
def caller_leaves_the_swap(s: Stage) -> None:
    t, transfer = swapped(s)
    s.act(t.caller.hang_up)
    receipt(t, transfer, "cancelled", "caller_left", "accepted")
    s.until(lambda: t.a.phone.was_told("The caller has hung up"), "A is told", 10)
    s.until(lambda: t.b.phone.was_told("The caller has hung up"), "B is told", 10)
    over(t, "completed")


@scenario("merge and swap do not apply before B has accepted, and `complete` in the brief is remembered")
def too_early_for_merge_and_swap(s: Stage) -> None:
    t = connected(s, silent())
    transfer = t.transfer()
    refused(t, transfer, "merge", "initiating")
    refused(t, transfer, "swap", "initiating")
    s.until(lambda: t.b.phone.was_told("Press 1 to take the call"), "B hears the brief", 20)
    refused(t, transfer, "merge", "initiating")
    refused(t, transfer, "swap", "initiating")
    t.command(transfer, "complete")
    s.until(lambda: t.a.phone.was_told("as soon as Bob accepts. You may hang up"), "A is told so", 10)
    s.act(t.b.phone.press, "1")
    handed_over(t)
    receipt(t, transfer, "completed", "completed", "accepted")
    hang_up_and_end(t)


@scenario("one transfer at a time: a second one is answered with the first, which goes on")
def two_transfers_of_one_call(s: Stage) -> None:
    t = connected(s)
    cleo = s.agent("Cleo", willing(), skills=("tech",))
    transfer = t.transfer()
    _second_is_refused(t, cleo, transfer, "initiating")
    s.until(lambda: talk(t.a.phone, t.b.phone), "A and B talk", 40)
    _second_is_refused(t, cleo, transfer, "explaining")
    assert not cleo.phone.calls
    assert t.agent_status(cleo) == "available"
    t.command(transfer, "complete")
    handed_over(t)
    receipt(t, transfer, "completed", "completed", "accepted")
    hang_up_and_end(t)


def _second_is_refused(t: Talk, to: Agent, live: dict[str, object], step: str) -> None:
    body = {"to": {"agent_id": to.id}, "reason": "Somebody else is better."}
    status, answer = t.stage.ask("POST", f"/api/calls/{t.call_id}/transfers", body)
    assert (status, answer["transfer"]["id"], answer["step"]) == (409, live["id"], step), answer
    assert answer["type"] and answer["title"] and answer["detail"]


@scenario("blind: A is told and released at once, B still presses 1")
def blind(s: Stage) -> None:
    t = connected(s)
    transfer = t.transfer(mode="blind")
    s.until(lambda: t.a.phone.state == "idle", "A is released", 15)
    assert t.a.phone.was_told("is being transferred to Bob")
    s.until(lambda: talk(t.caller, t.b.phone), "caller and B talk", 40)
    receipt(t, transfer, "completed", "completed", "accepted")
    hang_up_and_end(t)


@scenario("blind, and B does not take it: A is called back")
def blind_declined(s: Stage) -> None:
    t = connected(s, Person(answer_after=None, declines_after=9.0))
    transfer = t.transfer(mode="blind")
    receipt(t, transfer, "failed", "busy", "busy")
    connects(s, t.caller, t.a)
    hang_up_and_end(t)


@scenario("blind, B does not take it and A is away: the caller goes to the queue, where somebody is found")
def blind_declined_and_a_is_away(s: Stage) -> None:
    t = connected(s, Person(answer_after=None, declines_after=12.0))
    transfer = t.transfer(mode="blind")
    s.until(lambda: t.a.phone.state == "idle", "A is released", 15)
    s.ask("PATCH", f"/api/agents/{t.a.id}", {"status": "away"})
    receipt(t, transfer, "failed", "busy", "busy")
    cleo = s.agent("Cleo", willing())
    connects(s, t.caller, cleo, 90)
    hang_up_and_end(t)


@scenario("a skill's free agents are tried one after another, the longest idle first")
def skill_tries_the_next(s: Stage) -> None:
    t = connected(s, declining_by_key())
    cleo = s.agent("Cleo", willing(), skills=("billing",))
    transfer = t.transfer(to={"skill": "billing"})
    s.until(lambda: talk(t.a.phone, cleo.phone), "A and the second agent talk", 60)
    assert t.a.phone.was_told("Nobody took the call yet. Now calling Cleo")
    t.command(transfer, "complete")
    s.until(lambda: talk(t.caller, cleo.phone), "caller and the second agent talk", 20)
    receipt(t, transfer, "completed", "completed", "declined", "accepted")
    assert s.transfer(str(transfer["id"]))["to_agent_id"] == cleo.id
    hang_up_and_end(t)


@scenario("a skill that nobody takes: back to A with the last reason")
def skill_that_nobody_takes(s: Stage) -> None:
    t = connected(s, refusing())
    s.agent("Cleo", absent(), skills=("billing",))
    transfer = t.transfer(to={"skill": "billing"})
    receipt(t, transfer, "failed", "no_answer", "busy", "no_answer")
    back_together(t)
    hang_up_and_end(t)


@scenario("an outside phone within the allow-list is rung like an agent", DIAL_ALLOW="+1555")
def outside_phone(s: Stage) -> None:
    t = connected(s)
    olga = s.phone("Olga", curious())
    transfer = t.transfer(to={"phone": olga.number})
    s.until(lambda: talk(t.a.phone, olga), "A and the outside phone talk", 40)
    t.command(transfer, "complete")
    s.until(lambda: talk(t.caller, olga), "caller and the outside phone talk", 20)
    found = receipt(t, transfer, "completed", "completed", "accepted")
    assert found["to_agent_id"] is None
    hang_up_and_end(t)


@scenario("a phone outside the allow-list is not rung")
def phone_that_is_not_allowed(s: Stage) -> None:
    t = connected(s)
    olga = s.phone("Olga", willing())
    body = {"to": {"phone": olga.number}, "reason": ""}
    status, _ = s.ask("POST", f"/api/calls/{t.call_id}/transfers", body)
    assert status == 403
    assert not olga.calls
    hang_up_and_end(t)
