"""The real livekit-api client, over a real socket on this machine, against the double.

Whatever the SDK sends and expects is thereby part of the double's form, not only what its author knew.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from livekit import api

from simulator.network import Reply
from tests.simulator.livekit.lab import KEY, SECRET, Lab

Use = Callable[[api.LiveKitAPI], Awaitable[None]]


def with_client(lab: Lab, use: Use, secret: str = SECRET) -> None:
    asyncio.run(_serve(lab, use, secret))


async def _serve(lab: Lab, use: Use, secret: str) -> None:
    async def handle(request: web.Request) -> web.Response:
        outcome = lab.server.twirp(request.method, request.path, request.headers, await request.read())
        assert isinstance(outcome, Reply)
        return web.Response(status=outcome.status, headers=dict(outcome.headers), body=outcome.body)

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", handle)
    runner = web.AppRunner(application)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port: Any = runner.addresses[0][1]
        async with api.LiveKitAPI(f"ws://127.0.0.1:{port}", KEY, secret) as client:
            await use(client)
    finally:
        await runner.cleanup()


def test_rooms_are_made_listed_and_deleted(lab: Lab) -> None:
    async def use(client: api.LiveKitAPI) -> None:
        made = await client.room.create_room(
            api.CreateRoomRequest(name="talk", metadata="m", empty_timeout=3600)
        )
        assert (made.name, made.metadata, made.empty_timeout) == ("talk", "m", 3600)
        again = await client.room.create_room(api.CreateRoomRequest(name="talk"))
        assert again.sid == made.sid
        listed = await client.room.list_rooms(api.ListRoomsRequest(names=["talk"]))
        assert [one.sid for one in listed.rooms] == [made.sid]
        await client.room.delete_room(api.DeleteRoomRequest(room="talk"))
        assert not (await client.room.list_rooms(api.ListRoomsRequest())).rooms
        with pytest.raises(api.ServerError) as error:
            await client.room.delete_room(api.DeleteRoomRequest(room="talk"))
        assert (error.value.code, error.value.status) == ("not_found", 404)

    with_client(lab, use)
    assert lab.server.violations == []


def test_participants_are_listed_muted_and_removed(lab: Lab) -> None:
    _, agent = lab.pair()

    async def use(client: api.LiveKitAPI) -> None:
        listed = await client.room.list_participants(api.ListParticipantsRequest(room="talk"))
        assert {one.identity for one in listed.participants} == {"sip_caller", "sip_agent"}
        nobody = await client.room.list_participants(api.ListParticipantsRequest(room="none"))
        assert not nobody.participants
        who = api.RoomParticipantIdentity(room="talk", identity="sip_agent")
        found = await client.room.get_participant(who)
        mute = api.MuteRoomTrackRequest(
            room="talk", identity="sip_agent", track_sid=found.tracks[0].sid, muted=True
        )
        assert (await client.room.mute_published_track(mute)).track.muted
        await client.room.remove_participant(who)
        with pytest.raises(api.ServerError) as error:
            await client.room.get_participant(who)
        assert error.value.code == "not_found"

    with_client(lab, use)
    lab.run(1.0)
    assert agent.words[-1] == "bye"
    assert lab.server.violations == []


def test_trunks_and_rules_are_made_changed_and_deleted(bare: Lab) -> None:
    async def use(client: api.LiveKitAPI) -> None:
        wanted = api.SIPInboundTrunkInfo(name="t", auth_username="u", auth_password="p")
        made = await client.sip.create_inbound_trunk(api.CreateSIPInboundTrunkRequest(trunk=wanted))
        callee = api.SIPDispatchRule(dispatch_rule_callee=api.SIPDispatchRuleCallee())
        rule = await client.sip.create_dispatch_rule(
            api.CreateSIPDispatchRuleRequest(
                dispatch_rule=api.SIPDispatchRuleInfo(rule=callee, trunk_ids=[made.sip_trunk_id])
            )
        )
        changed = await client.sip.update_inbound_trunk_fields(made.sip_trunk_id, numbers=["talk"], name="n")
        assert (list(changed.numbers), changed.name, changed.auth_username) == (["talk"], "n", "u")
        renamed = await client.sip.update_dispatch_rule_fields(rule.sip_dispatch_rule_id, name="r")
        assert renamed.name == "r" and list(renamed.trunk_ids) == [made.sip_trunk_id]
        trunks = await client.sip.list_inbound_trunk(api.ListSIPInboundTrunkRequest())
        rules = await client.sip.list_dispatch_rule(api.ListSIPDispatchRuleRequest())
        assert (list(trunks.items), list(rules.items)) == ([changed], [renamed])
        await client.sip.delete_dispatch_rule(
            api.DeleteSIPDispatchRuleRequest(sip_dispatch_rule_id=rule.sip_dispatch_rule_id)
        )
        await client.sip.delete_trunk(api.DeleteSIPTrunkRequest(sip_trunk_id=made.sip_trunk_id))

    with_client(bare, use)
    assert bare.server.sip_api.trunks == {} == bare.server.sip_api.rules
    assert bare.server.violations == []


def test_a_wrong_secret_is_refused(lab: Lab) -> None:
    async def use(client: api.LiveKitAPI) -> None:
        with pytest.raises(api.ServerError) as error:
            await client.room.list_rooms(api.ListRoomsRequest())
        assert error.value.status == 401

    with_client(lab, use, "another-secret-of-at-least-32-characters")
    assert len(lab.server.violations) == 1
