"""A told call goes as a real one would: who is rung, who is who.

What the world around a call answers, not what the machine makes of it.
"""

from __future__ import annotations

from bridge.core.events import RoomMade, TransferRequested
from bridge.core.state import CallState
from bridge.told.story import BUSY, SKILL, Story, people
from tests.bridge.told.playing import TOLD, story


def _talking() -> Story:
    return TOLD["Caller and A talk"]()


def test_the_next_free_agent_is_rung_when_one_declines() -> None:
    told = Story().begins().picks_up("A").presses("A", "2")
    assert told.leg("A").agent_id == "bob"


def test_nobody_is_rung_twice_while_somebody_is_idle_for_longer() -> None:
    told = TOLD["A has taken the call and is on the way"]().hangs_up("A")
    assert told.leg("A").agent_id == "bob" and told.call.state is CallState.RINGING


def test_somebody_busy_is_not_rung() -> None:
    told = _talking().tell(TransferRequested("", "warm", agent_id=BUSY))
    assert told.refusal and people(told.call)["B"] is None


def test_a_skill_rings_somebody_who_has_no_phone_at_the_ear() -> None:
    assert _talking().tell(TransferRequested("", "warm", skill=SKILL)).leg("B").agent_id == "bob"


def test_a_caller_who_was_lost_by_b_is_offered_to_whoever_is_free_while_a_says_goodbye() -> None:
    told = TOLD["Caller and B talk, A is thanked"]().hangs_up("B")
    assert told.leg("A").agent_id == "cleo" and told.call.state is CallState.RINGING


def test_whoever_gives_the_call_away_is_a() -> None:
    call = story("A, who took over just now, transfers on to B").call
    who = people(call)
    assert who["A"] is not None and who["A"].agent_id == "bob"
    assert who["B"] is not None and who["B"].agent_id == "cleo"


def test_a_copy_goes_its_own_way() -> None:
    told = _talking()
    told.copy().hangs_up("caller")
    assert told.call.caller.live


def test_a_room_is_asked_for_and_made() -> None:
    told = Story().begins()
    assert all(told.call.conversations[name].ready for name in told.call.conversations)
    assert told.tell(RoomMade(told.call.home or "")).refusal == ""
