"""All three together, or both agents at menus: whoever stays has the caller, nobody is left on hold.

Decides that a menu never keeps anybody from where a command, a key or a hang-up wants them.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bridge.core.events import Command
from bridge.core.state import CallState, TransferState
from tests.bridge.core.story import CAROL, Story, at


@pytest.mark.parametrize(
    ("stage", "who", "key", "state"),
    [
        ("swapped", "Alice", "1", TransferState.CANCELLED),
        ("swapped", "Alice", "2", TransferState.COMPLETED),
        ("swapped", "Alice", "3", TransferState.THREE_WAY),
        ("swapped", "Alice", "4", TransferState.CONSULTING),
        ("three_way", "Alice", "1", TransferState.CANCELLED),
        ("three_way", "Alice", "2", TransferState.COMPLETED),
        ("three_way", "Bob", "1", TransferState.FAILED),
    ],
)
def test_a_key_of_a_menu_does_what_the_command_does(
    stage: str, who: str, key: str, state: TransferState
) -> None:
    s = at(stage)
    s.presses_star(who)
    s.presses(who, key)
    s.meet()
    assert s.transfer.state is state
    assert (s.call.state is CallState.CONNECTED) == (not s.transfer.live)
    assert not [leg for leg in s.call.present() if leg.place == "keypad" or leg.note == "menu"]


@pytest.mark.parametrize(
    ("stage", "who", "other"),
    [("consulting", "Bob", "Alice"), ("swapped", "Alice", CAROL), ("three_way", "Bob", CAROL)],
)
def test_a_menu_in_a_transfer_closes_after_two_silences_and_all_is_as_before(
    stage: str, who: str, other: str
) -> None:
    s = at(stage)
    s.presses_star(who)
    s.is_silent(who)
    s.is_silent(who)
    s.meet()
    assert s.talks_in(who) == s.talks_in(other) is not None
    assert s.transfer.state == stage


@pytest.mark.parametrize("command", [Command.COMPLETE, Command.CANCEL, Command.MERGE])
@pytest.mark.parametrize("stage", ["consulting", "swapped"])
def test_a_command_brings_whoever_is_needed_out_of_a_menu(stage: str, command: Command) -> None:
    s = at(stage)
    s.presses_star("Alice")
    s.commands(command)
    s.meet()
    assert s.told(CAROL)[0] == "conversation"
    assert (s.call.state is CallState.CONNECTED) == (not s.transfer.live)


@pytest.mark.parametrize(
    ("act", "stays"),
    [
        (lambda s: s.commands(Command.COMPLETE), "Bob"),
        (lambda s: s.hangs_up("Alice"), "Bob"),
        (lambda s: s.commands(Command.CANCEL), "Alice"),
        (lambda s: s.hangs_up("Bob"), "Alice"),
        (lambda s: s.presses("Bob", "1"), "Alice"),
    ],
    ids=["complete", "A hangs up", "cancel", "B hangs up", "B leaves"],
)
def test_of_three_whoever_stays_has_the_caller_although_both_were_at_menus(
    act: Callable[[Story], None], stays: str
) -> None:
    s = at("three_way")
    s.presses_star("Alice")
    s.presses_star("Bob")
    assert s.told(CAROL) == ("hold", "", "menu")
    act(s)
    s.meet()
    assert s.talks_in(CAROL) == s.talks_in(stays) is not None
    assert s.call.state is CallState.CONNECTED


def test_a_at_a_menu_is_not_warned_of_the_hold_limit_and_the_three_are_together_at_it() -> None:
    s = at("consulting")
    s.presses_star("Alice")
    s.passes("hold_warning")
    assert s.effects == []
    s.passes("hold_limit")
    s.meet()
    assert s.talks_in(CAROL) == s.talks_in("Alice") == s.talks_in("Bob") is not None


@pytest.mark.parametrize("stage", ["dialling", "consulting", "swapped", "three_way"])
def test_b_s_line_dropped_soon_after_the_hand_over_counts_like_a_hang_up_in_the_next_transfer(
    stage: str,
) -> None:
    s = at("handed_over")
    s.asks("Cleo")
    s.fetches("Cleo")
    if stage != "dialling":
        s.presses("Cleo", "1")
        s.meet()
    commands = {"swapped": Command.SWAP, "three_way": Command.MERGE}
    if stage in commands:
        s.commands(commands[stage])
        s.meet()
    s.hangs_up("Bob")
    if stage == "dialling":
        s.presses("Cleo", "1")
    s.meet()
    assert (s.transfer.state, s.call.state) == (TransferState.COMPLETED, CallState.CONNECTED)
    assert s.talks_in(CAROL) == s.talks_in("Cleo") is not None


def test_a_menu_opened_on_the_way_back_to_the_caller_closes_too() -> None:
    s = at("returning")
    s.presses_star("Alice")
    s.is_silent("Alice")
    s.is_silent("Alice")
    s.meet()
    assert s.call.state is CallState.CONNECTED


def test_b_who_presses_the_star_while_the_caller_is_on_the_way_must_be_seen_again() -> None:
    s = at("handing_over")
    s.dial_ends("Bob")
    s.is_seen(CAROL)
    assert s.transfer.state is TransferState.HANDING_OVER
    s.is_seen("Bob")
    assert s.transfer.state is TransferState.COMPLETED
