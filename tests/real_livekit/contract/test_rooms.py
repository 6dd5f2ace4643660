"""Rooms are made, described, listed, changed and closed on the double as on the real server.

Each test is one story, told to both; beside that it asserts what the story is about.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.real_livekit.contract.conftest import Both
from tests.real_livekit.contract.requests import Refusal
from tests.real_livekit.contract.story import Story

FIELDS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "time-outs": {"empty_timeout": 60, "departure_timeout": 3600},
    "metadata": {"metadata": '{"call":"c"}'},
    "places": {"max_participants": 3},
    "tags": {"tags": {"a": "1"}},
    "delays": {"min_playout_delay": 100, "max_playout_delay": 200, "sync_streams": True},
    "agents": {"agents": [{"agent_name": "a", "metadata": "m"}]},
    "replay": {"replay_enabled": True},
}


@pytest.mark.parametrize("terms", FIELDS.values(), ids=FIELDS)
def test_a_room_is_made_and_listed_with(both: Both, terms: dict[str, Any]) -> None:
    def story(t: Story) -> None:
        made = t.ask("CreateRoom", name="talk", **terms)
        assert not isinstance(made, Refusal)
        assert [one.sid for one in t.ask("ListRooms").rooms] == [made.sid]

    both(story)


def test_a_preset_that_nobody_has_made_is_refused(both: Both) -> None:
    def story(t: Story) -> None:
        assert t.ask("CreateRoom", name="talk", room_preset="mine").status == 400
        t.ask("ListRooms")

    both(story)


AGAIN: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "the same": ({"metadata": "m", "empty_timeout": 60}, {"metadata": "m", "empty_timeout": 60}),
    "nothing": ({"metadata": "m", "empty_timeout": 60, "max_participants": 3, "departure_timeout": 7}, {}),
    "other terms": (
        {"metadata": "m", "empty_timeout": 60, "max_participants": 3},
        {"metadata": "n", "empty_timeout": 61, "departure_timeout": 9, "max_participants": 4},
    ),
    "tags": ({"tags": {"a": "1"}}, {"tags": {"b": "2"}}),
    "delays": ({"sync_streams": True, "min_playout_delay": 100}, {"min_playout_delay": 200}),
}


@pytest.mark.parametrize(("first", "second"), AGAIN.values(), ids=AGAIN)
def test_a_room_that_is_made_again_is_the_same_room_with(
    both: Both, first: dict[str, Any], second: dict[str, Any]
) -> None:
    def story(t: Story) -> None:
        made, again = t.ask("CreateRoom", name="talk", **first), t.ask("CreateRoom", name="talk", **second)
        assert made.sid == again.sid
        t.ask("ListRooms")
        t.heard("room_started")
        t.hooks()

    both(story)


NAMES = ["", "r" * 256, "r" * 257, "a/b", "Zoë 🎧", "ö" * 128, "ö" * 200, " ", "a\nb"]


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name[:6]) + str(len(name)))
def test_a_name_is_taken_or_refused(both: Both, name: str) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name=name)
        t.ask("ListRooms")

    both(story)


@pytest.mark.parametrize("size", [64_000, 64_001, 512 * 1024, 512 * 1024 + 1])
def test_metadata_may_be_so_long(both: Both, size: int) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk", metadata="m" * size)
        t.ask("CreateRoom", name="other")
        t.ask("UpdateRoomMetadata", room="other", metadata="m" * size)

    both(story)


@pytest.mark.parametrize("names", [[], ["a"], ["b", "none"], ["none"], ["a", "a"]], ids=str)
def test_rooms_are_listed_all_or_by_name(both: Both, names: list[str]) -> None:
    def story(t: Story) -> None:
        for name in ("a", "b", "c"):
            t.ask("CreateRoom", name=name)
        t.ask("ListRooms", names=names)

    both(story)


def test_a_deleted_room_is_gone_and_can_be_made_anew(both: Both) -> None:
    def story(t: Story) -> None:
        first = t.ask("CreateRoom", name="talk", metadata="old")
        t.ask("DeleteRoom", room="talk")
        assert not t.ask("ListRooms").rooms
        assert t.ask("DeleteRoom", room="talk").status == 404
        assert t.ask("CreateRoom", name="talk").sid != first.sid
        t.until(lambda: len(t.side.hooks) == 3, "three webhooks")
        t.hooks()

    both(story)


def test_a_room_without_a_name_cannot_be_deleted(both: Both) -> None:
    def story(t: Story) -> None:
        for method in ("DeleteRoom", "UpdateRoomMetadata", "ListParticipants"):
            t.ask(method)

    both(story)


def test_the_metadata_of_a_room_is_changed_and_emptied(both: Both) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk", metadata="old", departure_timeout=7)
        assert t.ask("UpdateRoomMetadata", room="talk", metadata="new").metadata == "new"
        t.ask("UpdateRoomMetadata", room="talk", metadata="")
        t.ask("ListRooms")

    both(story)


@pytest.mark.parametrize("seconds", [1, 2])
def test_a_room_that_nobody_enters_closes_after_its_empty_time_out(both: Both, seconds: int) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk", empty_timeout=seconds)
        began = t.side.now
        t.heard("room_finished")
        # Counted in whole seconds, looked at once a second, on a machine that may be busy.
        assert seconds - 1 < t.side.now - began < seconds + 4
        t.gone()
        t.hooks()

    both(story)


def test_a_room_closes_by_its_first_terms(both: Both) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk", empty_timeout=1)
        t.ask("CreateRoom", name="talk", empty_timeout=3600)
        t.heard("room_finished")
        t.hooks()

    both(story)


UNKNOWN = {
    "DeleteRoom": {},
    "UpdateRoomMetadata": {"metadata": "x"},
    "ListParticipants": {},
    "GetParticipant": {"identity": "x"},
    "RemoveParticipant": {"identity": "x"},
    "MutePublishedTrack": {"identity": "x", "track_sid": "TR_x"},
    "UpdateParticipant": {"identity": "x", "name": "y"},
    "UpdateSubscriptions": {"identity": "x", "track_sids": ["TR_x"]},
    "MoveParticipant": {"identity": "x", "destination_room": "b"},
    "ForwardParticipant": {"identity": "x", "destination_room": "b"},
}


@pytest.mark.parametrize("method", UNKNOWN)
def test_what_is_asked_of_a_room_that_is_not_there(both: Both, method: str) -> None:
    both(lambda t: t.ask(method, room="none", **UNKNOWN[method]))


@pytest.mark.parametrize(
    "method", ["GetParticipant", "RemoveParticipant", "UpdateParticipant", "MutePublishedTrack"]
)
def test_what_is_asked_of_somebody_who_is_not_there(both: Both, method: str) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk")
        t.ask(method, room="talk", **UNKNOWN[method])

    both(story)
