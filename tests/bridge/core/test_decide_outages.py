"""LiveKit is away, loses somebody or throws somebody out: the same people go on in a conference.

Decides that no room is relied on longer than it deserves, and that an outage is no key.
"""

from __future__ import annotations

import pytest

from bridge.core.effects import CreateRoom, LookInside, RedirectLeg
from bridge.core.events import Command, EntryLost, EntryMissing, LiveKitLost
from bridge.core.state import CallState, Kind
from tests.bridge.core.story import CAROL, Story, at


def in_one_conference(s: Story, *people: str) -> bool:
    places = {s.talks_in(who) for who in people}
    kinds = {s.call.conversations[place].kind for place in places if place}
    return len(places) == 1 and kinds == {Kind.CONFERENCE}


def thrown_out(s: Story, who: str) -> None:
    leg = s.leg(who)
    s.tell(EntryLost(leg.id, leg.entry, by_livekit=True))


def test_without_livekit_the_caller_waits_after_the_greeting_and_meets_the_agent_in_a_conference() -> None:
    s = Story("Alice")
    s.arrive(rooms=False)
    assert (s.told(CAROL)[0], s.talks_in(CAROL), s.wanted(CreateRoom)) == ("greeting", None, [])
    s.fetches(CAROL)
    assert s.told(CAROL)[0] == "greeting"
    s.hears_on(CAROL)
    assert s.told(CAROL)[0] == "waiting"
    s.fetches("Alice")
    s.presses("Alice", "1")
    assert in_one_conference(s, CAROL, "Alice")


def test_without_livekit_an_agent_may_take_the_call_during_the_greeting() -> None:
    s = Story("Alice")
    s.arrive(rooms=False)
    s.fetches("Alice")
    s.presses("Alice", "1")
    assert in_one_conference(s, CAROL, "Alice")
    assert s.redirected() == {s.leg(CAROL).id}


def test_a_caller_who_rings_into_a_room_that_died_waits_in_line() -> None:
    s = Story()
    s.arrive()
    s.rooms_are_made()
    s.tell(LiveKitLost())
    assert s.told(CAROL)[0] == "waiting"


def test_whoever_may_sit_in_silence_is_moved_before_those_who_hear_music() -> None:
    """Of all calls together: moves have a pace, and a dead LiveKit leaves many in silence at once."""
    s = at("connected")
    s.tell(LiveKitLost())
    silent = {effect.leg: effect.urgency for effect in s.wanted(RedirectLeg)}
    assert silent == {s.leg(CAROL).id: 0, s.leg("Alice").id: 0}
    s = at("briefing")
    s.commands(Command.CANCEL)
    held = {effect.leg: effect.urgency for effect in s.wanted(RedirectLeg)}
    assert held.pop(s.leg(CAROL).id) == held.pop(s.leg("Alice").id) == 1


@pytest.mark.parametrize("off", [0, 1])
def test_whoever_should_be_in_the_room_by_now_and_is_not_is_not_waited_for(off: int) -> None:
    s = at("ringing")
    s.fetches("Alice")
    s.presses("Alice", "1")
    alice = s.leg("Alice")
    s.tell(EntryMissing(alice.id, alice.entry - off))
    assert in_one_conference(s, CAROL, "Alice") == (off == 0)


def _looked_after(pressed_at: float) -> float:
    """When the room is looked into, in seconds from the call's beginning, if Alice takes it at this time."""
    s = Story("Alice")
    s.arrive()
    s.rooms_are_made()
    s.fetches("Alice")
    began = s.now
    s.wait(pressed_at)
    s.effects.clear()
    s.presses("Alice", "1")
    while not s.wanted(LookInside):
        s.wait(0.25)
    return s.now - began


@pytest.mark.parametrize(
    ("pressed_at", "looked_at"), [(1.0, 5.5), (3.5, 6.5), (4.5, 7.0), (5.5, 7.0), (6.75, 8.25)]
)
def test_a_leg_that_got_lost_is_not_waited_for_anew_when_an_agent_takes_the_call(
    pressed_at: float, looked_at: float
) -> None:
    """The greeting takes 4 s, the caller's leg should be in the room 3 s later."""
    assert _looked_after(pressed_at) == pytest.approx(looked_at, abs=0.3)


def test_whoever_has_been_seen_is_not_missing() -> None:
    s = at("connected")
    alice = s.leg("Alice")
    s.tell(EntryMissing(alice.id, alice.entry))
    assert s.effects == []


@pytest.mark.parametrize("who", [CAROL, "Alice"])
def test_whoever_is_in_no_conversation_cannot_be_thrown_out(who: str) -> None:
    s = at("briefing")
    thrown_out(s, who)
    assert (s.effects, s.changes) == ([], [])


def test_a_star_deadline_that_has_lost_its_reason_moves_nobody() -> None:
    s = at("connected")
    thrown_out(s, "Alice")
    s.asks("Bob")
    s.passes(f"star:{s.leg('Alice').id}")
    assert s.told("Alice")[0] == "consulting"


def test_thrown_out_of_a_conference_at_a_menu_both_are_together_again() -> None:
    s = at("handed_over")
    s.presses_star("Bob")
    thrown_out(s, "Bob")
    assert in_one_conference(s, CAROL, "Bob")
    s.meet()
    assert s.call.state is CallState.CONNECTED
