"""A transfer starts, is refused, or finds that B cannot be had.

Decides who may be asked for, what goes out at the start, and that A is told why nobody came.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bridge.core.effects import DialLeg, StateFacts, WriteBrief
from bridge.core.events import (
    Command,
    TransferRequested,
)
from bridge.core.policy import DEFAULT
from bridge.core.state import CallState, Outcome, TransferState
from tests.bridge.core.story import CAROL, FACTS, OUTSIDE, at

MODEL = replace(DEFAULT, model=True)


# --- the start -----------------------------------------------------------------------------------


def test_hold_move_and_dial_go_out_side_by_side() -> None:
    s = at("connected")
    s.asks("Bob")
    assert s.told(CAROL) == ("hold", "", "hold")
    assert s.told("Alice") == ("consulting", "dialling", "")
    assert s.told("Bob") == ("brief", "announce", "")
    assert s.redirected() == {s.leg(CAROL).id, s.leg("Alice").id}
    assert s.wanted(DialLeg) == [DialLeg(s.leg("Bob").id, urgency=0)]
    assert s.call.state is CallState.TRANSFERRING


@pytest.mark.parametrize("policy", [DEFAULT, MODEL])
def test_the_facts_stand_from_the_first_moment_on_and_the_model_is_asked_beside(policy: Any) -> None:
    s = at("connected", policy)
    s.asks("Bob")
    assert (s.transfer.brief, s.transfer.brief_final) == (FACTS, not policy.model)
    assert s.wanted(StateFacts) == [StateFacts(s.transfer.id)]
    assert s.wanted(WriteBrief) == ([WriteBrief(s.transfer.id)] if policy.model else [])


def test_a_phone_outside_the_directory_reserves_nobody() -> None:
    s = at("connected")
    s.asks(phone=OUTSIDE)
    assert (s.leg(OUTSIDE).agent_id, s.transfer.to_phone) == (None, OUTSIDE)
    assert set(s.directory.reserved()) == {"Alice"}


def test_somebody_outside_the_directory_who_took_a_call_may_transfer_it_on() -> None:
    s = at("handed_outside")
    s.asks("Bob")
    assert s.told(OUTSIDE) == ("consulting", "dialling", "")
    assert s.told("Bob")[0] == "brief"


def test_in_a_blind_transfer_a_is_released_at_once_and_b_still_presses_1() -> None:
    s = at("connected")
    s.asks("Bob", mode="blind")
    assert s.told("Alice") == ("ended", "", "blind")
    s.hangs_up("Alice")
    s.catch_up()
    s.fetches("Bob")
    s.presses("Bob", "1")
    s.meet()
    assert (s.transfer.state, s.call.state) == (TransferState.COMPLETED, CallState.CONNECTED)
    assert s.call.agent_leg == s.leg("Bob").id


def test_when_nobody_takes_a_blind_transfer_a_is_called_back_first() -> None:
    s = at("connected")
    s.asks("Bob", mode="blind")
    s.hangs_up("Alice")
    s.fetches("Bob")
    s.presses("Bob", "2")
    assert (s.transfer.state, s.transfer.outcome) == (TransferState.FAILED, Outcome.DECLINED)
    assert s.told(CAROL) == ("waiting", "", "untaken")
    assert s.told("Alice")[0] == "offer", "although Cleo has been idle for longer"


def test_nobody_who_is_taken_out_of_a_conversation_is_still_waited_for_there() -> None:
    s = at("connected")
    s.dial_ends("Alice", answered=False)
    assert {"look", "join"} <= set(s.call.deadlines)
    s.asks("Bob")
    assert not {"look", "join"} & set(s.call.deadlines)


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ({"agent_id": "Alice"}, "the agent who has the call already"),
        ({"agent_id": "Bob"}, "Nobody who could take this transfer is free"),
        ({"skill": "none-of-us"}, "Nobody who could take this transfer is free"),
    ],
)
def test_a_transfer_to_somebody_who_cannot_be_had_is_refused_in_words(wish: dict[str, str], why: str) -> None:
    s = at("connected")
    for name in ("Bob", "Cleo"):
        s.directory.busy_elsewhere(name)
    before = s.call
    s.tell(TransferRequested("", "warm", **wish))
    assert why in (s.refusal or "")
    assert s.call == before and s.effects == []


def test_a_second_transfer_is_refused_while_one_lives() -> None:
    s = at("dialling")
    s.asks("Cleo")
    assert "transferred already" in (s.refusal or "")
    assert "Cleo" not in s.directory.reserved()


def test_only_a_connected_call_can_be_transferred() -> None:
    s = at("ringing")
    s.asks("Bob")
    assert s.refusal == "The call is ringing; only a connected call can be transferred."


@pytest.mark.parametrize(
    ("stage", "command"),
    [
        ("dialling", Command.MERGE),
        ("dialling", Command.SWAP),
        ("briefing", Command.MERGE),
        ("briefing", Command.SWAP),
        ("three_way", Command.SWAP),
        ("handing_over", Command.CANCEL),
        ("handing_over", Command.MERGE),
        ("handing_over", Command.SWAP),
        ("handed_over", Command.CANCEL),
        ("handed_over", Command.SWAP),
        ("returning", Command.COMPLETE),
        ("returning", Command.MERGE),
    ],
)
def test_a_command_that_does_not_apply_is_refused_in_a_sentence_and_changes_nothing(
    stage: str, command: Command
) -> None:
    s = at(stage)
    before, state = s.call, str(s.transfer.state).replace("_", " ")
    s.commands(command)
    assert (s.refusal or "").startswith("The transfer is") and state in (s.refusal or "")
    assert s.call == before and s.effects == []


@pytest.mark.parametrize(
    ("stage", "command"), [("handed_over", Command.COMPLETE), ("returning", Command.CANCEL)]
)
def test_asking_for_what_has_happened_already_is_fine(stage: str, command: Command) -> None:
    s = at(stage)
    before = s.call
    s.commands(command)
    assert s.refusal is None
    assert s.call == before and s.effects == []


# --- B's phone -----------------------------------------------------------------------------------


def test_a_is_told_when_b_has_answered() -> None:
    s = at("dialling")
    s.fetches("Bob")
    assert s.transfer.state is TransferState.BRIEFING
    assert s.told("Alice") == ("consulting", "answered", "")


@pytest.mark.parametrize("outcome", [Outcome.BUSY, Outcome.NO_ANSWER, Outcome.UNREACHABLE, Outcome.ERROR])
def test_when_b_cannot_be_had_caller_and_a_go_back_and_a_is_told_why(outcome: Outcome) -> None:
    s = at("dialling")
    s.hangs_up("Bob", outcome)
    assert (s.transfer.state, s.transfer.outcome) == (TransferState.FAILED, outcome)
    assert s.told("Alice") == ("conversation", "", f"back_{outcome}")
    assert s.told(CAROL) == ("conversation", "", "back")
    assert s.talks_in(CAROL) == s.talks_in("Alice") == s.transfer.first_conversation
    assert s.call.state is CallState.TRANSFERRING
    s.meet()
    assert s.call.state is CallState.CONNECTED
    assert s.call.deadlines == {}


def test_b_who_hangs_up_during_the_brief_has_declined() -> None:
    s = at("briefing")
    s.hangs_up("Bob")
    assert s.transfer.outcome is Outcome.DECLINED
    assert s.told("Alice")[2] == "back_declined"


def test_a_skill_s_agents_are_tried_one_after_another_and_nobody_twice() -> None:
    s = at("connected")
    s.asks(skill="billing")
    assert s.told("Bob")[0] == "brief"
    s.fetches("Bob")
    s.presses("Bob", "2")
    assert s.told("Alice") == ("consulting", "next_target", "")
    assert (s.told("Cleo")[0], s.transfer.state) == ("brief", TransferState.DIALLING)
    assert s.transfer.to_agent_id == "Cleo"
    s.hangs_up("Bob")
    s.hangs_up("Cleo", Outcome.BUSY)
    assert (s.transfer.state, s.transfer.outcome) == (TransferState.FAILED, Outcome.BUSY)
    assert [leg.outcome for leg in s.call.legs.values() if leg.transfer_id] == ["declined", "busy"]


def test_the_next_one_is_rung_when_the_first_is_busy() -> None:
    s = at("connected")
    s.asks(skill="billing")
    s.hangs_up("Bob", Outcome.BUSY)
    assert (s.told("Cleo")[0], s.transfer.state) == ("brief", TransferState.DIALLING)
    assert s.told("Alice") == ("consulting", "next_target", "")


def test_a_who_has_asked_to_hand_over_is_not_asked_again_when_b_answers() -> None:
    s = at("dialling")
    s.presses("Alice", "2")
    told = s.told("Alice")
    s.fetches("Bob")
    assert s.transfer.state is TransferState.BRIEFING
    assert s.told("Alice") == told == ("consulting", "hand_over", "")


def test_a_who_has_asked_to_hand_over_hears_who_is_rung_next() -> None:
    s = at("connected")
    s.asks(skill="billing")
    s.presses("Alice", "2")
    s.hangs_up("Bob", Outcome.BUSY)
    assert s.told("Alice") == ("consulting", "next_to_hand_over", "")
    s.fetches("Cleo")
    s.presses("Cleo", "1")
    assert s.talks_in(CAROL) == s.talks_in("Cleo")


def test_the_next_one_is_rung_although_a_has_hung_up() -> None:
    s = at("connected")
    s.asks(skill="billing")
    s.hangs_up("Alice")
    s.hangs_up("Bob", Outcome.BUSY)
    assert (s.told("Cleo")[0], s.redirected()) == ("brief", set())
