"""A model server on loopback that speaks HTTP like the providers, and misbehaves on request.

Decides what goes over the wire and keeps what came. It knows nothing of how an SDK sends or reads.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Seen:
    path: str
    key: str
    headers: Mapping[str, str]
    body: dict[str, Any]


@dataclass
class Double:
    """`behave` is what the next requests get; `closing` lets slow behaviours end with the test."""

    url: str = ""
    seen: list[Seen] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    behave: Callable[[BaseHTTPRequestHandler, Double], None] | None = None


def completion(content: object, finish: str = "stop") -> bytes:
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "message": message, "finish_reason": finish, "logprobs": None}
    whole = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    return json.dumps(whole).encode()


Behaviour = Callable[[BaseHTTPRequestHandler, Double], None]


def send(
    body: bytes, status: int = 200, headers: Mapping[str, str] | None = None, kind: str = "application/json"
) -> Behaviour:
    def behave(handler: BaseHTTPRequestHandler, double: Double) -> None:
        begin(handler, len(body), status, headers or {}, kind)
        handler.wfile.write(body)

    return behave


def half(body: bytes) -> Behaviour:
    """The connection ends in the middle of what was announced."""

    def behave(handler: BaseHTTPRequestHandler, double: Double) -> None:
        begin(handler, len(body))
        handler.wfile.write(body[: len(body) // 2])

    return behave


def stall(after: bytes = b"") -> Behaviour:
    """Nothing, or a beginning, and then silence."""

    def behave(handler: BaseHTTPRequestHandler, double: Double) -> None:
        if after:
            begin(handler, 10_000)
            handler.wfile.write(after)
        double.closing.wait(30)

    return behave


def drip(body: bytes, status: int = 200) -> Behaviour:
    """A byte now and then, each in time for a reader that counts anew."""

    def behave(handler: BaseHTTPRequestHandler, double: Double) -> None:
        begin(handler, len(body), status)
        for byte in body:
            if double.closing.wait(0.05):
                return
            handler.wfile.write(bytes([byte]))

    return behave


def begin(
    handler: BaseHTTPRequestHandler,
    length: int,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    kind: str = "application/json",
) -> None:
    handler.send_response(status)
    for name, value in {"Content-Type": kind, "Content-Length": str(length), **(headers or {})}.items():
        handler.send_header(name, value)
    handler.end_headers()


def serve(double: Double) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            key = self.headers.get("Authorization", "").removeprefix("Bearer ")
            double.seen.append(
                Seen(self.path, key, {n.lower(): v for n, v in self.headers.items()}, json.loads(body))
            )
            self.close_connection = True
            assert double.behave is not None, "the test says how to behave"
            try:
                double.behave(self, double)
            except (BrokenPipeError, ConnectionResetError):
                return

        def log_message(self, format: str, *args: object) -> None:
            """Silence: tests read the answers, not a log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    double.url = f"http://127.0.0.1:{server.server_address[1]}"
    return server
