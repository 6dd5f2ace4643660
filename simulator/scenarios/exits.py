"""A transfer that does not come about: cancelled, or B cannot, will not, or does not take it.

Decides that the caller is back with A each time, and that A is told why.
"""

from __future__ import annotations

from simulator.people import Person, voicemail
from simulator.scenarios.cast import (
    absent,
    b_is_released,
    back_together,
    connected,
    consulting,
    declining_by_key,
    hang_up_and_end,
    receipt,
    refusing,
    silent,
    step_is,
    stops_ringing,
    willing,
)
from simulator.scenarios.registry import scenario
from simulator.stage import Stage


def _b_does_not_take_it(s: Stage, b: Person, outcome: str, told: str, **state: bool) -> None:
    t = connected(s, b)
    for name, value in state.items():
        setattr(t.b.phone, name, value)
    transfer = t.transfer()
    receipt(t, transfer, "failed", outcome, outcome)
    back_together(t)
    assert t.a.phone.was_told(told), t.a.phone.texts
    s.until(lambda: t.agent_status(t.b) == "available", "B is free again", 20)
    hang_up_and_end(t)


@scenario("B declines by key: back to A, who is told")
def b_declines(s: Stage) -> None:
    _b_does_not_take_it(s, declining_by_key(), "declined", "could not take the call")


@scenario("B rejects the ringing phone: busy, back to A")
def b_rejects(s: Stage) -> None:
    _b_does_not_take_it(s, refusing(), "busy", "is busy")


@scenario("B is on another call: busy, back to A")
def b_is_busy(s: Stage) -> None:
    _b_does_not_take_it(s, willing(), "busy", "is busy", busy=True)


@scenario("B cannot be reached: back to A")
def b_is_unreachable(s: Stage) -> None:
    _b_does_not_take_it(s, willing(), "no_answer", "did not answer", unreachable=True)


@scenario("B does not answer within the ring limit: back to A")
def b_does_not_answer(s: Stage) -> None:
    _b_does_not_take_it(s, absent(), "no_answer", "did not answer")


@scenario("B picks up and presses nothing: asked twice, then back to A")
def b_is_silent(s: Stage) -> None:
    _b_does_not_take_it(s, silent(), "not_accepted", "Nobody took the call")


@scenario("B's voicemail never gets the caller")
def b_is_a_machine(s: Stage) -> None:
    t = connected(s, voicemail(after=10.0))
    transfer = t.transfer()
    receipt(t, transfer, "failed", "not_accepted", "not_accepted")
    back_together(t)
    assert not t.b.phone.hears(t.caller)
    hang_up_and_end(t)


@scenario("B hangs up during the brief: declined, back to A")
def b_hangs_up_in_the_brief(s: Stage) -> None:
    _b_does_not_take_it(s, Person(hangs_up_after=6.0), "declined", "could not take the call")


@scenario("B leaves the consult: back to A, failed as declined")
def b_leaves_the_consult(s: Stage) -> None:
    t, transfer = consulting(s)
    s.act(t.b.phone.hang_up)
    receipt(t, transfer, "failed", "declined", "accepted")
    back_together(t)
    assert t.a.phone.was_told("has left")
    hang_up_and_end(t)


@scenario("`cancel` while B's phone rings: it stops ringing, caller and A are together")
def cancelled_while_b_rings(s: Stage) -> None:
    t = connected(s, absent())
    transfer = t.transfer()
    s.until(lambda: t.b.phone.state == "ringing", "B's phone rings", 10)
    t.command(transfer, "cancel")
    stops_ringing(s, t.b.phone)
    receipt(t, transfer, "cancelled", "cancelled", "cancelled")
    back_together(t)
    hang_up_and_end(t)


@scenario("`cancel` while B hears the brief: B is thanked and released")
def cancelled_in_the_brief(s: Stage) -> None:
    t = connected(s, silent())
    transfer = t.transfer()
    s.until(lambda: t.b.phone.was_told("Press 1 to take the call"), "B hears the brief", 20)
    t.command(transfer, "cancel")
    receipt(t, transfer, "cancelled", "cancelled", "cancelled")
    back_together(t)
    b_is_released(t)
    assert t.b.phone.was_told("The transfer was cancelled")
    hang_up_and_end(t)


@scenario("`cancel` in the consult: B is thanked and released, caller and A are together")
def cancelled_in_the_consult(s: Stage) -> None:
    t, transfer = consulting(s)
    t.command(transfer, "cancel")
    receipt(t, transfer, "cancelled", "cancelled", "accepted")
    back_together(t)
    b_is_released(t)
    hang_up_and_end(t)


@scenario("A presses 1 while waiting for B and is back with the caller")
def a_goes_back_by_key(s: Stage) -> None:
    t = connected(s, absent())
    transfer = t.transfer()
    s.until(lambda: t.a.phone.was_told("Press 1 to go back"), "A hears the keys", 20)
    s.act(t.a.phone.press, "1")
    receipt(t, transfer, "cancelled", "cancelled", "cancelled")
    back_together(t)
    hang_up_and_end(t)


@scenario("the hold has a limit: back to A when B has not accepted", HOLD_LIMIT_SECONDS="40")
def hold_limit_before_b_accepts(s: Stage) -> None:
    t = connected(s, Person(answer_after=15.0))
    transfer = t.transfer()
    s.until(lambda: step_is(t, transfer, "failed", "cancelled")(), "the hold ends", 60)
    back_together(t)
    hang_up_and_end(t)
