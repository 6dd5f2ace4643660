"""The way of a SIP message: ports and names from the settings, lost datagrams, several addresses, no DNS.

Real sockets on loopback; only the system's resolver is replaced, by one that says what the test is about.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bridge.ports.sip_wire import T1, Endpoint, Wire, endpoint
from tests.bridge.sip_double import SipDouble, answer

MESSAGE = b"\r\n".join(
    [b"OPTIONS sip:x SIP/2.0", b"Via: v", b"From: f", b"To: t", b"Call-ID: c", b"CSeq: 1 OPTIONS", b"", b""]
)
REAL = socket.getaddrinfo


def ask(wire: Wire, to: Endpoint, seconds: float = 1.0) -> bytes:
    return wire.exchange(to, lambda ours: MESSAGE, lambda said: said.endswith(b"\r\n\r\n"), seconds)


@pytest.fixture
def udp() -> Iterator[SipDouble]:
    with SipDouble("udp") as double:
        yield double


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., Any]], None]:
    return lambda answers: monkeypatch.setattr(socket, "getaddrinfo", answers)


@pytest.mark.parametrize(
    ("host", "transport", "where", "written"),
    [
        ("sip.example.com", "tcp", ("sip.example.com", 5060), "sip.example.com:5060;transport=tcp"),
        ("sip.example.com", "udp", ("sip.example.com", 5060), "sip.example.com:5060;transport=udp"),
        ("sip.example.com", "tls", ("sip.example.com", 5061), "sip.example.com:5061;transport=tls"),
        ("203.0.113.9:5080", "tls", ("203.0.113.9", 5080), "203.0.113.9:5080;transport=tls"),
        ("[2001:db8::1]", "tcp", ("2001:db8::1", 5060), "[2001:db8::1]:5060;transport=tcp"),
        ("[2001:db8::1]:5070", "udp", ("2001:db8::1", 5070), "[2001:db8::1]:5070;transport=udp"),
    ],
)
def test_an_endpoint_is_where_a_carrier_would_look_for_it(
    host: str, transport: str, where: tuple[str, int], written: str
) -> None:
    found = endpoint(host, transport)
    assert ((found.host, found.port), str(found)) == (where, written)


def test_the_message_is_told_where_it_is_sent_from(udp: SipDouble) -> None:
    told: list[str] = []
    Wire().exchange(udp.endpoint, lambda ours: told.append(ours) or MESSAGE, bool, 1.0)  # type: ignore[func-returns-value]
    assert told == udp.came_from


@pytest.mark.parametrize("transport", ["udp", "tcp", "tls"])
def test_an_endpoint_may_have_an_address_of_the_newer_kind(transport: str) -> None:
    with SipDouble(transport, "::1") as double:
        assert ask(Wire(), double.endpoint) == answer(MESSAGE)
        assert double.came_from[0].startswith("[::1]:")


@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_an_endpoint_may_have_a_name_and_answer_at_one_of_its_addresses_only(transport: str) -> None:
    """`localhost` is both kinds of address on most machines; the double is at one."""
    with SipDouble(transport) as double:
        assert ask(Wire(), double.endpoint_at("localhost")) == answer(MESSAGE)


def test_a_datagram_that_got_lost_is_sent_again_word_for_word(udp: SipDouble) -> None:
    udp.loses = 1
    began = time.monotonic()
    assert ask(Wire(), udp.endpoint, 5.0) == answer(MESSAGE)
    assert udp.heard == [MESSAGE, MESSAGE]
    assert T1 <= time.monotonic() - began < 2.0


def test_a_silent_address_leaves_time_for_the_next_one(
    udp: SipDouble, resolver: Callable[[Callable[..., Any]], None]
) -> None:
    with SipDouble("udp") as silent:
        silent.loses = 9
        resolver(lambda host, port, **more: [*REAL("127.0.0.1", silent.port), *REAL("127.0.0.1", udp.port)])
        assert ask(Wire(), endpoint("sip.example.com", "udp"), 3.0) == answer(MESSAGE)


def test_a_name_without_an_address_is_an_error_of_the_network(
    resolver: Callable[[Callable[..., Any]], None],
) -> None:
    def unknown(*asked: Any, **more: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    resolver(unknown)
    with pytest.raises(OSError, match=r"sip\.example\.com has no address"):
        ask(Wire(), endpoint("sip.example.com", "udp"))


def test_a_name_server_that_is_away_does_not_make_the_endpoint_dead(
    udp: SipDouble, resolver: Callable[[Callable[..., Any]], None]
) -> None:
    wire, away = Wire(), threading.Event()

    def slow(*asked: Any, **more: Any) -> Any:
        away.wait(10)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    ask(wire, udp.endpoint)
    resolver(slow)
    assert ask(wire, udp.endpoint, 0.6) == answer(MESSAGE)
    away.set()


def test_a_name_server_that_hangs_from_the_beginning_is_not_waited_for_and_is_asked_once(
    resolver: Callable[[Callable[..., Any]], None],
) -> None:
    asked: list[str] = []
    away = threading.Event()

    def hangs(host: str, *rest: Any, **more: Any) -> Any:
        asked.append(host)
        away.wait(10)
        return []

    resolver(hangs)
    wire, began = Wire(), time.monotonic()
    for _ in range(3):
        with pytest.raises(TimeoutError):
            ask(wire, endpoint("sip.example.com", "udp"), 0.2)
    assert time.monotonic() - began < 1.0
    assert asked == ["sip.example.com"]
    away.set()
