"""A LiveKit that has lost its Redis, and with it its rooms: nobody stays in a room that is not there.

Decides who asks for the rooms, when, and who is moved.
"""

from __future__ import annotations

from typing import Any

import pytest
from structlog.testing import capture_logs

from bridge.core.state import Conversation, Kind
from bridge.prober import EVERY, MISSES
from bridge.store.database import Unavailable
from tests.bridge.probing import Process, World


def test_without_redis_talks_stay_and_new_calls_get_no_room(world: World, process: Process) -> None:
    world.talk("aaaa")
    process.run(EVERY)
    world.server(lives=True, redis=False)
    process.run(MISSES * EVERY)
    assert not process.up
    process.run(60)
    assert world.where("aaaa") == "talk-aaaa"
    world.server(lives=True)
    process.run(EVERY)
    assert (world.where("aaaa"), process.up) == ("talk-aaaa", True)


@pytest.mark.parametrize("gone", [EVERY, 60.0])
def test_a_redis_that_comes_back_empty_leads_its_talks_into_conferences(
    world: World, process: Process, gone: float
) -> None:
    """However long it was gone: nobody finds back into a room that is in no list."""
    for name in ("aaaa", "bbbb"):
        world.talk(name)
    world.talk("cccc", kind=Kind.CONFERENCE)
    process.run(EVERY)
    world.server(lives=True, redis=False)
    process.run(gone)
    assert world.where("aaaa") == "talk-aaaa"
    del world.livekit.rooms["talk-aaaa"]
    world.server(lives=True)
    with capture_logs() as logs:
        process.run(EVERY)
    (line,) = [one for one in logs if one["log_level"] == "error"]
    assert len(line["calls"]) == 1 and "provision" in line["advice"]
    places = {name: world.where(name) for name in ("aaaa", "bbbb", "cccc")}
    assert places == {"aaaa": "conf-aaaa-2", "bbbb": "talk-bbbb", "cccc": "talk-cccc"}
    assert process.up


def test_rooms_that_could_not_be_asked_for_are_asked_for_again(world: World, process: Process) -> None:
    world.talk("aaaa")
    process.run(EVERY)
    world.server(lives=True, redis=False)
    process.run(EVERY)
    del world.livekit.rooms["talk-aaaa"]
    world.livekit.broken.add("talk-aaaa")
    world.server(lives=True)
    process.run(EVERY)
    assert world.where("aaaa") == "talk-aaaa"
    world.livekit.broken.clear()
    process.run(EVERY)
    assert world.where("aaaa") == "conf-aaaa-2"


def test_a_call_that_could_not_be_told_is_told_again(
    world: World, process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("aaaa", "bbbb"):
        world.talk(name)
    process.run(EVERY)
    world.server(lives=True, redis=False)
    process.run(EVERY)
    world.livekit.rooms.clear()
    world.server(lives=True)
    handle = process.engine.handle

    def away_for_one(call_id: str, *event: Any) -> Any:
        if call_id == "call-aaaa":
            raise Unavailable
        return handle(call_id, *event)

    with monkeypatch.context() as patch, capture_logs():
        patch.setattr(process.engine, "handle", away_for_one)
        process.run(EVERY)
    assert (world.where("aaaa"), world.where("bbbb")) == ("talk-aaaa", "conf-bbbb-2")
    process.run(EVERY)
    assert world.where("aaaa") == "conf-aaaa-2"
    asked = len(world.livekit.asked)
    process.run(4 * EVERY)
    assert len(world.livekit.asked) == asked + 4, "the rooms were told of, and are not asked for any more"


def test_a_process_that_starts_finds_what_was_lost_while_none_was_there(
    world: World, process: Process
) -> None:
    """The one before it died while Redis was away, or had told some of the calls only."""
    for name in ("aaaa", "bbbb"):
        world.talk(name)
    del world.livekit.rooms["talk-aaaa"]
    process.run(EVERY)
    assert (world.where("aaaa"), world.where("bbbb")) == ("conf-aaaa-2", "talk-bbbb")


def test_a_start_asks_for_all_rooms_at_once_and_only_once(world: World, process: Process) -> None:
    names = [f"aaa{letter}" for letter in "abcdefgh"]
    for name in names:
        world.talk(name)
    process.run(4 * EVERY)
    asked = [set(request.names) for _, request in world.livekit.asked]
    assert [one for one in asked if one != {"ping"}] == [{f"talk-{name}" for name in names}]
    assert [world.where(name) for name in names] == [f"talk-{name}" for name in names]


def test_a_room_that_is_closed_while_it_is_asked_for_moves_nobody(world: World, process: Process) -> None:
    world.talk("aaaa")
    old = Conversation("old-aaaa", Kind.LIVEKIT, ready=True)
    world.change("aaaa", lambda call: call.conversations.update({old.name: old}))
    answer_now = world.livekit.answer

    def closed_meanwhile(method: str, body: bytes, token: str) -> tuple[int, bytes]:
        if old.name.encode() in body:
            world.change("aaaa", lambda call: setattr(call.conversations[old.name], "closed", True))
        return answer_now(method, body, token)

    world.livekit.answer = closed_meanwhile  # type: ignore[method-assign]
    process.run(EVERY)
    assert world.where("aaaa") == "talk-aaaa"


def test_a_restart_with_its_redis_is_nobody_s_reason_to_move(world: World, process: Process) -> None:
    """The list may be of before the restart, or not yet there: legs come back by themselves."""
    world.talk("aaaa")
    process.run(EVERY)
    world.server(lives=False)
    process.run(EVERY)
    world.livekit.rooms.clear()
    world.server(lives=True)
    process.run(2 * EVERY)
    assert world.where("aaaa") == "talk-aaaa"


def test_a_server_that_dies_after_its_redis_is_dead(world: World, process: Process) -> None:
    world.talk("aaaa")
    world.server(lives=True, redis=False)
    process.run(20)
    world.server(lives=False)
    process.run((MISSES - 1) * EVERY)
    assert world.where("aaaa") == "talk-aaaa"
    process.run(EVERY)
    assert world.where("aaaa") == "conf-aaaa-2"


def test_when_redis_comes_back_empty_after_the_process_that_missed_it_has_died_the_other_one_asks(
    world: World, process: Process
) -> None:
    world.talk("aaaa")
    other = world.process()
    process.run(EVERY)
    other.run(EVERY)
    world.server(lives=True, redis=False)
    process.run(EVERY)
    other.run(0.25)
    world.livekit.rooms.clear()
    world.server(lives=True)
    other.run(2.5 * EVERY)
    assert world.where("aaaa") == "conf-aaaa-2"
