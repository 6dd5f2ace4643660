"""What a story needs of a server, real or not: a door, people who join, webhooks, time, and a way to die.

Decides only the shapes, and what is the same on both sides. It must not know either of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from simulator.network import Outcome, Request

KEY, SECRET = "APIcontract", "contract-secret-of-at-least-thirty-two-characters"


@dataclass(frozen=True)
class Guest:
    """Somebody who joins by a token; `kind` as in reference/livekit.md 4."""

    identity: str
    kind: str = "standard"
    publishes: bool = True
    hidden: bool = False
    name: str = ""
    metadata: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SipLeg:
    """A call into a room whose From user is `user`, let in by this trunk and this rule."""

    room: str
    user: str
    trunk_id: str
    rule_id: str

    call_sid: str = "CA" + "1" * 32
    account_sid: str = "AC" + "0" * 32

    @property
    def identity(self) -> str:
        return f"sip_{self.user}"


@dataclass
class Hook:
    """One webhook as it arrived, `at` in seconds since 1970."""

    at: float
    headers: Mapping[str, str]
    body: bytes

    @property
    def fields(self) -> dict[str, Any]:
        return dict(json.loads(self.body))

    @property
    def room(self) -> str:
        return str(self.fields["room"].get("name", ""))

    @property
    def says(self) -> tuple[str, str]:
        """The event and whom it is about."""
        return self.fields["event"], self.fields.get("participant", {}).get("identity", "")


class Side(Protocol):
    """`hooks` are all webhooks since the last `clear`; `answers` are statuses for the next ones, then 200."""

    hooks: list[Hook]
    answers: list[int]

    @property
    def now(self) -> float: ...

    def ask(self, request: Request) -> Outcome: ...

    def until(self, condition: Callable[[], bool], seconds: float) -> bool: ...

    def join(self, room: str, guest: Guest) -> None:
        """Raises AssertionError, with the server's words, when it is not let in."""

    def dial(self, leg: SipLeg) -> None:
        """A phone's INVITE, or what LiveKit's SIP service makes of it."""

    def leave(self, identity: str) -> None: ...

    def clear(self) -> None:
        """As if nothing had been: no room, no trunk, no rule, no webhook."""

    def crash(self) -> None:
        """The server dies, and everybody who was connected to it too."""

    def restart(self) -> None: ...

    def hang(self) -> None:
        """It takes connections and answers nothing."""

    def wake(self) -> None: ...

    def kill_redis(self) -> None: ...

    def start_redis(self, empty: bool) -> None: ...
