"""The seam through which the simulated world sends HTTP requests out to the application.

Decides only the shapes: a request, a reply, a failure, and who carries them.
It must not know WSGI, sockets, Twilio or LiveKit; the lanes (in-process, sockets) implement it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol


@dataclass(frozen=True)
class Request:
    """One HTTP request; `url` is absolute and without a fragment, `body` is what goes over the wire."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Reply:
    """One HTTP answer, header names as the sender wrote them; `header` looks one up in any case.

    `delay` is for doubles that answer by return value (`Carrier.rest`): seconds of the world's time that
    pass before the answer is back at the asker, beyond the ordinary latency of the lane.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    delay: float = 0.0

    def header(self, name: str, default: str = "") -> str:
        wanted = name.lower()
        return next((value for key, value in self.headers.items() if key.lower() == wanted), default)


@dataclass(frozen=True)
class Failure:
    """No HTTP answer at all: nobody took the connection, or nothing came back in time."""

    kind: Literal["refused", "timeout"]


Outcome = Reply | Failure


class Network(Protocol):
    """Whoever carries requests to the application and brings back what came of them."""

    def send(self, request: Request, timeout: float, on_reply: Callable[[Outcome], None]) -> None:
        """Send `request` and call `on_reply` once, later and never before `send` has returned.

        `timeout` is in seconds of the world's time; past it the outcome is `Failure("timeout")`.
        """
