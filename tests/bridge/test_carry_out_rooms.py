"""Rooms that are made, deleted and looked into, and briefs that a model writes.

What is asked, what the answers mean, and what each failure leads to.
"""

from __future__ import annotations

import pytest

from bridge.carry_out import DELETE_TRIES, REMADE_AFTER, STAR_TRIES, WAY_IN_TRIES
from bridge.core.effects import (
    Announce,
    CheckRoom,
    CreateRoom,
    DeleteRoom,
    LookInside,
)
from bridge.core.events import (
    EntryLost,
    EntryMissing,
    EntrySeen,
    RoomChecked,
    RoomMade,
    RoomRefused,
)
from bridge.core.state import Conversation, Kind
from bridge.lanes import Later
from bridge.ports.errors import PortError
from tests.bridge.desk import A, Desk
from tests.bridge.examples import LINE
from tests.bridge.twilio_double import (
    API,
    CONFERENCES,
    SID,
    failure,
)

# --- CreateRoom, DeleteRoom --------------------------------------------------------------------

LIVEKIT_FAILS = {"429": (429, "resource_exhausted"), "500": (500, "internal"), "503": (503, "unavailable")}


def test_a_room_is_made_by_its_name(desk: Desk) -> None:
    assert desk.do(CreateRoom("room-1")) == [RoomMade("room-1")]
    assert list(desk.livekit.rooms) == ["room-1"]


@pytest.mark.parametrize("why", [*LIVEKIT_FAILS, "hangs", "down"])
def test_a_room_that_livekit_does_not_make_is_given_up_after_the_second_try(desk: Desk, why: str) -> None:
    """A caller waits for it: a conference takes its place."""
    desk.livekit.patience = 0.2
    desk.livekit.fail, desk.livekit.hang = LIVEKIT_FAILS.get(why), why == "hangs"
    if why == "down":
        desk.livekit.stop()
    with pytest.raises(Later) as later:
        desk.do(CreateRoom("room-1"))
    assert later.value.after < 0.5
    assert desk.do(CreateRoom("room-1"), attempts=1) == [RoomRefused("room-1")]


def test_a_room_that_livekit_refuses_is_given_up_at_once(desk: Desk) -> None:
    desk.livekit.fail = (401, "unauthenticated")
    assert desk.do(CreateRoom("room-1")) == [RoomRefused("room-1")]


def test_a_room_is_deleted_and_one_that_is_gone_is_no_failure(desk: Desk) -> None:
    desk.livekit.rooms["room-1"] = []
    assert [desk.do(DeleteRoom("room-1")), desk.do(DeleteRoom("room-1"))] == [[], []]
    assert desk.livekit.methods() == ["DeleteRoom", "DeleteRoom"]


@pytest.mark.parametrize("why", [*LIVEKIT_FAILS, "401"])
def test_a_room_that_cannot_be_deleted_is_left_to_livekit_in_the_end(desk: Desk, why: str) -> None:
    desk.livekit.fail = LIVEKIT_FAILS.get(why, (401, "unauthenticated"))
    waited = 0.0
    for attempts in range(DELETE_TRIES - 1):
        with pytest.raises(Later) as later:
            desk.do(DeleteRoom("room-1"), attempts)
        waited += later.value.after
    assert waited > 120, "an outage of two minutes leaves no room behind"
    with pytest.raises(PortError):
        desk.do(DeleteRoom("room-1"), DELETE_TRIES - 1)


def test_a_room_that_a_crashed_livekit_left_behind_is_made_again_to_be_deleted(desk: Desk) -> None:
    desk.livekit.fail = LIVEKIT_FAILS["503"]
    for attempts in range(REMADE_AFTER):
        with pytest.raises(Later):
            desk.do(DeleteRoom("room-1"), attempts)
    assert "CreateRoom" not in desk.livekit.methods()
    desk.livekit.fail = None
    assert desk.do(DeleteRoom("room-1"), REMADE_AFTER) == []
    assert desk.livekit.methods()[-2:] == ["CreateRoom", "DeleteRoom"]


def test_a_room_is_not_closed_before_whoever_heads_for_it_has_another_document(desk: Desk) -> None:
    """Their INVITE might make it again."""
    desk.livekit.rooms["room-1"] = []
    desk.change(A, heads_for="room-1")
    with pytest.raises(Later):
        desk.do(DeleteRoom("room-1"))
    assert desk.livekit.methods() == []
    desk.change(A, heads_for="room-2")
    assert desk.do(DeleteRoom("room-1"), 1) == []
    assert list(desk.livekit.rooms) == []


def test_a_room_is_closed_when_whoever_headed_for_it_is_gone_or_does_not_come_for_long(desk: Desk) -> None:
    desk.change(A, heads_for="room-1")
    assert desk.do(DeleteRoom("room-1"), WAY_IN_TRIES) == []
    desk.change(A, ended_at=1.0)
    assert desk.do(DeleteRoom("room-1")) == []


# --- LookInside --------------------------------------------------------------------------------

LOOK = LookInside("talk-aaaa")


def test_whoever_is_answered_in_the_room_is_seen_and_whoever_rings_is_not(desk: Desk) -> None:
    desk.livekit.enter("talk-aaaa", "sip_leg-aaaa-1.1")
    desk.livekit.enter("talk-aaaa", "sip_leg-aaaa-2.1", status="ringing")
    assert desk.do(LOOK) == [EntrySeen("leg-aaaa-1", 1)]


def test_whoever_was_seen_and_is_not_there_any_more_is_lost(desk: Desk) -> None:
    desk.livekit.enter("talk-aaaa", "sip_leg-aaaa-1.1")
    assert desk.do(LOOK) == [EntrySeen("leg-aaaa-1", 1), EntryLost("leg-aaaa-2", 1)]


def test_whoever_rings_in_the_room_is_neither_lost_nor_missing(desk: Desk) -> None:
    desk.change(A, seen_at=None)
    desk.livekit.enter("talk-aaaa", "sip_leg-aaaa-1.1")
    desk.livekit.enter("talk-aaaa", "sip_leg-aaaa-2.1", status="ringing")
    assert desk.do(LOOK) == [EntrySeen("leg-aaaa-1", 1)]


def test_whoever_should_be_ringing_in_the_room_by_now_is_missing(desk: Desk) -> None:
    """A bad trunk looks like this; an earlier entry of the leg is somebody else."""
    desk.change(A, entry=2, seen_at=None)
    desk.livekit.enter("talk-aaaa", "sip_leg-aaaa-2.1")
    desk.livekit.enter("talk-aaaa", "sip_leg-aaaa-1.1")
    assert desk.do(LOOK) == [EntrySeen("leg-aaaa-1", 1), EntryMissing(A, 2)]


def test_only_people_of_this_conversation_are_looked_for(desk: Desk) -> None:
    desk.change(A, conversation="elsewhere")
    desk.livekit.enter("talk-aaaa", "sip_leg-aaaa-1.1")
    assert desk.do(LOOK) == [EntrySeen("leg-aaaa-1", 1)]


def test_in_a_conference_people_are_known_by_their_call_sid(desk: Desk) -> None:
    desk.change(conversations={"talk-aaaa": Conversation("talk-aaaa", Kind.CONFERENCE, ready=True)})
    running = "CF" + "a" * 32
    desk.twilio.answer("GET", CONFERENCES, {"conferences": [{"sid": running}]}, {"conferences": []})
    there = {"participants": [{"call_sid": SID, "status": "connected"}]}
    desk.twilio.answer("GET", f"{API}/Conferences/{running}/Participants.json", there)
    assert desk.do(LOOK) == [EntryLost("leg-aaaa-1", 1), EntrySeen(A, 1)]
    assert desk.livekit.asked == []


@pytest.mark.parametrize("kind", Kind)
def test_a_look_that_fails_is_tried_once_more(desk: Desk, kind: Kind) -> None:
    desk.change(conversations={"talk-aaaa": Conversation("talk-aaaa", kind, ready=True)})
    desk.livekit.fail = (503, "unavailable")
    desk.twilio.answer("GET", CONFERENCES, failure(503, 20503))
    with pytest.raises(Later):
        desk.do(LOOK)
    with pytest.raises(PortError):
        desk.do(LOOK, attempts=1)


# --- CheckRoom, Announce -----------------------------------------------------------------------

CHECK = CheckRoom(A, 4, "talk-aaaa")


@pytest.mark.parametrize(
    ("there", "alive"),
    [
        (["sip_leg-aaaa-1.1"], True),
        (["supervisor"], False),
        ([], False),
    ],
    ids=["A left, the caller is there", "nobody of the call", "no room"],
)
def test_a_star_is_an_agent_who_left_a_room_where_the_other_still_is(
    desk: Desk, there: list[str], alive: bool
) -> None:
    for identity in there:
        desk.livekit.enter("talk-aaaa", identity)
    assert desk.do(CHECK) == [RoomChecked(A, 4, alive)]


def test_an_agent_who_is_still_listed_may_be_on_the_way_out_and_is_looked_for_again(desk: Desk) -> None:
    for identity in ("sip_leg-aaaa-1.1", "sip_leg-aaaa-2.1"):
        desk.livekit.enter("talk-aaaa", identity)
    for attempts in range(STAR_TRIES):
        with pytest.raises(Later):
            desk.do(CHECK, attempts)
    assert desk.do(CHECK, STAR_TRIES) == [RoomChecked(A, 4, alive=False)]


def test_a_livekit_that_does_not_say_who_is_there_has_lost_everybody(desk: Desk) -> None:
    desk.livekit.fail = (503, "unavailable")
    for attempts in range(STAR_TRIES):
        with pytest.raises(Later):
            desk.do(CHECK, attempts)
    assert desk.do(CHECK, STAR_TRIES) == [RoomChecked(A, 4, alive=False)]


def test_a_sentence_is_said_to_one_leg_of_a_conference(desk: Desk) -> None:
    conference = "CF" + "a" * 32
    desk.twilio.answer("GET", CONFERENCES, {"conferences": [{"sid": conference}]})
    desk.twilio.answer("POST", f"{API}/Conferences/{conference}/Participants/{SID}.json", {"call_sid": SID})
    assert desk.do(Announce(A, "hold_warning")) == []
    asked = desk.twilio.asked[-1]
    assert asked.sent["AnnounceUrl"].startswith(f"{LINE.base_url}/twilio/")
    assert asked.sent["AnnounceMethod"] == "POST"


def test_a_sentence_for_somebody_who_has_left_the_talk_is_not_said(desk: Desk) -> None:
    desk.change(A, conversation=None)
    assert desk.do(Announce(A, "hold_warning")) == []
    assert desk.twilio.asked == []


def test_a_sentence_that_fails_is_not_said_again(desk: Desk) -> None:
    desk.twilio.answer("GET", CONFERENCES, failure(503, 20503))
    with pytest.raises(PortError):
        desk.do(Announce(A, "hold_warning"))
