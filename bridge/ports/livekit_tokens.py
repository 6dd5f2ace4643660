"""Tokens with which somebody joins a LiveKit room from a browser.

Decides what such a token allows (reference/livekit.md 4). It must not know calls, nor who asks for one.
"""

from __future__ import annotations

import jwt
from livekit import api


def listener_token(key: str, secret: str, room: str, identity: str, now: float, seconds: int) -> str:
    """Lets one in for so many seconds from `now`, to hear this one room and nothing else.

    Hidden from everybody in it, and of a kind that keeps no room open: it ends when the last phone has gone
    (reference/livekit.md 3). Whoever is in stays beyond those seconds.
    """
    grants = api.VideoGrants(
        room_join=True,
        room=room,
        hidden=True,
        can_subscribe=True,
        can_publish=False,
        can_publish_data=False,
        can_update_own_metadata=False,
    )
    made = api.AccessToken(key, secret).with_identity(identity).with_kind("agent").with_grants(grants)
    # The SDK would take the machine's clock; everything else here goes by ours.
    times = {"nbf": int(now), "exp": int(now) + seconds}
    claims = made.claims.asdict() | {"sub": identity, "iss": key} | times
    return jwt.encode(claims, secret, algorithm="HS256")
