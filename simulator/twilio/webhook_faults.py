"""Faults that a scenario puts between the carrier and the application's webhooks.

Decides for every single try of a request whether it is lost, doubled or late. What a try that came to
nothing leads to is decided by `web.py`: requests for TwiML are tried again, callbacks are not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from simulator.network import Failure, Network, Outcome, Request
from simulator.world import World

Kind = Literal["lost", "answer lost", "doubled", "late"]
OnReply = Callable[[Outcome], None]


@dataclass
class WebhookFault:
    """For tries where `applies(method, url, fields)`: `times` of them, from the `nth` on.

    `lost` never arrives, `answer lost` arrives but nothing comes back, `doubled` arrives again `seconds`
    later, `late` arrives `seconds` later, so that whatever follows overtakes it.
    """

    kind: Kind
    applies: Callable[[str, str, Mapping[str, str]], bool] = lambda method, url, fields: True
    nth: int = 1
    times: int = 1
    seconds: float = 0.0
    seen: int = field(default=0, init=False)

    def takes(self, method: str, url: str, fields: Mapping[str, str]) -> bool:
        if not self.applies(method, url, fields):
            return False
        self.seen += 1
        return self.nth <= self.seen < self.nth + self.times


class Carriage:
    """The way of one try over the network, through the first fault that takes it."""

    def __init__(self, world: World, network: Network, faults: list[WebhookFault]) -> None:
        self.world, self.network, self.faults = world, network, faults

    def send(self, request: Request, fields: Mapping[str, str], timeout: float, on_reply: OnReply) -> None:
        """As `Network.send`; `fields` are what the request tells, wherever it carries them."""
        taken = [fault for fault in self.faults if fault.takes(request.method, request.url, fields)]
        if not taken:
            return self.network.send(request, timeout, on_reply)
        fault = taken[0]
        self.world.note("webhook_fault", fault=fault.kind, url=request.url)
        return self._spoil(fault, request, timeout, on_reply)

    def _spoil(self, fault: WebhookFault, request: Request, timeout: float, on_reply: OnReply) -> None:
        def send(timeout: float, on_reply: OnReply) -> None:
            self.network.send(request, timeout, on_reply)

        late = fault.kind == "late"
        if fault.kind == "doubled":
            send(timeout, on_reply)
            self.world.after(fault.seconds, lambda: send(timeout, _ignore))
        elif late and fault.seconds < timeout:
            self.world.after(fault.seconds, lambda: send(timeout - fault.seconds, on_reply))
        else:
            self.world.after(timeout, lambda: on_reply(Failure("timeout")))
            if fault.kind != "lost":
                self.world.after(fault.seconds if late else 0.0, lambda: send(timeout, _ignore))


def _ignore(outcome: Outcome) -> None:
    """Nobody waits for this answer."""
