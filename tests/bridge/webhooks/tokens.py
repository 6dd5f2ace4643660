"""LiveKit's token over a webhook's body, as its server makes it (reference/livekit.md 5).

Decides its claims; any of them can be said otherwise, and one said to be None is left out.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import jwt

from tests.bridge.settings_example import REQUIRED

KEY, SECRET = REQUIRED["LIVEKIT_API_KEY"], REQUIRED["LIVEKIT_API_SECRET"]


def livekit_token(body: bytes, now: float, key: str = SECRET, algorithm: str = "HS256", **claims: Any) -> str:
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    told = {"iss": KEY, "nbf": now, "exp": now + 300, "sha256": digest} | claims
    return jwt.encode({name: value for name, value in told.items() if value is not None}, key, algorithm)
