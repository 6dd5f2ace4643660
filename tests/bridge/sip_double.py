"""A SIP endpoint on loopback for the tests of the shell: real sockets for UDP, TCP and TLS.

It says what a test wants it to say: a test may make it refuse, ring first, be silent, talk nonsense, hang
up, or lose what comes in.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

from bridge.ports.sip_wire import Endpoint, endpoint

CERTIFICATE = Path(__file__).with_name("loopback.pem")
OK = ("SIP/2.0 200 OK",)


def answer(message: bytes, status: str = OK[0], **other: str) -> bytes:
    """As a server answers: the headers of the transaction come back (RFC 3261, 8.2.6.2)."""
    headers = dict(line.split(": ", 1) for line in message.decode().split("\r\n")[1:] if line)
    copied = {name: headers[name] for name in ("Via", "From", "To", "Call-ID", "CSeq")} | other
    lines = [status, *(f"{name}: {value}" for name, value in copied.items()), "Content-Length: 0"]
    return "\r\n".join([*lines, "", ""]).encode()


class SipDouble:
    """`says`: status lines, one answer each; `loses`: how many messages nobody answers; `nonsense` instead of
    an answer; `hangs_up` after reading; `rests`: seconds before each answer.
    """

    def __init__(self, transport: str, host: str = "127.0.0.1") -> None:
        self.transport, self.host = transport, host
        self.says: tuple[str, ...] = OK
        self.loses, self.rests, self.nonsense, self.hangs_up = 0, 0.0, b"", False
        self.other_headers: dict[str, str] = {}
        self.heard: list[bytes] = []
        self.came_from: list[str] = []
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_DGRAM if transport == "udp" else socket.SOCK_STREAM)
        self._socket.bind((host, 0))
        self.port: int = self._socket.getsockname()[1]
        self._closing = False
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def endpoint(self) -> Endpoint:
        return self.endpoint_at(self.host)

    def endpoint_at(self, host: str) -> Endpoint:
        """The same port under another name."""
        return endpoint(f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}", self.transport)

    def __enter__(self) -> Self:
        if self.transport != "udp":
            self._socket.listen()
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._closing = True
        family = self._socket.family
        with socket.socket(family, self._socket.type) as last:
            last.connect(self._socket.getsockname()[:2])
            if self.transport == "udp":
                last.send(b"")
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            # Whoever asked may have gone before the answer, or in the middle of a handshake.
            with suppress(OSError):
                if self.transport == "udp":
                    self._datagram()
                else:
                    self._connection()
            if self._closing:
                return

    def _datagram(self) -> None:
        message, address = self._socket.recvfrom(65535)
        if not self._closing:
            for said in self._answers(message, address):
                self._socket.sendto(said, address)

    def _connection(self) -> None:
        connection, address = self._socket.accept()
        with connection:
            connection.settimeout(5)
            if self._closing:
                return
            if self.transport == "tls":
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(CERTIFICATE)
                with context.wrap_socket(connection, server_side=True) as secured:
                    self._talk(secured, address)
            else:
                self._talk(connection, address)

    def _talk(self, connection: socket.socket, address: tuple[str, int]) -> None:
        """Answers in two pieces each, then waits until the asker has gone."""
        message = connection.recv(65535)
        for said in self._answers(message, address):
            connection.sendall(said[:20])
            time.sleep(0.01)
            connection.sendall(said[20:])
        if not self.hangs_up:
            connection.recv(1)

    def _answers(self, message: bytes, address: tuple[str, int]) -> list[bytes]:
        self.heard.append(message)
        host, port = address[:2]
        self.came_from.append(f"[{host}]:{port}" if ":" in host else f"{host}:{port}")
        if self.loses > 0:
            self.loses -= 1
            return []
        time.sleep(self.rests)
        if self.nonsense:
            return [self.nonsense]
        return [answer(message, status, **self.other_headers) for status in self.says]
