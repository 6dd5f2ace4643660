"""What a client sees when server or Redis dies, and what is left when they are back: double and real server.

Each test is one story, told to both; beside that it asserts what the story is about.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.real_livekit.contract.conftest import Both
from tests.real_livekit.contract.requests import Refusal
from tests.real_livekit.contract.sides import Guest
from tests.real_livekit.contract.story import Story

TALK: dict[str, Any] = {"room": "talk", "identity": "web"}


def test_a_dead_server_takes_no_request_and_comes_back_with_what_redis_knew(both_mortal: Both) -> None:
    def story(t: Story) -> None:
        made = t.ask("CreateRoom", name="talk", metadata="m")
        trunk = t.ask("CreateSIPInboundTrunk", trunk={"numbers": ["+1"]})
        t.join("talk", Guest("web"))
        t.hooks()
        t.side.crash()
        assert t.unanswered("ListRooms").kind == "refused"
        t.side.restart()
        assert [one.sid for one in t.ask("ListRooms").rooms] == [made.sid]
        assert len(t.ask("ListParticipants", room="talk").participants) == 1
        t.ask("GetParticipant", **TALK)
        assert t.ask("ListSIPInboundTrunk").items[0].sip_trunk_id == trunk.sip_trunk_id

    both_mortal(story)


def test_a_server_that_hangs_answers_nothing_and_afterwards_everything(both_mortal: Both) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk")
        t.side.hang()
        assert t.unanswered("ListRooms").kind == "timeout"
        t.side.wake()
        assert len(t.ask("ListRooms").rooms) == 1

    both_mortal(story)


NOBODY, NO_NODE = "twirp error unknown: no response from servers", "could not find any available nodes"
STALE: dict[str, dict[str, Any]] = {
    "RemoveParticipant": TALK,
    "UpdateParticipant": {**TALK, "name": "x"},
    "MutePublishedTrack": {**TALK, "track_sid": "TR_x", "muted": True},
    "UpdateSubscriptions": TALK,
    "UpdateRoomMetadata": {"room": "talk", "metadata": "x"},
    "DeleteRoom": {"room": "talk"},
}


def test_nobody_runs_a_room_of_a_crashed_server_until_it_is_made_again(both_mortal: Both) -> None:
    def story(t: Story) -> None:
        before = t.ask("CreateRoom", name="talk", metadata="m")
        t.join("talk", Guest("web"))
        t.hooks()
        t.side.crash()
        t.side.restart()
        # The dead node still counts as one of the server's, and the room is there.
        assert t.ask("CreateRoom", name="talk", metadata="n").status == 503
        for method, fields in STALE.items():
            assert t.ask(method, **fields).status == 503
        again = t.ask("CreateRoom", name="talk", metadata="n", max_participants=5)
        assert (again.sid, again.metadata) == (before.sid, "n")
        assert len(t.ask("ListParticipants", room="talk").participants) == 1
        t.ask("RemoveParticipant", **TALK)
        t.join("talk", Guest("other"))
        assert len(t.ask("ListParticipants", room="talk").participants) == 2
        t.leave("other")
        t.join("talk", Guest("web"))
        assert len(t.ask("ListParticipants", room="talk").participants) == 1
        # Two would leave in an order of chance.
        t.ask("DeleteRoom", room="talk")
        t.ask("ListParticipants", room="talk")
        assert not t.ask("ListRooms").rooms
        t.heard("room_finished")
        t.hooks()

    both_mortal(story)


def test_a_new_room_can_be_made_within_seconds_of_a_crash(both_mortal: Both) -> None:
    def story(t: Story) -> None:
        t.side.crash()
        t.side.restart()
        t.until(lambda: _made(t, NOBODY), "a new room")
        t.ask("ListRooms")

    both_mortal(story)


def _made(t: Story, refused: str) -> bool:
    """Whether there is a node for it, and the right one: that is chance for some seconds."""
    answer = t.ask("CreateRoom", name="new")
    t.told.pop()
    if isinstance(answer, Refusal):
        assert answer.body["msg"] == refused
        return False
    return True


WITHOUT_REDIS: dict[str, dict[str, Any]] = {
    "ListRooms": {},
    "CreateRoom": {"name": "other"},
    "DeleteRoom": {"room": "talk"},
    "ListParticipants": {"room": "talk"},
    "GetParticipant": TALK,
    "RemoveParticipant": TALK,
    "UpdateRoomMetadata": {"room": "talk", "metadata": "x"},
    "UpdateParticipant": {**TALK, "name": "x"},
    "MutePublishedTrack": {**TALK, "track_sid": "TR_x", "muted": True},
    "UpdateSubscriptions": TALK,
    "ListSIPInboundTrunk": {},
    "CreateSIPInboundTrunk": {"trunk": {"numbers": ["+1"]}},
    "ListSIPDispatchRule": {},
    "CreateSIPDispatchRule": {"dispatch_rule": {"rule": {"dispatch_rule_callee": {}}}},
}


def test_without_redis_every_method_says_so(both_mortal: Both) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk")
        t.join("talk", Guest("web", publishes=False))
        t.side.kill_redis()
        for method, fields in WITHOUT_REDIS.items():
            t.ask(method, **fields)
        t.raw("GET", "/", {})

    both_mortal(story)


UNLISTED: dict[str, dict[str, Any]] = {
    name: fields
    for name, fields in WITHOUT_REDIS.items()
    if name not in ("CreateRoom", "CreateSIPInboundTrunk", "CreateSIPDispatchRule")
}


@pytest.mark.parametrize("gone", [1.0, 8.0])
def test_an_empty_redis_knows_no_room_and_no_trunk_though_the_room_runs(
    both_mortal: Both, gone: float
) -> None:
    def story(t: Story) -> None:
        made = t.ask("CreateRoom", name="talk", metadata="m")
        t.ask("CreateSIPInboundTrunk", trunk={"numbers": ["+1"]})
        t.join("talk", Guest("web"))
        t.hooks()
        t.side.kill_redis()
        t.wait(gone)
        t.side.start_redis(empty=True)
        t.until(lambda: _listed(t) == [], "the server has found the new one")
        for method, fields in UNLISTED.items():
            t.ask(method, **fields)
        t.until(lambda: _made(t, NO_NODE), "a new room")
        again = t.ask("CreateRoom", name="talk", metadata="n")
        assert (again.sid, again.metadata) == (made.sid, "m")
        assert _listed(t) == ["new"]
        assert t.ask("DeleteRoom", room="talk").status == 404

    both_mortal(story)


def _listed(t: Story) -> list[str] | None:
    """What it says without Redis counts for nothing: for how long it does so is not said."""
    answer = t.ask("ListRooms")
    t.told.pop()
    return None if isinstance(answer, Refusal) else [one.name for one in answer.rooms]


# By then a browser is out, after its next ping and 7.5 s more, and it still tries to come back.
OUT = 14.0
AGAIN = [
    ("track_unpublished", "web"),
    ("participant_left", "web"),
    ("participant_joined", "web"),
    ("track_published", "web"),
]


def test_a_browser_is_thrown_out_without_redis_and_back_after_it_as_somebody_new(both_mortal: Both) -> None:
    """A phone stays, which this cannot show: the SDK of LiveKit's SIP service sends no pings."""

    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk")
        t.join("talk", Guest("web", metadata="m", attributes={"a": "b"}))
        t.hooks()
        before = t.ask("GetParticipant", **TALK)
        t.side.kill_redis()
        assert "connection refused" in t.turned_away("talk", Guest("late"))
        t.wait(OUT)
        assert not t.hooks()
        t.side.start_redis(empty=False)
        t.heard("track_published", "web")
        hooks = t.hooks()
        assert [hook.says for hook in hooks] == AGAIN
        assert hooks[1].fields["participant"]["disconnectReason"] == "DUPLICATE_IDENTITY"
        again = t.ask("GetParticipant", **TALK)
        assert again.sid != before.sid
        assert len(t.ask("ListParticipants", room="talk").participants) == 1

    both_mortal(story)


def test_who_leaves_without_redis_is_missed_after_20_seconds_and_stays_listed(both_mortal: Both) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk")
        t.join("talk", Guest("web"))
        t.hooks()
        t.side.kill_redis()
        t.side.leave("web")
        t.wait(19.0)
        assert not t.hooks()
        # Webhooks need no Redis.
        t.heard("participant_left", "web")
        assert t.hooks()[1].fields["participant"]["disconnectReason"] == "CONNECTION_TIMEOUT"
        t.side.start_redis(empty=False)
        t.until(lambda: _listed(t) == ["talk"], "the server has found it")
        assert t.ask("GetParticipant", **TALK).identity == "web"
        assert t.ask("RemoveParticipant", **TALK).status == 503
        t.join("talk", Guest("web"))
        t.leave("web")
        assert not t.ask("ListParticipants", room="talk").participants

    both_mortal(story)
