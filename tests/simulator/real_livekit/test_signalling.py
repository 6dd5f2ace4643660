"""The way on which no pings travel: they are answered on it, all else passes as it is, and it breaks too.

No real server is needed: one that writes down what comes stands in its place.
"""

from __future__ import annotations

import asyncio
import gc
import socket
import warnings
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
from aiohttp import web
from livekit.protocol.rtc import Ping, SignalRequest, SignalResponse, TrickleRequest

from simulator.real_livekit.signalling import Signalling

TRICKLE = SignalRequest(trickle=TrickleRequest(candidateInit="one")).SerializeToString()
BYE = SignalRequest(trickle=TrickleRequest(candidateInit="bye")).SerializeToString()


class Server:
    """Echoes every message and writes it down; `BYE` makes it die, and who visits `slow` is kept waiting."""

    def __init__(self) -> None:
        self.waits, self.left = asyncio.Event(), asyncio.Event()
        self.came: list[bytes] = []
        self.visited: list[tuple[str, str]] = []

    async def visit(self, request: web.Request) -> web.StreamResponse:
        self.visited.append((request.raw_path, request.headers.get("Authorization", "")))
        if "refused" in request.raw_path:
            return web.Response(status=404, text="requested room does not exist")
        if "slow" in request.raw_path:
            await self._keep_waiting()
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            self.came.append(message.data)
            if message.data == BYE:
                break
            await socket.send_bytes(message.data)
        return socket

    async def _keep_waiting(self) -> None:
        self.waits.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.left.set()


Play = Callable[[Server, aiohttp.ClientSession, str], Coroutine[Any, Any, None]]


@asynccontextmanager
async def way(server: Server) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_get("/{path:.*}", server.visit)
    runner = web.AppRunner(app, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    signalling = Signalling(f"ws://127.0.0.1:{runner.addresses[0][1]}")
    try:
        yield await signalling.url()
    finally:
        await signalling.close()
        await runner.cleanup()


def played(play: Play) -> Server:
    server = Server()

    async def run() -> None:
        async with way(server) as url, aiohttp.ClientSession() as session:
            await play(server, session, url)

    asyncio.run(asyncio.wait_for(run(), 10))
    return server


def test_pings_are_answered_and_everything_else_passes_both_ways() -> None:
    async def play(server: Server, session: aiohttp.ClientSession, url: str) -> None:
        headers = {"Authorization": "Bearer token"}
        async with session.ws_connect(f"{url}/rtc/v1?join=a%2Bb", headers=headers) as seat:
            await seat.send_bytes(SignalRequest(ping=7).SerializeToString())
            assert SignalResponse.FromString(await seat.receive_bytes()).pong == 7
            await seat.send_bytes(SignalRequest(ping_req=Ping(timestamp=8)).SerializeToString())
            assert SignalResponse.FromString(await seat.receive_bytes()).pong_resp.last_ping_timestamp == 8
            await seat.send_bytes(TRICKLE)
            assert await seat.receive_bytes() == TRICKLE

    server = played(play)
    assert server.came == [TRICKLE]
    assert server.visited == [("/rtc/v1?join=a%2Bb", "Bearer token")]


@pytest.mark.parametrize("scheme", ["ws", "http"])
def test_a_refusal_comes_through_by_its_number(scheme: str) -> None:
    async def play(server: Server, session: aiohttp.ClientSession, url: str) -> None:
        if scheme == "ws":
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await session.ws_connect(f"{url}/refused")
            assert refused.value.status == 404
        else:
            async with session.get(f"{url.replace('ws:', 'http:')}/refused") as answer:
                assert (answer.status, await answer.text()) == (404, "requested room does not exist")

    played(play)


def test_when_the_server_goes_the_seat_loses_its_connection() -> None:
    async def play(server: Server, session: aiohttp.ClientSession, url: str) -> None:
        async with session.ws_connect(f"{url}/rtc/v1") as seat:
            await seat.send_bytes(BYE)
            message = await seat.receive()
            assert message.type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)

    played(play)


def test_who_gives_up_waiting_for_the_server_does_not_get_in_later() -> None:
    async def play(server: Server, session: aiohttp.ClientSession, url: str) -> None:
        visit = asyncio.create_task(session.ws_connect(f"{url}/slow"))
        await server.waits.wait()
        visit.cancel()
        await server.left.wait()

    played(play)


@pytest.mark.parametrize("turns", range(5))
def test_who_knocks_in_the_moment_of_closing_leaves_nothing_open(turns: int) -> None:
    """`turns` of the loop before; in one of them a seat is taken, and its connection not made yet."""

    async def run() -> None:
        signalling = Signalling("ws://127.0.0.1:1")
        url = urlsplit(await signalling.url())
        with socket.create_connection((url.hostname, url.port)):
            for _ in range(turns):
                await asyncio.sleep(0)
            await signalling.close()

    with warnings.catch_warnings(record=True) as left_open:
        warnings.simplefilter("always")
        asyncio.run(asyncio.wait_for(run(), 10))
        gc.collect()
    assert [str(one.message) for one in left_open] == []


def test_a_server_that_is_not_there_is_a_connection_that_breaks() -> None:
    async def run() -> None:
        signalling = Signalling("ws://127.0.0.1:1")
        async with aiohttp.ClientSession() as session:
            url = await signalling.url()
            with pytest.raises(aiohttp.ClientError):
                await session.ws_connect(f"{url}/rtc/v1")
        await signalling.close()

    asyncio.run(asyncio.wait_for(run(), 10))
