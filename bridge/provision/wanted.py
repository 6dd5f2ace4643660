"""What both carriers should have for these settings (reference/livekit.md 12, reference/twilio.md 4.5).

Decides only that. It must not know what is there already.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from bridge.ports.livekit import EMPTY_SECONDS, PLACES
from bridge.ports.livekit_sip import Rule, Trunk
from bridge.settings import Settings
from twiml.links import OVERRIDES

NAME = "warm-bridge"
HEADERS = {"x-bridge-call": "bridge.call", "x-bridge-leg": "bridge.leg"}
RINGING_SECONDS = 120
# Twilio ends a <Dial> after four hours (reference/twilio.md 3.1): LiveKit is only the net under that.
LONGEST_SECONDS = 4 * 3600 + 300
# LiveKit's own is 15; a leg whose other end is paused may send nothing for longer (reference/twilio.md 4.7).
MEDIA_SECONDS = 60
VOICE = "/twilio/voice"
_SKILL = re.compile(r"skill=[a-z0-9][a-z0-9_-]{0,39}")


def wanted_trunk(settings: Settings) -> Trunk:
    """For every number, because a room's name stands there; guarded by credentials and Twilio's addresses.

    A call from an address that is missing rings on in silence (reference/livekit-lab.md d): so they are a
    setting. A leg that vanished is in its room for MEDIA_SECONDS and 32 more.
    """
    return Trunk(
        name=NAME,
        username=settings.livekit_sip_username,
        password=settings.livekit_sip_password.get_secret_value(),
        headers=HEADERS,
        ringing_seconds=RINGING_SECONDS,
        encryption="SIP_MEDIA_ENCRYPT_ALLOW",
        addresses=settings.livekit_sip_allowed_addresses,
        longest_seconds=LONGEST_SECONDS,
        media_seconds=MEDIA_SECONDS,
    )


def wanted_rule(trunk_id: str) -> Rule:
    """The room is named as the document says, and nobody comes in around the trunk.

    A room that a leg makes is as one of ours: with LiveKit's 20 s it would close during a hold.
    """
    return Rule(
        name=NAME,
        trunk_ids=(trunk_id,),
        empty_seconds=EMPTY_SECONDS,
        departure_seconds=EMPTY_SECONDS,
        places=PLACES,
    )


def wanted_number(base_url: str, voice_url: str) -> dict[str, str]:
    """A number's settings; `voice_url` is what it has, whose skill stays."""
    return {
        "voice_url": f"{base_url}{VOICE}{_skill(voice_url)}{OVERRIDES}",
        "voice_method": "POST",
        "voice_fallback_url": f"{base_url}/twilio/fallback{OVERRIDES}",
        "voice_fallback_method": "POST",
        "status_callback": f"{base_url}/twilio/status",
        "status_callback_method": "POST",
        # With either of them Twilio would ask none of these URLs.
        "trunk_sid": "",
        "voice_application_sid": "",
    }


def _skill(voice_url: str) -> str:
    parts = urlsplit(voice_url)
    ours = parts.path.endswith(VOICE) and _SKILL.fullmatch(parts.query) is not None
    return f"?{parts.query}" if ours else ""


def webhook_hint(settings: Settings) -> str:
    """What an admin has to do by hand, in a sentence."""
    url = f"{settings.public_base_url}/livekit/webhook"
    return (
        f"by hand, LiveKit's API cannot set it: in LiveKit Cloud add the webhook {url} to the project; on a "
        f"server of your own put webhook: {{api_key: the LIVEKIT_API_KEY, urls: [{url}]}} into livekit.yaml."
    )


LABELS: Mapping[str, str] = {
    "name": "name",
    "username": "user name",
    "password": "password",
    "headers": "headers",
    "ringing_seconds": "ringing time",
    "encryption": "media encryption",
    "numbers": "numbers",
    "callers": "allowed callers",
    "addresses": "allowed addresses",
    "longest_seconds": "longest call",
    "media_seconds": "media time-out",
    "trunk_ids": "trunk",
    "kind": "kind",
    "prefix": "room prefix",
    "randomize": "random room names",
    "pin": "PIN",
    "hides_callers": "hiding of callers",
    "empty_seconds": "time-out of empty rooms",
    "departure_seconds": "time-out of rooms that were left",
    "places": "places in a room",
    "voice_url": "voice URL",
    "voice_method": "voice method",
    "voice_fallback_url": "fallback URL",
    "voice_fallback_method": "fallback method",
    "status_callback": "status callback",
    "status_callback_method": "status callback method",
    "trunk_sid": "SIP trunk (taken off)",
    "voice_application_sid": "TwiML application (taken off)",
}
