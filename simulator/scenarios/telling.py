"""Who hears what about a call: B before and after a key, a machine nothing, A and the caller their part.

Decides what must be heard when. It must not decide how good a brief is.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from simulator.model import Said, broken, slow
from simulator.people import voicemail
from simulator.phones import Phone
from simulator.scenarios.cast import (
    PROBLEM,
    Talk,
    back_together,
    connected,
    consulting,
    curious,
    hang_up_and_end,
    promptly,
    receipt,
    silent,
    willing,
    written_down,
)
from simulator.scenarios.registry import scenario
from simulator.stage import AnotherStory, Stage, talk

CANCEL = "I want to cancel my whole contract."
HEAR = "Press 1 to hear the summary"
TAKE = "Press 1 to take the call"


def hears(s: Stage, phone: Phone, words: str, seconds: float = 30.0) -> None:
    s.until(lambda: phone.was_told(words), f"{phone.name} hears: {words}", seconds)


def headline(s: Stage, transfer: dict[str, Any]) -> str:
    return str(s.transfer(transfer["id"])["brief"]["headline"])


def hand_over(t: Talk, transfer: dict[str, Any], b: Phone) -> None:
    """A and B have talked; the caller goes to B, and is content."""
    t.command(transfer, "complete")
    receipt(t, transfer, "completed", "completed", "accepted")
    t.stage.until(lambda: talk(t.caller, b), "caller and B talk", 20)
    hang_up_and_end(t)


@scenario(
    "with a key before the brief B hears who transfers, then the brief, then takes it", BRIEF_AFTER_KEY="1"
)
def brief_after_key(s: Stage) -> None:
    t = connected(s, silent())
    transfer, b = t.transfer(to={"skill": "billing"}), t.b.phone
    hears(s, b, HEAR)
    assert b.was_told("Transfer from Alice, for billing")
    assert not b.was_told(headline(s, transfer))
    s.act(b.press, "1")
    hears(s, b, TAKE)
    assert b.was_told(headline(s, transfer))
    assert s.transfer(transfer["id"])["step"] == "initiating"
    s.act(b.press, "1")
    s.until(lambda: talk(t.a.phone, b), "A and B talk", 20)
    hand_over(t, transfer, b)
    assert t.caller.was_told("connected to Bob, who can help you with billing")


@scenario("whoever presses nothing on an outside phone never hears the brief", DIAL_ALLOW="+1555")
def outside_phone_in_strange_hands(s: Stage) -> None:
    t = connected(s)
    olga = s.phone("Olga", silent())
    transfer = t.transfer(to={"phone": olga.number})
    receipt(t, transfer, "failed", "not_accepted", "not_accepted")
    assert olga.was_told("Are you still there")
    assert not olga.was_told(headline(s, transfer))
    assert t.a.phone.was_told("A colleague has answered.")
    assert not t.a.phone.was_told("is hearing the summary")
    assert not t.caller.was_told("is being told about your call")
    back_together(t)
    hang_up_and_end(t)


@scenario("a machine on B's phone is recognised and gets no brief", MACHINE_DETECTION="1")
def machine_is_recognised(s: Stage) -> None:
    t = connected(s, voicemail(after=5.0))
    transfer = t.transfer()
    receipt(t, transfer, "failed", "not_accepted", "not_accepted")
    assert not t.b.phone.was_told(headline(s, transfer))
    back_together(t)
    hang_up_and_end(t)


@scenario("a machine that is recognised late has heard no brief", MACHINE_DETECTION="1")
def machine_is_recognised_late(s: Stage) -> None:
    t = connected(s, voicemail(after=5.0))
    s.carrier.weather = replace(s.carrier.weather, verdict_machine=9.0)
    transfer = t.transfer()
    receipt(t, transfer, "failed", "not_accepted", "not_accepted")
    assert t.b.phone.was_told(HEAR)
    assert not t.b.phone.was_told(headline(s, transfer))
    back_together(t)
    hang_up_and_end(t)


@scenario("with machine detection people are offered calls and hear briefs as ever", MACHINE_DETECTION="1")
def people_are_no_machines(s: Stage) -> None:
    t, transfer = consulting(s)
    assert t.b.phone.was_told(headline(s, transfer))
    hand_over(t, transfer, t.b.phone)


@scenario("B may say hello while the brief is read: nothing is cut, and a word or two get it again")
def b_says_hello(s: Stage) -> None:
    t = connected(s, silent())
    transfer, b = t.transfer(), t.b.phone
    s.until(lambda: b.was_told(headline(s, transfer)), "B hears the headline", 30)
    s.act(b.say, "Hello?")
    hears(s, b, "Or just ask a question")
    told = b.texts.count(headline(s, transfer))
    s.wait(2.0)
    s.act(b.say, "Hello?")
    s.until(lambda: b.texts.count(headline(s, transfer)) > told, "the headline again", 10)
    s.act(b.press, "1")
    s.until(lambda: talk(t.a.phone, b), "A and B talk", 20)
    hand_over(t, transfer, b)


@scenario("A hears what B is being told, and the caller who will help")
def everybody_hears_their_part(s: Stage) -> None:
    t = connected(s, silent())
    transfer, b = t.transfer(), t.b.phone
    hears(s, b, TAKE)
    promptly(s, lambda: t.a.phone.was_told(headline(s, transfer)), "A hears the headline", 10)
    s.act(b.press, "1")
    s.until(lambda: talk(t.a.phone, b), "A and B talk", 20)
    hand_over(t, transfer, b)
    assert t.caller.was_told("connected to Bob, who can help you further")
    assert not t.caller.was_told("Billing must refund it")


@scenario("the words of a talk are in a brief before anybody asks for a transfer")
def sketched_in_time(s: Stage) -> None:
    t = connected(s, willing())
    s.wait(20.0)
    s.model.says(slow(20.0))
    transfer = t.transfer()
    s.until(lambda: talk(t.a.phone, t.b.phone), "A and B talk", 40)
    found = s.transfer(transfer["id"])
    assert found["brief"]["source"] == "groq"
    assert t.b.phone.was_told(found["brief"]["headline"])
    assert any("Billing must refund it" in detail for detail in found["brief"]["details"])
    hand_over(t, transfer, t.b.phone)


@scenario("a model that takes seven seconds is asked once about the same words")
def slow_sketch(s: Stage) -> None:
    s.model.says(slow(7.0))
    t = connected(s)
    s.wait(60.0)
    transcripts = [one.last_user_text.partition("<transcript>")[2] for one in s.model.asked]
    assert transcripts
    assert len(transcripts) == len(set(transcripts))
    hang_up_and_end(t)


@scenario("the models fail in the middle of a call, and B hears what was said since")
def left_behind_sketch(s: Stage) -> None:
    t = connected(s, willing(presses="4"))
    s.wait(20.0)
    s.model.says(broken)
    s.act(t.caller.say, CANCEL)
    s.wait(60.0)
    written_down(t, CANCEL)
    transfer, b = t.transfer(), t.b.phone
    hears(s, b, CANCEL.rstrip("."), 40)
    assert b.was_told("on the line for 1 minute")
    s.act(b.press, "1")
    s.until(lambda: talk(t.a.phone, b), "A and B talk", 20)
    hand_over(t, transfer, b)


@scenario("a model is asked only at the transfer when that is wanted", BRIEF_ROLLING="0")
def briefs_at_transfers_only(s: Stage) -> None:
    t = connected(s, willing())
    s.wait(30.0)
    assert s.model.asked == []
    transfer = t.transfer()
    s.until(lambda: talk(t.a.phone, t.b.phone), "A and B talk", 40)
    assert s.transfer(transfer["id"])["brief"]["source"] == "groq"
    hand_over(t, transfer, t.b.phone)


@scenario("a transcription that stops in a call is started again, and no line takes another's place")
def transcription_stops(s: Stage) -> None:
    t = connected(s)
    call = t.caller.call
    assert call is not None
    for session in list(call.transcriptions):
        s.act(session.stop)
    if not s.lane.until(lambda: bool(call.transcriptions), 10):
        raise AnotherStory("the carrier has not told that it stopped, and cannot be asked")
    s.act(t.caller.say, "Since then the portal is locked as well.")
    s.wait(5.0)
    said = ["Hello, how can I help you?", PROBLEM, "Since then the portal is locked as well."]
    assert [text for _, text in written_down(t, *said)] == said
    hang_up_and_end(t)


@scenario("B transfers on, and C hears what B was told", CONSULT="conference")
def c_hears_what_b_knew(s: Stage) -> None:
    t, transfer = consulting(s)
    t.command(transfer, "complete")
    s.until(lambda: talk(t.caller, t.b.phone), "caller and B talk", 20)
    s.until(lambda: t.call()["state"] == "connected", "the call is connected", 10)
    first = s.transfer(transfer["id"])["brief"]["headline"]
    cleo = s.agent("Cleo", curious(), skills=("tech",))
    onward = t.transfer(to={"agent_id": cleo.id}, reason="The portal is locked too.")
    s.until(lambda: talk(t.b.phone, cleo.phone), "B and C talk", 40)
    told = s.transfer(onward["id"])["brief"]
    assert any(first.rstrip(".") in sentence for sentence in (told["headline"], *told["details"])), told
    t.command(onward, "complete")
    s.until(lambda: talk(t.caller, cleo.phone), "caller and C talk", 20)
    hang_up_and_end(t)


QUESTION = "Which month was the invoice from?"


def asks(s: Stage, b: Phone) -> None:
    hears(s, b, "Or just ask a question")
    s.wait(2.0)
    s.act(b.say, QUESTION)


def answered_after(s: Stage, b: Phone, words: str) -> float:
    """Seconds from the end of B's question to these words, with one "One moment" in between."""
    hears(s, b, words, 20)
    told = [fact for fact in b.heard if fact.kind == "speech"]
    end = next(n for n, fact in enumerate(told) if words in fact.text)
    assert "One moment" in told[end - 1].text
    assert "One moment" not in told[end - 2].text, "said once, then quiet"
    return told[end].at - told[end - 1].at


@scenario("B asks about the call aloud and hears what the caller said about it")
def b_asks(s: Stage) -> None:
    t = connected(s, silent())
    # The model's answer names the second line.
    written_down(t, "Hello, how can I help you?", PROBLEM)
    transfer, b = t.transfer(), t.b.phone
    hears(s, b, TAKE)
    s.model.says(json.dumps({"known": True, "text": "The invoice is from March.", "lines": [1]}))
    asks(s, b)
    hears(s, b, "The caller says: the invoice is from March.", 15)
    s.act(b.press, "1")
    s.until(lambda: talk(t.a.phone, b), "A and B talk", 20)
    hand_over(t, transfer, b)


@scenario("B is sent to A with a question when the model does not answer in four seconds")
def b_asks_a_slow_model(s: Stage) -> None:
    t = connected(s, silent())
    transfer, b = t.transfer(), t.b.phone
    hears(s, b, "Or just ask a question")
    s.model.says(slow(30.0))
    asks(s, b)
    took = answered_after(s, b, "I do not know. Please ask Alice.")
    if took > 4.0:
        raise AnotherStory(f"B is kept waiting for {took:.1f} s")
    s.act(b.press, "2")
    receipt(t, transfer, "failed", "declined", "declined")
    back_together(t)
    hang_up_and_end(t)


@scenario("B hears an answer that takes a while within the second in which it comes")
def b_asks_a_model_that_takes_a_while(s: Stage) -> None:
    t = connected(s, silent())
    written_down(t, "Hello, how can I help you?", PROBLEM)
    transfer, b = t.transfer(), t.b.phone
    hears(s, b, "Or just ask a question")
    said = json.dumps({"known": True, "text": "The invoice is from March.", "lines": [1]})
    s.model.says(slow(2.3, lambda asked: Said(said)))
    asks(s, b)
    took = answered_after(s, b, "The caller says: the invoice is from March.")
    # 2.3 s of the model's, up to a second until the phone asks again, half a one for words that overtake.
    if took > 3.8:
        raise AnotherStory(f"B hears the answer {took:.1f} s after the question")
    s.act(b.press, "1")
    s.until(lambda: talk(t.a.phone, b), "A and B talk", 20)
    hand_over(t, transfer, b)


@scenario("without a model B who asks is sent to A at once", GROQ_API_KEY="")
def b_asks_without_a_model(s: Stage) -> None:
    t = connected(s, silent())
    transfer, b = t.transfer(), t.b.phone
    asks(s, b)
    hears(s, b, "I do not know. Please ask Alice.", 10)
    s.act(b.press, "1")
    s.until(lambda: talk(t.a.phone, b), "A and B talk", 20)
    hand_over(t, transfer, b)
