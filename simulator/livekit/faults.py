"""Faults that a scenario puts between an application and the server's API.

Decides what an injected fault does to a request, before or after it took effect. It must not know the
methods; whether a repeated request does harm is the application's concern.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from simulator.livekit.twirp import TwirpError
from simulator.network import Failure, Outcome, Reply

Kind = Literal[
    "500 before effect", "500 after effect", "429", "timeout before effect", "timeout after effect", "delay"
]
Handle = Callable[[str, str, Mapping[str, str], bytes], Outcome]


@dataclass
class Fault:
    """For requests where `applies(path, body)`: `kind`, at most `times` times; `seconds` of delay."""

    kind: Kind
    applies: Callable[[str, bytes], bool] = lambda path, body: True
    times: int = 1
    seconds: float = 0.0

    def takes(self, path: str, body: bytes) -> bool:
        if self.times <= 0 or not self.applies(path, body):
            return False
        self.times -= 1
        return True


def inject(
    faults: list[Fault], method: str, path: str, headers: Mapping[str, str], body: bytes, handle: Handle
) -> Outcome:
    """Handle a request as the first fault that takes it commands, or as usual."""
    fault = next((fault for fault in faults if fault.takes(path, body)), None)
    # The SDK tries a self-hosted server exactly once (reference/livekit.md 6): no fault heals by itself.
    if fault and fault.kind == "429":
        return TwirpError("resource_exhausted", "rate limit exceeded").reply()
    if fault and fault.kind.endswith("before effect"):
        return _failed(fault.kind)
    outcome = handle(method, path, headers, body)
    if fault and fault.kind.endswith("after effect"):
        return _failed(fault.kind)
    if fault and isinstance(outcome, Reply):
        return replace(outcome, delay=outcome.delay + fault.seconds)
    return outcome


def _failed(kind: str) -> Outcome:
    return (
        Failure("timeout") if kind.startswith("timeout") else TwirpError("internal", "internal error").reply()
    )
