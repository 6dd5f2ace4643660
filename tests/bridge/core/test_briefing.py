"""Who hears the brief, when, and what comes of asking about it: gate, machines, questions, A and the caller.

Decides nothing about keys that take the call; those are in `test_decide_briefs.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bridge.core.effects import AnswerQuestion
from bridge.core.events import BriefWritten, Command, InputKind, MachineJudged, QuestionAnswered
from bridge.core.policy import DEFAULT, Policy
from bridge.core.state import Brief, Outcome, TransferState
from tests.bridge.core.story import CAROL, OUTSIDE, Story, at

BETTER = Brief("Carol wants 40 dollars back.", ("Since March.",), "groq")
MODEL = replace(DEFAULT, model=True)


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
GUARDED = replace(LISTENING, brief_after_key=True)


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


def unjudged() -> Story:
    """No verdict has come while the brief waited for it."""
    s = at("dialling", LISTENING)
    s.fetches("Bob")
    s.wait(LISTENING.machine_wait)
    s.hears_on("Bob")
    return s


def test_a_verdict_that_does_not_come_is_not_waited_for_but_replaced_by_a_key() -> None:
    s = unjudged()
    assert s.told("Bob") == ("brief", "gate", "")
    s.presses("Bob", "1")
    assert s.told("Bob")[1] == "headline"


def test_a_machine_that_is_recognised_late_has_heard_no_brief() -> None:
    s = unjudged()
    s.tell(MachineJudged(s.leg("Bob").id, machine=True))
    assert s.told("Bob") == ("ended", "", "")
    assert s.transfer.outcome is Outcome.NOT_ACCEPTED


@pytest.mark.parametrize(
    ("policy", "key", "step"),
    [(LISTENING, "4", "detail"), (LISTENING, "5", "headline"), (GUARDED, "1", "headline")],
)
def test_whoever_presses_a_key_is_no_machine_and_hears_the_brief_before_the_verdict(
    policy: Policy, key: str, step: str
) -> None:
    s = at("dialling", policy)
    s.fetches("Bob")
    s.presses("Bob", key)
    assert s.told("Bob")[1] == step
    s.tell(MachineJudged(s.leg("Bob").id, machine=True))
    assert s.told("Bob") == ("brief", step, "")
    s.presses("Bob", "1")
    assert s.transfer.state is TransferState.CONSULTING


def test_a_wrong_key_shows_nobody() -> None:
    s = at("dialling", LISTENING)
    s.fetches("Bob")
    s.presses("Bob", "9")
    assert s.told("Bob")[1] == "moment"
    s.tell(MachineJudged(s.leg("Bob").id, machine=True))
    assert s.transfer.outcome is Outcome.NOT_ACCEPTED


def test_a_call_that_an_older_version_saw_taken_is_not_taken_back_by_a_late_verdict() -> None:
    s = at("consulting", LISTENING)
    s.leg("Bob").judged = False
    s.tell(MachineJudged(s.leg("Bob").id, machine=True))
    assert s.transfer.state is TransferState.CONSULTING


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


def says(s: Story, words: str) -> None:
    s.returns("Bob", InputKind.SPOKEN, said=words)


def asking() -> Story:
    """Bob has heard the headline and asked something."""
    s = at("dialling", MODEL)
    s.tell(BriefWritten(s.transfer.id, BETTER, final=True))
    s.fetches("Bob")
    s.hears_on("Bob")
    says(s, QUESTION)
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


def test_b_hears_once_that_it_takes_a_moment_and_the_answer_in_the_second_in_which_it_comes() -> None:
    s = asking()
    bob = s.leg("Bob")
    assert s.told("Bob") == ("brief", "asked", "")
    s.wait(2.2)
    s.hears_on("Bob")
    assert s.told("Bob") == ("brief", "asked", "quiet")
    s.tell(QuestionAnswered(bob.id, bob.number, "She has reset it twice."))
    s.wait(1.0)
    s.hears_on("Bob")
    assert s.told("Bob") == ("brief", "answer", "")


@pytest.mark.parametrize(("first", "rounds"), [(1.9, 2), (2.2, 1), (3.1, 0)])
def test_b_hears_no_later_than_four_seconds_after_a_question_that_nothing_is_known(
    first: float, rounds: int
) -> None:
    s = asking()
    s.wait(first)
    s.hears_on("Bob")
    for _ in range(rounds):
        assert s.told("Bob") == ("brief", "asked", "quiet")
        s.wait(1.0)
        s.hears_on("Bob")
    assert s.told("Bob") == ("brief", "answer", "")
    assert s.now - (s.leg("Bob").asked_at or 0.0) <= DEFAULT.answer_wait


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
    says(s, QUESTION)
    assert (s.told("Bob")[1], s.wanted(AnswerQuestion)) == ("answer", [])


@pytest.mark.parametrize("words", ["Hello?", "Yes hello"])
def test_a_word_or_two_are_no_question_but_get_the_brief_again(words: str) -> None:
    s = at("briefing")
    s.presses("Bob", "4")
    says(s, words)
    assert s.told("Bob") == ("brief", "headline", "")


def test_a_new_question_takes_the_place_of_the_old_answer() -> None:
    s = asking()
    s.tell(QuestionAnswered(s.leg("Bob").id, s.leg("Bob").number, "She has reset it twice."))
    s.hears_on("Bob")
    says(s, "And what did Alice promise?")
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
