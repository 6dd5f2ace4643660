"""The application's webhook door on loopback: takes down what a real server posts.

Decides which status each gets: those of `answers` first, then 200.
"""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.real_livekit.contract.sides import Hook


class Receiver:
    def __init__(self) -> None:
        self.hooks: list[Hook] = []
        self.answers: list[int] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._http.server_port}/livekit/webhook"

    def take(self, headers: dict[str, str], body: bytes) -> int:
        self.hooks.append(Hook(time.time(), headers, body))
        return self.answers.pop(0) if self.answers else 200

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(receiver.take(dict(self.headers.items()), body))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nobody reads along."""

    return Handler
