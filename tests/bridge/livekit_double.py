"""LiveKit's room service for the tests of the shell: a real HTTP server on loopback that speaks Twirp.

It knows rooms by name and who is in them; a test may make it fail, hang or vanish. Requests without a
valid token and the right grant are refused, as by the real one.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Coroutine, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar

import pytest
from google.protobuf.message import Message
from livekit import api
from livekit.protocol import models, room

from bridge.ports.livekit import LiveKit
from bridge.ports.loop import LoopThread

T = TypeVar("T")
KEY, SECRET = "key-for-tests", "secret-for-tests-that-is-32-bytes-long"
REQUESTS: dict[str, tuple[type[Message], str]] = {
    "CreateRoom": (room.CreateRoomRequest, "room_create"),
    "DeleteRoom": (room.DeleteRoomRequest, "room_create"),
    "ListRooms": (room.ListRoomsRequest, "room_list"),
    "ListParticipants": (room.ListParticipantsRequest, "room_admin"),
}


class LiveKitDouble:
    """`fail` is an error's status and code; `hang`: no answer until it stops; `garbage`: no message.

    `broken`: rooms that may not be asked for. `page`: status and text of `GET /`, which does not fail with
    the rest.
    """

    def __init__(self) -> None:
        self.rooms: dict[str, list[models.ParticipantInfo]] = {}
        self.asked: list[tuple[str, Any]] = []
        self.fail: tuple[int, str] | None = None
        self.broken = set[str]()
        self.page = (200, b"OK")
        self.hang, self.garbage = False, False
        self.sockets: list[socket.socket] = []
        self._stopping = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.loop = LoopThread()
        self.url = f"ws://127.0.0.1:{self._http.server_port}"
        self.patience = 60.0
        self.port = LiveKit(self.url, KEY, SECRET, self.run)

    def enter(self, name: str, identity: str, status: str | None = "active") -> None:
        attributes = {} if status is None else {"sip.callStatus": status}
        there = models.ParticipantInfo(identity=identity, attributes=attributes)
        self.rooms.setdefault(name, []).append(there)

    def run(self, work: Coroutine[Any, Any, T], seconds: float) -> T:
        """On the loop, but a test does not wait as long as a caller would."""
        return self.loop.run(work, min(seconds, self.patience))

    def methods(self) -> list[str]:
        return [method for method, _ in self.asked]

    def stop(self) -> None:
        """As when the process dies: the port is closed, and so is every connection."""
        self._stopping.set()
        self._http.shutdown()
        for open_ in self.sockets:
            with suppress(OSError):
                open_.shutdown(socket.SHUT_RDWR)
        self._http.server_close()
        self._thread.join()

    def wait_if_hanging(self) -> None:
        if self.hang:
            self._stopping.wait(10)

    def answer(self, method: str, body: bytes, token: str) -> tuple[int, bytes]:
        kind, grant = REQUESTS[method]
        request = kind.FromString(body)
        self.asked.append((method, request))
        if self.fail is not None:
            return _error(*self.fail)
        if not _granted(token, grant):
            return _error(401, "unauthenticated")
        if self.garbage:
            return 200, b"\xff<html>"
        return self._do(method, request)

    def _do(self, method: str, request: Any) -> tuple[int, bytes]:
        if method == "CreateRoom":
            self.rooms.setdefault(request.name, [])
            return 200, models.Room(name=request.name).SerializeToString()
        if method == "ListRooms" and self.broken.intersection(request.names):
            return _error(500, "unknown")
        if method == "ListRooms":
            known = [models.Room(name=name) for name in request.names if name in self.rooms]
            return 200, room.ListRoomsResponse(rooms=known).SerializeToString()
        if request.room not in self.rooms:
            return _error(404, "not_found")
        if method == "DeleteRoom":
            del self.rooms[request.room]
            return 200, b""
        return 200, room.ListParticipantsResponse(participants=self.rooms[request.room]).SerializeToString()


def _granted(token: str, grant: str) -> bool:
    try:
        claims = api.TokenVerifier(KEY, SECRET).verify(token)
    except Exception:
        return False
    return bool(claims.video and getattr(claims.video, grant))


def _error(status: int, code: str) -> tuple[int, bytes]:
    return status, json.dumps({"code": code, "msg": "no"}).encode()


def _handler(double: LiveKitDouble) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            double.sockets.append(self.request)
            super().setup()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            method = self.path.removeprefix("/twirp/livekit.RoomService/")
            status, answer = double.answer(
                method, body, self.headers["Authorization"].removeprefix("Bearer ")
            )
            self._reply(status, answer, "application/protobuf" if status == 200 else "application/json")

        def do_GET(self) -> None:
            found = double.page if self.path == "/" else (404, b"404 page not found")
            self._reply(*found, "text/plain")

        def _reply(self, status: int, answer: bytes, kind: str) -> None:
            double.wait_if_hanging()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            """Not on standard error."""

    return Handler


@pytest.fixture
def livekit() -> Iterator[LiveKitDouble]:
    double = LiveKitDouble()
    yield double
    double.port.close()
    double.loop.stop()
    double.stop()
