"""Real HTTP requests from the simulated world to the application under test.

Decides how a request travels: which thread carries it, on which connection, and when it has failed. It must
not know who sends it or why; plain HTTP only, because the application is on this machine.
"""

from __future__ import annotations

import http.client
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from simulator.lanes.driver import Driver, DriverStopped
from simulator.network import Failure, Outcome, Reply, Request
from simulator.world import Timer

# As many requests as are under way at once; more wait, and their time-out runs meanwhile.
THREADS = 32
# Below the keep-alive of common servers (gunicorn: 2 s), so that none closes as we send.
LONGEST_IDLE = 1.0
# A stopped process neither takes nor refuses; `stop` must not wait for it.
CONNECT_STEP = 0.5


@dataclass(eq=False)
class _Sending:
    """One request on its way; `sock` is set while a thread waits on it."""

    request: Request
    deadline: float
    on_reply: Callable[[Outcome], None]
    timer: Timer | None = None
    sock: socket.socket | None = None
    over: bool = False

    # The deadline is on the clock that sockets count on; the world's own timer says the same to the world.
    @property
    def left(self) -> float:
        return self.deadline - time.monotonic()


@dataclass
class _Kept(threading.local):
    """The connections that this thread keeps alive, with the time of their last use, by host and port."""

    connections: dict[str, tuple[http.client.HTTPConnection, float]] = field(default_factory=dict)


class HttpNetwork:
    """simulator.network.Network over loopback: no proxies, no redirects followed, headers as they are."""

    def __init__(self, driver: Driver, threads: int = THREADS) -> None:
        self.driver = driver
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="simulated network")
        self._kept = _Kept()
        self._lock = threading.Lock()
        self._busy: set[_Sending] = set()
        self._connections: set[http.client.HTTPConnection] = set()
        self._stopped = False

    def send(self, request: Request, timeout: float, on_reply: Callable[[Outcome], None]) -> None:
        """Called in the world; the outcome is told in the world, after `timeout` at the latest."""
        assert self.driver.is_here(), "requests are sent by the thread that owns the world"
        if urlsplit(request.url).scheme != "http":
            raise ValueError(f"only plain HTTP goes over this lane, not {request.url}")
        sending = _Sending(request, time.monotonic() + timeout, on_reply)
        sending.timer = self.driver.world.after(timeout, lambda: self._expired(sending))
        with self._lock:
            # After `stop` the timer alone answers: nothing is sent, and nobody is left waiting.
            if not self._stopped:
                self._pool.submit(self._carry, sending)

    def stop(self) -> None:
        """Give up what is under way and close every connection."""
        with self._lock:
            self._stopped = True
            for sending in self._busy:
                _interrupt(sending)
        self._pool.shutdown(wait=True, cancel_futures=True)
        for connection in self._connections:
            connection.close()

    # --- in the world ---

    def _expired(self, sending: _Sending) -> None:
        with self._lock:
            _interrupt(sending)
        self._tell(sending, Failure("timeout"))

    def _tell(self, sending: _Sending, outcome: Outcome) -> None:
        if sending.over:
            return
        sending.over = True
        assert sending.timer is not None
        sending.timer.cancel()
        sending.on_reply(outcome)

    # --- on a thread of the pool ---

    def _carry(self, sending: _Sending) -> None:
        try:
            outcome = self._outcome(sending)
        except Exception as error:
            self._fail(error)
        else:
            with suppress(DriverStopped):
                self.driver.post(lambda: self._tell(sending, outcome))

    def _fail(self, error: Exception) -> None:
        """An error that is no outcome of HTTP fails the world, where it is seen."""

        def fail() -> None:
            raise error

        with suppress(DriverStopped):
            self.driver.post(fail)

    def _outcome(self, sending: _Sending) -> Outcome:
        try:
            # It may have waited for a thread longer than for an answer.
            if sending.left <= 0:
                return Failure("timeout")
            connection = self._connected(sending)
            with self._watched(sending, connection):
                return self._exchange(sending.request, connection)
        except TimeoutError:
            return Failure("timeout")
        except (OSError, http.client.HTTPException):
            return Failure("refused")

    @contextmanager
    def _watched(self, sending: _Sending, connection: http.client.HTTPConnection) -> Iterator[None]:
        """While a thread waits on the connection, a time-out or `stop` can wake it."""
        with self._lock:
            if self._stopped:
                raise ConnectionAbortedError
            connection.sock.settimeout(max(sending.left, 0.001))
            sending.sock = connection.sock
            self._busy.add(sending)
        try:
            yield
        except BaseException:
            self._forget(connection)
            raise
        finally:
            with self._lock:
                sending.sock = None
                self._busy.discard(sending)

    def _exchange(self, request: Request, connection: http.client.HTTPConnection) -> Reply:
        _write(connection, request)
        with connection.getresponse() as response:
            body = response.read()
        # http.client lets go of the socket when the server has said "Connection: close".
        if connection.sock is None:
            self._forget(connection)
        else:
            self._kept.connections[urlsplit(request.url).netloc] = (connection, time.monotonic())
        return Reply(response.status, _headers(response), body)

    def _connected(self, sending: _Sending) -> http.client.HTTPConnection:
        """A connection to the request's host: the one kept by this thread while it is fresh, or a new one."""
        host = urlsplit(sending.request.url).netloc
        kept = self._kept.connections.pop(host, None)
        if kept is not None:
            connection, used = kept
            if time.monotonic() - used < LONGEST_IDLE and not _was_closed(connection.sock):
                return connection
            self._forget(connection)
        connection = http.client.HTTPConnection(host)
        self._connect(connection, sending)
        with self._lock:
            self._connections.add(connection)
        return connection

    def _connect(self, connection: http.client.HTTPConnection, sending: _Sending) -> None:
        """Knock in short steps until somebody takes the connection or time is up."""
        while sending.left > 0 and not self._stopped:
            connection.timeout = min(sending.left, CONNECT_STEP)
            with suppress(TimeoutError):
                return connection.connect()
        raise TimeoutError

    def _forget(self, connection: http.client.HTTPConnection) -> None:
        connection.close()
        with self._lock:
            self._connections.discard(connection)


def _interrupt(sending: _Sending) -> None:
    """Wake the thread that waits for an answer: its connection ends."""
    if sending.sock is not None:
        with suppress(OSError):
            sending.sock.shutdown(socket.SHUT_RDWR)


def _was_closed(sock: socket.socket | None) -> bool:
    """Between two answers a server says nothing but goodbye."""
    if sock is None:
        return True
    waiting = select.poll()
    waiting.register(sock, select.POLLIN)
    return bool(waiting.poll(0))


def _write(connection: http.client.HTTPConnection, request: Request) -> None:
    parts = urlsplit(request.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    names = {name.lower() for name in request.headers}
    connection.putrequest(request.method, target, skip_host="host" in names, skip_accept_encoding=True)
    for name, value in request.headers.items():
        connection.putheader(name, value)
    if "content-length" not in names and (request.body or request.method in ("POST", "PUT", "PATCH")):
        connection.putheader("Content-Length", str(len(request.body)))
    connection.endheaders(request.body or None)


def _headers(response: http.client.HTTPResponse) -> dict[str, str]:
    """A header that came several times is one with commas."""
    headers: dict[str, str] = {}
    for name, value in response.getheaders():
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers
