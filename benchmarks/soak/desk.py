"""A client of the bridge's JSON API, as a program of an admin would be one.

Decides how a request survives a server that dies over it: the same Idempotency-Key, once more. It must not
know why anything is asked.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from benchmarks.servers import ADMIN, metric
from benchmarks.soak.wire import Client, Cut, Refused

TRIES, PATIENCE, PAUSE = 8, 10.0, 0.3

Json = dict[str, Any]


class Unanswered(Exception):
    """The API did not answer, however often it was asked."""


class Desk:
    def __init__(self, client: Client) -> None:
        self._client = client
        self._key = 0
        self.refusals: list[str] = []

    async def get(self, path: str) -> Json:
        _, found = await self._ask("GET", path, None)
        return found

    async def post(self, path: str, body: Json | None = None) -> tuple[int, Json]:
        return await self._ask("POST", path, body)

    async def every(self, path: str) -> list[Json]:
        """All items of a list, page after page."""
        found: list[Json] = []
        cursor = ""
        while True:
            page = await self.get(f"{path}limit=200{cursor}")
            found += page["items"]
            if not page["next"]:
                return found
            cursor = f"&cursor={page['next']}"

    async def number(self, name: str) -> float:
        """One of the metrics."""
        _, body = await self._asked("GET", "/metrics", {}, b"")
        return metric(body.decode(), name)

    async def _ask(self, method: str, path: str, body: Json | None) -> tuple[int, Json]:
        self._key += 1
        headers = {"Idempotency-Key": f"soak-{self._key}"} if method == "POST" else {}
        sent = json.dumps(body).encode() if body is not None else b""
        status, answer = await self._asked(method, path, headers, sent)
        return status, json.loads(answer)

    async def _asked(self, method: str, path: str, more: dict[str, str], body: bytes) -> tuple[int, bytes]:
        headers = ADMIN | {"Content-Type": "application/json"} | more
        for _ in range(TRIES):
            try:
                status, answer = await self._client.ask(method, path, headers, body, PATIENCE)
            except (Refused, Cut, TimeoutError):
                status = 503
            if status < 500:
                return status, answer
            self.refusals.append(f"{method} {status}")
            await asyncio.sleep(PAUSE)
        raise Unanswered(f"{method} {path}")
