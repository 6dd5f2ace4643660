"""SIP OPTIONS to the double: who asks correctly is answered, who does not is told on.

The answer is that of a server to any request outside of a call (RFC 3261, 8.2.6).
"""

import pytest

from simulator.network import Failure, Reply
from tests.simulator.livekit.lab import HOST, Lab

HEADERS = {
    "Via": "SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK776asdhds;rport",
    "Max-Forwards": "70",
    "From": "<sip:bridge@192.0.2.7:5060>;tag=1928301774",
    "To": f"<sip:{HOST}:5060>",
    "Call-ID": "a84b4c76e66710",
    "CSeq": "1 OPTIONS",
    "Content-Length": "0",
}
FIRST = f"OPTIONS sip:{HOST}:5060;transport=udp SIP/2.0"


def message(first: str = FIRST, body: str = "", **changed: str | None) -> bytes:
    """`changed`: headers by name with `_` for `-`, None for one that is missing."""
    told = {**HEADERS, **{name.replace("_", "-"): value for name, value in changed.items()}}
    lines = [first, *(f"{name}: {value}" for name, value in told.items() if value is not None)]
    return ("\r\n".join([*lines, "", ""]) + body).encode()


def test_a_correct_request_is_answered_with_its_own_headers(lab: Lab) -> None:
    reply = lab.server.sip_message(message())
    assert isinstance(reply, Reply)
    first, *lines = reply.body.decode().split("\r\n")
    assert (first, lines[-2:]) == ("SIP/2.0 200 OK", ["", ""])
    answered = dict(line.split(": ", 1) for line in lines if line)
    assert answered.pop("To").startswith(f"{HEADERS['To']};tag=")
    assert answered == {name: HEADERS[name] for name in ("Via", "From", "Call-ID", "CSeq", "Content-Length")}
    assert lab.server.violations == []


@pytest.mark.parametrize(
    "first",
    [f"OPTIONS sip:{HOST} SIP/2.0", f"OPTIONS sips:{HOST} SIP/2.0", f"OPTIONS sip:room@{HOST}:5060 SIP/2.0"],
)
def test_an_address_may_be_written_in_many_ways(lab: Lab, first: str) -> None:
    assert isinstance(lab.server.sip_message(message(first)), Reply)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Via", None),
        ("Via", "SIP/2.0/UDP 192.0.2.7:5060;rport"),
        ("Via", "SIP/2.0/UDP 192.0.2.7:5060;branch=776asdhds"),
        ("Max_Forwards", None),
        ("From", "<sip:bridge@192.0.2.7:5060>"),
        ("To", None),
        ("Call_ID", None),
        ("CSeq", "1 INVITE"),
        ("Content_Length", "4"),
    ],
)
def test_what_a_server_could_not_route_back_is_a_violation(lab: Lab, name: str, value: str | None) -> None:
    assert lab.server.sip_message(message(**{name: value})) == Failure("timeout")
    assert lab.server.violations == [f"SIP OPTIONS with {name.replace('_', '-').lower()}: {value!r}"]


@pytest.mark.parametrize(
    "wrong",
    [b"", b"GET / HTTP/1.1\r\n\r\n", message(f"OPTIONS {HOST} SIP/2.0"), message(body="v=0"), message()[:-2]],
)
def test_what_is_no_such_request_is_not_answered(lab: Lab, wrong: bytes) -> None:
    assert lab.server.sip_message(wrong) == Failure("timeout")
    assert len(lab.server.violations) == 1


def test_another_host_is_another_s(lab: Lab) -> None:
    assert lab.server.sip_message(message("OPTIONS sip:sip.other.test SIP/2.0")) == Failure("timeout")
    assert lab.server.violations == []


def test_only_a_dead_sip_service_is_silent(lab: Lab) -> None:
    lab.server.crash()
    lab.server.kill_redis()
    assert isinstance(lab.server.sip_message(message()), Reply)
    lab.server.kill_sip()
    assert lab.server.sip_message(message()) == Failure("timeout")
    lab.server.start_sip()
    assert isinstance(lab.server.sip_message(message()), Reply)
