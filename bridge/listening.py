"""Listening to a call without being seen or heard: in which room, and with what.

Decides where there is something to hear, and for how long a ticket lets somebody in. Nothing of the call
changes by it: whoever is in a room and no leg of ours is nobody to it. It must not know who asks.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import structlog

from bridge.core.state import Call, Kind, Party
from bridge.ports.livekit_tokens import listener_token
from bridge.service import Bridge

log = structlog.get_logger()

# It can be used more than once while it is fresh, so it is short; who is in a room stays to its end.
FRESH_SECONDS = 600


@dataclass(frozen=True)
class Ticket:
    """`url` is LiveKit's, `ws` or `wss`; `expires_at`: the last second to come in, since 1970."""

    token: str = field(repr=False)
    url: str
    expires_at: float


def room_of(call: Call) -> str | None:
    """The LiveKit room that people of the call are in or on the way into; the caller's before any other."""
    present = sorted(call.present(), key=lambda leg: leg.party is not Party.CALLER)
    places = [call.conversations[leg.conversation] for leg in present if leg.conversation is not None]
    rooms = [one.name for one in places if one.kind is Kind.LIVEKIT and one.ready and not one.closed]
    return rooms[0] if rooms else None


def ticket(bridge: Bridge, call: Call, room: str) -> Ticket:
    """For one room. Nobody can guess its identity, or take a leg's by it."""
    settings, now = bridge.settings, bridge.ports.now()
    identity = f"listener-{bridge.engine.new_id()}"
    secret = settings.livekit_api_secret.get_secret_value()
    token = listener_token(settings.livekit_api_key, secret, room, identity, now, FRESH_SECONDS)
    log.info("listener_let_in", call=call.id, identity=identity)
    return Ticket(token, _for_browsers(settings.livekit_url), float(int(now) + FRESH_SECONDS))


def _for_browsers(url: str) -> str:
    return f"ws{url.removeprefix('http')}" if url.startswith("http") else url
