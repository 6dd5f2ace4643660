"""A call comes in and is offered to agents, until somebody takes it or a message is left.

Decides what a caller and the agents being asked are told up to the talk, and when a plain talk ends.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bridge.core.effects import CreateRoom, DeleteRoom, DialLeg, HangUpLeg, LookInside, ReserveAgent
from bridge.core.events import AgentFreed, HangUpRequested, InputKind, LegRang, RoomRefused
from bridge.core.policy import DEFAULT
from bridge.core.state import CallOutcome, CallState, Kind, Outcome
from bridge.core.work import Change
from tests.bridge.core.story import CAROL, NOW, Story, at


def arrived(*agents: str, wait_limit: float = 600.0) -> Story:
    """Carol's call is here, with these agents free."""
    s = Story(*agents, policy=replace(DEFAULT, wait_limit=wait_limit))
    s.arrive()
    s.rooms_are_made()
    return s


def rung(s: Story) -> str | None:
    """Who is asked to take the call now."""
    offered = s.call.offered()
    return offered.agent_id if offered else None


def test_the_caller_is_greeted_into_a_fresh_room_while_the_longest_idle_agent_is_rung() -> None:
    s = Story("Alice", "Bob")
    s.arrive()
    room = s.talks_in(CAROL)
    assert s.told(CAROL)[0] == "greeting"
    assert s.wanted(CreateRoom) == [CreateRoom(room)]
    assert s.wanted(DialLeg) == [DialLeg(s.leg("Alice").id)]
    assert (s.call.state, rung(s)) == (CallState.RINGING, "Alice")
    assert s.redirected() == set()
    assert s.call.waiting_since == NOW
    assert s.changes[:2] == [
        Change(s.call.id, "state", "", "waiting"),
        Change(s.call.caller.id, "place", "", "greeting"),
    ]


def test_with_nobody_free_the_caller_rings_out_and_then_waits() -> None:
    s = arrived()
    assert s.call.state is CallState.WAITING
    s.dial_ends(CAROL, answered=False)
    assert s.told(CAROL) == ("waiting", "", "")
    assert s.redirected() == set()


def test_a_call_for_a_skill_rings_only_agents_who_have_it_or_take_any() -> None:
    s = Story(skill="billing")
    s.directory.hire("Sam", "sales")
    s.arrive()
    assert s.call.state is CallState.WAITING
    s.directory.hire("Bill", "billing")
    s.tell(AgentFreed())
    assert rung(s) == "Bill"


def test_agent_and_caller_meet_in_the_room_where_the_caller_rings_already() -> None:
    s = at("ringing")
    s.fetches("Alice")
    s.presses("Alice", "1")
    assert s.talks_in("Alice") == s.talks_in(CAROL)
    assert s.redirected() == set(), "the caller is left ringing there"
    assert s.call.state is CallState.RINGING
    s.is_seen(CAROL)
    assert s.call.state is CallState.RINGING
    s.is_seen("Alice")
    assert (s.call.state, s.call.connected_at) == (CallState.CONNECTED, NOW)
    assert s.call.deadlines == {}


def test_the_history_tells_what_was_done_on_a_phone_and_since_when_two_talk() -> None:
    s = at("ringing")
    alice, told = s.leg("Alice").id, []
    acts = (
        lambda: s.tell(LegRang(alice, "CA2")),
        lambda: s.fetches("Alice"),
        lambda: s.presses("Alice", "1"),
        lambda: s.is_seen("Alice"),
    )
    for act in acts:
        s.wait(1.0)
        act()
        told += [change.what for change in s.changes if change.subject == alice]
    assert told == ["rang", "answered", "key", "place", "seen"]
    s.is_seen(CAROL)
    assert s.leg(CAROL).talking_since == s.leg("Alice").talking_since == s.now


def test_whether_the_caller_rings_in_the_room_is_looked_at_when_the_greeting_is_over() -> None:
    s = arrived()
    s.wait(DEFAULT.greeting + DEFAULT.look)
    assert s.wanted(LookInside) == [LookInside(s.call.home or "")]


def test_an_agent_who_is_faster_than_the_greeting_is_not_taken_for_lost() -> None:
    s = at("ringing")
    s.wait(0.5)
    s.fetches("Alice")
    s.presses("Alice", "1")
    s.wait(DEFAULT.greeting)
    assert s.wanted(LookInside) == []
    s.wait(DEFAULT.agent_look)
    assert [one for one in s.everything if isinstance(one, LookInside)] == [LookInside(s.call.home or "")]


def test_an_agent_who_takes_the_call_after_that_look_meets_the_caller_in_the_room() -> None:
    s = at("ringing")
    s.wait(DEFAULT.greeting + DEFAULT.look)
    room = s.call.home
    s.fetches("Alice")
    s.presses("Alice", "1")
    assert (s.told(CAROL)[0], s.talks_in("Alice")) == ("greeting", room)
    s.meet()
    assert (s.call.state, s.call.home) == (CallState.CONNECTED, room)


def test_a_waiting_caller_is_brought_to_the_agent_who_takes_the_call() -> None:
    s = at("ringing")
    s.dial_ends(CAROL, answered=False)
    assert s.told(CAROL)[0] == "waiting"
    s.fetches("Alice")
    s.presses("Alice", "1")
    assert s.redirected() == {s.leg(CAROL).id}
    s.meet()
    assert s.call.state is CallState.CONNECTED


def test_a_caller_who_rings_out_while_the_agent_is_on_the_way_rings_on() -> None:
    s = at("ringing")
    s.fetches("Alice")
    s.presses("Alice", "1")
    s.dial_ends(CAROL, answered=False)
    assert s.told(CAROL)[0] == "conversation"
    assert s.talks_in(CAROL) == s.talks_in("Alice")


def test_people_meet_in_a_conference_when_the_room_is_not_known_to_exist() -> None:
    s = Story("Alice")
    s.arrive()
    s.fetches("Alice")
    s.presses("Alice", "1")
    home = s.call.conversations[s.talks_in("Alice") or ""]
    assert home.kind is Kind.CONFERENCE
    assert s.talks_in(CAROL) == s.call.home == home.name
    assert s.redirected() == {s.leg(CAROL).id}
    room = s.leg("Alice").id.replace("leg", "room").replace("-2", "-1")
    s.meet()
    assert [e.name for e in s.everything if isinstance(e, DeleteRoom)] == [room]


@pytest.mark.parametrize(("ready", "place"), [(True, "greeting"), (False, "waiting")])
def test_a_caller_whose_answer_was_lost_is_not_sent_into_a_room_that_never_came(
    ready: bool, place: str
) -> None:
    s = Story("Alice")
    s.arrive()
    if ready:
        s.rooms_are_made()
    s.wait(2.0)
    s.fetches(CAROL)
    assert s.told(CAROL)[0] == place


def test_a_caller_who_asks_again_at_once_is_greeted_again() -> None:
    s = Story("Alice")
    s.arrive()
    s.fetches(CAROL)
    assert (s.told(CAROL)[0], s.leg(CAROL).number) == ("greeting", 1)


@pytest.mark.parametrize(("answered", "place"), [(False, "waiting"), (True, "conversation")])
def test_a_refused_room_does_not_lose_the_caller(answered: bool, place: str) -> None:
    s = Story("Alice") if answered else Story()
    s.arrive()
    room = s.call.home or ""
    s.tell(RoomRefused(room))
    assert s.told(CAROL)[0] == place
    assert s.changes[0] == Change(room, "refused", "", "")
    if answered:
        assert s.call.conversations[s.talks_in(CAROL) or ""].kind is Kind.CONFERENCE


# --- who does not take it ------------------------------------------------------------------------


@pytest.mark.parametrize("keys", [("2",), ("7", "7"), ("", "")], ids=["declines", "wrong keys", "silence"])
def test_an_agent_who_does_not_take_it_is_shown_out_and_the_next_is_rung(keys: tuple[str, ...]) -> None:
    s = at("ringing")
    s.fetches("Alice")
    for key in keys:
        s.presses("Alice", key) if key else s.is_silent("Alice")
    declined = keys == ("2",)
    assert s.told("Alice") == ("ended", "", "declined" if declined else "not_taken")
    assert s.leg("Alice").outcome is (Outcome.DECLINED if declined else Outcome.NOT_ACCEPTED)
    assert (s.call.state, rung(s)) == (CallState.RINGING, "Bob")


def test_silence_is_asked_once_more_and_then_a_key_still_counts() -> None:
    s = at("ringing")
    s.fetches("Alice")
    s.is_silent("Alice")
    assert s.told("Alice") == ("offer", "asked_twice", "")
    s.presses("Alice", "1")
    assert s.told("Alice")[0] == "conversation"


@pytest.mark.parametrize("outcome", [Outcome.BUSY, Outcome.NO_ANSWER, Outcome.DECLINED])
def test_an_agent_whose_phone_is_gone_is_passed_over(outcome: Outcome) -> None:
    s = at("ringing")
    s.hangs_up("Alice", outcome)
    assert rung(s) == "Bob"
    assert "Alice" not in s.directory.reserved()


@pytest.mark.parametrize(("outcome", "rest"), [(Outcome.BUSY, 30.0), (Outcome.ERROR, 10.0)])
def test_nobody_is_offered_the_same_call_again_too_soon(outcome: Outcome, rest: float) -> None:
    s = arrived("Alice")
    s.hangs_up("Alice", outcome)
    assert s.call.state is CallState.WAITING
    s.wait(rest - 0.1)
    assert rung(s) is None
    s.wait(0.1)
    assert rung(s) == "Alice"


def test_nobody_is_reserved_twice_for_the_one_ringing_call() -> None:
    s = at("ringing")
    s.tell(AgentFreed())
    assert s.wanted(ReserveAgent) == []
    assert s.directory.reserved() == {"Alice": s.leg("Alice").id}


# --- the caller has had enough -------------------------------------------------------------------


def test_a_caller_who_gives_up_ends_the_call_and_stops_the_ringing() -> None:
    s = at("ringing")
    s.hangs_up(CAROL)
    assert (s.call.state, s.call.outcome) == (CallState.ENDED, CallOutcome.ABANDONED)
    assert s.wanted(HangUpLeg) == [HangUpLeg(s.leg("Alice").id)]


@pytest.mark.parametrize("agents", [(), ("Alice",)])
@pytest.mark.parametrize("by_key", [True, False])
def test_a_waiting_caller_leaves_a_message_and_the_offer_is_withdrawn(
    agents: tuple[str, ...], by_key: bool
) -> None:
    s = arrived(*agents, wait_limit=15.0)
    s.dial_ends(CAROL, answered=False)
    s.presses(CAROL, "2") if by_key else s.wait(15.0)
    assert (s.call.state, s.told(CAROL)[0]) == (CallState.VOICEMAIL, "voicemail")
    assert s.redirected() == (set() if by_key else {s.leg(CAROL).id})
    for name in agents:
        assert s.told(name) == ("ended", "", "no_longer_needed")


def test_other_keys_leave_a_waiting_caller_where_they_are() -> None:
    s = arrived()
    s.dial_ends(CAROL, answered=False)
    number = s.leg(CAROL).number
    s.presses(CAROL, "7")
    assert (s.told(CAROL)[0], s.leg(CAROL).number) == ("waiting", number)


@pytest.mark.parametrize("how", [InputKind.RECORDED, InputKind.SILENCE])
def test_who_left_a_message_is_thanked(how: InputKind) -> None:
    s = arrived(wait_limit=60.0)
    s.wait(60.0)
    s.catch_up()
    s.returns(CAROL, how)
    assert s.told(CAROL) == ("ended", "", "message_thanks")
    assert (s.call.state, s.call.outcome) == (CallState.ENDED, CallOutcome.VOICEMAIL)


def test_an_agent_who_takes_the_call_and_leaves_before_meeting_the_caller_is_replaced() -> None:
    s = at("ringing")
    s.fetches("Alice")
    s.presses("Alice", "1")
    s.wait(2.0)
    s.hangs_up("Alice")
    assert s.told(CAROL) == ("waiting", "", "queued")
    assert (rung(s), s.call.agent_leg, s.call.waiting_since) == ("Bob", None, NOW + 2.0)
    assert "wait_limit" in s.call.deadlines and "join" not in s.call.deadlines


def test_an_agent_who_took_the_call_once_may_be_asked_again_at_once() -> None:
    s = arrived("Alice")
    s.fetches("Alice")
    s.presses("Alice", "1")
    s.hangs_up("Alice")
    assert rung(s) == "Alice"


# --- how a talk ends -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "left", "told"), [(CAROL, "Alice", "caller_left"), ("Alice", CAROL, "call_ended")]
)
def test_when_one_hangs_up_in_a_talk_the_other_hears_why_and_the_call_ends(
    who: str, left: str, told: str
) -> None:
    s = at("connected")
    s.hangs_up(who)
    assert s.told(left) == ("ended", "", told)
    assert (s.call.state, s.call.outcome) == (CallState.ENDED, CallOutcome.COMPLETED)


@pytest.mark.parametrize(
    ("stage", "outcome"), [("ringing", CallOutcome.NO_AGENT), ("connected", CallOutcome.COMPLETED)]
)
def test_a_call_that_is_hung_up_says_goodbye_to_everybody(stage: str, outcome: CallOutcome) -> None:
    s = at(stage)
    s.tell(HangUpRequested())
    assert (s.call.state, s.call.outcome) == (CallState.ENDED, outcome)
    assert {leg.note for leg in s.call.legs.values()} == {"call_ended"}
