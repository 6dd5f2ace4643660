"""People in a room: described, changed, muted and thrown out on the double as on the real server.

Each test is one story, told to both; beside that it asserts what the story is about.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.real_livekit.contract.conftest import Both
from tests.real_livekit.contract.sides import Guest, SipLeg
from tests.real_livekit.contract.story import Story

WEB = Guest("web")
GUESTS = {
    "a browser": WEB,
    "a browser without a microphone": Guest("web", publishes=False),
    "a supervisor": Guest("supervisor", publishes=False, hidden=True),
    "a phone": Guest("sip_caller", "sip", name="Phone caller", attributes={"sip.callStatus": "active"}),
    "an agent": Guest("bot", "agent"),
    "somebody with a name": Guest("web", name="Alice", metadata="m", attributes={"a": "1", "b": ""}),
    "an ingress": Guest("ingress", "ingress"),
}


@pytest.mark.parametrize("guest", GUESTS.values(), ids=GUESTS)
def test_somebody_who_has_joined_is_described(both: Both, guest: Guest) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk")
        t.join("talk", guest)
        assert [one.identity for one in t.ask("ListParticipants", room="talk").participants] == [
            guest.identity
        ]
        t.ask("GetParticipant", room="talk", identity=guest.identity)
        t.leave(guest.identity)
        t.ask("ListParticipants", room="talk")
        t.hooks()

    both(story)


def test_a_full_room_lets_in_a_listener_and_nobody_else_until_somebody_leaves(both: Both) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk", max_participants=2)
        t.join("talk", WEB)
        t.join("talk", Guest("hidden", publishes=False, hidden=True))
        t.join("talk", Guest("listener", "agent", publishes=False, hidden=True))
        t.hooks()
        assert "500" in t.turned_away("talk", Guest("late"))
        assert "404" in t.turned_away("nowhere", Guest("late"))
        t.leave("hidden")
        t.join("talk", Guest("late"))
        assert len(t.ask("ListParticipants", room="talk").participants) == 3
        t.hooks()

    both(story)


def test_the_counts_of_a_room_follow_within_seconds(both: Both) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk")
        for guest in (
            WEB,
            Guest("mute", publishes=False),
            Guest("supervisor", publishes=False, hidden=True),
            Guest("bot", "agent"),
        ):
            t.join("talk", guest)
        # Whoever is hidden counts as somebody, a bot only as one who publishes.
        t.until(lambda: _counts(t) == (3, 2), "three people and two who publish")

    both(story)


def _counts(t: Story) -> tuple[int, int]:
    (room,) = t.ask("ListRooms").rooms
    t.told.pop()
    return room.num_participants, room.num_publishers


def _ringing(t: Story) -> None:
    """A phone rings alone in a room, let in as recommended."""
    headers = {"x-bridge-call": "bridge.call", "x-bridge-leg": "bridge.leg"}
    credentials = {"auth_username": "bridge", "auth_password": "trunk-password"}
    trunk = t.ask("CreateSIPInboundTrunk", trunk={"headers_to_attributes": headers, **credentials})
    callee: dict[str, Any] = {"rule": {"dispatch_rule_callee": {}}, "trunk_ids": [trunk.sip_trunk_id]}
    rule = t.ask("CreateSIPDispatchRule", dispatch_rule=callee)
    t.ask("CreateRoom", name="talk")
    t.dial(SipLeg("talk", "caller", trunk.sip_trunk_id, rule.sip_dispatch_rule_id))


THROWN_OUT = {
    "RemoveParticipant": ({"identity": "sip_caller"}, ("participant_left", "sip_caller")),
    "DeleteRoom": ({}, ("room_finished", "")),
}


@pytest.mark.parametrize("method", THROWN_OUT)
def test_a_phone_that_rings_is_described_and_thrown_out(both: Both, method: str) -> None:
    fields, last = THROWN_OUT[method]

    def story(t: Story) -> None:
        _ringing(t)
        (phone,) = t.ask("ListParticipants", room="talk").participants
        assert phone.attributes["sip.callStatus"] == "ringing"
        t.ask(method, room="talk", **fields)
        t.heard(*last)
        t.hooks()

    both(story)


def test_somebody_is_removed(both: Both) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk")
        t.join("talk", WEB)
        t.join("talk", Guest("other"))
        t.ask("RemoveParticipant", room="talk", identity="web")
        assert t.ask("GetParticipant", room="talk", identity="web").status == 404
        assert t.ask("RemoveParticipant", room="talk", identity="web").status == 404
        t.heard("participant_left", "web")
        t.hooks()

    both(story)


def test_everybody_goes_with_the_room(both: Both) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk")
        t.join("talk", WEB)
        t.ask("DeleteRoom", room="talk")
        t.ask("ListParticipants", room="talk")
        t.heard("room_finished")
        t.hooks()

    both(story)


def test_a_second_one_of_the_same_name_throws_out_the_first(both: Both) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk")
        t.join("talk", Guest("web", metadata="first"))
        t.join("talk", Guest("web", metadata="second"))
        assert len(t.ask("ListParticipants", room="talk").participants) == 1
        t.hooks()

    both(story)


def test_a_room_that_everybody_left_closes_after_its_departure_time_out(both: Both) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk", departure_timeout=1)
        t.join("talk", WEB)
        t.join("talk", Guest("bot", "agent"))
        t.leave("web")
        t.heard("room_finished")
        t.hooks()
        t.gone()

    both(story)


# --- tracks ---


def _track(t: Story, identity: str = "web") -> str:
    (track,) = t.ask("GetParticipant", room="talk", identity=identity).tracks
    return str(track.sid)


@pytest.mark.parametrize("identity", ["web", "other"])
def test_a_track_is_muted_and_not_unmuted(both: Both, identity: str) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk")
        t.join("talk", WEB)
        t.join("talk", Guest("other"))
        asked: dict[str, Any] = {"room": "talk", "identity": identity, "track_sid": _track(t, identity)}
        for muted in (True, True, False):
            answer = t.ask("MutePublishedTrack", muted=muted, **asked)
        assert answer.status == 412
        t.ask("GetParticipant", room="talk", identity=identity)

    both(story)


@pytest.mark.parametrize("muted", [True, False])
def test_a_track_that_is_not_muted_is_not_unmuted_either(both: Both, muted: bool) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk")
        t.join("talk", WEB)
        t.ask("MutePublishedTrack", room="talk", identity="web", track_sid="TR_none", muted=muted)
        t.ask("MutePublishedTrack", room="talk", identity="web", muted=muted)
        t.ask("MutePublishedTrack", room="talk", identity="web", track_sid=_track(t), muted=False)

    both(story)


@pytest.mark.parametrize("subscribe", [True, False])
def test_subscriptions_are_changed(both: Both, subscribe: bool) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk")
        t.join("talk", WEB)
        t.join("talk", Guest("other"))
        asked: dict[str, Any] = {"room": "talk", "identity": "other", "subscribe": subscribe}
        t.ask("UpdateSubscriptions", track_sids=[_track(t)], **asked)
        t.ask("UpdateSubscriptions", track_sids=["TR_none"], **asked)
        tracks = [{"participant_sid": "PA_none", "track_sids": [_track(t)]}]
        t.ask("UpdateSubscriptions", participant_tracks=tracks, **asked)
        t.ask("UpdateSubscriptions", **asked)

    both(story)


# --- changes ---

SAME = {"can_subscribe": True, "can_publish": True, "can_publish_data": True}
CHANGES: dict[str, dict[str, Any]] = {
    "nothing": {},
    "a name": {"name": "Alice"},
    "metadata": {"metadata": "m"},
    "attributes": {"attributes": {"b": "2", "a": ""}},
    "an attribute that is not there": {"attributes": {"c": ""}},
    "the same permission": {"permission": SAME},
    "another permission": {"permission": {**SAME, "can_publish_data": False}},
    "permission to hide": {"permission": {**SAME, "hidden": True}},
    "permission to nothing": {"permission": {}},
    "permission for a microphone": {"permission": {**SAME, "can_publish_sources": ["MICROPHONE"]}},
    "everything": {"name": "A", "metadata": "m", "attributes": {"b": "2"}, "permission": SAME},
    "a name of 256": {"name": "n" * 256},
    "a name of 257": {"name": "n" * 257},
    "metadata of 64,000": {"metadata": "m" * 64_000},
    "metadata of 64,001": {"metadata": "m" * 64_001},
    "metadata of 512 KiB": {"metadata": "m" * 512 * 1024},
    "metadata over 512 KiB": {"metadata": "m" * (512 * 1024 + 1)},
    "attributes of 64 KB": {"attributes": {"b": "x" * 63_000}},
    "attributes over 64 KB": {"attributes": {"b": "x" * 66_000}},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_somebody_is_changed_by(both: Both, change: dict[str, Any]) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk")
        t.join("talk", Guest("web", publishes=False, attributes={"a": "1"}))
        t.hooks()
        t.ask("UpdateParticipant", room="talk", identity="web", **change)
        t.ask("GetParticipant", room="talk", identity="web")

    both(story)


def test_who_may_not_publish_any_more_loses_the_track(both: Both) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk")
        t.join("talk", WEB)
        t.hooks()
        permission = {**SAME, "can_publish": False}
        t.ask("UpdateParticipant", room="talk", identity="web", permission=permission)
        t.heard("track_unpublished", "web")
        t.hooks()
        t.ask("GetParticipant", room="talk", identity="web")

    both(story)


# --- what is only in the Cloud ---


@pytest.mark.parametrize("method", ["MoveParticipant", "ForwardParticipant"])
@pytest.mark.parametrize("destination", ["other", "none", "talk", ""])
def test_nobody_is_moved(both: Both, method: str, destination: str) -> None:
    def story(t: Story) -> None:
        for name in ("talk", "other"):
            t.ask("CreateRoom", name=name)
        t.join("talk", Guest("web", publishes=False))
        t.ask(method, room="talk", identity="web", destination_room=destination)
        t.ask("ListParticipants", room="talk")

    both(story)
