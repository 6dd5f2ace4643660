"""Requests of the world to an application: what goes over the wire, and every way in which it can fail.

The application is a bare server that sends given bytes.
"""

import threading
import time

import pytest

from simulator.lanes.http_network import HttpNetwork
from simulator.lanes.sockets import SocketLane
from simulator.network import Failure, Outcome, Reply, Request
from tests.simulator.lanes.bare_server import OK, BareServer

LATE = 1.0


def outcome_of(lane: SocketLane, request: Request, timeout: float = 10.0) -> Outcome:
    told: list[Outcome] = []
    lane.act(lambda: lane.network.send(request, timeout, told.append))
    assert lane.until(lambda: bool(told), 20)
    return told[0]


def test_a_request_goes_out_exactly_as_it_was_given(lane: SocketLane) -> None:
    with BareServer(OK) as server:
        body = "From=%2B15550100001&Text=größe".encode()
        headers = {"X-Twilio-Signature": "abc=", "Content-Type": "text/x; charset=UTF-8"}
        reply = outcome_of(lane, Request("POST", server.url("/a%20b?c=d&e=%2B"), headers, body))
    assert server.requests == [
        b"POST /a%20b?c=d&e=%2B HTTP/1.1\r\n"
        + f"Host: 127.0.0.1:{server.port}\r\n".encode()
        + b"X-Twilio-Signature: abc=\r\nContent-Type: text/x; charset=UTF-8\r\n"
        + f"Content-Length: {len(body)}\r\n\r\n".encode()
        + body
    ]
    assert reply == Reply(200, {"Content-Length": "2"}, b"ok")


def test_a_get_has_no_body_and_an_empty_post_says_so(lane: SocketLane) -> None:
    with BareServer(OK) as server:
        outcome_of(lane, Request("GET", server.url("/x")))
        outcome_of(lane, Request("POST", server.url("/x")))
    assert b"Content-Length" not in server.requests[0]
    assert b"Content-Length: 0" in server.requests[1]


def test_the_answer_keeps_its_headers_and_repeated_ones_are_joined(lane: SocketLane) -> None:
    answer = b"HTTP/1.1 409 Conflict\r\nX-One: a\r\nVary: b\r\nVary: c\r\nContent-Length: 0\r\n\r\n"
    with BareServer(answer) as server:
        reply = outcome_of(lane, Request("GET", server.url()))
    assert reply == Reply(409, {"X-One": "a", "Vary": "b, c", "Content-Length": "0"})


def test_a_connection_is_used_again(lane: SocketLane) -> None:
    with BareServer(OK) as server:
        for _ in range(5):
            assert outcome_of(lane, Request("GET", server.url())) == Reply(
                200, {"Content-Length": "2"}, b"ok"
            )
        assert len(server.connections) == 1


@pytest.mark.parametrize("answer", [OK, OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")])
def test_a_connection_that_the_server_has_ended_is_not(lane: SocketLane, answer: bytes) -> None:
    with BareServer(answer, ends=True) as server:
        for turn in range(1, 4):
            reply = outcome_of(lane, Request("POST", server.url(), {}, b"body"))
            assert isinstance(reply, Reply) and reply.body == b"ok"
            server.wait_for(ended=turn)
        assert len(server.requests) == 3


def test_redirects_and_proxies_are_left_alone(lane: SocketLane, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    moved = b"HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"
    with BareServer(moved) as server:
        reply = outcome_of(lane, Request("POST", server.url()))
        assert isinstance(reply, Reply)
        assert (reply.status, reply.header("location"), len(server.requests)) == (307, "/elsewhere", 1)


def test_nobody_at_home_is_refused(lane: SocketLane) -> None:
    with BareServer(OK) as server:
        url = server.url()
    assert outcome_of(lane, Request("GET", url)) == Failure("refused")


@pytest.mark.parametrize(
    "answer",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", b"hello\r\n"],
    ids=["nothing", "half", "no-http"],
)
def test_a_server_that_dies_on_the_way_is_refused(lane: SocketLane, answer: bytes) -> None:
    with BareServer(answer, ends=True) as server:
        assert outcome_of(lane, Request("GET", server.url())) == Failure("refused")


@pytest.mark.parametrize(("answer", "drip"), [(None, 0.0), (OK, 0.1)], ids=["silent", "dripping"])
def test_time_is_up_after_the_whole_timeout(lane: SocketLane, answer: bytes | None, drip: float) -> None:
    with BareServer(answer, drip=drip) as server:
        began = time.monotonic()
        assert outcome_of(lane, Request("GET", server.url()), timeout=0.3) == Failure("timeout")
        assert 0.29 <= time.monotonic() - began < 0.3 + LATE
        assert outcome_of(lane, Request("GET", server.url()), timeout=0.1) == Failure("timeout")


def test_waiting_for_a_thread_counts_as_waiting() -> None:
    with SocketLane() as lane, BareServer(None) as server:
        narrow, told = HttpNetwork(lane.driver, threads=1), []
        began = time.monotonic()
        for timeout in (0.4, 0.2, 0.3):
            lane.act(
                lambda timeout=timeout: narrow.send(
                    Request("GET", server.url()), timeout, lambda outcome: told.append((timeout, outcome))
                )
            )
        assert lane.until(lambda: len(told) == 3, 10)
        assert time.monotonic() - began < 0.4 + LATE
        narrow.stop()
    assert told == [(timeout, Failure("timeout")) for timeout in (0.2, 0.3, 0.4)]


def test_outcomes_are_told_in_the_world_and_not_before_send_is_over(lane: SocketLane) -> None:
    order: list[str] = []

    def send() -> None:
        lane.network.send(
            Request("GET", server.url()), 5, lambda _: order.append(threading.current_thread().name)
        )
        order.append("sent")

    with BareServer(OK) as server:
        lane.act(send)
        assert lane.until(lambda: len(order) == 2, 5)
    assert order == ["sent", "simulated world"]


def test_only_the_world_sends_and_only_plain_http(lane: SocketLane) -> None:
    with pytest.raises(AssertionError, match="owns the world"):
        lane.network.send(Request("GET", "http://127.0.0.1:9/"), 1, print)
    with pytest.raises(ValueError, match="plain HTTP"):
        lane.act(lambda: lane.network.send(Request("GET", "https://127.0.0.1:9/"), 1, print))


def test_a_request_to_another_machine_fails_the_test_that_sends_it() -> None:
    def send() -> None:
        with SocketLane() as lane:
            assert outcome_of(lane, Request("GET", "http://192.0.2.1/"), timeout=0.3) == Failure("timeout")

    with pytest.raises(RuntimeError, match="loopback only"):
        send()


def test_stopping_does_not_wait_for_a_silent_server() -> None:
    with BareServer(None) as server, SocketLane() as lane:
        for _ in range(5):
            lane.act(lambda: lane.network.send(Request("GET", server.url()), 60, print))
        server.wait_for(5)
        began = time.monotonic()
        lane.network.stop()
        assert time.monotonic() - began < 1


def test_after_stopping_nothing_goes_out_any_more(lane: SocketLane) -> None:
    with BareServer(OK) as server:
        lane.network.stop()
        assert outcome_of(lane, Request("GET", server.url()), timeout=0.1) == Failure("timeout")
        assert server.requests == []


def test_a_request_whose_time_is_up_gives_its_thread_back() -> None:
    with SocketLane() as lane, BareServer(OK, drip=0.1) as dripping, BareServer(OK) as server:
        narrow, told = HttpNetwork(lane.driver, threads=1), []
        lane.act(lambda: narrow.send(Request("GET", dripping.url()), 0.2, told.append))
        lane.act(lambda: narrow.send(Request("GET", server.url()), 2, told.append))
        assert lane.until(lambda: len(told) == 2, 20)
        narrow.stop()
    assert told == [Failure("timeout"), Reply(200, {"Content-Length": "2"}, b"ok")]


def test_a_request_whose_time_was_up_before_it_went_out_is_not_sent_any_more() -> None:
    with SocketLane() as lane, BareServer(OK, drip=0.01) as server:
        narrow, told = HttpNetwork(lane.driver, threads=1), []
        for path, timeout in (("/first", 10), ("/late", 0.1), ("/last", 10)):
            request = Request("GET", server.url(path))
            lane.act(lambda request=request, timeout=timeout: narrow.send(request, timeout, told.append))
        assert lane.until(lambda: len(told) == 3, 20)
        narrow.stop()
    assert told[0] == Failure("timeout")
    assert [request.split()[1] for request in server.requests] == [b"/first", b"/last"]
