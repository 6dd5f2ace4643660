"""Faults that a scenario puts between an application and the REST API.

Decides what an injected fault does to a request, before or after it took effect (reference/twilio.md 4.1:
creates are not idempotent, so the difference matters). It must not know the resources.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from simulator.network import Failure, Outcome, Reply

if TYPE_CHECKING:
    from simulator.twilio.carrier import Carrier

Kind = Literal["status 500", "429", "timeout before effect", "timeout after effect", "delay"]
Handle = Callable[[str, str, Mapping[str, str], bytes], Reply]
ERRORS = {"status 500": (500, 20500, "Internal Server Error"), "429": (429, 20429, "Too Many Requests")}


@dataclass
class Fault:
    """For requests where `applies(method, url, body)`: `kind`, at most `times` times; `seconds` of delay."""

    kind: Kind
    applies: Callable[[str, str, bytes], bool] = lambda method, url, body: True
    times: int = 1
    seconds: float = 0.0

    def takes(self, method: str, url: str, body: bytes) -> bool:
        if self.times <= 0 or not self.applies(method, url, body):
            return False
        self.times -= 1
        return True


def error(status: int, code: int, message: str) -> Reply:
    """Twilio's error answer (reference/twilio.md 4.9)."""
    body = {
        "code": code,
        "message": message,
        "more_info": f"https://www.twilio.com/docs/errors/{code}",
        "status": status,
    }
    return Reply(status, {"Content-Type": "application/json"}, json.dumps(body).encode())


def inject(
    carrier: Carrier, method: str, url: str, headers: Mapping[str, str], body: bytes, handle: Handle
) -> Outcome:
    """Handle a request as the first fault that takes it commands, or as usual."""
    fault = next((fault for fault in carrier.faults if fault.takes(method, url, body)), None)
    if fault and fault.kind in ERRORS:
        return error(*ERRORS[fault.kind])
    if fault and fault.kind == "timeout before effect":
        return Failure("timeout")
    reply = handle(method, url, headers, body)
    if fault and fault.kind == "timeout after effect":
        return Failure("timeout")
    return Reply(reply.status, reply.headers, reply.body, fault.seconds) if fault else reply
