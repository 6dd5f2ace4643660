"""The double as one of the two sides: virtual time, no I/O.

Decides nothing: it hands on.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from simulator.livekit.participants import Participant
from simulator.livekit.server import LiveKitServer
from simulator.network import Outcome, Reply, Request
from simulator.twilio.sip import SipInvite
from simulator.world import World
from tests.real_livekit.contract.sides import KEY, SECRET, Guest, Hook, SipLeg

LOOK_EVERY = 0.05
SIP_HOST = "sip.livekit.test"
HOOK = "http://bridge.test/livekit/webhook"


class Double:
    """A server of its own for each story."""

    def __init__(self) -> None:
        # Tokens are made on the real clock.
        self.world = World(1, start=time.time())
        self.hooks: list[Hook] = []
        self.answers: list[int] = []
        self.server = LiveKitServer(self.world, self, KEY, SECRET, HOOK, SIP_HOST)
        self._guests: dict[str, Participant] = {}

    @property
    def now(self) -> float:
        return self.world.now

    def send(self, request: Request, timeout: float, on_reply: Callable[[Outcome], None]) -> None:
        """simulator.network.Network: what the server tells the application."""
        self.hooks.append(Hook(self.world.now, request.headers, request.body))
        outcome = Reply(self.answers.pop(0) if self.answers else 200)
        self.world.after(0.0, lambda: on_reply(outcome))

    def ask(self, request: Request) -> Outcome:
        outcome = self.server.twirp(request.method, request.url, request.headers, request.body)
        if isinstance(outcome, Reply):
            self.world.run(outcome.delay)
        return outcome

    def until(self, condition: Callable[[], bool], seconds: float) -> bool:
        end = self.world.now + seconds
        while not condition():
            if self.world.now >= end:
                return False
            # A condition may ask the server: it is looked at even when nothing happens.
            self.world.run(LOOK_EVERY)
        return True

    def join(self, room: str, guest: Guest) -> None:
        more = {"name": guest.name or guest.identity, "metadata": guest.metadata}
        self._guests[guest.identity] = self.server.join_participant(
            *(room, guest.identity, guest.publishes, guest.hidden, guest.kind),
            attributes=guest.attributes,
            **more,
        )

    def dial(self, leg: SipLeg) -> None:
        def unheard(*_: object) -> None:
            """The phone is not looked at here."""

        headers = [("X-Bridge-Call", "call-1"), ("X-Bridge-Leg", "caller")]
        headers += [("X-Twilio-AccountSid", leg.account_sid), ("X-Twilio-CallSid", leg.call_sid)]
        self.server.invite(
            SipInvite(
                *(leg.room, SIP_HOST, None, {}, headers, leg.user, "bridge", "trunk-password"),
                *(leg.call_sid, leg.account_sid, unheard, unheard, unheard, unheard),
            )
        )

    def leave(self, identity: str) -> None:
        self.server.leave(self._guests.pop(identity))

    def clear(self) -> None:
        self.__init__()  # type: ignore[misc]

    def crash(self) -> None:
        self.server.crash()

    def restart(self) -> None:
        self.server.restart()

    def hang(self) -> None:
        self.server.hung = True

    def wake(self) -> None:
        self.server.hung = False

    def kill_redis(self) -> None:
        self.server.kill_redis()

    def start_redis(self, empty: bool) -> None:
        self.server.start_redis(empty)
