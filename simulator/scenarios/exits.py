"""A transfer that does not come about: cancelled, or B cannot, will not, or does not take it.

Decides that the caller is back with A each time, and that A is told why.
"""

from __future__ import annotations

from simulator.people import Person, voicemail
from simulator.phones import Phone
from simulator.scenarios.cast import (
    ALWAYS,
    absent,
    b_is_released,
    back_together,
    briefing,
    connected,
    consulting,
    declining_by_key,
    hang_up_and_end,
    receipt,
    refusing,
    ringing,
    silent,
    stops_ringing,
    willing,
)
from simulator.scenarios.registry import scenario
from simulator.stage import AnotherStory, Stage, talk
from simulator.twilio.faults import Fault, when
from simulator.twilio.webhook_faults import WebhookFault

# A number that nobody has.
NOBODY_S = "+15559990000"


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
    t, transfer = ringing(s)
    t.command(transfer, "cancel")
    stops_ringing(s, t.b.phone)
    receipt(t, transfer, "cancelled", "cancelled", "cancelled")
    back_together(t)
    hang_up_and_end(t)


@scenario("`cancel` while B hears the brief: B is thanked and released")
def cancelled_in_the_brief(s: Stage) -> None:
    t, transfer = briefing(s)
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


@scenario("the hold has a limit while B's phone rings: timed out, back to A", HOLD_LIMIT_SECONDS="12")
def hold_limit_while_b_rings(s: Stage) -> None:
    t = connected(s, absent())
    transfer = t.transfer()
    receipt(t, transfer, "failed", "timed_out", "timed_out")
    stops_ringing(s, t.b.phone)
    back_together(t)
    assert t.a.phone.was_told("on hold for too long")
    hang_up_and_end(t)


@scenario("B's number is not in service: unreachable, back to A", DIAL_ALLOW="+1555")
def b_has_no_such_number(s: Stage) -> None:
    t = connected(s)
    transfer = t.transfer(to={"phone": NOBODY_S})
    receipt(t, transfer, "failed", "unreachable", "unreachable")
    back_together(t)
    assert t.a.phone.was_told("could not be reached")
    hang_up_and_end(t)


def _carrier_is_mute_about(s: Stage, phone: Phone) -> None:
    """No answer to the dial, none to who searches for it, and no news of it until it rings."""
    to = {"To": phone.number}
    dialled, searched = when("POST", "/Calls", **to), when("GET", "/Calls", **to)
    s.carrier.faults += [Fault("timeout after effect", dialled), Fault("status 503", searched, ALWAYS)]
    begun = {"To": phone.number, "CallStatus": "initiated"}
    s.carrier.webhook_faults.append(
        WebhookFault("lost", lambda method, url, fields: begun.items() <= fields.items(), times=ALWAYS)
    )


@scenario("a dial that was given up rings after all: whoever answers hears a sorry, and is released")
def ghost_of_a_dial(s: Stage) -> None:
    t = connected(s)
    t.b.phone.far_away = 18.0
    s.act(_carrier_is_mute_about, s, t.b.phone)
    transfer = t.transfer()
    receipt(t, transfer, "failed", "error", "error")
    back_together(t)
    if t.b.phone.calls:
        raise AnotherStory("B's phone rang before it was given up")
    s.until(lambda: t.b.phone.was_told("this call is over"), "B hears a sorry", 30)
    b_is_released(t)
    assert talk(t.caller, t.a.phone) and t.agent_status(t.b) == "available"
    hang_up_and_end(t)
