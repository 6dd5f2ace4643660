"""B hears the brief, steers it by keys, and takes the call or does not.

Decides what counts as taking it, and what a hand-over or a hang-up of A in the meantime leads to.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bridge.core.effects import HangUpLeg
from bridge.core.events import (
    Agent,
    AgentReserved,
    BriefWritten,
    Command,
    NobodyFree,
    RoomMade,
    RoomRefused,
)
from bridge.core.policy import DEFAULT
from bridge.core.state import Brief, CallState, Kind, Outcome, TransferState
from tests.bridge.core.story import CAROL, FACTS, OUTSIDE, at

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
    s.wait(2.0)
    s.hears_on("Bob")
    assert (s.told("Bob"), s.leg("Bob").number) == (("brief", "moment", "quiet"), number)
    s.wait(1.0)
    s.hears_on("Bob")
    assert s.told("Bob") == ("brief", "headline", "")


def test_b_who_has_heard_the_announcement_is_not_kept_beyond_three_seconds_by_one_moment() -> None:
    s = at("dialling", MODEL)
    s.fetches("Bob")
    s.wait(2.2)
    s.hears_on("Bob")
    assert s.told("Bob") == ("brief", "headline", "")


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
        assert s.told(CAROL) == ("waiting", "", "untaken")
