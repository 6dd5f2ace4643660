"""SIP OPTIONS against endpoints on loopback: what is asked, and what counts as being there.

Real sockets over each transport; what goes wrong there really goes wrong.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest

from bridge.ports.errors import PortError
from bridge.ports.sip_options import SipOptions
from bridge.ports.sip_wire import endpoint
from tests.bridge.sip_double import SipDouble


@pytest.fixture(params=["udp", "tcp", "tls"])
def sip(request: pytest.FixtureRequest) -> Iterator[SipDouble]:
    with SipDouble(request.param) as double:
        yield double


def failure(port: SipOptions, seconds: float = 0.3) -> PortError:
    with pytest.raises(PortError) as failed:
        port.ping(seconds)
    return failed.value


def headers(message: bytes) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in message.decode().split("\r\n")[1:] if line)


def test_an_endpoint_that_answers_is_there(sip: SipDouble) -> None:
    SipOptions(sip.endpoint).ping()
    assert len(sip.heard) == 1


def test_the_request_is_one_that_every_endpoint_must_understand(sip: SipDouble) -> None:
    """RFC 3261, 8.1.1, and RFC 3581 for the way back."""
    SipOptions(sip.endpoint).ping()
    (message,), (address,) = sip.heard, sip.came_from
    first = f"OPTIONS sip:{sip.endpoint.address};transport={sip.transport} SIP/2.0\r\n"
    assert message.decode().startswith(first) and message.endswith(b"\r\n\r\n")
    said = headers(message)
    via = rf"SIP/2\.0/{sip.transport.upper()} {re.escape(address)};branch=z9hG4bK[0-9a-f]{{16}};rport"
    assert re.fullmatch(via, said["Via"])
    assert re.fullmatch(rf"<sip:[^>]+@{re.escape(address)}>;tag=[0-9a-f]{{12}}", said["From"])
    assert said["To"] == f"<sip:{sip.endpoint.address}>"
    assert (said["CSeq"], said["Max-Forwards"], said["Content-Length"]) == ("1 OPTIONS", "70", "0")


def test_no_two_requests_are_taken_for_one(sip: SipDouble) -> None:
    port = SipOptions(sip.endpoint)
    port.ping()
    port.ping()
    one, two = (headers(message) for message in sip.heard)
    assert all(one[name] != two[name] for name in ("Via", "From", "Call-ID"))


@pytest.mark.parametrize(
    "status",
    [
        "SIP/2.0 200 OK",
        "SIP/2.0 302 Moved Temporarily",
        "SIP/2.0 405 Method Not Allowed",
        "SIP/2.0 503 Service Unavailable",
        "SIP/2.0 603 Decline",
    ],
)
def test_whoever_refuses_is_there_too(sip: SipDouble, status: str) -> None:
    sip.says = (status,)
    SipOptions(sip.endpoint).ping()


def test_trying_is_no_answer_yet(sip: SipDouble) -> None:
    sip.says = ("SIP/2.0 100 Trying",)
    assert failure(SipOptions(sip.endpoint)).fault == "network"
    sip.says = ("SIP/2.0 100 Trying", "SIP/2.0 200 OK")
    SipOptions(sip.endpoint).ping()


def test_silence_is_waited_for_no_longer_than_was_said(sip: SipDouble) -> None:
    sip.loses = 9
    began = time.monotonic()
    error = failure(SipOptions(sip.endpoint), 0.2)
    assert 0.15 < time.monotonic() - began < 0.6
    assert (error.retryable, error.maybe_done, error.fault) == (True, False, "network")
    assert str(error) == "LiveKit's SIP endpoint did not answer in time."


def test_an_answer_that_comes_too_late_does_not_count(sip: SipDouble) -> None:
    sip.rests = 0.5
    failure(SipOptions(sip.endpoint), 0.2)


def test_an_answer_to_somebody_else_does_not_count(sip: SipDouble) -> None:
    sip.other_headers = {"Call-ID": "somebody-else"}
    failure(SipOptions(sip.endpoint))


@pytest.mark.parametrize("nonsense", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\xff\x00" * 40_000])
def test_another_kind_of_server_at_that_port_is_not_there(nonsense: bytes) -> None:
    with SipDouble("tcp") as sip:
        sip.nonsense, sip.hangs_up = nonsense, True
        error = failure(SipOptions(sip.endpoint), 1.0)
    assert str(error) == "LiveKit's SIP endpoint answered what no SIP endpoint answers."


def test_who_hangs_up_without_a_word_is_not_there() -> None:
    with SipDouble("tcp") as sip:
        sip.says, sip.hangs_up = (), True
        failure(SipOptions(sip.endpoint), 1.0)


@pytest.mark.parametrize("transport", ["udp", "tcp", "tls"])
def test_nobody_at_the_port_is_the_network_s_fault_and_is_known_at_once(transport: str) -> None:
    with SipDouble(transport) as sip:
        gone = sip.endpoint
    began = time.monotonic()
    assert str(failure(SipOptions(gone), 5.0)) == "LiveKit's SIP endpoint could not be reached."
    assert time.monotonic() - began < 2.0


def test_a_port_that_speaks_no_tls_is_not_there() -> None:
    with SipDouble("tcp") as sip:
        sip.nonsense, sip.hangs_up = b"SIP/2.0 400 Bad Request\r\n\r\n", True
        failure(SipOptions(endpoint(sip.endpoint.address, "tls")), 1.0)
