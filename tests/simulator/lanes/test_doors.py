"""Servers of the world on loopback: what a client gets for every outcome, and how they end.

Clients are the standard library's, one connection each, so that what is seen is the server's doing.
"""

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from simulator.lanes.sockets import SocketLane
from simulator.network import Failure, Outcome, Reply, Request

LATE = 1.0
Visit = tuple[str, str, Mapping[str, str], bytes]


def client(port: int, timeout: float = 10.0) -> closing[http.client.HTTPConnection]:
    return closing(http.client.HTTPConnection("127.0.0.1", port, timeout=timeout))


def answering(outcome: Outcome) -> Callable[..., Outcome]:
    return lambda method, path, headers, body: outcome


@pytest.fixture
def visits() -> list[Visit]:
    return []


@pytest.fixture
def port(lane: SocketLane, visits: list[Visit]) -> Iterator[int]:
    """A door that keeps what comes in and answers by its path."""
    outcomes: dict[str, Outcome] = {
        "/slow": Reply(200, {}, b"slow", delay=0.3),
        "/never": Reply(200, {}, b"never", delay=3600),
        "/refused": Failure("refused"),
        "/timeout": Failure("timeout"),
        "/torn": Reply(200, {"Content-Length": "9"}, b"half"),
        "/empty": Reply(204, {"X-Why": "gone"}),
    }

    def handle(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        visits.append((method, path, headers, body))
        return outcomes.get(path, Reply(201, {"X-Thread": threading.current_thread().name}, b"made"))

    return lane.doors.open(handle)


def test_an_answer_shorter_than_announced_breaks_off(port: int) -> None:
    with client(port) as asker:
        asker.request("GET", "/torn")
        with pytest.raises(http.client.IncompleteRead) as caught:
            asker.getresponse().read()
        assert caught.value.partial == b"half"


def test_a_request_reaches_the_world_as_it_was_sent(port: int, visits: list[Visit]) -> None:
    with client(port) as asker:
        asker.request("POST", "/Calls.json?x=%2B1", "To=%2B1&größe=1".encode(), {"X-Key": "secret"})
        answer = asker.getresponse()
        assert (answer.status, answer.read()) == (201, b"made")
        assert answer.getheader("X-Thread") == "simulated world"
    method, path, headers, body = visits[0]
    assert (method, path, body) == ("POST", "/Calls.json?x=%2B1", "To=%2B1&größe=1".encode())
    assert headers["X-Key"] == "secret"


def test_a_connection_serves_many_requests_of_all_methods(port: int, visits: list[Visit]) -> None:
    with client(port) as asker:
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"):
            asker.request(method, "/")
            used = asker.sock
            answer = asker.getresponse()
            assert answer.read() == (b"" if method == "HEAD" else b"made")
            assert asker.sock is used
    assert [visit[0] for visit in visits] == ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]


def test_an_answer_without_content_ends_with_its_headers(port: int) -> None:
    with client(port) as asker:
        for _ in range(2):
            asker.request("DELETE", "/empty")
            answer = asker.getresponse()
            assert (answer.status, answer.getheader("X-Why"), answer.read()) == (204, "gone", b"")
            assert answer.getheader("Content-Length") is None


def test_a_slow_answer_comes_after_its_delay(port: int) -> None:
    with client(port) as asker:
        began = time.monotonic()
        asker.request("GET", "/slow")
        assert asker.getresponse().read() == b"slow"
        assert 0.3 <= time.monotonic() - began < 0.3 + LATE


def test_an_answer_that_is_not_due_holds_up_nobody_else(
    port: int, lane: SocketLane, visits: list[Visit]
) -> None:
    with client(port) as late, client(port) as quick:
        late.request("GET", "/never")
        assert lane.until(lambda: bool(visits), 5)
        quick.request("GET", "/quick")
        assert quick.getresponse().read() == b"made"


def test_refused_ends_the_connection_at_once(port: int) -> None:
    with client(port) as asker:
        asker.request("GET", "/refused")
        with pytest.raises(http.client.RemoteDisconnected):
            asker.getresponse()


def test_a_time_out_holds_the_connection_until_the_client_has_gone(port: int) -> None:
    before = threading.active_count()
    with client(port, timeout=0.2) as asker:
        asker.request("GET", "/timeout")
        with pytest.raises(TimeoutError):
            asker.getresponse()
        assert threading.active_count() == before + 1
    # The visitor's thread ends by itself, well before its longest silence.
    end = time.monotonic() + 5
    while time.monotonic() < end and threading.active_count() > before:
        time.sleep(0.01)
    assert threading.active_count() == before


def test_a_body_may_come_in_chunks(port: int, visits: list[Visit]) -> None:
    with client(port) as asker:
        for body in ([b"To=", b"x" * 5000], []):
            asker.request("POST", "/", iter(body), encode_chunked=True)
            assert asker.getresponse().read() == b"made"
    assert [visit[3] for visit in visits] == [b"To=" + b"x" * 5000, b""]


def test_a_client_that_leaves_in_the_middle_harms_nobody(port: int, visits: list[Visit]) -> None:
    with socket.create_connection(("127.0.0.1", port)) as rude:
        rude.sendall(b"POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nhalf")
    with socket.create_connection(("127.0.0.1", port)) as rude:
        rude.sendall(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")
    with socket.create_connection(("127.0.0.1", port)) as rude:
        rude.sendall(b"GET /slow HTTP/1.1\r\n\r\n")
    with client(port) as asker:
        asker.request("GET", "/")
        assert asker.getresponse().read() == b"made"
    assert "POST" not in [visit[0] for visit in visits]


def test_two_hundred_requests_at_once_are_all_answered(lane: SocketLane) -> None:
    def handle(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        return Reply(200, {}, path.encode() + body, delay=0.2)

    port = lane.doors.open(handle)

    def ask(number: int) -> bytes:
        with client(port, timeout=30) as asker:
            asker.request("POST", f"/{number}", b"!")
            return asker.getresponse().read()

    with ThreadPoolExecutor(200) as pool:
        answers = list(pool.map(ask, range(200)))
    assert answers == [f"/{number}!".encode() for number in range(200)]


def test_the_world_can_visit_its_own_doors_two_hundred_times_at_once(lane: SocketLane) -> None:
    port = lane.doors.open(lambda method, path, headers, body: Reply(200, {}, body))
    told: list[Outcome] = []

    def send_all() -> None:
        for number in range(200):
            request = Request("POST", f"http://127.0.0.1:{port}/", {}, str(number).encode())
            lane.network.send(request, 30, told.append)

    lane.act(send_all)
    assert lane.until(lambda: len(told) == 200, 30)
    bodies = sorted(int(reply.body) for reply in told if isinstance(reply, Reply))
    assert bodies == list(range(200))


def test_a_mistake_of_a_handler_is_a_500_and_fails_the_world() -> None:
    def visit() -> None:
        with SocketLane() as lane:
            port = lane.doors.open(lambda method, path, headers, body: Reply(1 // 0))
            with client(port) as asker:
                asker.request("GET", "/")
                assert asker.getresponse().status == 500

    with pytest.raises(ZeroDivisionError):
        visit()


@pytest.mark.parametrize("path", ["/never", "/timeout"])
def test_stopping_does_not_wait_for_a_request_that_hangs(
    lane: SocketLane, port: int, visits: list[Visit], path: str
) -> None:
    with client(port) as asker:
        asker.request("GET", path)
        assert lane.until(lambda: bool(visits), 5)
        began = time.monotonic()
        lane.doors.stop()
        assert time.monotonic() - began < 1
        with pytest.raises(http.client.RemoteDisconnected):
            asker.getresponse()


def test_stopping_ends_connections_that_are_kept_alive(lane: SocketLane, port: int) -> None:
    with client(port) as asker:
        asker.request("GET", "/")
        asker.getresponse().read()
        began = time.monotonic()
        lane.doors.stop()
        assert time.monotonic() - began < 1
        assert asker.sock.recv(1) == b""


def test_a_closed_door_refuses_and_may_open_again(lane: SocketLane, port: int) -> None:
    lane.doors.close(port)
    with client(port) as asker, pytest.raises(ConnectionRefusedError):
        asker.connect()
    assert lane.doors.open(answering(Reply(200, {}, b"back")), port) == port
    with client(port) as asker:
        asker.request("GET", "/")
        assert asker.getresponse().read() == b"back"


def test_a_door_of_a_stopped_world_ends_the_connection(lane: SocketLane, port: int) -> None:
    lane.driver.stop()
    with client(port) as asker:
        asker.request("GET", "/")
        with pytest.raises(http.client.RemoteDisconnected):
            asker.getresponse()
