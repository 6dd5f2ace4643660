"""LiveKit's webhook that somebody has left a room, signed as the real server signs it.

Decides form and token only; like the real server it repeats what was not answered. It must not know who
listens.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import time

import jwt

from benchmarks.soak.phones import Conversation
from benchmarks.soak.wire import Client, Cut, Refused

PATH = "/livekit/webhook"
PAUSES = (1.0, 2.0, 4.0, 8.0)
PATIENCE = 15.0


class LiveKitEvents:
    """`latencies` are milliseconds of each attempt that was answered."""

    def __init__(self, client: Client, key: str, secret: str) -> None:
        self._client, self._key, self._secret = client, key, secret
        self.latencies: list[float] = []

    async def participant_left(self, room: Conversation, identity: str) -> None:
        """By itself: its phone has hung up, or goes elsewhere."""
        participant = {
            "identity": f"sip_{identity}",
            "kind": "SIP",
            "disconnectReason": "CLIENT_INITIATED",
            "attributes": {"sip.callStatus": "hangup"},
        }
        event = {"event": "participant_left", "room": {"name": room.name}, "participant": participant}
        body = json.dumps(event).encode()
        for pause in (*PAUSES, None):
            if await self._attempt(body) or pause is None:
                return
            await asyncio.sleep(pause)

    async def _attempt(self, body: bytes) -> bool:
        began = time.perf_counter()
        headers = {"Authorization": self._token(body), "Content-Type": "application/webhook+json"}
        try:
            status, _ = await self._client.ask("POST", PATH, headers, body, PATIENCE)
        except (Refused, Cut, TimeoutError):
            return False
        self.latencies.append((time.perf_counter() - began) * 1000)
        return status < 500

    def _token(self, body: bytes) -> str:
        now, digest = int(time.time()), base64.b64encode(hashlib.sha256(body).digest()).decode()
        claims = {"iss": self._key, "nbf": now, "exp": now + 300, "sha256": digest}
        return jwt.encode(claims, self._secret, algorithm="HS256")
