"""Disturbances between the application and its carriers, one at a time: of a webhook, or of a request.

Decides how a webhook comes twice, late or never, and how a request fails before or after its effect. It must
not know what either is about, save whether a question is a probe; whoever plays is asked for each that might
come and says which one does.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from livekit.protocol import room

from simulator.network import Failure, Network, Outcome, Reply, Request
from simulator.stage import Door
from simulator.twilio.faults import error
from simulator.world import World

WebhookTrouble = Literal["doubled", "swapped", "late", "lost", "answer lost"]
RequestTrouble = Literal[
    "400", "404", "429", "500", "503", "slow", "refused", "timeout before effect", "timeout after effect"
]
WEBHOOK_TROUBLES: tuple[WebhookTrouble, ...] = ("doubled", "swapped", "late", "lost", "answer lost")
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
# So late that several others overtake it, but with its answer still in time.
LATE, IN_TIME = 4.0, 0.5
# Below what is waited for an answer: Twilio's for 4 s, LiveKit's for 2 s.
SLOW_TWILIO, SLOW_LIVEKIT = 3.0, 1.5


@dataclass(frozen=True)
class Disturbance:
    """`hit`: which of the scenario's webhooks or requests, counted from 1."""

    of_webhook: bool
    trouble: WebhookTrouble | RequestTrouble
    hit: int
    what: str

    def __str__(self) -> str:
        return f"{'webhook' if self.of_webhook else 'request'} {self.hit} ({self.what}) {self.trouble}"


# Whether this one comes, here and now.
Comes = Callable[[Disturbance], bool]


class DisturbedWebhooks:
    """A network on which each webhook may have each trouble."""

    def __init__(self, world: World, network: Network, comes: Comes) -> None:
        self.world, self.network, self._comes = world, network, comes
        self._seen = 0
        self._waiting: list[Callable[[], None]] = []

    def send(self, request: Request, timeout: float, on_reply: Callable[[Outcome], None]) -> None:
        """simulator.network.Network"""
        path = urlsplit(request.url).path
        if not path.startswith(("/twilio/", "/livekit/")):
            return self.network.send(request, timeout, on_reply)
        self._seen += 1
        for trouble in WEBHOOK_TROUBLES:
            if self._comes(Disturbance(True, trouble, self._seen, path)):
                return getattr(self, f"_{trouble.replace(' ', '_')}")(request, timeout, on_reply)  # type: ignore[no-any-return]
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

    def _late(self, request: Request, timeout: float, on_reply: Callable[[Outcome], None]) -> None:
        late = min(LATE, timeout - IN_TIME)
        self.world.after(late, lambda: self.network.send(request, timeout - late, on_reply))

    def _lost(self, request: Request, timeout: float, on_reply: Callable[[Outcome], None]) -> None:
        self.world.after(timeout, lambda: on_reply(Failure("timeout")))

    def _answer_lost(self, request: Request, timeout: float, on_reply: Callable[[Outcome], None]) -> None:
        self.network.send(request, timeout, lambda outcome: None)
        self.world.after(timeout, lambda: on_reply(Failure("timeout")))


class DisturbedRequests:
    """Doors to carriers at which each request may have each trouble."""

    def __init__(self, world: World, comes: Comes) -> None:
        self.world, self._comes = world, comes
        self._seen = 0

    def before(self, door: Door, is_twilio: bool) -> Door:
        """The door with this disturbance in front of it."""

        def ask(method: str, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
            path = urlsplit(url).path

            def through() -> Outcome:
                return door(method, url, headers, body)

            if _is_probe(path, body):
                return through()
            self._seen += 1
            for trouble in REQUEST_TROUBLES:
                disturbance = Disturbance(False, trouble, self._seen, f"{method} {path}")
                if _may_be(disturbance) and self._comes(disturbance):
                    self.world.note("disturbed", trouble=trouble, method=method, path=path)
                    return _disturbed(trouble, through, is_twilio)
            return through()

        return ask


def _is_probe(path: str, body: bytes) -> bool:
    """Whether LiveKit answers is asked all the time, also for a room that nobody has; a miss is no news."""
    if not path.endswith("/ListRooms"):
        return path == "/"
    return list(room.ListRoomsRequest.FromString(body).names) == ["ping"]


def _may_be(disturbance: Disturbance) -> bool:
    """A server does not say of a room that is there that it is not; and who only looks has no effect."""
    if disturbance.trouble == "timeout after effect":
        return not disturbance.what.startswith("GET ")
    return disturbance.trouble != "404" or not disturbance.what.endswith("/DeleteRoom")


def _disturbed(trouble: RequestTrouble, through: Callable[[], Outcome], is_twilio: bool) -> Outcome:
    if trouble.isdecimal():
        return _refusal(int(trouble), is_twilio)
    if trouble == "refused":
        return Failure("refused")
    if trouble == "timeout before effect":
        return Failure("timeout")
    outcome = through()
    if trouble == "timeout after effect" or not isinstance(outcome, Reply):
        return Failure("timeout")
    return Reply(outcome.status, outcome.headers, outcome.body, SLOW_TWILIO if is_twilio else SLOW_LIVEKIT)


def _refusal(status: int, is_twilio: bool) -> Reply:
    if is_twilio:
        codes = {400: 20001, 404: 20404, 429: 20429}
        return error(status, codes.get(status, 20500), "Refused by the scenario")
    codes_of_twirp = {400: "invalid_argument", 404: "not_found", 429: "resource_exhausted"}
    body = {"code": codes_of_twirp.get(status, "internal"), "msg": "refused by the scenario"}
    return Reply(status, {"Content-Type": "application/json"}, json.dumps(body).encode())
