"""Right after the hand-over, limits of hold and wait, and two who hang up at once.

Decides who gets the caller back, and that a hold never lasts for ever.
"""

from __future__ import annotations

from collections.abc import Callable

from simulator.people import Person
from simulator.scenarios.cast import (
    Talk,
    all_three_talk,
    b_is_released,
    back_together,
    briefing,
    connected,
    connects,
    consulting,
    hang_up_and_end,
    over,
    receipt,
    ringing,
    step_is,
    stops_ringing,
    willing,
)
from simulator.scenarios.registry import scenario
from simulator.scenarios.transfers import handed_over
from simulator.stage import Agent, AnotherStory, Stage, talk


def _handed_over(s: Stage) -> Talk:
    t, transfer = consulting(s)
    t.command(transfer, "complete")
    handed_over(t)
    return t


def _hears_of_it(t: Talk, rescuer: Agent) -> None:
    caller, said = t.caller, "the connection to your agent was lost"
    t.stage.until(
        lambda: caller.was_told(said) or talk(caller, rescuer.phone), "the caller is told or rescued", 20
    )
    if not caller.was_told(said):
        raise AnotherStory("the sentence was on its way for so long that somebody was there before")


@scenario("B's line drops right after the hand-over: A, who is free, gets the caller back")
def rescue(s: Stage) -> None:
    t = _handed_over(s)
    s.wait(3.0)
    if t.agent_status(t.a) != "available":
        raise AnotherStory("A's goodbye is not known to be over")
    s.act(t.b.phone.hang_up)
    _hears_of_it(t, t.a)
    connects(s, t.caller, t.a)
    hang_up_and_end(t)


@scenario("B's line drops and A is away: the caller goes to the queue")
def rescue_by_the_queue(s: Stage) -> None:
    t = _handed_over(s)
    s.ask("PATCH", f"/api/agents/{t.a.id}", {"status": "away"})
    s.act(t.b.phone.hang_up)
    _hears_of_it(t, t.b)
    connects(s, t.caller, t.b)
    hang_up_and_end(t)


@scenario("B hangs up later than the rescue: the caller hears a sentence and the call ends")
def b_hangs_up_later(s: Stage) -> None:
    t = _handed_over(s)
    s.wait(25.0)
    s.act(t.b.phone.hang_up)
    over(t, "completed")
    assert t.caller.was_told("The call has ended")


@scenario("the hold limit before B accepts: A is warned, then back to A, timed out", HOLD_LIMIT_SECONDS="55")
def hold_limit_in_the_brief(s: Stage) -> None:
    t = connected(s, Person(answer_after=18.0))
    transfer = t.transfer()
    s.until(lambda: t.a.phone.was_told("In half a minute"), "A is warned", 40)
    receipt(t, transfer, "failed", "timed_out", "timed_out")
    back_together(t)
    b_is_released(t)
    hang_up_and_end(t)


@scenario("the hold limit in the consult: A is warned, then all three are together", HOLD_LIMIT_SECONDS="55")
def hold_limit_in_the_consult(s: Stage) -> None:
    t, transfer = consulting(s)
    s.until(lambda: t.a.phone.was_told("In half a minute"), "A is warned", 40)
    assert not t.b.phone.was_told("In half a minute")
    s.until(lambda: t.b.phone.was_told("is joining you now"), "B is told who comes", 40)
    s.wait(10.0)
    all_three_talk(t)
    t.command(transfer, "complete")
    handed_over(t)
    hang_up_and_end(t)


@scenario("caller and A hang up at once in the consult: B is told and released")
def caller_and_a_leave_at_once(s: Stage) -> None:
    t, _ = consulting(s)
    s.act(_both(t.caller.hang_up, t.a.phone.hang_up))
    over(t, "completed")
    assert t.b.phone.was_told("The caller has hung up")


@scenario("A and B hang up at once in the consult: the caller goes to the queue")
def a_and_b_leave_at_once(s: Stage) -> None:
    t, _ = consulting(s)
    s.act(_both(t.b.phone.hang_up, t.a.phone.hang_up))
    cleo = s.agent("Cleo", willing())
    s.until(lambda: cleo.phone.state != "idle" or t.a.phone.state != "idle", "somebody is rung", 30)
    s.wait(15.0)
    hang_up_and_end(t)


@scenario("caller and A hang up at once while B's phone rings: it stops")
def caller_and_a_leave_while_b_rings(s: Stage) -> None:
    t, transfer = ringing(s)
    s.act(_both(t.a.phone.hang_up, t.caller.hang_up))
    stops_ringing(s, t.b.phone)
    receipt(t, transfer, "cancelled", "caller_left", "cancelled")
    over(t, "completed")


@scenario("caller and B hang up at once while B hears the brief: A is told")
def caller_and_b_leave_in_the_brief(s: Stage) -> None:
    t, transfer = briefing(s)
    s.act(_both(t.caller.hang_up, t.b.phone.hang_up))
    # Whoever is heard of first decides which of the two it was.
    s.until(step_is(t, transfer, "cancelled", "failed"), "the transfer is over", 20)
    assert s.transfer(transfer["id"])["outcome"] in ("caller_left", "declined")
    over(t, "completed")
    assert t.a.phone.was_told("The caller has hung up")


@scenario("caller and B hang up at once when all three talk: A is told")
def caller_and_b_leave_all_three(s: Stage) -> None:
    t = _all_three(s)
    s.act(_both(t.b.phone.hang_up, t.caller.hang_up))
    over(t, "completed")
    assert t.a.phone.was_told("The caller has hung up")


@scenario("A and B hang up at once when all three talk: the queue, or a sentence as after a plain talk")
def a_and_b_leave_all_three(s: Stage) -> None:
    t = _all_three(s)
    s.act(_both(t.a.phone.hang_up, t.b.phone.hang_up))
    # Whoever is heard of first leaves the caller with the other, who has then hung up on the caller.
    said = "The call has ended"
    s.until(lambda: t.caller.was_told(said) or t.call()["state"] == "ringing", "the caller is told", 15)
    if t.caller.was_told(said):
        over(t, "completed")
    else:
        _somebody_takes(t)


@scenario("A and B hang up in the very moment of the hand-over: the caller goes to the queue")
def a_and_b_leave_in_the_hand_over(s: Stage) -> None:
    t, transfer = consulting(s)
    t.command(transfer, "complete")
    s.act(_both(t.b.phone.hang_up, t.a.phone.hang_up))
    _somebody_takes(t)


def _all_three(s: Stage) -> Talk:
    t, transfer = consulting(s)
    t.command(transfer, "merge")
    all_three_talk(t)
    return t


def _somebody_takes(t: Talk) -> None:
    """Whoever is free first: both who have just left are."""
    agents = (t.a, t.b)
    t.stage.until(lambda: any(talk(t.caller, one.phone) for one in agents), "somebody takes the call", 60)
    hang_up_and_end(t)


@scenario("caller and agent hang up at once in a plain talk")
def both_leave_at_once(s: Stage) -> None:
    t = connected(s)
    s.act(_both(t.caller.hang_up, t.a.phone.hang_up))
    over(t, "completed")


@scenario("A and B's ringing phone are hung up at once: the caller goes to the queue")
def a_leaves_and_b_declines_at_once(s: Stage) -> None:
    t, transfer = ringing(s)
    s.act(_both(t.a.phone.hang_up, t.b.phone.decline))
    # Whoever is heard of first decides which of the two it was.
    s.until(step_is(t, transfer, "cancelled", "failed"), "the transfer is over", 20)
    assert s.transfer(transfer["id"])["outcome"] in ("agent_left", "busy")
    connects(s, t.caller, t.a)
    hang_up_and_end(t)


def _both(one: Callable[[], None], two: Callable[[], None]) -> Callable[[], None]:
    def do() -> None:
        one()
        two()

    return do
