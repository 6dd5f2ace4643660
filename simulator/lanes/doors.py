"""Real loopback servers through which the application reaches the doubles of the simulated world.

Decides how a request gets from a socket to a handler in the world, and how an outcome gets back: late,
never, or at once. It must not know what is asked. The handler runs on the world's own thread.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import Any

from simulator.lanes.driver import Driver, DriverStopped, settle
from simulator.network import Failure, Outcome, Reply

# (method, path with query, headers, body) -> what comes of it
Handler = Callable[[str, str, Mapping[str, str], bytes], Outcome]

HOST = "127.0.0.1"
# A burst of callbacks must find room; a full backlog would look like a second of latency.
BACKLOG = 512
LONGEST_SILENCE = 30.0
OWN_HEADERS = frozenset({"content-length", "transfer-encoding", "connection"})
CRASHED = Reply(500, {"Content-Type": "text/plain"}, b"the simulated world made a mistake")


class Doors:
    """All servers of one world; `open` gives a port, `stop` leaves no thread and no socket behind."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self._doors: dict[int, _Door] = {}

    def open(self, handler: Handler, port: int = 0) -> int:
        """Serve on a loopback port (0: any free one); every request goes to `handler` in the world."""
        door = _Door(self.driver, handler, port)
        self._doors[door.port] = door
        return door.port

    def close(self, port: int) -> None:
        """Let nobody in any more: connections end, new ones are refused, as when a process has died."""
        self._doors.pop(port).close()

    def stop(self) -> None:
        for port in list(self._doors):
            self.close(port)


class _Door:
    """One listening socket and the threads of its visitors, one thread for each connection."""

    def __init__(self, driver: Driver, handler: Handler, port: int) -> None:
        self.driver, self.handler = driver, handler
        self._listener = socket.create_server((HOST, port), backlog=BACKLOG)
        self.port: int = self._listener.getsockname()[1]
        self._lock = threading.Lock()
        self._visits: dict[socket.socket, threading.Thread] = {}
        self._pending: set[Future[Outcome]] = set()
        self._closed = False
        self._porter = threading.Thread(target=self._let_in, name=f"door {self.port}", daemon=True)
        self._porter.start()

    def close(self) -> None:
        self._closed = True
        # A last visitor wakes the porter; nothing polls while nobody comes.
        with suppress(OSError):
            socket.create_connection((HOST, self.port), timeout=1.0).close()
        self._porter.join()
        self._listener.close()
        with self._lock:
            visits, pending = dict(self._visits), set(self._pending)
        # Those who wait for the world first, then those who wait for their visitor.
        for answer in pending:
            settle(answer, Failure("refused"))
        for connection in visits:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in visits.values():
            thread.join()

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Let the world answer; called on a visitor's thread, which waits without holding up the world."""
        answer: Future[Outcome] = Future()

        def handle() -> None:
            try:
                outcome = self.handler(method, path, headers, body)
            except Exception:
                # The asker gets an answer; the error goes on and fails the world.
                settle(answer, CRASHED)
                raise
            if isinstance(outcome, Reply) and outcome.delay > 0:
                self.driver.world.after(outcome.delay, lambda: settle(answer, outcome))
            else:
                settle(answer, outcome)

        with self._lock:
            if self._closed:
                return Failure("refused")
            self._pending.add(answer)
        try:
            self.driver.post(handle)
            return answer.result()
        except DriverStopped:
            return Failure("refused")
        finally:
            with self._lock:
                self._pending.discard(answer)

    def _let_in(self) -> None:
        while True:
            connection, address = self._listener.accept()
            if self._closed:
                connection.close()
                return
            visit = threading.Thread(target=self._serve, args=(connection, address), daemon=True)
            with self._lock:
                self._visits[connection] = visit
            visit.start()

    def _serve(self, connection: socket.socket, address: object) -> None:
        try:
            # Visitors who leave in the middle are no news.
            with suppress(OSError):
                _Visit(connection, address, self)
        finally:
            connection.close()
            with self._lock:
                self._visits.pop(connection, None)


class _Visit(BaseHTTPRequestHandler):
    """One connection, kept alive over many requests."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, connection: socket.socket, address: Any, door: _Door) -> None:
        self._door = door
        super().__init__(connection, address, door)  # type: ignore[arg-type]

    def do_POST(self) -> None:
        body = self._body()
        if body is None:
            return
        headers: dict[str, str] = {}
        for name, value in self.headers.items():
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
        outcome = self._door.ask(self.command, self.path, headers, body)
        if isinstance(outcome, Reply):
            self._write(outcome)
        else:
            self._leave(outcome)

    do_GET = do_HEAD = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_POST

    def log_message(self, format: str, *args: object) -> None:
        """The history of the world is the log."""

    def _body(self) -> bytes | None:
        """The whole body, of known length or in chunks; None when the visitor left in the middle of it."""
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            body = self._chunks()
        else:
            length = int(self.headers.get("Content-Length", "0"))
            body = self.rfile.read(length)
            body = body if len(body) == length else None
        self.close_connection = self.close_connection or body is None
        return body

    def _chunks(self) -> bytes | None:
        body = b""
        while (line := self.rfile.readline().partition(b";")[0].strip()) != b"0":
            if not line:
                return None
            body += self.rfile.read(int(line, 16))
            self.rfile.readline()
        # Trailers say nothing that a handler wants.
        while self.rfile.readline().strip():
            continue
        return body

    def _write(self, reply: Reply) -> None:
        """Status, headers and body in one piece."""
        lines = [f"HTTP/1.1 {reply.status} {self.responses.get(reply.status, ('',))[0]}"]
        lines += [
            f"{name}: {value}" for name, value in reply.headers.items() if name.lower() not in OWN_HEADERS
        ]
        # Who announces more than there is breaks off in the middle.
        length = max(len(reply.body), int(reply.header("Content-Length", "0")))
        self.close_connection = self.close_connection or length > len(reply.body)
        has_body = reply.status >= 200 and reply.status not in (204, 304)
        if has_body:
            lines.append(f"Content-Length: {length}")
        if self.close_connection:
            lines.append("Connection: close")
        head = "\r\n".join([*lines, "", ""]).encode("latin-1")
        self.wfile.write(head + (reply.body if has_body and self.command != "HEAD" else b""))

    def _leave(self, failure: Failure) -> None:
        """No answer: the connection ends at once, or is held until the visitor has gone."""
        self.close_connection = True
        if failure.kind == "timeout":
            # Nothing more is expected, so this returns when the visitor has gone, or `close` has come.
            self.connection.settimeout(LONGEST_SILENCE)
            self.connection.recv(1)
