"""Effects about the words of a call: briefs, sketches and answers of a model, and writing down again.

What is asked of whom, and what the call comes to know.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from bridge.core.effects import AnswerQuestion, SketchBrief, Transcribe, WriteBrief
from bridge.core.events import BriefSketched, BriefWritten, LegEnded, QuestionAnswered
from bridge.core.state import Brief, Outcome, Party, Place, TransferState
from bridge.lanes import Later
from bridge.store import transcript
from summaries import redact_lines
from tests.bridge import examples
from tests.bridge.desk import RETRYABLE, A, Desk, Model
from tests.bridge.examples import NOW
from tests.bridge.twilio_double import API, SID, call, failure

B = "leg-aaaa-3"
FACTS = Brief("A caller waits.", ("Nobody said more.",), "facts")
TOLD = "By their own account: the caller wants to change the address."
WHO = "A caller whose number ends in 1 1 1 1, on the line for less than a minute."
SAID = json.dumps({"headline": "The caller wants to change the address.", "details": []})
ANSWER = json.dumps({"known": True, "text": "The caller wants to change the address.", "lines": [0]})


def _says(desk: Desk, at: float = NOW - transcript.SETTLES) -> None:
    said = transcript.Said(1, "caller", at, "I want to change the address.")
    with desk.database.write() as db:
        transcript.add(db, "call-aaaa", said, redact_lines)


def _transfer(desk: Desk, said_at: float = NOW - transcript.SETTLES, **more: Any) -> WriteBrief:
    transfer = examples.transfer(brief=FACTS, **more)
    desk.change(transfers={transfer.id: transfer})
    _says(desk, said_at)
    return WriteBrief(transfer.id)


# --- WriteBrief --------------------------------------------------------------------------------


def test_the_model_s_brief_takes_the_place_of_the_facts(desk: Desk) -> None:
    desk.model = Model(SAID)
    (written,) = desk.do(_transfer(desk))
    assert isinstance(written, BriefWritten) and written.final
    assert written.brief == Brief(TOLD, (WHO,), "groq")


def test_who_calls_and_why_is_told_though_the_model_leaves_it_out(desk: Desk) -> None:
    desk.model = Model(SAID)
    (written,) = desk.do(_transfer(desk, reason="third complaint"))
    assert isinstance(written, BriefWritten)
    assert written.brief.details == (WHO, "The reason given by Your colleague: third complaint.")


@pytest.mark.parametrize("says", ["no JSON", SAID.replace("change the address", "pay 900 dollars")])
def test_a_model_that_fails_or_invents_leaves_the_facts_as_the_last_word(desk: Desk, says: str) -> None:
    desk.model = Model(says)
    assert desk.do(_transfer(desk)) == [BriefWritten("tr-aaaa-1", FACTS, final=True)]


def test_a_process_without_a_model_leaves_the_facts_as_the_last_word(desk: Desk) -> None:
    """The process that wanted the brief had one."""
    assert desk.do(_transfer(desk)) == [BriefWritten("tr-aaaa-1", FACTS, final=True)]


def test_no_model_is_asked_for_a_transfer_that_is_over(desk: Desk) -> None:
    desk.model = Model(SAID)
    assert desk.do(_transfer(desk, state=TransferState.CANCELLED)) == []
    assert desk.model.asked == 0


def test_the_last_words_are_waited_for_until_they_are_settled_and_only_once(desk: Desk) -> None:
    desk.model = Model(SAID)
    wish = _transfer(desk, said_at=desk.database.now())
    with pytest.raises(Later) as later:
        desk.do(wish)
    assert 0 < later.value.after <= transcript.SETTLES and desk.model.asked == 0
    # Still unsettled at the second try, as when the caller goes on talking: nothing of it is told.
    (written,) = desk.do(wish, attempts=1)
    assert isinstance(written, BriefWritten) and written.brief == FACTS


def test_without_a_model_nothing_is_waited_for(desk: Desk) -> None:
    wish = _transfer(desk, said_at=desk.database.now())
    assert desk.do(wish) == [BriefWritten("tr-aaaa-1", FACTS, final=True)]


def test_whoever_took_the_call_over_passes_on_what_they_were_told(desk: Desk) -> None:
    desk.model = Model(SAID)
    wish = _transfer(desk)
    before = examples.transfer(brief=Brief("The caller cannot log in.", (), "groq"), reason="third complaint")
    before.id, before.state = "tr-aaaa-0", TransferState.COMPLETED
    desk.change(transfers={before.id: before, wish.transfer: examples.transfer(brief=FACTS)})
    (written,) = desk.do(wish)
    assert isinstance(written, BriefWritten)
    assert written.brief.details[-2:] == (
        "Your colleague was told before: The caller cannot log in.",
        "The reason given by Your colleague: third complaint.",
    )


# --- SketchBrief -------------------------------------------------------------------------------


def test_what_was_said_so_far_is_sketched_before_anybody_asks_for_a_transfer(desk: Desk) -> None:
    desk.model = Model(SAID)
    _says(desk)
    sketch = Brief(TOLD, (), "groq")
    began = desk.database.now()
    (sketched,) = desk.do(SketchBrief("call-aaaa"))
    assert isinstance(sketched, BriefSketched) and sketched.brief == sketch
    assert began <= sketched.at <= desk.database.now(), "what is said while the model thinks is not in it"


def test_a_sketch_is_made_without_what_may_be_half_of_a_card(desk: Desk) -> None:
    desk.model = Model(SAID)
    said = transcript.Said(1, "caller", desk.database.now() - 10, "4 2 4 2, 4 2 4 2, have you got that?")
    with desk.database.write() as db:
        transcript.add(db, "call-aaaa", said, redact_lines)
    desk.do(SketchBrief("call-aaaa"))
    assert "have you got that" in desk.model.data and "4 2" not in desk.model.data


def test_a_sketch_waits_for_the_last_words_to_settle_once(desk: Desk) -> None:
    desk.model = Model(SAID)
    _says(desk, at=desk.database.now())
    with pytest.raises(Later):
        desk.do(SketchBrief("call-aaaa"))
    assert desk.do(SketchBrief("call-aaaa"), attempts=1) == [], "of these words alone nothing is told yet"


@pytest.mark.parametrize("says", ["no JSON", None])
def test_a_sketch_that_fails_is_none(desk: Desk, says: str | None) -> None:
    desk.model = Model(says) if says else None
    _says(desk)
    assert desk.do(SketchBrief("call-aaaa")) == []


def test_a_call_that_is_over_is_not_sketched(desk: Desk) -> None:
    desk.model = Model(SAID)
    desk.change(ended_at=NOW)
    assert desk.do(SketchBrief("call-aaaa")) == []
    assert desk.model.asked == 0


# --- AnswerQuestion ----------------------------------------------------------------------------


def _asking(desk: Desk) -> AnswerQuestion:
    _transfer(desk)
    desk.change(B, party=Party.TARGET, place=Place.BRIEF, step="asked", number=7, transfer_id="tr-aaaa-1")
    return AnswerQuestion(B, 7, "What does she want?")


def test_a_question_is_answered_from_the_words_of_the_call(desk: Desk) -> None:
    desk.model = Model(ANSWER)
    assert desk.do(_asking(desk)) == [QuestionAnswered(B, 7, TOLD)]


@pytest.mark.parametrize(
    "says",
    [
        "no JSON",
        ANSWER.replace("change the address", "pay 900 dollars"),
        json.dumps({"known": False, "text": "", "lines": []}),
        None,
    ],
)
def test_what_the_call_does_not_say_is_no_answer(desk: Desk, says: str | None) -> None:
    desk.model = Model(says) if says else None
    assert desk.do(_asking(desk)) == [QuestionAnswered(B, 7, "")]


def test_a_question_that_nobody_waits_for_is_not_asked(desk: Desk) -> None:
    desk.model = Model(ANSWER)
    effect = _asking(desk)
    desk.change(B, number=8)
    assert desk.do(effect) == []
    assert desk.model.asked == 0


# --- Transcribe --------------------------------------------------------------------------------

TRANSCRIPTIONS = f"{API}/Calls/{SID}/Transcriptions.json"
WRITE_DOWN = Transcribe(A, 2)


def test_a_leg_is_written_down_again_under_a_name_and_a_url_of_its_own(desk: Desk) -> None:
    desk.twilio.answer("POST", TRANSCRIPTIONS, {"sid": "GT" + "a" * 32})
    assert desk.do(WRITE_DOWN) == []
    (asked,) = desk.twilio.asked
    assert asked.sent["Name"] == "call-aaaa.2"
    assert asked.sent["StatusCallbackUrl"].startswith(
        "https://bridge.example.com/twilio/calls/call-aaaa/transcription?s=2#"
    )
    assert (asked.sent["Track"], asked.sent["LanguageCode"]) == ("both_tracks", "en-US")


@pytest.mark.parametrize("facts", [{"ended_at": NOW}, {"call_sid": None}])
def test_a_phone_that_is_gone_is_not_written_down(desk: Desk, facts: dict[str, Any]) -> None:
    desk.change(A, **facts)
    assert desk.do(WRITE_DOWN) == []
    assert desk.twilio.asked == []


@pytest.mark.parametrize("why", RETRYABLE)
def test_a_carrier_that_cannot_write_down_now_is_asked_again(desk: Desk, why: str) -> None:
    desk.twilio.answer("POST", TRANSCRIPTIONS, RETRYABLE[why])
    with pytest.raises(Later):
        desk.do(WRITE_DOWN)


def test_a_call_that_cannot_be_written_down_because_it_is_over_is_noticed(desk: Desk) -> None:
    desk.twilio.answer("POST", TRANSCRIPTIONS, failure(400, 21220))
    desk.twilio.call("GET", call(status="completed"))
    assert desk.do(WRITE_DOWN) == [LegEnded(A, Outcome.DECLINED)]
