"""LiveKit is away, loses somebody or throws somebody out: the same people go on in a conference.

Decides that no room is relied on longer than it deserves, and that an outage is no key.
"""

from __future__ import annotations

import pytest

from bridge.core.effects import CreateRoom, LookInside, RedirectLeg
from bridge.core.events import Command, EntryLost, EntryMissing, InputKind, LiveKitLost
from bridge.core.state import CallState, Kind
from tests.bridge.core.story import CAROL, Story, at


def in_one_conference(s: Story, *people: str) -> bool:
    places = {s.talks_in(who) for who in people}
    kinds = {s.call.conversations[place].kind for place in places if place}
    return len(places) == 1 and kinds == {Kind.CONFERENCE}


def thrown_out(s: Story, who: str) -> None:
    leg = s.leg(who)
    s.tell(EntryLost(leg.id, leg.entry, by_livekit=True))


def faster_than_its_redirect(who: str) -> Story:
    """Their room failed, and this phone came for its document itself before its redirect took effect."""
    s = at("connected")
    s.dial_ends("Alice" if who == CAROL else CAROL, answered=False)
    s.returns(who, InputKind.ENDED, number=s.leg(who).number - 1)
    return s


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


# --- redirects that come too late --------------------------------------------------------------


@pytest.mark.parametrize("who", [CAROL, "Alice"])
def test_a_redirect_that_ends_the_next_dial_is_neither_a_key_nor_a_loss(who: str) -> None:
    s = faster_than_its_redirect(who)
    number = s.leg(who).number
    s.dial_ends(who)
    assert (s.effects, s.leg(who).number) == ([], number)
    s.fetches(who)
    s.dial_ends(who)
    assert s.leg(who).number > number, "the redirect has come, so this is news"


def test_each_of_two_redirects_may_come_late() -> None:
    """A closes the menu while B is still on the way out of the talk: B is sent out and back in at once."""
    s = at("consulting")
    s.dial_ends("Alice")
    s.wait(0.3)
    s.presses("Alice", "3")
    s.fetches("Bob")
    s.dial_ends("Bob")
    assert s.told("Bob")[0] == "conversation"
    s.fetches("Bob")
    s.dial_ends("Bob")
    assert s.told("Bob")[:2] == ("keypad", "leave")


def test_a_redirect_that_never_comes_hides_the_star_for_three_seconds_only() -> None:
    s = faster_than_its_redirect("Alice")
    s.wait(2.9)
    s.presses_star("Alice")
    assert s.told("Alice")[0] == "conversation"
    s.wait(0.1)
    s.presses_star("Alice")
    assert s.told("Alice")[:2] == ("keypad", "talk")


def test_what_was_never_reached_is_lost_whatever_is_on_its_way() -> None:
    s = faster_than_its_redirect("Alice")
    before = s.talks_in("Alice")
    s.dial_ends("Alice", answered=False)
    assert s.talks_in("Alice") == s.talks_in(CAROL) != before
