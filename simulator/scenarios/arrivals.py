"""A call comes in: who is rung, who takes it, what the caller hears until then, and how it ends.

Decides what a caller of a small support team may expect before any transfer.
"""

from __future__ import annotations

from simulator.people import Person, Press
from simulator.phones import Phone
from simulator.scenarios.cast import (
    absent,
    all_in_rooms,
    all_released,
    connected,
    connects,
    declining_by_key,
    hang_up_and_end,
    over,
    refusing,
    silent,
    stops_ringing,
    willing,
)
from simulator.scenarios.registry import scenario
from simulator.stage import NUMBER, Stage

MESSAGE = "Please call me back about my invoice."


def ended(s: Stage, outcome: str) -> None:
    s.until(lambda: s.call()["state"] == "ended", "the call is over", 40)
    assert s.call()["outcome"] == outcome, s.call()["outcome"]
    all_released(s)


@scenario("caller and agent meet in a LiveKit room, and the call ends when the caller hangs up")
def call_answered(s: Stage) -> None:
    t = connected(s)
    all_in_rooms(s)
    call = t.call()
    assert call["agent_id"] == t.a.id
    assert call["room"] in s.livekit.rooms
    assert call["from"] == f"***{t.caller.number[-4:]}"
    hang_up_and_end(t)
    assert t.a.phone.was_told("The caller has hung up")


@scenario("the caller hears a sentence when the agent hangs up, and the call ends")
def agent_hangs_up(s: Stage) -> None:
    t = connected(s)
    s.act(t.a.phone.hang_up)
    over(t, "completed")
    assert t.caller.was_told("The call has ended")


def _second_agent_takes(s: Stage, first: Person, status: str = "available") -> None:
    """The longest idle agent does not take it; the next one does."""
    one = s.agent("Una", first)
    s.wait(1.0)
    two = s.agent("Duo", willing())
    caller = s.caller("Carol")
    s.act(caller.dial, NUMBER)
    connects(s, caller, two, 90)
    s.until(lambda: s.get(f"/api/agents/{one.id}")["status"] == status, f"the first is {status}", 20)
    s.act(caller.hang_up)
    ended(s, "completed")


@scenario("an agent who presses 2 is passed over")
def first_agent_declines(s: Stage) -> None:
    _second_agent_takes(s, declining_by_key())


@scenario("an agent who rejects the ringing phone is passed over")
def first_agent_rejects(s: Stage) -> None:
    _second_agent_takes(s, refusing())


@scenario("an agent who does not answer is passed over")
def first_agent_does_not_answer(s: Stage) -> None:
    _second_agent_takes(s, absent())


@scenario("an agent who picks up but presses nothing is asked twice, then passed over")
def first_agent_is_silent(s: Stage) -> None:
    _second_agent_takes(s, silent())


@scenario("a busy agent's phone is passed over")
def first_agent_is_busy(s: Stage) -> None:
    one = s.agent("Una", willing())
    one.phone.busy = True
    s.wait(1.0)
    two = s.agent("Duo", willing())
    caller = s.caller("Carol")
    s.act(caller.dial, NUMBER)
    connects(s, caller, two, 60)
    s.act(caller.hang_up)
    ended(s, "completed")


@scenario("a caller nobody is free for waits with music and place in line, and is offered to who gets free")
def caller_waits_for_an_agent(s: Stage) -> None:
    caller = s.caller("Carol")
    s.act(caller.dial, NUMBER)
    s.until(lambda: caller.was_told("number 1 in line"), "the caller is told the place in line", 40)
    late = s.agent("Late", willing())
    connects(s, caller, late, 30)
    s.act(caller.hang_up)
    ended(s, "completed")


@scenario("two callers wait in the order in which they came")
def two_callers_wait_in_line(s: Stage) -> None:
    first, second = s.caller("Carol"), s.caller("Dora")
    s.act(first.dial, NUMBER)
    s.until(lambda: first.was_told("number 1 in line"), "the first is told so", 60)
    s.act(second.dial, NUMBER)
    s.until(lambda: second.was_told("number 2 in line"), "the second is told so", 40)
    agent = s.agent("Late", willing())
    connects(s, first, agent, 40)
    s.act(first.hang_up)
    connects(s, second, agent, 60)
    s.act(second.hang_up)
    ended(s, "completed")


@scenario("after the wait limit a message is taken", WAIT_LIMIT_SECONDS="60")
def nobody_takes_the_call(s: Stage) -> None:
    caller = s.caller("Carol")
    s.act(caller.dial, NUMBER)
    _leaves_a_message(s, caller)


def message_asked_for(s: Stage, caller: Phone, seconds: float = 30.0) -> None:
    s.until(lambda: caller.was_told("leave a message after the tone"), "a message is asked for", seconds)
    s.until(lambda: bool(caller.hearing and caller.hearing.kind == "silence"), "the tone is over", 20)


def _leaves_a_message(s: Stage, caller: Phone) -> None:
    message_asked_for(s, caller, 90)
    assert s.call()["state"] == "voicemail"
    s.act(caller.say, MESSAGE)
    s.until(lambda: caller.was_told("We have your message"), "the caller is thanked", 20)
    ended(s, "voicemail")
    words = [word for one in s.carrier.recordings for word in one.words]
    assert words == [MESSAGE], words


@scenario("a waiting caller presses 2 and leaves a message")
def waiting_caller_leaves_a_message(s: Stage) -> None:
    caller = s.caller("Carol", Person(presses=[Press("2", "leave a message instead", 1.0)]))
    s.act(caller.dial, NUMBER)
    _leaves_a_message(s, caller)


@scenario("a caller who leaves a message while somebody is rung is left to it: the phone stops ringing")
def message_while_somebody_is_rung(s: Stage) -> None:
    caller = s.caller("Carol", Person(presses=[Press("2", "leave a message instead", 2.0)]))
    s.act(caller.dial, NUMBER)
    s.until(lambda: caller.was_told("leave a message instead"), "the caller is told the key", 40)
    late = s.agent("Late", absent())
    s.until(lambda: late.phone.state == "ringing", "an agent is rung", 2)
    s.until(lambda: s.call()["state"] == "voicemail", "a message is asked for", 10)
    stops_ringing(s, late.phone)
    _leaves_a_message(s, caller)


@scenario("the wait limit comes while somebody is rung: a message is taken", WAIT_LIMIT_SECONDS="16")
def wait_limit_while_somebody_is_rung(s: Stage) -> None:
    alice = s.agent("Alice", absent())
    caller = s.caller("Carol")
    s.act(caller.dial, NUMBER)
    s.until(lambda: alice.phone.state == "ringing", "A's phone rings", 20)
    s.until(lambda: s.call()["state"] == "voicemail", "a message is asked for", 30)
    stops_ringing(s, alice.phone)
    _leaves_a_message(s, caller)


@scenario("a caller leaves a message by hanging up after it", WAIT_LIMIT_SECONDS="10")
def message_ended_by_hanging_up(s: Stage) -> None:
    caller = s.caller("Carol")
    s.act(caller.dial, NUMBER)
    message_asked_for(s, caller)
    s.act(caller.say, MESSAGE)
    s.wait(5.0)
    s.act(caller.hang_up)
    ended(s, "voicemail")
    assert [word for one in s.carrier.recordings for word in one.words] == [MESSAGE]


@scenario("an agent's phone stops ringing when the caller gives up")
def caller_gives_up_while_ringing(s: Stage) -> None:
    alice = s.agent("Alice", absent())
    caller = s.caller("Carol")
    s.act(caller.dial, NUMBER)
    s.until(lambda: alice.phone.state == "ringing", "A's phone rings", 20)
    s.act(caller.hang_up)
    stops_ringing(s, alice.phone)
    ended(s, "abandoned")


@scenario("a caller who hangs up while waiting is gone from the line")
def caller_gives_up_while_waiting(s: Stage) -> None:
    caller = s.caller("Carol")
    s.act(caller.dial, NUMBER)
    s.until(lambda: caller.was_told("number 1 in line"), "the caller waits", 40)
    s.act(caller.hang_up)
    ended(s, "abandoned")


@scenario("a call for a skill rings only agents who have it")
def call_for_a_skill(s: Stage) -> None:
    number = s.numbers[NUMBER]
    number.voice_url = number.voice_url.replace("/voice", "/voice?skill=billing")
    sales = s.agent("Sam", willing(), skills=("sales",))
    s.wait(1.0)
    billing = s.agent("Bill", willing(), skills=("billing",))
    caller = s.caller("Carol")
    s.act(caller.dial, NUMBER)
    connects(s, caller, billing)
    assert not sales.phone.calls
    assert s.call()["skill"] == "billing"
    assert billing.phone.was_told("billing")
    s.act(caller.hang_up)
    ended(s, "completed")
