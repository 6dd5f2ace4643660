"""Who may speak to us: Twilio's signature over the public URL, LiveKit's token over the body.

Decides yes or no and nothing else. Request headers never say what our URL is (interface: PUBLIC_BASE_URL).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence

import jwt
from twilio.request_validator import RequestValidator

# LiveKit's clock and ours may differ a little (reference/livekit.md 5).
LEEWAY = 60.0


class TwilioSignature:
    """`tokens`: one, or two while the account's token is being rotated."""

    def __init__(self, base_url: str, tokens: Sequence[str]) -> None:
        self._base_url = base_url
        self._validators = [RequestValidator(token) for token in tokens]

    def valid(self, path_and_query: str, form: Mapping[str, str], signature: str) -> bool:
        """Twilio signs URL and form, with or without the port (reference/twilio.md 1.3)."""
        url = self._base_url + path_and_query
        return bool(signature) and any(_fits(v, url, form, signature) for v in self._validators)


def _fits(validator: RequestValidator, url: str, form: Mapping[str, str], signature: str) -> bool:
    """As it was sent, nearly always; `validate` works out every way it could have been before it compares."""
    usual = validator.compute_signature(url, form)
    return hmac.compare_digest(usual.encode(), signature.encode()) or validator.validate(url, form, signature)


def livekit_token_valid(token: str, body: bytes, key: str, secret: str, now: float) -> bool:
    """The token names our key, is signed with its secret, has not run out, and fits this very body."""
    try:
        # Our clock judges it below: it is the one that everything else here goes by.
        claims = jwt.decode(
            token,
            secret,
            algorithms=["HS256"],
            issuer=key,
            options={"verify_exp": False, "verify_nbf": False, "verify_iat": False},
        )
        fresh = float(claims["nbf"]) - LEEWAY <= now <= float(claims["exp"]) + LEEWAY
    except (jwt.InvalidTokenError, KeyError, TypeError, ValueError):
        return False
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    return fresh and hmac.compare_digest(digest, str(claims.get("sha256", "")))
