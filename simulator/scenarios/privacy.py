"""What is secret stays with those who said it: not in the transcript, at a model, or in what B hears.

Decides what nobody may find afterwards. What counts as a secret is the application's affair.
"""

from __future__ import annotations

import json

from simulator.phones import Phone
from simulator.scenarios.cast import PROBLEM, Talk, connected, consulting, hang_up_and_end, receipt
from simulator.scenarios.registry import scenario
from simulator.stage import AnotherStory, Stage, talk

# A published test number, told in three turns.
TURNS = (
    "Sure, it's four triple zero",
    "zero five six six five five six six",
    "five five five six, okay?",
)
LEFT = ("triple zero", "six six", "five five", "4000", "0566", "5556")


def _turn(s: Stage, phone: Phone, words: str) -> None:
    s.act(phone.say, words)
    s.until(lambda: words in phone.said, f"{phone.name} has said: {words}", 20)
    # Results of two people who speak at once may come in any order; these take turns.
    s.wait(2.5)


def _dictates(t: Talk) -> None:
    _turn(t.stage, t.a.phone, "Can I have your card number?")
    for turn in TURNS:
        _turn(t.stage, t.caller, turn)
        _turn(t.stage, t.a.phone, "mhm")


@scenario("a card that the caller tells in three turns is nowhere: transcript, model, what B hears")
def card_in_turns(s: Stage) -> None:
    t = connected(s)
    _dictates(t)
    transfer = t.transfer()
    s.until(lambda: talk(t.a.phone, t.b.phone), "A and B talk", 60)
    brief = s.transfer(transfer["id"])["brief"]
    lines = s.get(f"/api/calls/{t.call_id}/transcript")["items"]
    found = [json.dumps(lines), json.dumps(brief), *t.b.phone.texts]
    found += [text for asked in s.model.asked for text in asked.texts]
    assert s.model.asked, "the model was asked"
    assert [words for words in LEFT for text in found if words in text] == []
    if len(lines) != 3 + 2 * len(TURNS):
        raise AnotherStory("a turn was lost on its way")
    assert sum("[card number]" in line["text"] for line in lines) == len(TURNS), lines
    t.command(transfer, "complete")
    receipt(t, transfer, "completed", "completed", "accepted")
    s.until(lambda: talk(t.caller, t.b.phone), "caller and B talk", 20)
    hang_up_and_end(t)


@scenario(
    "with STORE_TRANSCRIPTS=0 no word of the caller stays with a call that is over, in the brief either",
    STORE_TRANSCRIPTS="0",
    GROQ_API_KEY="",
)
def nothing_said_stays(s: Stage) -> None:
    t, transfer = consulting(s)
    assert PROBLEM.rstrip(".") in " ".join(s.transfer(transfer["id"])["brief"]["details"])
    t.command(transfer, "complete")
    receipt(t, transfer, "completed", "completed", "accepted")
    s.until(lambda: talk(t.caller, t.b.phone), "caller and B talk", 20)
    hang_up_and_end(t)
    brief = s.transfer(transfer["id"])["brief"]
    assert brief["details"] == [] and "Billing must refund it" in brief["headline"]
    assert s.get(f"/api/calls/{t.call_id}/transcript")["items"] == []
