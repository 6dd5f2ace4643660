"""Twilio's IncomingPhoneNumbers: which webhooks one of our numbers has.

Decides the parameters of each request (reference/twilio.md 4.5). It must not know what they should be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from twilio.http import HttpClient
from twilio.rest import Client

from bridge.ports.twilio import errors

# What a number has besides its SID, by the SDK's names.
FIELDS = (
    "voice_url",
    "voice_method",
    "voice_fallback_url",
    "voice_fallback_method",
    "status_callback",
    "status_callback_method",
    "trunk_sid",
    "voice_application_sid",
)


@dataclass(frozen=True)
class Number:
    """A number of the account; `settings` has every one of FIELDS, empty where Twilio has nothing."""

    sid: str
    settings: Mapping[str, str]


class TwilioNumbers:
    """Every method raises PortError. `user` and `password`: account SID and token, or an API key."""

    def __init__(self, account_sid: str, user: str, password: str, http: HttpClient) -> None:
        self._client = Client(user, password, account_sid, http_client=http)

    def find(self, number: str) -> Number | None:
        """None when the account has no such number (E.164)."""
        with errors():
            # Twilio takes the filter for a pattern, so there may be others among them.
            found = [
                one
                for one in self._client.incoming_phone_numbers.list(phone_number=number)
                if one.phone_number == number
            ]
        if not found:
            return None
        return Number(str(found[0].sid), {name: str(getattr(found[0], name) or "") for name in FIELDS})

    def change(self, sid: str, settings: Mapping[str, str]) -> None:
        """Set some of FIELDS; the same again changes nothing more."""
        with errors():
            self._client.incoming_phone_numbers(sid).update(**settings)
