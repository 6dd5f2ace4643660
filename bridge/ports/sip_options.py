"""SIP OPTIONS: whether LiveKit's SIP endpoint answers, asked as any carrier may ask (RFC 3261, 11).

Decides the request and what counts as an answer. It must not know how bytes travel, nor what silence
means for calls.
"""

from __future__ import annotations

import re
import secrets

from bridge.ports.errors import PortError, from_network
from bridge.ports.sip_wire import Endpoint, Exchange, Wire

NAME = "LiveKit's SIP endpoint"
SECONDS = 1.0
FINAL = re.compile(rb"^SIP/2\.0 [2-6]\d\d ", re.MULTILINE)


class SipOptions:
    """`exchange` is the way there; without one, sockets."""

    def __init__(self, to: Endpoint, exchange: Exchange | None = None) -> None:
        self.to = to
        self._exchange: Exchange = exchange or Wire().exchange

    def ping(self, seconds: float = SECONDS) -> None:
        """Whether it answers within so many seconds, the look-up of its name included.

        Any final response will do, a refusal too: who refuses is there. LiveKit answers 200 without asking
        who we are (reference/livekit-lab.md d). Raises PortError.
        """
        call_id = secrets.token_hex(12)

        def is_final(answer: bytes) -> bool:
            return call_id.encode() in answer and FINAL.search(answer) is not None

        try:
            answer = self._exchange(self.to, lambda ours: _request(self.to, ours, call_id), is_final, seconds)
        except TimeoutError as error:
            raise from_network(NAME, "did not answer in time", maybe_done=False) from error
        except OSError as error:
            raise from_network(NAME, "could not be reached", maybe_done=False) from error
        if not is_final(answer):
            raise _no_sip()


def _no_sip() -> PortError:
    return from_network(NAME, "answered what no SIP endpoint answers", maybe_done=False)


def _request(to: Endpoint, ours: str, call_id: str) -> bytes:
    """With `rport` the answer comes back on the way that the request took (RFC 3581)."""
    lines = [
        f"OPTIONS sip:{to} SIP/2.0",
        f"Via: SIP/2.0/{to.transport.upper()} {ours};branch=z9hG4bK{secrets.token_hex(8)};rport",
        "Max-Forwards: 70",
        f"From: <sip:warm-bridge@{ours}>;tag={secrets.token_hex(6)}",
        f"To: <sip:{to.address}>",
        f"Call-ID: {call_id}",
        "CSeq: 1 OPTIONS",
        "Accept: application/sdp",
        "Content-Length: 0",
    ]
    return "\r\n".join([*lines, "", ""]).encode()
