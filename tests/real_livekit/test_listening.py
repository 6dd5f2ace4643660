"""A supervisor's token from our API, in a browser in a room of the real server: to hear, and nothing else.

Two more browsers stand in for the phones of caller and agent.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from livekit import api, rtc
from livekit.rtc.participant import PublishTrackError

from app import create_app, migrate
from bridge.ports.livekit import LiveKit
from bridge.ports.livekit_tokens import listener_token
from bridge.ports.twilio import Inside
from bridge.service import real_ports
from bridge.settings import load_settings
from simulator.real_livekit.processes import RealLiveKit
from tests.bridge.examples import add, talk
from tests.bridge.settings_example import REQUIRED
from tests.real_livekit.browser import PATIENCE, Browser, browsers

CALLER, AGENT, TARGET = "sip_leg-aaaa-1.1", "sip_leg-aaaa-2.1", "sip_leg-aaaa-3.1"
ROOM = "talk-aaaa"
Act = Callable[[Browser, Browser, Browser], Awaitable[None]]


def token_by_api(server: RealLiveKit, folder: Path) -> str:
    """As a supervisor's program gets it, for a call that is in ROOM; and the URL fits."""
    url = f"sqlite:///{folder / 'bridge.db'}"
    migrate(url)
    environ = REQUIRED | {"DATABASE_URL": url, "API_TOKEN": "admin", "LIVEKIT_URL": server.url}
    environ |= {"LIVEKIT_API_KEY": server.key, "LIVEKIT_API_SECRET": server.secret}
    app = create_app(load_settings(environ, env_file=None), real_ports())
    bridge = app.extensions["warm_bridge"]
    add(bridge.database, talk())
    headers = {"Authorization": "Bearer admin"}
    asked = app.test_client().post("/api/calls/call-aaaa/token", json={"role": "supervisor"}, headers=headers)
    bridge.stop()
    bridge.database.close()
    assert asked.status_code == 200 and asked.json is not None and asked.json["url"] == server.url
    return str(asked.json["token"])


def token_of_phone(server: RealLiveKit, identity: str) -> str:
    grants = api.VideoGrants(room_join=True, room=ROOM)
    return api.AccessToken(server.key, server.secret).with_identity(identity).with_grants(grants).to_jwt()


@pytest.fixture
def room(livekit: LiveKit) -> Iterator[str]:
    livekit.create(ROOM)
    yield ROOM
    livekit.delete(ROOM)


def in_a_talk(server: RealLiveKit, folder: Path, act: Act) -> None:
    """Caller and agent are in the room, then the supervisor comes in, and all three act."""
    token = token_by_api(server, folder)

    async def play() -> None:
        async with browsers(3) as (caller, agent, supervisor):
            await caller.join(server.url, token_of_phone(server, CALLER))
            await agent.join(server.url, token_of_phone(server, AGENT))
            assert await caller.meets() == AGENT
            await caller.plays(440)
            await supervisor.join(server.url, token)
            await act(caller, agent, supervisor)

    asyncio.run(play())


def test_a_supervisor_hears_the_caller_and_is_seen_by_nobody(
    shared_server: RealLiveKit, livekit: LiveKit, room: str, tmp_path: Path
) -> None:
    async def act(caller: Browser, agent: Browser, supervisor: Browser) -> None:
        assert supervisor.sees == {CALLER, AGENT}
        assert await supervisor.hears(440) == CALLER
        assert await agent.hears(440) == CALLER
        # Whoever comes after the supervisor is the next that they are told of.
        async with browsers(1) as (target,):
            await target.join(shared_server.url, token_of_phone(shared_server, TARGET))
            assert (await caller.meets(), await agent.meets()) == (TARGET, TARGET)
            assert target.sees == {CALLER, AGENT}
            assert (caller.sees, agent.sees) == ({AGENT, TARGET}, {CALLER, TARGET})
        there = await asyncio.to_thread(livekit.inside, room)
        # Listed for us, as somebody who is no leg.
        assert Inside(supervisor.room.local_participant.identity, True) in there

    in_a_talk(shared_server, tmp_path, act)


def test_a_supervisor_can_neither_speak_nor_write_nor_say_who_it_is(
    shared_server: RealLiveKit, room: str, tmp_path: Path
) -> None:
    async def act(caller: Browser, agent: Browser, supervisor: Browser) -> None:
        me = supervisor.room.local_participant
        await me.publish_data(b"from the supervisor", reliable=True)
        await me.set_metadata("somebody else")
        with pytest.raises(PublishTrackError):
            await supervisor.plays(880)
        await caller.room.local_participant.publish_data(b"from the caller", reliable=True)
        assert await asyncio.wait_for(agent.told.get(), PATIENCE) == b"from the caller"
        assert agent.told.empty() and caller.told.empty()
        async with api.LiveKitAPI(shared_server.url, shared_server.key, shared_server.secret) as client:
            there = await client.room.list_participants(api.ListParticipantsRequest(room=room))
        (known,) = [one for one in there.participants if one.identity == me.identity]
        assert (list(known.tracks), known.metadata, known.permission.can_publish) == ([], "", False)

    in_a_talk(shared_server, tmp_path, act)


def test_a_deleted_room_shows_the_supervisor_out(
    shared_server: RealLiveKit, livekit: LiveKit, room: str, tmp_path: Path
) -> None:
    async def act(caller: Browser, agent: Browser, supervisor: Browser) -> None:
        await asyncio.to_thread(livekit.delete, room)
        await asyncio.wait_for(supervisor.out.wait(), PATIENCE)

    in_a_talk(shared_server, tmp_path, act)


def test_a_room_ends_though_a_supervisor_is_left_in_it(shared_server: RealLiveKit, tmp_path: Path) -> None:
    """Should we never come to delete it: LiveKit's own time-out counts as if nobody were there."""

    async def make() -> None:
        async with api.LiveKitAPI(shared_server.url, shared_server.key, shared_server.secret) as client:
            await client.room.create_room(api.CreateRoomRequest(name=ROOM, departure_timeout=1))

    async def act(caller: Browser, agent: Browser, supervisor: Browser) -> None:
        await caller.leave()
        await agent.leave()
        await asyncio.wait_for(supervisor.out.wait(), PATIENCE)

    asyncio.run(make())
    in_a_talk(shared_server, tmp_path, act)


@pytest.mark.parametrize(
    ("key", "secret", "name", "ago"),
    [
        (RealLiveKit.key, RealLiveKit.secret, ROOM, 3600),
        (RealLiveKit.key, "another-secret-of-at-least-32-characters", ROOM, 0),
        ("another-key", RealLiveKit.secret, ROOM, 0),
        (RealLiveKit.key, RealLiveKit.secret, "room-that-is-not-there", 0),
    ],
    ids=["expired", "another secret", "another key", "no such room"],
)
def test_nobody_comes_in_with_a_token_that_is_none(
    shared_server: RealLiveKit, room: str, key: str, secret: str, name: str, ago: int
) -> None:
    token = listener_token(key, secret, name, "listener-1", time.time() - ago, 600)

    async def play() -> None:
        async with browsers(1) as (stranger,):
            with pytest.raises(rtc.ConnectError):
                await stranger.join(shared_server.url, token)

    asyncio.run(play())
