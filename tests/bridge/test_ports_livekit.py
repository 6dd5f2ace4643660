"""LiveKit's port on a server that speaks its protocol: rooms, who is in them, and a server that fails.

It is a real server on loopback, and what goes wrong there really goes wrong.
"""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

import pytest

from bridge.ports.errors import PortError
from bridge.ports.livekit import LiveKit, caller_id
from bridge.ports.twilio import Inside
from tests.bridge.livekit_double import KEY, SECRET, LiveKitDouble

EVERYTHING = {
    "create": lambda port: port.create("room-1"),
    "delete": lambda port: port.delete("room-1"),
    "inside": lambda port: port.inside("room-1"),
    "ping": lambda port: port.ping(),
    "lives": lambda port: port.lives(),
}
# The page is no part of the API: what the API refuses says nothing about it.
REFUSED = [name for name in EVERYTHING if name != "lives"]


def test_a_room_stays_for_an_hour_so_that_people_can_come_back_and_is_not_for_a_crowd(
    livekit: LiveKitDouble,
) -> None:
    livekit.port.create("room-1")
    ((method, request),) = livekit.asked
    assert (method, request.name, request.empty_timeout, request.departure_timeout) == (
        "CreateRoom",
        "room-1",
        3600,
        3600,
    )
    assert request.max_participants == 20


def test_making_and_deleting_a_room_twice_is_as_good_as_once(livekit: LiveKitDouble) -> None:
    for _ in range(2):
        livekit.port.create("room-1")
    assert list(livekit.rooms) == ["room-1"]
    for _ in range(2):
        livekit.port.delete("room-1")
    assert livekit.rooms == {}


def test_who_still_rings_is_there_but_is_not_heard(livekit: LiveKitDouble) -> None:
    livekit.enter("room-1", "sip_leg-a-1.1")
    livekit.enter("room-1", "sip_leg-a-2.3", status="ringing")
    livekit.enter("room-1", "supervisor", status=None)
    assert livekit.port.inside("room-1") == [
        Inside("leg-a-1.1", True),
        Inside("leg-a-2.3", False),
        Inside("supervisor", True),
    ]


def test_nobody_is_in_a_room_that_is_not_there(livekit: LiveKitDouble) -> None:
    assert livekit.port.inside("room-1") == []


def test_of_rooms_that_are_asked_for_those_are_told_that_the_server_knows(livekit: LiveKitDouble) -> None:
    for name in ("room-1", "room-2", "not-asked-for"):
        livekit.port.create(name)
    assert livekit.port.known(["room-1", "room-2", "room-3"]) == {"room-1", "room-2"}


def test_a_participant_is_named_after_our_caller_id() -> None:
    assert caller_id("sip_leg-aaaa-1.2") == "leg-aaaa-1.2"
    assert caller_id("leg-aaaa-1.2") == "leg-aaaa-1.2"


def test_nobody_waits_longer_than_two_seconds_and_a_probe_only_as_long_as_it_says() -> None:
    asked: list[float] = []

    def run(work: Coroutine[Any, Any, Any], seconds: float) -> None:
        work.close()
        asked.append(seconds)

    port = LiveKit("ws://127.0.0.1:1", KEY, "secret", run)
    port.create("room-1")
    port.ping(0.7)
    assert asked == [2.0, 0.7]


def test_a_server_that_answers_is_alive(livekit: LiveKitDouble) -> None:
    livekit.port.ping()
    assert livekit.methods() == ["ListRooms"]


@pytest.mark.parametrize("page", [(200, b"OK"), (406, b"Not Ready\nNode Updated At noon")])
def test_a_server_without_its_redis_still_has_its_page(
    livekit: LiveKitDouble, page: tuple[int, bytes]
) -> None:
    livekit.fail, livekit.page = (500, "unknown"), page
    livekit.port.lives()
    with pytest.raises(PortError):
        livekit.port.ping()


@pytest.mark.parametrize(
    "page",
    [(502, b"Bad Gateway"), (200, b"<html>We will be back soon"), (404, b"OK"), (406, b""), (503, b"OK")],
)
def test_a_proxy_in_front_of_a_dead_server_does_not_pass_for_it(
    livekit: LiveKitDouble, page: tuple[int, bytes]
) -> None:
    livekit.page = page
    with pytest.raises(PortError) as failed:
        livekit.port.lives()
    assert (failed.value.fault, failed.value.retryable) == ("network", True)


@pytest.mark.parametrize("url", ["{}", "{}/", "{http}"])
def test_the_page_is_found_however_the_server_s_address_is_written(livekit: LiveKitDouble, url: str) -> None:
    where = url.format(livekit.url, http=livekit.url.replace("ws:", "http:"))
    port = LiveKit(where, KEY, SECRET, livekit.run)
    port.lives()
    port.close()


@pytest.mark.parametrize("request_", REFUSED)
@pytest.mark.parametrize(
    ("status", "code", "retryable", "maybe_done"),
    [
        (429, "resource_exhausted", True, False),
        (500, "internal", True, True),
        (503, "unavailable", True, True),
        (400, "invalid_argument", False, False),
        (401, "unauthenticated", False, False),
    ],
)
def test_every_refusal_says_whether_to_try_again(
    livekit: LiveKitDouble, request_: str, status: int, code: str, retryable: bool, maybe_done: bool
) -> None:
    livekit.fail = (status, code)
    with pytest.raises(PortError) as failed:
        EVERYTHING[request_](livekit.port)
    error = failed.value
    assert (error.status, error.code, error.retryable, error.maybe_done) == (
        status,
        code,
        retryable,
        maybe_done,
    )
    assert len(livekit.asked) == 1, "nobody tries again behind our back"


@pytest.mark.parametrize("request_", EVERYTHING)
def test_a_server_that_hangs_is_not_waited_for(livekit: LiveKitDouble, request_: str) -> None:
    livekit.hang, livekit.patience = True, 0.2
    with pytest.raises(PortError) as failed:
        EVERYTHING[request_](livekit.port)
    assert (failed.value.retryable, failed.value.maybe_done, failed.value.fault) == (True, True, "network")


@pytest.mark.parametrize("request_", EVERYTHING)
def test_a_server_that_is_down_is_the_network_s_fault(livekit: LiveKitDouble, request_: str) -> None:
    livekit.port.ping()
    livekit.stop()
    with pytest.raises(PortError) as failed:
        EVERYTHING[request_](livekit.port)
    assert (failed.value.retryable, failed.value.fault, failed.value.status) == (True, "network", None)


def test_a_wrong_secret_is_our_fault(livekit: LiveKitDouble) -> None:
    stranger = LiveKit(livekit.url, KEY, "another-secret-that-is-32-bytes-long", livekit.loop.run)
    with pytest.raises(PortError) as failed:
        stranger.ping()
    stranger.close()
    assert (failed.value.status, failed.value.retryable, failed.value.fault) == (401, False, "ours")


def test_an_answer_that_nobody_can_read_is_no_crash(livekit: LiveKitDouble) -> None:
    livekit.garbage = True
    with pytest.raises(PortError) as failed:
        livekit.port.inside("room-1")
    assert failed.value.retryable


def test_one_connection_serves_many_requests_and_can_be_given_back(livekit: LiveKitDouble) -> None:
    for _ in range(3):
        livekit.port.ping()
    assert len(livekit.sockets) == 1
    livekit.port.close()
    livekit.port.ping()
    assert len(livekit.sockets) == 2
