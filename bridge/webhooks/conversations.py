"""What conversations bring: who has come and gone in a conference or a room.

Decides which leg is meant. It must not know what a call does next.
"""

from __future__ import annotations

from typing import Any

import structlog
from flask import Blueprint, request
from werkzeug.exceptions import RequestEntityTooLarge

from bridge import metrics
from bridge.core.events import EntryLost, EntrySeen
from bridge.ports.livekit import caller_id
from bridge.service import Bridge, current
from bridge.store import calls
from bridge.webhooks.door import as_object, form, json_object
from bridge.webhooks.signature import livekit_token_valid

log = structlog.get_logger()
twilio_side = Blueprint("conversations", __name__, url_prefix="/twilio")
livekit_side = Blueprint("livekit", __name__, url_prefix="/livekit")

HAPPENED: dict[str, type[EntrySeen] | type[EntryLost]] = {
    "participant-join": EntrySeen,
    "participant-leave": EntryLost,
}
LARGEST_WEBHOOK = 256 * 1024


@twilio_side.post("/conferences/<name>")
def conference(name: str) -> tuple[str, int]:
    """Somebody joined or left; the label says leg and entry (reference/twilio.md 3.3)."""
    happened = HAPPENED.get(form("StatusCallbackEvent"))
    named = _leg_and_entry(form("ParticipantLabel"))
    if happened is not None and named is not None:
        _tell(current(), happened(*named))
    return "", 204


@livekit_side.post("/webhook")
def livekit() -> tuple[str, int]:
    """A SIP leg that left its room. Being joined is no news: it happens while it rings (design 4.4)."""
    bridge = current()
    request.max_content_length = LARGEST_WEBHOOK
    if not _from_livekit(bridge):
        metrics.rejected.labels("livekit").inc()
        return "", 401
    event = json_object(request.get_data())
    participant = as_object(event.get("participant"))
    named = _leg_and_entry(caller_id(str(participant.get("identity", ""))))
    if event.get("event") == "participant_left" and named is not None:
        _tell(bridge, EntryLost(*named, by_livekit=_thrown_out(participant)))
    return "", 200


def _from_livekit(bridge: Bridge) -> bool:
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    secret = bridge.settings.livekit_api_secret.get_secret_value()
    try:
        body = request.get_data()
    except RequestEntityTooLarge:
        # What is not read cannot be checked.
        return False
    return livekit_token_valid(token, body, bridge.settings.livekit_api_key, secret, bridge.ports.now())


def _thrown_out(participant: dict[str, Any]) -> bool:
    """A phone that hangs up is a client that leaves, and its status says so (reference/livekit-lab.md f)."""
    status = as_object(participant.get("attributes")).get("sip.callStatus")
    return participant.get("disconnectReason") != "CLIENT_INITIATED" or status == "active"


def _leg_and_entry(identity: str) -> tuple[str, int] | None:
    leg, _, entry = identity.rpartition(".")
    return (leg, int(entry)) if leg.startswith("leg-") and entry.isdecimal() else None


def _tell(bridge: Bridge, event: EntrySeen | EntryLost) -> None:
    with bridge.database.read() as db:
        call_id = calls.call_of_leg(db, event.leg)
    if call_id is not None:
        bridge.engine.handle(call_id, event)
