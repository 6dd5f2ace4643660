"""Disturbances between the application and its carriers, one at a time: of a webhook, or of a request.

Decides how a webhook comes twice, late or never, and how a request fails before or after its effect. It
must not know what either is about; whoever plays counts them and says which one is hit.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Literal
from urllib.parse import urlsplit

from simulator.network import Failure, Network, Outcome, Reply, Request
from simulator.stage import Door
from simulator.twilio.faults import error
from simulator.world import World

WebhookTrouble = Literal["doubled", "swapped", "lost", "answer lost"]
RequestTrouble = Literal[
    "400", "404", "429", "500", "503", "slow", "refused", "timeout before effect", "timeout after effect"
]
WEBHOOK_TROUBLES: tuple[WebhookTrouble, ...] = ("doubled", "swapped", "lost", "answer lost")
REQUEST_TROUBLES: tuple[RequestTrouble, ...] = (
    "400",
    "404",
    "429",
    "500",
    "503",
    "slow",
    "refused",
    "timeout before effect",
    "timeout after effect",
)
# As long as a webhook is held back for its neighbour, when no other one comes.
LONGEST_SWAP = 0.5
SLOW = 3.0


class DisturbedWebhooks:
    """A network on which webhook number `hit` (from 1) has `trouble`; 0 disturbs none and only counts."""

    def __init__(
        self, world: World, network: Network, trouble: WebhookTrouble = "doubled", hit: int = 0
    ) -> None:
        self.world, self.network, self.trouble, self.hit = world, network, trouble, hit
        self.seen: list[str] = []
        self._waiting: list[Callable[[], None]] = []

    def send(self, request: Request, timeout: float, on_reply: Callable[[Outcome], None]) -> None:
        """simulator.network.Network"""
        path = urlsplit(request.url).path
        if not path.startswith(("/twilio/", "/livekit/")):
            return self.network.send(request, timeout, on_reply)
        self.seen.append(path)
        if len(self.seen) == self.hit:
            return getattr(self, f"_{self.trouble.replace(' ', '_')}")(request, timeout, on_reply)  # type: ignore[no-any-return]
        waiting, self._waiting = self._waiting, []
        for go in waiting:
            self.world.after(0.02, go)
        return self.network.send(request, timeout, on_reply)

    def _doubled(self, request: Request, timeout: float, on_reply: Callable[[Outcome], None]) -> None:
        self.network.send(request, timeout, on_reply)
        self.world.after(0.05, lambda: self.network.send(request, timeout, lambda outcome: None))

    def _swapped(self, request: Request, timeout: float, on_reply: Callable[[Outcome], None]) -> None:
        """Held back until the next one has gone out."""
        gone: list[bool] = []

        def go() -> None:
            if not gone:
                gone.append(True)
                self.network.send(request, timeout, on_reply)

        self._waiting.append(go)
        self.world.after(min(LONGEST_SWAP, timeout / 2), go)

    def _lost(self, request: Request, timeout: float, on_reply: Callable[[Outcome], None]) -> None:
        self.world.after(timeout, lambda: on_reply(Failure("timeout")))

    def _answer_lost(self, request: Request, timeout: float, on_reply: Callable[[Outcome], None]) -> None:
        self.network.send(request, timeout, lambda outcome: None)
        self.world.after(timeout, lambda: on_reply(Failure("timeout")))


class DisturbedRequests:
    """Doors to carriers at which request number `hit` (from 1) has `trouble`; 0 only counts."""

    def __init__(self, world: World, trouble: RequestTrouble = "429", hit: int = 0) -> None:
        self.world, self.trouble, self.hit = world, trouble, hit
        self.seen: list[str] = []

    def before(self, door: Door, is_twilio: bool) -> Door:
        """The door with this disturbance in front of it."""

        def ask(method: str, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
            path = urlsplit(url).path
            # Whether LiveKit answers is asked all the time; one miss is no news.
            if path != "/" and not path.endswith("/ListRooms"):
                self.seen.append(f"{method} {path}")
                if len(self.seen) == self.hit:
                    return self._disturbed(door, is_twilio, method, url, headers, body)
            return door(method, url, headers, body)

        return ask

    def _disturbed(
        self, door: Door, is_twilio: bool, method: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> Outcome:
        self.world.note("disturbed", trouble=self.trouble, method=method, path=urlsplit(url).path)
        if self.trouble.isdecimal():
            return _refusal(int(self.trouble), is_twilio)
        if self.trouble == "refused":
            return Failure("refused")
        if self.trouble == "timeout before effect":
            return Failure("timeout")
        outcome = door(method, url, headers, body)
        if self.trouble == "timeout after effect" or not isinstance(outcome, Reply):
            return Failure("timeout")
        return Reply(outcome.status, outcome.headers, outcome.body, SLOW)


def _refusal(status: int, is_twilio: bool) -> Reply:
    if is_twilio:
        codes = {400: 20001, 404: 20404, 429: 20429}
        return error(status, codes.get(status, 20500), "Refused by the scenario")
    codes_of_twirp = {400: "invalid_argument", 404: "not_found", 429: "resource_exhausted"}
    body = {"code": codes_of_twirp.get(status, "internal"), "msg": "refused by the scenario"}
    return Reply(status, {"Content-Type": "application/json"}, json.dumps(body).encode())
