"""A TCP server that sends given bytes, however wrong they are, and keeps what it was sent.

It knows just enough HTTP to see where a request ends.
"""

import contextlib
import re
import socket
import threading
from collections.abc import Iterator
from types import TracebackType
from typing import Self

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class BareServer:
    """Each request is answered with the next of `answers`, the last one again and again.

    None says nothing more; b"" ends the connection instead of answering; `ends` ends it after an answer.
    `drip` seconds pass before each byte.
    """

    def __init__(self, *answers: bytes | None, ends: bool = False, drip: float = 0.0) -> None:
        self.answers, self.ends, self.drip = list(answers), ends, drip
        self.requests: list[bytes] = []
        self.connections: list[socket.socket] = []
        self.over = threading.Event()
        self.ended = 0
        self._changed = threading.Condition()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._let_in)]

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def wait_for(self, requests: int = 0, ended: int = 0) -> None:
        """Until so many requests have come, and so many connections have been ended from this side."""
        with self._changed:
            assert self._changed.wait_for(
                lambda: len(self.requests) >= requests and self.ended >= ended, timeout=10
            )

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over.set()
        socket.create_connection(("127.0.0.1", self.port)).close()
        for connection in self.connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _let_in(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self.over.is_set():
                return connection.close()
            self.connections.append(connection)
            self._threads.append(threading.Thread(target=self._serve, args=(connection,)))
            self._threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            self._answer(connection)
        with self._changed:
            self.ended += 1
            self._changed.notify_all()

    def _answer(self, connection: socket.socket) -> None:
        for request in _requests(connection):
            with self._changed:
                self.requests.append(request)
                self._changed.notify_all()
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            if answer is None:
                continue
            self._send(connection, answer)
            if self.ends or not answer:
                return

    def _send(self, connection: socket.socket, answer: bytes) -> None:
        if not self.drip:
            connection.sendall(answer)
            return
        for byte in answer:
            if self.over.wait(self.drip):
                return
            connection.sendall(bytes([byte]))


def _requests(connection: socket.socket) -> Iterator[bytes]:
    data = b""
    while (more := connection.recv(65536)) != b"":
        data += more
        head, found, body = data.partition(b"\r\n\r\n")
        length = re.search(rb"Content-Length: (\d+)", head)
        if found and len(body) >= (int(length[1]) if length else 0):
            yield data
            data = b""
