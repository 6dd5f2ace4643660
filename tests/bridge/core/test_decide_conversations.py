"""Conversations and documents: entries, losses, answers and redirects.

Decides that people find each other again, and that what is old counts for nothing.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bridge.core.decide import decide
from bridge.core.effects import CheckLeg, CreateRoom, DeleteRoom
from bridge.core.events import (
    Command,
    EntryLost,
    EntrySeen,
    HangUpRequested,
    InputKind,
    InputReceived,
    RoomRefused,
)
from bridge.core.policy import DEFAULT
from bridge.core.state import CallState, Kind, TransferState
from tests.bridge.core.story import CAROL, STAGES, Story, at

TALKS = [
    ("connected", (CAROL, "Alice")),
    ("consulting", ("Alice", "Bob")),
    ("swapped", (CAROL, "Alice")),
    ("three_way", (CAROL, "Alice", "Bob")),
    ("handed_over", (CAROL, "Bob")),
]


# --- in and out ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("stage", "people"), TALKS)
def test_when_a_conversation_fails_its_people_go_on_in_a_fresh_conference(
    stage: str, people: tuple[str, ...]
) -> None:
    s = at(stage)
    before, state = s.talks_in(people[0]), s.call.state
    s.dial_ends(people[0], answered=False)
    after = s.talks_in(people[0])
    assert after != before and s.call.conversations[after or ""].kind is Kind.CONFERENCE
    assert {s.talks_in(who) for who in people} == {after}
    assert s.redirected() == {s.leg(who).id for who in people[1:]}
    s.meet()
    assert s.call.state is state


def test_when_they_do_not_find_each_other_on_the_way_back_a_conference_takes_both() -> None:
    s = at("returning")
    s.dial_ends("Alice", answered=False)
    assert s.talks_in(CAROL) == s.talks_in("Alice") == s.call.home != s.transfer.first_conversation
    s.meet()
    assert s.call.state is CallState.CONNECTED


def test_whoever_is_unexpectedly_elsewhere_stays_there_when_a_conversation_fails() -> None:
    s = at("handing_over", decide=decide)
    s.leg("Alice").conversation = home = s.transfer.first_conversation
    s.dial_ends(CAROL, answered=False)
    assert s.talks_in("Alice") == home
    assert s.talks_in(CAROL) == s.talks_in("Bob") == s.transfer.consult


def test_a_leg_is_told_apart_from_itself_the_next_time_it_enters() -> None:
    s = at("connected")
    before = s.leg(CAROL).identity
    s.dial_ends(CAROL)
    assert (before, s.leg(CAROL).identity) == (f"{s.leg(CAROL).id}.1", f"{s.leg(CAROL).id}.2")


def test_a_lost_room_before_anybody_took_the_call_sends_the_caller_to_wait() -> None:
    s = at("ringing")
    s.is_seen(CAROL)
    assert s.told(CAROL)[0] == "conversation"
    s.dial_ends(CAROL)
    assert s.told(CAROL)[0] == "conversation", "an agent is being rung: a conference rings on"
    s = Story()
    s.arrive()
    s.is_seen(CAROL)
    s.dial_ends(CAROL)
    assert s.told(CAROL)[0] == "waiting"


def test_a_caller_who_is_in_the_room_before_the_agent_meets_the_agent_there() -> None:
    s = at("ringing")
    s.is_seen(CAROL)
    s.fetches("Alice")
    s.presses("Alice", "1")
    s.meet()
    assert s.call.state is CallState.CONNECTED
    assert s.talks_in(CAROL) == s.talks_in("Alice")


def test_whether_a_lost_entry_is_a_lost_phone_the_carrier_must_say() -> None:
    s = at("connected")
    alice = s.leg("Alice")
    s.tell(EntryLost(alice.id, alice.entry))
    assert s.effects == [CheckLeg(alice.id)]
    assert s.call.state is CallState.CONNECTED


def test_whoever_has_not_been_seen_yet_cannot_be_lost() -> None:
    s = at("handing_over")
    caller = s.leg(CAROL)
    s.tell(EntryLost(caller.id, caller.entry))
    assert s.effects == []


def test_a_refused_room_that_nobody_is_in_moves_nobody() -> None:
    s = at("consulting")
    s.tell(RoomRefused(s.transfer.first_conversation or ""))
    assert s.effects == []


def test_every_room_is_made_before_and_deleted_after_and_once() -> None:
    s = at("handed_over")
    s.hangs_up(CAROL)
    rooms = [name for name, one in s.call.conversations.items() if one.kind is Kind.LIVEKIT]
    assert [e.name for e in s.everything if isinstance(e, CreateRoom)] == rooms
    assert [e.name for e in s.everything if isinstance(e, DeleteRoom)] == rooms


@pytest.mark.parametrize(
    ("stage", "who"), [("returning", "Alice"), ("taken_over", "Bob"), ("ringing", CAROL)]
)
def test_whoever_was_not_seen_in_a_room_may_still_come_in_until_the_next_document(
    stage: str, who: str
) -> None:
    s = at(stage, replace(DEFAULT, consult=Kind.LIVEKIT))
    room = s.talks_in(who)
    s.tell(HangUpRequested())
    assert s.leg(who).heads_for == room is not None
    s.fetches(who)
    assert s.leg(who).heads_for is None


def test_whoever_was_seen_in_a_room_or_does_not_know_of_it_yet_will_not_come_in() -> None:
    s = at("consulting")
    s.commands(Command.CANCEL)
    s.hangs_up(CAROL)
    assert s.leg("Alice").heads_for is None
    s = at("connected")
    s.hangs_up(CAROL)
    assert s.leg("Alice").heads_for is None


def test_whoever_is_sent_on_and_on_may_come_in_where_the_document_in_hand_leads() -> None:
    s = at("returning")
    room = s.talks_in("Alice")
    s.dial_ends(CAROL, answered=False)
    assert s.talks_in("Alice") != room
    s.hangs_up(CAROL)
    assert s.leg("Alice").heads_for == room


# --- what is old -----------------------------------------------------------------------------------


def test_an_input_counts_once() -> None:
    s = at("briefing")
    number = s.leg("Bob").number
    s.returns("Bob", InputKind.KEYS, number, keys="4")
    moved = s.leg("Bob").number
    s.returns("Bob", InputKind.KEYS, number, keys="4")
    assert (s.leg("Bob").number, s.effects, s.changes) == (moved, [], [])


@pytest.mark.parametrize("off", [-1, 1])
def test_an_input_counts_only_while_its_document_is_current(off: int) -> None:
    s = at("briefing")
    s.returns("Bob", InputKind.KEYS, s.leg("Bob").number + off, keys="1")
    assert s.transfer.state is TransferState.BRIEFING
    assert (s.effects, s.changes) == ([], [])


def test_a_key_pressed_while_the_phone_was_being_moved_is_answered_with_what_is_true_now() -> None:
    s = at("briefing")
    old = s.leg("Alice").number
    s.presses("Bob", "1")
    s.returns("Alice", InputKind.KEYS, old, keys="1")
    assert s.transfer.state is TransferState.CONSULTING
    assert s.leg("Alice").fetched == s.leg("Alice").number
    assert f"unfetched:{s.leg('Alice').id}" not in s.call.deadlines


@pytest.mark.parametrize("event", [EntrySeen, EntryLost])
@pytest.mark.parametrize("off", [-1, 1])
def test_news_of_another_entry_count_for_nothing(event: type[EntrySeen] | type[EntryLost], off: int) -> None:
    s = at("handing_over" if event is EntrySeen else "connected")
    caller = s.leg(CAROL)
    s.tell(event(caller.id, caller.entry + off))
    assert (s.effects, s.changes) == ([], [])
    assert s.leg(CAROL).seen_at == caller.seen_at


def test_nobody_is_seen_who_is_not_sent_into_a_conversation() -> None:
    s = at("briefing")
    s.is_seen(CAROL, "Alice", "Bob")
    assert [leg.id for leg in s.call.legs.values() if leg.seen_at is not None] == []


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_what_comes_from_a_leg_that_has_ended_changes_nothing(stage: str) -> None:
    s = at(stage)
    s.hangs_up(CAROL)
    caller = s.leg(CAROL)
    for kind in InputKind:
        s.returns(CAROL, kind, keys="1")
        assert (s.effects, s.changes) == ([], [])
    s.fetches(CAROL)
    s.is_seen(CAROL)
    s.tell(EntryLost(caller.id, caller.entry))
    assert (s.effects, s.changes) == ([], [])


# --- answers and redirects ---------------------------------------------------------------------------


def test_a_phone_that_has_not_answered_is_not_redirected() -> None:
    """It fetches whatever is true when somebody picks up."""
    s = at("dialling")
    bob = s.leg("Bob")
    s.tell(InputReceived(bob.id, bob.number, InputKind.KEYS, "4"))
    assert s.leg("Bob").number == bob.number + 1
    assert s.effects == []


@pytest.mark.parametrize("stage", ["consulting", "swapped", "three_way", "handing_over"])
def test_a_leg_s_own_request_carries_its_move_and_the_others_are_redirected(stage: str) -> None:
    s = at(stage)
    caller = s.leg(CAROL)
    s.dial_ends("Alice", answered=False)
    assert s.leg("Alice").id not in s.redirected()
    assert s.leg("Alice").fetched == s.leg("Alice").number
    if s.leg(CAROL).number > caller.number:
        assert caller.id in s.redirected()
