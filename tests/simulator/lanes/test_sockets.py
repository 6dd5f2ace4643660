"""The whole lane: an application asked by the world, which asks the world while it answers.

Both directions at once is what a webhook with a REST request in it does.
"""

import time
import urllib.request

import pytest

from simulator.lanes.sockets import SocketLane
from simulator.network import Failure, Outcome, Reply, Request
from tests.simulator.lanes.bare_server import OK, BareServer


def test_the_lane_asks_the_application_and_waits(lane: SocketLane) -> None:
    with BareServer(OK) as application:
        assert lane.request(Request("GET", application.url("/health/live"))).body == b"ok"


def test_the_lane_waits_for_what_the_application_says(lane: SocketLane) -> None:
    """A condition may itself ask the application, over the same lane."""
    with BareServer(OK.replace(b"ok", b"no"), OK) as application:
        request = Request("GET", application.url("/api/calls/1"))
        assert lane.until(lambda: lane.request(request).body == b"ok", 5)
        assert len(application.requests) == 2


def test_the_lane_tells_when_it_has_waited_in_vain(lane: SocketLane) -> None:
    began = time.monotonic()
    assert not lane.until(lambda: False, 0.1)
    assert time.monotonic() - began >= 0.1


def test_the_lane_raises_what_a_condition_raises(lane: SocketLane) -> None:
    with pytest.raises(ZeroDivisionError):
        lane.until(lambda: 1 / 0 > 1, 5)


def test_an_application_that_is_down_is_an_error_that_says_so(lane: SocketLane) -> None:
    port = lane.doors.open(lambda method, path, headers, body: Failure("refused"))
    with pytest.raises(AssertionError, match=r"GET http://127\.0\.0\.1:\d+/x: .*refused"):
        lane.request(Request("GET", f"http://127.0.0.1:{port}/x"))


def test_the_application_may_ask_the_world_while_the_world_waits_for_it() -> None:
    """A second lane plays the application: its handler asks the first one's door, over real sockets."""
    with SocketLane() as lane, SocketLane() as application:
        rest = lane.doors.open(lambda method, path, headers, body: Reply(200, {}, b"CA1", delay=0.1))

        def webhook(method: str, path: str, headers: object, body: bytes) -> Outcome:
            with urllib.request.urlopen(f"http://127.0.0.1:{rest}/Calls.json", timeout=5) as answer:
                return Reply(200, {"Content-Type": "text/xml"}, b"<Response>" + answer.read())

        port = application.doors.open(webhook)
        reply = lane.request(Request("POST", f"http://127.0.0.1:{port}/twilio/voice", {}, b"CallSid=CA1"))
        assert reply.body == b"<Response>CA1"


def test_everything_ends_within_a_second_whatever_is_under_way() -> None:
    with BareServer(None) as silent:
        with SocketLane() as lane:
            visits: list[str] = []

            def keep(method: str, path: str, headers: object, body: bytes) -> Outcome:
                visits.append(path)
                return Failure("timeout")

            port = lane.doors.open(keep)
            for url in [silent.url(), f"http://127.0.0.1:{port}/"] * 5:
                lane.act(lambda url=url: lane.network.send(Request("GET", url), 60, print))
            lane.act(lambda: lane.world.after(3600, lambda: None))
            silent.wait_for(5)
            assert lane.until(lambda: len(visits) == 5, 5)
            began = time.monotonic()
        assert time.monotonic() - began < 1
