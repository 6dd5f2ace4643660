"""The IncomingPhoneNumbers resource and the account itself.

Decides how our numbers are shown and set (reference/twilio.md 4.5). It must not know calls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.twilio.resources import ApiError, Asked, Json, page, rfc2822
from simulator.twilio.settings import NumberConfig

if TYPE_CHECKING:
    from simulator.twilio.carrier import Carrier

SETTINGS = {
    "VoiceUrl": "voice_url",
    "VoiceMethod": "voice_method",
    "VoiceFallbackUrl": "voice_fallback_url",
    "VoiceFallbackMethod": "voice_fallback_method",
    "StatusCallback": "status_callback",
    "StatusCallbackMethod": "status_callback_method",
    "FriendlyName": "friendly_name",
    "TrunkSid": "trunk_sid",
    "VoiceApplicationSid": "voice_application_sid",
}
EXCLUSIVE = {"TrunkSid": "voice_application_sid", "VoiceApplicationSid": "trunk_sid"}


def fetch_account(carrier: Carrier, asked: Asked) -> tuple[int, Json]:
    """The account itself, the cheapest sign that API and credentials work."""
    uri = f"/2010-04-01/Accounts/{carrier.account_sid}"
    tails = ("calls", "conferences", "incoming_phone_numbers")
    body: Json = {
        "sid": carrier.account_sid,
        "owner_account_sid": carrier.account_sid,
        "friendly_name": "Simulated account",
        "status": "active",
        "type": "Full",
        "auth_token": carrier.auth_token,
        "date_created": rfc2822(0),
        "date_updated": rfc2822(0),
        "uri": f"{uri}.json",
        "subresource_uris": {tail: f"{uri}/{tail.title().replace('_', '')}.json" for tail in tails},
    }
    return 200, body


def find(carrier: Carrier, asked: Asked) -> tuple[int, Json]:
    """List our numbers by PhoneNumber and FriendlyName."""

    def wanted(number: str) -> bool:
        by_name = asked.get("FriendlyName") in ("", carrier.numbers[number].friendly_name)
        return by_name and asked.get("PhoneNumber") in ("", number)

    found = [number for number in carrier.numbers if wanted(number)]
    path = f"/2010-04-01/Accounts/{carrier.account_sid}/IncomingPhoneNumbers.json"
    return page(path, "incoming_phone_numbers", found, asked, lambda number: _show(carrier, number))


def fetch(carrier: Carrier, asked: Asked) -> tuple[int, Json]:
    return 200, _show(carrier, _number(carrier, asked))


def update(carrier: Carrier, asked: Asked) -> tuple[int, Json]:
    """Set webhooks; a trunk and an application exclude each other, the newer one wins."""
    number = _number(carrier, asked)
    config = carrier.numbers[number]
    for name, value in asked.sent:
        if name in SETTINGS:
            setattr(config, SETTINGS[name], value)
        if name in EXCLUSIVE and value:
            setattr(config, EXCLUSIVE[name], "")
    return 200, _show(carrier, number)


def _number(carrier: Carrier, asked: Asked) -> str:
    sid = asked.names["sid"]
    found = next((number for number, config in carrier.numbers.items() if config.sid == sid), None)
    if found is None:
        raise ApiError(404, 20404, f"IncomingPhoneNumber {sid} was not found")
    return found


def _show(carrier: Carrier, number: str) -> Json:
    config: NumberConfig = carrier.numbers[number]
    empty = ("address_sid", "identity_sid", "emergency_address_sid", "bundle_sid")
    return {
        **dict.fromkeys(empty),
        "account_sid": carrier.account_sid,
        "address_requirements": "none",
        "api_version": "2010-04-01",
        "beta": False,
        "capabilities": {"mms": False, "sms": True, "voice": True, "fax": False},
        "date_created": rfc2822(0),
        "date_updated": rfc2822(0),
        "friendly_name": config.friendly_name or number,
        "phone_number": number,
        "origin": "twilio",
        "sid": config.sid,
        "sms_application_sid": None,
        "sms_fallback_method": "POST",
        "sms_fallback_url": "",
        "sms_method": "POST",
        "sms_url": "",
        "status_callback": config.status_callback,
        "status_callback_method": config.status_callback_method,
        "trunk_sid": config.trunk_sid or None,
        "uri": f"/2010-04-01/Accounts/{carrier.account_sid}/IncomingPhoneNumbers/{config.sid}.json",
        "voice_receive_mode": "voice",
        "voice_application_sid": config.voice_application_sid or None,
        "voice_caller_id_lookup": False,
        "voice_fallback_method": config.voice_fallback_method,
        "voice_fallback_url": config.voice_fallback_url,
        "voice_method": config.voice_method,
        "voice_url": config.voice_url,
        "emergency_status": "Inactive",
        "emergency_address_status": "unregistered",
        "status": "in-use",
        "type": "local",
    }
