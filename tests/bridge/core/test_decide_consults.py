"""From the consult on: hand over, back, swap, all three together, and whoever hangs up on the way.

Decides who ends up with the caller, and that A is not dropped before the caller is there.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bridge.core.decide import decide
from bridge.core.effects import DeleteRoom
from bridge.core.events import Command, HangUpRequested
from bridge.core.state import CallOutcome, CallState, Outcome, TransferState
from tests.bridge.core.story import CAROL, Story, at

LIVE_STAGES = ["dialling", "briefing", "consulting", "swapped", "three_way", "handing_over"]


def together(s: Story, *people: str) -> bool:
    """These and nobody else are in one conversation."""
    places = {s.talks_in(who) for who in people}
    others = [leg for leg in s.call.present() if leg.conversation in places]
    return len(places) == 1 and None not in places and len(others) == len(people)


# --- hand over -----------------------------------------------------------------------------------


def test_only_the_caller_moves_at_the_hand_over() -> None:
    s = at("consulting")
    s.commands(Command.COMPLETE)
    assert s.told(CAROL) == ("conversation", "", "joining")
    assert s.redirected() == {s.leg(CAROL).id}
    assert together(s, CAROL, "Alice", "Bob")


def test_a_is_dropped_only_when_the_caller_is_seen_in_the_consult() -> None:
    s = at("handing_over")
    s.is_seen("Alice", "Bob")
    assert s.transfer.state is TransferState.HANDING_OVER
    assert s.told("Alice")[0] == "conversation"
    s.is_seen(CAROL)
    assert s.told("Alice") == ("ended", "", "handed_over")
    assert (s.transfer.state, s.transfer.outcome) == (TransferState.COMPLETED, Outcome.COMPLETED)


def test_after_the_hand_over_b_is_the_call_s_agent_and_the_consult_its_home() -> None:
    s = at("handed_over")
    assert (s.call.state, s.call.agent_leg) == (CallState.CONNECTED, s.leg("Bob").id)
    assert (s.leg("Bob").party, s.call.home) == ("agent", s.transfer.consult)
    assert [e for e in s.everything if isinstance(e, DeleteRoom)] == [
        DeleteRoom(s.transfer.first_conversation or "")
    ]
    assert set(s.directory.reserved()) == {"Bob"}


def test_the_same_command_again_while_it_is_being_done_moves_nobody() -> None:
    s = at("handing_over")
    s.commands(Command.COMPLETE)
    assert (s.refusal, s.effects) == (None, [])


def test_b_may_transfer_on_to_somebody_else() -> None:
    s = at("handed_over")
    s.asks("Cleo")
    assert s.told("Bob") == ("consulting", "dialling", "")
    assert (s.transfer.from_agent_id, s.transfer.first_conversation) == ("Bob", s.call.home)
    s.commands(Command.CANCEL)
    assert together(s, CAROL, "Bob")


@pytest.mark.parametrize("at_once", [True, False])
def test_a_may_hang_up_instead_of_handing_over(at_once: bool) -> None:
    s = at("consulting")
    if at_once:
        s.commands(Command.COMPLETE)
    s.hangs_up("Alice")
    assert s.transfer.state is TransferState.HANDING_OVER
    s.meet()
    assert (s.transfer.outcome, s.call.state) == (Outcome.COMPLETED, CallState.CONNECTED)


# --- back ----------------------------------------------------------------------------------------


def test_back_takes_caller_and_a_to_their_first_conversation_and_releases_b() -> None:
    s = at("consulting")
    s.commands(Command.CANCEL)
    assert together(s, CAROL, "Alice")
    assert s.talks_in(CAROL) == s.transfer.first_conversation
    assert s.told("Bob") == ("ended", "", "released")
    assert s.leg("Bob").outcome is Outcome.ACCEPTED
    assert s.call.state is CallState.TRANSFERRING
    s.meet()
    assert s.call.state is CallState.CONNECTED


@pytest.mark.parametrize("stage", ["consulting", "handing_over"])
def test_b_who_leaves_before_the_hand_over_is_done_takes_everybody_back(stage: str) -> None:
    s = at(stage)
    s.hangs_up("Bob")
    assert (s.transfer.state, s.transfer.outcome) == (TransferState.FAILED, Outcome.DECLINED)
    assert s.told("Alice") == ("conversation", "", "back_left")
    assert s.talks_in(CAROL) == s.talks_in("Alice") == s.transfer.first_conversation


def test_without_a_there_is_no_way_back_and_the_caller_is_queued() -> None:
    s = at("handing_over")
    s.hangs_up("Alice")
    s.hangs_up("Bob")
    assert s.transfer.outcome is Outcome.DECLINED
    assert (s.told(CAROL), s.call.state) == (("waiting", "", "untaken"), CallState.RINGING)
    assert s.told("Cleo")[0] == "offer", "the longest idle; Alice and Bob have only just got free"


def test_a_who_hangs_up_on_the_way_back_leaves_the_caller_to_the_queue() -> None:
    s = at("returning")
    s.hangs_up("Alice")
    assert s.told(CAROL) == ("waiting", "", "queued")


# --- swap and three-way --------------------------------------------------------------------------


def test_swap_puts_a_to_the_caller_and_b_on_hold_and_back_again() -> None:
    s = at("consulting")
    s.commands(Command.SWAP)
    assert s.transfer.state is TransferState.SWAPPED
    assert together(s, CAROL, "Alice") and s.talks_in(CAROL) == s.transfer.first_conversation
    assert s.told("Bob") == ("hold", "", "swap")
    s.meet()
    assert s.call.state is CallState.TRANSFERRING
    s.commands(Command.SWAP)
    assert s.transfer.state is TransferState.CONSULTING
    assert together(s, "Alice", "Bob") and s.told(CAROL) == ("hold", "", "hold")


def test_going_back_before_the_two_have_arrived_is_told_to_the_call_when_they_have() -> None:
    s = at("consulting")
    s.commands(Command.SWAP)
    s.commands(Command.CANCEL)
    assert s.call.state is CallState.TRANSFERRING
    s.meet()
    assert s.call.state is CallState.CONNECTED


def test_merge_brings_the_caller_to_both() -> None:
    s = at("consulting")
    s.commands(Command.MERGE)
    assert s.transfer.state is TransferState.THREE_WAY
    assert s.redirected() == {s.leg(CAROL).id}
    s.meet()
    assert together(s, CAROL, "Alice", "Bob")
    assert s.call.state is CallState.TRANSFERRING


# What each command comes to, from either side: who is together then, and how the transfer stands.
AFTER_SWAP = [
    ("swapped", Command.MERGE, (CAROL, "Alice", "Bob"), TransferState.THREE_WAY),
    ("swapped", Command.CANCEL, (CAROL, "Alice"), TransferState.CANCELLED),
    ("swapped", Command.COMPLETE, (CAROL, "Bob"), TransferState.COMPLETED),
    ("three_way", Command.CANCEL, (CAROL, "Alice"), TransferState.CANCELLED),
    ("three_way", Command.COMPLETE, (CAROL, "Bob"), TransferState.COMPLETED),
    ("three_way", Command.MERGE, (CAROL, "Alice", "Bob"), TransferState.THREE_WAY),
]


@pytest.mark.parametrize(("stage", "command", "people", "state"), AFTER_SWAP)
def test_every_command_works_after_a_swap_and_with_all_three_together(
    stage: str, command: Command, people: tuple[str, ...], state: TransferState
) -> None:
    s = at(stage)
    s.commands(command)
    s.meet()
    assert together(s, *people)
    assert s.transfer.state is state
    assert (s.call.state is CallState.CONNECTED) == (not s.transfer.live)


@pytest.mark.parametrize(("command", "who"), [(Command.CANCEL, "Alice"), (Command.COMPLETE, "Bob")])
def test_with_all_three_together_nobody_who_stays_is_moved(command: Command, who: str) -> None:
    s = at("three_way")
    consult = s.transfer.consult
    s.commands(command)
    assert s.call.state is CallState.CONNECTED
    assert s.talks_in(CAROL) == s.talks_in(who) == s.call.home == consult
    assert not s.redirected() & {s.leg(CAROL).id, s.leg(who).id}


def test_completing_before_the_caller_has_joined_the_two_keeps_a_until_then() -> None:
    s = at("consulting")
    s.commands(Command.MERGE)
    s.commands(Command.COMPLETE)
    assert together(s, CAROL, "Alice", "Bob")
    assert s.transfer.state is TransferState.HANDING_OVER
    s.meet()
    assert s.told("Alice") == ("ended", "", "handed_over")


@pytest.mark.parametrize("stage", ["swapped", "three_way"])
@pytest.mark.parametrize(("who", "stays", "state"), [
    ("Alice", "Bob", TransferState.COMPLETED),
    ("Bob", "Alice", TransferState.FAILED),
])  # fmt: skip
def test_whoever_of_the_two_hangs_up_the_other_has_the_caller(
    stage: str, who: str, stays: str, state: TransferState
) -> None:
    s = at(stage)
    s.hangs_up(who)
    s.meet()
    assert together(s, CAROL, stays)
    assert (s.transfer.state, s.call.state) == (state, CallState.CONNECTED)
    assert s.call.agent_leg == s.leg(stays).id


# None of this can happen; the promises do not hold for it, but people who are there are still moved.
def _loses(part: str) -> Callable[[Story], None]:
    return lambda s: setattr(s.transfer, part, None)


def _loses_a(s: Story) -> None:
    s.leg("Alice").ended_at = s.now


@pytest.mark.parametrize(
    ("stage", "missing", "command", "people"),
    [
        ("dialling", _loses("target_leg"), Command.CANCEL, (CAROL, "Alice")),
        ("consulting", _loses("target_leg"), Command.SWAP, (CAROL, "Alice")),
        ("consulting", _loses_a, Command.SWAP, (CAROL,)),
        ("swapped", _loses("target_leg"), Command.SWAP, ("Alice",)),
        ("swapped", _loses_a, Command.SWAP, ("Bob",)),
    ],
)
def test_a_move_goes_on_without_whoever_is_unexpectedly_not_there(
    stage: str, missing: Callable[[Story], None], command: Command, people: tuple[str, ...]
) -> None:
    s = at(stage, decide=decide)
    missing(s)
    s.commands(command)
    assert s.refusal is None
    assert together(s, *people)


def test_a_is_brought_into_the_consult_although_b_s_leg_is_unknown() -> None:
    s = at("briefing", decide=decide)
    s.transfer.target_leg = None
    s.presses("Bob", "1")
    assert s.talks_in("Alice") == s.transfer.consult


# --- hang-ups ------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", LIVE_STAGES)
def test_when_the_caller_hangs_up_everybody_is_told_and_the_call_is_over(stage: str) -> None:
    s = at(stage)
    s.hangs_up(CAROL)
    assert (s.transfer.state, s.transfer.outcome) == (TransferState.CANCELLED, Outcome.CALLER_LEFT)
    assert (s.call.state, s.call.outcome) == (CallState.ENDED, CallOutcome.COMPLETED)
    assert s.told("Alice") == s.told("Bob") == ("ended", "", "caller_left")
    taken = s.leg("Bob").accepted_at is not None
    assert s.leg("Bob").outcome is (Outcome.ACCEPTED if taken else Outcome.CANCELLED)


@pytest.mark.parametrize("stage", LIVE_STAGES)
def test_a_call_that_is_hung_up_in_a_transfer_says_goodbye_to_all_three(stage: str) -> None:
    s = at(stage)
    s.tell(HangUpRequested())
    assert (s.transfer.outcome, s.call.outcome) == (Outcome.CANCELLED, CallOutcome.COMPLETED)
    assert s.told(CAROL) == s.told("Alice") == ("ended", "", "call_ended")
    assert s.told("Bob")[0] == "ended"


@pytest.mark.parametrize(("seconds", "told"), [(20.0, "waiting"), (20.1, "ended")])
def test_b_s_line_dropped_soon_after_the_hand_over_is_no_hang_up(seconds: float, told: str) -> None:
    s = at("handed_over")
    s.wait(seconds)
    s.hangs_up("Bob")
    assert s.told(CAROL)[0] == told
    if told == "waiting":
        assert s.told("Alice")[0] == "offer", "the caller belongs to A"


def test_after_a_rescue_the_next_agent_s_hang_up_is_a_hang_up() -> None:
    s = at("handed_over")
    s.hangs_up("Bob")
    s.fetches("Alice")
    s.presses("Alice", "1")
    s.meet()
    s.hangs_up("Alice")
    assert s.told(CAROL) == ("ended", "", "call_ended")


def test_b_s_line_dropped_on_the_way_back_from_the_next_transfer_leaves_the_caller_to_the_queue() -> None:
    s = at("handed_over")
    s.asks("Cleo")
    s.commands(Command.CANCEL)
    s.hangs_up("Bob")
    assert s.told(CAROL) == ("waiting", "", "queued")


def test_the_rescued_caller_is_offered_to_whoever_is_free_when_a_is_not() -> None:
    s = at("handed_over")
    s.directory.busy_elsewhere("Alice")
    s.hangs_up("Bob")
    assert s.told("Cleo")[0] == "offer"
