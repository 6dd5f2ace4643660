"""The server's webhooks: one queue for each room, one request at a time, signed and repeated.

Decides form, order, retries and what is dropped (reference/livekit.md 5, reference/livekit-lab.md h). It
must not know why an event happened.
"""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass

from google.protobuf import json_format
from livekit.protocol.webhook import WebhookEvent

from simulator.livekit.ids import new_id
from simulator.livekit.settings import Weather
from simulator.livekit.tokens import body_digest, make_token
from simulator.network import Network, Outcome, Reply, Request
from simulator.world import World

PAUSES = (1.0, 2.0, 4.0, 8.0)
OLDEST = 30.0
LONGEST_QUEUE = 200
PATIENCE = 600.0  # the real client has no time limit: a handler that hangs holds its room's queue
VALID_FOR = 300


@dataclass(frozen=True)
class Item:
    """One event as it goes over the wire, the same bytes at every attempt."""

    name: str
    queued_at: float
    body: bytes


class Webhooks:
    """Sends events to `url`; without one nothing is sent."""

    def __init__(
        self, world: World, network: Network, key: str, secret: str, url: str, weather: Weather
    ) -> None:
        self.world, self.network, self.key, self.secret = world, network, key, secret
        self.url, self.weather = url, weather
        self._queues: dict[str, deque[Item]] = {}
        self._busy: set[str] = set()
        self._life = 0

    def send(self, event: WebhookEvent) -> None:
        """Queue an event behind the earlier ones of its room."""
        event.id, event.created_at = new_id(self.world, "EV_"), int(self.world.now)
        queue = self._queues.setdefault(event.room.name, deque())
        if not self.url or len(queue) >= LONGEST_QUEUE:
            return
        fields = json_format.MessageToDict(event)
        # Packed once: the token vouches for these bytes, and a repeated event has the same id.
        item = Item(event.event, self.world.now, json.dumps(fields, separators=(",", ":")).encode())
        twice = self.world.random.random() < self.weather.duplicate_webhooks
        queue.extend([item, item] if twice else [item])
        self._go_on(event.room.name)

    def forget(self) -> None:
        """The process that had the queues in its memory is gone."""
        self._life += 1
        self._queues.clear()
        self._busy.clear()

    def _go_on(self, room: str) -> None:
        queue = self._queues.get(room)
        if room in self._busy:
            return
        while queue:
            item = queue.popleft()
            if self.world.now - item.queued_at <= OLDEST:
                self._busy.add(room)
                return self._later(self.world.random.uniform(*self.weather.webhook), room, item, 0)
        self._queues.pop(room, None)
        return None

    def _later(self, delay: float, room: str, item: Item, tried: int) -> None:
        life = self._life
        self.world.after(delay, lambda: self._post(room, item, tried) if life == self._life else None)

    def _post(self, room: str, item: Item, tried: int) -> None:
        life = self._life

        def answered(outcome: Outcome) -> None:
            if life != self._life:
                return
            # While an event is repeated, the later ones of its room wait and grow old.
            if tried < len(PAUSES) and _worth_repeating(outcome):
                return self._later(_pause(outcome, PAUSES[tried]), room, item, tried + 1)
            self._busy.discard(room)
            self._go_on(room)

        self.world.note("livekit_webhook", event=item.name)
        self.network.send(Request("POST", self.url, self._headers(item), item.body), PATIENCE, answered)

    def _headers(self, item: Item) -> dict[str, str]:
        now = int(item.queued_at)
        claims = {"iss": self.key, "exp": now + VALID_FOR, "nbf": now, "iat": now}
        # A bare token: the real server writes no "Bearer" before it.
        return {
            "User-Agent": "Go-http-client/1.1",
            "Authorization": make_token(claims | {"sha256": body_digest(item.body)}, self.secret),
            "Content-Type": "application/webhook+json",
            "Accept-Encoding": "gzip",
        }


def _worth_repeating(outcome: Outcome) -> bool:
    if not isinstance(outcome, Reply):
        return True
    return outcome.status == 429 or (outcome.status >= 500 and outcome.status != 501)


def _pause(outcome: Outcome, usual: float) -> float:
    """The usual pause, or the one that a 429 or 503 asks for."""
    if not isinstance(outcome, Reply) or outcome.status not in (429, 503):
        return usual
    asked = outcome.header("Retry-After")
    return float(asked) if asked.isdecimal() else usual
