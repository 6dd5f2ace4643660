"""The way from a seat to the server, on which no pings travel: LiveKit's SIP service sends none.

The SDK of that service is written in Go and has none; ours has, and they go through Redis, so that without
Redis the server closes the connection of whoever pings (docs/livekit.md). Decides only that: pings are
answered here, everything else is passed on as it came. It must not know who sits where.
"""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress

import aiohttp
from aiohttp import web
from livekit.protocol.rtc import Pong, SignalRequest, SignalResponse
from yarl import URL

HOST = "127.0.0.1"
# Of the SDK; a server that hangs must not be given up here first.
PATIENCE = aiohttp.ClientTimeout(total=None, sock_connect=5.0)
PASSED_ON = ("Authorization", "User-Agent")


class Signalling:
    """In front of the server at `url` (`ws://...`); everything here runs on the loop."""

    def __init__(self, url: str) -> None:
        self._server = url
        self._opening = asyncio.Lock()
        self._runner: web.AppRunner | None = None
        self._client: aiohttp.ClientSession | None = None
        self._listening: socket.socket | None = None
        self._url = ""

    async def url(self) -> str:
        """Where seats find the server; it opens with the first of them."""
        async with self._opening:
            if self._runner is None:
                await self._open()
        return self._url

    async def close(self) -> None:
        if self._listening is not None:
            # A server that closes forgets whom it has just taken, and their connection stays open
            # (python/cpython#109564). So first nobody is taken any more; a turn later the last one is in.
            asyncio.get_running_loop().remove_reader(self._listening)
            await asyncio.sleep(0)
        if self._client is not None:
            await self._client.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _open(self) -> None:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._visit)
        self._client = aiohttp.ClientSession(timeout=PATIENCE)
        # A seat that gives up a server which is slow to start must not get in beside its own next attempt.
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        self._listening = socket.create_server((HOST, 0))
        await web.SockSite(self._runner, self._listening).start()
        self._url = f"ws://{HOST}:{self._runner.addresses[0][1]}"

    async def _visit(self, request: web.Request) -> web.StreamResponse:
        assert self._client is not None, "the door opens after its way to the server"
        there = URL(self._server + request.raw_path, encoded=True)
        headers = {name: request.headers[name] for name in PASSED_ON if name in request.headers}
        try:
            if request.headers.get("Upgrade", "").lower() == "websocket":
                async with self._client.ws_connect(there, headers=headers, max_msg_size=0) as server:
                    return await _relayed(request, server)
            async with self._client.get(there.with_scheme("http"), headers=headers) as answer:
                return web.Response(status=answer.status, body=await answer.read())
        except aiohttp.WSServerHandshakeError as refused:
            return web.Response(status=refused.status, text=refused.message)
        except aiohttp.ClientError:
            return _broken(request)


async def _relayed(request: web.Request, server: aiohttp.ClientWebSocketResponse) -> web.StreamResponse:
    """Both ways until either side ends; the other one then loses its connection without a word."""
    seat = web.WebSocketResponse(max_msg_size=0, compress=False)
    await seat.prepare(request)
    ways = [asyncio.create_task(_to_server(seat, server)), asyncio.create_task(_to_seat(server, seat))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        _broken(request)
    return seat


async def _to_server(seat: web.WebSocketResponse, server: aiohttp.ClientWebSocketResponse) -> None:
    async for message in seat:
        if message.type is aiohttp.WSMsgType.BINARY:
            pong = _pong(message.data)
            if pong is None:
                await server.send_bytes(message.data)
            else:
                await seat.send_bytes(pong)


async def _to_seat(server: aiohttp.ClientWebSocketResponse, seat: web.WebSocketResponse) -> None:
    async for message in server:
        if message.type is aiohttp.WSMsgType.BINARY:
            await seat.send_bytes(message.data)


def _pong(data: bytes) -> bytes | None:
    """What the server would answer to a ping; None to anything else."""
    asked = SignalRequest.FromString(data)
    if asked.HasField("ping"):
        return SignalResponse(pong=asked.ping).SerializeToString()
    if asked.HasField("ping_req"):
        at = asked.ping_req.timestamp
        return SignalResponse(pong_resp=Pong(last_ping_timestamp=at, timestamp=at)).SerializeToString()
    return None


def _broken(request: web.Request) -> web.Response:
    """As a process that is gone: the connection breaks off."""
    with suppress(AttributeError):
        request.transport.abort()  # type: ignore[union-attr] (None once it has gone by itself)
    return web.Response(status=502)
