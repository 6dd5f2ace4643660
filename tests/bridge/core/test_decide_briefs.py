"""B hears the brief, steers it by keys, and takes the call or does not.

Decides what counts as taking it, and what a hand-over or a hang-up of A in the meantime leads to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bridge.core.effects import AnswerQuestion, HangUpLeg
from bridge.core.events import (
    Agent,
    AgentReserved,
    BriefWritten,
    Command,
    MachineJudged,
    NobodyFree,
    QuestionAnswered,
    RoomMade,
    RoomRefused,
)
from bridge.core.policy import DEFAULT
from bridge.core.state import Brief, CallState, Kind, Outcome, TransferState
from tests.bridge.core.story import CAROL, FACTS, OUTSIDE, Story, at

BETTER = Brief("Carol wants 40 dollars back.", ("Since March.",), "groq")
MODEL = replace(DEFAULT, model=True)


# --- the brief -----------------------------------------------------------------------------------


def test_the_headline_follows_the_announcement_when_there_is_a_brief() -> None:
    s = at("dialling")
    s.fetches("Bob")
    assert s.told("Bob") == ("brief", "announce", "")
    s.hears_on("Bob")
    assert s.told("Bob") == ("brief", "headline", "")


def test_a_brief_that_is_being_written_is_waited_for_but_not_for_long() -> None:
    s = at("dialling", MODEL)
    s.fetches("Bob")
    s.hears_on("Bob")
    assert s.told("Bob")[1] == "moment"
    number = s.leg("Bob").number
    s.hears_on("Bob")
    assert (s.told("Bob")[1], s.leg("Bob").number) == ("moment", number)
    s.wait(3.0)
    s.hears_on("Bob")
    assert s.told("Bob")[1] == "headline"


def test_a_better_brief_counts_until_one_is_being_spoken() -> None:
    s = at("dialling", MODEL)
    s.tell(BriefWritten(s.transfer.id, BETTER, final=True))
    assert (s.transfer.brief, s.transfer.brief_final) == (BETTER, True)
    s.fetches("Bob")
    s.hears_on("Bob")
    assert s.told("Bob")[1] == "headline"
    s.tell(BriefWritten(s.transfer.id, FACTS, final=True))
    assert s.transfer.brief == BETTER


@pytest.mark.parametrize(
    ("keys", "step"),
    [("4", "detail"), ("5", "headline"), ("45", "headline"), ("9", "asked_twice"), ("", "asked_twice")],
)
def test_b_steers_the_brief_by_keys(keys: str, step: str) -> None:
    s = at("briefing")
    for key in keys:
        s.presses("Bob", key)
    if not keys:
        s.is_silent("Bob")
    assert s.told("Bob") == ("brief", step, "")
    assert s.redirected() == set()


def test_a_brief_that_is_being_heard_goes_on_when_its_document_fetches_itself() -> None:
    s = at("briefing")
    number = s.leg("Bob").number
    s.hears_on("Bob")
    assert s.leg("Bob").number == number


@pytest.mark.parametrize("key", ["9", ""])
def test_silence_or_a_wrong_key_in_the_announcement_goes_on_to_the_headline(key: str) -> None:
    s = at("dialling")
    s.fetches("Bob")
    s.presses("Bob", key)
    assert s.told("Bob")[1] == "headline"


@pytest.mark.parametrize(
    ("keys", "outcome", "note"),
    [("2", Outcome.DECLINED, "declined"), ("99", Outcome.NOT_ACCEPTED, "not_taken")],
)
def test_b_who_does_not_take_it_is_thanked_and_a_is_told(keys: str, outcome: Outcome, note: str) -> None:
    s = at("briefing")
    for key in keys:
        s.presses("Bob", key)
    assert s.told("Bob") == ("ended", "", note)
    assert s.transfer.outcome is outcome
    assert s.told("Alice")[2] == f"back_{outcome}"


# --- who may hear it -----------------------------------------------------------------------------


def outside() -> Story:
    """An outside phone has been picked up, by anybody."""
    s = at("connected")
    s.asks(phone=OUTSIDE)
    s.fetches(OUTSIDE)
    return s


def guarded() -> Story:
    """Every target is asked for a key before the brief."""
    s = at("connected", replace(DEFAULT, brief_after_key=True))
    s.asks("Bob")
    s.fetches("Bob")
    return s


@pytest.mark.parametrize(("start", "who"), [(outside, OUTSIDE), (guarded, "Bob")])
def test_the_brief_comes_only_after_a_key_and_the_call_only_after_another(
    start: Callable[[], Story], who: str
) -> None:
    s = start()
    assert s.told(who) == ("brief", "gate", "")
    s.presses(who, "1")
    assert s.told(who) == ("brief", "headline", "")
    assert s.transfer.state is TransferState.BRIEFING
    s.presses(who, "1")
    assert s.transfer.state is TransferState.CONSULTING


@pytest.mark.parametrize("keys", ["", "4", "5", "9"])
def test_whoever_presses_no_right_key_at_the_gate_is_asked_once_more_and_never_hears_the_brief(
    keys: str,
) -> None:
    s = outside()
    s.presses(OUTSIDE, keys) if keys else s.is_silent(OUTSIDE)
    assert s.told(OUTSIDE) == ("brief", "gate", "still_there")
    s.presses(OUTSIDE, keys) if keys else s.is_silent(OUTSIDE)
    assert s.told(OUTSIDE) == ("ended", "", "not_taken")
    assert s.transfer.outcome is Outcome.NOT_ACCEPTED


def test_whoever_presses_1_before_a_brief_is_there_waits_for_it() -> None:
    s = at("connected", MODEL)
    s.asks(phone=OUTSIDE)
    s.fetches(OUTSIDE)
    s.presses(OUTSIDE, "1")
    assert s.told(OUTSIDE)[1] == "moment"
    s.tell(BriefWritten(s.transfer.id, BETTER, final=True))
    s.hears_on(OUTSIDE)
    assert s.told(OUTSIDE)[1] == "headline"


LISTENING = replace(DEFAULT, machine_detection=True)


def test_a_machine_is_hung_up_and_counts_as_nobody_who_took_the_call() -> None:
    s = at("dialling", LISTENING)
    s.fetches("Bob")
    s.hears_on("Bob")
    assert s.told("Bob")[1] == "moment", "no brief before the verdict"
    s.tell(MachineJudged(s.leg("Bob").id, machine=True))
    assert s.told("Bob") == ("ended", "", "")
    assert s.transfer.outcome is Outcome.NOT_ACCEPTED
    assert s.told("Alice")[2] == "back_not_accepted"


def test_a_person_hears_the_brief_as_soon_as_the_carrier_says_so() -> None:
    s = at("dialling", LISTENING)
    s.fetches("Bob")
    s.tell(MachineJudged(s.leg("Bob").id, machine=False))
    s.hears_on("Bob")
    assert s.told("Bob")[1] == "headline"


def test_a_verdict_that_does_not_come_is_not_waited_for() -> None:
    s = at("dialling", LISTENING)
    s.fetches("Bob")
    s.wait(LISTENING.machine_wait)
    s.hears_on("Bob")
    assert s.told("Bob")[1] == "headline"


def test_whoever_has_taken_the_call_is_no_machine_whatever_the_carrier_hears() -> None:
    s = at("consulting", LISTENING)
    s.tell(MachineJudged(s.leg("Bob").id, machine=True))
    assert s.transfer.state is TransferState.CONSULTING


def test_a_machine_that_is_offered_a_call_loses_it_to_the_next_agent() -> None:
    s = at("ringing", LISTENING)
    s.fetches("Alice")
    s.tell(MachineJudged(s.leg("Alice").id, machine=True))
    assert s.told("Alice") == ("ended", "", "")
    assert s.told("Bob")[0] == "offer"


# --- B asks --------------------------------------------------------------------------------------

QUESTION = "What has she tried already?"


def asking() -> Story:
    """Bob has heard the headline and asked something."""
    s = at("dialling", MODEL)
    s.tell(BriefWritten(s.transfer.id, BETTER, final=True))
    s.fetches("Bob")
    s.hears_on("Bob")
    s.says("Bob", QUESTION)
    return s


def test_b_asks_aloud_and_hears_the_answer_when_it_is_there() -> None:
    s = asking()
    bob = s.leg("Bob")
    assert s.wanted(AnswerQuestion) == [AnswerQuestion(bob.id, bob.number, QUESTION)]
    s.hears_on("Bob")
    assert s.told("Bob")[1] == "asked"
    s.tell(QuestionAnswered(bob.id, bob.number, "She has reset it twice."))
    s.hears_on("Bob")
    assert (s.told("Bob")[1], s.leg("Bob").answer) == ("answer", "She has reset it twice.")


def test_an_answer_that_takes_longer_than_four_seconds_is_not_waited_for_nor_told_later() -> None:
    s = asking()
    bob = s.leg("Bob")
    s.wait(DEFAULT.answer_wait)
    s.hears_on("Bob")
    assert (s.told("Bob")[1], s.leg("Bob").answer) == ("answer", "")
    s.tell(QuestionAnswered(bob.id, bob.number, "She has reset it twice."))
    assert s.leg("Bob").answer == ""


def test_when_nothing_is_known_b_is_told_so_at_once() -> None:
    s = asking()
    bob = s.leg("Bob")
    s.tell(QuestionAnswered(bob.id, bob.number, ""))
    s.hears_on("Bob")
    assert s.told("Bob")[1] == "answer"


def test_without_a_model_nobody_is_kept_waiting_for_an_answer() -> None:
    s = at("briefing")
    s.says("Bob", QUESTION)
    assert (s.told("Bob")[1], s.wanted(AnswerQuestion)) == ("answer", [])


@pytest.mark.parametrize("words", ["Hello?", "Yes hello"])
def test_a_word_or_two_are_no_question_but_get_the_brief_again(words: str) -> None:
    s = at("briefing")
    s.presses("Bob", "4")
    s.says("Bob", words)
    assert s.told("Bob") == ("brief", "headline", "")


def test_a_new_question_takes_the_place_of_the_old_answer() -> None:
    s = asking()
    s.tell(QuestionAnswered(s.leg("Bob").id, s.leg("Bob").number, "She has reset it twice."))
    s.hears_on("Bob")
    s.says("Bob", "And what did Alice promise?")
    assert (s.told("Bob")[1], s.leg("Bob").answer) == ("asked", "")


@pytest.mark.parametrize(("key", "state"), [("1", TransferState.CONSULTING), ("2", TransferState.FAILED)])
def test_keys_work_while_an_answer_is_looked_up(key: str, state: TransferState) -> None:
    s = asking()
    s.presses("Bob", key)
    assert s.transfer.state is state


# --- what A hears --------------------------------------------------------------------------------


def test_a_hears_once_what_b_is_being_told() -> None:
    s = at("briefing")
    assert s.told("Alice") == ("consulting", "told", "")
    s.hears_on("Alice")
    assert s.told("Alice") == ("consulting", "briefing", "")


def test_a_who_has_asked_for_the_hand_over_is_not_told_again() -> None:
    s = at("dialling")
    s.commands(Command.COMPLETE)
    s.fetches("Bob")
    s.hears_on("Bob")
    assert s.told("Alice") == ("consulting", "hand_over", "")


@pytest.mark.parametrize(
    ("to", "note"), [({"to": "Bob"}, "joining"), ({"skill": "billing"}, "joining_skill")]
)
def test_the_caller_hears_to_whom_and_what_for(to: dict[str, str], note: str) -> None:
    s = at("connected")
    s.asks(**to)
    b = s.leg("Bob").agent_id or ""
    s.fetches(b)
    s.hears_on(b)
    s.presses(b, "1")
    s.commands(Command.COMPLETE)
    assert s.told(CAROL)[2] == note


# --- acceptance and leaving in between -----------------------------------------------------------


def test_b_presses_1_and_joins_by_the_answer_a_by_redirect() -> None:
    s = at("briefing")
    s.presses("Bob", "1")
    assert s.transfer.state is TransferState.CONSULTING
    assert s.talks_in("Bob") == s.talks_in("Alice") == s.transfer.consult
    assert s.redirected() == {s.leg("Alice").id}
    assert s.told(CAROL)[0] == "hold"


@pytest.mark.parametrize("kind", Kind)
def test_the_consult_is_of_the_kind_that_the_setting_says(kind: Kind) -> None:
    s = at("briefing", replace(DEFAULT, consult=kind))
    if s.transfer.consult is not None:
        s.tell(RoomMade(s.transfer.consult))
    s.presses("Bob", "1")
    assert s.call.conversations[s.transfer.consult or ""].kind is kind


def test_a_consult_room_that_is_not_there_in_time_is_not_waited_for() -> None:
    s = at("briefing", replace(DEFAULT, consult=Kind.LIVEKIT))
    s.presses("Bob", "1")
    assert s.call.conversations[s.transfer.consult or ""].kind is Kind.CONFERENCE


def test_a_consult_room_that_cannot_be_had_is_replaced_by_a_conference() -> None:
    s = at("briefing", replace(DEFAULT, consult=Kind.LIVEKIT))
    s.presses("Bob", "1")
    s.tell(RoomRefused(s.transfer.consult or ""))
    assert s.talks_in("Bob") == s.talks_in("Alice") == s.transfer.consult
    assert s.call.conversations[s.transfer.consult or ""].kind is Kind.CONFERENCE


@pytest.mark.parametrize("by_key", [True, False])
def test_a_hand_over_asked_for_before_b_accepts_is_remembered(by_key: bool) -> None:
    s = at("briefing")
    s.presses("Alice", "2") if by_key else s.commands(Command.COMPLETE)
    assert s.told("Alice") == ("consulting", "hand_over", "")
    s.presses("Bob", "1")
    assert s.transfer.state is TransferState.HANDING_OVER
    assert s.talks_in(CAROL) == s.talks_in("Bob")
    assert s.told("Alice")[0] == "consulting", "A is not in the way"
    s.meet()
    assert s.transfer.outcome is Outcome.COMPLETED
    assert s.told("Alice") == ("ended", "", "handed_over")


@pytest.mark.parametrize("by_key", [True, False])
def test_a_calls_the_transfer_off_while_b_is_called(by_key: bool) -> None:
    s = at("dialling")
    s.presses("Alice", "1") if by_key else s.commands(Command.CANCEL)
    assert (s.transfer.state, s.transfer.outcome) == (TransferState.CANCELLED, Outcome.CANCELLED)
    assert s.wanted(HangUpLeg) == [HangUpLeg(s.leg("Bob").id)]
    assert s.leg("Bob").outcome is Outcome.CANCELLED
    assert s.told("Alice") == ("conversation", "", "back_cancelled")


def test_a_key_that_no_longer_applies_is_answered_with_the_current_document() -> None:
    s = at("taken_over")
    s.presses("Alice", "1")
    assert s.refusal is None
    assert (s.told("Alice")[0], s.transfer.state) == ("consulting", TransferState.HANDING_OVER)


def test_a_hand_over_asked_for_when_a_has_gone_is_what_happens_anyway() -> None:
    s = at("briefing")
    s.hangs_up("Alice")
    s.commands(Command.COMPLETE)
    assert (s.refusal, s.effects) == (None, [])
    s.presses("Bob", "1")
    assert s.transfer.state is TransferState.HANDING_OVER


@pytest.mark.parametrize("answer", [AgentReserved(Agent("Cleo", "Cleo", OUTSIDE), True), NobodyFree(True)])
def test_the_directory_s_answer_for_a_transfer_that_is_over_rings_nobody(
    answer: AgentReserved | NobodyFree,
) -> None:
    s = at("connected")
    s.tell(answer)
    assert (s.effects, s.changes) == ([], [])


@pytest.mark.parametrize("accepts", [True, False])
def test_when_a_hangs_up_while_b_is_called_b_takes_over_or_the_caller_is_queued(accepts: bool) -> None:
    s = at("briefing")
    s.hangs_up("Alice")
    s.presses("Bob", "1" if accepts else "2")
    if accepts:
        s.meet()
        assert (s.transfer.outcome, s.call.state) == (Outcome.COMPLETED, CallState.CONNECTED)
    else:
        assert (s.transfer.state, s.transfer.outcome) == (TransferState.CANCELLED, Outcome.AGENT_LEFT)
        assert s.told(CAROL) == ("waiting", "", "queued")
