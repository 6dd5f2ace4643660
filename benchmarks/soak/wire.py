"""HTTP/1.1 on loopback, both ways, as cheap as asyncio makes it: the load must not be the one to be slow.

Decides when a connection is kept and how a request fails. It must not know what is asked.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

# Below what servers keep an idle connection for, so that none closes as we send.
LONGEST_IDLE = 1.0
BACKLOG = 1024

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Refused(Exception):
    """Nobody took the connection; nothing was sent. Retryable."""


class Cut(Exception):
    """The connection ended before the answer was there; what was asked may have been done."""


@dataclass(frozen=True)
class Asked:
    """A request that came in."""

    method: str
    path: str
    body: bytes


@dataclass(frozen=True)
class Answer:
    """`kind` is the content type; `after` so many seconds it is on its way, done is what was asked before."""

    status: int
    body: bytes
    kind: str = "application/json"
    after: float = 0.0


Handler = Callable[[Asked], Answer]


async def serve(handler: Handler) -> tuple[asyncio.Server, int]:
    """A server on a free loopback port."""

    async def visit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Cancelled when everything is over: that is no news either.
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while True:
                answer = handler(await _asked(reader))
                await asyncio.sleep(answer.after)
                writer.write(_head(answer) + answer.body)
        writer.close()

    server = await asyncio.start_server(visit, "127.0.0.1", 0, backlog=BACKLOG)
    return server, int(server.sockets[0].getsockname()[1])


async def _asked(reader: asyncio.StreamReader) -> Asked:
    head = await reader.readuntil(b"\r\n\r\n")
    method, path, _ = head.split(b" ", 2)
    return Asked(method.decode(), path.decode(), await reader.readexactly(_length(head)))


def _head(answer: Answer) -> bytes:
    return (
        f"HTTP/1.1 {answer.status} .\r\nContent-Type: {answer.kind}\r\n"
        f"Content-Length: {len(answer.body)}\r\n\r\n"
    ).encode()


def _length(head: bytes) -> int:
    found = head.lower().partition(b"\r\ncontent-length:")[2]
    return int(found.split(b"\r\n", 1)[0]) if found else 0


class Client:
    """Requests to one port, over connections that are kept for a moment."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[tuple[float, Stream]] = []

    async def ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, seconds: float
    ) -> tuple[int, bytes]:
        """Status and body. Raises Refused, Cut, TimeoutError."""
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        head = f"{method} {path} HTTP/1.1\r\nHost: soak\r\n{lines}Content-Length: {len(body)}\r\n\r\n"
        async with asyncio.timeout(seconds):
            stream = await self._stream()
            try:
                status, answer, keeps = await _exchange(stream, head.encode() + body)
            except (OSError, asyncio.IncompleteReadError) as error:
                stream[1].close()
                raise Cut(path) from error
            except BaseException:
                stream[1].close()
                raise
        if keeps:
            self._idle.append((time.monotonic(), stream))
        else:
            stream[1].close()
        return status, answer

    def close(self) -> None:
        """Give the kept connections back."""
        while self._idle:
            self._idle.pop()[1][1].close()

    async def _stream(self) -> Stream:
        while self._idle:
            since, stream = self._idle.pop()
            if time.monotonic() - since < LONGEST_IDLE and not stream[0].at_eof():
                return stream
            stream[1].close()
        try:
            return await asyncio.open_connection("127.0.0.1", self._port)
        except OSError as error:
            raise Refused(str(self._port)) from error


async def _exchange(stream: Stream, request: bytes) -> tuple[int, bytes, bool]:
    reader, writer = stream
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    body = await reader.readexactly(_length(head))
    return int(head[9:12]), body, b"connection: close" not in head.lower()
