"""The SIP door on a real socket: an answer goes back to whoever asked, late or never as the world says.

Clients are plain sockets; that nothing is left behind is looked at after each test.
"""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from simulator.lanes.sip_door import SipDoor
from simulator.lanes.sockets import SocketLane
from simulator.network import Failure, Outcome, Reply

OUTCOMES: dict[bytes, Outcome] = {
    b"late": Reply(200, {}, b"late answer", delay=0.3),
    b"never": Failure("timeout"),
}


@pytest.fixture
def heard() -> list[tuple[bytes, str]]:
    return []


@pytest.fixture
def door(lane: SocketLane, heard: list[tuple[bytes, str]]) -> Iterator[SipDoor]:
    def handle(message: bytes) -> Outcome:
        heard.append((message, threading.current_thread().name))
        return OUTCOMES.get(message, Reply(200, {}, b"answer to " + message))

    with SipDoor(lane.driver, handle) as door:
        yield door


@pytest.fixture
def asker(door: SipDoor) -> Iterator[socket.socket]:
    host, _, port = door.address.partition(":")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect((host, int(port)))
        sock.settimeout(5)
        yield sock


def test_each_message_is_handled_in_the_world_and_answered(
    asker: socket.socket, heard: list[tuple[bytes, str]]
) -> None:
    for message in (b"one", b"two"):
        asker.send(message)
        assert asker.recv(100) == b"answer to " + message
    assert heard == [(b"one", "simulated world"), (b"two", "simulated world")]


def test_a_late_answer_holds_up_nobody(asker: socket.socket) -> None:
    began = time.monotonic()
    asker.send(b"late")
    asker.send(b"quick")
    assert asker.recv(100) == b"answer to quick"
    assert asker.recv(100) == b"late answer"
    assert time.monotonic() - began >= 0.3


def test_who_gets_no_answer_may_ask_again(asker: socket.socket) -> None:
    asker.settimeout(0.2)
    asker.send(b"never")
    with pytest.raises(TimeoutError):
        asker.recv(100)
    asker.send(b"again")
    assert asker.recv(100) == b"answer to again"


def test_who_has_gone_before_the_answer_harms_nobody(door: SipDoor, asker: socket.socket) -> None:
    host, _, port = door.address.partition(":")
    for _ in range(3):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
            other.sendto(b"gone", (host, int(port)))
    asker.send(b"here")
    assert asker.recv(100) == b"answer to here"


def test_a_world_that_has_ended_leaves_the_door_silent() -> None:
    with SocketLane() as lane, SipDoor(lane.driver, lambda message: Reply(200, {}, b"answer")) as door:
        lane.driver.stop()
        host, _, port = door.address.partition(":")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
            asker.settimeout(0.2)
            asker.sendto(b"anybody", (host, int(port)))
            with pytest.raises(TimeoutError):
                asker.recv(100)
