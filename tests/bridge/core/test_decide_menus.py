"""Menus behind `*`: who gets which, who waits meanwhile, what the keys start, and how a loss is told apart.

Told as stories through `decide`; what is spoken is the business of `twiml/`.
"""

from __future__ import annotations

import pytest

from bridge.core.effects import Announce, CheckRoom, ReserveAgent
from bridge.core.events import Command, EntryLost, InputKind, LiveKitLost, RoomChecked, RoomMade
from bridge.core.state import CallState, Kind, TransferState
from tests.bridge.core.story import CAROL, Story, at


def star(s: Story, who: str, alive: bool = True) -> None:
    """The agent's `<Dial>` ended; in a room LiveKit says whether others are still there."""
    s.dial_ends(who)
    if s.leg(who).step == "checking":
        s.tell(RoomChecked(s.leg(who).id, s.leg(who).number, alive))


def at_the_menu() -> Story:
    s = at("connected")
    star(s, "Alice")
    return s


def test_in_a_room_livekit_is_asked_before_a_menu_opens() -> None:
    s = at("connected")
    s.dial_ends("Alice")
    alice = s.leg("Alice")
    assert s.told("Alice")[:2] == ("keypad", "checking")
    assert s.effects == [CheckRoom(alice.id, alice.number, s.call.home or "")]


def test_in_a_conference_the_star_needs_no_question() -> None:
    s = at("consulting")
    s.dial_ends("Alice")
    assert s.told("Alice")[:2] == ("keypad", "consult")
    assert s.wanted(CheckRoom) == []


@pytest.mark.parametrize(
    ("stage", "who", "menu"),
    [
        ("connected", "Alice", "talk"),
        ("consulting", "Alice", "consult"),
        ("swapped", "Alice", "consult"),
        ("three_way", "Alice", "three_way"),
        ("consulting", "Bob", "leave"),
        ("three_way", "Bob", "leave"),
        ("handed_over", "Bob", "talk"),
    ],
)
def test_everybody_gets_the_menu_of_the_moment(stage: str, who: str, menu: str) -> None:
    s = at(stage)
    star(s, who)
    assert s.told(who)[:2] == ("keypad", menu)


def test_who_would_be_left_alone_waits_with_audio_until_the_menu_closes() -> None:
    s = at_the_menu()
    assert s.told(CAROL) == ("hold", "", "menu")
    s.presses("Alice", "1")
    assert s.talks_in(CAROL) == s.talks_in("Alice") == s.call.home


def test_two_who_are_left_go_on_talking() -> None:
    s = at("three_way")
    star(s, "Alice")
    assert s.talks_in(CAROL) == s.talks_in("Bob") == s.transfer.consult


def test_silence_is_asked_once_more_and_then_ends_the_menu() -> None:
    s = at_the_menu()
    s.is_silent("Alice")
    assert s.told("Alice") == ("keypad", "talk", "still_there")
    s.is_silent("Alice")
    assert s.talks_in(CAROL) == s.talks_in("Alice") == s.call.home


def test_a_wrong_key_is_like_silence() -> None:
    s = at_the_menu()
    s.presses("Alice", "9")
    assert s.told("Alice") == ("keypad", "talk", "still_there")


def test_the_skills_of_a_menu_follow_its_keys_in_the_order_spoken() -> None:
    s = at("connected")
    s.directory.hire("Cleo", "sales", "billing")
    star(s, "Alice")
    assert s.leg("Alice").choices == ("billing", "sales")
    s.is_silent("Alice")
    assert s.leg("Alice").choices == ("billing", "sales"), "asked again, with the same keys"
    s.presses("Alice", "4")
    assert s.transfer.to_skill == "sales"
    assert s.call.state is CallState.TRANSFERRING


def test_a_colleague_is_called_by_code() -> None:
    s = at_the_menu()
    s.presses("Alice", "2")
    assert s.told("Alice")[:2] == ("keypad", "code")
    code = next(code for code, name in s.directory.codes().items() if name == "Bob")
    s.presses("Alice", code)
    assert (s.transfer.to_agent_id, s.transfer.mode) == ("Bob", "warm")
    assert s.told("Alice")[0] == "consulting"


@pytest.mark.parametrize(
    ("code", "told"), [("99", "code_unknown"), ("11", "nobody_free"), ("", "code_unknown")]
)
def test_a_code_that_leads_nowhere_is_told_and_the_menu_comes_again(code: str, told: str) -> None:
    s = at_the_menu()
    s.directory.hire("Bill", "billing")
    s.directory.busy_elsewhere("Bob")
    s.presses("Alice", "2")
    s.presses("Alice", code)
    assert s.told("Alice") == ("keypad", "talk", told)
    assert s.call.state is CallState.CONNECTED
    assert s.leg("Alice").choices == ("billing",)


def test_a_transfer_by_keys_waits_until_the_people_are_together() -> None:
    s = at("consulting")
    s.commands(Command.CANCEL)
    s.fetches("Alice")
    s.is_seen("Alice")
    star(s, "Alice")
    s.presses("Alice", "2")
    s.presses("Alice", "11")
    assert s.wanted(ReserveAgent) == []
    assert s.told("Alice")[:2] == ("keypad", "code")


@pytest.mark.parametrize(
    ("key", "state"),
    [
        ("1", TransferState.CANCELLED),
        ("2", TransferState.HANDING_OVER),
        ("3", TransferState.THREE_WAY),
        ("4", TransferState.SWAPPED),
    ],
)
def test_the_keys_of_the_consult_are_the_commands(key: str, state: TransferState) -> None:
    s = at("consulting")
    star(s, "Alice")
    assert s.told("Bob") == ("hold", "", "menu")
    s.presses("Alice", key)
    assert s.transfer.state is state


def test_handing_over_from_a_menu_brings_b_back_and_lets_a_wait() -> None:
    s = at("consulting")
    star(s, "Alice")
    s.presses("Alice", "2")
    assert s.talks_in("Bob") == s.talks_in(CAROL) == s.transfer.consult
    assert s.told("Alice")[:2] == ("consulting", "handing_over")


def test_b_leaves_by_key_and_a_has_the_caller_back() -> None:
    s = at("consulting")
    star(s, "Bob")
    assert s.told("Alice") == ("hold", "", "menu")
    s.presses("Bob", "1")
    assert s.transfer.state is TransferState.FAILED
    assert s.told("Alice") == ("conversation", "", "back_left")


def test_there_is_no_time_for_a_menu_while_the_caller_is_on_the_way() -> None:
    s = at("handing_over")
    consult = s.transfer.consult
    star(s, "Bob")
    assert s.talks_in("Bob") == consult
    star(s, "Alice")
    assert s.told("Alice")[:2] == ("consulting", "handing_over")


def test_a_menu_needs_a_talk_that_has_begun() -> None:
    s = at("ringing")
    s.fetches("Alice")
    s.presses("Alice", "1")
    entry = s.leg("Alice").entry
    s.dial_ends("Alice")
    assert (s.told("Alice")[0], s.leg("Alice").entry) == ("conversation", entry + 1)


@pytest.mark.parametrize("stage", ["connected", "swapped"])
def test_whoever_livekit_lost_goes_on_in_a_conference_with_the_other(stage: str) -> None:
    s = at(stage)
    star(s, "Alice", alive=False)
    assert s.talks_in(CAROL) == s.talks_in("Alice")
    assert s.call.conversations[s.talks_in(CAROL) or ""].kind is Kind.CONFERENCE


def test_livekit_that_does_not_say_is_as_good_as_lost() -> None:
    s = at("connected")
    s.dial_ends("Alice")
    s.passes(f"star:{s.leg('Alice').id}")
    assert s.call.conversations[s.talks_in("Alice") or ""].kind is Kind.CONFERENCE


def test_an_old_answer_about_a_room_opens_nothing() -> None:
    s = at("connected")
    s.dial_ends("Alice")
    number = s.leg("Alice").number
    s.passes(f"star:{s.leg('Alice').id}")
    s.tell(RoomChecked(s.leg("Alice").id, number, alive=True))
    assert s.told("Alice")[0] == "conversation"


def test_the_checking_document_changes_nothing_by_itself() -> None:
    s = at("connected")
    s.dial_ends("Alice")
    number = s.leg("Alice").number
    s.is_silent("Alice")
    s.hears_on("Alice")
    assert (s.leg("Alice").number, s.leg("Alice").step) == (number, "checking")


@pytest.mark.parametrize("told_first", ["by LiveKit", "by the carrier"])
def test_whoever_was_thrown_out_is_at_no_menu(told_first: str) -> None:
    s = at("connected")
    alice = s.leg("Alice")
    lost = EntryLost(alice.id, alice.entry, by_livekit=True)
    if told_first == "by LiveKit":
        s.tell(lost)
        s.dial_ends("Alice")
    else:
        s.dial_ends("Alice")
        s.tell(lost)
    assert s.talks_in(CAROL) == s.talks_in("Alice")
    assert s.call.conversations[s.talks_in("Alice") or ""].kind is Kind.CONFERENCE


def test_what_livekit_said_of_a_talk_is_forgotten_with_the_talk() -> None:
    """The caller was thrown out of the room and is on hold by now: the talk of A and B is healthy."""
    s = at("swapped")
    alice = s.leg("Alice")
    s.tell(EntryLost(alice.id, alice.entry, by_livekit=True))
    s.commands(Command.SWAP)
    s.catch_up()
    consult = s.transfer.consult
    s.passes(f"star:{alice.id}")
    assert s.talks_in("Alice") == s.talks_in("Bob") == consult


def test_a_menu_that_opened_by_mistake_closes_and_the_room_is_not_trusted_again() -> None:
    s = at_the_menu()
    alice = s.leg("Alice")
    s.tell(EntryLost(alice.id, alice.entry, by_livekit=True))
    assert s.talks_in(CAROL) == s.talks_in("Alice")
    assert s.call.conversations[s.talks_in("Alice") or ""].kind is Kind.CONFERENCE


def test_a_carrier_that_does_not_notice_the_throw_is_not_waited_for() -> None:
    s = at("connected")
    caller = s.leg(CAROL)
    s.tell(EntryLost(caller.id, caller.entry, by_livekit=True))
    assert s.talks_in(CAROL) == s.call.home
    s.passes(f"star:{caller.id}")
    assert s.call.conversations[s.talks_in(CAROL) or ""].kind is Kind.CONFERENCE


def test_when_livekit_dies_everybody_in_a_room_goes_on_in_a_conference() -> None:
    s = at("connected")
    room = s.call.home
    s.tell(LiveKitLost())
    assert s.talks_in(CAROL) == s.talks_in("Alice") != room
    s.tell(LiveKitLost())
    assert s.redirected() == set(), "told again, nobody is moved again"


def test_a_held_caller_comes_back_into_a_conference_when_the_room_has_died() -> None:
    s = at("consulting")
    s.tell(LiveKitLost())
    assert s.redirected() == set()
    s.commands(Command.CANCEL)
    assert s.call.conversations[s.talks_in(CAROL) or ""].kind is Kind.CONFERENCE


def test_a_is_warned_over_the_talk_with_b_that_the_hold_ends_soon() -> None:
    s = at("consulting")
    s.passes("hold_warning")
    assert s.effects == [Announce(s.leg("Alice").id, "hold_warning")]


def test_a_who_is_on_the_way_into_the_consult_is_warned_once_there() -> None:
    s = at("briefing")
    s.presses("Bob", "1")
    s.passes("hold_warning")
    assert not [effect for effect in s.effects if isinstance(effect, Announce)]
    s.meet()
    s.passes("hold_warning")
    assert s.effects == [Announce(s.leg("Alice").id, "hold_warning")]


@pytest.mark.parametrize("who", ["Alice", "Bob"])
def test_a_whom_a_menu_keeps_from_the_consult_is_warned_back_in_it(who: str) -> None:
    s = at("consulting")
    star(s, who)
    s.passes("hold_warning")
    assert not [effect for effect in s.effects if isinstance(effect, Announce)]
    s.is_silent(who)
    s.is_silent(who)
    s.meet()
    s.passes("hold_warning")
    assert s.effects == [Announce(s.leg("Alice").id, "hold_warning")]


def test_in_a_consult_room_a_is_warned_on_the_way_back_in() -> None:
    s = at("consulting")
    consult = s.call.conversations[s.transfer.consult or ""]
    consult.kind = Kind.LIVEKIT
    s.tell(RoomMade(consult.name))
    s.passes("hold_warning")
    assert s.told("Alice") == ("conversation", "", "hold_warning")


def test_whoever_has_left_is_not_warned() -> None:
    s = at("dialling")
    s.hangs_up("Alice")
    s.passes("hold_warning")
    assert s.effects == []


def test_an_input_of_an_old_menu_counts_for_nothing() -> None:
    s = at("consulting")
    star(s, "Alice")
    number = s.leg("Alice").number
    s.commands(Command.COMPLETE)
    s.returns("Alice", InputKind.KEYS, number=number, keys="1")
    assert s.transfer.state is TransferState.HANDING_OVER


def test_a_key_that_comes_too_late_is_answered_with_what_is_true_now() -> None:
    s = at("briefing")
    s.presses("Alice", "2")
    s.presses("Bob", "1")
    assert s.transfer.state is TransferState.HANDING_OVER
    s.presses("Alice", "1")
    assert s.refusal is None
    assert s.transfer.state is TransferState.HANDING_OVER
