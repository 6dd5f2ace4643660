"""Signed webhooks with the connection overrides of their URLs, and how long each attempt took.

Decides when a request is sent again (as Twilio does) and what is counted of it. It must not know what the
answer means.
"""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from benchmarks.load import signature
from benchmarks.soak.wire import Client, Cut, Refused

Form = dict[str, str]
_NAMES = re.compile(r"/(leg|call|conf)-[a-z0-9.-]+")


@dataclass(frozen=True)
class Overrides:
    """What a URL's fragment says, times in seconds; without one an attempt is repeated once, if refused."""

    retries: int
    policy: frozenset[str]
    read: float
    total: float


@lru_cache(maxsize=64)
def overrides(fragment: str) -> Overrides:
    given = dict(parse_qsl(fragment))
    return Overrides(
        int(given.get("rc", 1)),
        frozenset(given.get("rp", "ct").split(",")),
        int(given.get("rt", 15000)) / 1000,
        int(given.get("tt", 15000)) / 1000,
    )


@dataclass
class Measured:
    """Milliseconds of each attempt that was answered, or that was waited for in vain, by route."""

    latencies: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    interrupted: Counter[str] = field(default_factory=Counter)
    given_up: Counter[str] = field(default_factory=Counter)
    sent: int = 0


class Webhooks:
    """`post` is one event of the carrier, however many attempts it takes."""

    def __init__(self, client: Client, base_url: str, token: str) -> None:
        self._client, self._base, self._token = client, base_url, token
        self.measured = Measured()

    async def post(self, url: str, form: Form) -> bytes | None:
        """The body of the answer; None when all attempts failed or it was refused."""
        bare, _, fragment = url.partition("#")
        allowed = overrides(fragment)
        path, body = bare.removeprefix(self._base), urlencode(form).encode()
        headers = {
            "X-Twilio-Signature": signature(bare, form, self._token),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        route = _NAMES.sub("/*", path.partition("?")[0])
        deadline = time.monotonic() + allowed.total
        self.measured.sent += 1
        for _ in range(1 + allowed.retries):
            patience = min(allowed.read, deadline - time.monotonic())
            if patience <= 0:
                break
            failed, answer = await self._attempt(route, path, headers, body, patience)
            if not failed:
                return answer
            if failed not in allowed.policy:
                break
        self.measured.given_up[route] += 1
        return None

    async def _attempt(
        self, route: str, path: str, headers: dict[str, str], body: bytes, patience: float
    ) -> tuple[str, bytes | None]:
        """How it failed in the words of the retry policy, or nothing; and the answer."""
        began = time.perf_counter()
        try:
            status, answer = await self._client.ask("POST", path, headers, body, patience)
        except (Refused, Cut) as error:
            self.measured.interrupted[type(error).__name__.lower()] += 1
            return ("ct" if isinstance(error, Refused) else "rt"), None
        except TimeoutError:
            self.measured.latencies[route].append(patience * 1000)
            return "rt", None
        self.measured.latencies[route].append((time.perf_counter() - began) * 1000)
        self.measured.statuses[route, status] += 1
        return ("" if status < 400 else f"{status // 100}xx"), answer
