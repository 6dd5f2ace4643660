"""How one SIP message gets to an endpoint and its answer back: names, UDP, TCP and TLS.

Decides ports, addresses, retransmission and time-outs. It must not know what the message asks.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

# Where a carrier looks for an endpoint whose port is not said (RFC 3261, 19.1.2).
PORTS = {"udp": 5060, "tcp": 5060, "tls": 5061}
# A datagram may get lost: said again after 0.5 s, then after twice as long (RFC 3261, 17.1.2.2).
T1 = 0.5
MOST = 65535
Enough = Callable[[bytes], bool]
Message = Callable[[str], bytes]


@dataclass(frozen=True)
class Endpoint:
    """`host` is a name or an IP without brackets; `transport` is udp, tcp or tls."""

    transport: str
    host: str
    port: int

    @property
    def address(self) -> str:
        """As it is written in a SIP URI, always with its port."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.address};transport={self.transport}"


def endpoint(host: str, transport: str) -> Endpoint:
    """From the settings: the host may come with its port, an IPv6 address stands in brackets."""
    parts = urlsplit(f"//{host}")
    return Endpoint(transport, parts.hostname or "", parts.port or PORTS[transport])


class Exchange(Protocol):
    """Sends one message and returns what came back until `enough` was satisfied with it."""

    def __call__(
        self,
        to: Endpoint,
        message: Message,
        enough: Enough,
        seconds: float,
    ) -> bytes:
        """`message` wants the address that it is sent from. Raises OSError, TimeoutError past `seconds`."""


class Wire:
    """Keeps the addresses that a name had: a name server that is away is no dead endpoint."""

    def __init__(self) -> None:
        self._addresses: list[tuple[Any, ...]] = []
        self._lookup: threading.Thread | None = None

    def exchange(self, to: Endpoint, message: Message, enough: Enough, seconds: float) -> bytes:
        """Of several addresses each gets its share of the time."""
        end = time.monotonic() + seconds
        addresses = self._find(to, seconds / 2)
        failure: OSError = TimeoutError()
        for tried, (family, _, _, _, address) in enumerate(addresses):
            share = (end - time.monotonic()) / (len(addresses) - tried)
            kind = socket.SOCK_DGRAM if to.transport == "udp" else socket.SOCK_STREAM
            try:
                with socket.socket(family, kind) as sock:
                    ask = _by_datagram if to.transport == "udp" else _by_stream
                    return ask(sock, address, to, message, enough, time.monotonic() + share)
            except OSError as error:
                failure = error
        raise failure

    def _find(self, to: Endpoint, seconds: float) -> list[tuple[Any, ...]]:
        """Beside us, since the system's resolver takes as long as it likes; never two of them at once."""
        if self._lookup is None or not self._lookup.is_alive():
            self._lookup = threading.Thread(target=self._look_up, args=(to,), name="sip name", daemon=True)
            self._lookup.start()
        self._lookup.join(seconds)
        if not self._addresses and self._lookup.is_alive():
            raise TimeoutError
        if not self._addresses:
            raise OSError(f"{to.host} has no address")
        return self._addresses

    def _look_up(self, to: Endpoint) -> None:
        with suppress(OSError):
            self._addresses = socket.getaddrinfo(to.host, to.port, type=socket.SOCK_STREAM)


def _by_datagram(
    sock: socket.socket, address: Any, to: Endpoint, message: Message, enough: Enough, end: float
) -> bytes:
    sock.connect(address)
    sent, answer, pause = message(_name_of(sock)), b"", T1
    while (left := end - time.monotonic()) > 0:
        sock.send(sent)
        again = time.monotonic() + min(pause, left)
        with suppress(TimeoutError):
            while not enough(answer):
                answer = _receive(sock, again)
            return answer
        pause *= 2
    raise TimeoutError


def _by_stream(
    sock: socket.socket, address: Any, to: Endpoint, message: Message, enough: Enough, end: float
) -> bytes:
    """Whatever ends the connection ends the answer."""
    sock.settimeout(_left(end))
    sock.connect(address)
    if to.transport == "tls":
        sock.settimeout(_left(end))
        with _tls().wrap_socket(sock, server_hostname=to.host) as secured:
            return _ask_stream(secured, message, enough, end)
    return _ask_stream(sock, message, enough, end)


def _ask_stream(sock: socket.socket, message: Message, enough: Enough, end: float) -> bytes:
    sock.sendall(message(_name_of(sock)))
    answer = b""
    while not enough(answer) and len(answer) < MOST:
        more = _receive(sock, end)
        if not more:
            break
        answer += more
    return answer


def _receive(sock: socket.socket, until: float) -> bytes:
    sock.settimeout(_left(until))
    return sock.recv(MOST)


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _tls() -> ssl.SSLContext:
    """Asked is whether it answers, not who it is: nothing secret is said, and the carrier judges itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _name_of(sock: socket.socket) -> str:
    host, port = sock.getsockname()[:2]
    host = host.partition("%")[0]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
