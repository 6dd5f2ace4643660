"""Rooms are made, listed, closed by themselves and deleted, and so are the people in them.

What is promised stands in reference/livekit.md 3 and reference/livekit-lab.md f."""

from typing import Any

import pytest
from livekit.protocol import models, room

from tests.simulator.livekit.lab import ApiError, Lab


def test_create_is_idempotent_and_keeps_sid_and_terms(lab: Lab) -> None:
    first = lab.create("talk", metadata="call-1", empty_timeout=60)
    again = lab.create("talk", metadata="call-2", departure_timeout=3600)
    assert again.sid == first.sid
    assert (again.metadata, again.empty_timeout, again.departure_timeout) == ("call-1", 60, 20)
    lab.run(1.0)
    assert lab.events() == ["room_started"]


def test_a_room_has_the_usual_time_outs_unless_told_otherwise(lab: Lab) -> None:
    made = lab.create("talk")
    assert (made.empty_timeout, made.departure_timeout, made.max_participants) == (300, 20, 0)


@pytest.mark.parametrize(
    "terms", [{"name": "r" * 257}, {"name": "ö" * 129}, {"name": "r", "metadata": "m" * 524_289}]
)
def test_a_room_s_name_and_metadata_must_fit(lab: Lab, terms: dict[str, str]) -> None:
    with pytest.raises(ApiError) as error:
        lab.create(**terms)
    assert (error.value.status, error.value.code) == (400, "invalid_argument")
    assert len(lab.server.violations) == 1


def test_a_room_without_a_name_is_made_but_it_is_a_mistake(lab: Lab) -> None:
    assert lab.create("").sid.startswith("RM_")
    assert len(lab.server.violations) == 1


def test_a_preset_that_nobody_has_made_is_refused(lab: Lab) -> None:
    with pytest.raises(ApiError) as error:
        lab.create("talk", room_preset="mine")
    assert error.value.code == "invalid_argument" and lab.rooms() == {}


def test_rooms_are_listed_all_or_by_name(lab: Lab) -> None:
    for name in ("a", "b", "c"):
        lab.create(name)
    assert set(lab.rooms()) == {"a", "b", "c"} == set(lab.server.rooms)
    some = lab.ask("ListRooms", room.ListRoomsRequest(names=["b", "x"]), room.ListRoomsResponse())
    assert [one.name for one in some.rooms] == ["b"]


def test_a_room_that_nobody_enters_closes_after_its_empty_time_out(lab: Lab) -> None:
    lab.create("talk", empty_timeout=5)
    lab.run(4.0)
    assert "talk" in lab.server.rooms
    lab.run(2.0)
    assert lab.server.rooms == {} and lab.rooms() == {}
    assert lab.events() == ["room_started", "room_finished"]


def test_a_room_that_everybody_left_closes_after_its_departure_time_out(lab: Lab) -> None:
    lab.create("talk", departure_timeout=20)
    phone = lab.dial("talk", "caller")
    lab.run(400.0 - 300.0)
    lab.server.cancel(phone.invite)
    lab.run(18.9)
    assert "talk" in lab.server.rooms
    lab.run(2.2)
    assert lab.server.rooms == {}


def test_a_room_with_somebody_in_it_never_closes(lab: Lab) -> None:
    lab.create("talk", empty_timeout=1, departure_timeout=1)
    lab.pair("talk")
    lab.run(3600.0)
    assert "talk" in lab.server.rooms


def test_somebody_who_comes_back_in_time_keeps_the_room(lab: Lab) -> None:
    caller, agent = lab.pair()
    for phone in (caller, agent):
        lab.server.bye(phone.invite)
    lab.run(18.0)
    lab.dial("talk", "caller")
    lab.run(60.0)
    assert "talk" in lab.server.rooms


def test_a_hidden_bot_keeps_a_room_open_and_an_agent_does_not(lab: Lab) -> None:
    for name, kind in (("with-bot", "standard"), ("with-agent", "agent")):
        lab.create(name)
        lab.server.join_participant(name, "bot", hidden=True, kind=kind)
        phone = lab.dial(name, "caller")
        lab.run(1.0)
        lab.server.cancel(phone.invite)
    lab.run(30.0)
    assert set(lab.server.rooms) == {"with-bot"}
    assert lab.ends("with-agent")[-1][:2] == ("bot", "ROOM_CLOSED")


def test_a_browser_that_leaves_is_reported(lab: Lab) -> None:
    lab.create("talk")
    web = lab.server.join_participant("talk", "web")
    lab.server.leave(web)
    lab.server.leave(web)
    lab.run(1.0)
    assert lab.ends() == [("web", "CLIENT_INITIATED", "")]


def test_a_room_closes_by_its_first_terms(lab: Lab) -> None:
    lab.create("talk", empty_timeout=5)
    lab.create("talk", empty_timeout=60)
    lab.run(30.0)
    assert lab.server.rooms == {}


def test_the_counts_of_a_room_are_up_to_five_seconds_old(lab: Lab) -> None:
    lab.pair()
    assert lab.rooms()["talk"].num_participants == 0
    lab.run(4.0)
    assert (lab.rooms()["talk"].num_participants, lab.rooms()["talk"].num_publishers) == (2, 2)


def test_a_hidden_participant_is_listed_and_counted_and_a_bot_counts_as_a_publisher_only(lab: Lab) -> None:
    lab.create("talk")
    lab.server.join_participant("talk", "supervisor", publishes=False, hidden=True)
    lab.server.join_participant("talk", "bot", kind="agent")
    lab.run(6.0)
    assert lab.people("talk")["supervisor"].permission.hidden
    assert (lab.rooms()["talk"].num_participants, lab.rooms()["talk"].num_publishers) == (1, 1)
    assert "participant_joined" in lab.events("talk")


@pytest.mark.parametrize(
    ("method", "request_"),
    [
        ("DeleteRoom", room.DeleteRoomRequest(room="none")),
        ("UpdateRoomMetadata", room.UpdateRoomMetadataRequest(room="none", metadata="x")),
        ("RemoveParticipant", room.RoomParticipantIdentity(room="none", identity="x")),
        ("GetParticipant", room.RoomParticipantIdentity(room="talk", identity="x")),
        ("UpdateParticipant", room.UpdateParticipantRequest(room="talk", identity="x")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_who_and_what_is_unknown_is_not_found_and_no_violation(
    lab: Lab, method: str, request_: object
) -> None:
    lab.create("talk")
    with pytest.raises(ApiError) as error:
        lab.ask(method, request_)  # type: ignore[arg-type]
    assert (error.value.status, error.value.code) == (404, "not_found")
    assert lab.server.violations == []


@pytest.mark.parametrize(
    ("method", "request_"),
    [
        ("MutePublishedTrack", room.MuteRoomTrackRequest(room="talk", identity="x")),
        ("UpdateSubscriptions", room.UpdateSubscriptionsRequest(room="none", identity="x")),
    ],
)
def test_an_order_to_somebody_who_is_not_there_reaches_nobody(
    lab: Lab, method: str, request_: object
) -> None:
    lab.create("talk")
    with pytest.raises(ApiError) as error:
        lab.ask(method, request_)  # type: ignore[arg-type]
    assert (error.value.status, error.value.code) == (503, "unavailable")
    assert lab.server.violations == []


def test_the_metadata_of_a_room_can_be_changed(lab: Lab) -> None:
    lab.create("talk", metadata="old")
    changed = room.UpdateRoomMetadataRequest(room="talk", metadata="new")
    assert lab.ask("UpdateRoomMetadata", changed, models.Room()).metadata == "new"
    assert lab.rooms()["talk"].metadata == "new"


def test_the_participants_of_an_unknown_room_are_an_empty_list(lab: Lab) -> None:
    assert lab.people("none") == {}


def test_one_participant_can_be_asked_for(lab: Lab) -> None:
    lab.pair()
    who = room.RoomParticipantIdentity(room="talk", identity="sip_agent")
    assert lab.ask("GetParticipant", who, models.ParticipantInfo()).name == "Phone agent"


def test_a_muted_leg_is_not_heard_but_hears(lab: Lab) -> None:
    caller, agent = lab.pair()
    track = lab.people("talk")["sip_agent"].tracks[0].sid
    mute = room.MuteRoomTrackRequest(room="talk", identity="sip_agent", track_sid=track, muted=True)
    answer = lab.ask("MutePublishedTrack", mute, room.MuteRoomTrackResponse())
    assert answer.track.muted
    assert not lab.hears(caller, agent) and lab.hears(agent, caller)


def test_to_mute_a_track_that_nobody_has_is_no_error_and_does_nothing(lab: Lab) -> None:
    caller, agent = lab.pair()
    mute = room.MuteRoomTrackRequest(room="talk", identity="sip_agent", track_sid="TR_none", muted=True)
    answer = lab.ask("MutePublishedTrack", mute, room.MuteRoomTrackResponse())
    assert not answer.HasField("track") and lab.hears(caller, agent)


def test_unmuting_is_not_enabled_unless_the_server_allows_it(lab: Lab) -> None:
    caller, agent = lab.pair()
    track = lab.people("talk")["sip_agent"].tracks[0].sid
    request = room.MuteRoomTrackRequest(room="talk", identity="sip_agent", track_sid=track, muted=True)
    lab.ask("MutePublishedTrack", request)
    request.muted = False
    with pytest.raises(ApiError) as error:
        lab.ask("MutePublishedTrack", request)
    assert (error.value.status, error.value.code) == (412, "failed_precondition")
    lab.server.enable_remote_unmute = True
    lab.ask("MutePublishedTrack", request)
    assert lab.hears(caller, agent)


def test_an_unsubscribed_leg_stops_hearing_and_can_be_subscribed_again(lab: Lab) -> None:
    caller, agent = lab.pair()
    track = lab.people("talk")["sip_agent"].tracks[0].sid
    request = room.UpdateSubscriptionsRequest(room="talk", identity="sip_caller", track_sids=[track])
    lab.ask("UpdateSubscriptions", request)
    assert not lab.hears(caller, agent) and lab.hears(agent, caller)
    request.subscribe = True
    lab.ask("UpdateSubscriptions", request)
    assert lab.hears(caller, agent)


def test_attributes_are_merged_and_an_empty_value_deletes(lab: Lab) -> None:
    lab.pair()
    request = room.UpdateParticipantRequest(
        room="talk",
        identity="sip_agent",
        metadata="m",
        name="Alice",
        attributes={"a": "1", "bridge.call": ""},
    )
    info = lab.ask("UpdateParticipant", request, models.ParticipantInfo())
    assert (info.metadata, info.name, info.attributes["a"]) == ("m", "Alice", "1")
    assert "bridge.call" not in info.attributes and "sip.callID" in info.attributes


def test_who_may_neither_publish_nor_subscribe_is_not_heard_and_hears_nobody(lab: Lab) -> None:
    caller, agent = lab.pair()
    nothing = models.ParticipantPermission()
    request = room.UpdateParticipantRequest(room="talk", identity="sip_agent", permission=nothing)
    lab.ask("UpdateParticipant", request)
    assert not lab.hears(caller, agent) and not lab.hears(agent, caller)
    lab.run(1.0)
    assert lab.events("talk")[-1] == "track_unpublished"
    assert not lab.people("talk")["sip_agent"].is_publisher


@pytest.mark.parametrize(
    "change", [{"name": "n" * 257}, {"metadata": "m" * 524_289}, {"attributes": {"a": "x" * 65_536}}]
)
def test_what_is_changed_about_somebody_must_fit(lab: Lab, change: dict[str, object]) -> None:
    lab.pair()
    with pytest.raises(ApiError) as error:
        lab.ask(
            "UpdateParticipant", room.UpdateParticipantRequest(room="talk", identity="sip_agent", **change)
        )  # type: ignore[arg-type]
    assert (error.value.status, error.value.code) == (400, "invalid_argument")


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("MoveParticipant", room.MoveParticipantRequest),
        ("ForwardParticipant", room.ForwardParticipantRequest),
    ],
)
@pytest.mark.parametrize(("destination", "status"), [("b", 500), ("talk", 400)])
def test_moving_participants_is_only_in_the_cloud(
    lab: Lab, method: str, kind: Any, destination: str, status: int
) -> None:
    lab.pair()
    with pytest.raises(ApiError) as error:
        lab.ask(method, kind(room="talk", identity="sip_agent", destination_room=destination))
    assert error.value.status == status
    assert len(lab.server.violations) == 1
