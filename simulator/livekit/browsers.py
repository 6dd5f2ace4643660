"""Browsers that join a room: whoever has a token comes in as what the token says (reference/livekit.md 4).

Decides what a token of the application's lets its bearer be in a room. It must not know why it was given.
"""

from __future__ import annotations

from typing import Any

from simulator.livekit.participants import Participant, new_participant
from simulator.livekit.server import LiveKitServer, NotLetIn
from simulator.livekit.tokens import read_token


def join(server: LiveKitServer, token: str) -> Participant:
    """Raises TokenRefused or NotLetIn; without `auto_create` nobody comes into a room that is not there."""
    claims = read_token(token, server.api_key, server.api_secret, server.world.now)
    grants: dict[str, Any] = claims.get("video", {})
    if not grants.get("roomJoin"):
        raise NotLetIn(f"this token opens no room: {grants}")
    participant = new_participant(
        server.world,
        claims["sub"],
        claims.get("kind") or "standard",
        hidden=bool(grants.get("hidden")),
        publishes=bool(grants.get("canPublish", True)),
    )
    participant.info.permission.can_publish_data = bool(grants.get("canPublishData", True))
    participant.info.permission.can_update_metadata = bool(grants.get("canUpdateOwnMetadata"))
    participant.info.permission.can_subscribe = bool(grants.get("canSubscribe", True))
    server.let_in(participant, grants.get("room", ""))
    return participant
