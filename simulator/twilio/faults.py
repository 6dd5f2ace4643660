"""Faults that a scenario puts between an application and the REST API.

Decides what an injected fault does to a request, before or after it took effect (reference/twilio.md 4.1:
creates are not idempotent, so the difference matters). It must not know the resources.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import parse_qsl, urlsplit

from simulator.network import Failure, Outcome, Reply

if TYPE_CHECKING:
    from simulator.twilio.carrier import Carrier

Kind = Literal[
    "error",
    "429",
    "status 500",
    "status 503",
    "delay",
    "refused",
    "timeout before effect",
    "timeout after effect",
]
Handle = Callable[[str, str, Mapping[str, str], bytes], Reply]
Applies = Callable[[str, str, bytes], bool]
ERRORS = {
    "429": (429, 20429, "Too Many Requests"),
    "status 500": (500, 20500, "Internal Server Error"),
    "status 503": (503, 20503, "Service Unavailable"),
}
FAILURES: Mapping[str, Literal["refused", "timeout"]] = {
    "refused": "refused",
    "timeout before effect": "timeout",
    "timeout after effect": "timeout",
}


def when(method: str = "", path: str = "", **fields: str) -> Applies:
    """Requests of that method, with `path` (a regular expression) in their path and these fields sent."""

    def applies(asked: str, url: str, body: bytes) -> bool:
        parts = urlsplit(url)
        sent = dict(parse_qsl(parts.query) + parse_qsl(body.decode("utf-8", "replace")))
        same = all(sent.get(name) == value for name, value in fields.items())
        return same and method in ("", asked) and bool(re.search(path, parts.path))

    return applies


@dataclass
class Fault:
    """For requests where `applies(method, url, body)`: `kind`, at most `times` times, `seconds` slow.

    `error` answers with `status`, `code` and `message`. Errors come instead of the effect, or after it when
    `takes_effect` is set.
    """

    kind: Kind
    applies: Applies = lambda method, url, body: True
    times: int = 1
    seconds: float = 0.0
    status: int = 400
    code: int = 20001
    message: str = "Refused by the scenario"
    takes_effect: bool = False

    def takes(self, method: str, url: str, body: bytes) -> bool:
        if self.times <= 0 or not self.applies(method, url, body):
            return False
        self.times -= 1
        return True

    @property
    def lets_it_happen(self) -> bool:
        return self.kind in ("delay", "timeout after effect") or self.takes_effect

    def outcome(self, reply: Reply | None) -> Outcome:
        """What the asker gets; `reply` is the true answer when there is one."""
        if self.kind in FAILURES:
            return Failure(FAILURES[self.kind])
        if reply is None or self.kind != "delay":
            reply = error(*ERRORS.get(self.kind, (self.status, self.code, self.message)))
        return Reply(reply.status, reply.headers, reply.body, self.seconds)


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
    if fault is None:
        return handle(method, url, headers, body)
    carrier.world.note("rest_fault", fault=fault.kind, method=method, path=urlsplit(url).path)
    return fault.outcome(handle(method, url, headers, body) if fault.lets_it_happen else None)
